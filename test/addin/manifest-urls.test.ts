import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { manifestFor } from '../../addin/manifest.ts';
import { Testbed } from '../server/testbed.ts';
import { checkManifest, urlsOf } from './manifest-check.ts';

const BASE = 'https://flex.example.nl';
const production = manifestFor(BASE, readFileSync('manifest.xml', 'utf8'));

/** Width and height of a PNG, from its header; throws on what is none. */
function sizeOf(bytes: Buffer): [number, number] {
  expect(bytes.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

describe('every address in the production manifest', async () => {
  const { app } = await Testbed.open();

  it('is sound, and of our server', () => {
    expect(checkManifest(production)).toEqual([]);
    expect(urlsOf(production).length).toBeGreaterThan(8);
    expect(production).not.toContain('localhost');
  });

  it.each(urlsOf(production).filter(({ url }) => url.startsWith(BASE)))(
    '$url answers as $type',
    async ({ url, type, pixels }) => {
      const response = await app.request(url.slice(BASE.length));
      expect(response.status).toBe(200);
      expect(response.headers.get('Content-Type')).toContain(type);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(bytes.length).toBeGreaterThan(0);
      if (pixels === undefined) return;
      expect(sizeOf(bytes)).toEqual([pixels, pixels]);
      // Office puts a generic picture in the place of an icon that says how it may be cached.
      expect(response.headers.get('Cache-Control')).toBeNull();
    },
  );

  it('the pane may be framed by Excel and runs scripts of ours alone', async () => {
    const { headers } = await app.request('/taskpane.html');
    expect(headers.get('X-Frame-Options')).toBeNull();
    expect(headers.get('Content-Security-Policy')).toMatch(
      /frame-ancestors 'self' https:\/\/\*\.officeapps\.live\.com/,
    );
    expect(headers.get('Cache-Control')).toBe('no-cache');
  });

  it.each(['/office/office.js', '/office/excel-web-16.00.js'])('%s is served', async (path) => {
    const response = await app.request(path);
    expect([response.status, response.headers.get('Content-Type')]).toEqual([
      200,
      'text/javascript; charset=utf-8',
    ]);
  });

  it.each([
    '/office/../package.json',
    '/office/%2e%2e/package.json',
    '/assets/../../package.json',
    '/.env',
    '/assets/..%2f..%2fpackage.json',
  ])('%s is not', async (path) => {
    expect((await app.request(path)).status).toBe(404);
  });
});
