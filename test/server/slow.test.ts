import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../server/main.ts';
import { CONTRACT, Testbed } from './testbed.ts';

const COUNT = 100;
const PATIENCE = { head: 2_000, request: 4_000 };
/** For looking at connections, and for what else this machine does. */
const SLACK_MS = 4_000;

const bed = await Testbed.open();
let server: Awaited<ReturnType<typeof listen>>;
let port = 0;
beforeAll(async () => {
  server = await listen((request) => bed.app.fetch(request), { port: 0, host: '127.0.0.1' }, PATIENCE);
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const sockets = new Set<Socket>();
afterAll(() => sockets.forEach((socket) => socket.destroy()));

/** Sends what it begins with, and then a letter each quarter of a second; answers after how many ms it was cut off. */
const dawdle = (begin: string): Promise<number> =>
  new Promise((resolve) => {
    const start = performance.now();
    const socket = connect(port, '127.0.0.1', () => socket.write(begin));
    sockets.add(socket);
    const drip = setInterval(() => socket.writable && socket.write('a'), 250);
    socket.on('error', () => {}).on('data', () => {});
    socket.on('close', () => {
      clearInterval(drip);
      resolve(performance.now() - start);
    });
  });

const HEAD = 'GET /gezond HTTP/1.1\r\nHost: x\r\nX-Lang: ';
const post = (path: string, length = 'Content-Length: 100000\r\n\r\n') =>
  `POST /api/contracten/${CONTRACT}/${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${bed.writer}\r\n${length}{"a":"`;
const CHUNKED = 'Transfer-Encoding: chunked\r\n\r\nff\r\n';

/** The longest that others waited for an answer while it went on. */
async function watch(work: Promise<unknown>): Promise<number> {
  let done = false;
  void work.finally(() => (done = true));
  let slowest = 0;
  while (!done) {
    const start = performance.now();
    const answer = await fetch(`http://127.0.0.1:${port}/gezond`);
    expect(answer.status).toBe(200);
    await answer.text();
    slowest = Math.max(slowest, performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return slowest;
}

describe(`${COUNT} clients at once`, () => {
  it.each([
    ['that never end the head of a request', () => HEAD, PATIENCE.head],
    ['that never end a sync', () => post('sync'), PATIENCE.request],
    ['that never end another body', () => post('premies/2016-07-15', CHUNKED), PATIENCE.request],
  ])('%s are all cut off in time, and others are answered meanwhile', async (_, begin, patience) => {
    const cut = Promise.all(Array.from({ length: COUNT }, () => dawdle(begin())));
    const slowest = await watch(cut);
    const times = await cut;
    expect(times.filter((ms) => ms >= patience - 100 && ms <= patience + SLACK_MS)).toHaveLength(COUNT);
    expect(slowest).toBeLessThan(2_000);
  });

  it('leave nothing in the log: who goes away is no bug', async () => {
    const gone = Array.from({ length: COUNT }, async (_, i) => {
      const path = i % 2 === 0 ? 'sync' : 'premies/2016-07-15';
      const socket = connect(port, '127.0.0.1', () =>
        socket.write(post(path, i % 3 === 0 ? CHUNKED : undefined)),
      );
      sockets.add(socket);
      socket.on('error', () => {});
      await new Promise((resolve) => setTimeout(resolve, 500));
      socket.destroy();
    });
    await watch(Promise.all(gone));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(bed.logged).toEqual([]);
    const bugs = await bed.rows(`SELECT object FROM audit WHERE result = 'bug'`);
    expect(bugs).toEqual([]);
  });
});
