import type { Issue, SyncTable } from './api.ts';
import { formatDay, isDay } from './calendar.ts';
import { formatHundredths, parseHundredths } from './decimal.ts';
import {
  type Column,
  keyFields,
  type Row,
  type StoredValue,
  type Table,
  type WireRow,
  type WireValue,
} from './tables.ts';
import { RowMap } from './row-map.ts';
import { findBsn, isCleanText, MAX_TEXT } from './text.ts';

/** No part that a path would swallow, and no end that an address would take for a PDF. */
const KEY = /^(?!(.*\/)?\.{1,2}(\/|$))(?!.*\.pdf$)[A-Za-z0-9_/.-]{1,30}$/i;

/** Whether a text can be a number of a row, such as PL001. */
export const isKey = (text: string): boolean => KEY.test(text);

/** Values that are remembered of a column. */
const MAX_KNOWN = 4_096;

type RowFault = Omit<Issue, 'table' | 'row' | 'key'>;

export interface ValidRows {
  /** In the order sent, one value a column of the table. Rows with a fault are left out. */
  rows: Row[];
  /** The place in the request of each row whose key could be read. */
  index: RowMap<number>;
  issues: Issue[];
}

/**
 * The rows of a table as they came in, checked by `tables.ts`: all faults at once, with row and field. Columns may come
 * in any order; all of them must be there, and no others, else the rows are not looked at. Rows before `from` are
 * refused (uren only).
 */
export function validateRows(table: Table, sent: SyncTable): ValidRows {
  const { columns } = table;
  const places = columns.map((column) => sent.columns.indexOf(column.name));
  const result: ValidRows = {
    rows: [],
    index: new RowMap<number>(table),
    issues: checkColumns(table, sent.columns),
  };
  if (result.issues.length > 0) return result;
  const { rows, index } = result;
  const parsers = columns.map((column) => createParser(table, column));

  for (let rowIndex = 0; rowIndex < sent.rows.length; rowIndex += 1) {
    const wire = sent.rows[rowIndex];
    if (!Array.isArray(wire) || wire.length !== sent.columns.length) {
      addIssues(
        result,
        table,
        rowIndex,
        [],
        [
          {
            field: null,
            message: 'de rij heeft niet evenveel velden als er kolommen zijn. Stuur de rij opnieuw.',
          },
        ],
      );
      continue;
    }
    const row = new Array<StoredValue>(places.length);
    let sound = true;
    for (let i = 0; i < places.length; i += 1) {
      const value = (parsers[i] as Parser)(wire[places[i] as number]);
      if (value === undefined) sound = false;
      row[i] = value ?? null;
    }
    const isTwice = sound && index.has(row);
    if (sound || row[0] !== null) index.set(row, rowIndex);
    let faults = sound ? checkRow(table, row, sent.from) : explainFaults(table, wire, places);
    if (isTwice)
      faults = [
        ...faults,
        {
          field: (columns[0] as Column).name,
          message: 'staat twee keer in het blad. Verwijder één van beide rijen of geef een ander nummer.',
        },
      ];
    if (faults.length > 0) {
      addIssues(result, table, rowIndex, keyOfWire(table, wire, places), faults);
      continue;
    }
    rows.push(row);
  }
  return result;
}

function checkColumns(table: Table, sent: readonly string[]): Issue[] {
  const issue = (field: string, problem: string): Issue => ({
    table: table.name,
    row: null,
    key: [],
    field,
    message: `${table.label}: ${problem}`,
  });
  const names = table.columns.map(({ name }) => name);
  return [
    ...table.columns
      .filter(({ name }) => !sent.includes(name))
      .map(({ name, label }) => issue(name, `de kolom ${label} ontbreekt. Zet haar terug in het blad.`)),
    ...sent
      .filter((name, i) => !names.includes(name) || sent.indexOf(name) !== i)
      .map((name) =>
        issue(name, `de kolom ${quote(name)} is onbekend of staat er dubbel. Werk de invoegtoepassing bij.`),
      ),
  ];
}

function addIssues(
  { issues }: ValidRows,
  table: Table,
  row: number,
  key: string[],
  faults: readonly RowFault[],
): void {
  const name = describe(table, key, row);
  for (const fault of faults) {
    const where = fault.field === null ? name : `${name}, ${labelOf(table, fault.field)}`;
    issues.push({ table: table.name, row, key, ...fault, message: `${where}: ${fault.message}` });
  }
}

type Parser = (wire: WireValue | undefined) => StoredValue | undefined;

/** {@link parseValue} of a column that remembers: numbers, days and amounts come many times each. */
function createParser(table: Table, column: Column): Parser {
  const known = new Map<WireValue | undefined, StoredValue | undefined>();
  return (wire) => {
    const same = known.get(wire);
    if (same !== undefined) return same;
    const value = parseValue(table, column, wire);
    if (known.size < MAX_KNOWN) known.set(wire, value);
    return value;
  };
}

/** A wire value as it is stored; undefined where it is none of the column's type. Empty text is null. */
function parseValue(table: Table, column: Column, wire: WireValue | undefined): StoredValue | undefined {
  if (wire === null || wire === undefined || wire === '') return column.required ? undefined : null;
  if (column.type === 'boolean') return typeof wire === 'boolean' ? Number(wire) : undefined;
  if (typeof wire !== 'string') return undefined;
  switch (column.type) {
    case 'date':
      return isDay(wire) ? wire : undefined;
    case 'decimal': {
      const value = parseHundredths(wire);
      return value !== undefined && value >= (column.min ?? 0) && value <= (column.max ?? value)
        ? value
        : undefined;
    }
    default:
      if (column.type === 'text' ? !isCleanText(wire) : !KEY.test(wire)) return undefined;
      return table.name !== 'klanten' && findBsn(wire) !== undefined ? undefined : wire;
  }
}

const explainFaults = (table: Table, wire: WireRow, places: readonly number[]): readonly RowFault[] =>
  table.columns.flatMap((column, i) => {
    const value = wire[places[i] as number];
    return parseValue(table, column, value) === undefined
      ? [{ field: column.name, message: explainFault(column, value) }]
      : [];
  });

/** What is wrong with a value that is none of the column's type, and what to give instead. */
function explainFault(column: Column, wire: WireValue | undefined): string {
  if (wire === null || wire === undefined || wire === '') return `is leeg. Vul ${anExample(column)} in.`;
  if (column.type === 'boolean') return 'moet ja of nee zijn.';
  if (typeof wire !== 'string') return `heeft geen geldige waarde. Vul ${anExample(column)} in.`;
  switch (column.type) {
    case 'date':
      return `${quote(wire)} is geen datum tussen 1-1-2000 en 31-12-2099. Vul ${anExample(column)} in.`;
    case 'decimal': {
      const value = parseHundredths(wire);
      if (value !== undefined)
        return `${amount(value)} ligt niet tussen ${amount(column.min ?? 0)} en ${amount(column.max ?? 0)}. Vul een ander getal in.`;
      return /^-?\d+\.\d{3,}$/.test(wire)
        ? `${quote(wire.replace('.', ','))} heeft meer dan twee decimalen. Rond af, bijvoorbeeld op 8,50.`
        : `${quote(wire)} is geen getal. Vul ${anExample(column)} in.`;
    }
    default:
      if (column.type === 'text' && !isCleanText(wire))
        return wire.trim() === ''
          ? 'bevat alleen spaties. Maak de cel leeg of vul een tekst in.'
          : wire.length > MAX_TEXT
            ? `is ${wire.length} tekens lang. Kort de tekst in tot ten hoogste ${MAX_TEXT} tekens.`
            : 'bevat een nieuwe regel (Alt+Enter), een tab of een onleesbaar teken. Typ de tekst op één regel.';
      return column.type === 'text' || KEY.test(wire)
        ? 'lijkt een burgerservicenummer te bevatten. Dat mag hier niet staan; gebruik een eigen nummer.'
        : `${quote(wire)} mag alleen letters, cijfers en - _ / . bevatten, zonder spaties, ten hoogste 30 tekens.`;
  }
}

const NO_FAULTS: readonly RowFault[] = [];

/** Rules between the fields of one row. */
function checkRow(table: Table, row: Row, from: string | undefined): readonly RowFault[] {
  if (table.name === 'uren')
    return from !== undefined && String(row[1]) < from
      ? [
          {
            field: 'datum',
            message: `ligt vóór ${formatDay(from)}, de eerste dag van deze werkmap. Verwijder de rij.`,
          },
        ]
      : NO_FAULTS;
  if (table.name !== 'plaatsingen') return NO_FAULTS;
  const [, , , startdatum, einddatum, , , verlengdTot, akkoord] = row as (string | null)[];
  const faults: RowFault[] = [];
  if (startdatum && einddatum && einddatum < startdatum)
    faults.push({
      field: 'einddatum',
      message: `${formatDay(einddatum)} ligt vóór de startdatum ${formatDay(startdatum)}. Verbeter een van beide.`,
    });
  if ((verlengdTot === null) !== (akkoord === null))
    faults.push({
      field: verlengdTot === null ? 'verlengdTot' : 'verlengingAkkoordOp',
      message:
        'ontbreekt. Vul bij een verlenging beide datums in: tot wanneer, en wanneer de gemeente akkoord ging.',
      article: '4.2',
    });
  return faults;
}

/** A stored row as it travels. */
export const toWire = (table: Table, row: Row): WireRow =>
  row.map((value, i) => valueToWire(table.columns[i], value));

/** A row as it travels in history and on request: each column by its name. */
export const toRecord = (table: Table, row: Row): Record<string, WireValue> =>
  Object.fromEntries(table.columns.map((column, i) => [column.name, valueToWire(column, row[i])]));

export function valueToWire(column: Column | undefined, value: StoredValue | undefined): WireValue {
  if (value === null || value === undefined) return null;
  if (column?.type === 'decimal') return formatHundredths(Number(value));
  if (column?.type === 'boolean') return value === 1;
  return String(value);
}

/** How messages name a row: `Uren, PL001 op 08-04-2016`, or its place where the key is unreadable. */
export function describe(table: Table, key: readonly string[], rowIndex: number | null): string {
  const [first = '', day] = key;
  if (first === '') return `${table.label}${rowIndex === null ? '' : `, rij ${rowIndex + 1}`}`;
  if (table.keyLength === 1) return `${table.label}, ${first}`;
  return `${table.label}, ${first} op ${day !== undefined && isDay(day) ? formatDay(day) : (day ?? '')}`;
}

export const labelOf = (table: Table, field: string | null): string =>
  table.columns.find((column) => column.name === field)?.label ?? '';

function keyOfWire(table: Table, wire: WireRow, places: readonly number[]): string[] {
  const fields = places.slice(0, table.keyLength).map((place) => wire[place]);
  return keyFields(
    table,
    fields.map((field) => (typeof field === 'string' ? field.slice(0, 40) : '')),
  );
}

function anExample(column: Column): string {
  switch (column.type) {
    case 'boolean':
      return 'ja of nee';
    case 'date':
      return 'een datum, zoals 31-12-2016,';
    case 'decimal':
      return column.unit === 'euro' ? 'een bedrag, zoals 11,75,' : 'een aantal uren, zoals 8,50,';
    default:
      return column.type === 'text' ? 'een tekst' : 'een nummer, zoals PL001,';
  }
}

const amount = (hundredths: number): string => formatHundredths(hundredths).replace('.', ',');
const quote = (text: string): string => `'${text.length > 40 ? `${text.slice(0, 40)}…` : text}'`;
