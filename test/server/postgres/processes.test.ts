import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SyncResult } from '../../../shared/api.ts';
import { TABLES } from '../../../shared/tables.ts';
import { checkAudit } from '../../../server/access/audit-check.ts';
import { byCommand } from '../../../server/access/audit.ts';
import { makeToken } from '../../../server/access/tokens.ts';
import { beginContract } from '../../../server/contract-changes.ts';
import { getContract } from '../../../server/store/contracten.ts';
import { openPostgres } from '../../../server/store/postgres.ts';
import { all, sql, type Store } from '../../../server/store/store.ts';
import { almereContract } from '../../almere.ts';
import { CONTRACT, smallTables } from '../testbed.ts';
import { type RunningServer, startServer } from '../server-process.ts';
import { type Cluster, makeCluster } from './cluster.ts';
import { administer } from './scratch.ts';

const SERVERS = 3;
const CLIENTS = 6;
const folder = mkdtempSync(join(tmpdir(), 'flextensie-'));
let cluster: Cluster;
let url = '';
let store: Store;
let token = '';
let count = 0;

let servers: RunningServer[] = [];
const startOne = (): Promise<RunningServer> =>
  startServer({ DATABASE_URL: url, DATA_DIR: join(folder, `data${(count += 1)}`) });

beforeAll(async () => {
  cluster = await makeCluster(join(process.env['POSTGRES_FOLDER'] ?? '', 'durable'), true);
});
afterAll(async () => {
  await cluster.stop('immediate');
  rmSync(folder, { recursive: true });
});

async function begin(name: string): Promise<void> {
  await administer(cluster.urlOf('postgres'), `CREATE DATABASE ${name}`);
  url = cluster.urlOf(name);
  servers = await Promise.all(Array.from({ length: SERVERS }, startOne));
  store = await openPostgres(url);
  const by = byCommand('proef', new Date());
  await beginContract(store, by, almereContract());
  const contractIds = [(await getContract(store, CONTRACT)).id];
  ({ token } = await makeToken(store, by, { naam: 'Anna', contractIds, rights: ['lezen', 'schrijven'] }));
}
afterEach(async () => {
  for (const { child } of servers) child.kill('SIGKILL');
  await store.close();
});

/** A client that adds a row of hours a sync, through whichever server, and writes down what was acknowledged. */
class Client {
  readonly acknowledged: string[] = [];
  private readonly tables = { ...smallTables(), uren: [] as (string | null)[][] };
  private revision: number | null = null;
  private lineage: string | null = null;
  private readonly number: number;

  constructor(number: number) {
    this.number = number;
  }

  async sync(row?: string): Promise<number> {
    if (row !== undefined) this.tables.uren.push(['P1', row, '1.00', null, null]);
    const tables = Object.fromEntries(
      TABLES.map(({ name, columns }) => [
        name,
        { columns: columns.map((column) => column.name), rows: this.tables[name] },
      ]),
    );
    const server = servers[Math.floor(Math.random() * servers.length)];
    const response = await fetch(`${server?.url}/api/contracten/${CONTRACT}/sync`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ lineage: this.lineage, revision: this.revision, tables }),
    });
    const answer = (await response.json()) as SyncResult;
    if (response.status === 200) {
      ({ revision: this.revision, lineage: this.lineage } = answer);
      const known = new Set(this.tables.uren.map(([, day]) => day));
      for (const each of answer.tables.uren.rows)
        if (!known.has(each[1] as string)) this.tables.uren.push(each as (string | null)[]);
      this.acknowledged.push(...this.tables.uren.map(([, day]) => String(day)));
    }
    return response.status;
  }

  /** A day that no other client takes. */
  day = (step: number): string =>
    new Date(Date.UTC(2016, 1, 1) + (step * CLIENTS + this.number) * 86_400_000).toISOString().slice(0, 10);
}

async function check(clients: readonly Client[]): Promise<string[]> {
  const { id, revision } = await getContract(store, CONTRACT);
  const rows = await all(
    store,
    sql.selectFrom('uren').select('datum').where('contract_id', '=', id).where('to_revision', 'is', null),
  );
  const days = new Set(rows.map(({ datum }) => datum));
  expect(days.size).toBe(rows.length);
  const lost = clients.flatMap(({ acknowledged }) => acknowledged).filter((day) => !days.has(day));
  expect(lost).toEqual([]);
  const revisions = await all(store, sql.selectFrom('revisions').select('revision').orderBy('revision'));
  expect(revisions.map((each) => each.revision)).toEqual(Array.from({ length: revision }, (_, i) => i + 1));
  expect((await checkAudit(store, id)).faults).toEqual([]);
  return [...days];
}

describe('three servers on one database', () => {
  it('six clients sync one contract at once: every acknowledged row is there, each once', async () => {
    await begin('beside');
    const STEPS = 10;
    const clients = Array.from({ length: CLIENTS }, (_, number) => new Client(number));
    await Promise.all(
      clients.map(async (client) => {
        for (let step = 0; step < STEPS; step += 1) expect(await client.sync(client.day(step))).toBe(200);
      }),
    );
    expect(await check(clients)).toHaveLength(STEPS * CLIENTS);
    const first = await administer<{ n: string }>(
      url,
      "SELECT count(*) AS n FROM persons WHERE naam = 'Beheerder'",
    );
    expect(first).toEqual([{ n: '1' }]);
  }, 120_000);

  it('servers that are killed and a database that stops as in a power cut: nothing acknowledged is lost', async () => {
    await begin('killed');
    const clients = Array.from({ length: CLIENTS }, (_, number) => new Client(number));
    let isOver = false;
    const statuses = new Set<number>();
    const work = clients.map(async (client) => {
      for (let step = 0; !isOver; step += 1) {
        // What was not acknowledged stays in the workbook, and goes along the next time.
        const status = await client.sync(client.day(step)).catch(() => 0);
        statuses.add(status);
        if (status !== 200) await delay(100);
      }
    });
    for (let round = 0; round < 2; round += 1) {
      await delay(1_000);
      servers[0]?.child.kill('SIGKILL');
      servers = [...servers.slice(1), await startOne()];
      await delay(500);
      await cluster.stop('immediate');
      await delay(300);
      await cluster.start();
    }
    await delay(2_000);
    isOver = true;
    await Promise.all(work);
    const ends = await Promise.all(clients.map((client) => client.sync()));
    expect(ends).toEqual(clients.map(() => 200));
    expect(await check(clients)).not.toEqual([]);
    // 0: the server itself was killed.
    expect([...statuses].filter((status) => ![0, 200, 503].includes(status))).toEqual([]);
    expect(statuses).toContain(503);
  }, 180_000);
});
