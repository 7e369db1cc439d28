import { addDays, type Day, type Month } from './calendar.ts';
import { type Contract, hasFee, termsOf } from './contract.ts';
import { type Cents, Decimal, roundToCents, toEuro } from './decimal.ts';

/** The amounts of a monthly invoice: the minimum and the licences, VAT once on their sum. */
export interface MaandfactuurAmounts {
  minimum: Cents;
  licenties: Cents;
  subtotal: Cents;
  /** A fraction: "0.21". */
  btwPercentage: string;
  btw: Cents;
  total: Cents;
}

/**
 * The invoice of a month (art. 6.1 lid 4): minimumMaandbedrag and licenties, never pro rata, also in a month without
 * omzet; VAT on the total, rounded once. Undefined outside eersteFactuurmaand … the month of einddatum (art. 7.5 lid 4).
 */
export function calculateMaandfactuur(contract: Contract, month: Month): MaandfactuurAmounts | undefined {
  if (!hasFee(contract, month)) return undefined;
  const { minimum, licenties, btwPercentage } = termsOf(contract, month);
  const subtotal = minimum + licenties;
  const btw = roundToCents(new Decimal(toEuro(subtotal)).times(btwPercentage));
  return { minimum, licenties, subtotal, btwPercentage, btw, total: subtotal + btw };
}

/** The last day to pay: 30 days after the invoice's date (art. 6.2 lid 3). */
export const dueDateOf = (date: Day): Day => addDays(date, 30);
