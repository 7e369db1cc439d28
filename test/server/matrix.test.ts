import { type Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Right, RIGHTS } from '../../shared/api.ts';
import { setBlocked } from '../../server/access/persons.ts';
import { type DeclaredRoute, listRoutes, route } from '../../server/access/route.ts';
import { listTokens, makeToken, revokeToken } from '../../server/access/tokens.ts';
import { beginContract } from '../../server/contract-changes.ts';
import type { Env } from '../../server/env.ts';
import { getContract } from '../../server/store/contracten.ts';
import { almereContract } from '../almere.ts';
import { CONTRACT, Testbed } from './testbed.ts';

const OTHER = 'UTR-2016-01';
const bed = await Testbed.open();
await beginContract(bed.store, bed.by, { ...almereContract(), contractnummer: OTHER, gemeente: 'Utrecht' });

/** What a path may hold in the place of a parameter. Throws for one that it does not know, so that no route is left out. */
const PARAMETERS: Record<string, (path: string) => string> = {
  document: (path) => {
    if (/klantspecificaties|facturen/.test(path)) return '2016-05';
    if (/bevestigingen/.test(path)) return 'klant';
    if (/afrekeningen/.test(path)) return '2016-H1';
    if (/kwartaal/.test(path)) return '2016-Q2';
    if (/maandrapporten/.test(path)) return '2016-05';
    return '2016-07-15';
  },
  table: () => 'uren',
  key: () => 'P1/2016-01-01',
  month: () => '2016-05',
  klant: () => 'KL1',
  plaatsing: () => 'P1',
  kandidaat: () => 'K1',
  person: () => '1',
  ticket: () => 'x',
};
function fill(pattern: string, contractnummer: string): string {
  return pattern.replace(/:(\w+)(?:\{[^}]+\})?/g, (_, name: string) => {
    if (name === 'contractnummer') return contractnummer;
    const value = PARAMETERS[name]?.(pattern);
    if (value === undefined) throw new Error(`the matrix knows no :${name} of ${pattern}`);
    return value;
  });
}

const make = async (naam: string, rights: readonly Right[], contractnummer = CONTRACT, expiresAt?: string) =>
  makeToken(bed.store, bed.by, {
    naam,
    contractIds: [(await getContract(bed.store, contractnummer)).id],
    rights,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  });
const personOf = async (naam: string) => (await listTokens(bed.store)).find((line) => line.naam === naam);

const outside: Record<string, string> = {
  'no token': '',
  'a malformed token': 'flex_ met spatie',
  'an unknown token': `flex_${'x'.repeat(43)}`,
  'an expired token': (await make('Verlopen', RIGHTS, CONTRACT, '2026-11-23T10:00:00.000Z')).token,
  'a revoked token': (await make('Ingetrokken', RIGHTS)).token,
  'a blocked person': (await make('Geblokkeerd', RIGHTS)).token,
  'a work account that is not known': 'eyJhbGciOiJSUzI1NiJ9.e30.AAAA',
};
await revokeToken(bed.store, bed.by, (await personOf('Ingetrokken'))?.id ?? 0);
await setBlocked(bed.store, bed.by, (await personOf('Geblokkeerd'))?.personId ?? 0, true);
const alone: Partial<Record<Right, string>> = {};
for (const right of RIGHTS) alone[right] = (await make(`Alleen ${right}`, [right])).token;
const foreign = (await make('Vreemd', RIGHTS, OTHER)).token;
const everywhere = (await makeToken(bed.store, bed.by, { naam: 'Overal', contractIds: null, rights: RIGHTS }))
  .token;

const routes = listRoutes(bed.app);
const guarded = routes.filter(({ needs }) => needs !== 'public');
const ofContract = guarded.filter(({ path }) => path.includes(':contractnummer'));

const send = async ({ method, path }: DeclaredRoute, token: string, contractnummer = CONTRACT) => {
  const { status, body } = await bed.request(
    method === 'ALL' ? 'GET' : method,
    fill(path, contractnummer),
    token,
    method === 'POST' ? {} : undefined,
  );
  return [status, (body as { code?: string }).code];
};
const nameOf = ({ method, path }: DeclaredRoute) => `${method} ${path}`;

describe('the matrix of every route of the app', () => {
  let before: string;
  const TABLES = [
    'contracten',
    'kandidaten',
    'uren',
    'papers',
    'uitbetalingen',
    'akkoorden',
    'rights',
    'tokens',
  ];
  const dump = async () =>
    JSON.stringify(await Promise.all(TABLES.map((table) => bed.rows(`SELECT * FROM ${table}`))));
  beforeAll(async () => {
    before = await dump();
  });

  it('has the routes', () => {
    expect(guarded.length).toBeGreaterThan(30);
    expect(ofContract.map(({ needs }) => needs)).not.toContain('token');
    expect(
      routes.filter(({ needs, path }) => needs === 'public' && path.startsWith('/api/contracten')),
    ).toEqual([]);
  });

  it.each(guarded.map((each) => [nameOf(each), each] as const))('%s: 401 from outside', async (_, each) => {
    for (const [who, token] of Object.entries(outside))
      expect([who, ...(await send(each, token))]).toEqual([who, 401, 'unauthorized']);
  });

  it.each(ofContract.map((each) => [nameOf(each), each] as const))('%s: each right', async (_, each) => {
    for (const right of RIGHTS) {
      const answer = await send(each, alone[right] ?? '');
      if (each.needs === 'lezen' || each.needs === right) expect([401, 403]).not.toContain(answer[0]);
      else expect([right, ...answer]).toEqual([right, 403, 'forbidden']);
    }
    expect([401, 403]).not.toContain((await send(each, everywhere))[0]);
    expect(await send(each, foreign)).toEqual([404, 'not_found']);
    expect(await send(each, alone['beheer'] ?? '', OTHER)).toEqual([404, 'not_found']);
  });

  it.each(ofContract.map((each) => [nameOf(each), each] as const))(
    '%s: another contract is as one that does not exist',
    async (_, { method, path }) => {
      const ask = async (contractnummer: string) =>
        (await bed.request(method, fill(path, contractnummer), foreign, method === 'POST' ? {} : undefined))
          .body;
      expect(await ask(CONTRACT)).toEqual(await ask('XXX'));
    },
  );

  afterAll(async () => {
    expect(await dump()).toBe(before);
  });
});

describe('a check that is missing', () => {
  const planted = async (register: (app: Hono<Env>) => void) => {
    const { app } = await Testbed.open();
    register(app);
    return () => listRoutes(app);
  };
  const allow = route({ needs: 'lezen', action: 'proef' });

  it('is found where a route declares nothing', async () => {
    expect(
      await planted((app) => app.get('/api/contracten/:contractnummer/geheim', (c) => c.text('x'))),
    ).toThrow('GET /api/contracten/:contractnummer/geheim does not declare');
    expect(await planted((app) => app.use('/overal/*', (c) => Promise.resolve(c.text('x'))))).toThrow(
      '/overal/*',
    );
  });
  it('is found where the route answers before it is checked', async () => {
    expect(await planted((app) => app.get('/api/geheim', (c) => c.text('x'), allow))).toThrow(
      'GET /api/geheim',
    );
  });
  it('keeps the server from starting', async () => {
    expect(await planted((app) => app.get('/api/open', allow, (c) => c.text('x')))).not.toThrow();
  });
});
