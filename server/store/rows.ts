import { RowMap } from '../../shared/row-map.ts';
import { keyFields, type Row, type Table } from '../../shared/tables.ts';
import type { Store } from './store.ts';

/**
 * The rows of a table: as they stand, from which revision where that is after `revision`, as they stood at `revision`
 * where that differs, and what they were for a time after it.
 */
export interface TableState {
  current: RowMap<Row>;
  since: RowMap<number>;
  past: RowMap<Row>;
  between: RowMap<Row[]>;
}

/** A version of a row: it stands from revision `from` up to, not including, `to`; null while it is current. */
export interface Version {
  row: Row;
  from: number;
  to: number | null;
}

/** Quoted: PostgreSQL reads them in lower case otherwise. */
const names = (table: Table) => table.columns.map((column) => `"${column.name}"`);
const keyNames = (table: Table) => names(table).slice(0, table.keyLength);

/** Reads a table in one scan. `revision` null: nothing was agreed, so no past. */
export async function readTable(
  store: Store,
  contractId: number,
  table: Table,
  revision: number | null,
): Promise<TableState> {
  const columns = [...names(table), 'from_revision', 'to_revision'];
  const rows = (await (revision === null
    ? store.queryMany(table.name, columns, 'contract_id = ? AND to_revision IS NULL', [contractId])
    : store.queryMany(table.name, columns, 'contract_id = ? AND (to_revision IS NULL OR to_revision > ?)', [
        contractId,
        revision,
      ]))) as Row[];
  const current = new RowMap<Row>(table);
  const since = new RowMap<number>(table);
  const past = new RowMap<Row>(table);
  const between = new RowMap<Row[]>(table);
  for (const cells of rows) {
    const to = cells.pop();
    const from = cells.pop() as number;
    const isNew = revision === null || from > revision;
    if (to === null) {
      current.set(cells, cells);
      if (isNew) since.set(cells, from);
    } else if (!isNew) past.set(cells, cells);
    else {
      const versions = between.get(cells);
      if (versions) versions.push(cells);
      else between.set(cells, [cells]);
    }
  }
  return { current, since, past, between };
}

/** Whether more versions of urenregels are kept of a contract than so many: other tables hold far fewer. */
export async function holdsMore(store: Store, contractId: number, rows: number): Promise<boolean> {
  const [[held] = []] = await store.queryArrays(
    'SELECT count(*) FROM (SELECT 1 FROM uren WHERE contract_id = ? LIMIT ?) AS held',
    [contractId, rows + 1],
  );
  return Number(held) > rows;
}

/** Every version of a row, oldest first. `key`: its key fields. */
export async function listVersions(
  store: Store,
  contractId: number,
  table: Table,
  key: readonly string[],
): Promise<Version[]> {
  const width = table.columns.length;
  const where = keyNames(table).map((name) => `${name} = ?`);
  const rows = (await store.queryArrays(
    `SELECT ${names(table).join(', ')}, from_revision, to_revision FROM ${table.name} WHERE contract_id = ? AND ${where.join(' AND ')} ORDER BY from_revision`,
    [contractId, ...key],
  )) as Row[];
  return rows.map((cells) => ({
    row: cells.slice(0, width),
    from: cells[width] as number,
    to: cells[width + 1] as number | null,
  }));
}

/** Writes the rows of one sync: those that end, and those that begin, at `revision`. */
export async function writeRows(
  store: Store,
  contractId: number,
  table: Table,
  revision: number,
  ended: readonly Row[],
  begun: readonly Row[],
): Promise<void> {
  const keys = ended.map((row) => keyFields(table, row));
  await store.endMany(table.name, revision, contractId, keyNames(table), keys);
  const fixed = { contract_id: contractId, from_revision: revision };
  await store.insertMany(table.name, fixed, names(table), begun);
}
