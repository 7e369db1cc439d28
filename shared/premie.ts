import { productInCents, type Cents } from './decimal.ts';

/**
 * The premium of a kandidaat (art. 5.3 and 5.9): the hours of one placement in one month times the premium per hour in
 * euro, rounded once. Sum the hours first: rounding row by row gives other cents.
 */
export function calculatePremie(uren: number, premiePerUur: number): Cents {
  return productInCents(uren, premiePerUur);
}
