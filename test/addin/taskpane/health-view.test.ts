import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TABLE_NAMES } from '../../../shared/tables.ts';
import { closeBrowser, launchBrowser } from '../../excel-host/browser.ts';
import { Range } from '../../excel-host/range.ts';
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

describe.each(LOOKS)('Hulp at %s', async (look, context) => {
  const bed = await Testbed.open();
  let pane: Pane;
  beforeAll(async () => {
    pane = await Pane.open(browser, bed, bed.writer, context);
    await pane.begin(bed.writer);
    const tables = smallTables();
    for (const name of TABLE_NAMES) pane.desk.add(name, ...tables[name]);
    await pane.tab('Werkmap');
    await pane.view.locator('summary').filter({ hasText: 'Handig' }).focus();
    const focused = () =>
      pane.excel.frame.evaluate(() => (document.activeElement as HTMLElement | null)?.innerText ?? '');
    for (let i = 0; (await focused()) !== 'Hulp'; i += 1) {
      if (i > 10) throw new Error('Tab does not come to Hulp');
      await pane.excel.page.keyboard.press('Tab');
    }
    await pane.excel.page.keyboard.press('Enter');
  });
  afterAll(() => pane.close());

  const contents = () =>
    JSON.stringify(
      pane.excel.workbook.worksheets
        .$items()
        .map((sheet) => [sheet.name, sheet.getUsedRangeOrNullObject()?.formulas]),
    );
  /** What stands in a list, one line a finding. */
  const findings = () => pane.view.locator('details[open] ul.lines li').allInnerTexts();
  /** What the pane shows of an administration, and must not leave it. */
  const secrets = () => [CONTRACT, 'Almere', bed.writer, ...smallTables().kandidaten.flat().filter(isMark)];
  const isMark = (value: unknown): value is string => typeof value === 'string' && !/^\d{4}-/.test(value);

  it('opens the manual in the browser', async () => {
    const link = pane.view.getByRole('link', { name: 'Handleiding' });
    expect(await link.getAttribute('href')).toBe('https://flex.test/handleiding/');
    expect(await link.getAttribute('target')).toBe('_blank');
    expect(await link.getAttribute('rel')).toBe('noopener');
  });

  it('tells how things stand, and writes no cell, not even for a moment', async () => {
    const before = contents();
    const writes = vi.spyOn(Range.prototype, '$guard');
    await pane.click('Controleren');
    await pane.see(/vra(ag|gen) aandacht|Alles is in orde/);
    const { length } = writes.mock.calls;
    writes.mockRestore();
    expect(length).toBe(0);
    expect(contents()).toBe(before);
    const text = (await findings()).join('\n');
    for (const id of ['PREMIE', 'OMZET', 'STAFFELFEE', 'AFREKENING'])
      expect(text).toContain(`${id} rekent goed`);
    expect(text).toContain(`Contract ${CONTRACT}`);
    expect(text).toMatch(/Server antwoordt in \d+ ms/);
    expect(text).toContain('ExcelApi 1.13 aanwezig');
    expect(text).toContain('Lijstscheidingsteken ;');
    await pane.shoot(`health-${look}`);
  });

  it('warns where Excel calculates by hand and knows none of the functions', async () => {
    const { workbook } = pane.excel;
    const cell = workbook.sheet('Afrekening').getRange('L7');
    workbook.application.calculationMode = 'Manual';
    cell.$compute([['#NAME?']]);
    await pane.click('Controleren');
    const text = await pane.see(/Formules worden niet vanzelf bijgewerkt/);
    expect(text).toContain('Berekenen handmatig');
    expect(text).toContain('Excel kent de functies niet (#NAAM?)');
    workbook.application.calculationMode = 'Automatic';
    cell.$compute([[0]]);
  });

  it('copies it to the clipboard without anything of the administration', async () => {
    await pane.excel.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await pane.click('Kopieer diagnose');
    await pane.see('Gekopieerd, zonder persoonsgegevens.');
    const copied = await pane.excel.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^Diagnose Flextensie\r?\n/);
    expect(secrets().length).toBeGreaterThan(4);
    for (const secret of secrets()) expect(copied).not.toContain(secret);
  });

  it.each(['refuses', 'is missing'])('where the clipboard %s the text stands selected', async (how) => {
    await pane.excel.frame.evaluate((kind) => {
      const refuse = { writeText: () => Promise.reject(new DOMException('', 'NotAllowedError')) };
      Object.defineProperty(navigator, 'clipboard', {
        value: kind === 'refuses' ? refuse : undefined,
        configurable: true,
      });
    }, how);
    await pane.click('Controleren');
    await pane.click('Kopieer diagnose');
    const area = pane.view.getByLabel('Kopieer deze tekst met Ctrl+C');
    await area.waitFor();
    const selected = await pane.excel.frame.evaluate(() => {
      const { activeElement } = document;
      return activeElement instanceof HTMLTextAreaElement
        ? activeElement.value.slice(activeElement.selectionStart, activeElement.selectionEnd)
        : '';
    });
    expect(selected).toBe(await area.inputValue());
    expect(selected).toContain('Diagnose Flextensie');
    for (const secret of secrets()) expect(selected).not.toContain(secret);
  });
});
