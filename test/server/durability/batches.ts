import type { Database } from 'better-sqlite3';
import { RIGHTS, type SyncResult } from '../../../shared/api.ts';
import { addDays } from '../../../shared/calendar.ts';
import { TABLES, type TableName, type WireRow } from '../../../shared/tables.ts';
import { byCommand } from '../../../server/access/audit.ts';
import { makeToken } from '../../../server/access/tokens.ts';
import { beginContract } from '../../../server/contract-changes.ts';
import { SHORT_BYTES } from '../../../server/routes/sync.ts';
import type { Store } from '../../../server/store/store.ts';
import { almereContract } from '../../almere.ts';

export const ROWS = 20;
const FIRST = '2016-02-01';

/** Adds contracts for the clients, and answers a token that may do everything. */
export async function prepareContracts(store: Store, contracts: readonly string[]): Promise<string> {
  const by = byCommand('proef', new Date());
  for (const contractnummer of contracts)
    await beginContract(store, by, { ...almereContract(), contractnummer });
  return (await makeToken(store, by, { naam: 'Proef', contractIds: null, rights: RIGHTS })).token;
}

const hours = (batch: number, row: number): number => ((batch * ROWS + row) % 2399) + 1;

/** How a request ended: acknowledged, refused whole, or without an answer that says which. */
export type Outcome = 'acknowledged' | 'refused' | 'unknown';

/**
 * Syncs batches of rows to a contract of its own, each batch on a day of its own, and knows which ones the server
 * acknowledged. A request without an answer is sent again as it was, as the pane does.
 */
export class BatchClient {
  acknowledged = 0;
  private lineage: string | null = null;
  private revision: number | null = null;
  readonly contract: string;
  private readonly send: (path: string, body: string) => Promise<{ status: number; text: string }>;
  private readonly padding: string;

  /** `isLong`: each sync is of so many bytes that the server does it in its other thread. */
  constructor(contract: string, send: BatchClient['send'], { isLong = false } = {}) {
    this.contract = contract;
    this.send = send;
    this.padding = isLong ? ' '.repeat(SHORT_BYTES + 1) : '';
  }

  async sendNext(): Promise<Outcome> {
    const path = `/api/contracten/${this.contract}/sync`;
    let answer;
    try {
      answer = await this.send(path, JSON.stringify(this.request()) + this.padding);
    } catch {
      return 'unknown';
    }
    if (answer.status === 503 || answer.status === 507) return 'refused';
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    const { lineage, revision } = JSON.parse(answer.text) as SyncResult;
    [this.lineage, this.revision] = [lineage, revision];
    this.acknowledged += 1;
    return 'acknowledged';
  }

  private request() {
    const batch = this.acknowledged;
    const day = addDays(FIRST, batch);
    const numbers = Array.from({ length: ROWS }, (_, row) => row);
    const rows: Record<TableName, WireRow[]> = {
      kandidaten: numbers.map((row) => [`K${row}`, `Kandidaat ${row}`, FIRST, null, true, null]),
      klanten: [['KL1', 'Bakker', 'Almere']],
      plaatsingen: numbers.map((row) => [
        `P${row}`,
        `K${row}`,
        'KL1',
        FIRST,
        null,
        '12.00',
        null,
        null,
        null,
      ]),
      uren: numbers.map((row) => [`P${row}`, day, (hours(batch, row) / 100).toFixed(2), null, null]),
    };
    return {
      lineage: this.lineage,
      revision: this.revision,
      tables: Object.fromEntries(
        TABLES.map(({ name, columns }) => [
          name,
          {
            columns: columns.map((column) => column.name),
            rows: rows[name],
            ...(name === 'uren' ? { from: day } : {}),
          },
        ]),
      ),
    };
  }
}

/**
 * How many batches of a contract the database holds. Throws where one of them is there in part, holds something else, or
 * is there without the one before it; and where a batch has no revision of its own.
 */
export function countBatches(raw: Database, contract: string): number {
  const days = raw
    .prepare(
      `SELECT datum, count(*) AS rows, group_concat(plaatsingnummer || ':' || uren) AS content
       FROM (SELECT datum, plaatsingnummer, uren FROM uren JOIN contracten ON id = contract_id
             WHERE contractnummer = ? AND to_revision IS NULL ORDER BY datum, CAST(substr(plaatsingnummer, 2) AS INTEGER))
       GROUP BY datum ORDER BY datum`,
    )
    .all(contract) as { datum: string; rows: number; content: string }[];
  for (const [batch, { datum, rows, content }] of days.entries()) {
    const want = Array.from({ length: ROWS }, (_, row) => `P${row}:${hours(batch, row)}`).join(',');
    if (datum !== addDays(FIRST, batch)) throw new Error(`${contract}: ${datum} without the day before it`);
    if (content !== want) throw new Error(`${contract} ${datum}: ${rows} of ${ROWS} rows, ${content}`);
  }
  const { revision, kept } = raw
    .prepare(
      'SELECT revision, (SELECT count(*) FROM revisions WHERE contract_id = id) AS kept FROM contracten WHERE contractnummer = ?',
    )
    .get(contract) as { revision: number; kept: number };
  if (revision !== days.length || kept !== days.length)
    throw new Error(`${contract}: ${days.length} batches, revision ${revision}, ${kept} revisions`);
  return days.length;
}

/** What SQLite itself says of the file. */
export const checkFile = (raw: Database): unknown[] => [
  raw.pragma('integrity_check', { simple: true }),
  ...(raw.pragma('foreign_key_check') as unknown[]),
];
