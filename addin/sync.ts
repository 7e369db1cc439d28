import type { Conflict, Counts, Key, KeysByTable, Warning } from '../shared/api.ts';
import type { HalfYear } from '../shared/calendar.ts';
import type { TableName } from '../shared/tables.ts';
import type { Client } from './client.ts';

/** Called as the work proceeds; `step` is Dutch, `done` of `total` parts of it are finished. */
export type Progress = (step: string, done: number, total: number) => void;

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
}

export const NO_CHOICES: SyncChoices = {
  remove: {},
  restore: {},
  mine: {},
  theirs: [],
  seen: null,
  settled: [],
};

/** A fault in a cell, to jump to. */
export interface CellFault {
  table: TableName;
  /** Within the sheet table's body, from 0; -1 where no row of the workbook is at stake. */
  rowIndex: number;
  key: Key;
  /** Null where the whole row is at stake. */
  field: string | null;
  message: string;
  /** The contract's article, such as "5.6". */
  article?: string;
}

/** What a sync would do, or why it cannot yet. */
export type SyncPlan =
  | { kind: 'faults'; faults: CellFault[] }
  | {
      kind: 'decide';
      conflicts: Conflict[];
      missing: { table: TableName; key: Key }[];
      settled: HalfYear[];
      /** For `seen`, with the choices. */
      revision: number;
    }
  | {
      kind: 'ready';
      outgoing: Record<TableName, Counts>;
      incoming: Record<TableName, Incoming>;
      warnings: Warning[];
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
  warnings: Warning[];
  /** Cells that the user changed meanwhile and that were left as they are; sync again to settle them. */
  left: number;
}

export interface SyncOptions {
  onProgress?: Progress;
  signal?: AbortSignal;
}

/** Reads the workbook and asks the server what a sync would do. Throws ClientError or ExcelError, both with Dutch messages. */
export declare function planSync(
  client: Client,
  contractnummer: string,
  choices: SyncChoices,
  options?: SyncOptions,
): Promise<SyncPlan>;

/** Syncs: `done`, or a plan of the kind `faults` or `decide` where it could not. Throws as {@link planSync}. */
export declare function runSync(
  client: Client,
  contractnummer: string,
  choices: SyncChoices,
  options?: SyncOptions,
): Promise<SyncPlan | { kind: 'done'; summary: SyncSummary }>;

// The workbook: addin/excel/set-up.ts (isSetUp, setUpWorkbook), connection.ts (readConnection), select.ts (selectCell),
// contract-sheet.ts (writeContract), afrekening-sheet.ts (writeServerFigures), errors.ts (ExcelError).
