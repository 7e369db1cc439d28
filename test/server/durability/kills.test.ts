import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAudit } from '../../../server/access/audit-check.ts';
import { getContract } from '../../../server/store/contracten.ts';
import { reading } from '../../../server/store/fault.ts';
import { openSqlite } from '../../../server/store/sqlite.ts';
import { end, type RunningServer, startServer } from '../server-process.ts';
import { BatchClient, checkFile, countBatches, type Outcome, prepareContracts } from './batches.ts';
import { newFolder } from './folders.ts';

/** How often: `KILLS=200 STOPS=50 npx vitest run test/server/durability/kills.test.ts` for the proof. */
const KILLS = Number(process.env['KILLS'] ?? 4);
const STOPS = Number(process.env['STOPS'] ?? 1);
const CONTRACTS = ['A', 'B', 'C', 'D'];
/** Milliseconds from the first acknowledgement to the kill, at most. */
const WINDOW = 300;

const DATA_DIR = newFolder();
const database = join(DATA_DIR, 'flextensie.sqlite');
let server: RunningServer | undefined;
let url = '';
let clients: BatchClient[] = [];

beforeAll(async () => {
  const store = openSqlite(database);
  const token = await prepareContracts(store, CONTRACTS);
  await store.close();
  const send = async (path: string, body: string) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const response = await fetch(`${url}${path}`, { method: 'POST', headers, body });
    return { status: response.status, text: await response.text() };
  };
  clients = CONTRACTS.map((contract, i) => new BatchClient(contract, send, { isLong: i % 2 === 1 }));
});
afterAll(() => {
  server?.child.kill('SIGKILL');
});

/** Four clients sync until the server is gone; it gets the signal at some moment after the first acknowledgement. */
async function syncUntil(signal: NodeJS.Signals): Promise<{ code: number | null; outcomes: Outcome[] }> {
  server = await startServer({ DATA_DIR, BACKUP_EVERY: '0' });
  url = server.url;
  const outcomes: Outcome[] = [];
  let first: () => void = () => undefined;
  const started = new Promise<void>((resolve) => (first = resolve));
  const work = clients.map(async (client) => {
    for (let outcome: Outcome = 'acknowledged'; outcome === 'acknowledged';) {
      outcome = await client.sendNext();
      outcomes.push(outcome);
      if (outcome === 'acknowledged') first();
    }
  });
  await started;
  await wait(Math.random() * WINDOW);
  const code = await end(server.child, signal);
  await Promise.all(work);
  return { code, outcomes };
}

/** Nothing acknowledged is missing and nothing is there in part. Answers how many batches stood without an acknowledgement. */
function verify(): number {
  return reading(database, (raw) => {
    expect(checkFile(raw)).toEqual(['ok']);
    const ahead = clients.map(({ contract, acknowledged }) => countBatches(raw, contract) - acknowledged);
    for (const batches of ahead) expect([0, 1]).toContain(batches);
    return ahead.reduce((sum, n) => sum + n, 0);
  });
}
const acknowledged = () => clients.reduce((sum, client) => sum + client.acknowledged, 0);

describe('a server that is ended while four clients sync', () => {
  it(
    `by kill -9, ${KILLS} times: nothing acknowledged is lost, nothing is stored by half`,
    async ({ annotate }) => {
      let unanswered = 0;
      for (let kill = 0; kill < KILLS; kill += 1) {
        await syncUntil('SIGKILL');
        unanswered += verify();
      }
      await annotate(
        `${KILLS} kills: ${acknowledged()} batches acknowledged, 0 lost, 0 by half; ${unanswered} stored without an answer`,
      );
    },
    60_000 + KILLS * 30_000,
  );

  it(
    `by SIGTERM, ${STOPS} times: it ends in order, and every request was done or refused whole`,
    async () => {
      for (let stop = 0; stop < STOPS; stop += 1) {
        const { code, outcomes } = await syncUntil('SIGTERM');
        expect(code).toBe(0);
        expect(existsSync(`${database}-wal`)).toBe(false);
        // What was under way got its answer; what came later was not begun.
        expect(outcomes).toContain('acknowledged');
        expect(verify()).toBe(0);
      }
    },
    60_000 + STOPS * 40_000,
  );

  it('leaves a log that is whole, with the address of who asked', async () => {
    const store = openSqlite(database);
    for (const contract of CONTRACTS) {
      const { id } = await getContract(store, contract);
      expect((await checkAudit(store, id)).faults).toEqual([]);
      const origins = store.raw
        .prepare('SELECT DISTINCT origin FROM audit WHERE contract_id = ? AND person_id IS NOT NULL')
        .pluck();
      expect(origins.all(id)).toEqual(['127.0.0.1']);
    }
    await store.close();
  });
});
