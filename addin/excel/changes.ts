import type { Key } from '../../shared/api.ts';
import { type Column, keyOf, type WireRow, type WireValue } from '../../shared/tables.ts';
import { isSame, toCell } from './cells.ts';
import { indexRows, type SheetTable } from './read.ts';

/** What must become of a sheet table: rows as they must stand there, and rows that must go. */
export interface TableChanges {
  upsert: WireRow[];
  remove: Key[];
}

/** Cells one below the other, in the column of one field. */
export interface CellRun {
  column: number;
  rowIndex: number;
  values: (string | number)[];
}

export interface TableWrites {
  runs: CellRun[];
  append: WireRow[];
  /** Row indexes, from the bottom up. */
  remove: number[];
  /** Cells and rows that the user changed since `before` and that stay as they are. */
  left: number;
}

/** Excel's client splits large writes of its own accord; shorter runs keep the requests within bounds. */
const MAX_RUN = 5_000;

/**
 * What to write so that `now` gets the changes. Only cells that still hold what they held in `before` are overwritten,
 * and only where the value differs, so that formulas and formats of the user's stay.
 */
export function planWrites(before: SheetTable, now: SheetTable, changes: TableChanges): TableWrites {
  const { table } = now;
  const old = indexRows(before);
  const present = indexRows(now);
  const cells: CellWrite[] = [];
  const writes: TableWrites = { runs: [], append: [], remove: [], left: 0 };
  for (const wanted of changes.upsert) {
    const key = keyOf(table, wanted);
    const row = present.get(key);
    const then = old.get(key);
    if (!row) {
      if (then) writes.left++;
      else writes.append.push(wanted);
      continue;
    }
    // A row of which only a part was written when something stopped: what is blank in it is nobody's.
    const isHalf =
      !then &&
      table.columns.every((column, i) => row.values[i] === null || matches(column, row.values[i], wanted[i]));
    table.columns.forEach((column, i) => {
      const value = wanted[i] as WireValue;
      const current = row.values[i];
      if (matches(column, current, value)) return;
      if (isHalf) cells.push({ column: i, rowIndex: row.rowIndex, value: toCell(column, value) });
      else if (then && current !== undefined && matches(column, then.values[i], current))
        cells.push({ column: i, rowIndex: row.rowIndex, value: toCell(column, value) });
      else writes.left++;
    });
  }
  for (const key of changes.remove) {
    const identity = keyOf(table, key);
    const row = present.get(identity);
    if (!row) continue;
    const then = old.get(identity);
    const untouched = table.columns.every(
      (column, i) => then && row.values[i] !== undefined && matches(column, then.values[i], row.values[i]),
    );
    if (untouched) writes.remove.push(row.rowIndex);
    else writes.left++;
  }
  writes.remove.sort((a, b) => b - a);
  writes.runs = toRuns(cells);
  return writes;
}

interface CellWrite {
  column: number;
  rowIndex: number;
  value: string | number;
}

/** The cells as runs, column by column from above. */
export function toRuns(cells: readonly CellWrite[]): CellRun[] {
  const runs: CellRun[] = [];
  const ordered = cells.toSorted((a, b) => a.column - b.column || a.rowIndex - b.rowIndex);
  for (const { column, rowIndex, value } of ordered) {
    const run = runs.at(-1);
    const follows = run?.column === column && run.rowIndex + run.values.length === rowIndex;
    if (run && follows && run.values.length < MAX_RUN) run.values.push(value);
    else runs.push({ column, rowIndex, values: [value] });
  }
  return runs;
}

const matches = (column: Column, a: WireValue | undefined, b: WireValue | undefined): boolean =>
  a === undefined || b === undefined ? a === b : isSame(column, a, b);
