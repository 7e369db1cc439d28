import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { createDrawer } from '../../server/reports/draw.ts';
import { longPaper } from '../server/reports/long-paper.ts';
import { median } from './rows.ts';

interface Printed {
  ms: number;
  megabytes: number;
}

/** Runs a script of this folder as a process of its own; what it printed. */
async function runScript(name: string, ...words: number[]): Promise<Printed> {
  const args = ['--import', 'tsx', `test/bench/${name}.ts`, ...words.map(String)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Printed;
}

describe('a report of 500 kandidaten', () => {
  const drawer = createDrawer({ threads: 1 });
  afterAll(() => drawer.close());
  const paper = longPaper(500);
  const warm = async () => {
    const start = performance.now();
    await drawer.draw('maandrapport', paper);
    return performance.now() - start;
  };

  it('takes from the warm pool at most a third of a cold pdfmake', async () => {
    for (let i = 0; i < 8; i += 1) await warm();
    const rounds: { cold: number; warm: number }[] = [];
    for (let round = 0; round < 9; round += 1)
      rounds.push({
        cold: (await runScript('cold-pdfmake', 500)).ms,
        warm: median([await warm(), await warm(), await warm()]),
      });
    const ratio = median(rounds.map((round) => round.warm / round.cold));
    console.log(
      `500 kandidaten: ${ratio.toFixed(2)} × a cold pdfmake (${median(rounds.map((round) => round.warm)).toFixed(0)} against ${median(rounds.map((round) => round.cold)).toFixed(0)} ms)`,
    );
    expect(ratio).toBeLessThanOrEqual(1 / 3);
  });
});

describe('a report of 50,000 lines', () => {
  it(
    'takes at most eleven times the time and the memory of one of 5,000',
    { timeout: 3_600_000 },
    async () => {
      const rounds: { time: number; memory: number; large: Printed }[] = [];
      for (let round = 0; round < 5; round += 1) {
        const base = await runScript('draw-lines', 50);
        const small = await runScript('draw-lines', 50, 5_000);
        const large = await runScript('draw-lines', 50, 50_000);
        rounds.push({
          time: large.ms / small.ms,
          memory: (large.megabytes - base.megabytes) / (small.megabytes - base.megabytes),
          large,
        });
      }
      const time = median(rounds.map((round) => round.time));
      const memory = median(rounds.map((round) => round.memory));
      const seconds = median(rounds.map(({ large }) => large.ms)) / 1000;
      const megabytes = median(rounds.map(({ large }) => large.megabytes));
      console.log(
        `50,000 lines: ${time.toFixed(1)} × the time and ${memory.toFixed(1)} × the memory of 5,000 (${seconds.toFixed(0)} s, ${megabytes.toFixed(0)} MB)`,
      );
      expect(time).toBeLessThanOrEqual(11);
      expect(memory).toBeLessThanOrEqual(11);
    },
  );
});
