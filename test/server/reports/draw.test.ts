import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { buildResultaten } from '../../../shared/resultaten.ts';
import { createDrawer } from '../../../server/reports/draw.ts';
import { almere, almereContract } from '../../almere.ts';
import { readPages } from '../pdf.ts';
import { firstHalf, STAND } from './papers.ts';

const contract = almereContract();
const day = '2017-04-30';
const resultaten = { contract, stand: STAND, resultaten: buildResultaten(almere(day), day) };
const afrekening = { contract, stand: STAND, afrekening: firstHalf() };

describe('the worker', () => {
  const drawer = createDrawer();
  afterAll(() => drawer.close());

  it('papers asked for at once each get their own bytes', async () => {
    const drawn = await Promise.all([
      drawer.draw('resultaten', resultaten),
      drawer.draw('afrekening', afrekening),
      drawer.draw('resultaten', resultaten),
    ]);
    const titles = await Promise.all(drawn.map(async (bytes) => (await readPages(bytes))[0]?.split(' ')[0]));
    expect(titles).toEqual(['Resultaten', 'Afrekening', 'Resultaten']);
  });

  it('data that cannot be drawn rejects that paper only', async () => {
    const [bad, good] = await Promise.allSettled([
      drawer.draw('afrekening', { contract, stand: STAND }),
      drawer.draw('resultaten', resultaten),
    ]);
    expect([bad.status, good.status]).toEqual(['rejected', 'fulfilled']);
  });

  it('after close, what is under way rejects and the next call starts anew', async () => {
    const other = createDrawer();
    const underWay = expect(other.draw('afrekening', afrekening)).rejects.toThrow('closed');
    await other.close();
    await underWay;
    expect((await other.draw('resultaten', resultaten)).length).toBeGreaterThan(10_000);
    await other.close();
  });

  it('a process that has drawn ends by itself, without close', async () => {
    const script = `
      import { createDrawer } from './server/reports/draw.ts';
      const bytes = await createDrawer().draw('resultaten', ${JSON.stringify(resultaten)});
      console.log(Buffer.from(bytes).subarray(0, 5).toString());`;
    const args = ['--import', 'tsx', '--input-type=module', '-e', script];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 30_000 });
    expect(stdout.trim()).toBe('%PDF-');
  });
});
