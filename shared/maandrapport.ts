import type { Administration, Plaatsing } from './administration.ts';
import { formatTotals } from './afrekening.ts';
import type { Maandrapport, ReportWarning } from './api.ts';
import { firstDayOf, formatMonth, lastDayOf, type Month } from './calendar.ts';
import { Decimal, formatHundredths } from './decimal.ts';
import { durationInMonths, lastDaySeen, listDuurWarnings } from './duur.ts';
import { formatEuro } from './format.ts';
import { listPlaatsingMonths, type PlaatsingMonth, totalOf } from './maand.ts';

/**
 * The management report of a month (art. 5.10): numbers of kandidaten and plaatsingen, duration to the month's end, and
 * the amounts, split by kandidaat; the lines add up to the totals.
 */
export function buildMaandrapport(administration: Administration, month: Month): Maandrapport {
  const { contract, revision } = administration;
  const monthEnd = lastDayOf(month);
  const running = administration.plaatsingen.filter((plaatsing) => overlaps(plaatsing, month));
  const lines = listPlaatsingMonths(administration, [month]).get(month) ?? [];
  const durations = running.map((plaatsing) =>
    durationInMonths(plaatsing.startdatum, lastDaySeen(plaatsing, monthEnd)),
  );
  const isRunning = (keyOf: (plaatsing: Plaatsing) => string, key: string) =>
    running.some((plaatsing) => keyOf(plaatsing).toLowerCase() === key.toLowerCase());
  return {
    contractnummer: contract.contractnummer,
    month,
    revision,
    kandidaten: new Set(running.map((plaatsing) => plaatsing.kandidaatnummer.toLowerCase())).size,
    plaatsingen: running.length,
    averageDurationMonths: formatMean(durations),
    totals: formatTotals(totalOf(administration, month, lines)),
    perKandidaat: listKandidaatLines(administration, running, lines),
    warnings: [
      ...listDuurWarnings(
        administration.plaatsingen.filter(({ startdatum }) => startdatum <= monthEnd),
        monthEnd,
      )
        .filter(({ code, plaatsingnummer, kandidaatnummer }) =>
          code === 'kandidaat_duur'
            ? isRunning((plaatsing) => plaatsing.kandidaatnummer, kandidaatnummer)
            : isRunning((plaatsing) => plaatsing.plaatsingnummer, plaatsingnummer),
        )
        .map((warning) => ({
          code: warning.code,
          key: [warning.code === 'kandidaat_duur' ? warning.kandidaatnummer : warning.plaatsingnummer],
          message: warning.message,
        })),
      ...listHoursWarnings(running, lines, month),
      ...listTravelWarnings(administration, month),
    ],
  };
}

/** Whether a plaatsing runs on a day of the month. */
export const overlaps = (plaatsing: Plaatsing, month: Month): boolean =>
  plaatsing.startdatum <= lastDayOf(month) &&
  (plaatsing.einddatum === null || plaatsing.einddatum >= firstDayOf(month));

/** The mean with two decimals; null without values. */
export function formatMean(values: readonly Decimal[]): string | null {
  if (values.length === 0) return null;
  return values
    .reduce((sum, value) => sum.plus(value), new Decimal(0))
    .div(values.length)
    .toFixed(2);
}

function listKandidaatLines(
  { kandidaten }: Administration,
  running: readonly Plaatsing[],
  lines: readonly PlaatsingMonth[],
): Maandrapport['perKandidaat'] {
  const byKandidaat = new Map<string, { running: number; lines: PlaatsingMonth[] }>();
  const entryOf = (kandidaatnummer: string) => {
    const key = kandidaatnummer.toLowerCase();
    const entry = byKandidaat.get(key) ?? { running: 0, lines: [] };
    byKandidaat.set(key, entry);
    return entry;
  };
  for (const plaatsing of running) entryOf(plaatsing.kandidaatnummer).running += 1;
  for (const line of lines) entryOf(line.plaatsing.kandidaatnummer).lines.push(line);
  const sum = (of: PlaatsingMonth[], field: 'uren' | 'omzet' | 'premie' | 'reiskosten') =>
    formatHundredths(of.reduce((total, line) => total + line[field], 0));
  return kandidaten
    .filter(({ kandidaatnummer }) => byKandidaat.has(kandidaatnummer.toLowerCase()))
    .map(({ kandidaatnummer, naam }) => {
      const entry = entryOf(kandidaatnummer);
      return {
        kandidaatnummer,
        naam: naam ?? '',
        plaatsingen: entry.running,
        uren: sum(entry.lines, 'uren'),
        omzet: sum(entry.lines, 'omzet'),
        premie: sum(entry.lines, 'premie'),
        reiskosten: sum(entry.lines, 'reiskosten'),
      };
    })
    .sort((a, b) => (a.kandidaatnummer < b.kandidaatnummer ? -1 : 1));
}

function listHoursWarnings(
  running: readonly Plaatsing[],
  lines: readonly PlaatsingMonth[],
  month: Month,
): ReportWarning[] {
  const worked = new Set(
    lines.filter((line) => line.uren > 0).map((line) => line.plaatsing.plaatsingnummer.toLowerCase()),
  );
  return running
    .filter((plaatsing) => !worked.has(plaatsing.plaatsingnummer.toLowerCase()))
    .map(({ plaatsingnummer }) => ({
      code: 'geen_uren',
      key: [plaatsingnummer],
      message: `Plaatsing ${plaatsingnummer} liep in ${formatMonth(month)}, maar heeft in die maand geen uren. Controleer of er uren ontbreken.`,
    }));
}

function listTravelWarnings({ openReiskosten }: Administration, month: Month): ReportWarning[] {
  const open = new Map<string, number>();
  for (const item of openReiskosten)
    if (item.month <= month && item.reiskosten > 0)
      open.set(item.plaatsingnummer, (open.get(item.plaatsingnummer) ?? 0) + item.reiskosten);
  return [...open].map(([plaatsingnummer, reiskosten]) => ({
    code: 'reiskosten_open',
    key: [plaatsingnummer],
    message: `Van plaatsing ${plaatsingnummer} is ${formatEuro(formatHundredths(reiskosten))} aan reiskosten nog niet uitbetaald. Vul de betaaldatum in zodra er is betaald.`,
  }));
}
