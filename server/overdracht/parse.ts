import { keyOf, type Table, TABLES } from '../../shared/tables.ts';
import type { Kept, KeptPaper } from '../store/overdracht.ts';
import type { Version } from '../store/rows.ts';
import { PAPER_KINDS } from '../store/schema.ts';
import {
  AKKOORD,
  ERASURE,
  FORMAT,
  HEAD,
  LOG,
  LOG_END,
  LOG_LINE,
  PAPER,
  parseRow,
  parseShape,
  PERSON,
  RENEWAL,
  REVISION,
  type Shape,
  type Shaped,
  UITBETALING,
} from './documents.ts';

/** `overdracht.json` as it is stored. */
export type Head = Pick<Kept, 'uitbetalingen' | 'akkoorden' | 'erasures' | 'persons'> &
  Shaped<typeof HEAD> & { papers: (Omit<KeptPaper, 'json'> & { file: string })[] };
/** `geschiedenis.json`. */
export type History = Pick<Kept, 'revisions' | 'versions'>;
/** `logboek.json`. */
export type Log = Pick<Kept, 'audit' | 'auditEnd' | 'renewals'> &
  Shaped<typeof LOG> & {
    /** Where it was not whole before. */
    faults: string[];
  };

/** Each answers undefined where the document is not what it is to be. */
export function parseHead(value: unknown): Head | undefined {
  const head = parseShape(HEAD, value);
  const papers = parseItems(fieldOf(value, 'papers'), parsePaper, ({ kind, name }) =>
    `${kind} ${name}`.toLowerCase(),
  );
  const uitbetalingen = parseRecords(UITBETALING, value, 'uitbetalingen');
  const akkoorden = parseRecords(AKKOORD, value, 'akkoorden');
  const erasures = parseRecords(ERASURE, value, 'erasures', ({ tombstone }) => tombstone);
  const persons = parseRecords(PERSON, value, 'persons', ({ id }) => id);
  if (!head || !papers || !uitbetalingen || !akkoorden || !erasures || !persons) return undefined;
  return { ...head, papers, uitbetalingen, akkoorden, erasures, persons };
}

function parsePaper(value: unknown): Head['papers'][number] | undefined {
  const paper = parseShape(PAPER, value);
  const kind = PAPER_KINDS.find((known) => known === paper?.kind);
  return paper && kind && { ...paper, kind };
}

/** Whether this program knows how the files are written. */
export const isKnown = ({ format }: Head): boolean => format === FORMAT;

export function parseHistory(value: unknown): History | undefined {
  const revisions = parseRecords(REVISION, value, 'revisions', ({ revision }) => revision);
  const versions = new Map<Table, Version[]>();
  for (const table of TABLES) {
    const own = parseVersions(table, fieldOf(value, table.name));
    if (!own) return undefined;
    versions.set(table, own);
  }
  return revisions && { revisions, versions };
}

function parseVersions(table: Table, value: unknown): Version[] | undefined {
  const columns = fieldOf(value, 'columns');
  if (!Array.isArray(columns)) return undefined;
  const [from, to] = [columns.indexOf('from'), columns.indexOf('to')];
  return parseItems(
    fieldOf(value, 'rows'),
    (values) => {
      const row = parseRow(table, columns, values);
      const stood = parseShape(STOOD, {
        from: fieldOf(values, String(from)),
        to: fieldOf(values, String(to)),
      });
      return row && stood && { row, ...stood };
    },
    ({ row, from: since }) => `${keyOf(table, row)} ${since}`,
  );
}

const STOOD = { from: 'number', to: 'number?' } as const;

export function parseLog(value: unknown): Log | undefined {
  const log = parseShape(LOG, value);
  const end = fieldOf(value, 'end');
  const auditEnd = parseShape(LOG_END, end);
  const faults = parseItems(fieldOf(value, 'faults'), (one) => (typeof one === 'string' ? one : undefined));
  const audit = parseRecords(LOG_LINE, value, 'lines', ({ seq }) => seq);
  const renewals = parseRecords(RENEWAL, value, 'renewals', ({ by_seq, seq }) => `${by_seq} ${seq}`);
  if (!log || (end !== null && !auditEnd) || !faults || !audit || !renewals) return undefined;
  return { ...log, auditEnd, faults, audit, renewals };
}

export const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

const parseRecords = <S extends Shape>(
  shape: S,
  value: unknown,
  name: string,
  key?: (item: Shaped<S>) => unknown,
): Shaped<S>[] | undefined => parseItems(fieldOf(value, name), (one) => parseShape(shape, one), key);

/** Undefined where it is no list, an item is not what it is to be, or two have the same key. */
function parseItems<T>(
  value: unknown,
  parse: (item: unknown) => T | undefined,
  key: (item: T) => unknown = (item) => item,
): T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const list = value.map(parse);
  if (!list.every((item) => item !== undefined)) return undefined;
  return new Set(list.map(key)).size === list.length ? list : undefined;
}
