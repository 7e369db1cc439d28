/**
 * The four tables, once: the sheets, the validation, the storage and the sync all derive from this.
 * Adding a column is an entry here and a migration.
 */

/**
 * What a field holds, on the wire / in storage:
 * `key` and `ref` text, `text` text, `date` `jjjj-mm-dd` / the same, `boolean` JSON boolean / 0 or 1,
 * `decimal` a string such as "8.50" / whole hundredths. Absent is null in both.
 */
export type ColumnType = 'key' | 'ref' | 'text' | 'date' | 'boolean' | 'decimal';

export interface Column {
  readonly name: string;
  /** The header in the sheet and the word in messages. */
  readonly label: string;
  readonly type: ColumnType;
  readonly required?: boolean;
  /** The table that a `ref` points to. */
  readonly table?: TableName;
  /** Bounds of a decimal, in hundredths, both included. */
  readonly min?: number;
  readonly max?: number;
  /** `uren` counts hours, `euro` money: the sheet's number format follows from it. */
  readonly unit?: 'uren' | 'euro';
}

export interface Table {
  readonly name: TableName;
  /** Sheet and Excel table. */
  readonly label: string;
  /** What one row is called in messages. */
  readonly singular: string;
  readonly plural: string;
  readonly columns: readonly Column[];
  /** How many of the first columns make up the key: 1, or 2 for uren. */
  readonly keyLength: number;
}

export type TableName = 'kandidaten' | 'klanten' | 'plaatsingen' | 'uren';

const MAX_EURO = 1_000_000_000_00;

export const TABLES: readonly Table[] = [
  {
    name: 'kandidaten',
    label: 'Kandidaten',
    singular: 'kandidaat',
    plural: 'kandidaten',
    keyLength: 1,
    columns: [
      { name: 'kandidaatnummer', label: 'Kandidaatnummer', type: 'key', required: true },
      { name: 'naam', label: 'Naam', type: 'text' },
      { name: 'aanmelddatum', label: 'Aanmelddatum', type: 'date', required: true },
      { name: 'uitkeringSinds', label: 'Uitkering sinds', type: 'date' },
      { name: 'matchbaar', label: 'Matchbaar', type: 'boolean', required: true },
      { name: 'uitstroomdatum', label: 'Uitstroomdatum', type: 'date' },
    ],
  },
  {
    name: 'klanten',
    label: 'Klanten',
    singular: 'klant',
    plural: 'klanten',
    keyLength: 1,
    columns: [
      { name: 'klantnummer', label: 'Klantnummer', type: 'key', required: true },
      { name: 'naam', label: 'Naam', type: 'text', required: true },
      { name: 'plaats', label: 'Plaats', type: 'text' },
    ],
  },
  {
    name: 'plaatsingen',
    label: 'Plaatsingen',
    singular: 'plaatsing',
    plural: 'plaatsingen',
    keyLength: 1,
    columns: [
      { name: 'plaatsingnummer', label: 'Plaatsingnummer', type: 'key', required: true },
      { name: 'kandidaatnummer', label: 'Kandidaatnummer', type: 'ref', required: true, table: 'kandidaten' },
      { name: 'klantnummer', label: 'Klantnummer', type: 'ref', required: true, table: 'klanten' },
      { name: 'startdatum', label: 'Startdatum', type: 'date', required: true },
      { name: 'einddatum', label: 'Einddatum', type: 'date' },
      {
        name: 'urenPerWeek',
        label: 'Uren per week',
        type: 'decimal',
        required: true,
        min: 1,
        max: 60_00,
        unit: 'uren',
      },
      { name: 'uurtarief', label: 'Uurtarief', type: 'decimal', min: 1, max: MAX_EURO, unit: 'euro' },
      { name: 'verlengdTot', label: 'Verlengd tot', type: 'date' },
      { name: 'verlengingAkkoordOp', label: 'Verlenging akkoord op', type: 'date' },
    ],
  },
  {
    name: 'uren',
    label: 'Uren',
    singular: 'urenregel',
    plural: 'urenregels',
    keyLength: 2,
    columns: [
      {
        name: 'plaatsingnummer',
        label: 'Plaatsingnummer',
        type: 'ref',
        required: true,
        table: 'plaatsingen',
      },
      { name: 'datum', label: 'Datum', type: 'date', required: true },
      { name: 'uren', label: 'Uren', type: 'decimal', required: true, min: 0, max: 60_00, unit: 'uren' },
      { name: 'reiskosten', label: 'Reiskosten', type: 'decimal', min: 0, max: MAX_EURO, unit: 'euro' },
      { name: 'reiskostenBetaaldOp', label: 'Reiskosten betaald op', type: 'date' },
    ],
  },
];

export const TABLE_NAMES: readonly TableName[] = TABLES.map((table) => table.name);

/** The table of that name; throws on another name, which is a bug. */
export function getTable(name: TableName): Table {
  const table = TABLES.find((candidate) => candidate.name === name);
  if (!table) throw new Error(`no table ${name}`);
  return table;
}

/** A value as it travels: decimals and dates are strings. */
export type WireValue = string | boolean | null;
export type WireRow = WireValue[];
/** A value as it is stored and computed with: decimals whole hundredths, booleans 0 or 1. */
export type StoredValue = string | number | null;
/** One value per column of the table, in its order. */
export type Row = StoredValue[];

/** The identity of a row: its key fields, without regard to case. */
export function keyOf(table: Table, row: readonly unknown[]): string {
  const first = String(row[0]).toLowerCase();
  return table.keyLength === 1 ? first : `${first} ${String(row[1])}`;
}

/** The key fields as they are written, such as ["PL001", "2016-04-08"]. */
export const keyFields = (table: Table, row: readonly unknown[]): string[] =>
  row.slice(0, table.keyLength).map(String);
