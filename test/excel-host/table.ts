import { covers, intersect, MAX_ROWS, parseAddress, type Rect } from './address.ts';
import { AutoFilter, TableSort } from './table-filter.ts';
import { type CellValue, isBlank } from './cells.ts';
import { alreadyExists, type Api, badArgument, notSimulated } from './host-object.ts';
import { isTableName } from './names.ts';
import { Range } from './range.ts';
import type { Worksheet } from './sheet.ts';
import { insertRows, removeRows } from './shift.ts';
import { TableColumnCollection } from './table-columns.ts';
import { TableRowCollection } from './table-rows.ts';

export class Table {
  static readonly api: Api = {
    name: 'Table',
    scalars: [
      ...['id', 'name', 'showHeaders', 'showTotals', 'style', 'highlightFirstColumn', 'highlightLastColumn'],
      ...['showBandedRows', 'showBandedColumns', 'showFilterButton'],
    ],
    writable: [
      ...['name', 'showTotals', 'style', 'highlightFirstColumn', 'highlightLastColumn'],
      ...['showBandedRows', 'showBandedColumns', 'showFilterButton'],
    ],
    navs: ['rows', 'columns', 'worksheet', 'sort', 'autoFilter'],
    methods: [
      ...['getRange', 'getHeaderRowRange', 'getDataBodyRange', 'getTotalRowRange', 'resize', 'delete'],
      ...['convertToRange', 'clearFilters', 'reapplyFilters'],
    ],
  };
  readonly id: string;
  readonly worksheet: Worksheet;
  readonly showHeaders = true;
  style = 'TableStyleMedium2';
  highlightFirstColumn = false;
  highlightLastColumn = false;
  showBandedRows = true;
  showBandedColumns = false;
  showFilterButton = true;
  readonly autoFilter = new AutoFilter(this);
  readonly sort = new TableSort(this);
  readonly rows = new TableRowCollection(this);
  readonly columns = new TableColumnCollection(this);
  /** Of the header. */
  $row: number;
  $column: number;
  /** One a column, in their order. */
  $columnIds: number[];
  #nextColumnId: number;
  #count: number;
  #name: string;
  #showTotals = false;
  #totals: CellValue[] | undefined;

  /** Over cells that hold the header in their first row; over one row only, a table without rows. */
  constructor(range: Range, id: string, name: string) {
    this.id = id;
    this.worksheet = range.worksheet;
    this.#name = name;
    this.$row = range.rowIndex;
    this.$column = range.columnIndex;
    this.$columnIds = Array.from({ length: range.columnCount }, (_, i) => i + 1);
    this.#nextColumnId = range.columnCount + 1;
    this.#count = range.rowCount - 1;
    this.$normaliseHeader();
  }

  get $identity() {
    return { Id: this.id };
  }
  get name(): string {
    return this.#name;
  }
  set name(name: string) {
    const { workbook } = this.worksheet;
    if (!isTableName(name)) throw badArgument();
    if (workbook.$isTaken(name, this)) throw alreadyExists();
    this.#name = name;
  }
  get showTotals(): boolean {
    return this.#showTotals;
  }
  set showTotals(show: boolean) {
    if (show === this.#showTotals) return;
    this.$guard();
    const band = { ...this.$bodyRect(), rowIndex: this.$end, rowCount: 1 };
    if (show) {
      this.#pushDown(band);
      this.#showTotals = true;
      this.#totals ??= this.$columnIds.map((_, i) => (i === 0 ? 'Totaal' : ''));
      new Range(this.worksheet, band).formulas = [this.#totals];
    } else {
      this.#totals = new Range(this.worksheet, band).formulas[0];
      this.#showTotals = false;
      removeRows(this.worksheet, band);
    }
  }

  /** An empty table shows one blank row; that row counts once anything stands in it. */
  get $count(): number {
    if (this.#count === 0 && !this.worksheet.$grid.isEmpty(this.$bodyRect())) this.#count = 1;
    return this.#count;
  }
  get $width(): number {
    return this.$columnIds.length;
  }
  /** The first row below the body. */
  get $end(): number {
    return this.$row + 1 + Math.max(1, this.#count);
  }
  $bodyRect(): Rect {
    return {
      rowIndex: this.$row + 1,
      columnIndex: this.$column,
      rowCount: Math.max(1, this.#count),
      columnCount: this.$width,
    };
  }
  /** Header and totals included. */
  $rect(): Rect {
    const body = this.$bodyRect();
    return { ...body, rowIndex: this.$row, rowCount: body.rowCount + (this.#showTotals ? 2 : 1) };
  }

  getHeaderRowRange(): Range {
    return new Range(this.worksheet, { ...this.$bodyRect(), rowIndex: this.$row, rowCount: 1 });
  }
  getDataBodyRange(): Range {
    return new Range(this.worksheet, this.$bodyRect());
  }
  getTotalRowRange(): Range {
    if (!this.#showTotals) throw badArgument();
    return new Range(this.worksheet, { ...this.$bodyRect(), rowIndex: this.$end, rowCount: 1 });
  }
  getRange(): Range {
    return new Range(this.worksheet, this.$rect());
  }
  /** The header stays where it is; cells that fall out of the table keep what they hold. */
  resize(to: Range | string): void {
    this.$guard();
    if (this.#showTotals) throw notSimulated('Table.resize with a totals row');
    const rect = typeof to === 'string' ? parseAddress(to) : to;
    if (rect.rowIndex !== this.$row || rect.rowCount < 2) throw badArgument();
    if (!intersect(this.$rect(), rect)) throw badArgument();
    this.worksheet.$refuseOverlap(rect, this);
    const shift = rect.columnIndex - this.$column;
    this.$columnIds = Array.from(
      { length: rect.columnCount },
      (_, i) => this.$columnIds[i + shift] ?? this.$newColumnId(),
    );
    this.$column = rect.columnIndex;
    this.#count = rect.rowCount - 1;
    this.$normaliseHeader();
    this.worksheet.workbook.$notify(this.getRange());
  }
  delete(): void {
    this.$guard();
    this.getRange().clear('All');
    this.$forget();
  }
  convertToRange(): Range {
    this.$forget();
    return this.getRange();
  }
  clearFilters(): void {
    this.autoFilter.clearCriteria();
  }
  reapplyFilters(): void {
    this.autoFilter.reapply();
  }

  /** The values of the rows, without the blank one of an empty table. For tests. */
  $rows(): CellValue[][] {
    return this.$count === 0 ? [] : this.getDataBodyRange().values;
  }
  /** The same, each row by its headers. */
  $records(): Record<string, CellValue>[] {
    const headers = this.$headers();
    return this.$rows().map((row) => Object.fromEntries(headers.map((header, i) => [header, row[i] ?? ''])));
  }
  $headers(): string[] {
    return (this.getHeaderRowRange().values[0] ?? []).map(String);
  }

  $guard(): void {
    this.worksheet.$guard(this.getRange());
  }
  $newColumnId(): number {
    return this.#nextColumnId++;
  }
  $grow(rows: number): void {
    this.#count = Math.max(1, this.#count) + rows;
  }
  $shrink(rows: number): void {
    this.#count = Math.max(0, this.#count - rows);
  }
  $forget(): void {
    const { workbook } = this.worksheet;
    workbook.$tables = workbook.$tables.filter((table) => table !== this);
  }

  /** Makes room for rows before the `index`-th; their cells take the number formats of the row beside them. */
  $insertRows(index: number, rows: number): void {
    const count = this.$count;
    const added = count === 0 ? rows - 1 : rows;
    const first = this.$row + 1 + index;
    const band = { ...this.$bodyRect(), rowIndex: count === 0 ? first + 1 : first, rowCount: added };
    if (added > 0 && (index < count || this.#showTotals)) insertRows(this.worksheet, band);
    else if (added > 0) {
      this.#pushDown(band);
      this.$grow(added);
    }
    if (count === 0) this.#count = rows;
    const { $grid } = this.worksheet;
    const model = index > 0 ? first - 1 : first + rows;
    if (model >= this.$end) return;
    for (let column = this.$column; column < this.$column + this.$width; column++) {
      const format = $grid.get(model, column)?.format;
      if (format === undefined) continue;
      for (let row = first; row < first + rows; row++) $grid.setFormat(row, column, format);
    }
  }
  /** The rows below move up; of the last row only the contents go. */
  $deleteRows(index: number, rows: number): void {
    const count = this.$count;
    if (!(index >= 0 && rows >= 1 && index + rows <= count)) throw badArgument();
    this.$guard();
    const all = rows === count;
    const band = { ...this.$bodyRect(), rowIndex: this.$row + 1 + index, rowCount: all ? rows - 1 : rows };
    if (band.rowCount > 0) removeRows(this.worksheet, band);
    if (!all) return;
    this.getDataBodyRange().clear('Contents');
    this.#count = 0;
  }

  /** Excel gives blank headers a name, and makes each unique; a header is text. */
  $normaliseHeader(): void {
    const header = this.getHeaderRowRange();
    const seen = new Set<string>();
    const given = header.values[0] ?? [];
    const unique = given.map((value, i) => {
      const base = value === '' ? `Kolom${i + 1}` : String(value);
      let name = base;
      for (let n = 2; seen.has(name.toLowerCase()); n++) name = `${base}${n}`;
      seen.add(name.toLowerCase());
      return name;
    });
    if (unique.some((name, i) => name !== given[i])) header.$compute([unique]);
  }

  /** What stands directly below moves down; where nothing does, nothing happens. */
  #pushDown(band: Rect): void {
    const { $grid } = this.worksheet;
    const below = { ...band, rowCount: MAX_ROWS - band.rowIndex };
    const extent = $grid.extent(below, (cell) => !isBlank(cell));
    if (extent && !covers(this.$rect(), extent)) insertRows(this.worksheet, band);
  }
}
