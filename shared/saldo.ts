import { Decimal, fromExcel, scaledInteger, toEuro, type Cents } from './decimal.ts';

/** The amounts of one month that make up its saldo, in cents. */
export interface MonthAmounts {
  omzet: Cents;
  premie: Cents;
  reiskosten: Cents;
  kostenBovenMinimum: Cents;
}

/** What a month leaves for the gemeente (art. 6.1 lid 5): omzet less premie, travel paid and kosten boven minimum. */
export function calculateSaldo(month: MonthAmounts): Cents {
  return month.omzet - month.premie - month.reiskosten - month.kostenBovenMinimum;
}

/** One month as it stands in a sheet: Excel numbers in euro. A month whose staffelfee is 0 has no fee. */
export interface SheetMonth {
  omzet: number;
  premie: number;
  reiskosten: number;
  staffelfee: number;
  minimum: number;
}

/**
 * The afrekening over the months of a sheet (art. 6.1 lid 5), in euro: the sum of their saldi, exact, nothing rounded.
 * Excel numbers are read as their 15 significant digits; the answer is the double nearest to the exact sum.
 */
export function calculateAfrekening(months: readonly SheetMonth[]): number {
  const cents = months.reduce((sum, month) => addSafely(sum, saldoInCents(month)), 0);
  if (Number.isSafeInteger(cents)) return toEuro(cents);
  const exact = months.reduce((sum, month) => sum.plus(exactSaldo(month)), new Decimal(0)).toNumber();
  return exact === 0 ? 0 : exact;
}

/** NaN as soon as a sum on the way is too large to be exact, even when later months would bring it back. */
function addSafely(sum: Cents, cents: Cents): Cents {
  return Number.isSafeInteger(sum + cents) ? sum + cents : Number.NaN;
}

/** NaN when an amount is no whole number of cents. */
function saldoInCents({ omzet, premie, reiskosten, staffelfee, minimum }: SheetMonth): number {
  const fee =
    staffelfee === 0 ? 0 : Math.max(0, scaledInteger(staffelfee, 100) - scaledInteger(minimum, 100));
  return scaledInteger(omzet, 100) - scaledInteger(premie, 100) - scaledInteger(reiskosten, 100) - fee;
}

function exactSaldo({ omzet, premie, reiskosten, staffelfee, minimum }: SheetMonth): Decimal {
  const fee =
    staffelfee === 0 ? new Decimal(0) : Decimal.max(0, fromExcel(staffelfee).minus(fromExcel(minimum)));
  return fromExcel(omzet).minus(fromExcel(premie)).minus(fromExcel(reiskosten)).minus(fee);
}
