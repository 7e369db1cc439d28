import { productInCents, type Cents } from './decimal.ts';

/**
 * What the klant pays (art. 5.8): the hours of one placement in one month times the hourly rate in euro, rounded once.
 * Sum the hours first: rounding row by row gives other cents.
 */
export function calculateOmzet(uren: number, uurtarief: number): Cents {
  return productInCents(uren, uurtarief);
}
