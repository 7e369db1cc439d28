import { mkdirSync } from 'node:fs';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiDocument } from '../../server/openapi/types.ts';
import { closeBrowser, launchBrowser } from '../excel-host/browser.ts';
import { Testbed } from './testbed.ts';

const bed = await Testbed.open();
afterAll(closeBrowser);

describe('the page that explains the API', () => {
  let html: string;
  let response: Response;
  let document: ApiDocument;
  beforeAll(async () => {
    response = await bed.app.request('/api-uitleg');
    html = await response.text();
    ({ body: document } = await bed.request<ApiDocument>('GET', '/api/openapi.json', ''));
  });

  it('is for anyone, and may do nothing', () => {
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Security-Policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'",
    );
    expect(html).toContain('<html lang="nl">');
    expect(html).not.toMatch(/<script|<style|style=|\son\w+=/);
  });

  it('has every operation, and every type once', () => {
    const operations = Object.values(document.paths).flatMap((each) => Object.values(each));
    const shown = operations.filter(({ operationId }) => !/(Pdf|Csv)$/.test(operationId));
    for (const { operationId, summary } of shown) {
      expect(html.split(`id="${operationId}"`)).toHaveLength(2);
      expect(html).toContain(`${summary}.`);
    }
    const words = ['Day', 'Month', 'Quarter', 'HalfYear'];
    for (const type of Object.keys(document.components.schemas))
      expect([type, html.split(`id="${type}"`).length]).toEqual([type, words.includes(type) ? 1 : 2]);
  });

  it('links to what is there', () => {
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...html.matchAll(/href="#([^"]+)"/g)].map(([, link]) => link);
    expect(links.length).toBeGreaterThan(60);
    expect(links.filter((link) => !ids.has(link))).toEqual([]);
  });

  it('tells how to ask, in the example administration', () => {
    const curl = 'curl -H &quot;Authorization: Bearer $TOKEN&quot;';
    const base = 'https://flex.example.nl/api/contracten/ALM-2015-01';
    expect(html).toContain(`${curl} ${base}/klantspecificaties/2016-05/KL05<`);
    expect(html).toContain(`${curl} --json @bericht.json ${base}/verlengingen/PL004<`);
    expect(html).not.toMatch(/curl [^<]*[{:}](?!\/\/)[a-z]/);
  });

  describe('in Chromium', () => {
    let page: Page;
    const complaints: string[] = [];
    beforeAll(async () => {
      const context = await (await launchBrowser()).newContext();
      page = await context.newPage();
      page.on('console', (message) => complaints.push(message.text()));
      await page.route('**/*', async (route) => {
        const answer = await bed.app.request(new URL(route.request().url()).pathname);
        await route.fulfill({
          status: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: Buffer.from(await answer.arrayBuffer()),
        });
      });
      mkdirSync('test/output', { recursive: true });
    });

    it.each([
      [350, 'light'],
      [1000, 'dark'],
    ] as const)('%s pixels wide and %s, it fits and is readable', async (width, colorScheme) => {
      await page.setViewportSize({ width, height: 1400 });
      await page.emulateMedia({ colorScheme });
      await page.goto('https://flex.test/api-uitleg');
      for (const [name, id] of [
        ['begin', 'algemeen'],
        ['sync', 'sync'],
        ['facturen', 'facturen'],
        ['weigeringen', 'weigeringen'],
      ] as const) {
        if (name !== 'begin') await page.locator(`#groep-${id}`).evaluate((group) => group.scrollIntoView());
        await page.screenshot({ path: `test/output/api-${width}-${name}.png` });
      }
      expect(await page.evaluate(() => window.document.documentElement.scrollWidth)).toBe(width);
      await page.evaluate(axe.source);
      const found = await page.evaluate(async () => {
        const { violations } = await (window as unknown as { axe: typeof axe }).axe.run();
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html: node }) => node).join(' ')}`);
      });
      expect(found).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });
});
