import type { Administration } from '../../shared/administration.ts';
import { listSettledChanges } from '../../shared/afrekening.ts';
import type { Conflict, Counts, Issue, SyncedTable, SyncRequest, SyncResult } from '../../shared/api.ts';
import { lastDayOfHalfYear } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { type By, record } from '../access/audit.ts';
import { checkReferences } from '../../shared/references.ts';
import { RowMap } from '../../shared/row-map.ts';
import { TABLES, type TableName } from '../../shared/tables.ts';
import { describe, toWire, validateRows, type ValidRows } from '../../shared/validate.ts';
import { readAdministration } from '../store/administration.ts';
import { listAfrekeningen } from '../store/afrekeningen.ts';
import { addRevision, lockContract, type StoredContract } from '../store/contracten.ts';
import { digestChanges } from '../store/changes.ts';
import { createPseudonyms } from '../store/erasures.ts';
import { writeRows } from '../store/rows.ts';
import { type Store, transaction } from '../store/store.ts';
import { describeConflicts } from './conflicts.ts';
import { mergeTable, type TableOutcome } from './merge-table.ts';
import { forget, tellForgotten } from './pseudonyms.ts';
import { listRenamings } from './renamings.ts';
import { listWarnings } from './warnings.ts';

export interface SyncContext {
  store: Store;
  contractnummer: string;
  by: By;
  mayWrite: boolean;
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
export async function sync(context: SyncContext, request: SyncRequest): Promise<SyncResult> {
  const valid = validateRequest(request);
  try {
    return await transaction(context.store, () => syncInTransaction(context, request, valid));
  } catch (error) {
    // What was undone took its line with it.
    context.by.recorded = false;
    if (error instanceof Undo) return error.result;
    throw error;
  }
}

function validateRequest(request: SyncRequest): Map<TableName, ValidRows> {
  const valid = new Map<TableName, ValidRows>();
  const issues: Issue[] = [];
  for (const table of TABLES) {
    const rows = validateRows(table, request.tables[table.name]);
    for (const key of request.remove[table.name] ?? []) {
      const row = rows.index.get(key) ?? null;
      const { from } = request.tables[table.name];
      const problem =
        row !== null
          ? 'de rij staat in het blad en moet tegelijk worden verwijderd. Kies één van beide.'
          : from !== undefined && (key[1] ?? '') < from
            ? 'de rij is ouder dan wat in deze werkmap staat. Verwijder haar in een werkmap met alle jaren.'
            : undefined;
      if (problem === undefined) continue;
      const message = `${describe(table, key, row)}: ${problem}`;
      issues.push({ table: table.name, row, key, field: null, message });
    }
    for (const issue of rows.issues) issues.push(issue);
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

async function syncInTransaction(
  context: SyncContext,
  request: SyncRequest,
  valid: Map<TableName, ValidRows>,
): Promise<SyncResult> {
  const { store, by } = context;
  const contract = await lockContract(store, context.contractnummer);
  checkLineage(contract, request);
  const pseudonyms = await createPseudonyms(store, contract.id);
  const forgotten = pseudonyms && forget(valid, pseudonyms);
  const outcomes: TableOutcome[] = [];
  for (const table of TABLES)
    outcomes.push(await mergeTable(store, contract.id, table, valid.get(table.name) as ValidRows, request));
  const settled = (await listAfrekeningen(store, contract.id)).map(({ period }) => period);
  const before = settled.length > 0 ? await settledState(store, contract, settled) : undefined;

  const changes = outcomes.reduce((sum, { ended, begun }) => sum + ended.length + begun.length, 0);
  const revision = contract.revision + (changes > 0 ? 1 : 0);
  if (changes > 0) {
    for (const { table, ended, begun } of outcomes)
      await writeRows(store, contract.id, table, revision, ended, begun);
    await addRevision(store, contract.id, revision, by);
    await record(store, contract.id, by, {
      subject: `revisions/${revision}`,
      new: digestChanges(outcomes, by),
    });
  }
  const after = { ...contract, revision };

  const faults = changes > 0 ? checkReferences(contract.contract, outcomes.map(stateAfter(valid))) : [];
  const changed =
    before && changes > 0 && faults.length === 0
      ? listSettledChanges(before, await settledState(store, after, settled), settled).filter(
          ({ period }) => !request.settled.includes(period),
        )
      : [];
  const conflicts: Conflict[] = [];
  for (const outcome of outcomes) conflicts.push(...(await describeConflicts(store, contract.id, outcome)));
  const missing = outcomes.flatMap(({ table, missing: keys }) =>
    keys.map((key) => ({ table: table.name, key })),
  );
  if (conflicts.length + missing.length + changed.length > 0) {
    const corrections = changed.map(({ period: _, ...correction }) => correction);
    const renamed = listRenamings(outcomes);
    throw new DomainError('conflict', 'Er valt iets te kiezen voordat er kan worden gesynchroniseerd.', {
      revision: contract.revision,
      conflicts,
      missing,
      settled: [...new Set(changed.map(({ period }) => period))].sort(),
      ...(corrections.length > 0 ? { corrections } : {}),
      ...(renamed.length > 0 ? { renamed } : {}),
    });
  }
  if (faults.length > 0) throw invalid(faults);
  if (changes > 0 && !request.dryRun && !context.mayWrite)
    throw new DomainError(
      'forbidden',
      'U mag deze administratie lezen, maar niet wijzigen. Vraag de beheerder om het recht schrijven.',
    );

  const told = forgotten ? tellForgotten(outcomes, forgotten) : [];
  const result = answer(outcomes, contract, request.dryRun ? contract.revision : revision, new Date(by.at));
  result.warnings.push(...told);
  if (request.dryRun) throw new Undo(result);
  return result;
}

function checkLineage({ lineage, revision }: StoredContract, request: SyncRequest): void {
  const fits =
    (request.revision === null
      ? request.lineage === null || request.lineage === lineage
      : request.lineage === lineage && request.revision <= revision) && (request.seen ?? 0) <= revision;
  if (!fits)
    throw new DomainError(
      'lineage',
      'De administratie op de server is teruggezet uit een reservekopie. Synchroniseer opnieuw vanaf het begin.',
    );
}

function settledState(
  store: Store,
  contract: StoredContract,
  settled: readonly string[],
): Promise<Administration> {
  return readAdministration(store, contract, { until: lastDayOfHalfYear(settled.at(-1) ?? '') });
}

/** The table as it would stand, with what this sync touched, for the checks between rows. */
const stateAfter =
  (valid: Map<TableName, ValidRows>) =>
  ({ table, state, begun, ended }: TableOutcome) => ({
    table,
    rows: state.current,
    begun,
    ended,
    index: valid.get(table.name)?.index ?? new RowMap<number>(table),
  });

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
