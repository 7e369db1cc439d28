import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDrawer } from '../../../server/reports/draw.ts';
import { closeBrowser, launchBrowser } from '../../excel-host/browser.ts';
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
  ['320', { viewport: { width: 320, height: 900 } }],
  [
    '350-dark',
    { viewport: { width: 350, height: 900 }, colorScheme: 'dark', timezoneId: 'America/New_York' },
  ],
] as const;

describe.each(LOOKS)('Wie heeft dit gewijzigd? at %s', async (look, context) => {
  const bed = await Testbed.open({ draw: drawer.draw });
  const berts = await bed.token('Bert', ['schrijven', 'beheer']);
  const bert = new Workbook(bed, berts);
  let pane: Pane;

  beforeAll(async () => {
    bed.now = new Date('2017-07-03T22:30:00Z');
    bert.tables = smallTables();
    bert.tables.kandidaten.push(['K2', 'Klaas Vergeetmij', '2014-01-04', null, true, '2014-12-31']);
    expect((await bert.sync()).status).toBe(200);
    for (const [i, hours] of ['8.00', '7.50', '7.25', '7.00', '6.50'].entries()) {
      bed.now = new Date(`2017-07-${10 + i}T09:12:00Z`);
      bert.row('uren', 'P1')[2] = hours;
      expect((await bert.sync()).status).toBe(200);
    }
    pane = await Pane.open(browser, bed, bed.writer, context);
    await pane.begin(bed.writer);
    await pane.syncAll();
    await pane.tab('Werkmap');
  });
  afterAll(() => pane.close());

  const history = () => pane.view.getByRole('region', { name: /^Geschiedenis van/ });
  const lookAt = async (sheet: string, address: string, sees: string | RegExp) => {
    pane.excel.workbook.$select(sheet, address);
    await pane.click('Geschiedenis van deze rij');
    return pane.see(sees);
  };

  it('opens by keyboard, and asks for a row first', async () => {
    const { keyboard } = pane.excel.page;
    await pane.view.locator('summary').filter({ hasText: 'Wie heeft dit gewijzigd?' }).focus();
    await keyboard.press('Enter');
    await pane.button('Geschiedenis van deze rij').waitFor();
    await keyboard.press('Tab');
    pane.excel.workbook.$select('Maand', 'A1');
    await keyboard.press('Enter');
    await pane.see('Klik eerst een cel aan van een rij in het blad Kandidaten, Klanten, Plaatsingen of Uren');
  });

  it('tells who, when in the Netherlands, and per field what it was, the newest first', async () => {
    await lookAt('Uren', 'C2', 'Urenregel P1, 05-02-2016');
    expect(await history().innerText()).toContain('6 wijzigingen');
    const lines = await history().getByRole('listitem').allInnerTexts();
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/^Gewijzigd door Bert\s+14-7-2017 om 11:12\s+Uren\s+7,00\s→\s*werd\s+6,50$/);
    await pane.shoot(`row-history-${look}`);
    await pane.click('Nog 1 eerdere');
    const all = await history().getByRole('listitem').allInnerTexts();
    // Half past midnight in the Netherlands.
    expect(all.at(-1)).toMatch(/^Toegevoegd door Bert\s+4-7-2017 om 00:30[\s\S]*Reiskosten\s+€\s4,00/);
  });

  it('of a row of each sheet', async () => {
    await lookAt('Klanten', 'A2', 'Klant KL1');
    await lookAt('Plaatsingen', 'A2', 'Plaatsing P1');
    expect(await lookAt('Kandidaten', 'B2', 'Kandidaat K1')).toContain('1 wijziging');
  });

  it('a row that was not synced yet is not known', async () => {
    pane.desk.add('klanten', ['KL9', 'Slager', null]);
    await lookAt('Klanten', 'A3', 'De server kent klant KL9 niet. De rij is nog niet gesynchroniseerd.');
    await pane.shoot(`row-history-unknown-${look}`);
  });

  it('an erased kandidaat is not known, and after the sync is told to be erased', async () => {
    const proof = await bed.post('wissen', { kandidaten: ['K2'], reason: 'Termijn' }, berts);
    expect(proof.status).toBe(200);
    await lookAt('Kandidaten', 'A3', 'nog niet gesynchroniseerd, of de kandidaat is gewist');
    await pane.tab('Synchroniseren');
    await pane.syncAll();
    await pane.tab('Werkmap');
    const text = await lookAt('Kandidaten', 'A3', /^Gewist$/);
    expect(text).toMatch(/Kandidaat GEWIST-[0-9A-F]{12} 1 wijziging\s+Gewist door Bert/);
    expect(text).toContain('Wie deze kandidaat was en wat er eerder wijzigde, is op de server niet meer');
    expect(text).not.toContain('Vergeetmij');
    await pane.shoot(`row-history-erased-${look}`);
  });
});
