import { parseAddress } from './address.ts';
import { Application } from './application.ts';
import { type Api, badArgument, Bag } from './host-object.ts';
import { NamedItemCollection } from './names.ts';
import type { NamedItem } from './names.ts';
import { WorkbookProtection } from './protection.ts';
import type { Range } from './range.ts';
import { RangeAreas, severalSelected } from './range-areas.ts';
import { WorksheetCollection } from './sheet-collection.ts';
import type { Worksheet } from './sheet.ts';
import { TableCollection } from './table-collection.ts';
import type { Table } from './table.ts';

/**
 * A workbook in memory, as Excel would hold it. What begins with `$`, and {@link Workbook.sheet} and
 * {@link Workbook.table}, is for tests and cannot be reached by the add-in.
 */
export class Workbook {
  static readonly api: Api = {
    name: 'Workbook',
    scalars: ['name', 'readOnly', 'isDirty'],
    writable: ['isDirty'],
    navs: ['worksheets', 'tables', 'names', 'application', 'properties', 'protection', '_Runtime'],
    methods: ['getSelectedRange', 'getSelectedRanges', 'getActiveCell', 'save'],
  };
  name = 'Boek1.xlsx';
  readonly readOnly = false;
  isDirty = false;
  readonly worksheets = new WorksheetCollection(this);
  readonly tables = new TableCollection(this);
  readonly names = new NamedItemCollection(this);
  readonly application = new Application();
  readonly properties = new Bag('DocumentProperties');
  readonly protection = new WorkbookProtection();
  readonly _Runtime = new Bag('Runtime', { enableEvents: true });
  $sheets: Worksheet[] = [];
  $tables: Table[] = [];
  $names: NamedItem[] = [];
  $active: Worksheet;
  $selected: Range[] = [];
  /** Called after each change of cells. */
  readonly $listeners: ((range: Range) => void)[] = [];
  /** The objects that clients hold on to; the host sets it. */
  $tracked: () => Iterable<object> = () => [];
  #lastId = 0;

  /** With these sheets, `Blad1` when none are named. */
  constructor(...sheets: string[]) {
    for (const name of sheets.length > 0 ? sheets : ['Blad1']) this.worksheets.add(name);
    this.$active = this.$sheets[0] as Worksheet;
    this.$selection = this.$active.getRange('A1');
  }
  /** The block that was selected last. */
  get $selection(): Range {
    return this.$selected.at(-1) as Range;
  }
  set $selection(range: Range) {
    this.$selected = [range];
  }
  /** Selects blocks of one sheet, as a user does who holds Ctrl. */
  $select(sheet: string, ...addresses: string[]): void {
    const ranges = addresses.map((address) => this.sheet(sheet).getRange(address));
    ranges[0]?.select();
    this.$selected = ranges;
  }
  /** Throws InvalidSelection where several blocks are selected. */
  getSelectedRange(): Range {
    if (this.$selected.length > 1) throw severalSelected();
    return this.$selection.getResizedRange(0, 0);
  }
  getSelectedRanges(): RangeAreas {
    return new RangeAreas(this.$selected.map((range) => range.getResizedRange(0, 0)));
  }
  getActiveCell(): Range {
    return this.$selection.getCell(0, 0);
  }
  save(): void {
    this.isDirty = false;
  }

  /** Throws ItemNotFound. */
  sheet(name: string): Worksheet {
    return this.worksheets.getItem(name);
  }
  /** Throws ItemNotFound. */
  table(name: string): Table {
    return this.tables.getItem(name);
  }
  /** Types into a cell as a user does: `Uren!A5`. */
  $type(address: string, input: unknown): void {
    const { sheet } = parseAddress(address);
    if (sheet === undefined) throw badArgument();
    this.sheet(sheet).$type(address, input);
  }
  /** With the sheet before it, or on the active one. */
  $range(address: string): Range {
    const sheet = /!/.test(address) ? parseAddress(address).sheet : undefined;
    return (sheet === undefined ? this.$active : this.sheet(sheet)).getRange(address);
  }
  $nextId(): string {
    return String(++this.#lastId);
  }
  /** Whether another table or a name of the workbook is called so. */
  $isTaken(name: string, except?: Table): boolean {
    const table = this.tables.getItemOrNullObject(name);
    return (table !== null && table !== except) || this.names.getItemOrNullObject(name) !== null;
  }
  $notify(range: Range): void {
    this.isDirty = true;
    for (const listen of this.$listeners) listen(range);
  }
  /** The sheet went away or out of sight. */
  $leave(sheet: Worksheet): void {
    if (this.$active !== sheet) return;
    this.$active = this.$sheets.find(({ visibility }) => visibility === 'Visible') as Worksheet;
    this.$selection = this.$active.getRange('A1');
  }
}
