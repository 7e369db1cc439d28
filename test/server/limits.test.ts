import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFailures } from '../../server/access/limits.ts';
import { CONTRACT, Testbed } from './testbed.ts';

const PATH = `/api/contracten/${CONTRACT}`;
const MINE = '10.0.0.7';
const OTHER = '10.0.0.8';
let last = 0;
const unknown = () => `flex_${String((last += 1)).padStart(43, '0')}`;

beforeEach(() => vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: Date.now() }));
afterEach(() => vi.useRealTimers());
const wait = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);

/** A server of which the failures count as they do outside the tests. */
const begin = (proxies?: string[]) =>
  Testbed.open({ failures: createFailures(), ...(proxies ? { proxies } : {}) });

/** As it comes in over a connection from an address. */
const ask = (
  bed: Testbed,
  token: string,
  address = MINE,
  path = PATH,
  headers: Record<string, string> = {},
) =>
  bed.app.request(
    path,
    { headers: { ...(token === '' ? {} : { Authorization: `Bearer ${token}` }), ...headers } },
    { incoming: { socket: { remoteAddress: address, remotePort: 1, remoteFamily: 'IPv4' } } },
  );
/** How often each answer came, in the order in which it first did. */
async function count(
  times: number,
  request: () => Response | Promise<Response>,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (let i = 0; i < times; i += 1) {
    const { status } = await request();
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

describe('failures a minute', () => {
  it('10 of one token, and then it waits for as long as it is told', async () => {
    const bed = await begin();
    const token = unknown();
    expect(await count(15, () => ask(bed, token))).toEqual({ 401: 10, 429: 5 });
    const { headers } = await ask(bed, token);
    const seconds = Number(headers.get('Retry-After'));
    expect(seconds).toBeGreaterThanOrEqual(59);
    expect(seconds).toBeLessThanOrEqual(60);
    expect((await ask(bed, unknown())).status).toBe(401);
    wait(seconds + 1);
    expect(await count(11, () => ask(bed, token))).toEqual({ 401: 10, 429: 1 });
  });

  it('60 of one address, whatever the tokens, and with none', async () => {
    const bed = await begin();
    expect(await count(50, () => ask(bed, unknown()))).toEqual({ 401: 50 });
    expect(await count(20, () => ask(bed, ''))).toEqual({ 401: 10, 429: 10 });
    expect((await ask(bed, unknown())).headers.get('Retry-After')).toMatch(/^\d+$/);
    expect((await ask(bed, unknown(), OTHER)).status).toBe(401);
  });

  it('a good token from that address gets in all the while', async () => {
    const bed = await begin();
    await count(100, () => ask(bed, unknown()));
    expect(await count(100, () => ask(bed, bed.writer))).toEqual({ 200: 100 });
    expect((await ask(bed, unknown())).status).toBe(429);
  });

  it('a revoked token that its pane keeps sending does not shut out the colleagues behind one address', async () => {
    const bed = await begin();
    const gone = unknown();
    expect(await count(1_000, () => ask(bed, gone))).toEqual({ 401: 10, 429: 990 });
    expect((await ask(bed, bed.writer)).status).toBe(200);
  });

  it('60 of one person who asks for what is not theirs; what is theirs they get', async () => {
    const bed = await begin();
    const reader = await bed.token('Lezer', ['lezen']);
    const paths = ['/api/contracten/NIET', `${PATH}/bewaartermijnen`];
    expect(await count(70, () => ask(bed, reader, MINE, paths[(last += 1) % 2]))).toEqual({
      403: 30,
      404: 30,
      429: 10,
    });
    expect((await ask(bed, reader, OTHER, paths[0])).status).toBe(429);
    expect((await ask(bed, reader)).status).toBe(200);
    expect((await ask(bed, bed.writer, MINE, paths[0])).status).toBe(404);
  });

  it('what a body lacks is no failure of who sent it', async () => {
    const bed = await begin();
    expect(await count(100, () => ask(bed, bed.writer, MINE, `${PATH}/maandrapporten/x`))).toEqual({
      404: 100,
    });
  });
});

describe('the address behind a proxy', () => {
  const forwarded = (address: string) => ({ 'X-Forwarded-For': address });
  /** 100 wrong tokens, each with another address in front. */
  const forge = (bed: Testbed, from: string, end = '') =>
    count(100, () => ask(bed, unknown(), from, PATH, forwarded(`10.1.0.${(last += 1) % 250}${end}`)));

  it('is not believed where there is no proxy', async () => {
    for (const from of [MINE, '127.0.0.1'])
      expect(await forge(await begin(), from)).toEqual({ 401: 60, 429: 40 });
  });
  it('is not believed of another than the proxy', async () => {
    expect(await forge(await begin(['10.0.0.99']), MINE)).toEqual({ 401: 60, 429: 40 });
  });
  it.each(['10.0.0.99', '127.0.0.1', '::1', '::ffff:127.0.0.1'])(
    'is believed of the proxy at %s',
    async (proxy) => {
      expect(await forge(await begin(['10.0.0.99']), proxy)).toEqual({ 401: 100 });
    },
  );
  it('is the last that is named: what the client says of itself stands before it', async () => {
    expect(await forge(await begin([]), '127.0.0.1', `, ${OTHER}`)).toEqual({ 401: 60, 429: 40 });
  });
  it('stands in the log, and no other text does', async () => {
    const bed = await begin([]);
    const path = `${PATH}/premies`;
    for (const value of [OTHER, '<script>', 'x'.repeat(400), ''])
      await ask(bed, bed.writer, '127.0.0.1', path, forwarded(value));
    await ask(bed, bed.writer, MINE, path, forwarded('1.2.3.4'));
    const origins = await bed.values(`SELECT origin FROM audit WHERE object = 'premies' ORDER BY seq`);
    expect(origins).toEqual([OTHER, '127.0.0.1', '127.0.0.1', '127.0.0.1', MINE]);
  });
});
