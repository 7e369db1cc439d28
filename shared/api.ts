import type { Contract, Party } from './contract.ts';
import type { Day, HalfYear, Month, Quarter } from './calendar.ts';
import type { ErrorCode } from './errors.ts';
import type { TableName, WireRow, WireValue } from './tables.ts';

/** What a person may do with a contract (SPEC §7). Each of them includes reading. */
export const RIGHTS = ['lezen', 'schrijven', 'vaststellen', 'beheer'] as const;
export type Right = (typeof RIGHTS)[number];

/** What every refusal answers: the message is a Dutch sentence. Some tell more, such as `SyncConflict`. */
export interface Refusal {
  code: ErrorCode;
  message: string;
  [more: string]: unknown;
}

/** `GET /gezond`: the server works, and its release, such as `0.3.0`. */
export interface Health {
  status: 'ok';
  version: string;
  /** Absent: this server makes no backups. */
  backup?: BackupHealth;
}

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

/** The 422 of a sync: every fault in its rows, or none where the request itself is malformed. */
export interface SyncFaults {
  code: 'invalid';
  message: string;
  issues: Issue[];
}

/** The 409 of a sync: rows that a colleague changed, rows that are missing, and settled half-years that would change. */
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

/** `GET /api/aanmelden`, without a token: how one signs in with a work account; null where one cannot. */
export interface Aanmelden {
  oidc: WorkAccounts | null;
}
export interface WorkAccounts {
  /** Where people sign in, such as `https://login.microsoftonline.com/TENANT`. */
  authority: string;
  clientId: string;
  scopes: string[];
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
  /** As it is today, in the Netherlands; so is what follows. */
  looptijd: Looptijd;
  /** Running plaatsingen whose last permitted day is past or within a month. */
  nearLimit: NearLimit[];
}

export interface SettlementSummary {
  period: HalfYear;
  status: 'vastgesteld';
  number: string;
  revision: number;
  saldo: string;
  payout: string;
  payBy: Day;
  /** Entered as it was settled before this administration, not drawn up by it. */
  overgenomen: boolean;
  /** The municipality's own invoice for it (art. 6.1 lid 5), and when it was paid; null while not recorded. */
  uitbetaling: Uitbetaling | null;
  at: string;
  by: string;
}

export interface Uitbetaling {
  factuurnummer: string | null;
  betaaldOp: Day | null;
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
  /**
   * Entered as it was settled before this administration; absent in one that it drew up. `zonder uren`: the records of its
   * months were not entered here, so that corrections are not against its amounts.
   */
  overgenomen?: 'met uren' | 'zonder uren';
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

/** Where a paper stands: a concept follows the records, the other is kept as it was. */
export type PaperStatus = 'concept' | 'vastgesteld';

/** `facturen/2016-05`: art. 6.1 lid 4. As it was issued: its parties and terms stay those of that day. */
export interface Factuur {
  contractnummer: string;
  month: Month;
  kind: 'factuur' | 'creditnota';
  status: PaperStatus;
  /** Such as `2016-0001`; null while it is a concept. */
  number: string | null;
  date: Day | null;
  /** 30 days after the date (art. 6.2 lid 3). */
  dueDate: Day | null;
  /** Of the factuur that a creditnota takes back. */
  credits: string | null;
  ordernummer: string | null;
  uitvoerder: Party;
  opdrachtgever: Party;
  lines: { omschrijving: string; bedrag: string }[];
  subtotal: string;
  btwPercentage: string;
  btw: string;
  total: string;
}

/** `facturen`: what was issued, by number, and the months up to today's that have no factuur. */
export interface Facturen {
  issued: (Pick<Factuur, 'number' | 'month' | 'kind' | 'date' | 'dueDate' | 'credits' | 'total'> & {
    /** Number of the creditnota that took it back. */
    creditedBy: string | null;
    /** Whether the contract's terms of that month would now give other amounts. */
    differs: boolean;
  })[];
  open: Month[];
}

/** `klantspecificaties/2016-05`: art. 5 lid 8. */
export interface Klantspecificaties {
  contractnummer: string;
  month: Month;
  revision: number;
  klanten: Klantspecificatie[];
  uren: string;
  total: string;
}
export interface Klantspecificatie {
  klantnummer: string;
  naam: string;
  plaats: string | null;
  lines: {
    plaatsingnummer: string;
    kandidaatnummer: string;
    uren: string;
    uurtarief: string;
    bedrag: string;
  }[];
  uren: string;
  total: string;
}

/** `kwartaaloverzichten/2016-Q2`: art. 5 lid 11. */
export interface Kwartaaloverzicht {
  contractnummer: string;
  period: Quarter;
  revision: number;
  months: Pick<Maandrapport, 'month' | 'kandidaten' | 'plaatsingen' | 'averageDurationMonths' | 'totals'>[];
  /** Different kandidaten and plaatsingen over the three months, and the sums of the amounts. */
  kandidaten: number;
  plaatsingen: number;
  totals: Totals;
  /** How long the plaatsingen of the quarter had lasted at its end, by whole months. */
  durations: DurationBucket[];
  /** Running at the quarter's end, and to end before that of the next one. */
  nearLimit: NearLimit[];
  looptijd: Looptijd;
}
export interface DurationBucket {
  /** Whole months; the last bucket holds the longer ones too. */
  months: number;
  plaatsingen: number;
  /** Of these, beyond their last permitted day. */
  over: number;
}
/** `plaatsingsduur/2016-06-30`: running plaatsingen whose last permitted day is near or past (art. 4.1, 4.2, 5.6). */
export interface NearLimit {
  plaatsingnummer: string;
  kandidaatnummer: string;
  klantnummer: string;
  startdatum: Day;
  einddatum: Day | null;
  urenPerWeek: string;
  verlengdTot: Day | null;
  verlengingAkkoordOp: Day | null;
  akkoord: Akkoord | null;
  lastPermittedDay: Day;
  /** Days from the day looked at to the last permitted one; negative where it is past. */
  daysLeft: number;
}
/** `verlengingen`: the plaatsingen that were extended (art. 4.2), the ones without a recorded akkoord first. */
export interface Verlenging {
  plaatsingnummer: string;
  kandidaatnummer: string;
  klantnummer: string;
  startdatum: Day;
  verlengdTot: Day;
  verlengingAkkoordOp: Day | null;
  /** Null while it was not recorded for this verlengdTot. */
  akkoord: Akkoord | null;
}
/** Who agreed to an extension for the municipality, and the reference of the letter or message. */
export interface Akkoord {
  akkoordDoor: string;
  kenmerk: string;
}

/** How long the contract runs (art. 2). */
export interface Looptijd {
  eersteTermijnTot: Day;
  /** Whether it runs on for an indefinite time on the day looked at (art. 2 lid 2). */
  verlengd: boolean;
  opzegtermijnMaanden: number;
  /** The day on which it ends at the earliest when notice is given on the day looked at. */
  vroegsteEinde: Day;
  einddatum: Day | null;
}

/** What both confirmations of a plaatsing say (art. 5 lid 4). */
interface BevestigingBase {
  contractnummer: string;
  plaatsingnummer: string;
  status: PaperStatus;
  /** When it was sent; null while it is a concept. */
  date: Day | null;
  kandidaatnummer: string;
  kandidaat: string | null;
  klantnummer: string;
  klant: string;
  plaats: string | null;
  startdatum: Day;
  einddatum: Day | null;
  urenPerWeek: string;
  lastPermittedDay: Day;
}
/** `bevestigingen/PL001/kandidaat`. */
export type KandidaatBevestiging = BevestigingBase & { aan: 'kandidaat'; premiePerUur: string };
/** `bevestigingen/PL001/klant`: holds nothing of the kandidaat's benefit (art. 7.7 lid 2). */
export type KlantBevestiging = BevestigingBase & { aan: 'klant'; uurtarief: string };
export type Bevestiging = KandidaatBevestiging | KlantBevestiging;

/** `bevestigingen`: per plaatsing when its confirmations were sent; the ones that lack one first. */
export interface Bevestigingen {
  plaatsingen: {
    plaatsingnummer: string;
    kandidaatnummer: string;
    klantnummer: string;
    startdatum: Day;
    kandidaat: SentBevestiging | null;
    klant: SentBevestiging | null;
  }[];
}
export interface SentBevestiging {
  date: Day;
  /** Whether the plaatsing was changed since, so that what was sent no longer holds. */
  changed: boolean;
}

/** `premies/2016-07-15`: art. 5 lid 3. */
export interface Premierun {
  contractnummer: string;
  day: Day;
  status: PaperStatus;
  number: string | null;
  revision: number;
  perKandidaat: PremierunLine[];
  totals: PremieAmounts;
  /** Travel costs of days worked up to the run that are not yet paid: a payment of their own. */
  reiskosten: { kandidaatnummer: string; naam: string; bedrag: string }[];
  reiskostenTotal: string;
  warnings: ReportWarning[];
  /** Entered as it was paid before this administration; absent in one that it drew up. */
  overgenomen?: true;
}
export interface PremieAmounts {
  /** Premie over the hours worked up to the day. */
  accrued: string;
  paidBefore: string;
  /** accrued − paidBefore; negative where hours were taken back after they were paid. */
  toPay: string;
  /** What is paid out: toPay, never below 0. */
  payout: string;
}
export type PremierunLine = PremieAmounts & { kandidaatnummer: string; naam: string };
/** `premies`: the runs that were finalised, in order. */
export interface PremierunSummary {
  day: Day;
  number: string;
  payout: string;
  kandidaten: number;
  at: string;
  by: string;
}

/** `toegang`: someone who may do something with the contract. */
export interface Toegang {
  personId: number;
  naam: string;
  /** A token of ours, or an account of their organisation. */
  source: 'token' | 'werkaccount';
  /** Empty for a work account that came in by the roles of its organisation alone: those are known only while it visits. */
  rechten: Right[];
  /** Whether they hold for every contract; those are given and taken on the server only. */
  everyContract: boolean;
  since: string;
  grantedBy: string;
  lastUsedAt: string | null;
  /** When the last of their tokens expires; null without one. */
  expiresAt: string | null;
  blockedAt: string | null;
}
/** `POST toegang`: somebody new, with a token. */
export interface NewToegang {
  naam: string;
  rechten: Right[];
  /** The last day of the token; absent: a year. */
  until?: Day;
}
/** The one time that a token can be shown. */
export interface MadeToken {
  personId: number;
  token: string;
}
/** `POST toegang/3/rechten`: no rights withdraws them all. */
export interface ChangedRights {
  rechten: Right[];
}
/** `POST toegang/3/token`: takes the place of all tokens that they had. */
export interface RenewedToken {
  until: Day;
}

/** `rechtenbeoordelingen/2016-12-31`: the yearly review of who may do what (processor agreement, art. 5 lid 1a). */
export interface Rechtenbeoordeling {
  contractnummer: string;
  day: Day;
  status: PaperStatus;
  number: string | null;
  lines: (Toegang & { decision: Decision | null })[];
  /** The day before which the next one is due: a year later. */
  nextDay: Day;
}
export type Decision = 'behouden' | 'intrekken';
/** `POST rechtenbeoordelingen/2016-12-31`: a decision for everyone, by their number. */
export interface Decisions {
  decisions: Record<string, Decision>;
  /** The rights of each as they were seen: where they are others by now, it is refused as `changed`. */
  seen?: Record<string, Right[]>;
}
/** `rechtenbeoordelingen`: those that were held, in order, and when the next is due. */
export interface Rechtenbeoordelingen {
  held: { day: Day; number: string; by: string }[];
  /** Null before the first: then it is due now. */
  dueOn: Day | null;
}

/** The proof of an erasure: what was replaced, and by what. Holds no word of who it was. */
export interface Wisverklaring {
  contractnummer: string;
  /** Such as `WIS-2026-0001`. */
  number: string;
  day: Day;
  status: PaperStatus;
  revision: number;
  reason: string;
  kandidaten: {
    pseudonym: string;
    plaatsingen: number;
    urenregels: number;
    /** Kept papers that named them, drawn anew without. */
    papers: number;
  }[];
}

/** What a POST that fixes something on a day takes. */
export interface Dated {
  date: Day;
}
/** `POST afrekeningen/2016-H1`: the saldo that was seen. */
export interface Finalising {
  saldo: string;
}
/** `POST afrekeningen/2015-H2/overname`: what was settled, as it stands; the rest of an afrekening may stand there too. */
export interface Overname extends Partial<Omit<Afrekening, 'number' | 'months' | 'corrections'>> {
  number: string;
  /** The six months of the half-year, in order. */
  months: (Totals & { month: Month; tiers?: TierLine[] })[];
  corrections?: Correction[];
}
/** `POST premies/2016-06-15/overname`: what was paid out on that day. */
export interface PremiesOvername {
  perKandidaat: { kandidaatnummer: string; payout: string; naam?: string }[];
}
/** `POST premies/2016-07-15`: the total that was seen. */
export interface PremierunSeen {
  payout?: string;
}
/** `POST /api/downloads`. */
export interface DownloadRequest {
  path: string;
}
/** A link for one use, within 60 seconds. */
export interface DownloadLink {
  url: string;
}

/** A line of the log. */
export interface AuditLine {
  seq: number;
  at: string;
  personId: number | null;
  /** As they are called now. */
  naam: string;
  origin: string;
  action: string;
  object: string;
  /** `ok`, or the code of the refusal. */
  result: string;
  hash: string;
}
/** `logboek/2016-01-01_2016-06-30`. */
export interface AuditLog {
  lines: AuditLine[];
  /** Whether the whole log is sound; each fault in a sentence. */
  faults: string[];
  /** `seq:hash` of the last line, to keep elsewhere. */
  end: string | null;
}

/** `overdracht`: how much an overdracht of the contract holds; its files with `.zip` behind it (art. 7.5 lid 2). */
export interface Overdracht {
  contractnummer: string;
  revision: number;
  /** As they stand; their former versions go with them. */
  rows: Record<TableName, number>;
  papers: number;
}

/** `bewaartermijnen`: how long what is kept, and which kandidaten are due to be erased. */
export interface Bewaartermijnen {
  /** In months. */
  terms: Termijnen;
  due: DueKandidaat[];
  /** The first day on which the whole contract may be erased; null while it runs. */
  contractDueOn: Day | null;
}
/** Months after which kinds of records are erased; the municipality decides. */
export interface Termijnen {
  /** Who a kandidaat is, after the last that happened with them. */
  kandidaten: number;
  /** Amounts, hours and papers, after the year in which the contract ended. */
  bedragen: number;
}
export interface DueKandidaat {
  kandidaatnummer: string;
  naam: string | null;
  /** Of the last that happened: work, payment, uitstroom or registration. */
  lastDay: Day;
  dueOn: Day;
  /** What will be told of the pseudonym instead: plaatsingen and rows of hours, and kept papers that are drawn anew. */
  plaatsingen: number;
  urenregels: number;
  papers: number;
}
/** `POST wissen`: the kandidaten to erase, and why. */
export interface Wissen {
  kandidaten: string[];
  reason: string;
}

/** `inzage/K001`: everything that is kept of one kandidaat, to hand to them. */
export interface Inzage {
  contractnummer: string;
  revision: number;
  kandidaat: Record<string, string | boolean | null>;
  /** As the kandidaat's row was before, newest first. */
  history: HistoryEntry[];
  plaatsingen: Record<string, string | boolean | null>[];
  uren: Record<string, string | boolean | null>[];
  /** What was paid out, by day. */
  premies: { day: Day; number: string; payout: string }[];
  bevestigingen: { date: Day; plaatsingnummer: string; aan: string }[];
  /** Who looked at the row's history or at this, and when. */
  views: { at: string; naam: string; action: string }[];
}

/** How the server's own backups fare, in `GET /gezond`. */
export interface BackupHealth {
  /** When the newest was made; null: there is none yet. */
  lastAt: string | null;
  /** Whether the last one that was tried was made. */
  ok: boolean;
}
