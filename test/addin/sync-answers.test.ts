import { describe, expect, it } from 'vitest';
import { TABLE_NAMES } from '../../shared/tables.ts';
import { smallTables, Testbed } from '../server/testbed.ts';
import { Desk } from './excel/desk.ts';

async function filledDesk(bed: Testbed): Promise<Desk> {
  const desk = await new Desk(bed).setUp();
  const rows = smallTables();
  rows.plaatsingen.unshift(['P0', 'K1', 'KL1', '2016-01-04', '2016-01-08', '12.00', null, null, null]);
  for (const name of TABLE_NAMES) desk.add(name, ...rows[name]);
  return desk;
}

describe('warnings', () => {
  it('name the row of the sheet, blank rows included, and the article', async () => {
    const desk = await filledDesk(await Testbed.open());
    desk.table('plaatsingen').rows.add(0, [Array.from({ length: 9 }, () => '')]);
    desk.table('uren').getDataBodyRange().getCell(0, 1).values = "'5-2-2016";
    const plan = await desk.plan();
    if (plan.kind !== 'ready') throw new Error(plan.kind);
    expect(plan.warnings).toMatchObject([
      { code: 'cell', table: 'uren', rowIndex: 0, field: 'datum' },
      { code: 'plaatsing_duur', key: ['P1'], rowIndex: 2, field: 'einddatum', article: '5.6' },
      { code: 'kandidaat_duur', key: ['P1'], rowIndex: 2, article: '4.1' },
    ]);
  });

  it('on a row that the workbook does not hold have no place in it', async () => {
    const bed = await Testbed.open();
    await (await filledDesk(bed)).mustSync();
    const other = await new Desk(bed).setUp();
    const plan = await other.plan();
    if (plan.kind !== 'ready') throw new Error(plan.kind);
    expect(plan.warnings.map(({ key, rowIndex }) => [key, rowIndex])).toEqual([
      [['P1'], -1],
      [['P1'], -1],
    ]);
  });
});

describe('faults of the server', () => {
  it('stand at the row of the sheet, blank rows included', async () => {
    const desk = await filledDesk(await Testbed.open());
    desk.table('uren').rows.add(0, [['', '', '', '', '']]);
    desk.type('uren', ['P1', '2016-02-05'], 'uren', 61);
    expect(await desk.plan()).toMatchObject({
      kind: 'faults',
      faults: [{ table: 'uren', rowIndex: 1, field: 'uren' }],
    });
  });
});
