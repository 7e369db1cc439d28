import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TABLE_NAMES } from '../../../shared/tables.ts';
import { createDrawer } from '../../../server/reports/draw.ts';
import { closeBrowser, launchBrowser } from '../../excel-host/browser.ts';
import { routeRequests } from '../../excel-host/web-routes.ts';
import { smallTables, Testbed } from '../../server/testbed.ts';
import { Pane } from './pane.ts';

const PANE = 'https://flex.test';
const EXCEL = 'https://excel.officeapps.live.com';

const drawer = createDrawer();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await closeBrowser();
  await drawer.close();
});

describe('the pane in a frame of Excel on the web, which is of another origin', async () => {
  const bed = await Testbed.open({ draw: drawer.draw });
  const admin = await bed.token('Bea', ['schrijven', 'vaststellen', 'beheer']);
  let pane: Pane;
  beforeAll(async () => {
    pane = await Pane.open(browser, bed, admin, {}, { hostOrigin: EXCEL });
    pane.excel.page.on('response', (response) => asked.add(new URL(response.url()).pathname));
  });
  afterAll(() => pane.close());

  const unblemished = () => {
    expect(pane.excel.violations).toEqual([]);
    expect(pane.excel.errors).toEqual([]);
    expect(pane.excel.blocked).toEqual([]);
  };
  /** Paths that were asked of the server. */
  const asked = new Set<string>();
  /** Chooses every option of a list, one after the other, and waits for what it shows. */
  const walk = async (label: string) => {
    const list = pane.view.getByRole('combobox', { name: label, exact: true });
    const options = await list
      .locator('option')
      .evaluateAll((all) => all.map((option) => (option as HTMLOptionElement).value));
    for (const option of options) {
      await list.selectOption(option);
      await expect.poll(() => pane.view.getByRole('progressbar').filter({ visible: true }).count()).toBe(0);
      expect(await pane.view.getByRole('alert').filter({ visible: true }).count(), option).toBe(0);
    }
    return options;
  };

  it('stands in that frame, with the policy of the server', async () => {
    expect(new URL(pane.excel.page.url()).origin).toBe(EXCEL);
    expect(new URL(pane.excel.frame.url()).origin).toBe(PANE);
    const policy = (await bed.app.request('/taskpane.html')).headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe-(inline|eval)/);
  });

  it('syncs, shows every paper and every section, and makes a link, without a violation', async () => {
    await pane.begin(admin);
    const tables = smallTables();
    for (const name of TABLE_NAMES) pane.desk.add(name, ...tables[name]);
    await pane.syncAll();
    unblemished();

    await pane.tab('Rapporten');
    await pane.see('Omzet');
    const papers = await walk('Rapport');
    expect(papers.length).toBeGreaterThan(8);
    for (const paper of papers) expect([...asked].join('\n')).toContain(`/${paper}`);
    await pane.view.getByRole('combobox', { name: 'Rapport', exact: true }).selectOption('maandrapporten');
    await pane.click('PDF maken');
    await pane.view.getByRole('link', { name: 'Openen' }).waitFor();
    unblemished();

    await pane.tab('Werkmap');
    for (const summary of await pane.view.locator('summary').filter({ visible: true }).all())
      await summary.click();
    pane.excel.workbook.$select('Uren', 'A2');
    await pane.click('Geschiedenis van deze rij');
    await pane.see('Urenregel P1');
    await pane.click('Controleren');
    await pane.see(/vra(ag|gen) aandacht|Alles is in orde/);
    unblemished();

    await pane.tab('Beheer');
    expect((await walk('Onderdeel')).length).toBeGreaterThanOrEqual(5);
    await pane.shoot('framed');
    unblemished();
  });

  it.each([
    ['an inline script', 'script-src-elem inline'],
    ['an inline style', 'style-src-elem inline'],
    ['a style attribute', 'style-src-attr inline'],
    ['an inline handler', 'script-src-attr inline'],
    ['a script of elsewhere', 'script-src-elem https://elders.test/x.js'],
    ['a question to elsewhere', 'connect-src https://elders.test/x'],
    ['a frame', `frame-src ${PANE}/taskpane.html`],
  ])('%s that is planted is refused and told', async (what, violation) => {
    const { violations } = pane.excel;
    violations.length = 0;
    const ran = await pane.excel.frame.evaluate(plant, what);
    await expect
      .poll(() => violations.map((each) => each.split(' ').slice(0, 2).join(' ')))
      .toContain(violation);
    expect(ran).toBe(false);
  });
});

/** Puts something into the page that its policy forbids; true where it came to run. */
async function plant(what: string): Promise<boolean> {
  const add = (name: string, attributes: Record<string, string>, text = '') => {
    const element = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
    element.textContent = text;
    document.body.append(element);
    return element;
  };
  const page = window as unknown as { planted?: true };
  const hasRed = ({ style }: HTMLElement) => style.color === 'red';
  switch (what) {
    case 'an inline script':
      add('script', {}, 'window.planted = true');
      return page.planted === true;
    case 'an inline style':
      return (add('style', {}, 'body { color: red }') as HTMLStyleElement).sheet !== null;
    case 'a style attribute':
      return hasRed(add('p', { style: 'color: red' }));
    case 'an inline handler':
      add('button', { onclick: 'window.planted = true' }).click();
      return page.planted === true;
    case 'a script of elsewhere':
      add('script', { src: 'https://elders.test/x.js' });
      return false;
    case 'a question to elsewhere':
      return fetch('https://elders.test/x').then(
        () => true,
        () => false,
      );
    case 'a frame':
      add('iframe', { src: '/taskpane.html' });
      return false;
    default:
      throw new Error(`nothing to plant for ${what}`);
  }
}

describe('who may frame the pane', async () => {
  const bed = await Testbed.open();

  /** Opens a page of the first origin that frames one of the second, and so on, and in the last a path of the server. */
  async function frameIn(path: string, ...origins: string[]): Promise<{ isShown: boolean; said: string }> {
    const context = await browser.newContext();
    await routeRequests(context, PANE, (request) => bed.app.fetch(request), []);
    for (const [i, origin] of origins.entries()) {
      const next = origins[i + 1] === undefined ? `${PANE}${path}` : `${origins[i + 1]}/${i + 1}`;
      await context.route(`${origin}/${i}`, (route) =>
        route.fulfill({ contentType: 'text/html', body: `<!doctype html><iframe src="${next}"></iframe>` }),
      );
    }
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    // Outside Excel office.js empties the page once it is there.
    let isShown = false;
    page.on('framenavigated', (frame) => (isShown ||= frame.url().startsWith(PANE)));
    await page.goto(`${origins[0]}/0`);
    await context.close();
    return { isShown, said: said.filter((text) => text.includes('frame-ancestors')).join(' ') };
  }

  it.each([
    EXCEL,
    'https://euc-excel.officeapps.live.com',
    `https://contoso.sharepoint.com ${EXCEL}`,
    'https://excel.cloud.microsoft',
    `https://onedrive.live.com ${EXCEL}`,
    `https://www.office.com ${EXCEL}`,
  ])('%s may', async (origins) => {
    expect(await frameIn('/taskpane.html', ...origins.split(' '))).toEqual({ isShown: true, said: '' });
  });

  it.each([
    'https://kwaad.test',
    `https://kwaad.test ${EXCEL}`,
    `${EXCEL} https://kwaad.test`,
    'https://officeapps.live.com.kwaad.test',
    'https://kwaadofficeapps.live.com',
    'http://excel.officeapps.live.com',
    'https://sharepoint.com',
  ])('%s may not: the frame stays empty', async (origins) => {
    const { isShown, said } = await frameIn('/taskpane.html', ...origins.split(' '));
    expect(isShown).toBe(false);
    expect(said).toContain(PANE);
  });

  it.each(['/handleiding/', '/api/aanmelden', '/api/contracten'])(
    'Excel itself may not frame %s',
    async (path) => {
      expect((await frameIn(path, EXCEL)).isShown).toBe(false);
    },
  );
});
