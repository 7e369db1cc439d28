import type { Table, TableName } from '../../shared/tables.ts';
import { cancelled } from '../client.ts';
import { splitIntoBlocks } from './blocks.ts';
import { formatOf, toCell } from './cells.ts';
import type { TableWrites } from './changes.ts';
import { ExcelError } from './errors.ts';
import { asHeld, type Band, cellsOf, type Guard, guardBands } from './guard.ts';
import { type LocatedTable, locateTables, watchShape } from './locate.ts';
import { readTables, type SheetTable, type WorkOptions } from './read.ts';
import { setValidation } from './table-sheets.ts';

/** What a run of cells costs in a request beside its values, in bytes: its paths and calls. */
const RUN_OVERHEAD = 4_000;
/** And what the guard loads of a cell, with the keys beside it, in bytes. */
const GUARDED_CELL = 80;
const MAX_BAND = 500;

/** How often a table is read and written anew where the user changes it meanwhile. */
const ATTEMPTS = 3;

/**
 * Reads a table and writes what `plan` makes of it; anew, up to three times, where the user changes the table meanwhile.
 * `writes` is the last plan.
 */
export async function writePlanned(
  context: Excel.RequestContext,
  name: TableName,
  plan: (sheet: SheetTable) => TableWrites,
  options: WorkOptions,
): Promise<{ isWritten: boolean; isUnfiltered: boolean; writes: TableWrites }> {
  let isUnfiltered = false;
  for (let attempt = 1; ; attempt += 1) {
    const { found, sheet } = await readTable(context, name, options);
    const writes = plan(sheet);
    const outcome = await writeTable(context, found, sheet, writes, options);
    isUnfiltered ||= outcome !== 'nothing' && found.isFiltered;
    if (outcome !== 'moved' || attempt === ATTEMPTS)
      return { isWritten: outcome !== 'moved', isUnfiltered, writes };
  }
}

/** Locates and reads one table. */
export async function readTable(
  context: Excel.RequestContext,
  name: TableName,
  options: WorkOptions = {},
): Promise<{ found: LocatedTable; sheet: SheetTable }> {
  const [found] = (await locateTables(context, [name])) as [LocatedTable];
  const [sheet] = (await readTables(context, [found], options)) as [SheetTable];
  return { found, sheet };
}

/** Like {@link writeTable}, for a single try: throws `moved` where the user changed the table meanwhile. */
export async function writeOnce(
  context: Excel.RequestContext,
  found: LocatedTable,
  sheet: SheetTable,
  writes: TableWrites,
  options: WorkOptions = {},
): Promise<void> {
  if ((await writeTable(context, found, sheet, writes, options)) === 'moved') throw movedError(found.table);
}

/** For a table that the user went on changing. */
export const movedError = ({ label }: Table): ExcelError =>
  new ExcelError(
    'moved',
    `Het blad ${label} veranderde terwijl er in werd geschreven. Wat u typte staat er nog. Probeer het opnieuw.`,
  );

/**
 * Writes to a table as it was located and read just now. A filter is cleared first: Excel would write to other rows than
 * those meant. `moved`: the user changed the table since; what the last block overwrote has been put back, and the table
 * is to be read and planned anew.
 */
export async function writeTable(
  context: Excel.RequestContext,
  found: LocatedTable,
  sheet: SheetTable,
  { runs, append, remove }: TableWrites,
  { onProgress, signal }: WorkOptions,
): Promise<'written' | 'nothing' | 'moved'> {
  const total = runs.length + append.length + remove.length;
  if (total === 0) return 'nothing';
  let done = 0;
  let { rowCount, isFiltered } = found;
  // With the first write and not before: a refusal in between would leave the user without the filter.
  const unfilter = () => {
    if (isFiltered) found.excelTable.clearFilters();
    isFiltered = false;
  };
  const write = async (parts: number, bands: readonly Band[], queue: () => void): Promise<boolean> => {
    if (signal?.aborted) throw cancelled();
    const guard = guardBands(found, sheet, rowCount, bands);
    unfilter();
    queue();
    context.workbook.application.suspendApiCalculationUntilNextSync();
    try {
      await context.sync();
    } catch (error) {
      // Rows to remove that lie beyond the table by now: it got shorter. From the bottom up, nothing went before them.
      if (!bands.some(({ kind }) => kind === 'removal') || !isOutside(error)) throw error;
      const isAsFound = watchShape(found);
      await context.sync();
      if (isAsFound(rowCount)) throw error;
      return false;
    }
    if (!guard.holds()) {
      await putBack(context, found, guard);
      return false;
    }
    done += parts;
    onProgress?.(`${found.table.label} schrijven`, done, total);
    return true;
  };
  for (const block of splitIntoBlocks(runs, ({ values }) => RUN_OVERHEAD + values.length * GUARDED_CELL)) {
    const bands = block.map(({ column, rowIndex, values }) => ({
      rowIndex,
      rows: values.length,
      positions: [found.positions[column] as number],
      written: values.map((value) => [value]),
    }));
    const isWritten = await write(block.length, bands, () => {
      for (const { column, rowIndex, values } of block) {
        const cells = cellsOf(found, found.positions[column] as number, rowIndex, values.length);
        formatCells(cells, found, column);
        cells.values = values.map((value) => [value]);
      }
    });
    if (!isWritten) return 'moved';
    // What was written is from now on what is relied on.
    for (const { column, rowIndex, values } of block)
      values.forEach((value, k) => note(sheet, found, rowIndex + k, column, value));
  }
  if (append.length > 0) {
    await makeRoom(context, found, sheet.lastRow + 1 + append.length, unfilter);
    rowCount = Math.max(rowCount, sheet.lastRow + 1 + append.length);
    const matrix = append.map((row) =>
      found.table.columns.map((column, i) => toCell(column, row[i] ?? null)),
    );
    let rowIndex = sheet.lastRow + 1;
    for (const block of splitIntoBlocks(matrix, () => 8)) {
      const { positions } = found;
      const band: Band = { rowIndex, rows: block.length, positions, kind: 'blank', written: block };
      if (!(await write(block.length, [band], () => appendRows(found, rowIndex, block)))) return 'moved';
      rowIndex += block.length;
    }
  }
  const rowsLeft = rowCount - remove.length;
  // A table keeps one row: the last of them is emptied.
  const deleted = rowsLeft === 0 ? remove.slice(0, -1) : remove;
  for (const block of splitIntoBlocks(
    toBands(deleted, found),
    ({ rows }) => RUN_OVERHEAD + rows * found.columnCount * GUARDED_CELL,
  )) {
    const rows = block.reduce((sum, band) => sum + band.rows, 0);
    const isWritten = await write(rows, block, () => {
      for (const band of block) deleteRows(found, band);
    });
    if (!isWritten) return 'moved';
    rowCount -= rows;
    for (const band of block) sheet.cells.splice(band.rowIndex, band.rows);
  }
  for (const rowIndex of rowsLeft === 0 ? remove.slice(-1) : []) {
    const written = [found.positions.map(() => '')];
    const band: Band = { rowIndex, rows: 1, positions: found.positions, written };
    if (!(await write(1, [band], () => clearRow(found, rowIndex)))) return 'moved';
  }
  return 'written';
}

/** Whether Excel refused because there is no such row. */
const isOutside = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  (error.code === 'InvalidArgument' || error.code === 'ItemNotFound');

/** Puts back what a batch overwrote. Throws `disturbed` where that did not come where it belongs. */
async function putBack(context: Excel.RequestContext, found: LocatedTable, guard: Guard): Promise<void> {
  const isRight = guard.putBack();
  let cause: unknown;
  try {
    await context.sync();
    if (isRight()) return;
  } catch (error) {
    cause = error;
  }
  throw new ExcelError(
    'disturbed',
    `Het blad ${found.table.label} veranderde meermalen terwijl er in werd geschreven. Er kunnen waarden in een verkeerde rij staan. Kijk dat na vóór u opnieuw synchroniseert.`,
    cause,
  );
}

/** What a cell of ours holds after it was written, as Excel gives it back. */
function note(
  sheet: SheetTable,
  { positions }: LocatedTable,
  rowIndex: number,
  column: number,
  value: string | number,
): void {
  const cells = sheet.cells[rowIndex];
  if (cells) cells[positions[column] as number] = asHeld(value);
}

/** Rows, given from the bottom up, as bands of rows that lie below each other, also from the bottom up. */
function toBands(rowIndexes: readonly number[], { positions }: LocatedTable): Band[] {
  const bands: Band[] = [];
  for (const rowIndex of rowIndexes) {
    const band = bands.at(-1);
    if (band && band.rowIndex === rowIndex + 1 && band.rows < MAX_BAND) {
      band.rowIndex = rowIndex;
      band.rows += 1;
    } else bands.push({ rowIndex, rows: 1, positions, kind: 'removal' });
  }
  return bands;
}

/** A band goes at once: row by row, Excel takes seconds for a thousand of them. */
function deleteRows(found: LocatedTable, { rowIndex, rows }: Band): void {
  if (rows === 1) found.excelTable.rows.getItemAt(rowIndex).delete();
  else cellsOf(found, 0, rowIndex, rows, found.columnCount).delete(Excel.DeleteShiftDirection.up);
}

/**
 * Lengthens the table to that many rows; what stands below it, notes or a totals row, moves down. Wherever the table is
 * by then: a row too many is a blank one. Only asks, and queues the rest: a totals row is not gone between two requests,
 * where a failure would leave the table without.
 */
async function makeRoom(
  context: Excel.RequestContext,
  found: LocatedTable,
  rows: number,
  unfilter: () => void,
): Promise<void> {
  const extra = rows - found.rowCount;
  if (extra <= 0) return;
  const { excelTable } = found;
  const { showTotals } = excelTable;
  const occupied = excelTable.getRange().getRowsBelow(extra).getUsedRangeOrNullObject(true);
  occupied.load('address');
  await context.sync();
  unfilter();
  if (showTotals) excelTable.showTotals = false;
  if (!occupied.isNullObject)
    excelTable.getRange().getRowsBelow(extra).insert(Excel.InsertShiftDirection.down);
  excelTable.resize(excelTable.getRange().getResizedRange(extra, 0));
  if (showTotals) excelTable.showTotals = true;
}

/** Queues rows below each other, in the columns that are ours: formats first, so that text stays text. */
function appendRows(found: LocatedTable, rowIndex: number, rows: readonly (string | number)[][]): void {
  const { table, positions } = found;
  table.columns.forEach((column, i) => {
    const cells = cellsOf(found, positions[i] as number, rowIndex, rows.length);
    formatCells(cells, found, i);
    setValidation(cells, column);
  });
  for (const { position, columns } of groupAdjacent(positions))
    cellsOf(found, position, rowIndex, rows.length, columns.length).values = rows.map((row) =>
      columns.map((i) => row[i]),
    );
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

/** One value goes for every cell of the range. */
function formatCells(range: Excel.Range, { table }: LocatedTable, column: number): void {
  const field = table.columns[column];
  if (field) range.set({ numberFormat: formatOf(field) as unknown as string[][] });
}

function clearRow(found: LocatedTable, rowIndex: number): void {
  for (const position of found.positions) cellsOf(found, position, rowIndex, 1).values = [['']];
}
