import { dayOfSerial } from '../../../shared/calendar.ts';
import { getTable, type TableName, type WireRow } from '../../../shared/tables.ts';
import type { Desk } from '../excel/desk.ts';
import { OwnColumns } from './own-columns.ts';
import { below, chance, fresh, pick, shuffle } from './random.ts';
import { addTo, cellId, cellsOf, idOf, type Rows, rowsOf, type Value } from './rows.ts';

const MAX_HOURS = 40;
const PLAATSINGEN = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6'];
/** Those that plaatsingen refer to, and those that come and go. */
export const KLANTEN = ['KL1', 'KL2', 'KL3'];
const OTHER_KLANTEN = ['KL4', 'KL5', 'KL6'];
export const DAYS = Array.from({ length: 20 }, (_, i) =>
  new Date(Date.UTC(2016, 1, 5 + 7 * i)).toISOString().slice(0, 10),
);
const FRESH = new Set(['naam', 'uren', 'reiskosten', 'uurtarief']);
const BUSY = ['uren', 'uren', 'klanten', 'plaatsingen', 'kandidaten'] as const;

export const newPlaatsing = (nummer: string): WireRow => [
  nummer,
  'K1',
  pick(KLANTEN),
  '2016-02-01',
  null,
  '12.00',
  String(fresh('uurtarief')),
  null,
  null,
];

/** Someone with a workbook, and what we know of it without asking the code that syncs. */
export class User {
  readonly name: string;
  readonly desk: Desk;
  readonly own: OwnColumns;
  /** Typed and not on the server yet. */
  readonly edits = new Map<string, Value>();
  /** All that was typed, by cell, as long as a request with it may still be under way. */
  typed = new Map<string, Set<Value>>();
  /** What this workbook has shown, by cell: who types over that knows what it replaces. */
  readonly seen = new Map<string, Set<Value>>();
  readonly added: Rows = new Map();
  /** Rows that the user agreed to remove, and removed ones that the user agreed to bring back. */
  readonly removing = new Set<string>();
  readonly reviving = new Set<string>();
  /** Per cell the own value that the user gave up for the server's: it must not come back over that one. */
  readonly givenUp = new Map<string, { mine: Value; theirs: Value }>();
  /** Rows that went for good by an answer, until they are added anew; the request that said so may have been lost. */
  readonly givenUpRows = new Set<string>();
  /** Per cell the own value that reached the server, and over which a colleague who saw it wrote on purpose. */
  readonly overwritten = new Map<string, Value>();
  /** Keys that stood in the workbook since it last agreed: not added anew. */
  readonly held = new Set<string>();

  constructor(name: string, desk: Desk) {
    this.name = name;
    this.desk = desk;
    this.own = new OwnColumns(desk);
  }

  rows(): Rows {
    return rowsOf((name) => this.list(name));
  }

  look(): Rows {
    const rows = this.rows();
    for (const [row, fields] of rows) {
      this.held.add(row);
      for (const [field, value] of fields) addTo(this.seen, cellId(row, field), value);
    }
    return rows;
  }

  /** The keys as they travel. */
  keys(name: TableName): string[][] {
    return this.list(name).map(([first, second]) =>
      name === 'uren' ? [String(first), dayOfSerial(Number(second)) ?? ''] : [String(first)],
    );
  }

  type(): string {
    const name = pick([
      'uren',
      'uren',
      'uren',
      'uren',
      'uren',
      'klanten',
      'plaatsingen',
      'kandidaten',
    ] as const);
    const keys = this.keys(name);
    if (keys.length === 0) return 'types nothing';
    if (name === 'uren')
      return this.typeIn(name, pick(keys), pick(['uren', 'uren', 'reiskosten', 'reiskostenBetaaldOp']));
    return this.typeIn(name, pick(keys), name === 'plaatsingen' ? 'uurtarief' : 'naam');
  }

  private typeIn(name: TableName, key: readonly string[], field: string): string {
    const row = idOf(name, key);
    const id = cellId(row, field);
    const was = this.rows().get(row)?.get(field) ?? '';
    const value = fresh(field);
    for (const each of [was, value]) addTo(this.seen, id, each);
    addTo(this.typed, id, value);
    this.edits.set(id, value);
    this.added.get(row)?.set(field, value);
    this.desk.type(name, key, field, value);
    return `types ${value} over ${was} in ${id}`;
  }

  add(): string {
    const dice = below(20);
    if (dice === 0) return this.addRow('klanten', [pick(OTHER_KLANTEN), String(fresh('naam')), 'Almere']);
    if (dice === 1) return this.addRow('plaatsingen', newPlaatsing(pick(PLAATSINGEN)));
    const keys = this.keys('plaatsingen');
    if (keys.length === 0 || this.keys('uren').length >= MAX_HOURS) return 'adds nothing';
    const reiskosten = chance(0.5) ? String(fresh('reiskosten')) : null;
    return this.addRow('uren', [pick(keys)[0] ?? '', pick(DAYS), String(fresh('uren')), reiskosten, null]);
  }

  private addRow(name: TableName, wire: WireRow): string {
    const table = this.desk.table(name);
    const { columns, keyLength } = getTable(name);
    const values = cellsOf(name, wire);
    const row = [name, ...values.slice(0, keyLength)].join(' ');
    if (this.held.has(row) || this.rows().has(row)) return 'adds nothing';
    const fields = new Map(columns.map((column, i) => [column.name, values[i] ?? '']));
    for (const [field, value] of fields) {
      addTo(this.typed, cellId(row, field), value);
      addTo(this.seen, cellId(row, field), value);
      if (FRESH.has(field) && value !== '') this.edits.set(cellId(row, field), value);
    }
    this.added.set(row, fields);
    this.givenUpRows.delete(row);
    this.held.add(row);
    const own = name === 'uren' ? this.own.give(row) : {};
    const cells = table.$headers().map((header) => {
      const i = columns.findIndex(({ label }) => label === header);
      return i >= 0 ? values[i] : (own[header] ?? '');
    });
    const at = chance(0.5) ? undefined : below(table.rows.count);
    table.rows.add(at, [cells]);
    return `adds ${row} at ${at ?? 'the end'}`;
  }

  /** Hours mostly; also a klant, or a plaatsing, with its hours or without them, which is a fault then. */
  drop(): string {
    this.look();
    const dice = below(20);
    const klanten = this.keys('klanten').filter(([nummer = '']) => OTHER_KLANTEN.includes(nummer));
    const plaatsingen = this.keys('plaatsingen');
    if (dice === 0 && klanten.length > 0) return this.take('klanten', pick(klanten));
    if (dice === 1 && plaatsingen.length > 3) {
      const key = pick(plaatsingen);
      const hours = chance(0.5) ? this.keys('uren').filter(([nummer]) => nummer === key[0]) : [];
      for (const each of hours) this.take('uren', each);
      return `${this.take('plaatsingen', key)} with ${hours.length} hours`;
    }
    const hours = this.keys('uren');
    return hours.length < 8 ? 'drops nothing' : this.take('uren', pick(hours));
  }

  /** Takes a row out of the workbook, and with it what was typed in it. */
  take(name: TableName, key: readonly string[]): string {
    const index = this.list(name, true).findIndex((values) => this.isOf(name, key, values));
    this.desk.table(name).rows.getItemAt(index).delete();
    const row = idOf(name, key);
    this.added.delete(row);
    this.own.forget(row);
    for (const id of this.edits.keys()) if (id.startsWith(`${row} `)) this.edits.delete(id);
    return `drops ${row}`;
  }

  arrange(): string {
    const name = pick(BUSY);
    const table = this.desk.table(name);
    if (chance(0.5)) {
      table.sort.apply([{ key: below(table.$headers().length), ascending: chance(0.5) }]);
      return `sorts ${name}`;
    }
    const body = table.getDataBodyRange();
    body.formulas = shuffle(body.formulas);
    return `shuffles ${name}`;
  }

  /** Columns change places with all that is in them, as by cutting and inserting. */
  reorder(): string {
    const name = pick(BUSY);
    const range = this.desk.table(name).getRange();
    const order = shuffle([...(range.formulas[0]?.keys() ?? [])]);
    const move = <T>(rows: T[][]) => rows.map((cells) => order.map((i) => cells[i] as T));
    const [formats, formulas] = [move(range.numberFormat), move(range.formulas)];
    range.numberFormat = formats;
    range.formulas = formulas;
    return `puts the columns of ${name} in the order ${order.join(' ')}`;
  }

  filter(): string {
    const name = pick(BUSY);
    const table = this.desk.table(name);
    if (chance(0.3)) {
      table.clearFilters();
      return `clears the filter of ${name}`;
    }
    table.columns.getItemAt(0).filter.$call('applyValuesFilter', [['P1']]);
    return `filters ${name}`;
  }

  /** Whether that row of the sheet, counted from 0, is the one with the key. */
  standsAt(name: TableName, key: readonly string[], rowIndex: number): boolean {
    return this.isOf(name, key, this.list(name, true)[rowIndex] ?? []);
  }

  private isOf(name: TableName, key: readonly string[], values: readonly Value[]): boolean {
    return [name, ...values.slice(0, key.length)].join(' ') === idOf(name, key);
  }

  /** The rows' values in the order of our columns; blank rows only where asked for. */
  private list(name: TableName, withBlank = false): Value[][] {
    const { columns } = getTable(name);
    return this.desk
      .records(name)
      .map((record) => columns.map(({ label }) => record[label] as Value))
      .filter((values) => withBlank || values.some((value) => value !== ''));
  }
}
