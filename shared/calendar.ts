/**
 * Dates without time, months and half-years, as text that sorts: day `2016-05-31`, month `2016-05`,
 * quarter `2016-Q2`, half-year `2016-H1`. Integer arithmetic only, so no time zone can move a day.
 */
export const FIRST_DAY: Day = '2000-01-01';
export const LAST_DAY: Day = '2099-12-31';

/**
 * Such as `2016-05-31`.
 * @format date
 */
export type Day = string;
/**
 * Such as `2016-05`.
 * @pattern ^20\d{2}-(0[1-9]|1[0-2])$
 */
export type Month = string;
/**
 * Such as `2016-H1`: January to June.
 * @pattern ^20\d{2}-H[12]$
 */
export type HalfYear = string;
/**
 * Such as `2016-Q2`: April to June.
 * @pattern ^20\d{2}-Q[1-4]$
 */
export type Quarter = string;

const MONTH_NAMES = [
  'januari',
  'februari',
  'maart',
  'april',
  'mei',
  'juni',
  'juli',
  'augustus',
  'september',
  'oktober',
  'november',
  'december',
] as const;

const pad = (n: number) => String(n).padStart(2, '0');
const parts = (day: Day): [number, number, number] => [
  Number(day.slice(0, 4)),
  Number(day.slice(5, 7)),
  Number(day.slice(8, 10)),
];
const toDay = (year: number, month: number, day: number): Day => `${year}-${pad(month)}-${pad(day)}`;

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whether the text is an existing day `jjjj-mm-dd` within 2000-01-01 … 2099-12-31. */
export function isDay(text: string): boolean {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-' || !text.startsWith('20')) return false;
  const year = twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  return year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(2000 + year, month);
}

/** The number at two places of a text; -1 where they are no digits. Called for each date of a sync. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/** Whether the text is a month `jjjj-mm` within 2000 … 2099. */
export function isMonth(text: string): boolean {
  return /^20\d{2}-(0[1-9]|1[0-2])$/.test(text);
}

/** Whether the text is a half-year such as `2016-H1`, within 2000 … 2099. */
export function isHalfYear(text: string): boolean {
  return /^20\d{2}-H[12]$/.test(text);
}

export const monthOf = (day: Day): Month => day.slice(0, 7);
export const firstDayOf = (month: Month): Day => `${month}-01`;
export function lastDayOf(month: Month): Day {
  const [year, m] = parts(`${month}-01`);
  return toDay(year, m, daysInMonth(year, m));
}

/** Days since 1970-01-01, negative before it. */
export function dayNumber(day: Day): number {
  const [y, month, d] = parts(day);
  const year = month <= 2 ? y - 1 : y;
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + d - 1;
  return (
    era * 146097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719468
  );
}

/** The day of that number; the inverse of {@link dayNumber}. */
export function dayOfNumber(n: number): Day {
  const z = n + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return toDay(
    yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    dayOfYear - Math.floor((153 * mp + 2) / 5) + 1,
  );
}

export const addDays = (day: Day, n: number): Day => dayOfNumber(dayNumber(day) + n);

/** The same day number n months on; where that month lacks the number, its last day. */
export function addMonths(day: Day, n: number): Day {
  const [year, month, d] = parts(day);
  const index = year * 12 + month - 1 + n;
  const y = Math.floor(index / 12);
  const m = (((index % 12) + 12) % 12) + 1;
  return toDay(y, m, Math.min(d, daysInMonth(y, m)));
}

export const addToMonth = (month: Month, n: number): Month => monthOf(addMonths(firstDayOf(month), n));

/** The months from first to last, both included; empty where last lies before first. */
export function monthsBetween(first: Month, last: Month): Month[] {
  const months: Month[] = [];
  for (let month = first; month <= last; month = addToMonth(month, 1)) months.push(month);
  return months;
}

export const halfYearOf = (month: Month): HalfYear =>
  `${month.slice(0, 4)}-H${month.slice(5, 7) <= '06' ? 1 : 2}`;
export const monthsOfHalfYear = (period: HalfYear): Month[] => {
  const first = `${period.slice(0, 4)}-${period.endsWith('1') ? '01' : '07'}`;
  return monthsBetween(first, addToMonth(first, 5));
};
export const lastDayOfHalfYear = (period: HalfYear): Day =>
  `${period.slice(0, 4)}-${period.endsWith('1') ? '06-30' : '12-31'}`;
export const nextHalfYear = (period: HalfYear): HalfYear =>
  period.endsWith('1') ? `${period.slice(0, 4)}-H2` : `${Number(period.slice(0, 4)) + 1}-H1`;

/** Whether the text is a quarter such as `2016-Q2`, within 2000 … 2099. */
export function isQuarter(text: string): boolean {
  return /^20\d{2}-Q[1-4]$/.test(text);
}
export const quarterOf = (month: Month): Quarter =>
  `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5, 7)) / 3)}`;
export const monthsOfQuarter = (period: Quarter): Month[] => {
  const first = `${period.slice(0, 4)}-${pad(Number(period.slice(-1)) * 3 - 2)}`;
  return monthsBetween(first, addToMonth(first, 2));
};
export const lastDayOfQuarter = (period: Quarter): Day => lastDayOf(monthsOfQuarter(period)[2] as Month);

/** An Excel serial of the 1900 system (whole days, from 1-1-2000) as a day; undefined outside 2000 … 2099. */
export function dayOfSerial(serial: number): Day | undefined {
  const inRange = Number.isInteger(serial) && serial >= FIRST_SERIAL && serial <= LAST_SERIAL;
  return inRange ? dayOfNumber(serial - EPOCH) : undefined;
}
/** The Excel serial of a day in the 1900 system: 2000-01-01 is 36526. */
export const serialOfDay = (day: Day): number => dayNumber(day) + EPOCH;
/** The serial of 1970-01-01. */
const EPOCH = 25569;
const FIRST_SERIAL = serialOfDay(FIRST_DAY);
const LAST_SERIAL = serialOfDay(LAST_DAY);

/** `31-12-2016` as the office writes it. */
export const formatDay = (day: Day): string => {
  const [year, month, d] = parts(day);
  return `${pad(d)}-${pad(month)}-${year}`;
};
/** `31 december 2016`. */
export const formatDayInWords = (day: Day): string => {
  const [year, month, d] = parts(day);
  return `${d} ${MONTH_NAMES[month - 1]} ${year}`;
};
/** `mei 2016`. */
export const formatMonth = (month: Month): string =>
  `${MONTH_NAMES[Number(month.slice(5, 7)) - 1]} ${month.slice(0, 4)}`;
/** `1e halfjaar 2016`. */
export const formatHalfYear = (period: HalfYear): string =>
  `${period.slice(-1)}e halfjaar ${period.slice(0, 4)}`;
/** `2e kwartaal 2016`. */
export const formatQuarter = (period: Quarter): string =>
  `${period.slice(-1)}e kwartaal ${period.slice(0, 4)}`;
