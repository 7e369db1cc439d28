import type { Issue } from './api.ts';
import { formatDay } from './calendar.ts';
import type { Contract } from './contract.ts';
import type { RowMap } from './row-map.ts';
import { keyFields, type Row, type Table, type TableName } from './tables.ts';
import { describe, labelOf } from './validate.ts';

/** A table after a sync: its rows, what the sync began and ended in it, and each sent row's place. */
export interface TableAfter {
  table: Table;
  rows: RowMap<Row>;
  begun: readonly Row[];
  ended: readonly Row[];
  index: RowMap<number>;
}

/**
 * What must hold between rows, on the state after the whole sync: references exist, hours lie inside their plaatsing,
 * a plaatsing starts no later than the contract's einddatum, and nothing that is referred to is gone. Only what the
 * sync touched, and what refers to it, is looked at: the rest was right before.
 */
export function checkReferences(contract: Contract, tables: readonly TableAfter[]): Issue[] {
  const issues: Issue[] = [];
  const byName = new Map(tables.map((after) => [after.table.name, after]));
  const get = (name: TableName) => byName.get(name) as TableAfter;
  const plaatsingen = get('plaatsingen');
  const uren = get('uren');

  const add = (after: TableAfter, row: Row, field: string, message: string, article?: string) => {
    const key = keyFields(after.table, row);
    const place = after.index.get(row) ?? null;
    issues.push({
      table: after.table.name,
      row: place,
      key,
      field,
      message: `${describe(after.table, key, place)}, ${labelOf(after.table, field)}: ${message}`,
      ...(article === undefined ? {} : { article }),
    });
  };
  const checkPlaatsing = (row: Row) => {
    for (const [i, name] of [
      [1, 'kandidaten'],
      [2, 'klanten'],
    ] as const) {
      const { table, rows } = get(name);
      if (!rows.has([row[i]]))
        add(
          plaatsingen,
          row,
          plaatsingen.table.columns[i]?.name ?? '',
          `${row[i]} staat niet in het blad ${table.label}. Voeg de ${table.singular} toe of verbeter het nummer.`,
        );
    }
    if (contract.einddatum !== null && String(row[3]) > contract.einddatum)
      add(
        plaatsingen,
        row,
        'startdatum',
        `ligt na ${formatDay(contract.einddatum)}, het einde van het contract. Een plaatsing kan daarna niet meer beginnen.`,
        '7.5',
      );
  };
  let last: { plaatsingnummer: unknown; plaatsing: Row | undefined } | undefined;
  const checkUren = (row: Row) => {
    // Hours come by the plaatsing: most rows have that of the row before.
    if (last?.plaatsingnummer !== row[0])
      last = { plaatsingnummer: row[0], plaatsing: plaatsingen.rows.get(row) };
    const plaatsing = last?.plaatsing;
    if (!plaatsing) {
      add(
        uren,
        row,
        'plaatsingnummer',
        plaatsingen.ended.some(([number]) => String(number).toLowerCase() === String(row[0]).toLowerCase())
          ? `plaatsing ${row[0]} is verwijderd, maar deze uren staan er nog. Verwijder ook de uren, of zet de plaatsing terug.`
          : `${row[0]} staat niet in het blad Plaatsingen. Voeg de plaatsing toe of verbeter het nummer.`,
      );
      return;
    }
    const [start, end] = [String(plaatsing[3]), plaatsing[4] as string | null];
    const datum = String(row[1]);
    if (datum < start || (end !== null && datum > end))
      add(
        uren,
        row,
        'datum',
        `valt buiten plaatsing ${row[0]}, die loopt van ${formatDay(start)}${end === null ? '' : ` tot en met ${formatDay(end)}`}. Verbeter de datum of de plaatsing.`,
        '1f',
      );
  };

  for (const after of tables)
    for (const { row, other } of listSameNumbers(after))
      add(
        after,
        row,
        after.table.columns[0]?.name ?? '',
        `is voor Excel hetzelfde getal als ${other}. Geef een van beide een ander nummer, zoals ${after.table.singular[0]?.toUpperCase()}${row[0]}.`,
      );

  const parentsGone = get('kandidaten').ended.length + get('klanten').ended.length > 0;
  for (const row of parentsGone ? rowsOf(plaatsingen) : plaatsingen.begun) checkPlaatsing(row);
  for (const row of plaatsingen.ended.length > 0 ? rowsOf(uren) : uren.begun) checkUren(row);
  return issues;
}

/**
 * New rows of which the number is for Excel that of another row: `01` and `1`, `100` and `1E2`. Its SUMIFS adds up what
 * it compares as numbers.
 */
function listSameNumbers({ table, rows, begun }: TableAfter): { row: Row; other: string }[] {
  const isNumber = (key: unknown) => /^[-]?\d*\.?\d+(e-?\d+)?$/i.test(String(key));
  const added = table.keyLength === 1 ? begun.filter(([key]) => isNumber(key)) : [];
  if (added.length === 0) return [];
  const byValue = new Map<number, string[]>();
  for (const [key] of rows.values())
    if (isNumber(key)) byValue.set(Number(key), [...(byValue.get(Number(key)) ?? []), String(key)]);
  return added.flatMap((row) => {
    const other = byValue
      .get(Number(row[0]))
      ?.find((key) => key.toLowerCase() !== String(row[0]).toLowerCase());
    return other === undefined ? [] : [{ row, other }];
  });
}

const rowsOf = (after: TableAfter): Row[] => [...after.rows.values()];
