import DecimalJs from 'decimal.js';
import { DomainError } from './errors.ts';

/**
 * Exact decimals with room for products and sums of Excel numbers; rounds half away from zero wherever it is told to
 * round.
 */
export const Decimal = DecimalJs.clone({ precision: 60, rounding: DecimalJs.ROUND_HALF_UP });
export type Decimal = DecimalJs;

/** Whole euro cents. */
export type Cents = number;
/** Whole hundredths of an hour or of a euro. */
export type Hundredths = number;

/** An Excel number as Excel shows it: its 15 significant digits, so that 0.7+0.1+0.3 is 1.1. */
export function fromExcel(value: number): Decimal {
  return new Decimal(value.toPrecision(15));
}

/** Sum of Excel numbers, each read as its 15 significant digits; not rounded. */
export function sumExact(values: readonly number[]): Decimal {
  return values.reduce((sum, value) => sum.plus(fromExcel(value)), new Decimal(0));
}

/**
 * The one rounding rule: half away from zero. Throws a DomainError beyond 2^53 cents, where a cent can no longer be
 * told from its neighbour.
 */
export function roundToCents(euro: Decimal): Cents {
  const cents = euro.times(100).toDecimalPlaces(0).toNumber();
  if (!Number.isSafeInteger(cents)) throw tooLarge();
  return cents === 0 ? 0 : cents;
}

/**
 * a × b in cents, both read as their 15 significant digits, rounded once. Whole hundredths are multiplied as integers,
 * which is exact and some forty times as fast; everything else goes through `Decimal`.
 */
export function productInCents(a: number, b: number): Cents {
  const left = scaledInteger(a, 100);
  const right = scaledInteger(b, 100);
  const product = left * right;
  if (Number.isSafeInteger(product)) return divideRounded(product, 100);
  return roundToCents(fromExcel(a).times(fromExcel(b)));
}

/**
 * value × scale when the value, at its 15 significant digits, is a whole number of 1/scale; NaN when it is not, or when
 * it needs more than 15 digits.
 */
export function scaledInteger(value: number, scale: number): number {
  const scaled = Math.round(value * scale);
  return scaled / scale === value && Math.abs(scaled) < 1e15 ? scaled : shownInteger(value, scale);
}

function shownInteger(value: number, scale: number): number {
  const shown = Number(value.toPrecision(15));
  const scaled = Math.round(shown * scale);
  return scaled / scale === shown && Math.abs(scaled) < 1e15 ? scaled : Number.NaN;
}

/**
 * numerator ÷ divisor for whole numbers below 2^53 and an even divisor, rounded half away from zero; never -0. A quotient
 * of such numbers is never so near to a whole one that its double is that one.
 */
export function divideRounded(numerator: number, divisor: number): number {
  const raised = Math.abs(numerator) + divisor / 2;
  const size = raised < 2 ** 53 ? Math.floor(raised / divisor) : divideLarge(Math.abs(numerator), divisor);
  return numerator < 0 && size > 0 ? -size : size;
}

/** The same where half a divisor more is no longer exact. */
function divideLarge(numerator: number, divisor: number): number {
  const rest = numerator % divisor;
  return (numerator - rest) / divisor + (rest * 2 >= divisor ? 1 : 0);
}

/** The double nearest to that many cents, in euro; never -0. */
export function toEuro(cents: Cents): number {
  return cents === 0 ? 0 : cents / 100;
}

/**
 * "8.5" and "8.50" are 850, "-3" is -300; undefined when it is no plain decimal with at most two decimals below 2^53.
 * Reads digit by digit: a sync calls it for every amount.
 */
export function parseHundredths(text: string): Hundredths | undefined {
  const first = text.startsWith('-') ? 1 : 0;
  const point = text.indexOf('.');
  const end = point < 0 ? text.length : point;
  const decimals = point < 0 ? 0 : text.length - point - 1;
  if (end === first || decimals > 2 || (point >= 0 && decimals === 0)) return undefined;
  let hundredths = 0;
  for (let i = first; i < text.length; i += 1) {
    if (i === point) continue;
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    hundredths = hundredths * 10 + digit;
  }
  hundredths *= decimals === 0 ? 100 : decimals === 1 ? 10 : 1;
  if (!Number.isSafeInteger(hundredths)) return undefined;
  return first === 1 && hundredths !== 0 ? -hundredths : hundredths;
}

/** 850 is "8.50", -5 is "-0.05": always two decimals. */
export function formatHundredths(value: Hundredths): string {
  const digits = String(Math.abs(value)).padStart(3, '0');
  return `${value < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function tooLarge(): DomainError {
  return new DomainError(
    'invalid',
    'Het bedrag is te groot om tot op de cent uit te rekenen. Controleer de getallen die u hebt ingevuld.',
  );
}
