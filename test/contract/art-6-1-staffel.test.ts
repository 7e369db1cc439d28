import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal, formatHundredths, roundToCents } from '../../shared/decimal.ts';
import { calculateAfrekening, calculateSaldo, type SheetMonths } from '../../shared/saldo.ts';
import {
  calculateKostenBovenMinimum,
  calculateStaffelfee,
  checkStaffel,
  workOutStaffel,
  type Tier,
} from '../../shared/staffel.ts';

const inColumns = (months: readonly Record<keyof SheetMonths, number>[]): SheetMonths => ({
  omzet: months.map(({ omzet }) => omzet),
  premie: months.map(({ premie }) => premie),
  reiskosten: months.map(({ reiskosten }) => reiskosten),
  staffelfee: months.map(({ staffelfee }) => staffelfee),
  minimum: months.map(({ minimum }) => minimum),
});

const ALMERE: Tier[] = [
  { vanaf: 0, percentage: 0.12 },
  { vanaf: 5000, percentage: 0.1 },
  { vanaf: 10000, percentage: 0.08 },
];

const cents = fc.integer({ min: -100_000, max: 5_000_000 });
const staffels = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 4_000_000 }), { maxLength: 4 }),
    fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 5, maxLength: 5 }),
  )
  .map(([bounds, rates]) =>
    [0, ...bounds.sort((a, b) => a - b)].map((vanaf, index) => ({
      vanaf: vanaf / 100,
      percentage: (rates[index] as number) / 100_000,
    })),
  );

describe('art. 6.1 lid 1 staffelfee', () => {
  it.each([
    ['11048.21', '1183.86'],
    ['4999.99', '600.00'],
    ['5000', '600.00'],
    ['5000.01', '600.00'],
    ['5000.05', '600.01'],
    ['9999.99', '1100.00'],
    ['10000', '1100.00'],
    ['10000.06', '1100.00'],
    ['10000.07', '1100.01'],
    ['0.04', '0.00'],
    ['0.05', '0.01'],
    ['0', '0.00'],
    ['-11048.21', '0.00'],
  ])('omzet € %s gives € %s', (omzet, fee) => {
    expect(formatHundredths(calculateStaffelfee(Number(omzet), ALMERE))).toBe(fee);
  });

  it('rounds a fee once, not tier by tier', () => {
    const halves = [
      { vanaf: 0, percentage: 0.5 },
      { vanaf: 0.01, percentage: 0.5 },
    ];
    expect(calculateStaffelfee(0.02, halves)).toBe(1);
  });

  it('is exact for percentages with many decimals', () => {
    expect(calculateStaffelfee(100_000, [{ vanaf: 0, percentage: 0.1234565 }])).toBe(1_234_565);
    expect(calculateStaffelfee(1000, [{ vanaf: 0, percentage: 0.000005 }])).toBe(1);
  });

  it('is worked out tier by tier, unreached tiers included', () => {
    const worked = workOutStaffel(6000.55, ALMERE).map((tier) => [tier.part.toString(), tier.fee.toString()]);
    expect(worked).toEqual([
      ['5000', '600'],
      ['1000.55', '100.055'],
      ['0', '0'],
    ]);
  });

  it('is the rounded sum of its tiers', () => {
    fc.assert(
      fc.property(cents, staffels, (omzet, staffel) => {
        const parts = workOutStaffel(omzet / 100, staffel);
        const sum = parts.reduce((total, tier) => total.plus(tier.fee), new Decimal(0));
        expect(calculateStaffelfee(omzet / 100, staffel)).toBe(roundToCents(sum));
        const covered = parts.reduce((total, tier) => total.plus(tier.part), new Decimal(0));
        expect(covered.toNumber()).toBe(Math.max(0, omzet) / 100);
      }),
    );
  });

  it('never falls when omzet rises', () => {
    fc.assert(
      fc.property(cents, fc.nat(100_000), staffels, (omzet, more, staffel) => {
        const less = calculateStaffelfee(omzet / 100, staffel);
        expect(calculateStaffelfee((omzet + more) / 100, staffel)).toBeGreaterThanOrEqual(less);
      }),
    );
  });
});

describe('a staffel that is not sound', () => {
  it.each<[string, Tier[], string]>([
    ['empty', [], 'leeg'],
    ['without 0', [{ vanaf: 1, percentage: 0.1 }], 'begint niet bij 0'],
    ['descending', [ALMERE[0]!, ALMERE[2]!, ALMERE[1]!], 'regel 3'],
    ['with a bound twice', [ALMERE[0]!, ALMERE[1]!, ALMERE[1]!], 'loopt niet op'],
    [
      'with a bound that Excel shows twice',
      [ALMERE[0]!, { vanaf: 1.1, percentage: 0 }, { vanaf: 1.1 + 2e-16, percentage: 0 }],
      'loopt niet op',
    ],
    ['with 12 for 12%', [{ vanaf: 0, percentage: 12 }], 'tussen 0% en 100%'],
    ['with a percentage below 0', [{ vanaf: 0, percentage: -0.01 }], 'tussen 0% en 100%'],
    ['with no number as percentage', [{ vanaf: 0, percentage: Number.NaN }], 'tussen 0% en 100%'],
    ['without end', [ALMERE[0]!, { vanaf: Number.POSITIVE_INFINITY, percentage: 0.1 }], 'loopt niet op'],
  ])('%s is refused', (_, staffel, sentence) => {
    expect(checkStaffel(staffel)).toContain(sentence);
    expect(() => calculateStaffelfee(100, staffel)).toThrow(sentence);
  });

  it('is not one with 0% and 100%', () => {
    expect(
      checkStaffel([
        { vanaf: 0, percentage: 0 },
        { vanaf: 0.01, percentage: 1 },
      ]),
    ).toBeUndefined();
  });
});

describe('art. 6.1 lid 4 and 5 kosten boven minimum and saldo', () => {
  it('is what the fee exceeds the minimum by, never below 0', () => {
    expect(calculateKostenBovenMinimum(118_386, 60_000)).toBe(58_386);
    expect(calculateKostenBovenMinimum(59_999, 60_000)).toBe(0);
  });

  it('leaves 8.308,15 for May 2016', () => {
    const may = { omzet: 1_104_821, premie: 186_650, reiskosten: 28_970, kostenBovenMinimum: 58_386 };
    expect(calculateSaldo(may)).toBe(830_815);
  });

  it('is the same from a sheet', () => {
    const may = { omzet: 11048.21, premie: 1866.5, reiskosten: 289.7, staffelfee: 1183.86, minimum: 600 };
    expect(calculateAfrekening(inColumns([may]))).toBe(8308.15);
  });

  it('rounds nothing in a sheet', () => {
    const month = { omzet: 0.005, premie: 0, reiskosten: 0, staffelfee: 0, minimum: 600 };
    expect(calculateAfrekening(inColumns([month, month, month]))).toBe(0.015);
  });

  it('never sets one month off against another', () => {
    const month = { omzet: 0, premie: 0, reiskosten: 0, minimum: 600 };
    expect(
      calculateAfrekening(
        inColumns([
          { ...month, staffelfee: 500 },
          { ...month, staffelfee: 700 },
        ]),
      ),
    ).toBe(-100);
  });

  it('is exact where sums on the way are not', () => {
    const month = { premie: 0, reiskosten: 0, staffelfee: 0, minimum: 0 };
    const there = Array.from({ length: 20 }, () => 9e12);
    const amounts = [0.01, ...there, ...there.map((amount) => -amount)];
    expect(calculateAfrekening(inColumns(amounts.map((omzet) => ({ ...month, omzet }))))).toBe(0.01);
    expect(calculateAfrekening(inColumns([{ ...month, omzet: 10_000_000_000_000.05 }]))).toBe(
      10_000_000_000_000.1,
    );
  });
});
