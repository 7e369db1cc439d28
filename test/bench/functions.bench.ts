import { describe, expect, it } from 'vitest';
import * as functions from '../../addin/functions/functions.ts';
import { median } from './rows.ts';

type Column = number[][];

const STAFFEL = [
  [0, 0.12],
  [5000, 0.1],
  [10000, 0.08],
];
const MINIMUM = 600;

const cents = (value: number) => Math.round(value * 100) / 100;

/** The same in plain doubles, as one would write them in a hurry: nothing is checked, and some cents are wrong. */
const plain = {
  product: (hours: Column, rates: Column) =>
    hours.map((row, i) => row.map((value, j) => cents(value * (rates[i]?.[j] as number)))),
  staffelfee: (omzet: Column) =>
    omzet.map((row) =>
      row.map((value) => {
        let fee = 0;
        for (const [index, [vanaf = 0, percentage = 0]] of STAFFEL.entries()) {
          const top = STAFFEL[index + 1]?.[0] ?? Infinity;
          fee += Math.max(0, Math.min(value, top) - vanaf) * percentage;
        }
        return Math.max(MINIMUM, cents(fee));
      }),
    ),
  afrekening: (omzet: Column, premie: Column, reiskosten: Column, staffelfee: Column) => {
    let saldo = 0;
    for (const [i, [amount = 0]] of omzet.entries())
      saldo +=
        amount -
        (premie[i]?.[0] as number) -
        (reiskosten[i]?.[0] as number) -
        Math.max(0, (staffelfee[i]?.[0] as number) - MINIMUM);
    return cents(saldo);
  },
};

/** A column of amounts in whole cents, always the same ones. */
const column = (length: number, step: number, most: number): Column =>
  Array.from({ length }, (_, i) => [((i * step) % (most * 100)) / 100]);

/** Each function on ranges of that many cells, and the same in plain doubles. */
function cases(length: number): Record<string, { exact: () => unknown; doubles: () => unknown }> {
  const hours = column(length, 25, 244);
  const rates = column(length, 7, 150).map(([rate = 0]) => [rate + 1]);
  const omzet = column(length, 104_729, 40_000);
  const premie = column(length, 15_485, 8_000);
  const reiskosten = column(length, 3_571, 500);
  const fees = column(length, 7_919, 2_000);
  return {
    PREMIE: {
      exact: () => functions.premie(hours, rates),
      doubles: () => plain.product(hours, rates),
    },
    OMZET: {
      exact: () => functions.omzet(hours, rates),
      doubles: () => plain.product(hours, rates),
    },
    STAFFELFEE: {
      exact: () => functions.staffelfee(omzet, STAFFEL, [[MINIMUM]]),
      doubles: () => plain.staffelfee(omzet),
    },
    AFREKENING: {
      exact: () => functions.afrekening(omzet, premie, reiskosten, fees, [[MINIMUM]]),
      doubles: () => plain.afrekening(omzet, premie, reiskosten, fees),
    },
  };
}

function time(work: () => unknown, times: number): number {
  const start = performance.now();
  for (let i = 0; i < times; i += 1) work();
  return (performance.now() - start) / times;
}

const NAMES = ['PREMIE', 'OMZET', 'STAFFELFEE', 'AFREKENING'];

describe.each(NAMES)('FLEX.%s', (name) => {
  it('over 10,000 cells at most three times plain doubles', () => {
    const work = cases(10_000)[name] as ReturnType<typeof cases>[string];
    const rounds = Array.from({ length: 31 }, () => ({
      exact: time(work.exact, 4),
      doubles: time(work.doubles, 4),
    })).slice(10);
    const ratio = median(rounds.map(({ exact, doubles }) => exact / doubles));
    const each = (median(rounds.map(({ exact }) => exact)) / 10_000) * 1e6;
    console.log(`FLEX.${name}: ${ratio.toFixed(2)} × plain doubles, ${each.toFixed(0)} ns a cell`);
    expect(ratio).toBeLessThanOrEqual(3);
  });

  it('a million cells cost at most 110 times ten thousand', () => {
    const small = (cases(10_000)[name] as ReturnType<typeof cases>[string]).exact;
    const large = (cases(1_000_000)[name] as ReturnType<typeof cases>[string]).exact;
    time(small, 20);
    const rounds = Array.from({ length: 5 }, () => time(large, 1) / time(small, 20));
    console.log(`FLEX.${name}: a million cells cost ${median(rounds).toFixed(0)} times ten thousand`);
    expect(median(rounds)).toBeLessThanOrEqual(110);
  });
});
