import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { buildResultaten } from '../../../shared/resultaten.ts';
import { createDrawer, type Drawer } from '../../../server/reports/draw.ts';
import type { Limits } from '../../../server/threads/threads.ts';
import { almere, almereContract } from '../../almere.ts';
import { readPages } from '../pdf.ts';
import { Testbed } from '../testbed.ts';
import { longPaper } from './long-paper.ts';
import { firstHalf, STAND } from './papers.ts';

const contract = almereContract();
const day = '2017-04-30';
const resultaten = { contract, stand: STAND, resultaten: buildResultaten(almere(day), day) };
const afrekening = { contract, stand: STAND, afrekening: firstHalf() };

const drawers: Drawer[] = [];
afterAll(() => Promise.all(drawers.map(({ close }) => close())));
function newDrawer(limits?: Partial<Limits>): Drawer {
  const drawer = createDrawer(limits);
  drawers.push(drawer);
  return drawer;
}

const firstWord = async (bytes: Uint8Array) => (await readPages(bytes))[0]?.split(' ')[0];
const isUndone = { status: 'rejected' };
const isDone = { status: 'fulfilled' };

describe('the threads that draw', () => {
  const drawer = newDrawer({ threads: 2 });

  it('eight papers asked for at once each get their own bytes', async () => {
    const asked = Array.from({ length: 8 }, (_, i) => (i % 3 === 1 ? 'afrekening' : 'resultaten'));
    const drawn = await Promise.all(
      asked.map((name) =>
        name === 'afrekening' ? drawer.draw(name, afrekening) : drawer.draw('resultaten', resultaten),
      ),
    );
    const titles = await Promise.all(drawn.map(firstWord));
    expect(titles.map((title) => title?.toLowerCase())).toEqual(asked);
  });

  it('the same figures give the same bytes, whichever thread draws them', async () => {
    const [one, ...others] = await Promise.all(
      Array.from({ length: 4 }, () => drawer.draw('resultaten', resultaten)),
    );
    for (const other of others) expect(Buffer.from(other).equals(one as Uint8Array)).toBe(true);
  });

  it('a thread that has drawn other papers gives the bytes of one that has not', async () => {
    const used = newDrawer({ threads: 1 });
    await used.draw('maandrapport', longPaper(60));
    await used.draw('afrekening', afrekening);
    for (const [name, data] of [
      ['afrekening', afrekening],
      ['resultaten', resultaten],
      ['maandrapport', longPaper(60)],
    ] as const) {
      const fresh = newDrawer({ threads: 1 });
      expect(Buffer.from(await used.draw(name, data)).equals(await fresh.draw(name, data))).toBe(true);
      await fresh.close();
    }
  });

  it('data that cannot be drawn rejects that paper only', async () => {
    expect(
      await Promise.allSettled([
        drawer.draw('afrekening', { contract, stand: STAND }),
        drawer.draw('resultaten', resultaten),
      ]),
    ).toMatchObject([isUndone, isDone]);
  });

  it('the server answers while a paper of 2,000 lines is drawn', async () => {
    const bed = await Testbed.open();
    let drawing = true;
    const paper = drawer.draw('maandrapport', longPaper(2_000)).finally(() => (drawing = false));
    let answers = 0;
    while (drawing) {
      const { status } = await bed.get('maandrapporten/2016-05');
      expect(status).toBe(200);
      answers += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect((await paper).length).toBeGreaterThan(100_000);
    expect(answers).toBeGreaterThan(20);
  });
});

describe('more papers than may wait', () => {
  it('are refused with 503, in words, and those that wait are drawn', async () => {
    const { draw } = newDrawer({ threads: 1, waiting: 1 });
    const bed = await Testbed.open({ draw });
    const answers = await Promise.all(Array.from({ length: 4 }, () => bed.get(`resultaten/${day}.pdf`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 503, 503]);
    const refused = answers.find(({ status }) => status === 503);
    expect(refused?.body).toMatchObject({
      code: 'unavailable',
      message: "Er worden nu te veel pdf's tegelijk gemaakt. Probeer het over een minuut nog eens.",
    });
    expect(refused?.headers.get('Retry-After')).toBe('60');
    expect((await bed.get(`resultaten/${day}.pdf`)).status).toBe(200);
  });
});

describe('a paper that does not come to its end', () => {
  it('is stopped after its time, and what waited behind it is drawn', async () => {
    const { draw } = newDrawer({ threads: 1, seconds: 20 });
    const [stuck, other] = await Promise.allSettled([
      draw('maandrapport', longPaper(40_000)),
      draw('resultaten', resultaten),
    ]);
    expect(stuck).toMatchObject({ ...isUndone, reason: { code: 'unavailable' } });
    expect(other).toMatchObject(isDone);
  });

  it('is refused as too large where its thread runs out of memory, and what waited behind it is drawn', async () => {
    const { draw } = newDrawer({ threads: 1, megabytes: 50 });
    const [large, other] = await Promise.allSettled([
      draw('maandrapport', longPaper(3_000)),
      draw('resultaten', resultaten),
    ]);
    expect(large).toMatchObject({
      ...isUndone,
      reason: { code: 'too_large', message: 'Deze pdf is te groot om te maken. Kies een kortere periode.' },
    });
    expect(other).toMatchObject(isDone);
  });
});

describe('the end', () => {
  it('after close, what is under way and what waits rejects, and the next call starts anew', async () => {
    const drawer = newDrawer({ threads: 1 });
    const asked = Promise.allSettled([
      drawer.draw('afrekening', afrekening),
      drawer.draw('resultaten', resultaten),
    ]);
    await drawer.close();
    const closed = { ...isUndone, reason: { message: 'the PDF worker stopped' } };
    expect(await asked).toMatchObject([closed, closed]);
    expect((await drawer.draw('resultaten', resultaten)).length).toBeGreaterThan(10_000);
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
