import {
  addToMonth,
  type Day,
  formatHalfYear,
  formatMonth,
  formatQuarter,
  type HalfYear,
  halfYearOf,
  isHalfYear,
  isMonth,
  isQuarter,
  lastDayOf,
  lastDayOfHalfYear,
  lastDayOfQuarter,
  type Month,
  monthOf,
  monthsBetween,
  type Quarter,
  quarterOf,
} from '../../shared/calendar.ts';
import type { ContractDetail } from '../../shared/api.ts';
import { type Contract, hasFee } from '../../shared/contract.ts';

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

/** Quarters that can be looked at, newest first, the running one included. */
export const listQuarters = (contract: Contract, day: Day): Choice[] =>
  [...new Set(listMonths(contract, day).map(({ value }) => quarterOf(value)))].map((period) => ({
    value: period,
    label: formatQuarter(period),
  }));

/** Months that are invoiced up to the running one, newest first (art. 6.1 lid 4, 7.5 lid 4). */
export const listInvoiced = (contract: Contract, day: Day): Choice[] =>
  listMonths(contract, day).filter(({ value }) => hasFee(contract, value));

/** The last quarter that has ended, the first where none has. */
export function lastEndedQuarter(contract: Contract, day: Day): Quarter {
  const quarters = listQuarters(contract, day).map(({ value }) => value);
  return quarters.find((period) => lastDayOfQuarter(period) < day) ?? quarters.at(-1) ?? '';
}

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

/** The last day of a month, quarter or half-year, or the last one that is named; empty for anything else. */
export function lastDayIn(period: string): Day {
  if (isMonth(period)) return lastDayOf(period);
  if (isQuarter(period)) return lastDayOfQuarter(period);
  if (isHalfYear(period)) return lastDayOfHalfYear(period);
  return period.split('_').at(-1) ?? '';
}

/** The last day of the last ended month: on which the results are asked for. */
export const lastEndedDay = (contract: Contract, day: Day): Day => lastDayOf(lastEndedMonth(contract, day));

/** The last ended month that is invoiced, the first one where none has ended. */
export function monthToInvoice(contract: Contract, day: Day): Month {
  const invoiced = listInvoiced(contract, day).map(({ value }) => value);
  const ended = lastEndedMonth(contract, day);
  return invoiced.find((month) => month <= ended) ?? invoiced.at(-1) ?? contract.eersteFactuurmaand;
}

/** The day itself, ingangsdatum before that. */
export const dayToLookAt = ({ ingangsdatum }: Contract, day: Day): Day =>
  day < ingangsdatum ? ingangsdatum : day;
