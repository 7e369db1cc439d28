import { afterAll, expect, it } from 'vitest';
import { isSqlite } from '../../server/store/sqlite.ts';
import { RIGHTS } from '../../shared/api.ts';
import { listRoutes } from '../../server/access/route.ts';
import type { Deps } from '../../server/env.ts';
import { createDrawer } from '../../server/reports/draw.ts';
import { type Hostile, hostileRequest } from './hostile.ts';
import { ROWS, syncBody } from './paths.ts';
import { Random } from './random.ts';
import { Testbed } from './testbed.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? 20_161_130);
/** 100,000 take a minute of a processor that has nothing else to do. */
const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 20_000);
/** After so many the administration begins anew: what is issued and erased leaves ever less to ask for, and the log grows. */
const PART = 500;
const LIMIT_MS = 2_000;

const drawer = createDrawer();
afterAll(() => drawer.close());
let drawn = 0;
/** One of so many papers is drawn for good; the others cost no time. */
const EACH = 400;
const draw: Deps['draw'] = async (name, data) =>
  (drawn += 1) % EACH === 0 ? drawer.draw(name, data) : new TextEncoder().encode('%PDF-');

/** Counts every row that is written and not rolled back, but for the log, links of a minute, and when someone was last here. */
function countWrites({ store }: Testbed): () => number {
  if (!isSqlite(store)) throw new Error('this test counts in a file');
  const { raw } = store;
  raw.exec('CREATE TEMP TABLE writes (n INTEGER NOT NULL); INSERT INTO writes VALUES (0)');
  const names = raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[];
  for (const name of names.filter((each) => !['audit', 'audit_ends', 'downloads'].includes(each))) {
    const columns = (raw.pragma(`table_info(${name})`) as { name: string }[])
      .map((column) => column.name)
      .filter((column) => column !== 'last_used_at');
    for (const [i, event] of ['INSERT', 'DELETE', `UPDATE OF ${columns.join(', ')}`].entries())
      raw.exec(
        `CREATE TEMP TRIGGER ${name}_${i} AFTER ${event} ON main.${name} BEGIN UPDATE writes SET n = n + 1; END`,
      );
  }
  const count = raw.prepare('SELECT n FROM temp.writes').pluck();
  return () => count.get() as number;
}

async function begin(): Promise<{ bed: Testbed; tokens: string[]; writes: () => number }> {
  const bed = await Testbed.open({ draw });
  const boss = await bed.token('Baas', [...RIGHTS]);
  expect((await bed.post('sync', syncBody(ROWS, 'K2', 'K3'), boss)).status).toBe(200);
  return { bed, tokens: [boss, boss, await bed.token('Lezer', ['lezen'])], writes: countWrites(bed) };
}

async function send(
  { app }: Testbed,
  { method, path, headers, body }: Hostile,
): Promise<{ status: number; ms: number }> {
  const request = new Request(`http://localhost${path}`, { method, headers, ...(body ? { body } : {}) });
  const start = performance.now();
  const response = await app.fetch(request);
  await response.arrayBuffer();
  return { status: response.status, ms: performance.now() - start };
}

const show = ({ method, path, headers, body }: Hostile) =>
  `${method} ${path.slice(0, 200)} ${JSON.stringify(headers).slice(0, 200)} ${Buffer.from(body ?? [])
    .toString()
    .slice(0, 300)}`;

it(`${REQUESTS} hostile requests from seed ${SEED}: no 5xx, none slow, nothing stored by a refusal`, async () => {
  const random = new Random(SEED);
  const failures: string[] = [];
  const slow: Hostile[] = [];
  const statuses = new Map<number, number>();
  let slowest = 0;
  for (let sent = 0; sent < REQUESTS; sent += PART) {
    const { bed, tokens, writes } = await begin();
    const routes = listRoutes(bed.app);
    for (let i = 0; i < Math.min(PART, REQUESTS - sent); i += 1) {
      const hostile = hostileRequest(random, routes, tokens);
      const before = writes();
      const { status, ms } = await send(bed, hostile);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      slowest = Math.max(slowest, ms);
      if (ms > LIMIT_MS) slow.push(hostile);
      if (status >= 500) failures.push(`${status} ${show(hostile)} ${JSON.stringify(bed.logged.at(-1))}`);
      if (status >= 400 && writes() !== before) failures.push(`${status} stored ${show(hostile)}`);
    }
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  }
  // Another program may have had the processor: what was slow is slow again.
  for (const hostile of slow) {
    const { ms } = await send((await begin()).bed, hostile);
    if (ms > LIMIT_MS) failures.push(`${Math.round(ms)} ms ${show(hostile)}`);
  }
  // Each kind of answer was given often enough for this to say something.
  for (const status of [200, 400, 401, 403, 404, 409, 413, 422])
    expect([status, (statuses.get(status) ?? 0) > REQUESTS / 1_000]).toEqual([status, true]);
  expect(failures.slice(0, 10)).toEqual([]);
}, 900_000);
