import { covers, intersect, type Rect } from './address.ts';
import { accessDenied, ApiError, notSimulated } from './host-object.ts';
import type { Range } from './range.ts';
import type { Worksheet } from './sheet.ts';
import type { Table } from './table.ts';

const conflict = (): ApiError =>
  new ApiError('InsertDeleteConflict', 'The insert or delete operation attempted resulted in a conflict.');

const columnsIn = (band: Rect, rect: Rect): boolean =>
  covers({ ...band, rowIndex: 0, rowCount: Infinity }, rect);
const sharesColumns = (band: Rect, rect: Rect): boolean =>
  intersect({ ...band, rowIndex: 0, rowCount: Infinity }, rect) !== undefined;

/** Moves the cells from `band` on down by its height, with the tables, names and settings in its columns. */
export function insertRows(sheet: Worksheet, band: Rect): void {
  if (sheet.protection.protected) throw accessDenied();
  const tables = tablesOf(sheet).filter((table) => {
    const rect = table.$rect();
    return sharesColumns(band, rect) && rect.rowIndex + rect.rowCount > band.rowIndex;
  });
  if (tables.some((table) => !columnsIn(band, table.$rect()))) throw conflict();
  sheet.$grid.insertRows(band);
  for (const table of tables) {
    if (table.$row >= band.rowIndex) table.$row += band.rowCount;
    else table.$grow(band.rowCount);
  }
  moveRest(sheet, (rect) => {
    if (!columnsIn(band, rect) || rect.rowIndex + rect.rowCount <= band.rowIndex) return rect;
    return rect.rowIndex >= band.rowIndex
      ? { ...rect, rowIndex: rect.rowIndex + band.rowCount }
      : { ...rect, rowCount: rect.rowCount + band.rowCount };
  });
}

/** Takes the cells of `band` out and moves what stands below up; tables that lie wholly in it go. */
export function removeRows(sheet: Worksheet, band: Rect): void {
  if (sheet.protection.protected) throw accessDenied();
  const bottom = band.rowIndex + band.rowCount;
  const tables = tablesOf(sheet).filter((table) => {
    const rect = table.$rect();
    return sharesColumns(band, rect) && rect.rowIndex + rect.rowCount > band.rowIndex;
  });
  for (const table of tables) {
    const rect = table.$rect();
    const headerGoes = rect.rowIndex >= band.rowIndex && rect.rowIndex < bottom;
    if (!columnsIn(band, rect) || (headerGoes && !covers(band, rect))) throw conflict();
    if (!headerGoes && covers(band, table.$bodyRect()))
      throw notSimulated('deleting all rows of a table as cells');
  }
  for (const table of tables) {
    const rect = table.$rect();
    if (covers(band, rect)) table.$forget();
    else if (rect.rowIndex >= bottom) table.$row -= band.rowCount;
    else table.$shrink(intersect(table.$bodyRect(), band)?.rowCount ?? 0);
  }
  sheet.$grid.removeRows(band);
  moveRest(sheet, (rect) => {
    if (!columnsIn(band, rect)) return rect;
    const taken = intersect(band, rect)?.rowCount ?? 0;
    if (taken === rect.rowCount) return undefined;
    const above = Math.max(0, Math.min(bottom, rect.rowIndex) - band.rowIndex);
    return { ...rect, rowIndex: rect.rowIndex - above, rowCount: rect.rowCount - taken };
  });
}

/** Moves the cells from `band` on to the right, or, `by` being below 0, takes them out. Tables may only move along. */
export function shiftColumns(sheet: Worksheet, band: Rect, by: number, within?: Table): void {
  if (sheet.protection.protected) throw accessDenied();
  const rows = { ...band, columnIndex: 0, columnCount: Infinity };
  const right = band.columnIndex + (by < 0 ? band.columnCount : 0);
  const behind = tablesOf(sheet).filter((table) => {
    const rect = table.$rect();
    return (
      table !== within && intersect(rows, rect) && rect.columnIndex + rect.columnCount > band.columnIndex
    );
  });
  for (const table of behind) {
    const rect = table.$rect();
    if (!covers(rows, rect)) throw conflict();
    if (rect.columnIndex < right) throw notSimulated('a shift of columns inside a table');
  }
  for (const table of behind) table.$column += by;
  if (by > 0) sheet.$grid.insertColumns(band);
  else sheet.$grid.removeColumns(band);
  moveRest(sheet, (rect) => {
    if (!covers(rows, rect) || rect.columnIndex < right) return rect;
    return { ...rect, columnIndex: rect.columnIndex + by };
  });
}

const tablesOf = (sheet: Worksheet): Table[] =>
  sheet.workbook.$tables.filter((table) => table.worksheet === sheet);

/** Names, settings, and the ranges that the client or the test still holds. */
function moveRest(sheet: Worksheet, move: (rect: Rect) => Rect | undefined): void {
  sheet.$formats.shift(move);
  const ranges = new Set<Range>();
  for (const target of sheet.workbook.$tracked()) if (isRange(target)) ranges.add(target);
  for (const item of sheet.workbook.$names) if (item.$range) ranges.add(item.$range);
  for (const format of sheet.$conditionalFormats) {
    format.$shift(move);
    ranges.add(format.range);
  }
  for (const range of sheet.workbook.$selected) ranges.add(range);
  for (const range of ranges) if (range.worksheet === sheet) range.$move(move(range));
  sheet.$conditionalFormats = sheet.$conditionalFormats.filter(({ range }) => !range.$deleted);
}

const isRange = (target: object): target is Range => '$move' in target;
