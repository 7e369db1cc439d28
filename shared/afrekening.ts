import type { Administration } from './administration.ts';
import type { Afrekening, Correction, Totals } from './api.ts';
import {
  addDays,
  addToMonth,
  type Day,
  formatDay,
  formatHalfYear,
  type HalfYear,
  halfYearOf,
  lastDayOfHalfYear,
  type Month,
  monthsBetween,
  monthsOfHalfYear,
  nextHalfYear,
} from './calendar.ts';
import { hasFee, termsOf } from './contract.ts';
import { type Decimal, formatHundredths, parseHundredths, toEuro } from './decimal.ts';
import { DomainError } from './errors.ts';
import { calculateMonths, type MonthFigures } from './maand.ts';
import { workOutStaffel } from './staffel.ts';

/** What a month is corrected by, and what is compared to see whether it is: all but the minimum. */
const CORRECTED = [
  'uren',
  'omzet',
  'premie',
  'reiskosten',
  'staffelfee',
  'kostenBovenMinimum',
  'saldo',
] as const satisfies (keyof Correction)[];
type Corrected = Record<(typeof CORRECTED)[number], number>;

/** Amounts of a month or a total as they travel. */
export const formatTotals = (figures: Omit<MonthFigures, 'month'>): Totals => ({
  uren: formatHundredths(figures.uren),
  omzet: formatHundredths(figures.omzet),
  premie: formatHundredths(figures.premie),
  reiskosten: formatHundredths(figures.reiskosten),
  staffelfee: formatHundredths(figures.staffelfee),
  minimum: formatHundredths(figures.minimum),
  kostenBovenMinimum: formatHundredths(figures.kostenBovenMinimum),
  saldo: formatHundredths(figures.saldo),
});

/**
 * The afrekening of a half-year as a concept (art. 6.1 lid 5): its six months, and, in the earliest half-year that is
 * not yet settled, the corrections of months before it (SPEC §2.8).
 * `settled`: the finalised ones of this contract, in order. The administration holds the sums of every month from the
 * first amount to the half-year's end.
 */
export function buildAfrekening(
  administration: Administration,
  period: HalfYear,
  settled: readonly Afrekening[],
): Afrekening {
  const { contract } = administration;
  const months = calculateMonths(administration, monthsOfHalfYear(period));
  const corrections = listCorrections(administration, period, settled);
  const saldoMonths = months.reduce((sum, month) => sum + month.saldo, 0);
  const saldo = corrections.reduce((sum, correction) => sum + cents(correction.saldo), saldoMonths);
  return {
    contractnummer: contract.contractnummer,
    period,
    status: 'concept',
    number: null,
    revision: administration.revision,
    months: months.map((figures) => ({
      month: figures.month,
      ...formatTotals(figures),
      tiers: hasFee(contract, figures.month)
        ? workOutStaffel(toEuro(figures.omzet), termsOf(contract, figures.month).staffel).map((tier) => ({
            vanaf: tier.vanaf.toFixed(2),
            percentage: atLeastTwoDecimals(tier.percentage),
            part: tier.part.toFixed(2),
            fee: atLeastTwoDecimals(tier.fee),
          }))
        : [],
    })),
    corrections,
    saldoMonths: formatHundredths(saldoMonths),
    saldo: formatHundredths(saldo),
    payout: formatHundredths(Math.max(0, saldo)),
    payBy: addDays(lastDayOfHalfYear(period), 30),
  };
}

/**
 * Per month before the half-year: the month computed anew − settled(month), where that is not 0. Settled(month) is its
 * line in its own afrekening plus all its corrections in later finalised ones; 0 for a month in none of them, and for one
 * whose hours were not entered here.
 */
function listCorrections(
  administration: Administration,
  period: HalfYear,
  settled: readonly Afrekening[],
): Correction[] {
  const last = settled.at(-1);
  if (!last || nextHalfYear(last.period) !== period) return [];
  const before = settledByMonth(settled);
  const end = addToMonth(monthsOfHalfYear(period)[0] as Month, -1);
  const first = [...before.keys(), ...monthsWithAmounts(administration)].reduce(
    (a, b) => (b < a ? b : a),
    end,
  );
  return calculateMonths(administration, monthsBetween(first, end)).flatMap((figures) => {
    const difference = subtract(figures, before.get(figures.month));
    return CORRECTED.some((field) => difference[field] !== 0)
      ? [{ month: figures.month, ...mapFields(difference, formatHundredths) }]
      : [];
  });
}

function settledByMonth(settled: readonly Afrekening[]): Map<Month, Corrected> {
  const sums = new Map<Month, Corrected>();
  for (const afrekening of settled.filter(({ overgenomen }) => overgenomen !== 'zonder uren'))
    for (const line of [...afrekening.months, ...afrekening.corrections]) {
      const known = sums.get(line.month);
      sums.set(
        line.month,
        mapFields(line, (text, field) => cents(text) + (known?.[field] ?? 0)),
      );
    }
  return sums;
}

function subtract(figures: Corrected, settled: Corrected | undefined): Corrected {
  return mapFields(figures, (value, field) => value - (settled?.[field] ?? 0));
}

function mapFields<From, To>(
  from: Record<(typeof CORRECTED)[number], From>,
  map: (value: From, field: (typeof CORRECTED)[number]) => To,
): Record<(typeof CORRECTED)[number], To> {
  return Object.fromEntries(CORRECTED.map((field) => [field, map(from[field], field)])) as Record<
    (typeof CORRECTED)[number],
    To
  >;
}

const monthsWithAmounts = ({ uren, reiskosten }: Administration): Month[] => [
  ...new Set([...uren, ...reiskosten].map((sum) => sum.month)),
];

/** The first half-year to settle: of the earlier of the first month with an amount and eersteFactuurmaand. */
export function firstHalfYear(administration: Administration): HalfYear {
  const months = [administration.contract.eersteFactuurmaand, ...monthsWithAmounts(administration)];
  return halfYearOf(months.reduce((a, b) => (b < a ? b : a)));
}

/**
 * Refuses to finalise a half-year out of turn: `not_ended` up to and on its last day, `earlier_open` while an earlier
 * one is not finalised. What lies before the first finalised one is settled by corrections.
 */
export function checkFinalising(
  administration: Administration,
  period: HalfYear,
  settled: readonly Afrekening[],
  today: Day,
): void {
  const lastDay = lastDayOfHalfYear(period);
  if (today <= lastDay)
    throw new DomainError(
      'not_ended',
      `Het ${formatHalfYear(period)} loopt tot en met ${formatDay(lastDay)}. Daarna kunt u de afrekening vaststellen.`,
    );
  const last = settled.at(-1);
  const due = last ? nextHalfYear(last.period) : firstHalfYear(administration);
  if (period > due)
    throw new DomainError('earlier_open', `Stel eerst de afrekening over het ${formatHalfYear(due)} vast.`);
  if (period < due)
    throw new DomainError(
      'earlier_open',
      `Het ${formatHalfYear(period)} ligt vóór de eerste afrekening. Bedragen uit die tijd staan als correctie in de afrekening over het ${formatHalfYear(due)}.`,
    );
}

/**
 * What a change of the records makes different in settled half-years: the difference per month, and the half-year that
 * it belongs to. Months before the first settled half-year belong to that one.
 */
export function listSettledChanges(
  before: Administration,
  after: Administration,
  settled: readonly HalfYear[],
): (Correction & { period: HalfYear })[] {
  const ordered = [...settled].sort();
  const [first] = ordered;
  const last = ordered.at(-1);
  if (!first || !last) return [];
  const end = monthsOfHalfYear(last)[5] as Month;
  const start = [
    monthsOfHalfYear(first)[0] as Month,
    ...monthsWithAmounts(before),
    ...monthsWithAmounts(after),
  ].reduce((a, b) => (b < a ? b : a));
  const months = monthsBetween(start, end);
  const old = calculateMonths(before, months);
  return calculateMonths(after, months).flatMap((figures, i) => {
    const difference = subtract(figures, old[i]);
    if (CORRECTED.every((field) => difference[field] === 0)) return [];
    const { month } = figures;
    const period = halfYearOf(month);
    return [{ period: period < first ? first : period, month, ...mapFields(difference, formatHundredths) }];
  });
}

const atLeastTwoDecimals = (value: Decimal): string => value.toFixed(Math.max(2, value.decimalPlaces()));

function cents(text: string): number {
  const value = parseHundredths(text);
  if (value === undefined) throw new Error(`not an amount: ${text}`);
  return value;
}
