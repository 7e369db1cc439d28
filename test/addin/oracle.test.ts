import DecimalJs from 'decimal.js';
import { describe, expect, it } from 'vitest';
import * as functions from '../../addin/functions/functions.ts';

/*
 * The four functions against a second computation that shares no code with them: decimal.js alone, written from the
 * rules of the contract. 250,000 random cases a function, in columns as Excel calls them, always the same ones.
 */
const CASES = 250_000;
const COLUMN = 500;
const Exact = DecimalJs.clone({ precision: 80 });

type Cells = (...args: unknown[]) => unknown;

function shown(value: number): DecimalJs {
  return new Exact(value.toPrecision(15));
}

/** Half away from zero, by adding a half and cutting off. */
function cents(value: DecimalJs): number {
  const half = value.isNegative() ? -0.5 : 0.5;
  return value.times(100).plus(half).truncated().dividedBy(100).toNumber() + 0;
}

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function inCents(random: () => number, most: number): number {
  return Math.round(random() * most * 100) / 100;
}

/** Hours as offices have them: quarters, hundredths, summed in doubles, and now and then any double. */
function hours(random: () => number): number {
  const kind = random();
  if (kind < 0.4) return Math.round(random() * 976) / 4;
  if (kind < 0.7) return inCents(random, 300);
  if (kind < 0.95) return inCents(random, 20) + inCents(random, 20) + inCents(random, 20) + 0.1 + 0.2;
  return random() * 300;
}

function rate(random: () => number): number {
  const value = random() < 0.9 ? inCents(random, 150) : random() * 150;
  return value === 0 ? 0.01 : value;
}

function feeOracle(omzet: number, staffel: readonly (readonly [number, number])[]): number {
  let fee = new Exact(0);
  let left = shown(omzet);
  for (const [vanaf, percentage] of staffel.toReversed()) {
    const bound = shown(vanaf);
    if (left.lessThanOrEqualTo(bound)) continue;
    fee = fee.plus(left.minus(bound).times(shown(percentage)));
    left = bound;
  }
  return cents(fee);
}

function columns(work: (size: number) => void): void {
  for (let done = 0; done < CASES; done += COLUMN) work(COLUMN);
}

describe.each([
  ['PREMIE', functions.premie as Cells, 1],
  ['OMZET', functions.omzet as Cells, 2],
])('FLEX.%s against decimals', (_, work, seed) => {
  it('gives the cents of the known traps', () => {
    expect(work([[60.5], [186.5], [240.54], [179.7]], [[131.67], [77.77], [144.25], [1.15]])).toEqual([
      [7966.04],
      [14504.11],
      [34697.9],
      [206.66],
    ]);
  });

  it('agrees in 250,000 cases', { timeout: 60_000 }, () => {
    const random = randomFrom(seed);
    columns((size) => {
      const rows = Array.from({ length: size }, () => [hours(random), rate(random)] as const);
      const results = work(
        rows.map(([uren]) => [uren]),
        rows.map(([, tarief]) => [tarief]),
      );
      expect(results).toEqual(rows.map(([uren, tarief]) => [cents(shown(uren).times(shown(tarief)))]));
    });
  });
});

describe('FLEX.STAFFELFEE against decimals', () => {
  it('agrees in 250,000 cases, a third of them at the bound of a tier', { timeout: 60_000 }, () => {
    const random = randomFrom(3);
    columns((size) => {
      const bounds = [inCents(random, 9000) + 1, inCents(random, 9000) + 9002, inCents(random, 9000) + 18004];
      const percentages = Array.from({ length: 4 }, () => {
        const kind = random();
        if (kind < 0.5) return Math.round(random() * 100) / 100;
        return kind < 0.9 ? Math.round(random() * 10000) / 10000 : random();
      });
      const staffel = [0, ...bounds].map((vanaf, index) => [vanaf, percentages[index] as number] as const);
      const amounts = Array.from({ length: size }, () => {
        const kind = random();
        if (kind < 0.3)
          return (bounds[Math.floor(random() * 3)] as number) + (Math.floor(random() * 3) - 1) / 100;
        return kind < 0.9 ? inCents(random, 40_000) - 1000 : random() * 40_000;
      });
      const results = (functions.staffelfee as Cells)(
        amounts.map((omzet) => [omzet]),
        staffel,
        null,
      );
      expect(results).toEqual(amounts.map((omzet) => [feeOracle(omzet, staffel)]));
    });
  });
});

describe('FLEX.AFREKENING against decimals', () => {
  it('agrees in 250,000 months, six at a time', { timeout: 60_000 }, () => {
    const random = randomFrom(4);
    const amount = (most: number): number =>
      random() < 0.95 ? inCents(random, most) - most / 10 : inCents(random, most) + 0.1 + 0.2;
    for (let done = 0; done < CASES; done += 6) {
      const months = Array.from({ length: 6 }, () => ({
        omzet: amount(40_000),
        premie: amount(8000),
        reiskosten: amount(500),
        staffelfee: random() < 0.2 ? 0 : inCents(random, 2000),
        minimum: inCents(random, 1000),
      }));
      let saldo = new Exact(0);
      for (const { omzet, premie, reiskosten, staffelfee, minimum } of months) {
        saldo = saldo.plus(shown(omzet)).minus(shown(premie)).minus(shown(reiskosten));
        const above = shown(staffelfee).minus(shown(minimum));
        if (staffelfee !== 0 && above.greaterThan(0)) saldo = saldo.minus(above);
      }
      const column = (key: keyof (typeof months)[number]): number[][] => months.map((month) => [month[key]]);
      const result = (functions.afrekening as Cells)(
        column('omzet'),
        column('premie'),
        column('reiskosten'),
        column('staffelfee'),
        column('minimum'),
      );
      if (result !== saldo.toNumber() + 0) expect(result, JSON.stringify(months)).toBe(saldo.toNumber() + 0);
    }
  });
});
