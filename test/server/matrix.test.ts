import { type Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Right, RIGHTS } from '../../shared/api.ts';
import { createOidc } from '../../server/access/oidc.ts';
import { findOrAddSignedIn, setBlocked } from '../../server/access/persons.ts';
import { type DeclaredRoute, listRoutes, route } from '../../server/access/route.ts';
import { listTokens, makeToken, revokeToken } from '../../server/access/tokens.ts';
import { beginContract } from '../../server/contract-changes.ts';
import type { Env } from '../../server/env.ts';
import { getContract } from '../../server/store/contracten.ts';
import { almereContract } from '../almere.ts';
import { claimsOf, forgeTokens } from './bad-tokens.ts';
import { AUDIENCE, LocalIssuer, SCOPE, TENANT } from './local-issuer.ts';
import { fillPath } from './paths.ts';
import { CONTRACT, Testbed } from './testbed.ts';

const OTHER = 'UTR-2016-01';
const issuer = await LocalIssuer.start();
afterAll(() => issuer.stop());
const oidc = createOidc(
  {
    ...{ issuer: issuer.url, audience: AUDIENCE, tenants: [TENANT], scope: SCOPE },
    ...{ clientId: 'paneel', paneScopes: [SCOPE] },
  },
  () => new Date(),
);
const bed = await Testbed.open({ oidc });
await beginContract(bed.store, bed.by, { ...almereContract(), contractnummer: OTHER, gemeente: 'Utrecht' });

const make = async (naam: string, rights: readonly Right[], contractnummer = CONTRACT, expiresAt?: string) =>
  makeToken(bed.store, bed.by, {
    naam,
    contractIds: [(await getContract(bed.store, contractnummer)).id],
    rights,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  });
const personOf = async (naam: string) => (await listTokens(bed.store)).find((line) => line.naam === naam);

const account = (oid: string, ...roles: string[]) => issuer.sign({ ...claimsOf(issuer), oid, roles });
const forged = await forgeTokens(issuer, { roles: RIGHTS.map((right) => `*:${right}`) });
const accounts = Object.fromEntries(
  await Promise.all(
    RIGHTS.map(async (right) => [right, await account(right, `${CONTRACT}:${right}`)] as const),
  ),
);
const strangers: Record<string, string> = {
  'rights elsewhere': (await make('Vreemd', RIGHTS, OTHER)).token,
  'a work account with roles elsewhere': await account(
    'elders',
    ...RIGHTS.map((right) => `${OTHER}:${right}`),
  ),
  'a work account without roles': await account('zonder'),
  'a work account with roles of nothing of ours': await account('vreemd', 'beheer', '*:root', `${CONTRACT}:`),
};
const outside: Record<string, string> = {
  'no token': '',
  'a malformed token': 'flex_ met spatie',
  'an unknown token': `flex_${'x'.repeat(43)}`,
  'an expired token': (await make('Verlopen', RIGHTS, CONTRACT, '2026-11-23T10:00:00.000Z')).token,
  'a revoked token': (await make('Ingetrokken', RIGHTS)).token,
  'a blocked person': (await make('Geblokkeerd', RIGHTS)).token,
  'a blocked work account': await account('geblokkeerd', '*:beheer'),
  ...Object.fromEntries(forged),
};
await revokeToken(bed.store, bed.by, (await personOf('Ingetrokken'))?.id ?? 0);
await setBlocked(bed.store, bed.by, (await personOf('Geblokkeerd'))?.personId ?? 0, true);
const visitor = { issuer: issuer.url, subject: `${TENANT}/geblokkeerd`, naam: 'Weg' };
await setBlocked(bed.store, bed.by, (await findOrAddSignedIn(bed.store, visitor, bed.by.at))?.id ?? 0, true);
const alone: Partial<Record<Right, string>> = {};
for (const right of RIGHTS) alone[right] = (await make(`Alleen ${right}`, [right])).token;
const everywhere = (await makeToken(bed.store, bed.by, { naam: 'Overal', contractIds: null, rights: RIGHTS }))
  .token;

const routes = listRoutes(bed.app);
const guarded = routes.filter(({ needs }) => needs !== 'public');
const ofContract = guarded.filter(({ path }) => path.includes(':contractnummer'));

const send = async (each: DeclaredRoute, token: string, contractnummer = CONTRACT) => {
  const { status, body } = await bed.request(
    each.method === 'ALL' ? 'GET' : each.method,
    fillPath(each.path, contractnummer),
    token,
    each.method === 'POST' ? {} : undefined,
  );
  const { code, message } = body as { code?: string; message?: string };
  return [status, message === NOT_THEIRS ? 'not theirs' : code];
};
const NOT_THEIRS = 'Er is geen contract met dit nummer waar u bij mag.';
const isLetIn = ([status, code]: (string | number | undefined)[]) =>
  status !== 401 && status !== 403 && code !== 'not theirs';
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
      for (const token of [alone[right] ?? '', accounts[right] ?? '']) {
        const answer = await send(each, token);
        if (each.needs === 'lezen' || each.needs === right) expect(isLetIn(answer)).toBe(true);
        else expect([right, ...answer]).toEqual([right, 403, 'forbidden']);
        expect(await send(each, token, OTHER)).toEqual([404, 'not theirs']);
      }
    }
    expect(isLetIn(await send(each, everywhere))).toBe(true);
    for (const [who, token] of Object.entries(strangers))
      expect([who, ...(await send(each, token))]).toEqual([who, 404, 'not theirs']);
  });

  it.each(ofContract.map((each) => [nameOf(each), each] as const))(
    '%s: another contract is as one that does not exist',
    async (_, each) => {
      const ask = async (contractnummer: string, token: string) => {
        const body = each.method === 'POST' ? {} : undefined;
        return (await bed.request(each.method, fillPath(each.path, contractnummer), token, body)).body;
      };
      for (const token of Object.values(strangers))
        expect(await ask(CONTRACT, token)).toEqual(await ask('XXX', token));
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
