import type { Administration } from './administration.ts';
import type { Klantspecificatie, Klantspecificaties } from './api.ts';
import type { Month } from './calendar.ts';
import { formatHundredths } from './decimal.ts';
import { listPlaatsingMonths } from './maand.ts';

/**
 * What is charged to each klant for a month (art. 5 lid 8): a line a plaatsing with hours, its rate and its omzet; the
 * lines add up to the month's omzet. Nothing of a kandidaat but the number (art. 7.7 lid 2).
 */
export function buildKlantspecificaties(administration: Administration, month: Month): Klantspecificaties {
  const worked = (listPlaatsingMonths(administration, [month]).get(month) ?? []).filter(
    ({ uren }) => uren !== 0,
  );
  const byKlant = new Map<string, typeof worked>();
  for (const line of worked) {
    const key = line.plaatsing.klantnummer.toLowerCase();
    const lines = byKlant.get(key);
    if (lines) lines.push(line);
    else byKlant.set(key, [line]);
  }
  const sum = (lines: typeof worked, field: 'uren' | 'omzet') =>
    formatHundredths(lines.reduce((total, line) => total + line[field], 0));
  const klanten = administration.klanten
    .flatMap(({ klantnummer, naam, plaats }): Klantspecificatie[] => {
      const lines = byKlant.get(klantnummer.toLowerCase());
      if (!lines) return [];
      return [
        {
          klantnummer,
          naam,
          plaats,
          lines: lines
            .map(({ plaatsing, uren, uurtarief, omzet }) => ({
              plaatsingnummer: plaatsing.plaatsingnummer,
              kandidaatnummer: plaatsing.kandidaatnummer,
              uren: formatHundredths(uren),
              uurtarief: formatHundredths(uurtarief),
              bedrag: formatHundredths(omzet),
            }))
            .sort((a, b) => (a.plaatsingnummer < b.plaatsingnummer ? -1 : 1)),
          uren: sum(lines, 'uren'),
          total: sum(lines, 'omzet'),
        },
      ];
    })
    .sort((a, b) => (a.klantnummer < b.klantnummer ? -1 : 1));
  return {
    contractnummer: administration.contract.contractnummer,
    month,
    revision: administration.revision,
    klanten,
    uren: sum(worked, 'uren'),
    total: sum(worked, 'omzet'),
  };
}
