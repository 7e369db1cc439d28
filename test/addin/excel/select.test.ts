import { describe, expect, it } from 'vitest';
import { goToCell } from '../../../addin/excel/select.ts';
import { smallTables, Testbed } from '../../server/testbed.ts';
import { Desk } from './desk.ts';

async function deskWithHours(): Promise<Desk> {
  const desk = await new Desk(await Testbed.open()).setUp();
  desk.add(
    'uren',
    ...smallTables().uren,
    ['P1', '2016-02-12', '4.00', null, null],
    ['p1', '2016-02-19', '5.00', null, null],
  );
  return desk;
}
const SECOND = { table: 'uren', key: ['P1', '2016-02-12'], rowIndex: 1, field: 'uren' } as const;
const selected = (desk: Desk) => desk.workbook.$selection.address;

describe('jumping to a cell', () => {
  it('finds the column by its header, and a whole row', async () => {
    const desk = await deskWithHours();
    desk.table('uren').columns.add(0, [['Notitie'], [''], [''], ['']]);
    await goToCell(SECOND);
    expect(selected(desk)).toBe('Uren!D3');
    await goToCell({ ...SECOND, field: null });
    expect(selected(desk)).toBe('Uren!A3:F3');
  });

  it('finds the row after sorting and after rows were put in above it', async () => {
    const desk = await deskWithHours();
    desk.table('uren').sort.apply([{ key: 1, ascending: false }]);
    await goToCell({ ...SECOND, key: ['P1', '2016-02-19'], rowIndex: 2 });
    expect(selected(desk)).toBe('Uren!C2');
    desk.table('uren').rows.add(0, [['P9', 42370, 1, '', '']]);
    await goToCell(SECOND);
    expect(selected(desk)).toBe('Uren!C4');
  });

  it('finds a row that came into the workbook later, and says so where none did', async () => {
    const desk = await deskWithHours();
    await goToCell({ ...SECOND, rowIndex: -1 });
    expect(selected(desk)).toBe('Uren!C3');
    await expect(goToCell({ ...SECOND, key: ['P9', '2016-02-12'], rowIndex: -1 })).rejects.toMatchObject({
      code: 'row_gone',
      message: expect.stringContaining('staat niet in het blad Uren') as string,
    });
  });

  it('goes to the row’s old place where its key was changed, or cannot be read', async () => {
    const desk = await deskWithHours();
    desk.type('uren', SECOND.key, 'plaatsingnummer', 'P2');
    await goToCell(SECOND);
    expect(selected(desk)).toBe('Uren!C3');
    await goToCell({ ...SECOND, key: ['', ''], rowIndex: 2 });
    expect(selected(desk)).toBe('Uren!C4');
    desk.table('uren').getDataBodyRange().getCell(1, 0).values = [['#N/A']];
    await goToCell({ ...SECOND, key: ['', '2016-02-12'], rowIndex: 0 });
    expect(selected(desk)).toBe('Uren!C3');
  });

  it('of two rows with one key goes to the one that was meant', async () => {
    const desk = await deskWithHours();
    desk.type('uren', ['P1', '2016-02-05'], 'datum', '12-2-2016');
    await goToCell(SECOND);
    expect(selected(desk)).toBe('Uren!C3');
    await goToCell({ ...SECOND, rowIndex: 0 });
    expect(selected(desk)).toBe('Uren!C2');
  });

  it('selects nothing that cannot be seen, and says what to do', async () => {
    const desk = await deskWithHours();
    const sheet = desk.workbook.sheet('Uren');
    const before = selected(desk);
    sheet.getRange('C3').rowHidden = true;
    await expect(goToCell(SECOND)).rejects.toMatchObject({
      message: expect.stringMatching(/verborgen[\s\S]*Zichtbaar maken/) as string,
    });
    desk.table('uren').autoFilter.isDataFiltered = true;
    await expect(goToCell(SECOND)).rejects.toMatchObject({
      code: 'hidden_row',
      message: expect.stringMatching(/filter[\s\S]*Wis het filter/) as string,
    });
    expect(selected(desk)).toBe(before);
    expect(desk.workbook.$active.name).toBe('Uren');
    sheet.getRange('C3').rowHidden = false;
    await goToCell(SECOND);
    expect(selected(desk)).toBe('Uren!C3');
    sheet.getRange('C3').columnHidden = true;
    await expect(goToCell(SECOND)).rejects.toMatchObject({ code: 'hidden_column' });
    sheet.getRange('C3').columnHidden = false;
    desk.workbook.sheet('Klanten').activate();
    sheet.visibility = 'Hidden';
    await expect(goToCell(SECOND)).rejects.toMatchObject({ code: 'hidden_sheet' });
  });
});
