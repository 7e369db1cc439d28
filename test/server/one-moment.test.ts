import { describe, expect, it } from 'vitest';
import type { Maandrapport } from '../../shared/api.ts';
import type { Store } from '../../server/store/store.ts';
import { CONTRACT, openScratchStore, smallTables, Testbed, Workbook } from './testbed.ts';

/** A store in which something is committed right before the `countdown`th question to it. */
class InterruptedStore {
  countdown = 0;
  asked = 0;
  interrupt = (): Promise<unknown> => Promise.resolve();
  readonly store: Store;

  constructor(store: Store) {
    const ask = async () => {
      this.asked += 1;
      this.countdown -= 1;
      if (this.countdown === 0) await this.interrupt();
    };
    this.store = {
      ...store,
      query: async (text, parameters) => (await ask(), store.query(text, parameters)),
      queryArrays: async (text, parameters) => (await ask(), store.queryArrays(text, parameters)),
      queryMany: async (...what) => (await ask(), store.queryMany(...what)),
    };
  }
}

const interrupted = new InterruptedStore(await openScratchStore());
/** Drawings show their data, or wait. */
let drawing = Promise.resolve();
const draw = async (_: string, data: unknown) => (await drawing, Buffer.from(JSON.stringify(data)));
const bed = await Testbed.open({ draw }, interrupted.store);
const office = await bed.token('Beheer', ['lezen', 'schrijven', 'vaststellen', 'beheer']);
const workbook = new Workbook(bed, office);
workbook.tables = smallTables();
await workbook.sync();

const get = async <T>(path: string): Promise<T> => {
  const { status, body } = await bed.request<T & { views?: unknown }>(
    'GET',
    `/api/contracten/${CONTRACT}${path}`,
    office,
  );
  expect(status).toBe(200);
  // Who looked before is other every time.
  delete body.views;
  return body;
};

/** Hours, a name, an end and a rate change together: half of it would show. */
let round = 0;
async function change(): Promise<void> {
  round += 1;
  workbook.row('uren', 'P1', '2016-02-05')[2] = `${1 + (round % 8)}.50`;
  workbook.row('kandidaten', 'K1')[1] = `Kees ${round}`;
  workbook.row('plaatsingen', 'P1')[6] = `11.${10 + (round % 80)}`;
  expect((await workbook.sync()).status).toBe(200);
}

describe('a report while others sync is of one moment', () => {
  it.each([
    '',
    '/maandrapporten/2016-02',
    '/maandrapporten/2016-02.pdf',
    '/afrekeningen/2016-H1',
    '/afrekeningen/2016-H1.pdf',
    '/klantspecificaties/2016-02',
    '/klantspecificaties/2016-02/KL1',
    '/kwartaaloverzichten/2016-Q1',
    '/plaatsingsduur/2016-02-29',
    '/resultaten/2016-02-29',
    '/bevestigingen',
    '/bevestigingen/P1/klant',
    '/verlengingen',
    '/premies/2016-02-29',
    '/bewaartermijnen',
    '/inzage/K1',
    '/geschiedenis/uren/P1/2016-02-05',
  ])('%s', async (path) => {
    let last = await get(path);
    interrupted.asked = 0;
    await get(path);
    const questions = interrupted.asked;
    expect(questions).toBeGreaterThan(2);
    round = 0;
    interrupted.interrupt = change;
    for (let nth = 1; nth <= questions; nth += 1) {
      interrupted.countdown = nth;
      const during = await get(path);
      const after = await get(path);
      expect([last, after], `interrupted at question ${nth} of ${questions}`).toContainEqual(during);
      last = after;
    }
    expect(round).toBe(questions);
  });

  it('says the revision that its figures are of', async () => {
    const seen = new Map<number, string>();
    for (let nth = 0; nth <= 12; nth += 1) {
      interrupted.countdown = nth;
      for (let i = 0; i < 2; i += 1) {
        const { revision, totals } = await get<Maandrapport>('/maandrapporten/2016-02');
        expect(totals.uren).toBe(seen.get(revision) ?? totals.uren);
        seen.set(revision, totals.uren);
      }
    }
    expect(seen.size).toBeGreaterThan(5);
  });

  it('holds nothing while it is drawn: reports and syncs go on beside twenty drawings', async () => {
    interrupted.interrupt = () => Promise.resolve();
    let goOn = () => {};
    drawing = new Promise((resolve) => (goOn = resolve));
    const papers = Array.from({ length: 20 }, () => get('/maandrapporten/2016-02.pdf'));
    await change();
    await get('/maandrapporten/2016-02');
    goOn();
    expect(await Promise.all(papers)).toHaveLength(20);
  });
});
