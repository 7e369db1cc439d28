import { gzipSync } from 'node:zlib';
import type { DeclaredRoute } from '../../server/access/route.ts';
import { bodyOf, fillPath } from './paths.ts';
import type { Random } from './random.ts';
import { CONTRACT } from './testbed.ts';

/** Texts that have hurt a program somewhere. */
const TEXTS = [
  ...['', ' ', '0', '-0', '-1', 'NaN', 'Infinity', '1e999', '9007199254740993', '12,5', '0x10', '1_000'],
  ...['null', 'undefined', 'true', '[]', '{}', '__proto__', 'constructor', 'prototype', 'toString', 'length'],
  ...[
    '..',
    '.',
    '../../etc/passwd',
    '..\\..\\windows',
    '.env',
    '.git/config',
    '/',
    '//',
    '?',
    '#',
    ';',
    '&x=1',
  ],
  ...[
    "' OR 1=1--",
    '"; DROP TABLE uren; --',
    '%',
    '_',
    '%00',
    '%zz',
    '%c0%ae',
    '%2e%2e%2f',
    '%F0%9F',
    '%ud800',
  ],
  ...[
    '\0',
    'a\0b',
    '\r\nX-Kwaad: 1',
    '\u001b[31m',
    '\ud800',
    '\udfff',
    '\u202egnp.exe',
    '\ufeff',
    '＝１＋１',
  ],
  ...['=1+1', '+31', '@SUM(A1)', '<script>alert(1)</script>', '${7*7}', '{{7*7}}', '🏳️‍🌈', 'שלום', 'ﬁ', 'é'],
  ...[
    '2016-02-30',
    '2016-13',
    '2016-00',
    '0000-00-00',
    '9999-12-31',
    '10000-01-01',
    '2016-H0',
    '2016-H3',
    '2016-Q0',
  ],
  ...[
    '2016-1',
    '٢٠١٦-٠٥',
    '2016-05.pdf.pdf',
    '.pdf',
    'x.pdf',
    '2016-05-31_2016-05-01',
    '1900-02-29',
    '2016-05T00',
  ],
  'a'.repeat(31),
  'a'.repeat(201),
  'é'.repeat(10_000),
  '9'.repeat(400),
  '0.'.concat('1'.repeat(400)),
];

const NUMBERS = [
  0,
  -0,
  1,
  -1,
  0.1,
  1e308,
  -1e308,
  5e-324,
  2 ** 53,
  -(2 ** 53),
  2 ** 31,
  1e21,
  0.30000000000000004,
];
const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'length',
  'path',
  'date',
  'saldo',
  'tables',
  '',
];

/** JSON of any shape. */
export function anyValue(random: Random, depth = 4): unknown {
  switch (random.below(depth > 0 ? 8 : 5)) {
    case 0:
      return random.pick(TEXTS);
    case 1:
      return random.pick(NUMBERS);
    case 2:
      return random.pick([null, true, false]);
    case 3:
      return random.pick(['2016-05-31', '2016-05', '10.00', 'K1', 'P1', 'lezen']);
    case 4:
      return [];
    case 5:
      return Array.from({ length: random.below(5) }, () => anyValue(random, depth - 1));
    default: {
      const entries = Array.from({ length: random.below(5) }, () => [
        random.chance(0.5) ? random.pick(KEYS) : random.pick(TEXTS),
        anyValue(random, depth - 1),
      ]);
      return Object.fromEntries(entries) as unknown;
    }
  }
}

/** A good value with one thing in it that is not. */
export function spoil(random: Random, value: unknown): unknown {
  if (Array.isArray(value) && value.length > 0 && random.chance(0.85)) {
    const copy = [...(value as unknown[])];
    const at = random.below(copy.length);
    if (random.chance(0.1)) copy.splice(at, 1);
    else if (random.chance(0.1)) copy.push(copy[at]);
    else copy[at] = spoil(random, copy[at]);
    return copy;
  }
  if (typeof value === 'object' && value !== null && random.chance(0.9)) {
    const entries = Object.entries(value);
    if (random.chance(0.15)) entries.push([random.pick(KEYS), anyValue(random, 2)]);
    const at = random.below(entries.length);
    const entry = entries[at];
    if (!entry || random.chance(0.1)) return Object.fromEntries(entries.toSpliced(at, 1));
    return Object.fromEntries(entries.with(at, [entry[0], spoil(random, entry[1])]));
  }
  return anyValue(random, 2);
}

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const bomb = gzipSync(new Uint8Array(40 * 1024 * 1024));
const nested = (depth: number, open: string, close: string) => open.repeat(depth) + '1' + close.repeat(depth);

/** Bodies that are no JSON, or are too much of it. */
const RAW: (() => Uint8Array<ArrayBuffer>)[] = [
  () => new Uint8Array(0),
  () => new Uint8Array([0]),
  () => new Uint8Array([0xff, 0xfe, 0x7b, 0x00]),
  () => new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
  () => new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d]),
  () => encode('{"date":"a\u0000b","saldo":"\u0000"}'),
  () => encode('{'),
  () => encode('[]'),
  () => encode('"tekst"'),
  () => encode('null'),
  () => encode('1e999'),
  () => encode('{"saldo":1e999,"payout":-1e999}'),
  () => encode('{"date":"2016-05-31","date":"2016-02-30"}'),
  () => encode('{"saldo":"\\ud800","path":"\\udfff"}'),
  () => encode('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}'),
  () => encode(nested(19, '[', ']')),
  () => encode(nested(21, '[', ']')),
  () => encode(nested(1_000, '{"a":', '}')),
  () => encode(nested(100_000, '[', ']')),
  () => encode('['.repeat(200_000)),
  () => encode(`{"saldo":"${'['.repeat(1_000)}"}`),
  () => encode('date=2016-05-31&saldo=1'),
  () => encode('--x\r\nContent-Disposition: form-data; name="date"\r\n\r\n2016-05-31\r\n--x--'),
];
const HUGE: (() => Uint8Array<ArrayBuffer>)[] = [
  () => encode(`{"saldo":"${'9'.repeat(2 * 1024 * 1024)}"}`),
  () => encode(`[${'[],'.repeat(300_000)}[]]`),
  () => Uint8Array.from(bomb),
];

const TYPES = [
  'application/json',
  'text/plain',
  'text/xml',
  'multipart/form-data; boundary=x',
  'x',
  '',
  'a/b;c=\u00e9',
];
const ENCODINGS = ['gzip', 'gzip', 'GZIP', 'deflate', 'br', 'identity', 'gzip, gzip', 'x-gzip', ''];
const HEADERS: [string, string][] = [
  ['X-Forwarded-For', '1.2.3.4, x'],
  ['X-Forwarded-For', 'z'.repeat(500)],
  ['Range', 'bytes=9-1'],
  ['If-None-Match', '*'],
  ['If-Modified-Since', 'gisteren'],
  ['Accept', '*/*;q=NaN'],
  ['Origin', 'https://kwaad.test'],
  ['Content-Length', '-1'],
  ['Content-Length', '99999999999999999999'],
  ['Transfer-Encoding', 'chunked'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['Host', 'kwaad.test'],
  ['Cookie', 'token=flex_x'],
];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'get', 'X'];

export interface Hostile {
  method: string;
  path: string;
  headers: [string, string][];
  body: Uint8Array<ArrayBuffer> | undefined;
}

/** A request that nobody would make who meant well; `tokens` are carried by some. */
export function hostileRequest(
  random: Random,
  routes: readonly DeclaredRoute[],
  tokens: readonly string[],
): Hostile {
  const route = choose(random, routes);
  const own = route.method === 'ALL' ? 'GET' : route.method;
  const method = random.chance(0.8) ? own : random.pick(METHODS);
  const headers: [string, string][] = [['Authorization', authorization(random, tokens)]];
  if (random.chance(0.5)) headers.push(['Content-Type', random.pick(TYPES)]);
  if (random.chance(0.1)) headers.push(random.pick(HEADERS));
  const hasBody = method !== 'GET' && method !== 'HEAD' && method !== 'get' && random.chance(0.95);
  const body = hasBody ? packed(random, route, headers) : undefined;
  return { method, path: hostilePath(random, route), headers, body };
}

/** Mostly those that take a body; files of the add-in, which take the most time, seldom. */
function choose(random: Random, routes: readonly DeclaredRoute[]): DeclaredRoute {
  for (;;) {
    const route = random.pick(routes);
    const part = route.method === 'POST' ? 1 : route.path.startsWith('/api/') ? 0.4 : 0.05;
    if (random.chance(part)) return route;
  }
}

const authorization = (random: Random, tokens: readonly string[]): string =>
  random.chance(0.6)
    ? `Bearer ${random.pick(tokens)}`
    : random.pick([
        '',
        'Bearer',
        'Bearer ',
        'Basic YTpi',
        'bearer flex_x',
        `Bearer ${'x'.repeat(9_000)}`,
        'Bearer a b',
      ]);

function hostilePath(random: Random, route: DeclaredRoute): string {
  const own = route.method;
  const path = fillPath(route.path, CONTRACT, undefined, (name, usual) => {
    if (random.chance(name === 'contractnummer' ? 0.95 : own === 'POST' ? 0.7 : 0.3)) return usual;
    const text = random.pick(TEXTS);
    return random.chance(0.5) ? encodeURIComponent(text.toWellFormed()) : text.replace(/[?#]/g, '');
  });
  const end = random.chance(0.7)
    ? ''
    : random.pick(['.pdf', '.csv', '/', '//x', '?a=%00', '?a[]=1&__proto__=2', '%', '/..']);
  // No address at all is refused before it comes to us.
  return `/${path.replace(/^\/+/, '')}${end}`;
}

function packed(random: Random, route: DeclaredRoute, headers: [string, string][]): Uint8Array<ArrayBuffer> {
  const plain = hostileBody(random, route);
  if (random.chance(route.body === 'SyncRequest' ? 0.7 : 0.97)) return plain;
  headers.push(['Content-Encoding', random.pick(ENCODINGS)]);
  const zipped = random.chance(0.2) ? plain : Uint8Array.from(gzipSync(plain, { level: 1 }));
  return random.chance(0.3) ? zipped.slice(0, random.below(zipped.length + 1)) : zipped;
}

function hostileBody(random: Random, route: DeclaredRoute): Uint8Array<ArrayBuffer> {
  if (random.chance(0.0005)) return random.pick(HUGE)();
  if (random.chance(0.15)) return random.pick(RAW)();
  if (random.chance(0.2)) return encode(JSON.stringify(anyValue(random)));
  let body = bodyOf(route) ?? {};
  if (random.chance(0.9)) body = spoil(random, body) as object;
  return encode(JSON.stringify(body) ?? '');
}
