import { dayOfSerial, isDay, serialOfDay } from '../../shared/calendar.ts';
import { formatHundredths, fromExcel, parseHundredths, scaledInteger } from '../../shared/decimal.ts';
import type { Column, WireValue } from '../../shared/tables.ts';

/** What Excel holds in a cell and how it shows it. */
export interface Cell {
  value: unknown;
  /** Whether Excel shows an error there, such as #N/B. */
  isError: boolean;
  /** The en-US number format; only looked at in columns of hours. */
  format: string;
}

/**
 * A cell understood as a value of its column, or the Dutch sentence that says what is wrong with it. `loose`: the value
 * is clear but stands in the cell as something else, a date as text for one, so that formulas do not count it.
 */
export type Reading = { value: WireValue; loose?: boolean } | { fault: string };

/** What a cell of that column means. Bounds and required fields are the server's to check. */
export function readCell(column: Column, cell: Cell): Reading {
  if (cell.isError)
    return { fault: `${column.label}: de cel geeft een fout (${String(cell.value)}). Herstel de formule.` };
  const value = typeof cell.value === 'string' ? cell.value.trim() : cell.value;
  if (value === '' || value === null || value === undefined) return { value: null };
  switch (column.type) {
    case 'key':
    case 'ref':
    case 'text':
      return { value: toText(value) };
    case 'boolean':
      return readBoolean(column, value);
    case 'date':
      return readDate(column, value);
    case 'decimal':
      return readDecimal(column, value, cell.format);
  }
}

function toText(value: unknown): string {
  if (typeof value === 'number') return fromExcel(value).toFixed();
  if (typeof value === 'boolean') return value ? 'WAAR' : 'ONWAAR';
  return String(value);
}

function readBoolean({ label }: Column, value: unknown): Reading {
  if (typeof value === 'boolean') return { value };
  if (typeof value === 'string') {
    const word = value.toLowerCase();
    if (word === 'ja' || word === 'nee') return { value: word === 'ja' };
  }
  return { fault: `${label}: vul ja of nee in.` };
}

function readDate({ label }: Column, value: unknown): Reading {
  const day =
    typeof value === 'number' ? dayOfSerial(value) : typeof value === 'string' ? dayOfText(value) : undefined;
  if (day) return { value: day, loose: typeof value === 'string' };
  return {
    fault:
      typeof value === 'number' && !Number.isInteger(value)
        ? `${label}: de cel bevat ook een tijd. Vul alleen de datum in, zoals 31-12-2016.`
        : `${label}: vul een datum in van 1-1-2000 tot en met 31-12-2099, zoals 31-12-2016.`,
  };
}

/** `d-m-jjjj` and `jjjj-mm-dd`; other notations can be read in two ways. */
function dayOfText(text: string): string | undefined {
  const dutch = /^(\d{1,2})-(\d{1,2})-(\d{4})$/.exec(text);
  const day = dutch ? `${dutch[3]}-${dutch[2]?.padStart(2, '0')}-${dutch[1]?.padStart(2, '0')}` : text;
  return isDay(day) ? day : undefined;
}

function readDecimal(column: Column, value: unknown, format: string): Reading {
  const example = column.unit === 'uren' ? '8,5' : '12,50';
  if (typeof value === 'string') {
    const hundredths = /^-?\d+(,\d{1,2})?$/.test(value)
      ? parseHundredths(value.replace(',', '.'))
      : undefined;
    if (hundredths !== undefined) return { value: formatHundredths(hundredths), loose: true };
  }
  if (typeof value !== 'number')
    return { fault: `${column.label}: vul een getal in, zoals ${example}. Nu staat er tekst.` };
  if (column.unit === 'uren' && isTimeFormat(format)) return readTime(column, value);
  const hundredths = scaledInteger(value, 100);
  if (!Number.isNaN(hundredths)) return { value: formatHundredths(hundredths) };
  return {
    fault: `${column.label}: vul een getal in met ten hoogste twee decimalen, zoals ${example}.`,
  };
}

/** Hours entered as a time: 8:30 is 0.3541666… of a day and means 8.5 hours. */
function readTime({ label }: Column, value: number): Reading {
  const minutes = Math.round(value * 1440);
  if (Math.abs(value * 1440 - minutes) < 1e-6 && minutes % 3 === 0)
    return { value: formatHundredths((minutes / 3) * 5), loose: true };
  return {
    fault: `${label}: deze tijd is geen aantal uren met twee decimalen. Vul de uren in als getal, zoals 8,5.`,
  };
}

/** Whether a number format shows hours and minutes and no date. */
const isTimeFormat = (format: string): boolean => {
  const code = format.replace(/"[^"]*"|\\./g, '');
  return /\[?[hu]+\]?:m/i.test(code) && !/[dyj]/i.test(code);
};

/**
 * What to put into `range.values` so that the cell holds the value and nothing else. Blank is "": null would leave the
 * old value. Text that Excel could take for a formula, number or date gets the apostrophe that keeps it text, which
 * Excel does not store as part of it.
 */
export function toCell(column: Column, value: WireValue): string | number {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'ja' : 'nee';
  if (column.type === 'date') return serialOfDay(value);
  if (column.type === 'decimal') return Number(value);
  return isSafeText(value) ? value : `'${value}`;
}

const isSafeText = (text: string): boolean =>
  /^\p{L}[^\d]*$/u.test(text) && !/^(true|false|waar|onwaar)$/i.test(text);

/** Whether two values of a column are the same; "8.5" equals "8.50", text is compared exactly. */
export function isSame(column: Column, a: WireValue, b: WireValue): boolean {
  if (column.type !== 'decimal' || typeof a !== 'string' || typeof b !== 'string') return a === b;
  return parseHundredths(a) === parseHundredths(b);
}

/** The number format of a column, in the en-US codes of `range.numberFormat`. */
export function formatOf(column: Column): string {
  switch (column.type) {
    case 'date':
      return 'dd-mm-yyyy';
    case 'decimal':
      return column.unit === 'uren' ? '0.00' : '#,##0.00';
    default:
      return '@';
  }
}
