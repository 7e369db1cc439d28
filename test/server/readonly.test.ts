import { describe, expect, it } from 'vitest';
import { RIGHTS } from '../../shared/api.ts';
import { type DeclaredRoute, listRoutes } from '../../server/access/route.ts';
import { bodyOf, fillPath, ROWS, syncBody } from './paths.ts';
import { CONTRACT, Testbed } from './testbed.ts';

const bytes = new TextEncoder().encode('%PDF-');
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'];

/** What is not of the administration: the log, and links of a minute to what one may read. */
const BESIDE = ['audit', 'audit_ends', 'downloads'];

/** Everything in the database, but for who was here and what stands beside it. */
async function dump(bed: Testbed): Promise<Record<string, unknown[]>> {
  const tables = await bed.tables();
  expect(tables).toEqual(expect.arrayContaining(['audit', 'audit_ends', 'persons', 'uren', 'papers']));
  const held: Record<string, unknown[]> = {};
  for (const name of tables.filter((each) => !BESIDE.includes(each)))
    held[name] = (await bed.rows<object>(`SELECT * FROM ${name} ORDER BY 1, 2, 3`)).map((row) => ({
      ...row,
      last_used_at: null,
    }));
  return held;
}

/** A small administration, in which every route has something to do. */
async function begin(): Promise<{ bed: Testbed; boss: string }> {
  const bed = await Testbed.open({ draw: async () => bytes });
  const boss = await bed.token('Baas', [...RIGHTS]);
  expect((await bed.post('sync', syncBody(ROWS), boss)).status).toBe(200);
  return { bed, boss };
}

const routes = listRoutes((await Testbed.open()).app);
const posts = routes.filter(({ method }) => method === 'POST');
const nameOf = ({ method, path }: DeclaredRoute) => `${method} ${path}`;

describe('a token that may only read', () => {
  it('leaves the database as it was, whatever is asked of every route', async () => {
    const { bed, boss } = await begin();
    // With papers that are kept already, and without.
    for (const [path, body] of [
      ['afrekeningen/2016-H1', { saldo: '82.88' }],
      ['facturen/2016-05', { date: '2016-05-31' }],
    ] as const)
      expect((await bed.post(path, body, boss)).status).toBe(200);
    const reader = await bed.token('Lezer', ['lezen']);
    const before = await dump(bed);
    let asked = 0;
    for (const each of routes)
      for (const method of METHODS)
        for (const token of [reader, '']) {
          const path = fillPath(each.path, CONTRACT);
          const body = method === 'GET' || method === 'HEAD' ? undefined : JSON.stringify(bodyOf(each) ?? {});
          const headers = { Authorization: `Bearer ${token}` };
          const answer = await bed.app.request(path, { method, headers, ...(body ? { body } : {}) });
          expect([method, path, answer.status < 500]).toEqual([method, path, true]);
          asked += 1;
        }
    expect(asked).toBeGreaterThan(METHODS.length * 80);
    expect(await dump(bed)).toEqual(before);
    expect(bed.logged).toEqual([]);
  });

  it('may sync what changes nothing and look at what would change, and no more', async () => {
    const { bed } = await begin();
    const reader = await bed.token('Lezer', ['lezen']);
    const before = await dump(bed);
    const send = async (body: unknown) => (await bed.post('sync', body, reader)).status;
    expect(await send(syncBody(ROWS))).toBe(200);
    expect(await send({ ...syncBody(ROWS, 'K2'), dryRun: true })).toBe(200);
    expect(await send(syncBody(ROWS, 'K2'))).toBe(403);
    expect(await send({ ...syncBody(ROWS), remove: { uren: [['P1', '2016-02-05']] } })).toBe(422);
    expect(await dump(bed)).toEqual(before);
  });
});

describe('the bodies by which that is tried', () => {
  it.each(posts.map((each) => [nameOf(each), each] as const))(
    '%s does write for who may',
    async (_, each) => {
      const { bed, boss } = await begin();
      const path = fillPath(each.path, CONTRACT);
      const of = posts.find((other) => each.path.startsWith(`${other.path}/`) && !path.endsWith('/overname'));
      if (of) await bed.request('POST', fillPath(of.path, CONTRACT), boss, bodyOf(of));
      const before = await dump(bed);
      const { status, body } = await bed.request('POST', path, boss, bodyOf(each));
      expect([status, body]).toEqual([200, body]);
      if (each.path !== '/api/downloads') expect(await dump(bed)).not.toEqual(before);
    },
  );
});
