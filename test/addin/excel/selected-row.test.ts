import { describe, expect, it } from 'vitest';
import { readSelectedRow } from '../../../addin/excel/selected-row.ts';
import { TABLE_NAMES } from '../../../shared/tables.ts';
import { smallTables, Testbed } from '../../server/testbed.ts';
import { Desk } from './desk.ts';

async function filledDesk(): Promise<Desk> {
  const desk = await new Desk(await Testbed.open()).setUp();
  const tables = smallTables();
  for (const name of TABLE_NAMES) desk.add(name, ...tables[name]);
  return desk;
}

describe('the row in which the cursor stands', () => {
  it.each([
    ['Kandidaten', 'B2', { table: 'kandidaten', key: ['K1'] }],
    ['Klanten', 'C2', { table: 'klanten', key: ['KL1'] }],
    ['Plaatsingen', 'A2', { table: 'plaatsingen', key: ['P1'] }],
    ['Uren', 'D2', { table: 'uren', key: ['P1', '2016-02-05'] }],
  ])('in the sheet %s', async (sheet, address, row) => {
    const desk = await filledDesk();
    desk.workbook.$select(sheet, address);
    expect(await readSelectedRow()).toEqual(row);
  });

  it('where the table was moved, its columns too, and a whole row is selected', async () => {
    const desk = await filledDesk();
    desk.table('uren').columns.add(0, [['Notitie'], ['']]);
    desk.workbook.$select('Uren', 'A2:F2');
    expect(await readSelectedRow()).toEqual({ table: 'uren', key: ['P1', '2016-02-05'] });
  });

  it('a number that Excel made a number', async () => {
    const desk = await filledDesk();
    const cell = desk.table('klanten').getDataBodyRange().getCell(0, 0);
    cell.numberFormat = [['General']];
    cell.values = [[1001]];
    desk.workbook.$select('Klanten', 'B2');
    expect(await readSelectedRow()).toEqual({ table: 'klanten', key: ['1001'] });
  });

  it.each([
    ['the header', 'Uren', 'A1'],
    ['below the table', 'Uren', 'A99'],
    ['another sheet', 'Afrekening', 'B8'],
  ])('is none in %s', async (_, sheet, address) => {
    const desk = await filledDesk();
    desk.workbook.$select(sheet, address);
    await expect(readSelectedRow()).rejects.toMatchObject({
      code: 'selection',
      message: expect.stringContaining('Klik eerst een cel aan') as string,
    });
  });

  it.each(['', '#N/A'])('says so where its number is %j', async (value) => {
    const desk = await filledDesk();
    const cell = desk.table('plaatsingen').getDataBodyRange().getCell(0, 0);
    cell.numberFormat = [['General']];
    cell.values = [[value]];
    desk.workbook.$select('Plaatsingen', 'D2');
    await expect(readSelectedRow()).rejects.toMatchObject({
      code: 'selection',
      message: expect.stringContaining('kolom Plaatsingnummer leeg of niet te lezen') as string,
    });
  });
});
