import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../server/main.ts';
import { bodyOf, LONG, prepareFolder } from './beside.ts';
import { tablesOf } from '../bench/rows.ts';
import { end, type ServerProcess, startServer } from './server-process.ts';
import { Testbed } from './testbed.ts';

const folders: string[] = [];
const servers: ServerProcess[] = [];
const start = async (env: Record<string, string>) => {
  const server = await startServer(env);
  servers.push(server);
  return server;
};
afterAll(() => {
  for (const { child } of servers) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const READY = { status: 200, body: { status: 'ok' } };
const NOT_READY = {
  status: 503,
  body: {
    code: 'unavailable',
    message: 'De server kan nu niet bij de gegevens. Probeer het over een minuut nog eens.',
  },
};

describe('GET /gereed', () => {
  it('is for everybody, and not stored on the way', async () => {
    const bed = await Testbed.open();
    const answer = await bed.request('GET', '/gereed', '');
    expect(answer).toMatchObject(READY);
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
  });

  it('is no where the database does not answer, and says nothing of why', async () => {
    const bed = await Testbed.open();
    await bed.store.close();
    const answer = await bed.request('GET', '/gereed', '');
    expect(answer).toMatchObject(NOT_READY);
    expect(bed.logged).toHaveLength(1);
  });

  it('is no where the database hangs', async () => {
    const { store } = await Testbed.open();
    const hanging = { ...store, query: () => new Promise<never>(() => undefined) };
    const bed = await Testbed.open({ store: hanging });
    expect(await bed.request('GET', '/gereed', '')).toMatchObject(NOT_READY);
    expect(bed.logged).toEqual([{ code: 'TOO_LATE' }]);
  });

  it.each(['newer', 'older'])('is no where the database is %s than the program', async (which) => {
    const bed = await Testbed.open();
    const step = which === 'newer' ? 1 : -1;
    if ('raw' in bed.store) {
      const { raw } = bed.store as unknown as { raw: { pragma: (text: string, options?: object) => number } };
      raw.pragma(`user_version = ${raw.pragma('user_version', { simple: true }) + step}`);
    } else await bed.change(`UPDATE schema_version SET version = version + (${step})`);
    expect(await bed.request('GET', '/gereed', '')).toMatchObject(NOT_READY);
    expect(await bed.request('GET', '/gezond', '')).toMatchObject({ status: 200 });
    expect(bed.logged).toEqual([{ code: 'OTHER_VERSION' }]);
  });
});

describe('a server that is told to stop', () => {
  it('is not ready at once, takes requests for STOP_WAIT seconds and finishes what is under way', async () => {
    const { folder, token } = await prepareFolder(10);
    folders.push(folder);
    const { child, url } = await start({ DATA_DIR: folder, STOP_WAIT: '2' });
    const ask = (path: string, init: RequestInit = {}) =>
      fetch(`${url}${path}`, { ...init, headers: { Authorization: `Bearer ${token}` } });
    expect((await ask('/gereed')).status).toBe(200);

    const path = `/api/contracten/${LONG}/sync`;
    let isAnswered = false;
    const sync = ask(path, { method: 'POST', body: bodyOf(tablesOf(100_000)) }).finally(
      () => (isAnswered = true),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    const stopped = end(child, 'SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 50));

    const refused = await ask('/gereed');
    expect([refused.status, await refused.json()]).toEqual([
      503,
      { code: 'unavailable', message: 'De server stopt. Probeer het over een minuut nog eens.' },
    ]);
    expect(isAnswered).toBe(false);
    expect((await ask('/gezond')).status).toBe(200);
    expect((await ask(`/api/contracten/${LONG}`)).status).toBe(200);
    expect((await sync).status).toBe(200);
    expect(await stopped).toBe(0);
  });

  it('takes nothing new where there is no STOP_WAIT', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'flextensie-'));
    folders.push(folder);
    const { child, url } = await start({ DATA_DIR: folder });
    const began = performance.now();
    expect(await end(child, 'SIGTERM')).toBe(0);
    expect(performance.now() - began).toBeLessThan(2_000);
    await expect(fetch(`${url}/gereed`)).rejects.toThrow();
  });

  it.each(['-1', '301', '1.5', 'x'])('refuses STOP_WAIT=%s', (STOP_WAIT) => {
    expect(() => readSettings({ STOP_WAIT })).toThrow('STOP_WAIT is een aantal seconden');
  });
});
