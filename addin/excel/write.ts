import type { TableName } from '../../shared/tables.ts';
import { cancelled } from '../client.ts';
import { splitIntoBlocks } from './blocks.ts';
import { formatOf, toCell } from './cells.ts';
import { planWrites, type TableChanges, type TableWrites } from './changes.ts';
import { type Connection, writeConnection } from './connection.ts';
import { inOneUndoStep } from './errors.ts';
import { type LocatedTable, locateTables } from './locate.ts';
import { readTables, type SheetTable, type WorkOptions } from './read.ts';
import { setValidation } from './table-sheets.ts';

/** What a run of cells costs in a request beside its values, in bytes: its paths and calls. */
const RUN_OVERHEAD = 1_500;

export interface Applied {
  /** Cells and rows that the user changed meanwhile and that stayed as they are. */
  left: number;
  /** Tables of which the filter was cleared. */
  unfiltered: TableName[];
}

/**
 * Brings the workbook to what the server answered. The tables at stake are read anew first: rows may have moved, and a
 * cell that differs from `before` belongs to the user and stays. The connection is stored after all else, and only when
 * nothing was left. Stops between two blocks when the signal says so; what is then
 * written is written again by a next sync, since the old revision stays.
 */
export const applyChanges = (
  before: readonly SheetTable[],
  changes: Record<TableName, TableChanges>,
  connection: Connection,
  options: WorkOptions = {},
): Promise<Applied> =>
  inOneUndoStep(async (context) => {
    const affected = before.filter(({ table: { name } }) => {
      const { upsert, remove } = changes[name];
      return upsert.length > 0 || remove.length > 0;
    });
    const applied: Applied = { left: 0, unfiltered: [] };
    if (affected.length > 0) {
      const located = await locateTables(
        context,
        affected.map(({ table }) => table.name),
      );
      const now = await readTables(context, located, options);
      for (const [i, found] of located.entries()) {
        const sheet = now[i] as SheetTable;
        const writes = planWrites(affected[i] as SheetTable, sheet, changes[found.table.name]);
        const isWritten = await writeTable(context, found, sheet.lastRow, writes, options);
        if (isWritten && found.isFiltered) applied.unfiltered.push(found.table.name);
        applied.left += writes.left;
      }
    }
    if (applied.left === 0) writeConnection(context, connection);
    await context.sync();
    return applied;
  });

/**
 * Writes to a table that was located and read in the same batch; `lastRow` is that of the reading. A filter is cleared
 * first: Excel would write to other rows than those meant. Returns whether there was anything to write.
 */
export async function writeTable(
  context: Excel.RequestContext,
  found: LocatedTable,
  lastRow: number,
  writes: TableWrites,
  { onProgress, signal }: WorkOptions,
): Promise<boolean> {
  const { runs, append, remove } = writes;
  if (runs.length + append.length + remove.length === 0) return false;
  const total = runs.length + append.length + remove.length;
  let done = 0;
  const step = async (parts: number): Promise<void> => {
    if (signal?.aborted) throw cancelled();
    context.workbook.application.suspendApiCalculationUntilNextSync();
    await context.sync();
    done += parts;
    onProgress?.(`${found.table.label} schrijven`, done, total);
  };
  if (found.isFiltered) found.excelTable.clearFilters();
  for (const block of splitIntoBlocks(runs, RUN_OVERHEAD)) {
    for (const { column, rowIndex, values } of block) {
      const cells = cellsOf(found, found.positions[column] as number, rowIndex, values.length);
      formatCells(cells, found, column);
      cells.values = values.map((value) => [value]);
    }
    await step(block.length);
  }
  if (append.length > 0) {
    await makeRoom(context, found, lastRow + 1 + append.length);
    await appendRows(found, lastRow + 1, append, step);
  }
  const rowsLeft = Math.max(found.rowCount, lastRow + 1 + append.length) - remove.length;
  // A table keeps one row: the last of them is emptied.
  const deleted = rowsLeft === 0 ? remove.slice(0, -1) : remove;
  for (const block of splitIntoBlocks(toBands(deleted), RUN_OVERHEAD)) {
    for (const { rowIndex, rows } of block) deleteRows(found, rowIndex, rows);
    await step(block.reduce((sum, { rows }) => sum + rows, 0));
  }
  if (rowsLeft === 0) {
    for (const rowIndex of remove.slice(-1)) clearRow(found, rowIndex);
    await step(1);
  }
  return true;
}

/** Rows, given from the bottom up, as bands of rows that lie below each other, also from the bottom up. */
function toBands(rowIndexes: readonly number[]): { rowIndex: number; rows: number }[] {
  const bands: { rowIndex: number; rows: number }[] = [];
  for (const rowIndex of rowIndexes) {
    const band = bands.at(-1);
    if (band && band.rowIndex === rowIndex + 1) {
      band.rowIndex = rowIndex;
      band.rows += 1;
    } else bands.push({ rowIndex, rows: 1 });
  }
  return bands;
}

/** A band goes at once: row by row, Excel takes seconds for a thousand of them. */
function deleteRows(found: LocatedTable, rowIndex: number, rows: number): void {
  const { excelTable, sheet, firstRow, firstColumn, columnCount } = found;
  if (rows === 1) excelTable.rows.getItemAt(rowIndex).delete();
  else
    sheet
      .getRangeByIndexes(firstRow + rowIndex, firstColumn, rows, columnCount)
      .delete(Excel.DeleteShiftDirection.up);
}

/** Lengthens the table to that many rows; what stands below it, notes or a totals row, moves down. */
async function makeRoom(context: Excel.RequestContext, found: LocatedTable, rows: number): Promise<void> {
  const extra = rows - found.rowCount;
  if (extra <= 0) return;
  const { excelTable, sheet, firstRow, firstColumn, rowCount, columnCount } = found;
  const { showTotals } = excelTable;
  if (showTotals) excelTable.showTotals = false;
  const below = sheet.getRangeByIndexes(firstRow + rowCount, firstColumn, extra, columnCount);
  const occupied = below.getUsedRangeOrNullObject(true);
  occupied.load('address');
  await context.sync();
  if (!occupied.isNullObject) below.insert(Excel.InsertShiftDirection.down);
  excelTable.resize(sheet.getRangeByIndexes(firstRow - 1, firstColumn, rows + 1, columnCount));
  if (showTotals) excelTable.showTotals = true;
}

/** Writes rows below each other, in the columns that are ours: formats first, so that text stays text. */
async function appendRows(
  found: LocatedTable,
  start: number,
  rows: readonly TableWrites['append'][number][],
  step: (parts: number) => Promise<void>,
): Promise<void> {
  const { table, positions } = found;
  table.columns.forEach((column, i) => {
    const cells = cellsOf(found, positions[i] as number, start, rows.length);
    formatCells(cells, found, i);
    setValidation(cells, column);
  });
  const groups = groupAdjacent(positions);
  const matrix = rows.map((row) => table.columns.map((column, i) => toCell(column, row[i] ?? null)));
  let rowIndex = start;
  for (const block of splitIntoBlocks(matrix, 8)) {
    for (const { position, columns } of groups)
      cellsOf(found, position, rowIndex, block.length, columns.length).values = block.map((row) =>
        columns.map((i) => row[i]),
      );
    rowIndex += block.length;
    await step(block.length);
  }
}

/** The fields that stand side by side in the sheet, so that they are written as one block. */
function groupAdjacent(positions: readonly number[]): { position: number; columns: number[] }[] {
  const groups: { position: number; columns: number[] }[] = [];
  const ordered = positions.map((position, column) => ({ position, column }));
  for (const { position, column } of ordered.sort((a, b) => a.position - b.position)) {
    const group = groups.at(-1);
    if (group && group.position + group.columns.length === position) group.columns.push(column);
    else groups.push({ position, columns: [column] });
  }
  return groups;
}

const cellsOf = (
  { sheet, firstRow, firstColumn }: LocatedTable,
  position: number,
  rowIndex: number,
  rows: number,
  columns = 1,
): Excel.Range => sheet.getRangeByIndexes(firstRow + rowIndex, firstColumn + position, rows, columns);

/** One value goes for every cell of the range. */
function formatCells(range: Excel.Range, { table }: LocatedTable, column: number): void {
  const field = table.columns[column];
  if (field) range.set({ numberFormat: formatOf(field) as unknown as string[][] });
}

function clearRow(found: LocatedTable, rowIndex: number): void {
  for (const position of found.positions) cellsOf(found, position, rowIndex, 1).values = [['']];
}
