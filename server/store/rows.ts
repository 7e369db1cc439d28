import { keyFields, keyOf, type Row, type Table } from '../../shared/tables.ts';
import { prepare, type Store } from './store.ts';

/** A row as it stands now, and the revision since which it does. */
export interface Current {
  row: Row;
  from: number;
}

/**
 * The rows of a table by {@link keyOf}: as they stand, as they stood at `revision` where that differs, and what they
 * were for a time after it.
 */
export interface TableState {
  current: Map<string, Current>;
  past: Map<string, Row>;
  between: Map<string, Row[]>;
}

/** A version of a row: it stands from revision `from` up to, not including, `to`; null while it is current. */
export interface Version {
  row: Row;
  from: number;
  to: number | null;
}

const names = (table: Table) => table.columns.map((column) => column.name);
const keyWhere = (table: Table) =>
  names(table)
    .slice(0, table.keyLength)
    .map((name) => `${name} = ?`)
    .join(' AND ');

/** Reads a table in one scan. `revision` null: nothing was agreed, so no past. */
export function readTable(
  store: Store,
  contractId: number,
  table: Table,
  revision: number | null,
): TableState {
  const select = `SELECT ${names(table).join(', ')}, from_revision, to_revision FROM ${table.name} WHERE contract_id = ?`;
  const read = (text: string, ...parameters: unknown[]) =>
    prepare(store, text)
      .raw()
      .all(...parameters) as Row[];
  const rows =
    revision === null
      ? read(`${select} AND to_revision IS NULL`, contractId)
      : read(`${select} AND (to_revision IS NULL OR to_revision > ?)`, contractId, revision);
  const state: TableState = { current: new Map(), past: new Map(), between: new Map() };
  for (const cells of rows) {
    const to = cells.pop();
    const from = cells.pop() as number;
    if (to === null) state.current.set(keyOf(table, cells), { row: cells, from });
    else if (revision !== null && from <= revision) state.past.set(keyOf(table, cells), cells);
    else {
      const key = keyOf(table, cells);
      const versions = state.between.get(key);
      if (versions) versions.push(cells);
      else state.between.set(key, [cells]);
    }
  }
  return state;
}

/** Every version of a row, oldest first. `key`: its key fields. */
export function listVersions(
  store: Store,
  contractId: number,
  table: Table,
  key: readonly string[],
): Version[] {
  const width = table.columns.length;
  const text = `SELECT ${names(table).join(', ')}, from_revision, to_revision FROM ${table.name} WHERE contract_id = ? AND ${keyWhere(table)} ORDER BY from_revision`;
  const rows = prepare(store, text)
    .raw()
    .all(contractId, ...key) as Row[];
  return rows.map((cells) => ({
    row: cells.slice(0, width),
    from: cells[width] as number,
    to: cells[width + 1] as number | null,
  }));
}

/** Writes the rows of one sync: those that end, and those that begin, at `revision`. */
export function writeRows(
  store: Store,
  contractId: number,
  table: Table,
  revision: number,
  ended: readonly Row[],
  begun: readonly Row[],
): void {
  if (ended.length > 0) {
    const end = prepare(
      store,
      `UPDATE ${table.name} SET to_revision = ? WHERE contract_id = ? AND ${keyWhere(table)} AND to_revision IS NULL`,
    );
    for (const row of ended) end.run(revision, contractId, ...keyFields(table, row));
  }
  if (begun.length > 0) {
    // What is the same for every row stands in the text: binding it ten thousand times is a sixth of the time.
    const begin = store.raw.prepare(
      `INSERT INTO ${table.name} (contract_id, from_revision, ${names(table).join(', ')}) VALUES (${Number(contractId)}, ${Number(revision)}${', ?'.repeat(table.columns.length)})`,
    );
    for (const row of begun) begin.run(...row);
  }
}
