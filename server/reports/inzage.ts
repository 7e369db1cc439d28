import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { Inzage } from '../../shared/api.ts';
import { formatDay, isDay } from '../../shared/calendar.ts';
import type { Contract } from '../../shared/contract.ts';
import { formatEuro, formatNumber } from '../../shared/format.ts';
import { getTable, type TableName } from '../../shared/tables.ts';
import { head, table, typed } from './cells.ts';
import { heading, paper, type Stand } from './page.ts';

export interface InzageData {
  contract: Contract;
  stand: Stand;
  inzage: Inzage;
}

type Value = string | boolean | null;

/** What is kept of one kandidaat, for themselves (AVG art. 15). */
export function inzage({ contract, stand, inzage: own }: InzageData): TDocumentDefinitions {
  const nummer = String(own.kandidaat['kandidaatnummer']);
  const naam = own.kandidaat['naam'];
  return paper({
    title: 'Uw gegevens',
    subtitle: `kandidaat ${nummer}`,
    contract,
    stand,
    named: [
      { role: 'Van', party: contract.uitvoerder },
      { role: 'Aan', party: { naam: typeof naam === 'string' ? naam : `kandidaat ${nummer}` } },
    ],
    content: [
      {
        text: 'Dit is alles wat in deze administratie over u staat. Klopt er iets niet, laat het ons dan weten.',
        margin: [0, 20, 0, 0],
      },
      heading('Wie u bent'),
      facts('kandidaten', own.kandidaat),
      ...listOf('Uw plaatsingen', 'plaatsingen', own.plaatsingen),
      ...listOf('Uw uren', 'uren', own.uren),
      ...rows(
        'Aan u uitbetaalde premies',
        ['dag', 'nummer', 'bedrag'],
        own.premies.map(({ day, number, payout }) => [formatDay(day), number, formatEuro(payout)]),
      ),
      ...rows(
        'Brieven over uw plaatsingen',
        ['dag', 'plaatsing', 'aan'],
        own.bevestigingen.map(({ date, plaatsingnummer, aan }) => [formatDay(date), plaatsingnummer, aan]),
      ),
      ...rows(
        'Wat er eerder stond',
        ['sinds', 'door', 'waarde'],
        own.history.map(({ at, by, new: now }) => [
          formatDay(at.slice(0, 10)),
          by,
          Object.entries(now ?? {})
            .map(([name, value]) => `${labelOf('kandidaten', name)}: ${show('kandidaten', name, value)}`)
            .join('; '),
        ]),
      ),
      ...rows(
        'Wie uw gegevens heeft opgevraagd',
        ['dag', 'wie', 'wat'],
        own.views.map(({ at, naam: who, action }) => [formatDay(at.slice(0, 10)), who, action]),
      ),
    ],
  });
}

const labelOf = (name: TableName, column: string): string =>
  getTable(name).columns.find((each) => each.name === column)?.label ?? column;

function show(name: TableName, column: string, value: Value | undefined): string {
  const type = getTable(name).columns.find((each) => each.name === column)?.type;
  if (value === null || value === undefined) return '–';
  if (typeof value === 'boolean') return value ? 'ja' : 'nee';
  if (type === 'decimal') return formatNumber(value);
  return isDay(value) ? formatDay(value) : value;
}

const WORD = 24;

const facts = (name: TableName, row: Record<string, Value>): Content =>
  table(
    [150, '*'],
    Object.entries(row).map(([column, value]) => [
      labelOf(name, column),
      typed(show(name, column, value), 2 * WORD),
    ]),
    { headerRows: 0 },
  );

const listOf = (title: string, name: TableName, list: readonly Record<string, Value>[]): Content[] =>
  rows(
    title,
    getTable(name).columns.map(({ label }) => label.toLowerCase()),
    list.map((row) => getTable(name).columns.map((column) => show(name, column.name, row[column.name]))),
  );

function rows(title: string, heads: readonly string[], lines: readonly (readonly string[])[]): Content[] {
  if (lines.length === 0) return [];
  const cells = (line: readonly string[]): TableCell[] =>
    line.map((text) => ({ stack: [typed(text, WORD)], fontSize: heads.length > 4 ? 7.5 : 9 }));
  return [
    heading(title),
    table(
      heads.map((_, i) => (i === heads.length - 1 ? '*' : 'auto')),
      [heads.map((text) => head(text)), ...lines.map(cells)],
    ),
  ];
}
