import type { Contract } from './contract.ts';
import type { HalfYear, Month } from './calendar.ts';
import type { TableName, WireRow, WireValue } from './tables.ts';

/** What a person may do with a contract (SPEC §7). Each of them includes reading. */
export const RIGHTS = ['lezen', 'schrijven', 'vaststellen', 'beheer'] as const;
export type Right = (typeof RIGHTS)[number];

/** A row's key fields, such as ["PL001", "2016-04-08"]. */
export type Key = string[];
export type KeysByTable = Partial<Record<TableName, Key[]>>;

export interface SyncTable {
  /** uren only: earlier rows stay out of this workbook. */
  from?: string;
  columns: string[];
  rows: WireRow[];
}

/** `POST /api/contracten/:contractnummer/sync`: the workbook's tables as they stand. */
export interface SyncRequest {
  lineage: string | null;
  /** At which the workbook last agreed with the server; null: never synced. */
  revision: number | null;
  tables: Record<TableName, SyncTable>;
  remove: KeysByTable;
  restore: KeysByTable;
  mine: KeysByTable;
  /** The revision of the 409 that `mine` answers. */
  seen: number | null;
  /** Settled half-years that may get corrections. */
  settled: HalfYear[];
  dryRun: boolean;
}

/** A fault in a row. `row` counts from 0 within the request's rows; null when the row is not in the request. */
export interface Issue {
  table: TableName;
  row: number | null;
  key: Key;
  /** Null where the whole row is at stake. */
  field: string | null;
  message: string;
  /** The contract's article, such as "5.6". */
  article?: string;
}

export interface Conflict {
  table: TableName;
  key: Key;
  /** Null where the whole row is at stake. */
  field: string | null;
  base: WireValue;
  mine: WireValue;
  theirs: WireValue;
  /** Who made theirs, and when (ISO time). */
  by: string;
  at: string;
}

export interface Warning {
  code: string;
  table: TableName;
  key: Key;
  field: string | null;
  message: string;
  /** The contract's article, such as "5.6". */
  article?: string;
}

export interface SyncedTable {
  columns: string[];
  /** Rows that the workbook must write. */
  rows: WireRow[];
  /** Rows that the workbook must take out. */
  removed: Key[];
}

export interface Counts {
  added: number;
  changed: number;
  removed: number;
}

export interface SyncResult {
  lineage: string;
  revision: number;
  tables: Record<TableName, SyncedTable>;
  /** What this sync changed (or, in a dry run, would change) on the server. */
  counts: Record<TableName, Counts>;
  warnings: Warning[];
}

export interface SyncConflict {
  code: 'conflict';
  message: string;
  revision: number;
  conflicts: Conflict[];
  missing: { table: TableName; key: Key }[];
  settled: HalfYear[];
  /** What the request would change in the months of `settled`; absent where that is empty. */
  corrections?: Correction[];
  /** Missing rows that stand in the request under another key, as far as that is beyond doubt; absent where none does. */
  renamed?: Renaming[];
}

/** A row that has another key than at the last sync. */
export interface Renaming {
  table: TableName;
  from: Key;
  to: Key;
}

/** `GET /api/contracten`. */
export interface ContractSummary {
  contractnummer: string;
  gemeente: string;
  rechten: Right[];
}

/** `GET /api/contracten/:contractnummer`. */
export interface ContractDetail {
  contract: Contract;
  lineage: string;
  revision: number;
  rechten: Right[];
  afrekeningen: SettlementSummary[];
}

export interface SettlementSummary {
  period: HalfYear;
  status: 'vastgesteld';
  number: string;
  revision: number;
  saldo: string;
  payout: string;
  /** Ends a Dutch sentence: when and by whom. */
  at: string;
  by: string;
}

/** `GET …/geschiedenis/uren/PL001/2016-04-08`: newest first; `old` null where the row was added, `new` where removed. */
export interface HistoryEntry {
  revision: number;
  at: string;
  by: string;
  old: Record<string, WireValue> | null;
  new: Record<string, WireValue> | null;
}

/** Amounts of a month or a total: decimal strings with two decimals. */
export interface Totals {
  uren: string;
  omzet: string;
  premie: string;
  reiskosten: string;
  staffelfee: string;
  minimum: string;
  kostenBovenMinimum: string;
  saldo: string;
}

export interface ReportWarning {
  code: string;
  key: Key;
  message: string;
}

export interface Maandrapport {
  contractnummer: string;
  month: Month;
  revision: number;
  kandidaten: number;
  plaatsingen: number;
  averageDurationMonths: string | null;
  totals: Totals;
  perKandidaat: {
    kandidaatnummer: string;
    naam: string;
    plaatsingen: number;
    uren: string;
    omzet: string;
    premie: string;
    reiskosten: string;
  }[];
  warnings: ReportWarning[];
}

export interface TierLine {
  vanaf: string;
  percentage: string;
  part: string;
  /** Exact, with as many decimals as it needs. */
  fee: string;
}

export type SettlementMonth = Totals & { month: Month; tiers: TierLine[] };
export type Correction = Omit<Totals, 'minimum'> & { month: Month };

export interface Afrekening {
  contractnummer: string;
  period: HalfYear;
  status: 'concept' | 'vastgesteld';
  number: string | null;
  revision: number;
  months: SettlementMonth[];
  corrections: Correction[];
  saldoMonths: string;
  saldo: string;
  payout: string;
  payBy: string;
}

export interface Resultaten {
  from: string;
  to: string;
  aanmeldingen: number;
  matchbaar: number;
  uitkeringLangerDan1Jaar: number;
  uitkeringLangerDan3Jaar: number;
  plaatsingen: number;
  langerDan3Maanden: number;
  langerDan6Maanden: number;
  meerDan24Uur: number;
  urenPerWeek: string | null;
  urenPerMaand: string | null;
  maandenPerPlaatsing: string | null;
  uniekeKandidaten: number;
  uitstroom: number;
}
