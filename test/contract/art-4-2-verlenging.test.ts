import { describe, expect, it } from 'vitest';
import { lastPermittedDay, listDurations, listNearLimit, listVerlengingen } from '../../shared/duur.ts';
import type { Plaatsing } from '../../shared/administration.ts';

const plaatsing = (plaatsingnummer: string, more: Partial<Plaatsing> = {}): Plaatsing => ({
  plaatsingnummer,
  kandidaatnummer: `K-${plaatsingnummer}`,
  klantnummer: 'KL1',
  startdatum: '2016-04-18',
  einddatum: null,
  urenPerWeek: 20_00,
  uurtarief: null,
  verlengdTot: null,
  verlengingAkkoordOp: null,
  ...more,
});
const long = plaatsing('LANG', { urenPerWeek: 28_00 });
const short = plaatsing('KORT');
const extended = plaatsing('DOOR', {
  urenPerWeek: 28_00,
  verlengdTot: '2016-12-31',
  verlengingAkkoordOp: '2016-07-01',
});

describe('art. 4.2 and 5 lid 6: the last permitted day', () => {
  it('3 months from 28 hours, 6 below, and later where the municipality agreed', () => {
    expect([long, short, extended].map(lastPermittedDay)).toEqual(['2016-07-17', '2016-10-17', '2016-12-31']);
  });
});

describe('art. 4.2: what has to be decided', () => {
  it('running plaatsingen whose last day is near or past, the most urgent first', () => {
    const ended = plaatsing('WEG', { urenPerWeek: 28_00, einddatum: '2016-06-30' });
    const near = listNearLimit([short, extended, ended, long], '2016-07-20', '2016-10-31');
    expect(near.map(({ plaatsingnummer, daysLeft }) => [plaatsingnummer, daysLeft])).toEqual([
      ['LANG', -3],
      ['KORT', 89],
    ]);
  });
  it('from the day before: 1 day left; on the day itself 0', () => {
    expect(listNearLimit([long], '2016-07-16', '2016-07-17')[0]?.daysLeft).toBe(1);
    expect(listNearLimit([long], '2016-07-17', '2016-07-17')[0]?.daysLeft).toBe(0);
    expect(listNearLimit([long], '2016-07-16', '2016-07-16')).toEqual([]);
  });
  it('who agreed goes with it', () => {
    const akkoord = { akkoordDoor: 'M. de Wit', kenmerk: 'Z-118' };
    const [line] = listNearLimit([extended], '2016-12-20', '2017-01-20', () => akkoord);
    expect(line).toMatchObject({ verlengdTot: '2016-12-31', akkoord });
  });
  it('extensions of which nobody recorded who agreed come first', () => {
    const other = plaatsing('ANDER', { verlengdTot: '2017-01-31', verlengingAkkoordOp: '2016-09-01' });
    const list = listVerlengingen([other, short, extended], ({ plaatsingnummer }) =>
      plaatsingnummer === 'ANDER' ? { akkoordDoor: 'M. de Wit', kenmerk: 'Z-118' } : null,
    );
    expect(list.map(({ plaatsingnummer }) => plaatsingnummer)).toEqual(['DOOR', 'ANDER']);
  });
});

describe('art. 5 lid 11: plaatsingen by whole months of duration', () => {
  it('up to the day, or to the einddatum; those beyond their last day apart', () => {
    const buckets = listDurations([long, short, plaatsing('EEN', { einddatum: '2016-05-17' })], '2016-09-30');
    expect(buckets.filter(({ plaatsingen }) => plaatsingen > 0)).toEqual([
      { months: 1, plaatsingen: 1, over: 0 },
      { months: 5, plaatsingen: 2, over: 1 },
    ]);
    expect(buckets).toHaveLength(8);
  });
});
