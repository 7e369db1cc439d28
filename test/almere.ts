import { readFileSync } from 'node:fs';
import type { Administration } from '../shared/administration.ts';
import type { Maandrapport, Resultaten } from '../shared/api.ts';
import { type Day, monthOf } from '../shared/calendar.ts';
import type { Contract } from '../shared/contract.ts';
import { parseContract } from '../shared/parse-contract.ts';
import { parseHundredths } from '../shared/decimal.ts';

const folder = new URL('./data/almere/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');

/** The rows of a file of the example, by header; blanks are null. */
export function readRows(
  name: 'kandidaten' | 'klanten' | 'plaatsingen' | 'uren',
): Record<string, string | null>[] {
  const [header = '', ...lines] = read(`${name}.csv`).trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) =>
    Object.fromEntries(
      line
        .split(',')
        .map((value, i): [string, string | null] => [names[i] ?? '', value === '' ? null : value]),
    ),
  );
}

export const almereContract = (): Contract => parseContract(JSON.parse(read('contract.json')));

export const almereExpected = () =>
  JSON.parse(read('expected.json')) as {
    months: Pick<Maandrapport, 'month' | 'kandidaten' | 'plaatsingen' | 'averageDurationMonths' | 'totals'>[];
    afrekeningen: { period: string; saldo: string }[];
    resultaten: Resultaten;
  };

/** The example as reports see it; hours worked after `until` left out. */
export function almere(until: Day = '2099-12-31'): Administration {
  const hundredths = (text: string | null | undefined) => parseHundredths(text ?? '') ?? 0;
  const uren = readRows('uren').filter((row) => (row.datum ?? '') <= until);
  return {
    contract: almereContract(),
    revision: 1,
    kandidaten: readRows('kandidaten').map((row) => ({
      kandidaatnummer: row.kandidaatnummer ?? '',
      naam: row.naam ?? null,
      aanmelddatum: row.aanmelddatum ?? '',
      uitkeringSinds: row.uitkeringSinds ?? null,
      matchbaar: row.matchbaar === 'ja',
      uitstroomdatum: row.uitstroomdatum ?? null,
    })),
    klanten: readRows('klanten').map((row) => ({
      klantnummer: row.klantnummer ?? '',
      naam: row.naam ?? '',
      plaats: row.plaats ?? null,
    })),
    plaatsingen: readRows('plaatsingen').map((row) => ({
      plaatsingnummer: row.plaatsingnummer ?? '',
      kandidaatnummer: row.kandidaatnummer ?? '',
      klantnummer: row.klantnummer ?? '',
      startdatum: row.startdatum ?? '',
      einddatum: row.einddatum ?? null,
      urenPerWeek: hundredths(row.urenPerWeek),
      uurtarief: row.uurtarief == null ? null : hundredths(row.uurtarief),
      verlengdTot: row.verlengdTot ?? null,
      verlengingAkkoordOp: row.verlengingAkkoordOp ?? null,
    })),
    uren: uren.map((row) => ({
      plaatsingnummer: row.plaatsingnummer ?? '',
      month: monthOf(row.datum ?? ''),
      uren: hundredths(row.uren),
    })),
    reiskosten: uren
      .filter((row) => row.reiskostenBetaaldOp != null)
      .map((row) => ({
        plaatsingnummer: row.plaatsingnummer ?? '',
        month: monthOf(row.reiskostenBetaaldOp ?? ''),
        reiskosten: hundredths(row.reiskosten),
      })),
    openReiskosten: uren
      .filter((row) => row.reiskosten != null && row.reiskostenBetaaldOp == null)
      .map((row) => ({
        plaatsingnummer: row.plaatsingnummer ?? '',
        month: monthOf(row.datum ?? ''),
        reiskosten: hundredths(row.reiskosten),
      })),
  };
}
