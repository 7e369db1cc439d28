import type { Context, Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { type Right, RIGHTS } from '../../shared/api.ts';
import { type DeclaredRoute, listRoutes, route } from '../../server/access/route.ts';
import { setRights } from '../../server/access/persons.ts';
import { makeToken } from '../../server/access/tokens.ts';
import { beginContract } from '../../server/contract-changes.ts';
import type { Deps, Env } from '../../server/env.ts';
import { findContract, getContract } from '../../server/store/contracten.ts';
import { all, sql, transaction } from '../../server/store/store.ts';
import { almereContract } from '../almere.ts';
import { bodyOf, fillPath, type Rows, syncBody } from './paths.ts';
import { Random } from './random.ts';
import { Testbed } from './testbed.ts';

const SEED = Number(process.env['ISOLATION_SEED'] ?? 20_161_130);
const RUNS = Number(process.env['ISOLATION_RUNS'] ?? 10_000);
const NOWHERE = 'NIET-2015-01';

/** A contract of which every text and number can be told from those of the others. */
interface World {
  contractnummer: string;
  rows: Rows;
  markers: string[];
}
const WORLDS = ['zwaluw', 'merel', 'spreeuw'].map((word): World => {
  const rows = {
    ...{ kandidaat: `KAN-${word}`, klant: `KLA-${word}`, plaatsing: `PLA-${word}` },
    ...{ naam: `${word}naam`, plaats: `${word}stad` },
  };
  const contractnummer = `${word}-2015-01`;
  const texts = ['gemeente', 'uitvoerder', 'opdrachtgever', 'ambtenaar', 'brief'];
  return {
    contractnummer,
    rows,
    markers: [...Object.values(rows), contractnummer, ...texts.map((text) => `${word}${text}`)].map(
      (marker) => marker.toLowerCase(),
    ),
  };
});

/** What a paper is drawn from stands in the place of its PDF: whatever is in there could be on the paper. */
const draw: Deps['draw'] = async (name, data) =>
  new TextEncoder().encode(`%PDF- ${JSON.stringify({ name, data })}`);

interface User {
  token: string;
  rights: Map<World, Right[]>;
}

async function begin(
  random: Random,
  plant: (app: Hono<Env>) => void = () => {},
): Promise<{ bed: Testbed; users: User[] }> {
  const bed = await Testbed.open({ draw });
  plant(bed.app);
  for (const { contractnummer, rows } of WORLDS) {
    const word = contractnummer.split('-')[0] ?? '';
    const contract = almereContract();
    contract.uitvoerder.naam = `${word}uitvoerder`;
    contract.opdrachtgever.naam = `${word}opdrachtgever`;
    await beginContract(bed.store, bed.by, { ...contract, contractnummer, gemeente: `${word}gemeente` });
    const boss = await bed.token(`${word} baas`, [...RIGHTS], contractnummer);
    const post = async (path: string, body: unknown) => {
      const answer = await bed.request('POST', `/api/contracten/${contractnummer}/${path}`, boss, body);
      expect([path, answer.status, answer.body]).toEqual([path, 200, answer.body]);
    };
    await post('sync', syncBody(rows));
    await post(`bevestigingen/${rows.plaatsing}/klant`, { date: '2016-03-01' });
    await post('premies/2016-07-15', {});
    await post('facturen/2016-05', { date: '2016-05-31' });
    await post(`verlengingen/${rows.plaatsing}`, {
      akkoordDoor: `${word}ambtenaar`,
      kenmerk: `${word}brief`,
    });
  }
  const users: User[] = [];
  for (let i = 0; i < 16; i += 1) {
    const rights = new Map(
      WORLDS.map((world) => [world, RIGHTS.filter(() => random.chance(0.3))] as const).filter(
        ([, granted]) => granted.length > 0,
      ),
    );
    const { personId, token } = await makeToken(bed.store, bed.by, {
      naam: `U${i}`,
      contractIds: [],
      rights: [],
    });
    for (const [{ contractnummer }, granted] of rights)
      await transaction(bed.store, async () =>
        setRights(bed.store, bed.by, personId, (await getContract(bed.store, contractnummer)).id, granted),
      );
    users.push({ token, rights });
  }
  return { bed, users };
}

interface Asked {
  method: string;
  path: string;
  token: string;
  body: string | undefined;
}

const ask = async ({ app }: Testbed, { method, path, token, body }: Asked): Promise<string> => {
  const answer = await app.request(path, {
    method,
    headers: { ...(token === '' ? {} : { Authorization: `Bearer ${token}` }), 'Content-Type': 'text/json' },
    ...(body === undefined ? {} : { body }),
  });
  return `${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`;
};

const PERIODS = [
  '2016-01',
  '2016-02',
  '2016-06',
  '2016-H1',
  '2016-Q1',
  '2016-0001',
  '2016-07-15',
  'kandidaat',
];

/** Asks at random, and answers what somebody was told of a contract that is not theirs. */
async function listLeaks(
  bed: Testbed,
  users: readonly User[],
  random: Random,
  runs: number,
): Promise<string[]> {
  const routes = listRoutes(bed.app).filter(({ path }) => path.startsWith('/api/contracten/:'));
  const leaks: string[] = [];
  const tickets: { url: string; world: World }[] = [];
  for (let run = 0; run < runs; run += 1) {
    const user = random.pick(users);
    const world = random.pick(WORLDS);
    const rights = user.rights.get(world) ?? [];
    const asked = makeRequest(random, routes, world, user.token);
    const answer = await ask(bed, asked);
    const allowed = rights.length > 0 ? [world] : [];
    for (const marker of listForeign(answer, asked, allowed))
      leaks.push(`${asked.method} ${asked.path} tells ${marker}`);
    if (rights.length === 0) {
      const elsewhere = JSON.parse(
        JSON.stringify(asked).replaceAll(world.contractnummer, NOWHERE),
      ) as typeof asked;
      if (answer !== (await ask(bed, elsewhere)))
        leaks.push(`${asked.method} ${asked.path} answers otherwise than for no contract: ${answer}`);
    }
    const [, url] = /"url":"([^"]+)"/.exec(answer) ?? [];
    if (url !== undefined) tickets.push({ url, world });
    if (run % 20 === 0) leaks.push(...(await listOwn(bed, user)), ...(await follow(bed, tickets.pop())));
  }
  return leaks;
}

function makeRequest(random: Random, routes: readonly DeclaredRoute[], world: World, token: string): Asked {
  const found = random.pick(routes);
  const rows = random.chance(0.8) ? world.rows : random.pick(WORLDS).rows;
  const path =
    fillPath(found.path, world.contractnummer, rows, (name, usual) =>
      name === 'document' && random.chance(0.3)
        ? random.pick(PERIODS)
        : name === 'key' && random.chance(0.5)
          ? rows.kandidaat
          : name === 'table'
            ? random.pick(['uren', 'kandidaten', 'klanten', 'plaatsingen'])
            : usual,
    ) + (found.pdf && random.chance(0.4) ? '.pdf' : '');
  if (random.chance(0.1))
    return { method: 'POST', path: '/api/downloads', token, body: JSON.stringify({ path: `${path}.pdf` }) };
  if (found.method === 'GET')
    return { method: random.chance(0.05) ? 'HEAD' : 'GET', path, token, body: undefined };
  // Who was erased has nothing left that can leak.
  const isGood = random.chance(found.body === 'Wissen' ? 0.01 : 0.7);
  return {
    method: found.method,
    path,
    token,
    body: JSON.stringify(isGood ? bodyOf(found, world.contractnummer, world.rows) : {}),
  };
}

/** The markers of contracts that are not theirs, but for what they named themselves. */
function listForeign(answer: string, { path, body = '' }: Asked, allowed: readonly World[]): string[] {
  const text = answer.toLowerCase();
  const named = `${path} ${body}`.toLowerCase();
  return WORLDS.filter((world) => !allowed.includes(world))
    .flatMap(({ markers }) => markers)
    .filter((marker) => text.includes(marker) && !named.includes(marker));
}

async function listOwn(bed: Testbed, { token, rights }: User): Promise<string[]> {
  const asked: Asked = { method: 'GET', path: '/api/contracten', token, body: undefined };
  return listForeign(await ask(bed, asked), asked, [...rights.keys()]).map(
    (marker) => `the list tells ${marker}`,
  );
}

async function follow(bed: Testbed, ticket?: { url: string; world: World }): Promise<string[]> {
  if (!ticket) return [];
  const asked: Asked = { method: 'GET', path: ticket.url, token: '', body: undefined };
  return listForeign(await ask(bed, asked), asked, [ticket.world]).map((marker) => `a link tells ${marker}`);
}

describe(`over three contracts, from seed ${SEED}`, () => {
  // Each part begins anew, as erasing and issuing leave ever less to ask for.
  const PARTS = 4;

  it(`${RUNS} requests tell nothing of a contract that is not theirs`, async () => {
    for (let part = 0; part < PARTS; part += 1) {
      const random = new Random(SEED + part);
      const { bed, users } = await begin(random);
      expect(await listLeaks(bed, users, random, RUNS / PARTS)).toEqual([]);
      expect(bed.logged).toEqual([]);
    }
  }, 300_000);

  const leakyRoute = async (answer: (c: Context<Env>) => Promise<Response>): Promise<string[]> => {
    const random = new Random(SEED);
    const unchecked = route({ needs: 'token', action: 'proef' });
    const { bed, users } = await begin(random, (app) =>
      app.get('/api/contracten/:contractnummer/geheim', unchecked, answer),
    );
    return listLeaks(bed, users, random, 500);
  };

  it('a route that asks for no right is found, and no other', async () => {
    const leaks = await leakyRoute(async (c) =>
      c.json(await all(c.var.deps.store, sql.selectFrom('kandidaten').select('naam'))),
    );
    expect(leaks.length).toBeGreaterThan(0);
    expect(leaks.filter((leak) => !/geheim tells \w+naam$/.test(leak))).toEqual([]);
  });

  it('a refusal that gives away that the contract exists is found', async () => {
    const leaks = await leakyRoute(async (c) => {
      const exists =
        (await findContract(c.var.deps.store, c.req.param('contractnummer') ?? '')) !== undefined;
      return c.json({}, exists ? 403 : 404);
    });
    expect(leaks.length).toBeGreaterThan(0);
    expect(leaks.filter((leak) => !/geheim answers otherwise/.test(leak))).toEqual([]);
  });
});
