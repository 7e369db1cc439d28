import type { Row, StoredValue, Table, WireValue } from '../../shared/tables.ts';
import { parseHundredths } from '../../shared/decimal.ts';

/** What the fields of a record hold; `?`: or nothing. They are called as in the database. */
export type Shape = Readonly<Record<string, 'text' | 'text?' | 'number' | 'number?'>>;
export type Shaped<S extends Shape> = {
  [Name in keyof S]: S[Name] extends 'text'
    ? string
    : S[Name] extends 'text?'
      ? string | null
      : S[Name] extends 'number'
        ? number
        : number | null;
};

/** Of this program's overdrachten; one that it does not know is refused. */
export const FORMAT = 1;

/** `overdracht.json`, beside its lists. */
export const HEAD = {
  format: 'number',
  contractnummer: 'text',
  revision: 'number',
  at: 'text',
  salt: 'text?',
} as const;
export const PAPER = {
  kind: 'text',
  name: 'text',
  file: 'text',
  revision: 'number',
  at: 'text',
  naam: 'text',
} as const;
export const UITBETALING = {
  period: 'text',
  factuurnummer: 'text?',
  betaald_op: 'text?',
  at: 'text',
  naam: 'text',
} as const;
export const AKKOORD = {
  plaatsingnummer: 'text',
  verlengd_tot: 'text',
  akkoord_door: 'text',
  kenmerk: 'text',
  at: 'text',
  naam: 'text',
} as const;
export const ERASURE = { table_name: 'text', tombstone: 'text', pseudonym: 'text', at: 'text' } as const;
export const PERSON = { id: 'number', naam: 'text' } as const;

/** `geschiedenis.json`, beside the versions of each table: the fields of a row, and from and to which revision it stood. */
export const REVISION = { revision: 'number', at: 'text', person_id: 'number?', naam: 'text' } as const;

/** `logboek.json`, beside its lists. */
export const LOG = { contract: 'number' } as const;
export const LOG_END = {
  first_seq: 'number',
  first_previous: 'text',
  last_seq: 'number',
  last_hash: 'text',
} as const;
export const LOG_LINE = {
  seq: 'number',
  at: 'text',
  person_id: 'number?',
  origin: 'text',
  action: 'text',
  object: 'text',
  result: 'text',
  subject: 'text?',
  old: 'text?',
  new: 'text?',
  nonce: 'text',
  digest: 'text',
  hash: 'text',
} as const;
export const RENEWAL = { by_seq: 'number', seq: 'number', digest: 'text' } as const;

/** The fields of a record that came from a file, and no others; undefined where one is not what it is to be. */
export function parseShape<S extends Shape>(shape: S, value: unknown): Shaped<S> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = Object.entries(shape).map(([name, kind]) => {
    const field = (value as Record<string, unknown>)[name];
    const isAbsent = field === null && kind.endsWith('?');
    const isOf = kind.startsWith('number') ? Number.isInteger(field) : typeof field === 'string';
    return isAbsent || isOf ? ([name, field] as const) : undefined;
  });
  return fields.every((field) => field !== undefined) ? (Object.fromEntries(fields) as Shaped<S>) : undefined;
}

/** A row that came from a file as it is stored; undefined where a value is none of its column. */
export function parseRow(table: Table, columns: readonly unknown[], values: unknown): Row | undefined {
  if (!Array.isArray(values)) return undefined;
  const row = table.columns.map(({ name, type, required }): StoredValue | undefined => {
    const value = (values[columns.indexOf(name)] ?? null) as WireValue;
    if (value === null) return required ? undefined : null;
    if (type === 'boolean') return typeof value === 'boolean' ? Number(value) : undefined;
    if (typeof value !== 'string') return undefined;
    return type === 'decimal' ? parseHundredths(value) : value;
  });
  return row.every((value) => value !== undefined) ? row : undefined;
}
