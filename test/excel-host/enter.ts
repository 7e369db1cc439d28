import type { Cell } from './cells.ts';
import { badArgument } from './host-object.ts';

const NUMBER = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i;
const ERRORS = /^#(N\/A|VALUE!|REF!|DIV\/0!|NUM!|NAME\?|NULL!|SPILL!|CALC!|BUSY!)$/;
const MAX_TEXT = 32_767;

/**
 * What a cell holds after `input` was written to it, its format being `format`. This is our model of Excel, not
 * Excel: an apostrophe is consumed and makes text of what follows; a cell with format @ keeps text as text and makes
 * text of numbers; elsewhere text counts as typed, so that what looks like a number, a percentage, a date, a time, a
 * boolean or a formula becomes one. A formula's value is 0 until a test computes it.
 */
export function enter(input: unknown, format: string): Cell {
  if (typeof input === 'boolean' || typeof input === 'number')
    return format === '@' ? { value: String(input).toUpperCase() } : { value: input };
  if (typeof input !== 'string') throw badArgument();
  if (input.length > MAX_TEXT) throw badArgument();
  if (input.startsWith("'")) return { value: input.slice(1), quoted: true };
  if (format === '@' || input === '') return { value: input };
  if (NUMBER.test(input)) return { value: Number(input) };
  if (/^[=+\-@]./s.test(input)) return { value: 0, formula: input.startsWith('=') ? input : `=${input}` };
  if (/^(true|waar|false|onwaar)$/i.test(input)) return { value: /^(true|waar)$/i.test(input) };
  return enterFormatted(input.trim()) ?? { value: input };
}

/** What Excel recognises by its notation and gives a format of its own. */
function enterFormatted(text: string): Cell | undefined {
  const percentage = /^(\d+(?:\.\d+)?)\s?%$/.exec(text);
  if (percentage) return { value: Number(percentage[1]) / 100, format: '0%' };
  const time = /^(\d{1,4}):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  if (time)
    return {
      value: (Number(time[1]) * 60 + Number(time[2])) / 1440 + Number(time[3] ?? 0) / 86_400,
      format: 'h:mm',
    };
  const dutch = /^(\d{1,2})[-/](\d{1,2})[-/](\d{4})$/.exec(text);
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text);
  const [year, month, day] = dutch ? [dutch[3], dutch[2], dutch[1]] : [iso?.[1], iso?.[2], iso?.[3]];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (!year || date.getUTCDate() !== Number(day) || date.getUTCMonth() !== Number(month) - 1)
    return undefined;
  return { value: date.getTime() / 86_400_000 + 25_569, format: 'dd-mm-yyyy' };
}

/** The same for what a user types in a Dutch Excel, where 8,5 is a number. */
export const typeIn = (input: unknown, format: string): Cell =>
  enter(
    typeof input === 'string' && /^\s*-?\d*,\d+\s*$/.test(input) ? input.replace(',', '.') : input,
    format,
  );

/** One of `Excel.RangeValueType`. */
export function valueType(cell: Cell | undefined): string {
  if (!cell || (cell.value === '' && !cell.formula)) return 'Empty';
  if (typeof cell.value === 'number') return 'Double';
  if (typeof cell.value === 'boolean') return 'Boolean';
  return !cell.quoted && cell.format !== '@' && ERRORS.test(cell.value) ? 'Error' : 'String';
}

/** One of `Excel.NumberFormatCategory`. */
export function formatCategory(format: string): string {
  const code = format.replace(/"[^"]*"|\\./g, '');
  if (code === 'General' || code === '@') return code === '@' ? 'Text' : 'General';
  if (/[dy]/i.test(code) || /m{3,}/i.test(code)) return 'Date';
  if (/[hs]/i.test(code)) return 'Time';
  if (code.includes('%')) return 'Percentage';
  if (/[€$£]/.test(code)) return 'Currency';
  return /^[#0,.]+$/.test(code) ? 'Number' : 'Custom';
}
