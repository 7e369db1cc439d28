import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { LONG, percentile, prepareFolder, SMALL, timeBeside, WIDE } from '../server/beside.ts';
import { end, startServer } from '../server/server-process.ts';
import { bodyOf, tablesOf } from './rows.ts';

const { folder, token } = await prepareFolder(5_000);
const server = await startServer({ DATA_DIR: folder });
const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${server.url}${path}`, { ...init, headers: { Authorization: `Bearer ${token}` } });
afterAll(async () => {
  await end(server.child, 'SIGTERM');
  rmSync(folder, { recursive: true });
});

const pathOf = (contractnummer: string) => `/api/contracten/${contractnummer}`;
const SHORT = ['/gezond', pathOf(SMALL), `${pathOf(SMALL)}/maandrapporten/2016-05`];
const tables = tablesOf(100_000);

/** Made beforehand: what this process does itself would be counted too. */
const [sent, changed] = [8, 7].map((hours) => {
  for (const row of tables.uren) row[2] = `${hours}.25`;
  return bodyOf(tables);
});
const bodySince = (body: string | undefined, { lineage, revision }: Agreed): string =>
  JSON.stringify({ lineage, revision }).slice(0, -1) + (body ?? '').slice(body?.indexOf(',"tables"'));

interface Agreed {
  lineage: string | null;
  revision: number | null;
}

/** A PDF of 5,000 lines, and syncs of 100,000 rows until it is drawn: the first one, and ones that change all hours or none. */
async function workLong(): Promise<void> {
  let isDrawn = false;
  const paper = ask(`${pathOf(WIDE)}/maandrapporten/2016-05.pdf`).then(async (response) => {
    expect(response.status).toBe(200);
    await response.arrayBuffer();
    isDrawn = true;
  });
  let agreed: Agreed = { lineage: null, revision: null };
  for (let round = 0; !isDrawn; round += 1) {
    const body = bodySince(round % 4 < 2 ? sent : changed, agreed);
    const response = await ask(`${pathOf(LONG)}/sync`, { method: 'POST', body });
    expect(response.status).toBe(200);
    const { lineage, revision } = (await response.json()) as { lineage: string; revision: number };
    agreed = { lineage, revision };
  }
  await paper;
}

describe('requests beside syncs of 100,000 rows and a PDF of 5,000 lines', () => {
  it('the 99th percentile stays under 100 ms', async () => {
    for (const path of SHORT) await (await ask(path)).arrayBuffer();
    const alone = await timeBeside(ask, SHORT, new Promise((resolve) => setTimeout(resolve, 2_000)));
    const beside = await timeBeside(ask, SHORT, workLong());
    for (const [name, took] of Object.entries({ alone, beside }))
      console.log(
        `${name}: ${took.length} answers, p50 ${percentile(took, 0.5).toFixed(1)} ms, p99 ${percentile(took, 0.99).toFixed(1)} ms, longest ${percentile(took, 1).toFixed(0)} ms`,
      );
    expect(percentile(beside, 0.99)).toBeLessThan(100);
  });
});
