import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TABLE_NAMES } from '../../../shared/tables.ts';
import { closeBrowser, launchBrowser } from '../../excel-host/browser.ts';
import { CONTRACT, smallTables, Testbed } from '../../server/testbed.ts';
import { Pane } from './pane.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(closeBrowser);

const LOOKS = [
  ['320', { viewport: { width: 320, height: 900 } }],
  ['350-dark', { viewport: { width: 350, height: 900 }, colorScheme: 'dark' }],
] as const;

describe.each(LOOKS)('the tab Werkmap at %s', (look, context) => {
  const bed = new Testbed();
  let pane: Pane;
  beforeAll(async () => {
    pane = await Pane.open(browser, bed, bed.writer, context);
    await pane.begin(bed.writer);
    await pane.tab('Werkmap');
  });
  afterAll(() => pane.close());
  const open = (name: string) => pane.view.locator('summary').filter({ hasText: name }).click();

  it('fills in the example, and takes it out', async () => {
    await open('Handig');
    await pane.click('Voorbeeld invullen');
    await pane.see('Het voorbeeld is ingevuld');
    await pane.shoot(`helps-${look}`);
    expect(pane.desk.records('uren')).toHaveLength(8);
    await pane.click('Voorbeeld weghalen');
    await pane.see('Het voorbeeld is weg');
  });

  it('gives the next number and fills in when travel was paid', async () => {
    const tables = smallTables();
    for (const name of TABLE_NAMES) pane.desk.add(name, ...tables[name]);
    await pane.click('Nieuwe plaatsing');
    await pane.see('P2 staat klaar');
    expect(pane.excel.workbook.$selection.address).toBe('Plaatsingen!B3');
    pane.desk.table('plaatsingen').rows.getItemAt(1).delete();
    pane.excel.workbook.sheet('Uren').getRange('A2:E2').select();
    await pane.view.getByLabel('Reiskosten van de geselecteerde regels betaald op').fill('2016-07-15');
    await pane.click('Invullen');
    await pane.see('1 regel ingevuld.');
    await pane.click('Kopie met waarden');
    await pane.see('Gemaakt: Maand (waarden) en Afrekening (waarden).');
  });

  it('tells how things stand, and copies that without a name or number of anyone', async () => {
    await open('Hulp');
    const link = pane.view.getByRole('link', { name: 'Handleiding' });
    expect(await link.getAttribute('href')).toBe('https://flex.test/handleiding/');
    await pane.excel.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const { workbook } = pane.excel;
    const checked = pane.click('Controleren');
    const cell = (row: number) => workbook.sheet('_Flextensie').getRange(`F${row}`);
    await expect.poll(() => cell(4).formulas[0]?.[0]).toMatch(/^=FLEX/);
    await Promise.all([1, 2, 3, 4].map((row) => pane.excel.calculate('_Flextensie', `F${row}`)));
    await checked;
    const text = await pane.see(/vra(ag|gen) aandacht|Alles is in orde/);
    for (const name of ['PREMIE', 'OMZET', 'STAFFELFEE', 'AFREKENING'])
      expect(text).toContain(`${name} rekent goed`);
    expect(text).toContain('decimaalteken ,');
    expect(cell(1).formulas).toEqual([['']]);
    await pane.shoot(`health-${look}`);
    await pane.click('Diagnose kopiëren');
    await pane.see('Gekopieerd, zonder persoonsgegevens.').catch(() => pane.see('Selecteer deze tekst'));
    for (const secret of [CONTRACT, 'Almere', 'Anna', 'Kees', 'K1', bed.writer])
      expect(text.slice(text.indexOf('Controleren'))).not.toContain(secret);
  });
});
