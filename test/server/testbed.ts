import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import type { Right, SyncConflict, SyncRequest, SyncResult } from '../../shared/api.ts';
import { TABLES, type TableName, type WireRow } from '../../shared/tables.ts';
import { type By, byCommand } from '../../server/access/audit.ts';
import { createFailures } from '../../server/access/limits.ts';
import { makeToken } from '../../server/access/tokens.ts';
import { createApp } from '../../server/app.ts';
import { beginContract } from '../../server/contract-changes.ts';
import type { Deps } from '../../server/env.ts';
import { getContract } from '../../server/store/contracten.ts';
import { isSqlite } from '../../server/store/sqlite.ts';
import { openStore, type Store } from '../../server/store/store.ts';
import { almereContract, readRows } from '../almere.ts';
import { openScratchDatabase } from './postgres/scratch.ts';

export const CONTRACT = 'ALM-2015-01';

export interface Answer<T = unknown> {
  status: number;
  headers: Headers;
  body: T;
}

/** The real app on a real database of its own, with a clock that the test sets. */
export class Testbed {
  readonly store: Store;
  readonly logged: Record<string, unknown>[] = [];
  now = new Date('2026-11-23T10:00:00Z');
  readonly app;
  writer = '';

  protected constructor(store: Store, deps: Partial<Deps>) {
    this.store = store;
    const keep = (line: unknown) => void this.logged.push(line as Record<string, unknown>);
    this.app = createApp({
      store: this.store,
      now: () => this.now,
      draw: () => Promise.reject(new Error('this test draws nothing')),
      version: packageJson.version,
      addinDir: 'dist/addin',
      officeDir: 'node_modules/@microsoft/office-js/dist',
      log: { info: keep, error: keep },
      // A test that fails often is no attack.
      failures: createFailures({ token: 1_000_000, address: 1_000_000, person: 1_000_000 }),
      ...deps,
    });
  }

  /** With the contract of the example and Anna, who may do all but beheer; `isNew` false: with what the store holds. */
  static async open(deps: Partial<Deps> = {}, store?: Store, isNew = true): Promise<Testbed> {
    return new Testbed(store ?? (await openScratchStore()), deps).fill(isNew);
  }

  protected async fill(isNew = true): Promise<this> {
    if (isNew) await beginContract(this.store, this.by, almereContract());
    this.writer = await this.token('Anna', ['lezen', 'schrijven', 'vaststellen']);
    return this;
  }

  /** Someone at the command line, at the bed's time. */
  get by(): By {
    return byCommand('proef', this.now);
  }

  /** What the database holds. */
  rows = <Row>(text: string): Promise<Row[]> => this.store.query<Row>(text, []);
  /** The names of its tables. */
  tables = async (): Promise<string[]> =>
    (
      await this.values(
        isSqlite(this.store)
          ? "SELECT name FROM sqlite_schema WHERE type = 'table'"
          : 'SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()',
      )
    ).map(String);
  /** The first column of what it holds. */
  values = async (text: string): Promise<unknown[]> =>
    (await this.store.queryArrays(text, [])).map(([value]) => value);
  /** Changes it behind the server's back. */
  change = (text: string): Promise<number> => this.store.transaction(() => this.store.execute(text, []));
  /** Does something in a transaction that is taken back. */
  async undone(work: () => Promise<void>): Promise<void> {
    const undo = new Error('undo');
    const undoing: Promise<void> = this.store.transaction(async () => {
      await work();
      throw undo;
    });
    await undoing.catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  }

  async token(naam: string, rights: Right[], contractnummer = CONTRACT): Promise<string> {
    const contractIds = [(await getContract(this.store, contractnummer)).id];
    return (await makeToken(this.store, this.by, { naam, contractIds, rights })).token;
  }

  async request<T>(method: string, path: string, token: string, body?: unknown): Promise<Answer<T>> {
    const response = await this.app.request(path, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const isJson = response.headers.get('Content-Type')?.includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson ? await response.json() : await response.text()) as T,
    };
  }

  get = <T>(path: string, token = this.writer) =>
    this.request<T>('GET', `/api/contracten/${CONTRACT}/${path}`, token);
  post = <T>(path: string, body: unknown, token = this.writer) =>
    this.request<T>('POST', `/api/contracten/${CONTRACT}/${path}`, token, body);
}

/** A workbook as the server sees it: its rows, and where it last agreed. */
export class Workbook {
  lineage: string | null = null;
  revision: number | null = null;
  tables: Record<TableName, WireRow[]> = { kandidaten: [], klanten: [], plaatsingen: [], uren: [] };
  private readonly bed: Testbed;
  private readonly token: string;

  constructor(bed: Testbed, token = bed.writer) {
    this.bed = bed;
    this.token = token;
  }

  body(extra: Partial<SyncRequest> = {}): Record<string, unknown> {
    const tables = Object.fromEntries(
      TABLES.map(({ name, columns }) => [
        name,
        { columns: columns.map((column) => column.name), rows: this.tables[name] },
      ]),
    );
    return { lineage: this.lineage, revision: this.revision, tables, ...extra };
  }

  send(extra: Partial<SyncRequest> = {}) {
    return this.bed.post<
      SyncResult & SyncConflict & { issues: { row: number; field: string; message: string }[] }
    >('sync', this.body(extra), this.token);
  }

  /** Sends and, where it is accepted, takes the answer in as the pane does. */
  async sync(extra: Partial<SyncRequest> = {}) {
    const answer = await this.send(extra);
    if (answer.status === 200) {
      this.lineage = answer.body.lineage;
      this.revision = answer.body.revision;
      for (const { name, keyLength } of TABLES) {
        const keyOf = (row: readonly unknown[]) => row.slice(0, keyLength).join('|').toLowerCase();
        const rows = new Map(this.tables[name].map((row) => [keyOf(row), row]));
        for (const row of answer.body.tables[name].rows) rows.set(keyOf(row), row);
        for (const key of answer.body.tables[name].removed) rows.delete(keyOf(key));
        this.tables[name] = [...rows.values()];
      }
    }
    return answer;
  }

  row(table: TableName, ...key: string[]): WireRow {
    const found = this.tables[table].find((row) => key.every((part, i) => row[i] === part));
    if (!found) throw new Error(`no row ${key.join(' ')} in ${table}`);
    return found;
  }

  remove(table: TableName, ...key: string[]): void {
    this.tables[table] = this.tables[table].filter((row) => !key.every((part, i) => row[i] === part));
  }
}

/** The example as wire rows. */
export function almereTables(): Record<TableName, WireRow[]> {
  return Object.fromEntries(
    TABLES.map(({ name, columns }) => [
      name,
      readRows(name).map((row) =>
        columns.map((column) =>
          column.type === 'boolean' ? row[column.name] === 'ja' : (row[column.name] ?? null),
        ),
      ),
    ]),
  ) as Record<TableName, WireRow[]>;
}

/** A small administration: one kandidaat, klant, plaatsing and row of hours. */
export function smallTables(): Record<TableName, WireRow[]> {
  return {
    kandidaten: [['K1', 'Kees', '2016-01-04', '2014-05-01', true, null]],
    klanten: [['KL1', 'Bakker', 'Almere']],
    plaatsingen: [['P1', 'K1', 'KL1', '2016-02-01', null, '12.00', null, null, null]],
    uren: [['P1', '2016-02-05', '8.50', '4.00', null]],
  };
}

export const readText = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

/** Databases of this process, gone when it ends. */
const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'flextensie-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
let count = 0;

/** An empty database of a test's own: a file, or with TEST_DATABASE=postgres one of a real PostgreSQL. */
export const openScratchStore = (): Promise<Store> =>
  process.env['TEST_DATABASE'] === 'postgres'
    ? openScratchDatabase()
    : openStore(join(scratch, `${(count += 1)}.sqlite`));
