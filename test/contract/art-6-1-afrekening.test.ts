import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Administration, Plaatsing } from '../../shared/administration.ts';
import {
  buildAfrekening,
  checkFinalising,
  firstHalfYear,
  listSettledChanges,
} from '../../shared/afrekening.ts';
import type { Afrekening } from '../../shared/api.ts';
import { monthsOfHalfYear } from '../../shared/calendar.ts';
import type { Contract } from '../../shared/contract.ts';
import { calculateMonths } from '../../shared/maand.ts';
import { almere, almereContract } from '../almere.ts';

const finalise = (afrekening: Afrekening): Afrekening => ({
  ...afrekening,
  status: 'vastgesteld',
  number: `AFR-${afrekening.period}`,
});

/** The example with hours of a plaatsing in a month changed by so many hundredths. */
function withHours(administration: Administration, month: string, change: number): Administration {
  const { plaatsingnummer } = administration.uren.find((item) => item.month === month) ?? {
    plaatsingnummer: '',
  };
  return { ...administration, uren: [...administration.uren, { plaatsingnummer, month, uren: change }] };
}

describe('art. 6.1 lid 5 afrekening', () => {
  it('deducts no minimum and no licences', () => {
    const [, , , , may] = buildAfrekening(almere(), '2016-H1', []).months;
    expect(may).toMatchObject({
      omzet: '11048.21',
      premie: '1866.50',
      reiskosten: '289.70',
      staffelfee: '1183.86',
      minimum: '600.00',
      kostenBovenMinimum: '583.86',
      saldo: '8308.15',
    });
  });

  it('works out the tiers of a month', () => {
    const may = buildAfrekening(almere(), '2016-H1', []).months[4];
    expect(may?.tiers).toEqual([
      { vanaf: '0.00', percentage: '0.12', part: '5000.00', fee: '600.00' },
      { vanaf: '5000.00', percentage: '0.10', part: '5000.00', fee: '500.00' },
      { vanaf: '10000.00', percentage: '0.08', part: '1048.21', fee: '83.8568' },
    ]);
  });

  it('is paid by 30 July and 30 January (art. 6.2 lid 4)', () => {
    expect(buildAfrekening(almere(), '2016-H1', []).payBy).toBe('2016-07-30');
    expect(buildAfrekening(almere(), '2016-H2', []).payBy).toBe('2017-01-30');
  });

  it('pays out nothing when negative, and carries nothing on', () => {
    const contract: Contract = almereContract();
    const administration = { ...almere(), contract, uren: [] };
    const first = finalise(buildAfrekening(administration, '2016-H1', []));
    const afrekening = buildAfrekening(administration, '2016-H2', [first]);
    expect(afrekening.saldo).toBe('-6028.00');
    expect(afrekening.payout).toBe('0.00');
    expect(buildAfrekening(administration, '2017-H1', [first, finalise(afrekening)]).corrections).toEqual([]);
  });
});

describe('a change in a settled half-year (SPEC §2.8)', () => {
  const settled = [finalise(buildAfrekening(almere(), '2016-H1', []))];

  it('20 hours less in May 2016', () => {
    const afrekening = buildAfrekening(withHours(almere(), '2016-05', -20_00), '2016-H2', settled);
    expect(afrekening.corrections).toEqual([
      {
        month: '2016-05',
        uren: '-20.00',
        omzet: '-235.00',
        premie: '-40.00',
        reiskosten: '0.00',
        staffelfee: '-18.80',
        kostenBovenMinimum: '-18.80',
        saldo: '-176.20',
      },
    ]);
    expect(afrekening.saldoMonths).toBe('51905.73');
    expect(afrekening.saldo).toBe('51729.53');
    expect(afrekening.payout).toBe('51729.53');
  });

  it('is carried by the earliest open half-year only', () => {
    const changed = withHours(almere(), '2016-05', -20_00);
    expect(buildAfrekening(changed, '2017-H1', settled).corrections).toEqual([]);
  });

  it('is corrected once: a finalised correction counts as settled', () => {
    const changed = withHours(almere(), '2016-05', -20_00);
    const second = finalise(buildAfrekening(changed, '2016-H2', settled));
    expect(buildAfrekening(changed, '2017-H1', [...settled, second]).corrections).toEqual([]);
    const back = buildAfrekening(almere(), '2017-H1', [...settled, second]).corrections;
    expect(back).toMatchObject([{ month: '2016-05', saldo: '176.20' }]);
  });

  it('hours before the first settled half-year are a correction too', () => {
    const administration = almere();
    const early = {
      ...administration,
      uren: [...administration.uren, { plaatsingnummer: 'PL001', month: '2015-11', uren: 10_00 }],
    };
    expect(buildAfrekening(early, '2016-H2', settled).corrections).toMatchObject([
      { month: '2015-11', omzet: '117.50', premie: '20.00', staffelfee: '0.00', saldo: '97.50' },
    ]);
    expect(touched(administration, early, ['2016-H1'])).toEqual(['2016-H1']);
  });

  it('says per month of a settled half-year what a change makes different', () => {
    expect(
      listSettledChanges(almere(), withHours(almere(), '2016-05', -20_00), ['2016-H1', '2016-H2']),
    ).toMatchObject([{ period: '2016-H1', month: '2016-05', uren: '-20.00', saldo: '-176.20' }]);
  });

  it('names the settled half-years that a change touches', () => {
    const changed = withHours(almere(), '2016-05', -20_00);
    expect(touched(almere(), changed, ['2016-H1', '2016-H2'])).toEqual(['2016-H1']);
    expect(touched(almere(), changed, ['2016-H2'])).toEqual(['2016-H2']);
    expect(touched(almere(), almere(), ['2016-H1', '2016-H2'])).toEqual([]);
    expect(touched(almere(), changed, [])).toEqual([]);
  });
});

const touched = (...states: Parameters<typeof listSettledChanges>): string[] => [
  ...new Set(listSettledChanges(...states).map(({ period }) => period)),
];

describe('finalising in turn', () => {
  const settled = [finalise(buildAfrekening(almere(), '2016-H1', []))];

  it('begins with the earlier of the first amount and eersteFactuurmaand', () => {
    expect(firstHalfYear(almere())).toBe('2016-H1');
    const contract = { ...almereContract(), eersteFactuurmaand: '2016-08' };
    expect(firstHalfYear({ ...almere(), contract })).toBe('2016-H1');
    expect(firstHalfYear({ ...almere(), contract, uren: [], reiskosten: [] })).toBe('2016-H2');
  });
  it('not before its last day has passed', () => {
    expect(() => checkFinalising(almere(), '2016-H1', [], '2016-06-30')).toThrow(
      expect.objectContaining({ code: 'not_ended' }),
    );
    expect(() => checkFinalising(almere(), '2016-H1', [], '2016-07-01')).not.toThrow();
  });
  it('not before an earlier one', () => {
    const refused: unknown = expect.objectContaining({ code: 'earlier_open' });
    expect(() => checkFinalising(almere(), '2016-H2', [], '2026-01-01')).toThrow(refused);
    expect(() => checkFinalising(almere(), '2016-H2', settled, '2026-01-01')).not.toThrow();
    expect(() => checkFinalising(almere(), '2017-H1', settled, '2026-01-01')).toThrow(refused);
  });
});

describe('art. 7.5 lid 4 after einddatum', () => {
  it('no fee, no minimum; the month in which it ends is whole', () => {
    const contract = { ...almereContract(), einddatum: '2016-05-10' };
    const [may, june] = calculateMonths({ ...almere(), contract }, ['2016-05', '2016-06']);
    expect(may).toMatchObject({ staffelfee: 1183_86, minimum: 600_00, kostenBovenMinimum: 583_86 });
    expect(june).toMatchObject({ omzet: 12689_04, staffelfee: 0, minimum: 0, kostenBovenMinimum: 0 });
    expect(june?.saldo).toBe(12689_04 - 2142_50 - 726_80);
  });
  it('neither before eersteFactuurmaand', () => {
    const contract = { ...almereContract(), eersteFactuurmaand: '2016-06' };
    const [may] = calculateMonths({ ...almere(), contract }, ['2016-05']);
    expect(may).toMatchObject({ staffelfee: 0, minimum: 0, kostenBovenMinimum: 0 });
  });
});

describe('terms of the month', () => {
  it('a new version from the first of a month leaves earlier months alone', () => {
    const contract = almereContract();
    const [first] = contract.tarieven;
    if (!first) throw new Error('no terms');
    contract.tarieven.push({ ...first, geldigVanaf: '2016-06-01', premiePerUur: '2.50' });
    const [may, june] = calculateMonths({ ...almere(), contract }, ['2016-05', '2016-06']);
    expect(may?.premie).toBe(1866_50);
    expect(june?.premie).toBe(2678_23); // 1071,25 hours at 2,50, rounded per plaatsing
  });
});

describe('properties', () => {
  const plaatsing: Plaatsing = {
    plaatsingnummer: 'P1',
    kandidaatnummer: 'K1',
    klantnummer: 'L1',
    startdatum: '2016-01-01',
    einddatum: null,
    urenPerWeek: 20_00,
    uurtarief: null,
    verlengdTot: null,
    verlengingAkkoordOp: null,
  };
  const administrationOf = (hours: { month: string; uren: number }[], rates: number[]): Administration => ({
    contract: almereContract(),
    revision: 1,
    kandidaten: [],
    klanten: [],
    plaatsingen: rates.map((uurtarief, i) => ({ ...plaatsing, plaatsingnummer: `P${i}`, uurtarief })),
    uren: hours.map((item, i) => ({ plaatsingnummer: `P${i % rates.length}`, ...item })),
    reiskosten: [],
    openReiskosten: [],
  });
  const hours = fc.array(
    fc.record({
      month: fc.constantFrom(...monthsOfHalfYear('2016-H1')),
      uren: fc.integer({ min: 0, max: 400_00 }),
    }),
    { maxLength: 60 },
  );
  const rates = fc.array(fc.integer({ min: 1, max: 150_00 }), { minLength: 1, maxLength: 5 });

  it('minimum × months + Σ above minimum = Σ max(minimum, fee)', () => {
    fc.assert(
      fc.property(hours, rates, (items, uurtarieven) => {
        const months = calculateMonths(administrationOf(items, uurtarieven), monthsOfHalfYear('2016-H1'));
        const above = months.reduce((sum, month) => sum + month.kostenBovenMinimum, 0);
        const highest = months.reduce((sum, month) => sum + Math.max(month.minimum, month.staffelfee), 0);
        expect(600_00 * 6 + above).toBe(highest);
      }),
    );
  });

  it('splitting a row of hours changes no amount', () => {
    fc.assert(
      fc.property(hours, rates, fc.nat(), (items, uurtarieven, at) => {
        const administration = administrationOf(items, uurtarieven);
        const split: Administration = {
          ...administration,
          uren: administration.uren.flatMap((item) => {
            const part = at % (item.uren + 1);
            return [
              { ...item, uren: part },
              { ...item, uren: item.uren - part },
            ];
          }),
        };
        const months = monthsOfHalfYear('2016-H1');
        expect(calculateMonths(split, months)).toEqual(calculateMonths(administration, months));
      }),
    );
  });
});
