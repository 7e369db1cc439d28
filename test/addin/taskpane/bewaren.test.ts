import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDrawer } from '../../../server/reports/draw.ts';
import { closeBrowser, launchBrowser } from '../../excel-host/browser.ts';
import { readPages } from '../../server/pdf.ts';
import { smallTables, Testbed, Workbook } from '../../server/testbed.ts';
import { Pane } from './pane.ts';

const drawer = createDrawer();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await closeBrowser();
  await drawer.close();
});

const LOOKS = [
  ['320', { viewport: { width: 320, height: 1000 } }],
  ['350-dark', { viewport: { width: 350, height: 1000 }, colorScheme: 'dark' }],
] as const;
const NAAM = 'Klaas Vergeetmij';

describe.each(LOOKS)('keeping and erasing at %s', async (look, context) => {
  const bed = await Testbed.open({ draw: drawer.draw });
  const admin = await bed.token('Bea', ['schrijven', 'beheer']);
  let pane: Pane;

  beforeAll(async () => {
    bed.now = new Date('2019-07-03T09:00:00Z');
    const workbook = new Workbook(bed, admin);
    workbook.tables = smallTables();
    workbook.tables.kandidaten.push(['K/2', NAAM, '2014-01-04', '2012-01-01', true, null]);
    workbook.tables.kandidaten.push(['K3', null, '2015-01-04', null, true, null]);
    workbook.tables.plaatsingen.push([
      'P2',
      'K/2',
      'KL1',
      '2016-02-01',
      '2016-12-31',
      '12.00',
      ...[null, null, null],
    ]);
    workbook.tables.uren.push(['P2', '2016-02-05', '8.50', null, null]);
    expect((await workbook.sync()).status).toBe(200);
    expect((await bed.post('bevestigingen/P2/kandidaat', { date: '2016-02-01' }, admin)).status).toBe(200);
    pane = await Pane.open(browser, bed, admin, context);
    await pane.begin(admin);
    await pane.syncAll();
    await pane.tab('Beheer');
  });
  afterAll(() => pane.close());

  const section = (label: string) => pane.view.getByLabel('Onderdeel').selectOption(label);
  const focused = () =>
    pane.excel.frame.evaluate(() => (document.activeElement as HTMLElement | null)?.innerText ?? '');
  /** Makes the PDF on view, and gives its text. */
  const print = async () => {
    await pane.click('PDF maken');
    const link = pane.view.getByRole('link', { name: 'Openen' });
    const response = await bed.app.request((await link.getAttribute('href')) ?? '');
    expect(response.headers.get('Content-Type')).toBe('application/pdf');
    return (await readPages(new Uint8Array(await response.arrayBuffer()))).join(' ');
  };

  it('art. 15 AVG: gives everything that is kept of one kandidaat', async () => {
    await section('Inzage');
    expect(await pane.button('PDF maken').count()).toBe(0);
    await pane.view.getByLabel('Kandidaatnummer').fill('K99');
    await pane.click('PDF maken');
    await pane.see('Deze kandidaat bestaat niet (meer).');
    await pane.view.getByLabel('Kandidaatnummer').fill(' k/2 ');
    await pane.button('PDF maken').waitFor();
    await pane.shoot(`inzage-${look}`);
    const text = await print();
    expect(text).toContain(NAAM);
    expect(text).toContain('P2');
  });

  it('tells the terms, who is due, and what will name a pseudonym instead', async () => {
    await section('Bewaren en wissen');
    const text = await pane.see('2 kandidaten mogen worden gewist');
    expect(text).toContain('24 maanden na het laatste dat er gebeurde');
    expect(text).toContain('loopt nog');
    expect(text).toContain(`K/2, ${NAAM}`);
    expect(text).toContain(
      'Laatste gebeurtenis 31-12-2016, mag sinds 31-12-2018. 1 plaatsing, 1 urenregel en 1 stuk.',
    );
    expect(text).not.toContain('Kees');
    expect(await pane.button('Wissen…').count()).toBe(0);
    await pane.shoot(`bewaren-${look}`);
  });

  it('erases after a second look, by keyboard alone, and Escape takes it back', async () => {
    const { keyboard } = pane.excel.page;
    await pane.view.getByRole('checkbox', { name: /^K\/2/ }).focus();
    await keyboard.press('Space');
    await pane.view.getByLabel('Reden').fill('');
    await pane.see('Kies wie er wordt gewist, en geef een reden.');
    await keyboard.type('Termijn voorbij, afgestemd met de gemeente');
    await keyboard.press('Tab');
    expect(await focused()).toBe('Wissen…');
    await keyboard.press('Enter');
    const text = await pane.see('1 kandidaat wissen?');
    expect(text).toContain('ook in 1 plaatsing, 1 urenregel en 1 stuk. Uren en bedragen blijven.');
    await expect.poll(focused).toBe('Annuleren');
    await pane.shoot(`wissen-${look}`);
    await keyboard.press('Escape');
    await expect.poll(focused).toBe('Wissen…');
    expect(await bed.rows('SELECT * FROM erasures')).toEqual([]);
    await keyboard.press('Enter');
    await expect.poll(focused).toBe('Annuleren');
    await keyboard.press('Shift+Tab');
    expect(await focused()).toBe('Definitief wissen');
    await keyboard.press('Enter');
    await pane.see('WIS-2019-0001');
    await pane.see('1 kandidaat mag worden gewist');
    const after = await pane.see('Synchroniseer, dan verdwijnen de gegevens ook uit deze werkmap');
    expect(after).not.toContain(NAAM);
    await pane.shoot(`gewist-${look}`);
  });

  it('keeps the proof, which names nobody', async () => {
    const proof = await print();
    expect(proof).toContain('Verklaring van vernietiging');
    expect(proof).toContain('afgestemd met de gemeente');
    expect(proof).not.toContain(NAAM);
    expect(proof).not.toContain('K/2');
  });

  it('the workbook forgets them with the next sync', async () => {
    expect(JSON.stringify(pane.desk.records('kandidaten'))).toContain(NAAM);
    await pane.tab('Synchroniseren');
    await pane.syncAll();
    expect(JSON.stringify(pane.desk.records('kandidaten'))).not.toContain(NAAM);
  });

  it('says so when nobody is left, and lists both proofs', async () => {
    await pane.tab('Beheer');
    await pane.view.getByRole('checkbox', { name: 'Iedereen' }).check();
    await pane.click('Wissen…');
    await pane.click('Definitief wissen');
    await pane.see('Er is nu niemand van wie de bewaartermijn voorbij is.');
    const options = await pane.view
      .getByRole('combobox', { name: 'Verklaring', exact: true })
      .locator('option')
      .allInnerTexts();
    expect(options).toEqual(['WIS-2019-0002, 03-07-2019', 'WIS-2019-0001, 03-07-2019']);
    await pane.shoot(`verklaringen-${look}`);
  });
});
