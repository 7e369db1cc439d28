import type { Counts, SyncRequest } from '../../shared/api.ts';
import { mergeRow, sameRow } from '../../shared/merge.ts';
import { RowMap } from '../../shared/row-map.ts';
import { keyFields, type Row, type Table } from '../../shared/tables.ts';
import type { ValidRows } from '../../shared/validate.ts';
import { listVersions, readTable, type TableState } from '../store/rows.ts';
import type { Store } from '../store/store.ts';

/** What a sync does to one table, and what the workbook gets of it. */
export interface TableOutcome {
  table: Table;
  state: TableState;
  ended: Row[];
  begun: Row[];
  counts: Counts;
  toWorkbook: Row[];
  removed: string[][];
  /** `field` is a place in the row; null where the whole row is at stake. */
  conflicts: {
    key: string[];
    field: number | null;
    base: Row | null;
    mine: Row | null;
    theirs: Row | null;
  }[];
  missing: string[][];
}

/**
 * The table of SPEC §5, row by row: what is stored, what goes to the workbook, what conflicts, what is missing. The base
 * of a row is its state at the request's revision. A value that the server held since and no longer holds is a conflict
 * where it would be stored as new: the workbook may have it from the server, or sent it before without an answer.
 * Changes `state.current` to what would stand after it.
 */
export async function mergeTable(
  store: Store,
  contractId: number,
  table: Table,
  { rows, index }: ValidRows,
  request: SyncRequest,
): Promise<TableOutcome> {
  const state = await readTable(store, contractId, table, request.revision);
  const { current, since, past, between } = state;
  const mine = byKey(table, request.mine[table.name]);
  const restore = byKey(table, request.restore[table.name]);
  const removing = byKey(table, request.remove[table.name]);
  const outcome: TableOutcome = {
    table,
    state,
    ended: [],
    begun: [],
    counts: { added: 0, changed: 0, removed: 0 },
    toWorkbook: [],
    removed: [],
    conflicts: [],
    missing: [],
  };
  const baseOf = (theirs: Row): Row | undefined => (since.has(theirs) ? past.get(theirs) : theirs);
  const stateAt = async (row: readonly unknown[], revision: number): Promise<Row | undefined> =>
    (await listVersions(store, contractId, table, keyFields(table, row))).find(
      ({ from, to }) => from <= revision && (to === null || to > revision),
    )?.row;
  const begin = (row: Row) => {
    outcome.begun.push(row);
    current.set(row, row);
  };

  const stored = current.size;
  let met = 0;
  for (const row of rows) {
    const theirs = current.get(row);
    if (theirs === undefined) {
      const base = past.get(row);
      const held = between.get(row)?.some((version) => sameRow(row, version));
      if (base === undefined && !held) {
        outcome.counts.added += 1;
        begin(row);
      } else if (base && sameRow(row, base)) outcome.removed.push(keyFields(table, row));
      else if (mine.has(row) && request.seen !== null && (await stateAt(row, request.seen)) === undefined) {
        outcome.counts.added += 1;
        begin(row);
      } else
        outcome.conflicts.push({
          key: keyFields(table, row),
          field: null,
          base: base ?? null,
          mine: row,
          theirs: null,
        });
      continue;
    }
    met += 1;
    for (let field = 0; field < table.keyLength; field += 1) row[field] = theirs[field] ?? null;
    if (sameRow(row, theirs)) continue;
    const base = baseOf(theirs);
    const merged = mergeRow(base, row, theirs);
    const conflicts = [...merged.conflicts, ...listHeldSince(merged.row, theirs, between.get(row))];
    if (conflicts.length > 0) {
      const seen = mine.has(row) && request.seen !== null ? await stateAt(row, request.seen) : undefined;
      for (const place of conflicts) {
        merged.row[place] = theirs[place] ?? null;
        if (seen && seen[place] === theirs[place]) merged.row[place] = row[place] ?? null;
        else
          outcome.conflicts.push({
            key: keyFields(table, row),
            field: place,
            base: base ?? null,
            mine: row,
            theirs,
          });
      }
    }
    if (!sameRow(merged.row, row)) outcome.toWorkbook.push(merged.row);
    if (!sameRow(merged.row, theirs)) {
      outcome.ended.push(theirs);
      outcome.counts.changed += 1;
      begin(merged.row);
    }
  }

  const from = request.tables[table.name].from;
  // Where every stored row was met, none is looked for.
  const unsent = met === stored ? [] : [...current.values()].filter((row) => !index.has(row));
  for (const row of unsent) {
    if (table.name === 'uren' && from !== undefined && String(row[1]) < from) continue;
    const base = baseOf(row);
    if (removing.has(row)) {
      const untouched = base !== undefined && sameRow(row, base);
      const chosen = mine.has(row) && request.seen !== null && (since.get(row) ?? 0) <= request.seen;
      if (untouched || chosen) {
        outcome.ended.push(row);
        outcome.counts.removed += 1;
        current.delete(row);
      } else
        outcome.conflicts.push({
          key: keyFields(table, row),
          field: null,
          base: base ?? null,
          mine: null,
          theirs: row,
        });
    } else if (base === undefined || restore.has(row)) outcome.toWorkbook.push(row);
    else outcome.missing.push(keyFields(table, row));
  }
  return outcome;
}

function byKey(table: Table, keys: readonly string[][] = []): RowMap<true> {
  const map = new RowMap<true>(table);
  for (const key of keys) map.set(key, true);
  return map;
}

/** Places of the fields that would be stored with a value that the server held for a time and gave up. */
const listHeldSince = (merged: Row, theirs: Row, versions: readonly Row[] = []): number[] =>
  merged.flatMap((value, i) =>
    value !== theirs[i] && versions.some((version) => version[i] === value) ? [i] : [],
  );
