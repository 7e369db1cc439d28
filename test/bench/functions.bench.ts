import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { median } from './rows.ts';

type Column = number[][];
const NAMES = ['PREMIE', 'OMZET', 'STAFFELFEE', 'AFREKENING'] as const;
type Cells = (...args: unknown[]) => unknown;

/** The functions of the very file that Excel loads: the test runner would stand between the modules of its source. */
function load(): Record<string, Cells> {
  const functions: Record<string, Cells> = {};
  const register = runInThisContext(
    `(CustomFunctions) => {${readFileSync('dist/addin/functions.js', 'utf8')}\n}`,
  ) as (host: { associate: (id: string, work: Cells) => void }) => void;
  register({ associate: (id, work) => (functions[id] = work) });
  return functions;
}
const { PREMIE, OMZET, STAFFELFEE, AFREKENING } = load() as Record<(typeof NAMES)[number], Cells>;

const LARGE = 1_000_000;
const PART = 10_000;
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

/** Each function on ranges of that many cells, and the same in plain doubles. */
function cases(
  length: number,
  first = 0,
): Record<(typeof NAMES)[number], { exact: () => unknown; doubles: () => unknown }> {
  /** Amounts in whole cents, always the same ones. */
  const column = (step: number, most: number): Column =>
    Array.from({ length }, (_, i) => [(((first + i) * step) % (most * 100)) / 100]);
  const hours = column(25, 244);
  const rates = column(7, 150).map(([rate = 0]) => [rate + 1]);
  const omzet = column(104_729, 40_000);
  const premie = column(15_485, 8_000);
  const reiskosten = column(3_571, 500);
  const fees = column(7_919, 2_000);
  return {
    PREMIE: {
      exact: () => PREMIE(hours, rates),
      doubles: () => plain.product(hours, rates),
    },
    OMZET: {
      exact: () => OMZET(hours, rates),
      doubles: () => plain.product(hours, rates),
    },
    STAFFELFEE: {
      exact: () => STAFFELFEE(omzet, STAFFEL, [[MINIMUM]]),
      doubles: () => plain.staffelfee(omzet),
    },
    AFREKENING: {
      exact: () => AFREKENING(omzet, premie, reiskosten, fees, [[MINIMUM]]),
      doubles: () => plain.afrekening(omzet, premie, reiskosten, fees),
    },
  };
}

/** Milliseconds of the processor: whatever else the machine does beside it hardly counts. */
function time(work: () => unknown, times: number): number {
  const start = process.cpuUsage();
  for (let i = 0; i < times; i += 1) work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / times;
}

describe.each(NAMES)('FLEX.%s', (name) => {
  it('over 10,000 cells at most three times plain doubles', () => {
    const work = cases(PART)[name];
    const rounds = Array.from({ length: 31 }, () => ({
      exact: time(work.exact, 4),
      doubles: time(work.doubles, 4),
    })).slice(10);
    const ratio = median(rounds.map(({ exact, doubles }) => exact / doubles));
    const each = (median(rounds.map(({ exact }) => exact)) / PART) * 1e6;
    console.log(`FLEX.${name}: ${ratio.toFixed(2)} × plain doubles, ${each.toFixed(0)} ns a cell`);
    expect(ratio).toBeLessThanOrEqual(3);
  });

  it('a million cells in one range cost at most 1.1 times the same in ranges of ten thousand', () => {
    const large = cases(LARGE)[name].exact;
    const parts = Array.from({ length: LARGE / PART }, (_, i) => cases(PART, i * PART)[name].exact);
    // Both keep all answers; the order changes, since each clears away what the one before it left.
    const whole = () => cost.whole.push(time(large, 1));
    const inParts = () => cost.parts.push(time(() => parts.map((part) => part()), 1));
    const cost = { whole: [] as number[], parts: [] as number[] };
    for (let round = 0; round < 8; round += 1)
      for (const work of round % 2 ? [whole, inParts] : [inParts, whole]) work();
    const ratio = median(cost.whole.slice(2)) / median(cost.parts.slice(2));
    console.log(`FLEX.${name}: a million cells cost ${(ratio * 100).toFixed(0)} times ten thousand`);
    expect(ratio).toBeLessThanOrEqual(1.1);
  });
});
