import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RIGHTS } from '../../shared/api.ts';
import { listRoutes } from '../../server/access/route.ts';
import { AUDIENCE, SCOPE, TENANT } from './local-issuer.ts';
import { bodyOf, fillPath, ROWS, syncBody } from './paths.ts';
import { CONTRACT, Testbed } from './testbed.ts';

const folder = mkdtempSync(join(tmpdir(), 'flextensie-'));
afterAll(() => rmSync(folder, { recursive: true }));
const addinDir = join(folder, 'addin');
const HIDDEN = [
  '.env',
  'assets/.env',
  'assets/.git/config',
  'handleiding/.htpasswd',
  'handleiding/a/.x/y.html',
];
for (const name of [
  ...[
    'taskpane.html',
    'functions.js',
    'functions.json',
    'aanmelden.html',
    'assets/a.js',
    'handleiding/index.html',
  ],
  ...HIDDEN,
  '../geheim.txt',
]) {
  mkdirSync(dirname(join(addinDir, name)), { recursive: true });
  writeFileSync(join(addinDir, name), 'GEHEIM');
}

const issuer = 'https://login.test';
const bed = await Testbed.open({
  addinDir,
  draw: async () => new TextEncoder().encode('%PDF-'),
  workAccounts: {
    ...{ issuer, audience: AUDIENCE, tenants: [TENANT], scope: SCOPE },
    ...{ clientId: 'paneel', paneScopes: [SCOPE] },
  },
});
const boss = await bed.token('Baas', [...RIGHTS]);
const routes = listRoutes(bed.app);
const ORIGIN = 'https://kwaad.test';
beforeAll(async () => expect((await bed.post('sync', syncBody(ROWS), boss)).status).toBe(200));

const ask = (path: string, method = 'GET', headers: Record<string, string> = {}, body?: string, on = bed) =>
  on.app.request(path, {
    method,
    headers: { Origin: ORIGIN, ...headers },
    ...(body === undefined ? {} : { body }),
  });
const signed = { Authorization: `Bearer ${boss}` };

const STRICT = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};
const CLOSED = { 'Content-Security-Policy': STRICT['Content-Security-Policy'], 'X-Frame-Options': null };
const pane = (ancestors: string) => ({
  'Content-Security-Policy': expect.stringMatching(
    new RegExp(`^default-src 'none'; .*connect-src 'self' ${issuer}; .*frame-ancestors ${ancestors}$`),
  ) as string,
  'X-Frame-Options': null,
  'Cache-Control': 'no-cache',
});
const EXCEL = [
  ...["'self'", 'https://*.officeapps.live.com', 'https://*.sharepoint.com', 'https://*.cloud.microsoft'],
  ...['https://onedrive.live.com', 'https://*.office.com'],
].join(' ');
const escape = (text: string) => text.replace(/[.*]/g, '\\$&');

/** What every answer under a path says beside its content. A path that is none of these has to be thought about first. */
function expectedHeaders(path: string): Record<string, unknown> {
  if (path.startsWith('/api/') || ['/gezond', '/gereed'].includes(path)) return STRICT;
  if (/^\/(taskpane\.html|functions\.js|functions\.json)$/.test(path)) return pane(escape(EXCEL));
  if (path === '/aanmelden.html') return pane("'none'");
  if (path.startsWith('/handleiding/') || path === '/api-uitleg')
    return {
      'Content-Security-Policy':
        "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'",
      'X-Frame-Options': null,
    };
  if (/^\/(|office\/.*|assets\/.*|handleiding)$/.test(path)) return CLOSED;
  throw new Error(`nobody said which headers ${path} has`);
}
const NEVER = [
  'Server',
  'X-Powered-By',
  'Set-Cookie',
  'Access-Control-Allow-Origin',
  'Access-Control-Allow-Credentials',
];

function expectHeaders(path: string, { status, headers }: Response, expected: Record<string, unknown>): void {
  const read = (names: string[]) => Object.fromEntries(names.map((name) => [name, headers.get(name)]));
  const always = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' };
  const all = { ...expected, ...always, ...Object.fromEntries(NEVER.map((name) => [name, null])) };
  expect({ path, status, ...read(Object.keys(all)) }).toEqual({ path, status, ...all });
}

describe('headers', () => {
  it.each(routes.map(({ method, path }) => [method, path] as const))('%s %s', async (method, pattern) => {
    const expected = expectedHeaders(pattern);
    const route = routes.find((each) => each.method === method && each.path === pattern);
    const path = fillPath(pattern, CONTRACT);
    const body = route && bodyOf(route);
    const seen = new Set<number>();
    for (const [each, headers] of [
      [path, signed],
      [path, {}],
      [`${path}.pdf`, signed],
      [fillPath(pattern, 'NIET'), signed],
    ] as const) {
      if (each.endsWith('.pdf') && !route?.pdf) continue;
      const answer = await ask(each, method, headers, body === undefined ? undefined : JSON.stringify(body));
      expectHeaders(each, answer, expected);
      seen.add(answer.status);
    }
    if (route?.needs !== 'public') expect([...seen]).toContain(401);
  });

  it.each(['/nergens', '/.env', '/taskpane.html/x'])('%s, which is nowhere', async (path) => {
    const answer = await ask(path);
    expect(answer.status).toBe(404);
    expectHeaders(path, answer, CLOSED);
  });

  it('of a bug', async () => {
    const broken = await Testbed.open({ addinDir });
    await broken.change('DROP TABLE uren');
    const headers = { Authorization: `Bearer ${broken.writer}` };
    const path = `/api/contracten/${CONTRACT}/resultaten/2016-05-31`;
    const answer = await ask(path, 'GET', headers, undefined, broken);
    expect(answer.status).toBe(500);
    expectHeaders(path, answer, STRICT);
  });

  it('promise https for a year where it is reached over https, and only there', async () => {
    const paths = ['/gezond', '/taskpane.html', '/nergens', '/api/contracten', '/assets/a.js', '/'];
    for (const [isHttps, expected] of [
      [true, 'max-age=31536000'],
      [false, null],
    ] as const) {
      const on = await Testbed.open({ addinDir, isHttps });
      for (const path of paths) {
        const { headers } = await ask(path, 'GET', {}, undefined, on);
        expect([path, headers.get('Strict-Transport-Security')]).toEqual([path, expected]);
      }
    }
  });
});

describe('another site', () => {
  const posts = routes.filter(({ method }) => method === 'POST');

  it.each(posts.map((each) => [each.path, each] as const))('sends no form to %s', async (_, route) => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const headers = { 'Content-Type': type, Cookie: `token=${boss}` };
      const answer = await ask(
        fillPath(route.path, CONTRACT),
        'POST',
        headers,
        JSON.stringify(bodyOf(route)),
      );
      expect(answer.status).toBe(401);
    }
  });

  it('is not told that it may ask', async () => {
    for (const { path } of routes) {
      const answer = await ask(fillPath(path, CONTRACT), 'OPTIONS', {
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization',
      });
      expect(answer.status).toBe(404);
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });
});

describe('methods', () => {
  it('HEAD answers as GET does, without the content', async () => {
    for (const { method, path } of routes.filter((each) => each.method === 'GET')) {
      const filled = fillPath(path, CONTRACT);
      const [get, head] = [await ask(filled, method, signed), await ask(filled, 'HEAD', signed)];
      expect([filled, head.status, await head.text()]).toEqual([filled, get.status, '']);
    }
  });
  it('others than a route has are nowhere', async () => {
    for (const { path } of routes)
      for (const method of ['PUT', 'PATCH', 'DELETE', 'PROPFIND'])
        expect([path, (await ask(fillPath(path, CONTRACT), method, signed, '{}')).status]).toEqual([
          path,
          404,
        ]);
  });
});

describe('files', () => {
  const UP = [
    ...['../geheim.txt', '..%2fgeheim.txt', '%2e%2e/geheim.txt', '%2e%2e%2fgeheim.txt', '..%5cgeheim.txt'],
    ...[
      '..%252fgeheim.txt',
      '....//geheim.txt',
      '%c0%ae%c0%ae/geheim.txt',
      '/../../geheim.txt',
      'x/../../../geheim.txt',
    ],
    ...[
      '..;/geheim.txt',
      '%00../geheim.txt',
      '..%00/geheim.txt',
      '../../package.json',
      '../taskpane.html/../../geheim.txt',
    ],
  ];
  it.each(['/assets/', '/handleiding/', '/office/', '/'])(
    '%s leads to nothing outside its folder',
    async (start) => {
      for (const form of UP) {
        const answer = await ask(`${start}${form}`);
        expect([
          form,
          answer.status === 404 || answer.status === 400,
          (await answer.text()).includes('GEHEIM'),
        ]).toEqual([form, true, false]);
      }
    },
  );
  it.each(HIDDEN)('%s, which is hidden, is nowhere', async (name) => {
    for (const each of [
      name,
      name.replaceAll('/.', '/%2e'),
      name.replaceAll('/.', '/%2E'),
      `//${name}`,
      `${name}?x`,
    ]) {
      const answer = await ask(`/${each}`);
      expect([each, answer.status, (await answer.text()).includes('GEHEIM')]).toEqual([each, 404, false]);
    }
  });
  it('the others are there', async () => {
    expect((await ask('/assets/a.js')).status).toBe(200);
    expect((await ask('/handleiding/')).status).toBe(200);
  });
});
