import { badArgument } from './host-object.ts';

/** Cells side by side, counted from 0. */
export interface Rect {
  rowIndex: number;
  columnIndex: number;
  rowCount: number;
  columnCount: number;
}

export const MAX_ROWS = 1_048_576;
export const MAX_COLUMNS = 16_384;

const letters = (index: number): string =>
  (index >= 26 ? letters(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26));
const columnOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** Reads `A1`, `$A$1:B2`, `A:B`, `1:2`, each with or without a sheet before it. Throws InvalidArgument. */
export function parseAddress(text: string): Rect & { sheet: string | undefined } {
  const parts = /^(?:(?:'((?:[^']|'')+)'|([^!']+))!)?([^!]+)$/.exec(text.trim());
  if (!parts) throw badArgument();
  const sheet = parts[1]?.replaceAll("''", "'") ?? parts[2];
  const body = (parts[3] ?? '').replaceAll('$', '').toUpperCase();
  const cells = /^([A-Z]{1,3})?(\d{1,7})?(?::([A-Z]{1,3})?(\d{1,7})?)?$/.exec(body);
  const [, c1, r1, c2 = c1, r2 = r1] = cells ?? [];
  const wholeColumns = c1 !== undefined && r1 === undefined && body.includes(':') && r2 === undefined;
  const wholeRows = c1 === undefined && r1 !== undefined && body.includes(':') && c2 === undefined;
  if (!cells || (!wholeColumns && !wholeRows && (c1 === undefined || r1 === undefined || !c2 || !r2)))
    throw badArgument();
  const rows = wholeColumns ? [0, MAX_ROWS - 1] : [Number(r1) - 1, Number(r2) - 1];
  const columns = wholeRows ? [0, MAX_COLUMNS - 1] : [columnOf(c1 ?? ''), columnOf(c2 ?? '')];
  const rowIndex = Math.min(...rows);
  const columnIndex = Math.min(...columns);
  if (rowIndex < 0 || Math.max(...rows) >= MAX_ROWS || Math.max(...columns) >= MAX_COLUMNS)
    throw badArgument();
  return {
    sheet,
    rowIndex,
    columnIndex,
    rowCount: Math.max(...rows) - rowIndex + 1,
    columnCount: Math.max(...columns) - columnIndex + 1,
  };
}

/** `A1:B2`, without the sheet. */
export function formatAddress(
  { rowIndex, columnIndex, rowCount, columnCount }: Rect,
  absolute = false,
): string {
  const sign = absolute ? '$' : '';
  const row = (index: number) => sign + String(index + 1);
  const column = (index: number) => sign + letters(index);
  const lastRow = rowIndex + rowCount - 1;
  const lastColumn = columnIndex + columnCount - 1;
  if (rowCount === MAX_ROWS) return `${column(columnIndex)}:${column(lastColumn)}`;
  if (columnCount === MAX_COLUMNS) return `${row(rowIndex)}:${row(lastRow)}`;
  const first = column(columnIndex) + row(rowIndex);
  return rowCount === 1 && columnCount === 1 ? first : `${first}:${column(lastColumn)}${row(lastRow)}`;
}

export const quoteSheet = (name: string): string =>
  /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name) && !/^[A-Z]{1,3}\d+$/i.test(name)
    ? name
    : `'${name.replaceAll("'", "''")}'`;

/** The cells in both; undefined where they share none. */
export function intersect(a: Rect, b: Rect): Rect | undefined {
  const rowIndex = Math.max(a.rowIndex, b.rowIndex);
  const columnIndex = Math.max(a.columnIndex, b.columnIndex);
  const rowCount = Math.min(a.rowIndex + a.rowCount, b.rowIndex + b.rowCount) - rowIndex;
  const columnCount = Math.min(a.columnIndex + a.columnCount, b.columnIndex + b.columnCount) - columnIndex;
  return rowCount > 0 && columnCount > 0 ? { rowIndex, columnIndex, rowCount, columnCount } : undefined;
}

/** Whether all of `inner` lies in `outer`. */
export const covers = (outer: Rect, inner: Rect): boolean =>
  outer.rowIndex <= inner.rowIndex &&
  outer.columnIndex <= inner.columnIndex &&
  outer.rowIndex + outer.rowCount >= inner.rowIndex + inner.rowCount &&
  outer.columnIndex + outer.columnCount >= inner.columnIndex + inner.columnCount;
