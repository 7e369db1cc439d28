import { describe, expect, it } from 'vitest';
import type { Plaatsing } from '../../shared/administration.ts';
import {
  durationInMonths,
  isLongerThan,
  lastDayAfter,
  lastPermittedDay,
  listDuurWarnings,
} from '../../shared/duur.ts';

const plaatsing = (fields: Partial<Plaatsing>): Plaatsing => ({
  plaatsingnummer: 'PL001',
  kandidaatnummer: 'K001',
  klantnummer: 'KL01',
  startdatum: '2016-04-18',
  einddatum: null,
  urenPerWeek: 12_00,
  uurtarief: null,
  verlengdTot: null,
  verlengingAkkoordOp: null,
  ...fields,
});
const codes = (...plaatsingen: Plaatsing[]) =>
  listDuurWarnings(plaatsingen, '2016-04-30').map((warning) => [warning.code, warning.plaatsingnummer]);

describe('art. 5.6 last permitted day', () => {
  it.each([
    ['2016-04-18', 3, '2016-07-17'],
    ['2016-04-18', 6, '2016-10-17'],
    ['2016-11-30', 3, '2017-02-28'],
    ['2015-11-30', 3, '2016-02-29'],
    ['2016-03-31', 3, '2016-06-30'],
    ['2016-01-01', 6, '2016-06-30'],
  ])('%s after %i months is %s', (start, months, last) => {
    expect(lastDayAfter(start, months)).toBe(last);
    expect(isLongerThan(start, last, months)).toBe(false);
  });

  it('is passed one day later', () => {
    expect(isLongerThan('2016-04-18', '2016-07-18', 3)).toBe(true);
  });

  it('is 3 months from 28 hours a week, 6 below it', () => {
    expect(lastPermittedDay(plaatsing({ urenPerWeek: 28_00 }))).toBe('2016-07-17');
    expect(lastPermittedDay(plaatsing({ urenPerWeek: 27_99 }))).toBe('2016-10-17');
  });
});

describe('art. 5.6 and 4.2 warnings', () => {
  it('a plaatsing of 28 hours that ends a day late', () => {
    expect(codes(plaatsing({ urenPerWeek: 28_00, einddatum: '2016-07-17' }))).toEqual([]);
    expect(codes(plaatsing({ urenPerWeek: 28_00, einddatum: '2016-07-18' }))).toEqual([
      ['plaatsing_duur', 'PL001'],
      ['kandidaat_duur', 'PL001'],
    ]);
  });

  it('an extension moves the limit, and is itself a limit', () => {
    const extended = { verlengdTot: '2016-12-31', verlengingAkkoordOp: '2016-10-01' };
    const codesOf = (einddatum: string) => codes(plaatsing({ ...extended, einddatum })).map(([code]) => code);
    expect(codesOf('2016-12-31')).not.toContain('plaatsing_duur');
    expect(codesOf('2017-01-01')).toContain('plaatsing_duur');
  });

  it('a running plaatsing counts to today', () => {
    expect(codes(plaatsing({ startdatum: '2015-10-31' }))).toEqual([]);
    expect(codes(plaatsing({ startdatum: '2015-10-30' }))).toEqual([
      ['plaatsing_duur', 'PL001'],
      ['kandidaat_duur', 'PL001'],
    ]);
  });
});

describe('art. 4.1 all plaatsingen of a kandidaat together', () => {
  const first = plaatsing({ startdatum: '2016-01-01', einddatum: '2016-03-31' });
  const second = (einddatum: string, urenPerWeek = 12_00) =>
    plaatsing({ plaatsingnummer: 'PL002', startdatum: '2016-05-01', einddatum, urenPerWeek });

  it('exactly 6 months', () => {
    expect(codes(first, second('2016-07-31'))).toEqual([]);
  });
  it('a day over 6 months', () => {
    expect(codes(first, second('2016-08-01'))).toEqual([['kandidaat_duur', 'PL002']]);
  });
  it('3 months where all are of 28 hours or more', () => {
    const long = { ...first, urenPerWeek: 28_00 };
    expect(codes(long, second('2016-05-01', 28_00))).toEqual([['kandidaat_duur', 'PL002']]);
    expect(codes(long, second('2016-05-01', 27_00))).toEqual([]);
  });
});

describe('duration in months', () => {
  it.each([
    ['2016-01-01', '2016-01-31', '1.00'],
    ['2016-01-31', '2016-02-28', '1.00'],
    ['2016-01-15', '2016-02-14', '1.00'],
    ['2016-04-01', '2016-04-15', '0.50'],
    ['2016-04-18', '2016-04-30', '0.43'],
    ['2016-05-01', '2016-05-01', '0.03'],
  ])('%s to %s is %s', (start, last, months) => {
    expect(durationInMonths(start, last).toFixed(2)).toBe(months);
  });
});
