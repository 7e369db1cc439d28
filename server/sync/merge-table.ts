import type { Counts, SyncRequest } from '../../shared/api.ts';
import { mergeRow, sameRow } from '../../shared/merge.ts';
import { keyFields, keyOf, type Row, type Table } from '../../shared/tables.ts';
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
  { rows, keys, index }: ValidRows,
  request: SyncRequest,
): Promise<TableOutcome> {
  const state = await readTable(store, contractId, table, request.revision);
  const { current, past, between } = state;
  const keysOf = (keys: string[][] | undefined) => new Set((keys ?? []).map((key) => keyOf(table, key)));
  const mine = keysOf(request.mine[table.name]);
  const restore = keysOf(request.restore[table.name]);
  const agreed = request.revision;
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
  const baseOf = (key: string): Row | undefined => {
    const now = current.get(key);
    return now && agreed !== null && now.from <= agreed ? now.row : past.get(key);
  };
  const stateAt = async (row: readonly unknown[], revision: number): Promise<Row | undefined> =>
    (await listVersions(store, contractId, table, keyFields(table, row))).find(
      ({ from, to }) => from <= revision && (to === null || to > revision),
    )?.row;
  const begin = (key: string, row: Row) => {
    outcome.begun.push(row);
    current.set(key, { row, from: Number.POSITIVE_INFINITY });
  };

  const later = [...current.keys()].filter((key) => !index.has(key));

  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i] as Row;
    const key = keys[i] as string;
    const theirs = current.get(key);
    const base = baseOf(key);
    if (theirs === undefined) {
      const held = between.get(key)?.some((version) => sameRow(row, version));
      if (base === undefined && !held) {
        outcome.counts.added += 1;
        begin(key, row);
      } else if (base && sameRow(row, base)) outcome.removed.push(keyFields(table, row));
      else if (mine.has(key) && request.seen !== null && (await stateAt(row, request.seen)) === undefined) {
        outcome.counts.added += 1;
        begin(key, row);
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
    for (let field = 0; field < table.keyLength; field += 1) row[field] = theirs.row[field] ?? null;
    if (sameRow(row, theirs.row)) continue;
    const merged = mergeRow(base, row, theirs.row);
    const conflicts = [...merged.conflicts, ...listHeldSince(merged.row, theirs.row, between.get(key))];
    if (conflicts.length > 0) {
      const seen = mine.has(key) && request.seen !== null ? await stateAt(row, request.seen) : undefined;
      for (const place of conflicts) {
        merged.row[place] = theirs.row[place] ?? null;
        if (seen && seen[place] === theirs.row[place]) merged.row[place] = row[place] ?? null;
        else
          outcome.conflicts.push({
            key: keyFields(table, row),
            field: place,
            base: base ?? null,
            mine: row,
            theirs: theirs.row,
          });
      }
    }
    if (!sameRow(merged.row, row)) outcome.toWorkbook.push(merged.row);
    if (!sameRow(merged.row, theirs.row)) {
      outcome.ended.push(theirs.row);
      outcome.counts.changed += 1;
      begin(key, merged.row);
    }
  }

  const from = request.tables[table.name].from;
  const removing = new Map((request.remove[table.name] ?? []).map((key) => [keyOf(table, key), key]));
  for (const key of later) {
    const { row, from: since } = current.get(key) as { row: Row; from: number };
    if (table.name === 'uren' && from !== undefined && String(row[1]) < from) continue;
    const base = baseOf(key);
    if (removing.has(key)) {
      const untouched = base !== undefined && sameRow(row, base);
      const chosen = mine.has(key) && request.seen !== null && since <= request.seen;
      if (untouched || chosen) {
        outcome.ended.push(row);
        outcome.counts.removed += 1;
        current.delete(key);
      } else
        outcome.conflicts.push({
          key: keyFields(table, row),
          field: null,
          base: base ?? null,
          mine: null,
          theirs: row,
        });
    } else if (base === undefined || restore.has(key)) outcome.toWorkbook.push(row);
    else outcome.missing.push(keyFields(table, row));
  }
  return outcome;
}

/** Places of the fields that would be stored with a value that the server held for a time and gave up. */
const listHeldSince = (merged: Row, theirs: Row, versions: readonly Row[] = []): number[] =>
  merged.flatMap((value, i) =>
    value !== theirs[i] && versions.some((version) => version[i] === value) ? [i] : [],
  );
