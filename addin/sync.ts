import type { Counts, SyncResult } from '../shared/api.ts';
import type { Day } from '../shared/calendar.ts';
import { getTable, keyFields, TABLE_NAMES, type TableName } from '../shared/tables.ts';
import { type Client, ClientError } from './client.ts';
import type { TableChanges } from './excel/changes.ts';
import { ExcelError } from './excel/errors.ts';
import { fitMonthSheet } from './excel/month-sheet.ts';
import { type CellFault, readWorkbook, type WorkOptions } from './excel/read.ts';
import { clearPending, readPending, savePending } from './excel/pending.ts';
import { applyChanges } from './excel/apply.ts';
import {
  type CellWarning,
  faultsOf,
  isConflict,
  isInvalid,
  listWarnings,
  listRowFaults,
} from './sync-answers.ts';
import { listHeldBack, type Questions, questionsOf } from './sync-questions.ts';
import {
  buildOutgoing,
  keepOutgoing,
  listChanges,
  NO_CHOICES,
  NO_REQUEST,
  type Outgoing,
  restoreOutgoing,
  type SyncChoices,
} from './sync-request.ts';

export type { CellFault, Progress } from './excel/read.ts';
export type SyncOptions = WorkOptions;

/** What a sync would do, or why it cannot yet. */
export type SyncPlan =
  | { kind: 'faults'; faults: CellFault[] }
  | Questions
  | {
      kind: 'ready';
      outgoing: Record<TableName, Counts>;
      incoming: Record<TableName, Incoming>;
      warnings: CellWarning[];
    };

/** What goes to the workbook: rows written and rows taken out. */
export interface Incoming {
  rows: number;
  removed: number;
}

export interface SyncSummary {
  outgoing: Record<TableName, Counts>;
  incoming: Record<TableName, Incoming>;
  revision: number;
  warnings: CellWarning[];
  /** Cells that the user changed meanwhile and that were left as they are; sync again to settle them. */
  left: number;
  /** Tables of which a filter was cleared to write in them. */
  unfiltered: TableName[];
}

/** Reads the workbook and asks the server what a sync would do. Throws ClientError or ExcelError, both with Dutch messages. */
export async function planSync(
  client: Client,
  contractnummer: string,
  choices: SyncChoices,
  options: SyncOptions = {},
): Promise<SyncPlan> {
  const outgoing = await readOutgoing(client, contractnummer, choices, true, options);
  if ('faults' in outgoing) return { kind: 'faults', faults: outgoing.faults };
  options.onProgress?.('Vergelijken met de server', 0, 1);
  const answer = await send(client, contractnummer, outgoing, options);
  if ('kind' in answer) return answer;
  return {
    kind: 'ready',
    outgoing: answer.counts,
    incoming: countIncoming(listChanges(outgoing, answer)),
    warnings: listWarnings(outgoing, answer.warnings),
  };
}

/** Syncs: `done`, or a plan of the kind `faults` or `decide` where it could not. Throws as {@link planSync}. */
export async function runSync(
  client: Client,
  contractnummer: string,
  choices: SyncChoices,
  options: SyncOptions = {},
): Promise<SyncPlan | { kind: 'done'; summary: SyncSummary }> {
  const outgoing = await readOutgoing(client, contractnummer, choices, false, options);
  if ('faults' in outgoing) return { kind: 'faults', faults: outgoing.faults };
  options.onProgress?.('Versturen naar de server', 0, 1);
  // Until it is answered, the request may have been stored without our knowing: it is kept in the workbook, and goes
  // again, unchanged, before anything newer. What the user changed back since would else look as if it never changed.
  await savePending(keepOutgoing(outgoing));
  return deliver(client, contractnummer, outgoing, options);
}

/** Sends a request that is kept in the workbook, and brings its answer there. */
async function deliver(
  client: Client,
  contractnummer: string,
  outgoing: Outgoing,
  options: SyncOptions,
): Promise<SyncPlan | { kind: 'done'; summary: SyncSummary }> {
  let answer: SyncResult | SyncPlan;
  try {
    answer = await send(client, contractnummer, outgoing, options);
  } catch (error) {
    const isRefused = error instanceof ClientError && !error.isUncertain && !MAY_PASS.has(error.code);
    if (isRefused) await clearPending();
    throw error;
  }
  if ('kind' in answer) {
    await clearPending();
    return answer;
  }
  return { kind: 'done', summary: await finish(contractnummer, outgoing, answer, options) };
}

/**
 * Lets the workbook hold hours from a day on, or all of them (null): older ones leave it, or come back; on the server
 * they stay. Only in a workbook that has nothing to send or receive, so that nothing unsent goes: else throws
 * `not_synced`. Returns how many rows were left because the user changed them meanwhile; the workbook then still counts
 * as holding all.
 */
export async function holdHoursFrom(
  client: Client,
  contractnummer: string,
  from: Day | null,
  options: SyncOptions = {},
): Promise<number> {
  const outgoing = await readOutgoing(client, contractnummer, NO_CHOICES, true, options);
  const answer = 'faults' in outgoing ? null : await send(client, contractnummer, outgoing, options);
  if ('faults' in outgoing || answer === null || 'kind' in answer || !isAgreed(outgoing, answer))
    throw new ExcelError(
      'not_synced',
      'Deze werkmap en de server zijn nog niet gelijk. Synchroniseer eerst en probeer het dan opnieuw.',
    );
  if ((from ?? '') < (outgoing.from ?? '')) {
    const outcome = await runSync(client, contractnummer, { ...NO_CHOICES, from }, options);
    return outcome.kind === 'done' ? outcome.summary.left : 0;
  }
  const changes = listChanges(outgoing, answer);
  const uren = getTable('uren');
  changes.uren.remove = outgoing.sent.uren
    .filter(({ values }) => String(values[1]) < (from ?? ''))
    .map(({ values }) => keyFields(uren, values));
  const { lineage, revision } = answer;
  const connection = { contractnummer, lineage, revision, from };
  return (await applyChanges(outgoing.tables, changes, connection, options)).left;
}

const isAgreed = (outgoing: Outgoing, answer: SyncResult): boolean =>
  isEmpty({ outgoing: answer.counts, incoming: countIncoming(listChanges(outgoing, answer)) });

/** Whether a sync would change nothing, or changed nothing, on either side. */
export const isEmpty = ({ outgoing, incoming }: Pick<SyncSummary, 'outgoing' | 'incoming'>): boolean =>
  Object.values(outgoing).every(({ added, changed, removed }) => added + changed + removed === 0) &&
  Object.values(incoming).every(({ rows, removed }) => rows + removed === 0);

/** Sends an earlier request again whose answer did not come, or did not reach the workbook. */
async function settle(client: Client, contractnummer: string, options: SyncOptions): Promise<void> {
  const kept = await readPending();
  const outgoing = kept === null ? undefined : restoreOutgoing(kept);
  if (!outgoing) return clearPending();
  options.onProgress?.('Vorige keer afmaken', 0, 1);
  await deliver(client, contractnummer, outgoing, options);
}

async function readOutgoing(
  client: Client,
  contractnummer: string,
  choices: SyncChoices,
  dryRun: boolean,
  options: SyncOptions,
): Promise<Outgoing | { faults: CellFault[] }> {
  const state = await readWorkbook(options);
  const { connection } = state;
  if (connection.contractnummer !== contractnummer)
    throw new ExcelError(
      'other_contract',
      `Deze werkmap hoort bij contract ${connection.contractnummer}. Kies dat contract, of richt een lege werkmap in.`,
    );
  if (connection.unanswered) {
    await settle(client, contractnummer, options);
    return readOutgoing(client, contractnummer, choices, dryRun, options);
  }
  const faults = state.tables.flatMap((sheet) => sheet.faults);
  if (faults.length === 0) return buildOutgoing(state, choices, dryRun);
  return { faults: [...faults, ...state.tables.flatMap(listRowFaults)] };
}

/** The server's answer: what it did, or the plan that its refusal amounts to. Other refusals are thrown. */
async function send(
  client: Client,
  contractnummer: string,
  outgoing: Outgoing,
  options: SyncOptions,
): Promise<SyncResult | SyncPlan> {
  try {
    return await client.sync(contractnummer, outgoing.request, options.signal);
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    if (isInvalid(error.body) && error.body.issues.length > 0)
      return { kind: 'faults', faults: faultsOf(error.body.issues, outgoing) };
    if (isConflict(error.body)) {
      const back = listHeldBack(error.body.missing, outgoing);
      if (back.length === 0) return questionsOf(error.body, outgoing);
      const { request } = outgoing;
      const restore = { ...request.restore, uren: [...(request.restore.uren ?? []), ...back] };
      outgoing.request = { ...request, restore };
      return send(client, contractnummer, outgoing, options);
    }
    if (error.code === 'lineage' && outgoing.request.revision !== null) {
      // The server was restored from a backup: go on as if never synced. What the user chose was about another state.
      const { tables, dryRun } = outgoing.request;
      outgoing.request = { ...NO_REQUEST, tables, dryRun };
      return send(client, contractnummer, outgoing, options);
    }
    throw error;
  }
}

/** Refusals that say nothing about an earlier try of the same request. */
const MAY_PASS = new Set<string>(['unauthorized', 'forbidden', 'unavailable', 'storage_full']);

async function finish(
  contractnummer: string,
  outgoing: Outgoing,
  answer: SyncResult,
  options: SyncOptions,
): Promise<SyncSummary> {
  const changes = listChanges(outgoing, answer);
  const { lineage, revision } = answer;
  const connection = { contractnummer, lineage, revision, from: outgoing.from };
  const applied = await applyChanges(outgoing.tables, changes, connection, options);
  if (applied.left > 0) await clearPending();
  await fitMonthSheet();
  return {
    outgoing: answer.counts,
    incoming: countIncoming(changes),
    revision,
    warnings: listWarnings(outgoing, answer.warnings),
    ...applied,
  };
}

function countIncoming(changes: Record<TableName, TableChanges>): Record<TableName, Incoming> {
  const incoming = Object.fromEntries(
    TABLE_NAMES.map((name) => [
      getTable(name).name,
      { rows: changes[name].upsert.length, removed: changes[name].remove.length },
    ]),
  );
  return incoming as Record<TableName, Incoming>;
}
