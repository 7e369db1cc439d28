import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TABLE_NAMES } from '../../../shared/tables.ts';
import { closeBrowser, launchBrowser } from '../../excel-host/browser.ts';
import { smallTables, Testbed } from '../../server/testbed.ts';
import { Pane } from './pane.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(closeBrowser);

const LOOKS = [
  ['320', { viewport: { width: 320, height: 700 } }],
  ['350-dark', { viewport: { width: 350, height: 900 }, colorScheme: 'dark' }],
] as const;

describe.each(LOOKS)('the tab Werkmap at %s', async (look, context) => {
  const bed = await Testbed.open();
  let pane: Pane;
  beforeAll(async () => {
    pane = await Pane.open(browser, bed, bed.writer, context);
    await pane.begin(bed.writer);
    await pane.tab('Werkmap');
  });
  afterAll(() => pane.close());

  const focused = () =>
    pane.excel.frame.evaluate(() => (document.activeElement as HTMLElement | null)?.innerText ?? '');
  /** Goes on with Tab until the button of that name has the focus, and presses it. */
  const press = async (name: string) => {
    const { keyboard } = pane.excel.page;
    await pane.button(name).waitFor();
    for (let i = 0; (await focused()) !== name; i += 1) {
      if (i > 20) throw new Error(`Tab does not come to ${name}`);
      await keyboard.press('Tab');
    }
    await keyboard.press('Enter');
  };

  it('fills in the example and takes it out, by keyboard alone', async () => {
    const { keyboard } = pane.excel.page;
    await pane.button('Werkmap inrichten').focus();
    await keyboard.press('Tab');
    expect(await focused()).toBe('Handig');
    await keyboard.press('Enter');
    await press('Voorbeeld invullen');
    await pane.see('wordt pas opgeslagen als u synchroniseert');
    await expect.poll(focused).toBe('Voorbeeld weghalen');
    expect(await pane.button('Voorbeeld invullen').count()).toBe(0);
    await pane.shoot(`helps-${look}`);
    expect(pane.desk.records('uren')).toHaveLength(8);
    await press('Voorbeeld weghalen');
    await pane.see('Het voorbeeld is weg');
    await pane.button('Voorbeeld invullen').waitFor();
    expect(pane.desk.records('uren').flatMap((row) => Object.values(row).filter(Boolean))).toEqual([]);
  });

  it('gives the next number and fills in when travel was paid', async () => {
    const tables = smallTables();
    for (const name of TABLE_NAMES) pane.desk.add(name, ...tables[name]);
    pane.desk.add(
      'uren',
      ['P1', '2016-02-12', '4.00', null, null],
      ['P1', '2016-02-19', '4.00', '3.00', null],
    );
    await pane.click('Nieuwe plaatsing');
    await pane.see('P2 staat klaar');
    await expect.poll(() => pane.button(/^Voorbeeld/).count()).toBe(0);
    expect(pane.excel.workbook.$selection.address).toBe('Plaatsingen!B3');
    pane.desk.table('plaatsingen').rows.getItemAt(1).delete();
    await pane.click('Invullen');
    await pane.see('Selecteer eerst in het blad Uren de regels die betaald zijn');
    pane.excel.workbook.$select('Uren', 'A2:E3', 'B4');
    await pane.view.getByLabel('Reiskosten van de geselecteerde regels betaald op').fill('2016-07-15');
    await pane.click('Invullen');
    await pane.see('2 regels ingevuld, 1 zonder reiskosten.');
    await pane.click('Invullen');
    await pane.see('0 regels ingevuld, 2 hadden al een datum, 1 zonder reiskosten.');
    const status = pane.view.getByRole('status').filter({ visible: true });
    expect(await status.allInnerTexts()).toContainEqual(expect.stringContaining('0 regels ingevuld'));
  });

  it('makes a copy with values, and says how to hand it out', async () => {
    await pane.click('Kopie met waarden');
    const text = await pane.see('Gemaakt: Maand (waarden) en Afrekening (waarden).');
    expect(text).toContain('kies bij Naar map (nieuwe map)');
    expect(pane.excel.workbook.$active.name).toBe('Afrekening (waarden)');
    expect(pane.excel.workbook.sheet('Maand (waarden)').getRange('A2').values[0]?.[0]).toMatch(
      /^Kopie met waarden van \d+-\d+-\d{4} om \d\d:\d\d\. Deze kopie rekent niet mee\.$/,
    );
    const { height = 0 } = pane.excel.page.viewportSize() ?? {};
    const message = await pane.view.getByRole('status').filter({ hasText: 'Gemaakt' }).boundingBox();
    expect((message?.y ?? 0) + (message?.height ?? Infinity)).toBeLessThanOrEqual(height);
    await pane.shoot(`helps-copy-${look}`);
  });
});
