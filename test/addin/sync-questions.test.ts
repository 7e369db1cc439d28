import { describe, expect, it } from 'vitest';
import { ExcelError } from '../../addin/excel/errors.ts';
import { readConnection } from '../../addin/excel/connection.ts';
import { renameInWorkbook, renameNumber } from '../../addin/excel/rename.ts';
import { holdHoursFrom } from '../../addin/sync.ts';
import { TABLE_NAMES } from '../../shared/tables.ts';
import { installExcel } from '../excel-host/node-client.ts';
import { CONTRACT } from '../server/testbed.ts';
import { annaAndBert, type Desk } from './excel/desk.ts';

const decide = async (desk: Desk) => {
  const plan = await desk.plan();
  if (plan.kind !== 'decide') throw new Error(plan.kind);
  return plan;
};

describe('a row under another number', () => {
  it('is asked about with what refers to it, and takes that along in place', async () => {
    const { anna, bert } = await annaAndBert();
    anna.add('uren', ['P1', '2016-02-12', '4.00', null, null]);
    anna.table('uren').columns.add(0, [['Notitie'], ['een'], ['twee']]);
    await anna.mustSync();
    await bert.mustSync();
    anna.type('plaatsingen', ['P1'], 'plaatsingnummer', 'P108');
    const plan = await decide(anna);
    expect(plan.missing).toEqual([{ table: 'plaatsingen', key: ['P1'] }]);
    expect(plan.renamed).toEqual([
      { table: 'plaatsingen', from: ['P1'], to: ['P108'], dependents: [{ table: 'uren', rows: 2 }] },
    ]);
    const renamed = await renameInWorkbook(plan.renamed);
    expect(renamed.uren).toEqual([
      ['P1', '2016-02-05'],
      ['P1', '2016-02-12'],
    ]);
    await anna.mustSync({ remove: { ...renamed, plaatsingen: [['P1']] } });
    await bert.mustSync();
    expect(anna.records('uren')).toMatchObject([
      { Notitie: 'een', Plaatsingnummer: 'P108' },
      { Notitie: 'twee', Plaatsingnummer: 'P108' },
    ]);
    const withoutNotes = anna.records('uren').map(({ Notitie: _, ...row }) => row);
    expect(bert.records('uren')).toEqual(withoutNotes);
    expect(bert.records('plaatsingen')).toMatchObject([{ Plaatsingnummer: 'P108' }]);
  });

  it('a number is changed everywhere at once, and is asked about as one renaming', async () => {
    const { anna } = await annaAndBert();
    installExcel(anna.workbook);
    await renameNumber('kandidaten', 'K1', 'K77');
    expect(anna.records('kandidaten')).toMatchObject([{ Kandidaatnummer: 'K77' }]);
    expect(anna.records('plaatsingen')).toMatchObject([{ Kandidaatnummer: 'K77' }]);
    expect((await decide(anna)).renamed).toEqual([
      { table: 'kandidaten', from: ['K1'], to: ['K77'], dependents: [{ table: 'plaatsingen', rows: 1 }] },
    ]);
    await anna.mustSync({ remove: { kandidaten: [['K1']] } });
  });

  it('a number that is taken, unknown or no number is refused, and nothing changes', async () => {
    const { anna } = await annaAndBert();
    anna.add('klanten', ['KL2', 'Slager', null]);
    const before = anna.records('klanten');
    installExcel(anna.workbook);
    for (const [from, to] of [
      ['KL1', 'kl2'],
      ['KL9', 'KL10'],
      ['KL1', 'KL 1'],
      ['KL1', '111222333'],
    ] as const)
      await expect(renameNumber('klanten', from, to), to).rejects.toThrow(ExcelError);
    expect(anna.records('klanten')).toEqual(before);
  });
});

describe('hours of older years', () => {
  async function withOldHours() {
    const { bed, anna, bert } = await annaAndBert();
    anna.type('plaatsingen', ['P1'], 'startdatum', 42000);
    anna.add('uren', ['P1', '2015-03-05', '4.00', null, null], ['P1', '2015-12-31', '5.00', null, null]);
    await anna.mustSync();
    await bert.mustSync();
    return { bed, anna, bert };
  }
  const days = (desk: Desk) => desk.records('uren').map(({ Datum }) => Datum);

  it('are left out of one workbook, stay on the server, and come back', async () => {
    const { anna, bert } = await withOldHours();
    installExcel(bert.workbook);
    expect(await holdHoursFrom(bert.client, CONTRACT, '2016-01-01')).toBe(0);
    expect(days(bert)).toEqual([42405]);
    expect(await readConnection()).toMatchObject({ from: '2016-01-01' });
    bert.type('uren', ['P1', '2016-02-05'], 'uren', 7);
    expect(await bert.mustSync()).toMatchObject({ outgoing: { uren: { changed: 1, removed: 0 } } });
    anna.type('uren', ['P1', '2015-03-05'], 'uren', 3);
    await anna.mustSync();
    await bert.mustSync();
    expect(days(bert)).toEqual([42405]);
    installExcel(bert.workbook);
    expect(await holdHoursFrom(bert.client, CONTRACT, null)).toBe(0);
    const sorted = (desk: Desk) =>
      desk.records('uren').sort((a, b) => Number(a['Datum']) - Number(b['Datum']));
    expect(sorted(bert)).toEqual(sorted(anna));
    installExcel(bert.workbook);
    expect(await readConnection()).toMatchObject({ from: null });
    expect(await bert.plan()).toMatchObject({ kind: 'ready', incoming: { uren: { rows: 0 } } });
  });

  it('whoever took them out by hand is offered to go on without them', async () => {
    const { anna, bert } = await withOldHours();
    bert.table('uren').rows.getItemAt(2).delete();
    bert.table('uren').rows.getItemAt(1).delete();
    const plan = await decide(bert);
    expect(plan).toMatchObject({ leaveOut: '2016-01-01', missing: [{ table: 'uren' }, { table: 'uren' }] });
    await bert.mustSync({ from: '2016-01-01' });
    expect(days(bert)).toEqual([42405]);
    expect((await bert.plan()).kind).toBe('ready');
    expect(days(anna)).toHaveLength(3);
  });

  it('one of them still there, and nothing is offered', async () => {
    const { bert } = await withOldHours();
    bert.table('uren').rows.getItemAt(1).delete();
    expect(await decide(bert)).toMatchObject({ leaveOut: null });
  });

  it('with something unsent nothing is taken out', async () => {
    const { bert } = await withOldHours();
    bert.type('uren', ['P1', '2015-03-05'], 'uren', 7);
    installExcel(bert.workbook);
    await expect(holdHoursFrom(bert.client, CONTRACT, '2016-01-01')).rejects.toMatchObject({
      code: 'not_synced',
    });
    expect(days(bert)).toHaveLength(3);
    for (const name of TABLE_NAMES) expect(bert.records(name).length).toBeGreaterThan(0);
  });
});
