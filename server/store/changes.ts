import { createHash } from 'node:crypto';
import { keyOf, type Row, type Table, TABLES } from '../../shared/tables.ts';
import type { Revision } from './revisions.ts';
import type { Store } from './store.ts';

/** Characters that are hashed at once. */
const PIECE = 65_536;

/** The rows of a table that a revision ended, and those that it began. */
export interface Changes {
  table: Table;
  ended: readonly Row[];
  begun: readonly Row[];
}

/** A hash over what a revision changed, whatever the order of its rows, and who made it when. Tables without changes may be left out. */
export function digestChanges(changes: readonly Changes[], { at, naam }: Revision): string {
  const hash = createHash('sha256').update(`${JSON.stringify([at, naam])}\n`);
  for (const table of TABLES) {
    const own = changes.find((change) => change.table === table);
    for (const rows of [own?.ended ?? [], own?.begun ?? []]) {
      hash.update(`${table.name} ${rows.length}\n`);
      let text = '';
      for (const row of inOrder(table, rows)) {
        text += `${writeRow(row)}\n`;
        if (text.length < PIECE) continue;
        hash.update(text);
        text = '';
      }
      hash.update(rows.length === 0 ? '\n' : text);
    }
  }
  return hash.digest('hex');
}

/** By key. Rows mostly come so, and are then not sorted. */
function inOrder(table: Table, rows: readonly Row[]): readonly Row[] {
  if (rows.every((row, i) => i === 0 || isInOrder(table, rows[i - 1] as Row, row))) return rows;
  return rows
    .map((row) => ({ row, key: keyOf(table, row) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ row }) => row);
}

/** Whether the key of the first is not after that of the second. */
const isInOrder = (table: Table, a: Row, b: Row): boolean =>
  table.keyLength > 1 && a[0] === b[0] ? String(a[1]) <= String(b[1]) : keyOf(table, a) <= keyOf(table, b);

/** Without the empty cells at the end, so that a column which is added later changes no hash of before. */
function writeRow(row: Row): string {
  const last = row.findLastIndex((cell, i) => cell !== null || i === 0);
  return JSON.stringify(last === row.length - 1 ? row : row.slice(0, last + 1));
}

/** What each revision of a contract changed, as the tables have it now; `only`: of that revision. */
export async function listChanges(
  store: Store,
  contractId: number,
  only?: number,
): Promise<Map<number, Changes[]>> {
  const byRevision = new Map<number, Map<Table, { ended: Row[]; begun: Row[] }>>();
  const of = (revision: number, table: Table) => {
    const tables = byRevision.get(revision) ?? new Map<Table, { ended: Row[]; begun: Row[] }>();
    byRevision.set(revision, tables);
    const changes = tables.get(table) ?? { ended: [], begun: [] };
    tables.set(table, changes);
    return changes;
  };
  for (const table of TABLES) {
    const names = table.columns.map(({ name }) => `"${name}"`);
    const filter = only === undefined ? '' : ' AND (from_revision = ? OR to_revision = ?)';
    const rows = (await store.queryMany(
      table.name,
      [...names, 'from_revision', 'to_revision'],
      `contract_id = ?${filter}`,
      [contractId, ...(only === undefined ? [] : [only, only])],
    )) as Row[];
    for (const cells of rows) {
      const to = cells.pop() as number | null;
      const from = cells.pop() as number;
      of(from, table).begun.push(cells);
      if (to !== null) of(to, table).ended.push(cells);
    }
  }
  return new Map(
    [...byRevision]
      .filter(([revision]) => only === undefined || revision === only)
      .map(([revision, tables]) => [
        revision,
        [...tables].map(([table, changes]) => ({ table, ...changes })),
      ]),
  );
}
