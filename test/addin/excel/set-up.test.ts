import { describe, expect, it } from 'vitest';
import type { Afrekening } from '../../../shared/api.ts';
import { writeServerFigures } from '../../../addin/excel/afrekening-sheet.ts';
import { readConnection } from '../../../addin/excel/connection.ts';
import { isSetUp, setUpPrinting, setUpWorkbook } from '../../../addin/excel/set-up.ts';
import { installExcel } from '../../excel-host/node-client.ts';
import { Workbook } from '../../excel-host/workbook.ts';
import { CONTRACT, smallTables, Testbed } from '../../server/testbed.ts';
import { Desk } from './desk.ts';

describe('setting up a workbook', () => {
  it('builds every sheet and table from nothing', async () => {
    const desk = new Desk(await Testbed.open());
    installExcel(desk.workbook);
    expect(await isSetUp()).toBe(false);
    expect(await readConnection()).toBeNull();
    await desk.setUp();
    expect(await isSetUp()).toBe(true);
    expect(await readConnection()).toEqual({
      contractnummer: CONTRACT,
      lineage: null,
      revision: null,
      from: null,
    });
    const { workbook } = desk;
    expect(workbook.$sheets.map(({ name, visibility }) => [name, visibility])).toEqual([
      ['Blad1', 'Visible'],
      ...['Kandidaten', 'Klanten', 'Plaatsingen', 'Uren', 'Contract', 'Maand', 'Afrekening'].map((name) => [
        name,
        'Visible',
      ]),
      ['_Flextensie', 'VeryHidden'],
    ]);
    expect(workbook.table('Tarieven').$rows()).toEqual([[42369, 11.75, 2, 600, 2, 150, 0.21]]);
    expect(workbook.table('Staffel').$rows()).toEqual([
      [42369, 0, 0.12],
      [42369, 5000, 0.1],
      [42369, 10000, 0.08],
    ]);
    const cells = workbook.table('Plaatsingen').getDataBodyRange();
    expect(cells.numberFormat[0]?.slice(0, 6)).toEqual(['@', '@', '@', 'dd-mm-yyyy', 'dd-mm-yyyy', '0.00']);
    expect(workbook.sheet('Plaatsingen').$formats.get(cells.getCell(0, 1), 'dataValidation.rule')).toEqual({
      list: { inCellDropDown: true, source: '=Kandidaatnummers' },
    });
  });

  it('run again, adds what lacks and leaves the rest', async () => {
    const desk = await new Desk(await Testbed.open()).setUp();
    desk.add('kandidaten', ...smallTables().kandidaten);
    desk.workbook.sheet('Afrekening').getRange('B3').values = '2017-H2';
    desk.workbook.sheet('Klanten').delete();
    await desk.setUp();
    expect(desk.records('kandidaten')).toHaveLength(1);
    expect(desk.workbook.sheet('Afrekening').getRange('B3').values).toEqual([['2017-H2']]);
    expect(await isSetUp()).toBe(true);
    expect(desk.workbook.$tables).toHaveLength(7);
  });

  it('every sheet prints on A4, its heads on each page and the pages numbered', async () => {
    const desk = await new Desk(await Testbed.open()).setUp();
    await setUpPrinting();
    for (const [name, head] of [
      ['Uren', 1],
      ['Maand', 8],
      ['Afrekening', 6],
    ] as const) {
      const { pageLayout } = desk.workbook.sheet(name);
      expect(pageLayout.$values).toMatchObject({
        paperSize: 'A4',
        orientation: 'Landscape',
        zoom: { horizontalFitToPages: 1 },
      });
      expect(pageLayout.$calls).toEqual([['setPrintTitleRows', `$${head}:$${head}`]]);
      const page = pageLayout.$child('headersFooters').$child('defaultForAllPages');
      expect(page.$values).toEqual({ leftFooter: '&A', rightFooter: 'Pagina &P van &N' });
    }
  });

  it('refuses the workbook of another contract, and a sheet that holds something else', async () => {
    const bed = await Testbed.open();
    const desk = await new Desk(bed).setUp();
    const detail = await desk.client.getContract(CONTRACT);
    const other = { ...detail, contract: { ...detail.contract, contractnummer: 'X-1' } };
    await expect(setUpWorkbook(other)).rejects.toMatchObject({ code: 'other_contract' });

    const workbook = new Workbook('Uren');
    workbook.sheet('Uren').getRange('A1').values = 'Mijn eigen uren';
    installExcel(workbook);
    await expect(setUpWorkbook(detail)).rejects.toMatchObject({ code: 'occupied' });
    expect(workbook.$sheets).toHaveLength(1);
  });
});

describe('the figures of the server', () => {
  it('stand beside those of the sheet, with the corrections as values', async () => {
    const desk = await new Desk(await Testbed.open()).setUp();
    const afrekening = await desk.client.read<Afrekening>(CONTRACT, 'afrekeningen', '2016-H1');
    const correction = { uren: '-20.00', omzet: '-235.00', premie: '-40.00', reiskosten: '0.00' };
    const fee = { staffelfee: '-18.80', kostenBovenMinimum: '-18.80', saldo: '-176.20' };
    const twice = ['2015-11', '2015-12'].map((month) => ({ month, ...correction, ...fee }));
    await writeServerFigures('2016-H1', { ...afrekening, saldo: '-352.40', corrections: twice });
    const sheet = desk.workbook.sheet('Afrekening');
    expect(
      desk.workbook
        .table('Correcties')
        .$rows()
        .map((row) => row.at(-1)),
    ).toEqual([-176.2, -176.2]);
    expect(sheet.getRange('M13:M16').values.flat()).toEqual([0, -352.4, -352.4, 0]);
    await writeServerFigures('2016-H1', afrekening);
    expect(desk.workbook.table('Correcties').$rows().flat().join('')).toBe('');
  });
});
