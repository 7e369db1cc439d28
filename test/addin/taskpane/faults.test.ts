import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, serialOfDay } from '../../../shared/calendar.ts';
import type { WireRow } from '../../../shared/tables.ts';
import { closeBrowser, launchBrowser } from '../../excel-host/browser.ts';
import { smallTables, Testbed } from '../../server/testbed.ts';
import { Pane } from './pane.ts';

const dayAt = (i: number) => addDays('2016-02-01', i);
const HOURS = 620;

/** Someone with many faults, in the narrowest pane and in a dark one. */
describe('faults and warnings that lead to the cell', async () => {
  const bed = await Testbed.open();
  let pane: Pane;

  beforeAll(async () => {
    pane = await Pane.open(await launchBrowser(), bed, bed.writer, { viewport: { width: 320, height: 900 } });
    await pane.begin(bed.writer);
    const rows = smallTables();
    pane.desk.add('kandidaten', ...rows.kandidaten);
    pane.desk.add('klanten', ...rows.klanten);
    pane.desk.add('plaatsingen', ...rows.plaatsingen);
    pane.desk.add(
      'uren',
      ...Array.from({ length: HOURS }, (_, i): WireRow => ['P1', dayAt(i), '8.00', null, null]),
    );
  });
  afterAll(async () => {
    await pane?.close();
    await closeBrowser();
  });

  const uren = () => pane.desk.table('uren').getDataBodyRange();
  const selected = () => pane.excel.workbook.$selection.address;
  const marks = () => pane.excel.workbook.$sheets.flatMap((sheet) => sheet.$conditionalFormats);

  it('says each kind once, with the first few rows, and marks the cells', async () => {
    for (let i = 0; i < 17; i++) uren().getCell(i, 2).values = [['acht']];
    for (const i of [20, 21]) uren().getCell(i, 1).values = [['morgen']];
    pane.desk.type('plaatsingen', ['P1'], 'urenPerWeek', 'veel');
    await pane.click('Wijzigingen bekijken');
    const text = await pane.see('20 fouten in de werkmap');
    expect(text).toContain('17 rijen');
    expect(text.match(/Nu staat er tekst/g)).toHaveLength(2);
    expect(text).toContain('P1, rij 21 van de tabel');
    await pane.see('De cellen zijn in het blad rood en vet');
    expect(marks()).toHaveLength(20);
    expect(await pane.view.getByRole('alert').count()).toBe(1);
    await pane.shoot('faults-320');
    await pane.click('Alle 17 tonen');
    await pane.button(/P1, 17-02-2016/).waitFor();
    await pane.click('Minder tonen');
    expect(await pane.button(/P1, 17-02-2016/).count()).toBe(0);
  });

  it('goes by keyboard to the row, wherever it stands by now', async () => {
    pane.desk.table('uren').sort.apply([{ key: 1, ascending: false }]);
    const row = uren().values.findIndex(([, day]) => day === serialOfDay('2016-02-02'));
    await pane.button(/P1, 02-02-2016/).focus();
    await pane.excel.page.keyboard.press('Enter');
    await expect.poll(selected).toBe(uren().getCell(row, 2).address);
  });

  it('says what to do where a filter hides the row', async () => {
    const { autoFilter } = pane.desk.table('uren');
    const cell = uren().getCell(
      uren().values.findIndex(([, day]) => day === serialOfDay('2016-02-03')),
      2,
    );
    const before = selected();
    autoFilter.isDataFiltered = true;
    cell.rowHidden = true;
    await pane.click(/P1, 03-02-2016/);
    await pane.see('Wis het filter');
    expect(selected()).toBe(before);
    cell.rowHidden = false;
    autoFilter.isDataFiltered = false;
    await pane.click(/P1, 03-02-2016/);
    await expect.poll(selected).toBe(cell.address);
    expect(await pane.view.getByRole('alert').count()).toBe(1);
  });

  it('tells more than 500 faults at once without drawing them all', async () => {
    uren().getColumn(1).values = Array.from({ length: HOURS }, (_, i) => [serialOfDay(dayAt(i))]);
    uren().getColumn(2).values = Array.from({ length: HOURS }, (_, i) => [61 + (i % 7)]);
    pane.desk.type('plaatsingen', ['P1'], 'urenPerWeek', 12);
    await pane.excel.page.setViewportSize({ width: 350, height: 900 });
    await pane.excel.page.emulateMedia({ colorScheme: 'dark' });
    await pane.click('Opnieuw controleren');
    const text = await pane.see('620 fouten in de werkmap');
    expect(text).toContain('620 rijen');
    expect(text).toContain('ligt niet tussen 0,00 en 60,00');
    await pane.see('Alleen de eerste 500 cellen zijn gekleurd.');
    expect(marks()).toHaveLength(500);
    expect(await pane.view.locator('button.choice').count()).toBe(3);
    await pane.shoot('faults-350-dark');
    await pane.click('Nog 100 van de 620 tonen');
    await expect.poll(() => pane.view.locator('button.choice').count()).toBe(103);
  });

  it('names the article, and a sheet that cannot be marked', async () => {
    uren().getColumn(2).values = Array.from({ length: HOURS }, () => [8]);
    pane.desk.type('plaatsingen', ['P1'], 'einddatum', '9-10-2017');
    pane.desk.workbook.sheet('Uren').protection.protect();
    await pane.click('Opnieuw controleren');
    const text = await pane.see('3 fouten in de werkmap');
    expect(text).toContain('(art. 1f)');
    await pane.see('In het blad Uren zijn geen cellen gekleurd, omdat het beveiligd is.');
    await pane.shoot('faults-article-dark');
    pane.desk.workbook.sheet('Uren').protection.unprotect();
  });

  it('warnings lead to the cell too, before and after the sync, and are marked', async () => {
    pane.desk.type('plaatsingen', ['P1'], 'einddatum', '31-12-2017');
    await pane.click('Opnieuw controleren');
    const text = await pane.see('2 aandachtspunten');
    expect(text).toContain('(art. 5.6)');
    expect(text).toContain('(art. 4.1)');
    await expect.poll(() => marks().length).toBe(1);
    await pane.shoot('warnings-350-dark');
    await pane.button(/^P1/).first().click();
    await expect.poll(selected).toBe('Plaatsingen!E2');
    await pane.click('Synchroniseren');
    await pane.see(/Gesynchroniseerd op stand/);
    await pane.excel.page.setViewportSize({ width: 320, height: 900 });
    await pane.excel.page.emulateMedia({ colorScheme: 'light' });
    await pane.see('2 aandachtspunten');
    pane.desk.workbook.sheet('Uren').activate();
    await pane.button(/^P1/).last().click();
    await expect.poll(() => pane.excel.workbook.$active.name).toBe('Plaatsingen');
    await pane.shoot('warnings-320');
  });

  it('nothing went wrong unseen', () => {
    expect(pane.excel.errors.filter((error) => !/status of 4(01|09|22)/.test(error))).toEqual([]);
    expect(pane.excel.unknown).toEqual([]);
  });
});
