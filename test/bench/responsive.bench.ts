import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { bodyOf, median, tablesOf } from './rows.ts';

const EXAMPLE = 'test/data/almere/contract.json';
/** The contract of the PDF, and the one that is synced meanwhile. */
const [REPORTED, SYNCED] = ['ALM-2015-01', 'ALM-2015-02'];
const LINES = 5_000;

const folder = mkdtempSync(join(tmpdir(), 'flextensie-bench-'));
const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

function run(script: string, words: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...words], {
    env: { ...process.env, ...env },
  });
  started.push(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const until = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const [, found] = pattern.exec(output) ?? [];
      if (found !== undefined) return found;
      if (child.exitCode !== null) throw new Error(output);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return { child, until };
}

/** As many kandidaten as lines, each with hours on one day. */
function aLineEach(lines: number): ReturnType<typeof tablesOf> {
  const numbers = Array.from({ length: lines }, (_, i) => String(i).padStart(5, '0'));
  return {
    kandidaten: numbers.map((n) => [`K${n}`, `Kandidaat ${n}`, '2016-01-01', null, true, null]),
    klanten: [['KL1', 'Klant', 'Almere']],
    plaatsingen: numbers.map((n) => [
      ...[`PL${n}`, `K${n}`, 'KL1', '2016-01-01', null],
      ...['12.00', '11.75', null, null],
    ]),
    uren: numbers.map((n) => [`PL${n}`, '2016-01-04', '8.50', '4.00', null]),
  };
}

/** A server of its own with both contracts; one of them has a kandidaat for each line of the report. */
async function startServer(name: string) {
  const DATA_DIR = join(folder, name);
  const env = { DATA_DIR, PORT: '0' };
  const other = join(folder, 'contract.json');
  const contract = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as object;
  writeFileSync(other, JSON.stringify({ ...contract, contractnummer: SYNCED }));
  const server = run('server/main.ts', [], env);
  const url = await server.until(/luistert op (\S+)/);
  for (const file of [EXAMPLE, other])
    await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', 'server/beheer/main.ts', 'contract', 'toevoegen', file],
      { env: { ...process.env, ...env } },
    );
  const token = readFileSync(join(DATA_DIR, 'eerste-token.txt'), 'utf8').trim();
  const ask = async (path: string, body?: string): Promise<void> => {
    const response = await fetch(`${url}/api/contracten/${path}`, {
      headers: { Authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { method: 'POST', body }),
    });
    const bytes = await response.arrayBuffer();
    if (response.status !== 200) throw new Error(Buffer.from(bytes).toString());
  };
  await ask(`${REPORTED}/sync`, bodyOf(aLineEach(LINES)));
  return { ...server, url, token, ask };
}

const percentile = (values: number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN;

/** How long a client waits for each of its answers while `work` is under way: it asks a hundred times a second. */
async function measure(
  { url, token }: { url: string; token: string },
  work: () => Promise<unknown>,
): Promise<{ p99: number; longest: number; asked: number }> {
  const client = run('test/bench/client.ts', [`${url}/api/contracten/${REPORTED}`, token]);
  await client.until(/(ready)/);
  await work();
  client.child.stdin.end();
  const took = JSON.parse(await client.until(/took (\[.*\])/)) as number[];
  return { p99: percentile(took, 0.99), longest: Math.max(...took), asked: took.length };
}

describe('requests beside a sync of 100,000 rows and a PDF of 5,000 lines', () => {
  it('the 99th percentile is under 100 ms', async () => {
    const body = bodyOf(tablesOf(100_000));
    const rounds: { quiet: number; p99: number; longest: number; asked: number }[] = [];
    for (let round = 0; round < 5; round += 1) {
      const server = await startServer(String(round));
      const pdf = () => server.ask(`${REPORTED}/maandrapporten/2016-01.pdf`);
      await server.ask(`${REPORTED}/maandrapporten/2016-01`);
      const quiet = await measure(server, () => new Promise((resolve) => setTimeout(resolve, 1_000)));
      const busy = await measure(server, () => Promise.all([server.ask(`${SYNCED}/sync`, body), pdf()]));
      rounds.push({ ...busy, quiet: quiet.p99 });
      const ended = once(server.child, 'exit');
      server.child.kill('SIGTERM');
      await ended;
    }
    const of = (key: keyof (typeof rounds)[number]) => median(rounds.map((round) => round[key])).toFixed(0);
    console.log(
      `beside sync and PDF: 99 of 100 answers within ${of('p99')} ms, the longest ${of('longest')} ms, of ${of('asked')} (at rest within ${of('quiet')} ms)`,
    );
    expect(median(rounds.map(({ p99 }) => p99))).toBeLessThan(100);
  });
});
