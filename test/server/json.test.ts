import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { RIGHTS } from '../../shared/api.ts';
import { listRoutes } from '../../server/access/route.ts';
import { parseJson } from '../../server/routes/json.ts';
import { refusal } from './almere-bed.ts';
import { fillPath } from './paths.ts';
import { CONTRACT, Testbed } from './testbed.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const nested = (depth: number) => '[{"a":'.repeat(depth / 2) + '1' + '}]'.repeat(depth / 2);
const DEEP = `{"a":${nested(20)}}`;
const TOO_DEEP = /meer dan 20 lagen/;
const UNREADABLE = /niet leesbaar/;

describe('a body', () => {
  it('may be nested 20 deep, and no deeper', () => {
    expect(parseJson(encode(nested(20)))).toBeDefined();
    expect(() => parseJson(encode(`[${nested(20)}]`))).toThrow(TOO_DEEP);
    expect(() => parseJson(encode('['.repeat(200_000)))).toThrow(TOO_DEEP);
  });

  it.each(['"[[[[[[[[[[[[[[[[[[[[[[["', '"\\"[[[[[[[[[[[[[[[[[[[[[[["', '{"{{{{{{{{{{{{{{{{{{{{{{":"\\\\"}'])(
    'with brackets in its texts only is not nested: %s',
    (text) => expect(parseJson(encode(text))).toEqual(JSON.parse(text)),
  );
  it('with many lists beside each other is not nested', () => {
    expect(parseJson(encode(`[${'[],'.repeat(1_000)}[]]`))).toHaveLength(1_001);
  });

  it.each([
    ['no JSON', encode('{')],
    ['nothing', encode('')],
    ['UTF-8 that is broken', new Uint8Array([0x22, 0xc3, 0x28, 0x22])],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00])],
  ])('that is %s is refused', (_, bytes) => expect(() => parseJson(bytes)).toThrow(UNREADABLE));

  it('of ten million lists in each other is refused before it is made, packed or not', async () => {
    const bed = await Testbed.open();
    const before = process.memoryUsage().rss;
    const answer = await bed.app.request(`/api/contracten/${CONTRACT}/sync`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${bed.writer}`, 'Content-Encoding': 'gzip' },
      body: Uint8Array.from(gzipSync('['.repeat(10_000_000))),
    });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringMatching(TOO_DEEP)]);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });
});

describe('every route that takes a body', async () => {
  const bed = await Testbed.open();
  const boss = await bed.token('Baas', [...RIGHTS]);
  const posts = listRoutes(bed.app).filter(({ body }) => body !== undefined);

  it.each(posts.map(({ method, path }) => [method, path]))('%s %s', async (method, path) => {
    for (const body of [DEEP, '{"a"', '[]', 'null', '"tekst"', '{"\ud800"'])
      expect(
        refusal(await bed.request(method, fillPath(path, CONTRACT), boss, body))[0],
      ).toBeGreaterThanOrEqual(400);
    const deep = await bed.request(method, fillPath(path, CONTRACT), boss, DEEP);
    // A paper that is not there yet needs no body to be refused.
    expect([400, 404]).toContain(deep.status);
    expect(bed.logged).toEqual([]);
  });
});
