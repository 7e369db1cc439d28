import type { Administration } from './administration.ts';
import { type Day, firstDayOf, type Month, monthOf, monthsBetween } from './calendar.ts';
import type { Plafond } from './contract.ts';
import { type Cents, formatHundredths, parseHundredths } from './decimal.ts';
import { formatEuro } from './format.ts';
import { listPlaatsingMonths } from './maand.ts';

/** A premium that was paid out earlier, to whom and when. */
export interface PremiePayment {
  kandidaatnummer: string;
  date: Day;
  bedrag: Cents;
}

/** What a kandidaat has coming on a day. */
export interface PremierunLine {
  kandidaatnummer: string;
  accrued: Cents;
  paidBefore: Cents;
  /** accrued − paidBefore; negative where hours were taken back after they were paid. */
  toPay: Cents;
  /** Dutch sentences: a third payment in the calendar year, or more than its maximum. */
  warnings: string[];
}

/**
 * The premium run on a day (art. 5.3): per kandidaat the premie over the months up to and with that day's, less what was
 * paid before. The exemption knows at most so many payments and so much money a person in a calendar year: beyond that
 * a warning, by the date of payment. The administration holds the hours worked by that day.
 */
export function calculatePremierun(
  administration: Administration,
  payments: readonly PremiePayment[],
  day: Day,
): PremierunLine[] {
  const accrued = accrue(administration, day);
  const paid = new Map<string, PremiePayment[]>();
  for (const payment of payments) {
    const key = payment.kandidaatnummer.toLowerCase();
    paid.set(key, [...(paid.get(key) ?? []), payment]);
  }
  const plafond = plafondOf(administration.contract.plafonds, day);
  return administration.kandidaten
    .map(({ kandidaatnummer }): PremierunLine => {
      const key = kandidaatnummer.toLowerCase();
      const earlier = paid.get(key) ?? [];
      const paidBefore = sum(earlier);
      const toPay = (accrued.get(key) ?? 0) - paidBefore;
      return {
        kandidaatnummer,
        accrued: accrued.get(key) ?? 0,
        paidBefore,
        toPay,
        warnings: toPay > 0 ? listWarnings(kandidaatnummer, earlier, toPay, day, plafond) : [],
      };
    })
    .filter((line) => line.accrued !== 0 || line.paidBefore !== 0)
    .sort((a, b) => (a.kandidaatnummer < b.kandidaatnummer ? -1 : 1));
}

function accrue(administration: Administration, day: Day): Map<string, Cents> {
  const last = monthOf(day);
  const first = administration.uren.reduce<Month>(
    (month, item) => (item.month < month ? item.month : month),
    last,
  );
  const accrued = new Map<string, Cents>();
  for (const lines of listPlaatsingMonths(administration, monthsBetween(first, last)).values())
    for (const { plaatsing, premie } of lines) {
      const key = plaatsing.kandidaatnummer.toLowerCase();
      accrued.set(key, (accrued.get(key) ?? 0) + premie);
    }
  return accrued;
}

/** The maximum in force on a day: the last one with `vanaf` on or before it. */
const plafondOf = (plafonds: readonly Plafond[], day: Day): Plafond | undefined =>
  plafonds.filter(({ vanaf }) => vanaf <= day).sort((a, b) => (a.vanaf < b.vanaf ? 1 : -1))[0];

function listWarnings(
  kandidaatnummer: string,
  earlier: readonly PremiePayment[],
  toPay: Cents,
  day: Day,
  plafond: Plafond | undefined,
): string[] {
  if (!plafond) return [];
  const year = day.slice(0, 4);
  const thisYear = earlier.filter(({ date }) => date >= firstDayOf(`${year}-01`) && date.startsWith(year));
  const maximum = parseHundredths(plafond.bedrag) ?? 0;
  const warnings: string[] = [];
  if (thisYear.length >= plafond.maxBetalingen)
    warnings.push(
      `Kandidaat ${kandidaatnummer} kreeg in ${year} al ${thisYear.length} keer premie; de vrijlating geldt voor ten hoogste ${plafond.maxBetalingen} betalingen per kalenderjaar. Betaal in het volgende jaar of overleg met de gemeente.`,
    );
  if (sum(thisYear) + toPay > maximum)
    warnings.push(
      `Kandidaat ${kandidaatnummer} komt in ${year} boven het jaarmaximum van ${formatEuro(formatHundredths(maximum))}. Overleg met de gemeente voordat u betaalt.`,
    );
  return warnings;
}

const sum = (payments: readonly PremiePayment[]): Cents =>
  payments.reduce((total, { bedrag }) => total + bedrag, 0);
