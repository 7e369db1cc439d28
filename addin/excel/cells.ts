import { dayOfSerial, formatDay, isDay, serialOfDay } from '../../shared/calendar.ts';
import { formatHundredths, fromExcel, parseHundredths, scaledInteger } from '../../shared/decimal.ts';
import type { Column, WireValue } from '../../shared/tables.ts';

/** What Excel holds in a cell and how it shows it. */
export interface Cell {
  value: unknown;
  /** Whether Excel shows an error there, such as #N/B. */
  isError: boolean;
  /** The en-US number format; only looked at for hours, and for numbers where text belongs. */
  format: string;
}

/**
 * A cell understood as a value of its column, or the Dutch sentence that says what is wrong with it. `note`: the value is
 * clear, but something about it is better looked at, such as a date as text, which formulas do not count.
 */
export type Reading = { value: WireValue; note?: string } | { fault: string };

/** What a cell of that column means. Bounds and required fields are the server's to check. */
export function readCell(column: Column, cell: Cell): Reading {
  if (cell.isError)
    return { fault: `${column.label}: de cel geeft een fout (${String(cell.value)}). Herstel de formule.` };
  const value = typeof cell.value === 'string' ? cell.value.trim() : cell.value;
  if (value === '' || value === null || value === undefined) return { value: null };
  switch (column.type) {
    case 'key':
    case 'ref':
      return readText(column, value, cell.format);
    case 'text':
      return readText(column, cell.value, cell.format);
    case 'boolean':
      return readBoolean(column, value);
    case 'date':
      return readDate(column, value);
    case 'decimal':
      return readDecimal(column, value, cell.format);
  }
}

/** Whether a cell can only be understood with its number format: a number where text belongs, or hours. */
export const needsFormat = ({ type, unit }: Column, value: unknown): boolean =>
  typeof value === 'number' && (unit === 'uren' || type === 'key' || type === 'ref' || type === 'text');

/** Text as it stands, outer spaces and all; of a number only what its cell shows as the number itself. */
function readText({ label }: Column, value: unknown, format: string): Reading {
  if (typeof value === 'number' && !/^(general|@|0|)$/i.test(format))
    return {
      fault: `${label}: hier staat een datum of een opgemaakt getal. Geef de cel de opmaak Tekst en typ opnieuw wat er moet staan.`,
    };
  return { value: toText(value) };
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
  if (day)
    return typeof value === 'string' ? { value: day, note: asText(label, formatDay(day)) } : { value: day };
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
    if (hundredths !== undefined) {
      const amount = formatHundredths(hundredths);
      return { value: amount, note: asText(column.label, dutch(amount)) };
    }
  }
  if (typeof value !== 'number')
    return { fault: `${column.label}: vul een getal in, zoals ${example}. Nu staat er tekst.` };
  if (column.unit === 'uren' && isTimeFormat(format)) return readTime(column, value);
  const hundredths = scaledInteger(value, 100);
  if (!Number.isNaN(hundredths)) {
    const amount = formatHundredths(hundredths);
    const time = column.unit === 'uren' ? asTime(value) : undefined;
    return time === undefined
      ? { value: amount }
      : {
          value: amount,
          note: `${column.label}: ${dutch(amount)} is minder dan een uur. Bedoelde u ${time}, typ dan ${dutch(formatHundredths(Math.round(value * 2400)))}.`,
        };
  }
  const hint = column.unit === 'uren' && value < 1 ? ' Een tijd als 8:30 typt u als 8,5.' : '';
  return {
    fault: `${column.label}: vul een getal in met ten hoogste twee decimalen, zoals ${example}.${hint}`,
  };
}

/** Hours entered as a time: 8:30 is 0.3541666… of a day and means 8.5 hours. */
function readTime({ label }: Column, value: number): Reading {
  const minutes = Math.round(value * 1440);
  if (value > LONGEST_TIME)
    return {
      fault: `${label}: de cel is opgemaakt als tijd en toont daardoor iets anders dan ${dutch(String(value))}. Geef de cel de opmaak Getal en typ de uren opnieuw, zoals 8,5.`,
    };
  if (Math.abs(value * 1440 - minutes) < 1e-6 && minutes % 3 === 0) {
    const hours = formatHundredths((minutes / 3) * 5);
    return {
      value: hours,
      note: `${label}: hier staat een tijd. Opgeslagen is ${dutch(hours)}, maar formules tellen iets anders. Typ de uren opnieuw als getal.`,
    };
  }
  return {
    fault: `${label}: deze tijd is geen aantal uren met twee decimalen. Vul de uren in als getal, zoals 8,5.`,
  };
}

/** 60 hours, the most that a row takes, in days. */
const LONGEST_TIME = 60 / 24;

/** `8:24`, where a number of hours below one is that time in a cell without a time's format. */
function asTime(value: number): string | undefined {
  const minutes = value * 1440;
  if (value <= 0 || value >= 1 || Math.abs(minutes - Math.round(minutes)) > 1e-6) return undefined;
  return `${Math.floor(minutes / 60)}:${String(Math.round(minutes) % 60).padStart(2, '0')}`;
}

/** Whether a number format shows hours or minutes and no date. */
const isTimeFormat = (format: string): boolean => {
  const code = format.replace(/"[^"]*"|\\.|\[\$[^\]]*\]/g, '');
  return /h|\[m+\]|\[s+\]|m+:s/i.test(code) && !/[dy]/i.test(code);
};

const asText = (label: string, shown: string): string =>
  `${label}: de waarde staat als tekst in de cel. Opgeslagen is ${shown}, maar formules tellen haar niet. Typ de waarde opnieuw in.`;

const dutch = (decimal: string): string => decimal.replace('.', ',');

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
