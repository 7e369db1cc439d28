import type { Administration } from '../shared/administration.ts';
import { listTouchedSettlements } from '../shared/afrekening.ts';
import type {
  Conflict,
  Counts,
  Issue,
  SyncedTable,
  SyncRequest,
  SyncResult,
  Warning,
} from '../shared/api.ts';
import { lastDayOfHalfYear } from '../shared/calendar.ts';
import { listDuurWarnings } from '../shared/duur.ts';
import { DomainError } from '../shared/errors.ts';
import { mergeRow, sameRow } from '../shared/merge.ts';
import { checkReferences } from '../shared/references.ts';
import { keyFields, keyOf, type Row, TABLES, type TableName, type Table } from '../shared/tables.ts';
import { findBsn } from '../shared/text.ts';
import { describe, toWire, validateRows, valueToWire, type ValidRows } from '../shared/validate.ts';
import { readAdministration } from './store/administration.ts';
import { listAfrekeningen } from './store/afrekeningen.ts';
import { addRevision, getContract, type StoredContract } from './store/contracten.ts';
import { listRevisions } from './store/revisions.ts';
import { listVersions, readTable, type TableState, writeRows } from './store/rows.ts';
import { type Store, transaction } from './store/store.ts';

export interface SyncContext {
  store: Store;
  contractnummer: string;
  person: { id: number | null; naam: string };
  mayWrite: boolean;
  now: Date;
}

/** What a sync does to one table, and what the workbook gets of it. */
interface TableOutcome {
  table: Table;
  state: TableState;
  ended: Row[];
  begun: Row[];
  /** Places in the request of the rows begun, for messages. */
  counts: Counts;
  toWorkbook: Row[];
  removed: string[][];
  conflicts: {
    key: string[];
    field: number | null;
    base: Row | null;
    mine: Row | null;
    theirs: Row | null;
  }[];
  missing: string[][];
}

/** Thrown to undo a what-if; carries the answer out of the transaction. */
class Undo extends Error {
  readonly result: SyncResult;
  constructor(result: SyncResult) {
    super('undo');
    this.result = result;
  }
}

/**
 * One sync (SPEC §5): all or nothing, in one transaction. Throws `invalid` with issues, `lineage`, `conflict` with
 * conflicts, missing rows and settled half-years, or `forbidden` where it would write without the right to.
 */
export function sync(context: SyncContext, request: SyncRequest): SyncResult {
  const valid = validateRequest(request);
  try {
    return transaction(context.store, () => syncInTransaction(context, request, valid));
  } catch (error) {
    if (error instanceof Undo) return error.result;
    throw error;
  }
}

function validateRequest(request: SyncRequest): Map<TableName, ValidRows> {
  const valid = new Map<TableName, ValidRows>();
  const issues: Issue[] = [];
  for (const table of TABLES) {
    const { missing, ...rows } = validateRows(table, request.tables[table.name]);
    if (missing.length > 0)
      throw new DomainError(
        'invalid',
        `${table.label}: de kolommen ${missing.join(', ')} ontbreken. Zet ze terug in het blad.`,
        {
          issues: missing.map((field) => ({
            table: table.name,
            row: null,
            key: [],
            field,
            message: `De kolom ontbreekt.`,
          })),
        },
      );
    for (const key of request.remove[table.name] ?? []) {
      const row = rows.index.get(keyOf(table, key));
      if (row === undefined) continue;
      const message = `${describe(table, key, row)}: de rij staat in het blad en moet tegelijk worden verwijderd. Kies één van beide.`;
      issues.push({ table: table.name, row, key, field: null, message });
    }
    issues.push(...rows.issues);
    valid.set(table.name, rows);
  }
  if (issues.length > 0) throw invalid(issues);
  return valid;
}

function invalid(issues: Issue[]): DomainError {
  const count = issues.length === 1 ? 'Er is 1 fout' : `Er zijn ${issues.length} fouten`;
  return new DomainError(
    'invalid',
    `${count} in de bladen. Er is niets opgeslagen. ${issues[0]?.message ?? ''}`,
    {
      issues,
    },
  );
}

function syncInTransaction(
  context: SyncContext,
  request: SyncRequest,
  valid: Map<TableName, ValidRows>,
): SyncResult {
  const { store, person, now } = context;
  const contract = getContract(store, context.contractnummer);
  checkLineage(contract, request);
  const outcomes = TABLES.map((table) =>
    mergeTable(store, contract.id, table, valid.get(table.name) as ValidRows, request),
  );
  const settled = listAfrekeningen(store, contract.id).map(({ afrekening }) => afrekening.period);
  const before = settled.length > 0 ? settledState(store, contract, settled) : undefined;

  const changes = outcomes.reduce((sum, { ended, begun }) => sum + ended.length + begun.length, 0);
  const revision = contract.revision + (changes > 0 ? 1 : 0);
  if (changes > 0) {
    for (const { table, ended, begun } of outcomes)
      writeRows(store, contract.id, table, revision, ended, begun);
    addRevision(store, contract.id, revision, person, now.toISOString());
  }
  const after = { ...contract, revision };

  const faults = changes > 0 ? checkReferences(contract.contract, outcomes.map(stateAfter(valid))) : [];
  const touched =
    before && changes > 0 && faults.length === 0
      ? listTouchedSettlements(before, settledState(store, after, settled), settled).filter(
          (period) => !request.settled.includes(period),
        )
      : [];
  const conflicts = outcomes.flatMap((outcome) => describeConflicts(store, contract.id, outcome));
  const missing = outcomes.flatMap(({ table, missing: keys }) =>
    keys.map((key) => ({ table: table.name, key })),
  );
  if (conflicts.length + missing.length + touched.length > 0)
    throw new DomainError('conflict', 'Er valt iets te kiezen voordat er kan worden gesynchroniseerd.', {
      revision: contract.revision,
      conflicts,
      missing,
      settled: touched,
    });
  if (faults.length > 0) throw invalid(faults);
  if (changes > 0 && !request.dryRun && !context.mayWrite)
    throw new DomainError(
      'forbidden',
      'U mag deze administratie lezen, maar niet wijzigen. Vraag de beheerder om het recht schrijven.',
    );

  const result = answer(outcomes, contract, request.dryRun ? contract.revision : revision, now);
  if (request.dryRun) throw new Undo(result);
  return result;
}

function checkLineage({ lineage, revision }: StoredContract, request: SyncRequest): void {
  const fits =
    request.revision === null
      ? request.lineage === null || request.lineage === lineage
      : request.lineage === lineage && request.revision <= revision;
  if (!fits)
    throw new DomainError(
      'lineage',
      'De administratie op de server is teruggezet uit een reservekopie. Synchroniseer opnieuw vanaf het begin.',
    );
}

function settledState(store: Store, contract: StoredContract, settled: readonly string[]): Administration {
  return readAdministration(store, contract, { until: lastDayOfHalfYear(settled.at(-1) ?? '') });
}

function mergeTable(
  store: Store,
  contractId: number,
  table: Table,
  { rows, keys, index }: ValidRows,
  request: SyncRequest,
): TableOutcome {
  const state = readTable(store, contractId, table, request.revision);
  const { current, past } = state;
  const keysOf = (keys: string[][] | undefined) => new Set((keys ?? []).map((key) => keyOf(table, key)));
  const mine = keysOf(request.mine[table.name]);
  const restore = keysOf(request.restore[table.name]);
  const agreed = request.revision;
  const outcome: TableOutcome = {
    table,
    state,
    ended: [],
    begun: [],
    counts: { added: 0, changed: 0, removed: 0 },
    toWorkbook: [],
    removed: [],
    conflicts: [],
    missing: [],
  };
  const baseOf = (key: string): Row | undefined => {
    const now = current.get(key);
    return now && agreed !== null && now.from <= agreed ? now.row : past.get(key);
  };
  const stateAt = (row: readonly unknown[], revision: number): Row | undefined =>
    listVersions(store, contractId, table, keyFields(table, row)).find(
      ({ from, to }) => from <= revision && (to === null || to > revision),
    )?.row;
  const begin = (key: string, row: Row) => {
    outcome.begun.push(row);
    current.set(key, { row, from: Number.POSITIVE_INFINITY });
  };

  const later = [...current.keys()].filter((key) => !index.has(key));

  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i] as Row;
    const key = keys[i] as string;
    const theirs = current.get(key);
    const base = baseOf(key);
    if (theirs === undefined) {
      if (base === undefined) {
        outcome.counts.added += 1;
        begin(key, row);
      } else if (sameRow(row, base)) outcome.removed.push(keyFields(table, row));
      else if (mine.has(key) && request.seen !== null && stateAt(row, request.seen) === undefined) {
        outcome.counts.added += 1;
        begin(key, row);
      } else
        outcome.conflicts.push({ key: keyFields(table, row), field: null, base, mine: row, theirs: null });
      continue;
    }
    for (let field = 0; field < table.keyLength; field += 1) row[field] = theirs.row[field] ?? null;
    if (sameRow(row, theirs.row)) continue;
    const merged = mergeRow(base, row, theirs.row);
    if (merged.conflicts.length > 0) {
      const seen = mine.has(key) && request.seen !== null ? stateAt(row, request.seen) : undefined;
      for (const place of merged.conflicts) {
        if (seen && seen[place] === theirs.row[place]) merged.row[place] = row[place] ?? null;
        else
          outcome.conflicts.push({
            key: keyFields(table, row),
            field: place,
            base: base ?? null,
            mine: row,
            theirs: theirs.row,
          });
      }
    }
    if (!sameRow(merged.row, row)) outcome.toWorkbook.push(merged.row);
    if (!sameRow(merged.row, theirs.row)) {
      outcome.ended.push(theirs.row);
      outcome.counts.changed += 1;
      begin(key, merged.row);
    }
  }

  const from = request.tables[table.name].from;
  const removing = new Map((request.remove[table.name] ?? []).map((key) => [keyOf(table, key), key]));
  for (const key of later) {
    const { row, from: since } = current.get(key) as { row: Row; from: number };
    if (table.name === 'uren' && from !== undefined && String(row[1]) < from) continue;
    const base = baseOf(key);
    if (removing.has(key)) {
      const untouched = base !== undefined && agreed !== null && since <= agreed;
      const chosen = mine.has(key) && request.seen !== null && since <= request.seen;
      if (untouched || chosen) {
        outcome.ended.push(row);
        outcome.counts.removed += 1;
        current.delete(key);
      } else
        outcome.conflicts.push({
          key: keyFields(table, row),
          field: null,
          base: base ?? null,
          mine: null,
          theirs: row,
        });
    } else if (base === undefined || restore.has(key)) outcome.toWorkbook.push(row);
    else outcome.missing.push(keyFields(table, row));
  }
  return outcome;
}

/** The table as it would stand, with what this sync touched, for the checks between rows. */
const stateAfter =
  (valid: Map<TableName, ValidRows>) =>
  ({ table, state, begun, ended }: TableOutcome) => ({
    table,
    rows: state.current,
    begun,
    ended,
    index: valid.get(table.name)?.index ?? new Map<string, number>(),
  });

function describeConflicts(store: Store, contractId: number, { table, conflicts }: TableOutcome): Conflict[] {
  return conflicts.map(({ key, field, base, mine, theirs }) => {
    const versions = listVersions(store, contractId, table, key);
    const revision = field === null ? lastTouched(versions) : lastChanged(versions, field);
    const who = listRevisions(store, contractId, [revision]).get(revision);
    const value = (row: Row | null) =>
      field === null ? (row === null ? null : true) : valueToWire(table.columns[field], row?.[field]);
    return {
      table: table.name,
      key,
      field: field === null ? null : (table.columns[field]?.name ?? null),
      base: value(base),
      mine: value(mine),
      theirs: value(theirs),
      by: who?.naam ?? '',
      at: who?.at ?? '',
    };
  });
}

const lastTouched = (versions: { from: number; to: number | null }[]): number => {
  const last = versions.at(-1);
  return last?.to ?? last?.from ?? 0;
};

/** The revision in which a field got its present value. */
function lastChanged(versions: { row: Row; from: number; to: number | null }[], field: number): number {
  for (let i = versions.length - 1; i > 0; i -= 1) {
    const version = versions[i];
    const previous = versions[i - 1];
    if (version && (previous?.to !== version.from || previous.row[field] !== version.row[field]))
      return version.from;
  }
  return versions[0]?.from ?? 0;
}

function answer(
  outcomes: TableOutcome[],
  { lineage }: StoredContract,
  revision: number,
  now: Date,
): SyncResult {
  const tables = {} as Record<TableName, SyncedTable>;
  const counts = {} as Record<TableName, Counts>;
  for (const { table, toWorkbook, removed, counts: changed } of outcomes) {
    tables[table.name] = {
      columns: table.columns.map((column) => column.name),
      rows: toWorkbook.map((row) => toWire(table, row)),
      removed,
    };
    counts[table.name] = changed;
  }
  return { lineage, revision, tables, counts, warnings: listWarnings(outcomes, now) };
}

/** Duration limits (art. 5.6, 4.1) of what stands, and klanten in which a burgerservicenummer may be. */
function listWarnings(outcomes: TableOutcome[], now: Date): Warning[] {
  const stateOf = (name: TableName) => outcomes.find(({ table }) => table.name === name) as TableOutcome;
  const plaatsingen = [...stateOf('plaatsingen').state.current.values()].map(({ row }) => {
    const [
      plaatsingnummer,
      kandidaatnummer,
      klantnummer,
      startdatum,
      einddatum,
      urenPerWeek,
      uurtarief,
      ...rest
    ] = row as [
      string,
      string,
      string,
      string,
      string | null,
      number,
      number | null,
      string | null,
      string | null,
    ];
    const [verlengdTot, verlengingAkkoordOp] = rest;
    return {
      plaatsingnummer,
      kandidaatnummer,
      klantnummer,
      startdatum,
      einddatum,
      urenPerWeek,
      uurtarief,
      verlengdTot,
      verlengingAkkoordOp,
    };
  });
  const klanten = stateOf('klanten');
  return [
    ...listDuurWarnings(plaatsingen, now.toISOString().slice(0, 10)).map(
      ({ code, plaatsingnummer, message }): Warning => ({
        code,
        table: 'plaatsingen',
        key: [plaatsingnummer],
        field: 'einddatum',
        message,
      }),
    ),
    ...[...klanten.state.current.values()].flatMap(({ row }) =>
      row.flatMap((value, i): Warning[] =>
        typeof value === 'string' && findBsn(value) !== undefined
          ? [
              {
                code: 'burgerservicenummer',
                table: 'klanten',
                key: keyFields(klanten.table, row),
                field: klanten.table.columns[i]?.name ?? null,
                message: `Bij klant ${row[0]} lijkt een burgerservicenummer te staan. Haal het weg als het dat is.`,
              },
            ]
          : [],
      ),
    ),
  ];
}
