import type { Administration, Plaatsing } from './administration.ts';
import type { Month } from './calendar.ts';
import { hasFee, termsOf } from './contract.ts';
import { type Cents, type Hundredths, toEuro } from './decimal.ts';
import { calculateOmzet } from './omzet.ts';
import { calculatePremie } from './premie.ts';
import { calculateSaldo } from './saldo.ts';
import { calculateKostenBovenMinimum, calculateStaffelfee } from './staffel.ts';

/** What one plaatsing amounts to in one month. */
export interface PlaatsingMonth {
  plaatsing: Plaatsing;
  uren: Hundredths;
  uurtarief: Cents;
  omzet: Cents;
  premie: Cents;
  /** Paid in this month (art. 6.1.5). */
  reiskosten: Cents;
}

/** The amounts of a month. A month without fee has staffelfee, minimum and kostenBovenMinimum 0 (art. 6.1, 7.5.4). */
export interface MonthFigures {
  month: Month;
  uren: Hundredths;
  omzet: Cents;
  premie: Cents;
  reiskosten: Cents;
  staffelfee: Cents;
  minimum: Cents;
  kostenBovenMinimum: Cents;
  saldo: Cents;
}

/**
 * The plaatsingen with hours worked or travel paid in each of the months. Hours are summed first, then omzet and premie
 * are rounded once per plaatsing and month (SPEC §2.1). A month asked for and without amounts has an empty list.
 */
export function listPlaatsingMonths(
  administration: Administration,
  months: readonly Month[],
): Map<Month, PlaatsingMonth[]> {
  const { contract } = administration;
  const plaatsingen = new Map(administration.plaatsingen.map((p) => [p.plaatsingnummer.toLowerCase(), p]));
  const byMonth = new Map(months.map((month) => [month, new Map<string, PlaatsingMonth>()]));
  const terms = new Map(months.map((month) => [month, termsOf(contract, month)]));

  const lineOf = (month: Month, plaatsingnummer: string): PlaatsingMonth | undefined => {
    const lines = byMonth.get(month);
    if (!lines) return undefined;
    const key = plaatsingnummer.toLowerCase();
    const known = lines.get(key);
    if (known) return known;
    const plaatsing = plaatsingen.get(key);
    const monthTerms = terms.get(month);
    if (!plaatsing || !monthTerms) throw new Error(`no plaatsing ${plaatsingnummer}`);
    const line: PlaatsingMonth = {
      plaatsing,
      uren: 0,
      uurtarief: plaatsing.uurtarief ?? monthTerms.uurtarief,
      omzet: 0,
      premie: 0,
      reiskosten: 0,
    };
    lines.set(key, line);
    return line;
  };

  for (const { plaatsingnummer, month, uren } of administration.uren) {
    const line = lineOf(month, plaatsingnummer);
    if (line) line.uren += uren;
  }
  for (const { plaatsingnummer, month, reiskosten } of administration.reiskosten) {
    const line = lineOf(month, plaatsingnummer);
    if (line) line.reiskosten += reiskosten;
  }
  for (const [month, lines] of byMonth) {
    const premiePerUur = toEuro(terms.get(month)?.premiePerUur ?? 0);
    for (const line of lines.values()) {
      const uren = toEuro(line.uren);
      line.omzet = calculateOmzet(uren, toEuro(line.uurtarief));
      line.premie = calculatePremie(uren, premiePerUur);
    }
  }
  return new Map([...byMonth].map(([month, lines]) => [month, [...lines.values()]]));
}

/** The amounts of each month, in the order asked for. */
export function calculateMonths(administration: Administration, months: readonly Month[]): MonthFigures[] {
  const lines = listPlaatsingMonths(administration, months);
  return months.map((month) => totalOf(administration, month, lines.get(month) ?? []));
}

/** The amounts of a month: sums of its lines, with the fee on their omzet (SPEC §2.3–2.7). */
export function totalOf(
  { contract }: Administration,
  month: Month,
  lines: readonly PlaatsingMonth[],
): MonthFigures {
  const terms = termsOf(contract, month);
  const fee = hasFee(contract, month);
  const figures = { month, uren: 0, omzet: 0, premie: 0, reiskosten: 0 };
  for (const line of lines) {
    figures.uren += line.uren;
    figures.omzet += line.omzet;
    figures.premie += line.premie;
    figures.reiskosten += line.reiskosten;
  }
  const staffelfee = fee ? calculateStaffelfee(toEuro(figures.omzet), terms.staffel) : 0;
  const minimum = fee ? terms.minimum : 0;
  const kostenBovenMinimum = calculateKostenBovenMinimum(staffelfee, minimum);
  const saldo = calculateSaldo({ ...figures, kostenBovenMinimum });
  return { ...figures, staffelfee, minimum, kostenBovenMinimum, saldo };
}
