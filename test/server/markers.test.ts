import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Right, RIGHTS } from '../../shared/api.ts';
import { byCommand } from '../../server/access/audit.ts';
import { listRoutes } from '../../server/access/route.ts';
import { makeToken } from '../../server/access/tokens.ts';
import { beginContract } from '../../server/contract-changes.ts';
import { getContract } from '../../server/store/contracten.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { almereContract } from '../almere.ts';
import { claimsOf } from './bad-tokens.ts';
import { AUDIENCE, LocalIssuer, SCOPE, TENANT } from './local-issuer.ts';
import { bodyOf, fillPath, type Rows, syncBody } from './paths.ts';
import { ServerProcess } from './server-process.ts';
import { CONTRACT, Testbed } from './testbed.ts';

/** Texts that stand nowhere by chance. Numbers of rows may stand in the log of the database, the others in no log. */
const NAAM = 'Zwaluwstaart7719';
const IBAN = 'NL13TEST0123456789';
const ROWS: Rows = {
  ...{ kandidaat: 'QZX-77193', klant: 'QZK-77194', plaatsing: 'QZP-77195' },
  ...{ naam: NAAM, plaats: 'Merelstad7720' },
};
const TEXTS = [NAAM, ROWS.plaats, IBAN, '77196.53', 'Kwikstaart7721', 'Ooievaar7722', 'Roerdomp7723'];
const [, , , AMOUNT = '', PERSON = '', ACCOUNT = '', WORD = ''] = TEXTS;

const server = new ServerProcess();
const issuer = await LocalIssuer.start();
const tokens: string[] = [];
const answers: { path: string; status: number; text: string; headers: Headers; token: string }[] = [];
afterAll(async () => {
  await server.remove();
  await issuer.stop();
});

async function send(
  method: string,
  path: string,
  token: string,
  body?: string | Uint8Array<ArrayBuffer>,
  headers = {},
) {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, ...headers },
    ...(body === undefined ? {} : { body }),
    redirect: 'manual',
  });
  const text = await response.text();
  answers.push({ path, status: response.status, text, headers: response.headers, token });
  return { status: response.status, text };
}
const ofContract = (path: string) => `/api/contracten/${CONTRACT}/${path}`;

/** A value once for each text in it, with a marker there; of a list the first, as the others are alike. */
function* marked(value: unknown): Generator<unknown> {
  if (typeof value === 'string') {
    yield WORD;
    yield AMOUNT;
  }
  if (typeof value !== 'object' || value === null) return;
  const entries = Object.entries(value);
  for (const [name, child] of Array.isArray(value) ? entries.slice(0, 1) : entries)
    for (const other of marked(child))
      yield Array.isArray(value) ? value.with(Number(name), other) : { ...value, [name]: other };
}

/** What a client sends that goes away, or that is no HTTP. */
const sendRaw = (text: string): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
      socket.write(text);
      setTimeout(() => socket.destroy(), 100);
    });
    socket.on('error', () => {}).on('close', () => resolve());
  });

async function askEverything(boss: string, reader: string): Promise<void> {
  expect((await send('POST', ofContract('sync'), boss, JSON.stringify(syncBody(ROWS)))).status).toBe(200);
  for (const route of listRoutes((await Testbed.open()).app)) {
    const path = fillPath(route.path, CONTRACT, ROWS);
    const method = route.method === 'ALL' ? 'GET' : route.method;
    const word = fillPath(route.path, CONTRACT, ROWS, (name, usual) =>
      name === 'contractnummer' ? usual : WORD,
    );
    if (method === 'GET') {
      for (const each of [
        path,
        `${path}?naam=${NAAM}`,
        word,
        ...(route.pdf ? [`${path}.pdf`, `${word}.pdf`] : []),
      ])
        await send('GET', each, boss);
      continue;
    }
    const body = bodyOf(route, CONTRACT, ROWS);
    for (const each of marked(body)) await send(method, path, boss, JSON.stringify(each));
    for (const each of [JSON.stringify(body), `{"naam":"${NAAM}"`, `["${NAAM}"]`, NAAM]) {
      await send(method, path, reader, each);
      await send(method, word, boss, each);
      await send(method, path, boss, each);
    }
  }
  await send('POST', ofContract('sync'), boss, gzipSync(NAAM).subarray(0, 20), {
    'Content-Encoding': 'gzip',
  });
}

async function signIn(): Promise<void> {
  const account = (change: object) =>
    issuer.sign({ ...claimsOf(issuer), name: ACCOUNT, roles: [`${CONTRACT}:lezen`], ...change });
  for (const change of [{}, { exp: 1 }, { aud: WORD }, { roles: [WORD] }, { iss: `https://${WORD}.test` }]) {
    const token = await account(change);
    tokens.push(token);
    await send('GET', ofContract('premies'), token);
    await send('GET', `/api/contracten/${WORD}`, token);
  }
}

/** Rows of which the program cannot make anything: what it says of them itself holds a part of them. */
async function breakThings(boss: string): Promise<void> {
  const store = openSqlite(join(server.dataDir, 'flextensie.sqlite'));
  const { raw } = store;
  raw.prepare(`UPDATE papers SET json = ? WHERE kind = 'factuur'`).run(`${NAAM} {`);
  expect((await send('GET', ofContract('facturen'), boss)).status).toBe(500);
  const contract = raw.prepare('SELECT json FROM contracten').pluck().get() as string;
  const broken = {
    ...almereContract(),
    gemeente: { [NAAM]: [NAAM] },
    opdrachtgever: { naam: { [NAAM]: IBAN } },
  };
  raw.prepare('UPDATE contracten SET json = ?').run(JSON.stringify(broken));
  for (const path of ['maandrapporten/2016-05.pdf', 'afrekeningen/2016-H2.pdf', 'facturen/2016-06.pdf'])
    await send('GET', ofContract(path), boss);
  raw.prepare('UPDATE contracten SET json = ?').run(contract);
  raw.exec('ALTER TABLE akkoorden RENAME TO weg');
  expect((await send('GET', ofContract('verlengingen'), boss)).status).toBe(500);
  raw.exec('ALTER TABLE weg RENAME TO akkoorden');
  await store.close();
}

beforeAll(async () => {
  const contract = almereContract();
  contract.opdrachtgever = { ...contract.opdrachtgever, naam: WORD, iban: IBAN };
  mkdirSync(server.dataDir);
  const store = openSqlite(join(server.dataDir, 'flextensie.sqlite'));
  const by = byCommand('proef', new Date());
  await beginContract(store, by, contract);
  const contractIds = [(await getContract(store, CONTRACT)).id];
  const make = async (rights: readonly Right[]) =>
    (await makeToken(store, by, { naam: PERSON, contractIds, rights })).token;
  // The first is the person whose access the others change.
  const [bystander, boss, reader] = [await make(['lezen']), await make(RIGHTS), await make(['lezen'])];
  await store.close();
  const unknown = `flex_${'Q'.repeat(43)}`;
  tokens.push(bystander, boss, reader, unknown);
  await server.start({
    ...{ OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: AUDIENCE, OIDC_CLIENT_ID: 'paneel' },
    ...{ OIDC_SCOPE: SCOPE, OIDC_TENANTS: TENANT },
  });
  await askEverything(boss, reader);
  await signIn();
  // Tokens end up in the wrong places.
  for (const token of tokens) await send('GET', `/api/contracten/${token}/uren?token=${token}`, boss);
  await send('GET', ofContract(`geschiedenis/kandidaten/${boss}`), boss);
  await send('GET', ofContract('premies'), unknown);
  await send(
    'POST',
    '/api/downloads',
    boss,
    JSON.stringify({ path: ofContract('maandrapporten/2016-02.pdf') }),
  );
  const { url = '' } = JSON.parse(answers.at(-1)?.text ?? '{}') as { url?: string };
  expect((await send('GET', url, '')).status).toBe(200);
  await breakThings(boss);
  await sendRaw(`${NAAM} /${NAAM} KWAAD/1.1\r\nX: ${boss}\r\n\r\n`);
  await sendRaw(`GET /${'x'.repeat(20_000)}${NAAM} HTTP/1.1\r\nAuthorization: Bearer ${boss}\r\n\r\n`);
  for (const path of ['sync', 'premies/2016-07-15'])
    await sendRaw(
      `POST ${ofContract(path)} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${boss}\r\nContent-Length: 900\r\n\r\n{"naam":"${NAAM}`,
    );
  expect(await server.stop()).toBe(0);
}, 240_000);

const readAll = (folder: string): [string, string][] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(server.folder.length), `${path}\n${readFileSync(path, 'latin1')}`]);

/** Everything that the server leaves behind or hands out by name, but for the database, its backups and the answers themselves. */
const listPlaces = (output = server.output): [string, string][] => [
  ['output', output],
  ...readAll(server.tempDir),
  ...readAll(server.dataDir).filter(([path]) => !/\.sqlite(?:-wal|-shm)?$/.test(path)),
  ['names of files', answers.map(({ headers }) => headers.get('Content-Disposition')).join('\n')],
  ['redirects', answers.map(({ headers }) => headers.get('Location')).join('\n')],
  ['links', answers.map(({ text }) => /"url":"[^"]*"/.exec(text)?.[0] ?? '').join('\n')],
];

const listHits = (places: [string, string][], markers: readonly string[]): string[] =>
  places.flatMap(([place, text]) =>
    markers
      .filter((marker) => text.toLowerCase().includes(marker.toLowerCase()))
      .map((marker) => `${place}: ${marker}`),
  );

const secrets = (): string[] => tokens.flatMap((token) => [token, token.slice(5, 40), token.slice(-30)]);
const markers = (): string[] => [...TEXTS, ...Object.values<string>({ ...ROWS }), ...secrets()];

describe('a server that was asked everything, with names, numbers and tokens that can be found again', () => {
  it('was asked all of it', () => {
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 401, 403, 404, 409, 422, 500]));
    expect(
      answers.filter(({ headers }) => headers.get('Content-Type') === 'application/pdf').length,
    ).toBeGreaterThan(8);
    expect(server.output.match(/"msg":"bug"/g)?.length ?? 0).toBeGreaterThan(2);
  });

  it('left 0 of them in its output, its temporary files, its other files, links and names of files', () => {
    expect(listHits(listPlaces(), markers())).toEqual([]);
  });

  it('is looked at well: what is planted is found', () => {
    const planted = `{"level":50,"msg":"Kandidaat ${NAAM}"}\n`;
    const file = join(server.tempDir, 'gepland.txt');
    writeFileSync(file, `rapport van ${ROWS.kandidaat}\nBearer ${tokens[0] ?? ''}`);
    const hits = listHits(listPlaces(server.output + planted), markers());
    expect(hits).toEqual(
      expect.arrayContaining([`output: ${NAAM}`, `/tijdelijk/gepland.txt: ${ROWS.kandidaat}`]),
    );
    expect(hits).toContain(`/tijdelijk/gepland.txt: ${tokens[0]}`);
  });

  it('handed no token back in an answer', () => {
    const told = answers.filter(({ token, text }) => token !== '' && text.includes(token));
    expect(told.map(({ path, text }) => [path, text])).toEqual([]);
  });

  it('wrote no token and no name into the log of the database', async () => {
    const store = openSqlite(join(server.dataDir, 'flextensie.sqlite'));
    const lines = await store.query<{ old: unknown; new: unknown }>('SELECT * FROM audit', []);
    await store.close();
    expect(lines.length).toBeGreaterThan(100);
    // Old and new values stand beside a line: what a contract was, such as its parties.
    const ids = lines.map((line) => JSON.stringify({ ...line, old: null, new: null }));
    expect(listHits([['audit', lines.map((line) => JSON.stringify(line)).join('\n')]], secrets())).toEqual(
      [],
    );
    expect(listHits([['audit', ids.join('\n')]], [NAAM, ROWS.plaats, IBAN, PERSON, ACCOUNT])).toEqual([]);
  });
});
