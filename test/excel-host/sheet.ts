import { intersect, MAX_COLUMNS, MAX_ROWS, parseAddress, type Rect } from './address.ts';
import { CellGrid } from './cells.ts';
import { type Chart, ChartCollection } from './charts.ts';
import type { ConditionalFormat } from './conditional-formats.ts';
import { typeIn } from './enter.ts';
import { FormatLog } from './formats.ts';
import { accessDenied, alreadyExists, type Api, ApiError, badArgument, Bag } from './host-object.ts';
import { NamedItemCollection, structuredReference } from './names.ts';
import { WorksheetProtection } from './protection.ts';
import { isAddress, Range } from './range.ts';
import { TableCollection } from './table-collection.ts';
import type { Table } from './table.ts';
import type { Workbook } from './workbook.ts';

const ALL: Rect = { rowIndex: 0, columnIndex: 0, rowCount: MAX_ROWS, columnCount: MAX_COLUMNS };
const notPermitted = (): ApiError =>
  new ApiError('InvalidOperation', "This operation isn't permitted for the current object.");

export class Worksheet {
  static readonly api: Api = {
    name: 'Worksheet',
    scalars: ['id', 'name', 'position', 'visibility', 'tabColor', 'showGridlines', 'showHeadings'],
    writable: ['name', 'position', 'visibility', 'tabColor', 'showGridlines', 'showHeadings'],
    navs: ['tables', 'names', 'charts', 'freezePanes', 'protection', 'pageLayout'],
    methods: [
      ...['getRange', 'getCell', 'getRangeByIndexes', 'getUsedRange', 'getUsedRangeOrNullObject'],
      ...['activate', 'calculate', 'delete'],
    ],
  };
  readonly workbook: Workbook;
  readonly id: string;
  tabColor = '';
  showGridlines = true;
  showHeadings = true;
  readonly tables: TableCollection;
  readonly names: NamedItemCollection;
  readonly charts = new ChartCollection(this);
  readonly freezePanes = new Bag('WorksheetFreezePanes');
  readonly pageLayout = new Bag('PageLayout');
  readonly protection = new WorksheetProtection();
  readonly $grid = new CellGrid();
  readonly $formats = new FormatLog();
  $conditionalFormats: ConditionalFormat[] = [];
  $charts: Chart[] = [];
  #name = '';
  #visibility = 'Visible';

  constructor(workbook: Workbook, name: string, number: number) {
    this.workbook = workbook;
    this.id = `{00000000-0001-0000-0000-${String(number).padStart(12, '0')}}`;
    this.name = name;
    this.tables = new TableCollection(workbook, this);
    this.names = new NamedItemCollection(workbook, this);
  }
  get $identity() {
    return { Id: this.id };
  }
  get name(): string {
    return this.#name;
  }
  set name(name: unknown) {
    if (typeof name !== 'string' || !name || name.length > 31 || /[\\/?*:[\]]|^'|'$/.test(name))
      throw badArgument();
    const isTaken = (sheet: Worksheet) => sheet !== this && sheet.name.toLowerCase() === name.toLowerCase();
    if (this.workbook.$sheets.some(isTaken)) throw alreadyExists();
    if (this.workbook.protection.protected) throw accessDenied();
    this.#name = name;
  }
  get position(): number {
    return this.workbook.$sheets.indexOf(this);
  }
  set position(position: number) {
    const others = this.workbook.$sheets.filter((sheet) => sheet !== this);
    this.workbook.$sheets = others.toSpliced(position, 0, this);
  }
  get visibility(): string {
    return this.#visibility;
  }
  set visibility(visibility: string) {
    const isLast = !this.workbook.$sheets.some((sheet) => sheet !== this && sheet.visibility === 'Visible');
    if (visibility !== 'Visible' && isLast) throw notPermitted();
    this.#visibility = visibility;
    if (visibility !== 'Visible') this.workbook.$leave(this);
  }

  /** An address, a name, or a table's column; without any, all cells. */
  getRange(address?: string): Range {
    if (address === undefined || address === '') return new Range(this, ALL);
    if (!isAddress(address)) {
      const name =
        this.names.getItemOrNullObject(address) ?? this.workbook.names.getItemOrNullObject(address);
      const range = name?.getRange() ?? structuredReference(this.workbook, address);
      if (!range) throw badArgument();
      return range;
    }
    const { sheet, ...rect } = parseAddress(address);
    if (sheet !== undefined && sheet.toLowerCase() !== this.name.toLowerCase()) throw badArgument();
    return new Range(this, rect);
  }
  getRangeByIndexes(rowIndex: number, columnIndex: number, rowCount: number, columnCount: number): Range {
    return new Range(this, { rowIndex, columnIndex, rowCount, columnCount });
  }
  getCell(rowIndex: number, columnIndex: number): Range {
    return this.getRangeByIndexes(rowIndex, columnIndex, 1, 1);
  }
  getUsedRange(valuesOnly?: boolean): Range {
    return this.getRange().getUsedRange(valuesOnly);
  }
  getUsedRangeOrNullObject(valuesOnly?: boolean): Range | null {
    return this.getRange().getUsedRangeOrNullObject(valuesOnly);
  }
  activate(): void {
    if (this.#visibility !== 'Visible') throw notPermitted();
    this.workbook.$active = this;
  }
  calculate(): void {
    this.workbook.application.calculate('Full');
  }
  delete(): void {
    const { workbook } = this;
    if (workbook.protection.protected) throw accessDenied();
    if (!workbook.$sheets.some((sheet) => sheet !== this && sheet.visibility === 'Visible'))
      throw notPermitted();
    workbook.$sheets = workbook.$sheets.filter((sheet) => sheet !== this);
    workbook.$tables = workbook.$tables.filter(({ worksheet }) => worksheet !== this);
    workbook.$leave(this);
  }

  /** Types into a cell as a user of a Dutch Excel does: a table grows when one types in the row below it. */
  $type(address: string, input: unknown): void {
    const cell = this.getRange(address);
    const { rowIndex, columnIndex } = cell;
    this.$guard(cell);
    const format = this.$grid.formatAt(rowIndex, columnIndex);
    const own = this.$grid.get(rowIndex, columnIndex)?.format;
    const entered = typeIn(input, format);
    const above = this.workbook.$tables.find(
      (table) =>
        table.worksheet === this &&
        !table.showTotals &&
        table.$end === rowIndex &&
        intersect(table.$rect(), { ...cell, rowIndex: rowIndex - 1, rowCount: 1, columnCount: 1 }),
    );
    if (above && input !== '') {
      if (above.$count > 0) above.$insertRows(above.$count, 1);
    }
    const kept = this.$grid.get(rowIndex, columnIndex)?.format ?? own;
    const text = kept === '@' && own === undefined ? typeIn(input, '@') : entered;
    this.$grid.set(rowIndex, columnIndex, kept === undefined ? text : { ...text, format: kept });
    this.$changed(cell);
  }

  /** Throws AccessDenied where the sheet is protected and the cells, if any, are not all unlocked. */
  $guard(rect?: Rect): void {
    if (!this.protection.protected) return;
    if (!rect || this.$formats.get(rect, 'format.protection.locked') !== false) throw accessDenied();
  }
  $changed(range: Range): void {
    for (const table of this.workbook.$tables)
      if (table.worksheet === this && intersect(range, { ...table.$rect(), rowCount: 1 }))
        table.$normaliseHeader();
    this.workbook.$notify(range);
  }
  $refuseOverlap(rect: Rect, except?: Table): void {
    const overlaps = (table: Table) =>
      table.worksheet === this && table !== except && intersect(table.$rect(), rect) !== undefined;
    if (this.workbook.$tables.some(overlaps)) throw badArgument("A table can't overlap another table.");
  }
}
