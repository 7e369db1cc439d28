import { HyperFormula } from 'hyperformula';
import { describe, expect, it } from 'vitest';
import { clearMarks, showMarks } from '../../../addin/excel/marks.ts';
import type { CellFault } from '../../../addin/sync.ts';
import { TABLE_NAMES, type WireRow } from '../../../shared/tables.ts';
import type { ConditionalFormat } from '../../excel-host/conditional-formats.ts';
import { installExcel } from '../../excel-host/node-client.ts';
import type { Range } from '../../excel-host/range.ts';
import type { Worksheet } from '../../excel-host/sheet.ts';
import type { Workbook } from '../../excel-host/workbook.ts';
import { smallTables, Testbed } from '../../server/testbed.ts';
import { Desk } from './desk.ts';

const DATES = ['2016-02-05', '2016-02-12', '2016-02-19', '2016-02-26'];
const HEADERS = ['Plaatsingnummer', 'Datum', 'Uren', 'Reiskosten', 'Reiskosten betaald op'];

async function deskWith(...hours: WireRow[]): Promise<Desk> {
  const desk = await new Desk(await Testbed.open()).setUp();
  const rows = smallTables();
  rows.plaatsingen = [['P1', 'K1', 'KL1', '2016-02-01', '2016-03-01', '12.00', null, null, null]];
  for (const name of TABLE_NAMES) desk.add(name, ...(name === 'uren' ? hours : rows[name]));
  return desk;
}
const hours = (day: string): WireRow => ['P1', day, '8.50', '4.00', null];
const desk4 = () => deskWith(...DATES.map(hours));

/** Checks as the pane does. */
async function check(desk: Desk): Promise<CellFault[]> {
  const plan = await desk.plan();
  const faults = plan.kind === 'faults' ? plan.faults : [];
  expect(await showMarks(faults, plan.kind === 'ready' ? plan.warnings : [])).toBeNull();
  return faults;
}

const formulaOf = (format: ConditionalFormat): string => {
  const formula = format.custom.$child('rule').$read('formula');
  return typeof formula === 'string' ? formula : '';
};
const allFormats = (workbook: Workbook) => workbook.$sheets.flatMap((sheet) => sheet.$conditionalFormats);

/** Whether the format applies to a cell, by an engine that is not ours. */
function applies(format: ConditionalFormat, engine: HyperFormula, { rowIndex, columnIndex }: Range): boolean {
  const formula = formulaOf(format)
    .replace('ROW()', String(rowIndex + 1))
    .replace('COLUMN()', String(columnIndex + 1))
    // The engine has no doubled quotes.
    .replace(/"(?:[^"]|"")*"/g, (text) => text.replace(/(?<=.)""(?=.)/g, '"&CHAR(34)&"'));
  return engine.calculateFormula(formula, 0) === true;
}

function engineOf(sheet: Worksheet): HyperFormula {
  const { rowIndex, rowCount, columnIndex, columnCount } = sheet.getUsedRange();
  const range = sheet.getRangeByIndexes(0, 0, rowIndex + rowCount, columnIndex + columnCount);
  const cells = range.values.map((row, i) =>
    row.map((value, j) => {
      if (range.valueTypes[i]?.[j] === 'Error') return '=1/0';
      return typeof value === 'string' ? (value === '' ? null : `'${value}`) : value;
    }),
  );
  return HyperFormula.buildFromArray(cells, { licenseKey: 'gpl-v3' });
}

/** The addresses of the cells that look marked, in order. */
const marked = (workbook: Workbook): string[] =>
  workbook.$sheets
    .flatMap((sheet) => {
      if (sheet.$conditionalFormats.length === 0) return [];
      const engine = engineOf(sheet);
      return sheet.$conditionalFormats
        .filter((format) => format.type === 'Custom' && applies(format, engine, format.range))
        .map(({ range }) => range.address);
    })
    .sort();

describe('marks', () => {
  it('show at each faulty cell, and go when it is mended', async () => {
    const desk = await desk4();
    desk.type('uren', ['P1', '2016-02-12'], 'uren', 'acht');
    desk.type('uren', ['P1', '2016-02-19'], 'uren', '');
    desk.type('uren', ['P1', '2016-02-26'], 'uren', 61);
    expect(await check(desk)).toMatchObject([{ rowIndex: 1 }, { rowIndex: 2 }, { rowIndex: 3 }]);
    expect(marked(desk.workbook)).toEqual(['Uren!C3', 'Uren!C4', 'Uren!C5']);
    desk.type('uren', ['P1', '2016-02-12'], 'uren', 8);
    expect(marked(desk.workbook)).toEqual(['Uren!C4', 'Uren!C5']);
    await check(desk);
    expect(marked(desk.workbook)).toEqual(['Uren!C4', 'Uren!C5']);
    desk.type('uren', ['P1', '2016-02-19'], 'uren', 0);
    expect(marked(desk.workbook)).toEqual(['Uren!C5']);
    desk.type('uren', ['P1', '2016-02-26'], 'uren', 6);
    expect(marked(desk.workbook)).toEqual([]);
    await check(desk);
    expect(allFormats(desk.workbook)).toEqual([]);
  });

  it('are bold and lined for a fault, another colour and italic for a warning', async () => {
    const desk = await desk4();
    const { workbook } = desk;
    const place = { table: 'uren', key: ['P1', '2016-02-12'], rowIndex: 1 } as const;
    await showMarks([{ ...place, field: 'uren' }], [{ ...place, field: 'datum' }]);
    const [fault, warning] = allFormats(workbook).map(({ custom }) => custom.$child('format'));
    expect(fault?.$child('font').$values).toMatchObject({ color: '#9C0006', bold: true });
    expect(fault?.$child('fill').$values).toEqual({ color: '#FFC7CE' });
    expect(warning?.$child('font').$values).toMatchObject({ italic: true });
    expect(warning?.$child('fill').$values).toEqual({ color: '#FFEB9C' });
    for (const look of [fault, warning])
      expect(look?.$child('borders').$child('bottom').$values).toHaveProperty('style');
  });

  it('of a whole row stand at its number', async () => {
    const desk = await desk4();
    await showMarks([{ table: 'plaatsingen', key: ['P1'], rowIndex: 0, field: null }], []);
    expect(marked(desk.workbook)).toEqual(['Plaatsingen!A2']);
  });

  it.each([
    ['text', "'5-2-2016", 42405],
    ['a number as text, mended by the number', "'61", 61],
    ['quotes', 'zeg "acht" of ""', 'zeg "acht" of '],
    ['upper and lower case', 'ACHT', 'acht'],
    ['a long text', 'x"'.repeat(150), `${'x"'.repeat(149)}x`],
    ['a zero, mended by a blank', 0, ''],
    ['a blank, mended by a zero', '', 0],
    ['spaces', "'  ", ''],
    ['a truth', true, false],
    ['a small fraction', 1e-7, 1],
    ['a fraction', 0.1 + 0.2, 0.31],
    ['a negative number', -1, 1],
  ])('hold on to %s exactly', async (_, faulty, mended) => {
    const desk = await desk4();
    const cell = desk.table('uren').getDataBodyRange().getCell(1, 2);
    cell.values = [[faulty]];
    await showMarks([{ table: 'uren', key: ['P1', '2016-02-12'], rowIndex: 1, field: 'uren' }], []);
    expect(marked(desk.workbook)).toEqual(['Uren!C3']);
    for (const format of allFormats(desk.workbook)) expect(formulaOf(format).length).toBeLessThanOrEqual(255);
    cell.values = [[mended]];
    expect(marked(desk.workbook)).toEqual([]);
  });

  it('know a row by its key: sorting leaves no innocent cell marked', async () => {
    const desk = await desk4();
    desk.type('uren', ['P1', '2016-02-12'], 'uren', '');
    desk.type('uren', ['P1', '2016-02-26'], 'reiskosten', '');
    await check(desk);
    expect(marked(desk.workbook)).toEqual(['Uren!C3']);
    // The third row of four from below: another row stands there now.
    desk.table('uren').sort.apply([{ key: 1, ascending: false }]);
    desk.table('uren').getDataBodyRange().getCell(1, 2).values = [['']];
    expect(marked(desk.workbook)).toEqual([]);
    await check(desk);
    expect(marked(desk.workbook)).toEqual(['Uren!C3', 'Uren!C4']);
  });

  it('move with rows that are put in above, and are not where the format is copied to', async () => {
    const desk = await desk4();
    desk.type('uren', ['P1', '2016-02-12'], 'uren', 61);
    await check(desk);
    const sheet = desk.workbook.sheet('Uren');
    desk.table('uren').rows.add(0, [['P1', 42300, 61, '', '']]);
    expect(marked(desk.workbook)).toEqual(['Uren!C4']);
    const [format] = allFormats(desk.workbook) as [ConditionalFormat];
    expect(applies(format, engineOf(sheet), sheet.getRange('C4'))).toBe(true);
    for (const elsewhere of ['C2', 'C3', 'C5', 'D4'])
      expect(applies(format, engineOf(sheet), sheet.getRange(elsewhere))).toBe(false);
    desk.table('uren').rows.getItemAt(2).delete();
    expect(marked(desk.workbook)).toEqual([]);
  });

  it('find the row again that moved since the check, and pass over one that is gone', async () => {
    const desk = await desk4();
    desk.type('uren', ['P1', '2016-02-12'], 'uren', 'acht');
    desk.type('uren', ['P1', '2016-02-26'], 'uren', 'acht');
    const plan = await desk.plan();
    if (plan.kind !== 'faults') throw new Error(plan.kind);
    desk.table('uren').sort.apply([{ key: 1, ascending: false }]);
    desk.table('uren').rows.getItemAt(0).delete();
    await showMarks(plan.faults, []);
    expect(marked(desk.workbook)).toEqual(['Uren!C3']);
  });

  it('follow their column', async () => {
    const desk = await desk4();
    desk.table('uren').columns.add(0, [['Notitie'], [''], [''], [''], ['']]);
    desk.type('uren', ['P1', '2016-02-12'], 'uren', 61);
    await check(desk);
    expect(marked(desk.workbook)).toEqual(['Uren!D3']);
    expect(desk.table('uren').$headers()).toEqual(['Notitie', ...HEADERS]);
  });

  it('leave the user’s own formats alone, and ten checks leave nothing behind', async () => {
    const desk = await desk4();
    const sheet = desk.workbook.sheet('Uren');
    const own = sheet.getRange('A2:E5').conditionalFormats;
    own.add('Custom').custom.$child('rule').$write('formula', '=$C2>8');
    own.add('ColorScale');
    const mine = [...sheet.$conditionalFormats];
    for (let i = 0; i < 10; i++) {
      desk.type('uren', ['P1', '2016-02-12'], 'uren', 'acht');
      desk.type('uren', ['P1', '2016-02-19'], 'uren', i % 2 === 0 ? 8 : 'negen');
      const faults = await check(desk);
      expect(sheet.$conditionalFormats).toHaveLength(2 + faults.length);
    }
    desk.type('uren', ['P1', '2016-02-12'], 'uren', 8);
    desk.type('uren', ['P1', '2016-02-19'], 'uren', 8);
    await desk.mustSync();
    expect(await clearMarks()).toBeNull();
    expect(sheet.$conditionalFormats).toEqual(mine);
  });

  it('do not stay behind when two calls come at once', async () => {
    const desk = await desk4();
    const place = { table: 'uren', key: ['P1', '2016-02-12'], rowIndex: 1, field: 'uren' } as const;
    await Promise.all([showMarks([place], []), showMarks([], [place]), showMarks([place], [])]);
    expect(allFormats(desk.workbook)).toHaveLength(1);
  });
});

describe('many marks', () => {
  const many = (n: number): CellFault[] =>
    Array.from({ length: n }, (_, i) => ({
      table: 'klanten',
      rowIndex: i,
      key: [`N${i}`],
      field: 'naam',
      message: '',
    }));

  it('take four round trips for the first 500, and the rest is told', async () => {
    const desk = await desk4();
    desk.add('klanten', ...Array.from({ length: 600 }, (_, i): WireRow => [`N${i}`, 'x'.repeat(300), null]));
    const host = installExcel(desk.workbook);
    expect(await showMarks(many(600), [])).toBe('Alleen de eerste 500 cellen zijn gekleurd.');
    expect(host.requests).toHaveLength(4);
    expect(allFormats(desk.workbook)).toHaveLength(500);
    expect(await showMarks(many(600), [])).toContain('500');
    expect(allFormats(desk.workbook)).toHaveLength(500);
    expect(host.requests).toHaveLength(8);
    expect(Math.max(...host.requests.map(({ requestBytes }) => requestBytes))).toBeLessThan(2_500_000);
  });

  it('nothing to mark and nothing marked writes nothing', async () => {
    const desk = await desk4();
    const host = installExcel(desk.workbook);
    expect(await clearMarks()).toBeNull();
    expect(host.requests.length).toBeLessThanOrEqual(2);
  });
});

describe('what cannot be marked', () => {
  const place = { table: 'uren', key: ['P1', '2016-02-12'], rowIndex: 1, field: 'uren' } as const;
  const klant = { table: 'klanten', key: ['KL1'], rowIndex: 0, field: 'naam' } as const;

  it('on a protected sheet is told; the other sheets are marked', async () => {
    const desk = await desk4();
    desk.workbook.sheet('Uren').protection.protect();
    expect(await showMarks([place, klant], [])).toBe(
      'In het blad Uren zijn geen cellen gekleurd, omdat het beveiligd is.',
    );
    expect(marked(desk.workbook)).toEqual(['Klanten!B2']);
    expect(await clearMarks()).toBeNull();
    expect(marked(desk.workbook)).toEqual([]);
  });

  it('stays on a sheet that was protected since, until it no longer is', async () => {
    const desk = await desk4();
    const { protection } = desk.workbook.sheet('Uren');
    await showMarks([place], []);
    protection.protect();
    expect(await showMarks([klant], [])).toBeNull();
    expect(marked(desk.workbook)).toEqual(['Klanten!B2', 'Uren!C3']);
    protection.unprotect();
    expect(await showMarks([klant], [])).toBeNull();
    expect(marked(desk.workbook)).toEqual(['Klanten!B2']);
  });

  it.each([1, 2, 3, 4])('because Excel refuses request %i, is told and not thrown', async (n) => {
    const desk = await desk4();
    const host = installExcel(desk.workbook);
    host.failAt(n, 'AccessDenied');
    expect(await showMarks([place], [])).toMatch(/^De cellen konden niet worden gekleurd\. Een blad is bev/);
    expect(await showMarks([place], [])).toBeNull();
    expect(marked(desk.workbook)).toEqual(['Uren!C3']);
  });

  it('waits for the end of an open cell', async () => {
    const desk = await desk4();
    const host = installExcel(desk.workbook);
    host.startCellEdit();
    const done = showMarks([place], []);
    expect(allFormats(desk.workbook)).toEqual([]);
    host.endCellEdit();
    expect(await done).toBeNull();
    expect(marked(desk.workbook)).toEqual(['Uren!C3']);
  });
});
