import {
  addToMonth,
  type Day,
  formatHalfYear,
  formatMonth,
  type HalfYear,
  halfYearOf,
  lastDayOf,
  lastDayOfHalfYear,
  type Month,
  monthOf,
  monthsBetween,
} from '../../shared/calendar.ts';
import type { ContractDetail } from '../../shared/api.ts';
import type { Contract } from '../../shared/contract.ts';

/** The day on the user's own calendar. */
export const today = (now: Date): Day =>
  [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, '0')).join('-');

export interface Choice {
  value: string;
  label: string;
}

/** Months that can be reported on, newest first: from the contract's start to the running month. */
export function listMonths({ ingangsdatum }: Contract, day: Day): Choice[] {
  const first = monthOf(ingangsdatum);
  const last = monthOf(day) > first ? monthOf(day) : first;
  return monthsBetween(first, last)
    .reverse()
    .map((month) => ({ value: month, label: formatMonth(month) }));
}

/** Half-years that can be settled, newest first, the running one included. */
export const listHalfYears = (contract: Contract, day: Day): Choice[] =>
  [...new Set(listMonths(contract, day).map(({ value }) => halfYearOf(value)))].map((period) => ({
    value: period,
    label: formatHalfYear(period),
  }));

/** The last month that has ended, of the contract where that has ended earlier. */
export function lastEndedMonth({ ingangsdatum, einddatum }: Contract, day: Day): Month {
  const ended = addToMonth(monthOf(day), -1);
  const last = einddatum !== null && monthOf(einddatum) < ended ? monthOf(einddatum) : ended;
  return last < monthOf(ingangsdatum) ? monthOf(ingangsdatum) : last;
}

/** The half-year to look at first: the earliest that has ended and is not settled, else the last one that has ended. */
export function halfYearToSettle({ contract, afrekeningen }: ContractDetail, day: Day): HalfYear {
  const settled = afrekeningen.map(({ period }) => period);
  const ended = listHalfYears(contract, day)
    .map(({ value }) => value)
    .filter((period) => hasEnded(period, day));
  const billed = ended.filter((period) => period >= halfYearOf(contract.eersteFactuurmaand));
  return (
    billed.findLast((period) => !settled.includes(period)) ??
    ended[0] ??
    halfYearOf(monthOf(contract.ingangsdatum))
  );
}

export const hasEnded = (period: HalfYear, day: Day): boolean => lastDayOfHalfYear(period) < day;

/** The last day of the last ended month: on which the results are asked for. */
export const lastEndedDay = (contract: Contract, day: Day): Day => lastDayOf(lastEndedMonth(contract, day));
