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

/** Months as they stand in a sheet: columns of Excel numbers in euro. A month whose staffelfee is 0 has no fee. */
export type SheetMonths = Record<
  'omzet' | 'premie' | 'reiskosten' | 'staffelfee' | 'minimum',
  ArrayLike<number>
>;

/**
 * The afrekening over the months of a sheet (art. 6.1 lid 5), in euro: the sum of their saldi, exact, nothing rounded.
 * Excel numbers are read as their 15 significant digits; the answer is the double nearest to the exact sum.
 */
export function calculateAfrekening(months: SheetMonths): number {
  const cents = sumInCents(months);
  return Number.isNaN(cents) ? sumExactly(months) : toEuro(cents);
}

/**
 * NaN when an amount is no whole number of cents, and as soon as a sum on the way is too large to be exact, even when
 * later months would bring it back.
 */
function sumInCents({ omzet, premie, reiskosten, staffelfee, minimum }: SheetMonths): Cents {
  let sum = 0;
  for (let i = 0; i < omzet.length; i += 1) {
    const fee = staffelfee[i] as number;
    sum +=
      scaledInteger(omzet[i] as number, 100) -
      scaledInteger(premie[i] as number, 100) -
      scaledInteger(reiskosten[i] as number, 100) -
      (fee === 0 ? 0 : Math.max(0, scaledInteger(fee, 100) - scaledInteger(minimum[i] as number, 100)));
    if (!Number.isSafeInteger(sum)) return Number.NaN;
  }
  return sum;
}

function sumExactly({ omzet, premie, reiskosten, staffelfee, minimum }: SheetMonths): number {
  let sum = new Decimal(0);
  for (let i = 0; i < omzet.length; i += 1) {
    const exact = (column: ArrayLike<number>) => fromExcel(column[i] as number);
    const fee = staffelfee[i] === 0 ? 0 : Decimal.max(0, exact(staffelfee).minus(exact(minimum)));
    sum = sum.plus(exact(omzet)).minus(exact(premie)).minus(exact(reiskosten)).minus(fee);
  }
  const euro = sum.toNumber();
  return euro === 0 ? 0 : euro;
}
