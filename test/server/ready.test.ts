import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../server/main.ts';
import { bodyOf } from '../bench/rows.ts';
import { LONG, prepareFolder } from './beside.ts';
import { end, startServer } from './server-process.ts';
import { almereTables, Testbed } from './testbed.ts';

const folders: string[] = [];
const children: ChildProcess[] = [];
const start = async (env: Record<string, string>) => {
  const server = await startServer(env);
  children.push(server.child);
  return server;
};
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
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
    const { child, url } = await start({ DATA_DIR: folder, STOP_WAIT: '3' });
    const headers = { Authorization: `Bearer ${token}` };
    const statusOf = async (path: string) => (await fetch(`${url}${path}`, { headers })).status;
    expect(await statusOf('/gereed')).toBe(200);

    const path = `/api/contracten/${LONG}/sync`;
    const syncing = request(`${url}${path}`, { method: 'POST', headers });
    const [first, ...rest] = Buffer.from(bodyOf(almereTables()));
    syncing.write(Uint8Array.of(first ?? 0));
    const answered = once(syncing, 'response') as Promise<[IncomingMessage]>;
    const stopped = end(child, 'SIGTERM');
    await expect.poll(() => statusOf('/gereed')).toBe(503);

    const refused = await fetch(`${url}/gereed`);
    expect(await refused.json()).toEqual({
      code: 'unavailable',
      message: 'De server stopt. Probeer het over een minuut nog eens.',
    });
    expect(refused.headers.get('Connection')).toBe('close');
    expect([await statusOf('/gezond'), await statusOf(`/api/contracten/${LONG}`)]).toEqual([200, 200]);
    await expect.poll(() => statusOf('/gezond').catch(() => 'gone'), { timeout: 20_000 }).toBe('gone');

    syncing.end(Uint8Array.from(rest));
    const [answer] = await answered;
    answer.resume();
    expect([answer.statusCode, answer.headers.connection]).toEqual([200, 'close']);
    expect(await stopped).toBe(0);
  });

  it('takes nothing new where there is no STOP_WAIT', () => {
    expect(readSettings({}).stopWait).toBe(0);
    expect(readSettings({ STOP_WAIT: '5' }).stopWait).toBe(5);
  });

  it.each(['-1', '301', '1.5', 'x'])('refuses STOP_WAIT=%s', (STOP_WAIT) => {
    expect(() => readSettings({ STOP_WAIT })).toThrow('STOP_WAIT is een aantal seconden');
  });
});
