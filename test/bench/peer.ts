/**
 * The same rows into Directus on SQLite, over its own REST, beside a sync to our server: wall time, and CPU time of both
 * processes. Not part of `npm run bench`: Directus is no dependency of ours. `npx tsx test/bench/peer.ts` says how.
 */
import { type ChildProcess, execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type TableName, type WireRow } from '../../shared/tables.ts';
import { end, startServer } from '../server/server-process.ts';
import { Directus } from './directus.ts';
import { bodyOf, median, tablesOf } from './rows.ts';

const HOW = `Set PEER_DIR to a folder with Directus in it (11.3.5 is the newest for Node 20):

  mkdir /tmp/directus-peer && cd /tmp/directus-peer && npm init -y
  npm install directus@11.3.5
  PEER_DIR=/tmp/directus-peer npx tsx test/bench/peer.ts

Where npm cannot fetch ready-made binaries, install with --ignore-scripts and compile two packages:
  npm_config_nodedir=/usr npm rebuild --build-from-source sqlite3 isolated-vm`;

const ROUNDS = 3;
const [FIRST, AGAIN] = ['ours: first sync', 'ours: again, one row changed'];
const TOTAL = Number(process.env['ROWS'] ?? 10_000);
const folder = mkdtempSync(join(tmpdir(), 'flextensie-peer-'));
const run = promisify(execFile);

type Tables = Record<TableName, WireRow[]>;

interface Spent {
  wall: number;
  cpu: number;
}

/** User and system time of a process and its threads, in ms; Linux counts it in hundredths of a second. */
function cpuOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function spend(child: ChildProcess, work: () => Promise<unknown>): Promise<Spent> {
  const [cpu, start] = [cpuOf(child), performance.now()];
  await work();
  return { wall: performance.now() - start, cpu: cpuOf(child) - cpu };
}

/** The same tables with other hours in the middle row of uren. */
function withHours(tables: Tables, hours: string): Tables {
  const middle = Math.floor(tables.uren.length / 2);
  return { ...tables, uren: tables.uren.map((row, i) => (i === middle ? row.with(2, hours) : row)) };
}

/** Only what differs, as a client sends that knows what its user changed. */
const differing = (before: Tables, after: Tables): Tables => ({
  ...{ kandidaten: [], klanten: [], plaatsingen: [] },
  uren: after.uren.filter((row, i) => row[2] !== before.uren[i]?.[2]),
});

/** What was started, and ends in any case. */
const running: ChildProcess[] = [];

/** Our server, with an empty contract for each round. */
async function startOurs() {
  const DATA_DIR = join(folder, 'data');
  const { child, url } = await startServer({ DATA_DIR });
  running.push(child);
  const beheer = async (...words: string[]) => {
    const env = { ...process.env, DATA_DIR };
    return (await run('node', ['--import', 'tsx', 'server/beheer/main.ts', ...words], { env })).stdout.trim();
  };
  const example = JSON.parse(readFileSync('test/data/almere/contract.json', 'utf8')) as object;
  const contracts = Array.from({ length: ROUNDS + 1 }, (_, round) => `RONDE-${round}`);
  for (const contractnummer of contracts) {
    const file = join(folder, 'contract.json');
    writeFileSync(file, JSON.stringify({ ...example, contractnummer }));
    await beheer('contract', 'toevoegen', file);
  }
  const named = contracts.flatMap((contract) => ['--contract', contract]);
  const made = await beheer('token', 'maken', '--naam', 'Meting', '--rechten', 'schrijven', ...named);
  const headers = { Authorization: `Bearer ${made.split('\n').at(-1)}` };

  return {
    child,
    sync: async (round: number, body: string) => {
      const path = `${url}/api/contracten/${contracts[round]}/sync`;
      const response = await fetch(path, { method: 'POST', headers, body });
      if (!response.ok) throw new Error(await response.text());
      return (await response.json()) as { lineage: string; revision: number };
    },
  };
}

/** Every way of sending, with what it cost in each round. */
const spent: Record<string, Spent[]> = {};

async function note(round: number, name: string, child: ChildProcess, work: () => Promise<unknown>) {
  const cost = await spend(child, work);
  console.log(`round ${round}, ${name}: ${cost.wall.toFixed(0)} ms, cpu ${cost.cpu} ms`);
  if (round > 0) (spent[name] ??= []).push(cost); // the first one warms up
}

async function measure(directus: Directus, ours: Awaited<ReturnType<typeof startOurs>>): Promise<void> {
  const tables = tablesOf(TOTAL);
  const [changed, changedMore] = [withHours(tables, '7.25'), withHours(tables, '6.75')];
  for (let round = 0; round <= ROUNDS; round += 1) {
    let agreed = { lineage: '', revision: 0 };
    await note(round, FIRST, ours.child, async () => {
      agreed = await ours.sync(round, bodyOf(tables));
    });
    await note(round, AGAIN, ours.child, async () => {
      if ((await ours.sync(round, bodyOf(changed, agreed))).revision !== agreed.revision + 1)
        throw new Error('the changed row was not stored');
    });
    for (const history of [true, false]) {
      await directus.makeCollections(history);
      const send = (name: string, method: 'POST' | 'PATCH', sent: Tables) =>
        note(round, `Directus ${history ? 'with' : 'without'} history: ${name}`, directus.child, () =>
          directus.send(method, sent),
        );
      await send('POST', 'POST', tables);
      await directus.expectHours(tables);
      await send('PATCH of the changed row alone', 'PATCH', differing(tables, changed));
      await directus.expectHours(changed);
      await send('PATCH, one row changed', 'PATCH', changedMore);
      await directus.expectHours(changedMore);
    }
  }
}

/** Medians, and of each round how many times the same of ours it took. */
function print(version: string): void {
  const rows = Object.values(tablesOf(TOTAL)).flat().length;
  console.log(`${rows} rows, medians of ${ROUNDS} rounds, Directus ${version}, Node ${process.version}`);
  for (const [name, costs] of Object.entries(spent)) {
    const ours = spent[name === FIRST || name.endsWith('POST') ? FIRST : AGAIN] ?? [];
    const [wall, cpu] = (['wall', 'cpu'] as const).map((of) => {
      const times = median(costs.map((cost, i) => cost[of] / (ours[i]?.[of] ?? Number.NaN)));
      return `${of} ${median(costs.map((cost) => cost[of])).toFixed(0)} ms (${times.toFixed(2)} × ours)`;
    });
    console.log(`${name}: ${wall}, ${cpu}`);
  }
}

const peer = process.env['PEER_DIR'];
try {
  if (peer === undefined || !existsSync(join(peer, 'node_modules/directus'))) {
    console.log(HOW);
  } else {
    const directus = await Directus.start(peer, folder);
    running.push(directus.child);
    await measure(directus, await startOurs());
    print(directus.version);
  }
} finally {
  for (const child of running) if (child.exitCode === null) await end(child, 'SIGTERM');
  rmSync(folder, { recursive: true });
}
