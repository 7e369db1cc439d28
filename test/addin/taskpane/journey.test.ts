import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDrawer } from '../../../server/reports/draw.ts';
import { serialOfDay } from '../../../shared/calendar.ts';
import type { Afrekening } from '../../../shared/api.ts';
import { formatEuro } from '../../../shared/format.ts';
import { TABLE_NAMES, type TableName } from '../../../shared/tables.ts';
import { almereExpected } from '../../almere.ts';
import { closeBrowser, launchBrowser } from '../../excel-host/browser.ts';
import { almereTables, CONTRACT, Testbed } from '../../server/testbed.ts';
import { readPages } from '../../server/pdf.ts';
import type { Desk } from '../excel/desk.ts';
import { Pane } from './pane.ts';

const HOURS = ['PL001', '2016-04-08'] as const;
const hoursOf = (desk: Desk) =>
  desk
    .records('uren')
    .find((row) => row['Plaatsingnummer'] === HOURS[0] && row['Datum'] === serialOfDay(HOURS[1]));

/** A month of the office, from two empty workbooks: each step goes on where the one before it ended. */
describe('two people and one administration', async () => {
  const drawer = createDrawer();
  const bed = await Testbed.open({ draw: drawer.draw });
  const tokens = { anna: bed.writer, bert: await bed.token('Bert', ['lezen', 'schrijven']) };
  let anna: Pane;
  let bert: Pane;

  beforeAll(async () => {
    const browser = await launchBrowser();
    anna = await Pane.open(browser, bed, tokens.anna);
    bert = await Pane.open(browser, bed, tokens.bert, {
      viewport: { width: 320, height: 640 },
      colorScheme: 'dark',
    });
  });
  afterAll(async () => {
    await anna?.close();
    await bert?.close();
    await closeBrowser();
    await drawer.close();
  });

  it('a wrong token is refused with a sentence', async () => {
    await anna.view.getByLabel('Token').fill('flex_x');
    await anna.click('Verbinden');
    expect(await anna.view.getByRole('alert').innerText()).toMatch(/token/i);
  });

  it('an empty workbook is set up', async () => {
    await anna.begin(tokens.anna);
    for (const name of ['Kandidaten', 'Klanten', 'Plaatsingen', 'Uren', 'Contract', 'Maand', 'Afrekening'])
      expect(anna.excel.workbook.sheet(name).name).toBe(name);
  });

  it('faults are listed before anything is sent, and a click jumps to the cell', async () => {
    anna.desk.add('klanten', ['KL01', 'Distributiecentrum De Vaart', 'Almere']);
    anna.desk.add('uren', ['PL001', '2016-04-01', '1.50', null, null]);
    const uren = anna.desk.table('uren');
    const column = uren.$headers().indexOf('Uren');
    const cell = uren.getDataBodyRange().getCell(0, column);
    anna.excel.workbook.$type(cell.address, 'acht');
    await anna.click('Wijzigingen bekijken');
    const text = await anna.see('1 fout in de werkmap');
    expect(text).toContain('Er is niets verstuurd');
    await anna.shoot('faults');
    await anna.click(/PL001, 01-04-2016/);
    await expect.poll(() => anna.excel.workbook.$selection.address).toBe(cell.address);
    anna.excel.workbook.$type(cell.address, '');
    for (const name of ['klanten', 'uren'] as const)
      anna.desk.table(name).getDataBodyRange().getRow(0).values = [
        anna.desk
          .table(name)
          .$headers()
          .map(() => ''),
      ];
  });

  it('the example goes to the server', async () => {
    const tables = almereTables();
    for (const name of TABLE_NAMES) anna.desk.add(name, ...tables[name]);
    await anna.click('Opnieuw controleren');
    const preview = await anna.see('Naar collega’s');
    expect(preview).toContain('1.809 nieuw');
    expect(preview).toContain('niets');
    await anna.shoot('preview');
    await anna.click('Synchroniseren');
    expect(await anna.see(/Gesynchroniseerd op stand 1\./)).toContain('1.809 nieuw');
    await anna.see('Laatst gesynchroniseerd op stand 1.');
    await anna.shoot('done');
  });

  it('a second workbook receives it, cell by cell', async () => {
    await bert.begin(tokens.bert);
    await bert.click('Wijzigingen bekijken');
    expect(await bert.see('Naar uw werkmap')).toContain('1.809 rijen');
    await bert.shoot('receive');
    await bert.click('Synchroniseren');
    await bert.see(/Gesynchroniseerd op stand 1\./);
    // The server sends its rows in the order of their keys.
    const sorted = ({ desk }: Pane, name: TableName) =>
      desk
        .records(name)
        .map((record) => JSON.stringify(record))
        .sort();
    for (const name of TABLE_NAMES) expect(sorted(bert, name)).toEqual(sorted(anna, name));
    expect(bert.desk.records('uren')).toHaveLength(1402);
  });

  it('both change another field of one row, and both keep their change', async () => {
    anna.desk.type('uren', HOURS, 'uren', '7,25');
    bert.desk.type('uren', HOURS, 'reiskosten', '6');
    await anna.syncAll();
    await bert.syncAll();
    await anna.syncAll();
    for (const { desk } of [anna, bert]) expect(hoursOf(desk)).toMatchObject({ Uren: 7.25, Reiskosten: 6 });
  });

  it('both change the same field: the pane shows who and when, and settles it', async () => {
    anna.desk.type('uren', HOURS, 'uren', '8');
    bert.desk.type('uren', HOURS, 'uren', '6,5');
    await anna.syncAll();
    await bert.click('Wijzigingen bekijken');
    const question = await bert.see('1 verschil met een collega');
    expect(question).toContain('Was: 7,25');
    expect(question).toContain('6,50');
    expect(question).toContain('8,00');
    expect(question).toMatch(/van Anna, 23-11-2026 om \d\d:\d\d/);
    await bert.see('Nog 1 keuze');
    await bert.view.getByRole('radio', { name: /6,50/ }).check();
    await bert.see('Alles is gekozen');
    await bert.shoot('conflict');
    await bert.click('Verder');
    await bert.click('Synchroniseren');
    await bert.see(/Gesynchroniseerd op stand/);
    await anna.syncAll();
    for (const { desk } of [anna, bert]) expect(hoursOf(desk)).toMatchObject({ Uren: 6.5 });
  });

  it('a row that is gone from one workbook is asked about, and comes back', async () => {
    const rows = bert.desk.records('klanten').length;
    const { values } = bert.desk.table('klanten').getDataBodyRange().getLastRow();
    bert.desk
      .table('klanten')
      .rows.getItemAt(rows - 1)
      .delete();
    await bert.click('Wijzigingen bekijken');
    expect(await bert.see('1 rij staat niet meer in uw werkmap')).toContain('Terughalen');
    await bert.click('Alles terughalen');
    await bert.shoot('missing');
    await bert.click('Verder');
    await bert.click('Synchroniseren');
    await bert.see(/Gesynchroniseerd op stand/);
    expect(bert.desk.table('klanten').getDataBodyRange().values).toContainEqual(values[0]);
  });

  it('undoing the changes gives the figures of the example', async () => {
    anna.desk.type('uren', HOURS, 'uren', '8,5');
    anna.desk.type('uren', HOURS, 'reiskosten', '8');
    await anna.syncAll();
    await anna.tab('Rapporten');
    await anna.view.getByRole('combobox', { name: 'Maand' }).selectOption('2016-05');
    const report = await anna.see('Bedragen mei 2016');
    for (const figure of ['933,25', '11.048,21', '1.866,50', '289,70', '1.183,86', '583,86', '8.308,15'])
      expect(report).toContain(figure);
    await anna.shoot('month');
  });

  it('the settlement comes with its months, and beside the workbook’s own figures', async () => {
    await anna.view.getByRole('combobox', { name: 'Rapport' }).selectOption('afrekeningen');
    const report = await anna.see('Afrekening 1e halfjaar 2016');
    const saldo = almereExpected().afrekeningen.find(({ period }) => period === '2016-H1')?.saldo;
    expect(saldo).toBe('20970.04');
    expect(report).toContain('20.970,04');
    expect(report).toContain('30-07-2016');
    expect(report).toContain('Concept');
    await expect
      .poll(() => anna.excel.workbook.sheet('Afrekening').getRange('M13:M16').values.flat())
      .toContain(20970.04);
    await anna.shoot('settlement');
  });

  it('its PDF is fetched once by a link that the browser opens', async () => {
    await anna.click('PDF maken');
    const link = anna.view.getByRole('link', { name: 'Openen' });
    const url = (await link.getAttribute('href')) ?? '';
    expect(new URL(url).origin).toBe('https://flex.test');
    expect(await link.getAttribute('target')).toBe('_blank');
    const first = await bed.app.request(url);
    expect(first.status).toBe(200);
    expect(first.headers.get('Content-Type')).toBe('application/pdf');
    const bytes = new Uint8Array(await first.arrayBuffer());
    const text = (await readPages(bytes)).join(' ');
    const { body } = await bed.get<Afrekening>('afrekeningen/2016-H1');
    const shown = (amount: string) => formatEuro(amount).replace('\u00a0', ' ');
    for (const { omzet, premie, reiskosten, kostenBovenMinimum, saldo } of body.months)
      for (const amount of [omzet, premie, reiskosten, kostenBovenMinimum, saldo])
        expect(text).toContain(shown(amount));
    expect(text).toContain(shown(body.payout));
    expect((await bed.app.request(url)).status).toBe(404);
  });

  it('it is fixed after a second look, and a later change asks for agreement', async () => {
    await anna.click('Vaststellen…');
    await anna.see('Het 1e halfjaar 2016 vaststellen?');
    await anna.excel.page.keyboard.press('Escape');
    await anna.click('Vaststellen…');
    await anna.shoot('finalise');
    await anna.click('Definitief vaststellen');
    expect(await anna.see('AFR-2016-H1')).toMatch(/Vastgesteld[\s\S]*door Anna/);
    await anna.shoot('finalised');

    await bert.syncAll();
    bert.desk.type('uren', HOURS, 'uren', '9');
    await bert.click('Wijzigingen bekijken');
    const question = await bert.see('Al vastgesteld');
    expect(question).toContain('het 1e halfjaar 2016');
    expect(question).toMatch(/april 2016\s+0,50\s+€\s5,88\s+€\s4,88/);
    await bert.view.getByRole('checkbox').check();
    await bert.shoot('settled');
    await bert.click('Verder');
    await bert.click('Synchroniseren');
    await bert.see(/Gesynchroniseerd op stand/);
    await anna.view.getByRole('combobox', { name: 'Halfjaar' }).selectOption('2016-H2');
    expect(await anna.see('Afrekening 2e halfjaar 2016')).toContain('correctie april 2016');
  });

  it('whoever lacks the right sees no button to finalise', async () => {
    await bert.tab('Rapporten');
    await bert.view.getByRole('combobox', { name: 'Rapport' }).selectOption('afrekeningen');
    await bert.view.getByRole('combobox', { name: 'Halfjaar' }).selectOption('2016-H2');
    await bert.see('Afrekening 2e halfjaar 2016');
    expect(await bert.button('Vaststellen…').count()).toBe(0);
    await bert.shoot('settlement-dark');
  });

  it('a plaatsing under another number is known again, with its hours', async () => {
    await bert.tab('Werkmap');
    await bert.view.getByText('Nummer wijzigen').first().click();
    await bert.view.getByLabel('Nummer nu').fill('PL002');
    await bert.view.getByLabel('Nieuw nummer').fill('PL902');
    await bert.shoot('rename');
    await bert.click('Nummer wijzigen');
    await bert.see('PL002 heet nu PL902');
    await bert.tab('Synchroniseren');
    await bert.click('Wijzigingen bekijken');
    const question = await bert.see('PL002 → PL902');
    const rows = bert.desk
      .records('uren')
      .filter(({ Plaatsingnummer }) => Plaatsingnummer === 'PL902').length;
    expect(question).toContain(`Ander nummer, met ${rows} urenregels`);
    await bert.click('Alles klopt zo');
    await bert.shoot('renamed');
    await bert.click('Verder');
    await bert.click('Synchroniseren');
    await bert.see(/Gesynchroniseerd op stand/);
    await anna.tab('Synchroniseren');
    await anna.syncAll();
    expect(
      anna.desk.records('uren').filter(({ Plaatsingnummer }) => Plaatsingnummer === 'PL902'),
    ).toHaveLength(rows);
    expect(anna.desk.records('uren').filter(({ Plaatsingnummer }) => Plaatsingnummer === 'PL002')).toEqual(
      [],
    );
  });

  it('hours of older years leave one workbook and come back', async () => {
    const rows = bert.desk.records('uren').length;
    await bert.tab('Werkmap');
    await bert.view.getByText('Oudere uren weglaten').click();
    await bert.view.getByLabel('Uren weglaten van vóór').selectOption('2017');
    await bert.click('Weglaten');
    await bert.see('Deze werkmap bevat de uren vanaf 01-01-2017');
    await bert.shoot('older-hours');
    expect(bert.desk.records('uren').every(({ Datum }) => Number(Datum) >= serialOfDay('2017-01-01'))).toBe(
      true,
    );
    await bert.click('Alle uren terughalen');
    await bert.see('Deze werkmap bevat alle uren');
    expect(bert.desk.records('uren')).toHaveLength(rows);
  });

  it('nothing went wrong unseen: no error, no refused script, no call that Excel does not know', () => {
    for (const { excel } of [anna, bert]) {
      expect(excel.errors.filter((error) => !/status of 4(01|09|22)/.test(error))).toEqual([]);
      expect(excel.unknown).toEqual([]);
    }
  });

  it('the contract is that of the workbook', async () => {
    await anna.tab('Werkmap');
    expect(await anna.see('Deze werkmap')).toContain(CONTRACT);
    await anna.shoot('workbook');
  });
});
