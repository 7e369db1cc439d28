import { execFileSync, spawnSync } from 'node:child_process';
import { createReadStream, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, it } from 'vitest';
import { openFile } from '../../../server/store/open-file.ts';
import { checkFile, countBatches } from './batches.ts';
import { Disk, type Survival } from './disk.ts';
import { type DiskCall, joinCalls, parseCall } from './disk-log.ts';
import { newFolder } from './folders.ts';

/** Moments at which the power fails, spread over all that the writer asked of its disk. */
const POINTS = Number(process.env['POINTS'] ?? 2000);
const BATCHES = Number(process.env['BATCHES'] ?? 150);
const CONTRACTS = ['A', 'B'];

beforeAll(() => {
  try {
    execFileSync('strace', ['-V'], { stdio: 'ignore' });
  } catch {
    throw new Error(
      'This proof watches system calls: install strace (Debian: apt-get install strace) on Linux.',
    );
  }
});

/** Runs the writer and answers what it asked of its disk. */
async function watchWriter(synchronous: string): Promise<DiskCall[]> {
  const folder = newFolder();
  const log = join(folder, 'strace.log');
  const dataDir = join(folder, 'data');
  const trace = 'trace=pwrite64,ftruncate,fsync,fdatasync,unlink,rename,link,write';
  const watching = ['-f', '-y', '-xx', '-s', '70000', '-o', log, '-e', trace, '-e', 'signal=none'];
  const writer = ['node', '--import', 'tsx', join(import.meta.dirname, 'powerloss-writer.ts')];
  const { stderr } = spawnSync('strace', [...watching, ...writer, dataDir, String(BATCHES), synchronous]);
  const calls: DiskCall[] = [];
  const lines = createInterface({ input: createReadStream(log, 'latin1') });
  for await (const line of joinCalls(lines)) {
    const call = parseCall(line, dataDir);
    if (call) calls.push(call);
  }
  const marks = calls.filter(({ kind }) => kind === 'mark');
  if (marks.length !== 1 + 2 * BATCHES)
    throw new Error(`${marks.length} marks, the writer did not do its work: ${String(stderr)}`);
  return calls;
}

interface Losses {
  points: number;
  /** Points after which something acknowledged is not there, or the file does not open, or it holds a batch in part. */
  losing: number;
  first: string | undefined;
}

function replay(calls: DiskCall[], points: number, survivals: readonly Survival[]): Losses {
  const begin = calls.findIndex((call) => call.kind === 'mark' && call.text === 'BEGIN');
  const every = (calls.length - begin) / (points / survivals.length);
  const disk = new Disk();
  const acknowledged = new Map<string, number>();
  const losses: Losses = { points: 0, losing: 0, first: undefined };
  let next = begin + every / 2;
  for (const [i, call] of calls.entries()) {
    disk.do(call);
    if (call.kind === 'mark') {
      const [, contract = '', count = ''] = /^ACK (\w) (\d+)$/.exec(call.text) ?? [];
      acknowledged.set(contract, Number(count));
    }
    if (i < next || i < begin) continue;
    next += every;
    for (const survival of survivals) {
      losses.points += 1;
      try {
        look(disk.afterPowerLoss(survival), acknowledged);
      } catch (error) {
        losses.losing += 1;
        losses.first ??= `call ${i}, ${JSON.stringify(survival)}: ${String(error)}`;
      }
    }
  }
  return losses;
}

/** Opens what is left as the server does. Throws where something acknowledged is gone or something is there in part. */
function look(files: Map<string, Buffer>, acknowledged: Map<string, number>): void {
  const folder = newFolder({ inMemory: true });
  for (const [name, content] of files) writeFileSync(join(folder, name.split('/').at(-1) ?? ''), content);
  const raw = openFile(join(folder, 'flextensie.sqlite'));
  try {
    const faults = checkFile(raw);
    if (faults.length !== 1 || faults[0] !== 'ok') throw new Error(JSON.stringify(faults));
    for (const contract of CONTRACTS) {
      const [there, asked] = [countBatches(raw, contract), acknowledged.get(contract) ?? 0];
      if (there < asked || there > asked + 1)
        throw new Error(`${contract}: ${there} batches of ${asked} acknowledged`);
    }
  } finally {
    raw.close();
    rmSync(folder, { recursive: true });
  }
}

const SURVIVALS: Survival[] = ['none', 'all', { seed: 1 }, { seed: 2 }];

describe('after the power failed', () => {
  it(`at ${POINTS} moments, all that was acknowledged is there and nothing in part`, async ({ annotate }) => {
    const calls = await watchWriter('');
    const losses = replay(calls, POINTS, SURVIVALS);
    const flushes = calls.filter(({ kind }) => kind === 'flush').length;
    await annotate(
      `${JSON.stringify(losses)}, ${calls.length} calls, ${flushes} flushes, ${2 * BATCHES} acknowledged`,
    );
    expect(losses).toEqual({ points: losses.points, losing: 0, first: undefined });
    expect(losses.points).toBeGreaterThanOrEqual(Math.floor(POINTS * 0.99));
  }, 3_600_000);

  it('with synchronous=NORMAL acknowledged work is lost: this replay finds it', async ({ annotate }) => {
    const losses = replay(await watchWriter('NORMAL'), POINTS / 4, ['none']);
    await annotate(JSON.stringify(losses));
    expect(losses.losing).toBeGreaterThan(0);
    expect(losses.first).toContain('acknowledged');
  }, 3_600_000);
});
