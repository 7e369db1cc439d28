import { describe, expect, it } from 'vitest';
import { writeContract } from '../../../addin/excel/contract-sheet.ts';
import { addTarief } from '../../../server/contract-changes.ts';
import { getContract, updateContract } from '../../../server/store/contracten.ts';
import { almereContract } from '../../almere.ts';
import { CONTRACT, smallTables, Testbed, Workbook } from '../../server/testbed.ts';
import { Desk } from './desk.ts';

const refresh = async (desk: Desk) => writeContract(await desk.client.getContract(CONTRACT));
const details = (desk: Desk) => desk.workbook.sheet('Contract').getRange('A3:B24').values;

describe('the sheet Contract', () => {
  it('tells how long the contract runs and where its amended terms come from', async () => {
    const bed = await Testbed.open();
    bed.now = new Date('2016-11-23T10:00:00Z');
    const desk = await new Desk(bed).setUp();
    expect(details(desk).slice(0, 12)).toEqual([
      ['Contractnummer', 'ALM-2015-01'],
      ['Gemeente', 'Almere'],
      ['Ingangsdatum', 42369],
      ['Einddatum', ''],
      ['Eerste factuurmaand', 42370],
      ['Uitvoerder', 'Uitvoerder Voorbeeld B.V.'],
      ['Opdrachtgever', 'Gemeente Voorbeeld'],
      ['Ordernummer', ''],
      ['Eerste termijn tot en met', 42734],
      ['Verlengd (art. 2 lid 2)', 'nog niet'],
      ['Eindigt op zijn vroegst', 42734],
      ['', ''],
    ]);
    const [first] = almereContract().tarieven;
    if (!first) throw new Error('no terms');
    await addTarief(bed.store, bed.by, CONTRACT, {
      ...first,
      geldigVanaf: '2017-01-01',
      uurtarief: '12.30',
      wijziging: 'brief 12-12-2016',
    });
    const { id, contract } = await getContract(bed.store, CONTRACT);
    const changed = { ...contract, ordernummer: '=PO-77' };
    await bed.store.transaction(() => updateContract(bed.store, id, changed));
    bed.now = new Date('2017-01-15T10:00:00Z');
    await refresh(desk);
    expect(details(desk).slice(7, 12)).toEqual([
      ['Ordernummer', '=PO-77'],
      ['Eerste termijn tot en met', 42734],
      ['Verlengd (art. 2 lid 2)', 'voor onbepaalde tijd, opzegtermijn 6 maanden'],
      ['Eindigt op zijn vroegst', 42931],
      ['Wijziging per 01-01-2017', 'brief 12-12-2016'],
    ]);
    expect(
      desk.workbook
        .table('Tarieven')
        .$rows()
        .map((row) => row[1]),
    ).toEqual([11.75, 12.3]);
  });

  it('lists the plaatsingen at their limit, and clears them when they no longer are', async () => {
    const bed = await Testbed.open();
    bed.now = new Date('2016-11-23T10:00:00Z');
    const book = new Workbook(bed);
    book.tables = smallTables();
    const { plaatsingen } = book.tables;
    const [plaatsing = []] = plaatsingen;
    book.tables.plaatsingen = ['PL001', 'PL002', 'PL003'].map((nummer, i) => {
      const start = ['2016-04-01', '2016-06-01', '2016-11-01'][i] ?? null;
      return [nummer, plaatsing[1] ?? null, plaatsing[2] ?? null, start, null, '20.00', null, null, null];
    });
    book.tables.uren = [];
    expect((await book.sync()).status).toBe(200);
    const desk = await new Desk(bed).setUp();
    expect(details(desk).slice(11, 17)).toEqual([
      ['', ''],
      ['Plaatsingen bij hun uiterste dag', ''],
      ['PL001', 42643],
      ['PL002', 42704],
      ['', ''],
      ['', ''],
    ]);
    book.tables.plaatsingen = book.tables.plaatsingen.map((row) =>
      row[0] === 'PL003' ? row : [...row.slice(0, 4), '2016-09-30', ...row.slice(5)],
    );
    expect((await book.sync()).status).toBe(200);
    await refresh(desk);
    expect(details(desk).slice(11, 16)).toEqual([
      ['', ''],
      ['Geen plaatsing is bij haar uiterste dag', ''],
      ['', ''],
      ['', ''],
      ['', ''],
    ]);
  });
});
