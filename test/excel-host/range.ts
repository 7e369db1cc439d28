import {
  formatAddress,
  intersect,
  MAX_COLUMNS,
  MAX_ROWS,
  parseAddress,
  quoteSheet,
  type Rect,
} from './address.ts';
import { type Cell, type CellValue, isBlank } from './cells.ts';
import { ConditionalFormatCollection } from './conditional-formats.ts';
import { enter, formatCategory, valueType } from './enter.ts';
import { RangeSettings } from './formats.ts';
import { ApiError, badArgument, badDimensions, notFound, notSimulated } from './host-object.ts';
import type { Api } from './host-object.ts';
import type { Worksheet } from './sheet.ts';
import { insertRows, removeRows, shiftColumns } from './shift.ts';
import { TableScopedCollection } from './table-collection.ts';

/** What Excel itself would refuse to send at once. */
const MAX_CELLS = 5_000_000;

export class Range implements Rect {
  static readonly api: Api = {
    name: 'Range',
    scalars: [
      ...['address', 'addressLocal', 'cellCount', 'columnCount', 'columnHidden', 'columnIndex', 'formulas'],
      ...['formulasLocal'],
      ...['hasSpill', 'hyperlink', 'isEntireColumn', 'isEntireRow', 'numberFormat', 'numberFormatCategories'],
      ...['rowCount', 'rowHidden', 'rowIndex', 'style', 'text', 'valueTypes', 'values'],
    ],
    writable: ['values', 'formulas', 'numberFormat', 'hyperlink', 'rowHidden', 'columnHidden', 'style'],
    navs: ['worksheet', 'format', 'dataValidation', 'conditionalFormats'],
    methods: [
      ...['getCell', 'getOffsetRange', 'getResizedRange', 'getAbsoluteResizedRange', 'getRow', 'getColumn'],
      ...['getLastRow', 'getLastColumn', 'getLastCell', 'getEntireColumn', 'getEntireRow', 'getBoundingRect'],
      ...['getRowsAbove', 'getRowsBelow', 'getColumnsBefore', 'getColumnsAfter', 'getIntersection'],
      ...['getIntersectionOrNullObject', 'getUsedRange', 'getUsedRangeOrNullObject', 'getTables', 'clear'],
      ...['insert', 'delete', 'select', 'merge', 'unmerge', 'copyFrom', 'calculate', '_ValidateArraySize'],
    ],
  };
  readonly worksheet: Worksheet;
  rowIndex: number;
  columnIndex: number;
  rowCount: number;
  columnCount: number;
  /** There once its cells were deleted. */
  declare $deleted?: true;

  constructor(worksheet: Worksheet, { rowIndex, columnIndex, rowCount, columnCount }: Rect) {
    if (![rowIndex, columnIndex, rowCount, columnCount].every(Number.isInteger)) throw badArgument();
    if (rowIndex < 0 || columnIndex < 0 || rowCount < 1 || columnCount < 1) throw badArgument();
    if (rowIndex + rowCount > MAX_ROWS || columnIndex + columnCount > MAX_COLUMNS) throw badArgument();
    this.worksheet = worksheet;
    this.rowIndex = rowIndex;
    this.columnIndex = columnIndex;
    this.rowCount = rowCount;
    this.columnCount = columnCount;
  }

  get address(): string {
    return `${quoteSheet(this.worksheet.name)}!${this.$local}`;
  }
  get addressLocal(): string {
    return this.address;
  }
  get $local(): string {
    return formatAddress(this);
  }
  get cellCount(): number {
    return this.rowCount * this.columnCount;
  }
  get isEntireColumn(): boolean {
    return this.rowCount === MAX_ROWS;
  }
  get isEntireRow(): boolean {
    return this.columnCount === MAX_COLUMNS;
  }
  get hasSpill(): boolean {
    return false;
  }

  get values(): CellValue[][] {
    return this.#read((cell) => cell?.value ?? '');
  }
  set values(input: unknown) {
    this.#enter(input);
  }
  /** The formula of a cell that holds one, else its value. */
  get formulas(): CellValue[][] {
    return this.#read((cell) => cell?.formula ?? cell?.value ?? '');
  }
  set formulas(input: unknown) {
    this.#enter(input);
  }
  /** As a Dutch Excel separates arguments; the names of functions stay English. */
  get formulasLocal(): CellValue[][] {
    return this.#read(
      (cell) =>
        cell?.formula?.replace(/"[^"]*"|,/g, (part) => (part === ',' ? ';' : part)) ?? cell?.value ?? '',
    );
  }
  /** Plain, whatever the number format. */
  get text(): string[][] {
    return this.#read((cell) => String(cell?.value ?? ''));
  }
  get valueTypes(): string[][] {
    return this.#read(valueType);
  }
  get numberFormat(): string[][] {
    const { $grid } = this.worksheet;
    return this.#read((_, row, column) => $grid.formatAt(row, column));
  }
  set numberFormat(input: unknown) {
    const { $grid } = this.worksheet;
    this.$guard();
    if (this.isEntireColumn && typeof input === 'string') {
      for (let i = 0; i < this.columnCount; i++) $grid.setColumnFormat(this.columnIndex + i, input);
      return;
    }
    this.#each(input, (format, row, column) => $grid.setFormat(row, column, String(format)));
  }
  get numberFormatCategories(): string[][] {
    return this.numberFormat.map((row) => row.map(formatCategory));
  }
  get hyperlink(): unknown {
    return this.#setting('hyperlink');
  }
  set hyperlink(link: unknown) {
    this.#setSetting('hyperlink', link);
    const text = (link as { textToDisplay?: string } | null)?.textToDisplay;
    if (text !== undefined) this.values = text;
  }
  get rowHidden(): unknown {
    return this.worksheet.$formats.ofAll(this.getEntireRow(), 'rowHidden', false);
  }
  set rowHidden(hidden: unknown) {
    this.$guard();
    this.worksheet.$formats.set(this.getEntireRow(), 'rowHidden', hidden);
  }
  get columnHidden(): unknown {
    return this.worksheet.$formats.ofAll(this.getEntireColumn(), 'columnHidden', false);
  }
  set columnHidden(hidden: unknown) {
    this.$guard();
    this.worksheet.$formats.set(this.getEntireColumn(), 'columnHidden', hidden);
  }
  get style(): unknown {
    return this.#setting('style') ?? 'Normal';
  }
  set style(style: unknown) {
    this.#setSetting('style', style);
  }
  get format(): RangeSettings {
    return new RangeSettings('RangeFormat', this.worksheet.$formats, this, 'format', () => this.$guard());
  }
  get dataValidation(): RangeSettings {
    const { $formats } = this.worksheet;
    return new RangeSettings('DataValidation', $formats, this, 'dataValidation', () => this.$guard());
  }
  get conditionalFormats(): ConditionalFormatCollection {
    return new ConditionalFormatCollection(this);
  }

  getCell(row: number, column: number): Range {
    return this.#at({
      rowIndex: this.rowIndex + row,
      columnIndex: this.columnIndex + column,
      rowCount: 1,
      columnCount: 1,
    });
  }
  getOffsetRange(rows: number, columns: number): Range {
    return this.#at({ rowIndex: this.rowIndex + rows, columnIndex: this.columnIndex + columns });
  }
  getResizedRange(rows: number, columns: number): Range {
    return this.#at({ rowCount: this.rowCount + rows, columnCount: this.columnCount + columns });
  }
  getAbsoluteResizedRange(rowCount: number, columnCount: number): Range {
    return this.#at({ rowCount, columnCount });
  }
  getBoundingRect(other: Range | string): Range {
    const { rowIndex, columnIndex, rowCount, columnCount } =
      typeof other === 'string' ? this.worksheet.getRange(other) : other;
    const top = Math.min(this.rowIndex, rowIndex);
    const left = Math.min(this.columnIndex, columnIndex);
    return this.#at({
      rowIndex: top,
      columnIndex: left,
      rowCount: Math.max(this.rowIndex + this.rowCount, rowIndex + rowCount) - top,
      columnCount: Math.max(this.columnIndex + this.columnCount, columnIndex + columnCount) - left,
    });
  }
  getRow(row: number): Range {
    return this.#at({ rowIndex: this.rowIndex + row, rowCount: 1 });
  }
  getColumn(column: number): Range {
    return this.#at({ columnIndex: this.columnIndex + column, columnCount: 1 });
  }
  getLastRow(): Range {
    return this.getRow(this.rowCount - 1);
  }
  getLastColumn(): Range {
    return this.getColumn(this.columnCount - 1);
  }
  getLastCell(): Range {
    return this.getCell(this.rowCount - 1, this.columnCount - 1);
  }
  getEntireColumn(): Range {
    return this.#at({ rowIndex: 0, rowCount: MAX_ROWS });
  }
  getEntireRow(): Range {
    return this.#at({ columnIndex: 0, columnCount: MAX_COLUMNS });
  }
  getRowsAbove(count = 1): Range {
    return this.#at({ rowIndex: this.rowIndex - count, rowCount: count });
  }
  getRowsBelow(count = 1): Range {
    return this.#at({ rowIndex: this.rowIndex + this.rowCount, rowCount: count });
  }
  getColumnsBefore(count = 1): Range {
    return this.#at({ columnIndex: this.columnIndex - count, columnCount: count });
  }
  getColumnsAfter(count = 1): Range {
    return this.#at({ columnIndex: this.columnIndex + this.columnCount, columnCount: count });
  }
  getIntersectionOrNullObject(other: Range | string): Range | null {
    const range = typeof other === 'string' ? this.worksheet.getRange(other) : other;
    const shared = range.worksheet === this.worksheet && intersect(this, range);
    return shared ? this.#at(shared) : null;
  }
  getIntersection(other: Range | string): Range {
    const shared = this.getIntersectionOrNullObject(other);
    if (!shared) throw notFound();
    return shared;
  }
  /** Formatted cells count, unless `valuesOnly`. */
  getUsedRangeOrNullObject(valuesOnly = false): Range | null {
    const extent = this.worksheet.$grid.extent(this, (cell) => !valuesOnly || !isBlank(cell));
    return extent ? this.#at(extent) : null;
  }
  getUsedRange(valuesOnly = false): Range {
    return this.getUsedRangeOrNullObject(valuesOnly) ?? this.getCell(0, 0);
  }
  getTables(fullyContained = false): TableScopedCollection {
    return new TableScopedCollection(this, fullyContained);
  }

  clear(applyTo = 'All'): void {
    this.$guard();
    const { $grid, $formats } = this.worksheet;
    const all = applyTo === 'All';
    if (!all && !['Contents', 'Formats', 'Hyperlinks', 'RemoveHyperlinks'].includes(applyTo))
      throw notSimulated(`Range.clear(${applyTo})`);
    if (all || applyTo === 'Contents') $grid.clear(this, !all);
    if (all || applyTo === 'Formats') {
      $grid.clearFormats(this);
      $formats.clear(this, 'format.');
    }
    if (all) $formats.clear(this, 'dataValidation.');
    if (all || applyTo.endsWith('Hyperlinks')) $formats.clear(this, 'hyperlink');
    this.#changed();
  }
  insert(shift: string): Range {
    const { rowIndex, columnIndex, rowCount, columnCount } = this;
    if (shift === 'Down') insertRows(this.worksheet, { rowIndex, columnIndex, rowCount, columnCount });
    else shiftColumns(this.worksheet, { rowIndex, columnIndex, rowCount, columnCount }, columnCount);
    return new Range(this.worksheet, { rowIndex, columnIndex, rowCount, columnCount });
  }
  delete(shift: string): void {
    const { rowIndex, columnIndex, rowCount, columnCount } = this;
    if (shift === 'Up') removeRows(this.worksheet, { rowIndex, columnIndex, rowCount, columnCount });
    else shiftColumns(this.worksheet, { rowIndex, columnIndex, rowCount, columnCount }, -columnCount);
  }
  select(): void {
    this.worksheet.activate();
    this.worksheet.workbook.$selection = this;
  }
  merge(across = false): void {
    this.$guard();
    this.worksheet.$formats.record(this, 'merge', [across]);
  }
  unmerge(): void {
    this.$guard();
    this.worksheet.$formats.record(this, 'unmerge', []);
  }
  calculate(): void {
    this.worksheet.workbook.application.calculate('Full');
  }
  /**
   * Formulas are copied as they are written; references in them do not move. Formats go without the widths of columns,
   * values without being entered anew: text stays text.
   */
  copyFrom(source: Range | string, type = 'All', skipBlanks = false, transpose = false): void {
    if (skipBlanks || transpose) throw notSimulated('Range.copyFrom(skipBlanks, transpose)');
    const from = typeof source === 'string' ? this.worksheet.getRange(source) : source;
    const to = this.#at({ rowCount: from.rowCount, columnCount: from.columnCount });
    if (!['All', 'Formats', 'Formulas', 'Values'].includes(type))
      throw notSimulated(`Range.copyFrom(${type})`);
    if (type === 'All' || type === 'Formats') {
      to.numberFormat = from.numberFormat;
      to.worksheet.$formats.copy(from.worksheet.$formats, from, to);
    }
    if (type === 'All' || type === 'Formulas') to.formulas = from.formulas;
    if (type === 'Values') to.#place(from.values);
  }
  /** The client asks this before it splits a large write. */
  _ValidateArraySize(rows: number, columns: number): void {
    if (rows !== this.rowCount || columns !== this.columnCount) throw badDimensions();
  }

  /** Throws AccessDenied where the sheet is protected and not all of these cells are unlocked. */
  $guard(): void {
    this.worksheet.$guard(this);
  }
  /** The cells went elsewhere, or, without a place, are gone. */
  $move(to: Rect | undefined): void {
    if (!to) {
      Object.defineProperty(this, '$deleted', { value: true });
      return;
    }
    this.rowIndex = to.rowIndex;
    this.columnIndex = to.columnIndex;
    this.rowCount = to.rowCount;
    this.columnCount = to.columnCount;
  }
  /** Puts outcomes into cells as a calculation does: formulas, formats and protection stay as they are. */
  $compute(values: readonly (readonly CellValue[])[]): void {
    const { $grid } = this.worksheet;
    this.#each(values, (value, row, column) => {
      const cell = $grid.get(row, column);
      $grid.set(row, column, { ...cell, value: value as CellValue });
    });
  }

  #at(changes: Partial<Rect>): Range {
    const { rowIndex, columnIndex, rowCount, columnCount } = this;
    return new Range(this.worksheet, { rowIndex, columnIndex, rowCount, columnCount, ...changes });
  }

  #read<Result>(pick: (cell: Cell | undefined, row: number, column: number) => Result): Result[][] {
    if (this.cellCount > MAX_CELLS) throw new ApiError('ResponsePayloadSizeLimitExceeded');
    const { $grid } = this.worksheet;
    const result: Result[][] = [];
    for (let row = this.rowIndex; row < this.rowIndex + this.rowCount; row++) {
      const picked: Result[] = [];
      for (let column = this.columnIndex; column < this.columnIndex + this.columnCount; column++)
        picked.push(pick($grid.get(row, column), row, column));
      result.push(picked);
    }
    return result;
  }

  /** One value goes for every cell; null leaves a cell as it is. */
  #each(input: unknown, visit: (value: unknown, row: number, column: number) => void): void {
    if (this.cellCount > MAX_CELLS) throw notSimulated('a write to more than five million cells');
    const matrix = Array.isArray(input) ? (input as unknown[]) : undefined;
    const fits = (row: unknown) => Array.isArray(row) && row.length === this.columnCount;
    if (matrix && (matrix.length !== this.rowCount || !matrix.every(fits))) throw badDimensions();
    for (let i = 0; i < this.rowCount; i++) {
      const row = matrix?.[i] as unknown[] | undefined;
      for (let j = 0; j < this.columnCount; j++) {
        const value = row ? row[j] : input;
        if (value !== null && value !== undefined) visit(value, this.rowIndex + i, this.columnIndex + j);
      }
    }
  }

  #enter(input: unknown): void {
    this.$guard();
    const { $grid } = this.worksheet;
    this.#each(input, (value, row, column) => {
      const own = $grid.get(row, column)?.format;
      const cell = enter(value, $grid.formatAt(row, column));
      if (own !== undefined) cell.format = own;
      $grid.set(row, column, cell.value === '' && !cell.format ? undefined : cell);
    });
    this.#changed();
  }

  /** Puts values into cells as they are. */
  #place(values: readonly (readonly CellValue[])[]): void {
    this.$guard();
    const { $grid } = this.worksheet;
    this.#each(values, (value, row, column) => {
      const format = $grid.get(row, column)?.format;
      const cell: Cell = { value: value as CellValue };
      if (format !== undefined) cell.format = format;
      $grid.set(row, column, value === '' && format === undefined ? undefined : cell);
    });
    this.#changed();
  }

  #changed(): void {
    this.worksheet.$changed(this);
  }
  #setting(name: string): unknown {
    return this.worksheet.$formats.get(this, name);
  }
  #setSetting(name: string, value: unknown): void {
    this.$guard();
    this.worksheet.$formats.set(this, name, value);
  }
}

/** Whether the text is an address rather than a name. */
export function isAddress(text: string): boolean {
  try {
    return parseAddress(text) !== undefined;
  } catch {
    return false;
  }
}
