import type { Renaming } from '../../shared/api.ts';
import { keyFields, keyOf, type Row, type StoredValue, type Table } from '../../shared/tables.ts';
import type { TableOutcome } from './merge-table.ts';

/**
 * The missing rows that are in the request under another key: what refers to a renamed row, with the new number; else
 * the one new row with the same values (of uren: and the same plaatsing or the same day). Where two rows could be it,
 * nothing is said. The outcomes come in the order of TABLES, so that what is referred to comes first.
 */
export function listRenamings(outcomes: readonly TableOutcome[]): Renaming[] {
  const renamings: Renaming[] = [];
  const newNames = new Map<string, string>();
  for (const { table, missing, begun, ended, state } of outcomes) {
    if (missing.length === 0) continue;
    const changed = new Set(ended.map((row) => keyOf(table, row)));
    const added = new Map(
      begun.filter((row) => !changed.has(keyOf(table, row))).map((row) => [keyOf(table, row), row]),
    );
    const gone = missing.map((key) => ({ key, row: renameRefs(table, rowOf(state, table, key), newNames) }));
    const match = (from: string[], to: Row) => {
      renamings.push({ table: table.name, from, to: keyFields(table, to) });
      added.delete(keyOf(table, to));
      if (table.keyLength === 1) newNames.set(nameOf(table, from[0]), String(to[0]));
    };
    const open = new Set(gone);
    for (const item of open) {
      const same = added.get(keyOf(table, item.row));
      if (!same) continue;
      match(item.key, same);
      open.delete(item);
    }
    for (const kept of keptParts(table)) {
      const signatureOf = (row: Row) => JSON.stringify([...kept.map((i) => row[i]), ...valuesOf(table, row)]);
      const candidates = groupBy(added.values(), signatureOf);
      for (const [signature, items] of groupBy(open, ({ row }) => signatureOf(row))) {
        const rows = candidates.get(signature) ?? [];
        const [row] = rows;
        const [item] = items;
        if (!row || !item || rows.length > 1 || items.length > 1) continue;
        match(item.key, row);
        open.delete(item);
      }
    }
  }
  return renamings;
}

/** Which key fields must be the same: none where the key is one number, else one of them at a time. */
const keptParts = ({ keyLength }: Table): number[][] => (keyLength === 1 ? [[]] : [[0], [1]]);

const valuesOf = ({ keyLength }: Table, row: Row): StoredValue[] => row.slice(keyLength);

const rowOf = (state: TableOutcome['state'], table: Table, key: string[]): Row =>
  state.current.get(key) ?? [];

/** The row with the new numbers of what it refers to. */
const renameRefs = ({ columns }: Table, row: Row, newNames: ReadonlyMap<string, string>): Row =>
  row.map((value, i) => {
    const table = columns[i]?.table;
    return table === undefined ? value : (newNames.get(`${table} ${String(value).toLowerCase()}`) ?? value);
  });

const nameOf = ({ name }: Table, number: unknown): string => `${name} ${String(number).toLowerCase()}`;

function groupBy<Item>(items: Iterable<Item>, nameOfGroup: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const name = nameOfGroup(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}
