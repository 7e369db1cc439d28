import type { Day, HalfYear } from '../shared/calendar.ts';
import type { Conflict, Key, KeysByTable, SyncRequest, SyncResult, SyncTable } from '../shared/api.ts';
import {
  getTable,
  keyOf,
  type Table,
  TABLE_NAMES,
  type TableName,
  type WireRow,
  type WireValue,
} from '../shared/tables.ts';
import { isSame } from './excel/cells.ts';
import type { TableChanges } from './excel/changes.ts';
import { indexRows, type SheetRow, type SheetTable, type WorkbookState } from './excel/read.ts';

/** What the user decided about the questions of an earlier plan. */
export interface SyncChoices {
  /** Missing rows to remove on the server, and to bring back into the workbook. */
  remove: KeysByTable;
  restore: KeysByTable;
  /** Rows of which mine wins, with in `seen` the revision of the plan that showed the conflicts. */
  mine: KeysByTable;
  /** Conflicts of which the server's value is taken. */
  theirs: Conflict[];
  seen: number | null;
  /** Settled half-years that may get corrections. */
  settled: HalfYear[];
  /** Hours before this day stay out of the workbook from now on; null: all are in it; absent: as it is. */
  from?: Day | null;
}

export const NO_CHOICES: SyncChoices = {
  remove: {},
  restore: {},
  mine: {},
  theirs: [],
  seen: null,
  settled: [],
};

/** What a request says of a workbook that never synced, with nothing chosen. */
export const NO_REQUEST: Omit<SyncRequest, 'tables' | 'dryRun'> = {
  lineage: null,
  revision: null,
  remove: {},
  restore: {},
  mine: {},
  seen: null,
  settled: [],
};

/** A request, and the workbook that it was made from. */
export interface Outgoing {
  request: SyncRequest;
  tables: SheetTable[];
  /** Per table the rows of the sheet that the request's rows stand for, in its order. */
  sent: Record<TableName, SheetRow[]>;
  /** Rows in the workbook whose removal by someone else the user accepted: not sent, and taken out afterwards. */
  dropped: Record<TableName, Key[]>;
  /** From which day on the workbook holds hours after this sync; null: all. */
  from: Day | null;
  /** The same before it, where it now holds more: what lies before it comes back rather than being missing. */
  heldFrom: Day | null;
}

/** The request that the workbook and the user's choices amount to. The tables hold no faults. */
export function buildOutgoing(
  { connection, tables }: WorkbookState,
  choices: SyncChoices,
  dryRun: boolean,
): Outgoing {
  const { lineage, revision } = connection;
  const from = choices.from === undefined ? connection.from : choices.from;
  const sent = emptyLists<SheetRow>();
  const dropped = emptyLists<Key>();
  const sending: Partial<Record<TableName, SyncTable>> = {};
  const remove: KeysByTable = {};
  const restore: KeysByTable = {};
  for (const sheet of tables) {
    const { table } = sheet;
    const present = indexRows(sheet);
    const theirs = choices.theirs.filter((conflict) => conflict.table === table.name);
    const whole = theirs.filter(({ field }) => field === null);
    const drop = new Set(whole.map(({ key }) => keyOf(table, key)));
    const bringBack = whole.filter(({ key }) => !present.has(keyOf(table, key))).map(({ key }) => key);
    dropped[table.name] = whole.filter(({ key }) => present.has(keyOf(table, key))).map(({ key }) => key);
    sent[table.name] = sheet.rows.filter((row) => !drop.has(keyOf(table, row.values)));
    sending[table.name] = {
      ...(table.name === 'uren' && from !== null ? { from } : {}),
      columns: table.columns.map(({ name }) => name),
      rows: overlay(table, sent[table.name], theirs),
    };
    remove[table.name] = (choices.remove[table.name] ?? []).filter(
      (key) => !present.has(keyOf(table, key)) && !drop.has(keyOf(table, key)),
    );
    restore[table.name] = [...(choices.restore[table.name] ?? []), ...bringBack].filter(
      (key) => !present.has(keyOf(table, key)),
    );
  }
  return {
    request: {
      lineage: revision === null ? null : lineage,
      revision,
      tables: sending as Record<TableName, SyncTable>,
      remove,
      restore,
      mine: choices.mine,
      seen: choices.seen,
      settled: choices.settled,
      dryRun,
    },
    tables,
    sent,
    dropped,
    from,
    heldFrom: connection.from !== null && (from ?? '') < connection.from ? connection.from : null,
  };
}

/** What is kept in the workbook of an unanswered request. */
interface Kept extends Pick<Outgoing, 'request' | 'dropped' | 'from' | 'heldFrom'> {
  /** Rows that were sent with values of the server: by their place, what the sheet held. */
  held: Record<TableName, [number, SheetRow['values']][]>;
}

/** An unanswered request as text; {@link restoreOutgoing} makes it one again. */
export function keepOutgoing({ request, sent, dropped, from, heldFrom }: Outgoing): string {
  const held = emptyLists<[number, SheetRow['values']]>();
  for (const name of TABLE_NAMES)
    request.tables[name].rows.forEach((row, i) => {
      const values = sent[name][i]?.values;
      if (values && values !== row) held[name].push([i, values]);
    });
  return JSON.stringify({ request, dropped, from, heldFrom, held } satisfies Kept);
}

/** The request, with its rows as the workbook that it was made from; undefined where the text is none of ours. */
export function restoreOutgoing(text: string): Outgoing | undefined {
  let kept: Kept;
  try {
    kept = JSON.parse(text) as Kept;
  } catch {
    return undefined;
  }
  const { held, ...outgoing } = kept;
  const sent = emptyLists<SheetRow>();
  const tables = TABLE_NAMES.map((name): SheetTable => {
    const other = new Map(held[name]);
    sent[name] = outgoing.request.tables[name].rows.map((row, i) => ({
      rowIndex: -1,
      values: other.get(i) ?? row,
      notes: [],
    }));
    return { table: getTable(name), rows: sent[name], faults: [], lastRow: -1, cells: [] };
  });
  return { ...outgoing, tables, sent };
}

/** The rows' values, with the server's in the fields that the user gave up, as long as they still hold what was shown. */
function overlay(table: Table, rows: readonly SheetRow[], theirs: readonly Conflict[]): WireRow[] {
  const byKey = new Map<string, Conflict[]>();
  for (const conflict of theirs) {
    const key = keyOf(table, conflict.key);
    byKey.set(key, [...(byKey.get(key) ?? []), conflict]);
  }
  return rows.map((row) => {
    const values = row.values as WireRow;
    const conflicts = byKey.get(keyOf(table, values));
    if (!conflicts) return values;
    return table.columns.map((column, i) => {
      const value = values[i] ?? null;
      const conflict = conflicts.find(({ field }) => field === column.name);
      return conflict && isSame(column, value, conflict.mine) ? conflict.theirs : value;
    });
  });
}

/** What the workbook must become after the server's answer: its rows, and the fields taken from it that it had already. */
export function listChanges(outgoing: Outgoing, answer: SyncResult): Record<TableName, TableChanges> {
  const changes = TABLE_NAMES.map((name): [TableName, TableChanges] => {
    const table = getTable(name);
    const { columns, rows, removed } = answer.tables[name];
    const positions = table.columns.map((column) => columns.indexOf(column.name));
    const upsert = rows.map((row) => positions.map((position): WireValue => row[position] ?? null));
    const answered = new Set(upsert.map((row) => keyOf(table, row)));
    const taken = outgoing.request.tables[name].rows.filter((row, i) => {
      const held = outgoing.sent[name][i]?.values;
      return row !== held && !answered.has(keyOf(table, row));
    });
    return [name, { upsert: [...upsert, ...taken], remove: [...removed, ...outgoing.dropped[name]] }];
  });
  return Object.fromEntries(changes) as Record<TableName, TableChanges>;
}

const emptyLists = <Item>(): Record<TableName, Item[]> => ({
  kandidaten: [],
  klanten: [],
  plaatsingen: [],
  uren: [],
});
