import { MAX_COLUMNS, MAX_ROWS, type Rect } from './address.ts';

export type CellValue = string | number | boolean;

export interface Cell {
  /** "" where nothing stands in it. Of a formula its outcome, which tests set. */
  value: CellValue;
  formula?: string | undefined;
  /** In en-US codes; General where absent. */
  format?: string | undefined;
  /** Entered with an apostrophe before it: text, whatever it looks like. */
  quoted?: boolean | undefined;
}

export const isBlank = (cell: Cell | undefined): boolean =>
  cell === undefined || (cell.value === '' && cell.formula === undefined);

type Row = (Cell | undefined)[];

/** The cells of a sheet, row by row, so that tables of tens of thousands of rows stay quick. */
export class CellGrid {
  #rows: (Row | undefined)[] = [];
  /** Formats of whole columns, for cells without their own. */
  readonly #columnFormats = new Map<number, string>();
  /** The columns that were ever written: rows move as a whole where a shift takes in all of them. */
  #firstColumn = Infinity;
  #lastColumn = -1;

  get(row: number, column: number): Cell | undefined {
    return this.#rows[row]?.[column];
  }

  set(row: number, column: number, cell: Cell | undefined): void {
    if (cell === undefined) {
      const cells = this.#rows[row];
      if (cells) cells[column] = undefined;
      return;
    }
    (this.#rows[row] ??= [])[column] = cell;
    if (column < this.#firstColumn) this.#firstColumn = column;
    if (column > this.#lastColumn) this.#lastColumn = column;
  }

  formatAt(row: number, column: number): string {
    return this.get(row, column)?.format ?? this.#columnFormats.get(column) ?? 'General';
  }

  setFormat(row: number, column: number, format: string): void {
    const cell = this.get(row, column);
    if (cell) cell.format = format;
    else this.set(row, column, { value: '', format });
  }

  setColumnFormat(column: number, format: string): void {
    this.#columnFormats.set(column, format);
    for (const row of this.#rows) {
      const cell = row?.[column];
      if (cell) cell.format = undefined;
    }
  }

  /** The smallest rectangle around the cells of `within` that count; undefined without any. */
  extent(within: Rect, counts: (cell: Cell) => boolean): Rect | undefined {
    const { rowIndex, columnIndex } = within;
    const lastRow = Math.min(rowIndex + within.rowCount, this.#rows.length) - 1;
    const lastColumn = Math.min(columnIndex + within.columnCount - 1, this.#lastColumn);
    let [top, left, bottom, right] = [Infinity, Infinity, -1, -1];
    for (let row = rowIndex; row <= lastRow; row++) {
      const cells = this.#rows[row];
      if (!cells) continue;
      for (let column = columnIndex; column <= lastColumn; column++) {
        const cell = cells[column];
        if (!cell || !counts(cell)) continue;
        top = Math.min(top, row);
        bottom = row;
        left = Math.min(left, column);
        right = Math.max(right, column);
      }
    }
    if (bottom < 0) return undefined;
    return { rowIndex: top, columnIndex: left, rowCount: bottom - top + 1, columnCount: right - left + 1 };
  }

  clear(rect: Rect, keepFormat: boolean): void {
    this.#each(rect, (cell, row, column) => {
      const kept = keepFormat && cell.format !== undefined;
      this.set(row, column, kept ? { value: '', format: cell.format } : undefined);
    });
  }

  clearFormats(rect: Rect): void {
    this.#each(rect, (cell) => {
      cell.format = undefined;
    });
  }

  /** Whether anything stands in the rectangle, formats aside. */
  isEmpty(rect: Rect): boolean {
    return this.extent(rect, (cell) => !isBlank(cell)) === undefined;
  }

  insertRows({ rowIndex, columnIndex, rowCount, columnCount }: Rect): void {
    if (rowIndex >= this.#rows.length) return;
    if (this.#takesWholeRows(columnIndex, columnCount)) {
      const added = Array.from({ length: rowCount }, () => undefined);
      this.#rows = [...this.#rows.slice(0, rowIndex), ...added, ...this.#rows.slice(rowIndex)];
      return;
    }
    for (let row = this.#rows.length - 1; row >= rowIndex; row--)
      this.#moveRow(row, row + rowCount, columnIndex, columnCount);
  }

  removeRows({ rowIndex, columnIndex, rowCount, columnCount }: Rect): void {
    if (this.#takesWholeRows(columnIndex, columnCount)) {
      this.#rows.splice(rowIndex, rowCount);
      return;
    }
    const length = this.#rows.length;
    for (let row = rowIndex; row < length; row++)
      this.#moveRow(row + rowCount, row, columnIndex, columnCount);
  }

  insertColumns({ rowIndex, columnIndex, rowCount, columnCount }: Rect): void {
    for (let row = rowIndex; row < Math.min(rowIndex + rowCount, this.#rows.length); row++) {
      const cells = this.#rows[row];
      if (!cells || cells.length <= columnIndex) continue;
      this.#rows[row] = [
        ...cells.slice(0, columnIndex),
        ...Array<undefined>(columnCount),
        ...cells.slice(columnIndex),
      ];
    }
    this.#lastColumn = Math.min(MAX_COLUMNS - 1, this.#lastColumn + columnCount);
  }

  removeColumns({ rowIndex, columnIndex, rowCount, columnCount }: Rect): void {
    for (let row = rowIndex; row < Math.min(rowIndex + rowCount, this.#rows.length); row++)
      this.#rows[row]?.splice(columnIndex, columnCount);
  }

  #each(rect: Rect, visit: (cell: Cell, row: number, column: number) => void): void {
    const rows = Math.min(rect.rowIndex + rect.rowCount, this.#rows.length);
    const columns = Math.min(rect.columnIndex + rect.columnCount, this.#lastColumn + 1, MAX_COLUMNS);
    for (let row = rect.rowIndex; row < Math.min(rows, MAX_ROWS); row++)
      for (let column = rect.columnIndex; column < columns; column++) {
        const cell = this.get(row, column);
        if (cell) visit(cell, row, column);
      }
  }

  #takesWholeRows(column: number, count: number): boolean {
    return column <= this.#firstColumn && column + count > this.#lastColumn;
  }

  #moveRow(from: number, to: number, column: number, count: number): void {
    for (let i = column; i < column + count && i <= this.#lastColumn; i++) {
      const cell = this.get(from, i);
      if (cell || this.get(to, i)) this.set(to, i, cell);
      if (cell) this.set(from, i, undefined);
    }
  }
}
