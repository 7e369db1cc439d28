import { beforeEach, describe, expect, it } from 'vitest';
import type { ExcelHost } from './excel-host.ts';
import { installExcel } from './node-client.ts';
import { Workbook } from './workbook.ts';

let workbook: Workbook;
let host: ExcelHost;

beforeEach(() => {
  workbook = new Workbook('Uren');
  host = installExcel(workbook);
});

const makeTable = () =>
  Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getItem('Uren');
    sheet.getRange('A1:C1').values = [['Plaatsing', 'Datum', 'Uren']];
    const table = sheet.tables.add('A1:C1', true);
    table.name = 'Uren';
    table.rows.add(undefined, [
      ["'001", 42500, 8],
      ['PL2', 42501, 7.5],
    ]);
    await context.sync();
  });

describe('cells', () => {
  it('text, numbers, formulas, blanks and null', async () => {
    await Excel.run(async (context) => {
      const range = context.workbook.worksheets.getItem('Uren').getRange('A1:G1');
      range.getCell(0, 3).numberFormat = [['@']];
      range.values = [['7', "'7", '=A1+1', '=1+1', true, 'tekst', '']];
      range.values = [[null, null, null, null, null, null, null]];
      range.load('values,formulas,valueTypes,numberFormat,text');
      await context.sync();
      expect(range.values).toEqual([[7, '7', 0, '=1+1', true, 'tekst', '']]);
      expect(range.formulas).toEqual([[7, '7', '=A1+1', '=1+1', true, 'tekst', '']]);
      expect(range.valueTypes[0]).toEqual([
        'Double',
        'String',
        'Double',
        'String',
        'Boolean',
        'String',
        'Empty',
      ]);
      expect(range.numberFormat[0]?.[3]).toBe('@');
    });
  });

  it.each(['2016-04-08', '8-4-2016', '12%', '8:30', '-abc'])('%s does not stay text', async (input) => {
    await Excel.run(async (context) => {
      context.workbook.worksheets.getItem('Uren').getRange('A1').values = [[input]];
      await context.sync();
    });
    expect(workbook.sheet('Uren').getRange('A1').values[0]?.[0]).not.toBe(input);
  });

  it('a format of a whole column, and one of a range', async () => {
    await Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('Uren');
      sheet.getRange('B:B').set({ numberFormat: '0.00' as unknown as string[][] });
      sheet.getRange('A1:A2').format.fill.color = '#FFF2CC';
      const fill = sheet.getRange('A2').format.fill;
      fill.load('color');
      const wider = sheet.getRange('A1:B2').format.fill;
      wider.load('color');
      await context.sync();
      expect([fill.color, wider.color]).toEqual(['#FFF2CC', null]);
    });
    expect(workbook.sheet('Uren').getRange('B7').numberFormat).toEqual([['0.00']]);
  });
});

describe('tables', () => {
  it('an empty table has one blank row, which the first new row takes', async () => {
    await makeTable();
    const table = workbook.table('Uren');
    expect(table.$records()).toEqual([
      { Plaatsing: '001', Datum: 42500, Uren: 8 },
      { Plaatsing: 'PL2', Datum: 42501, Uren: 7.5 },
    ]);
    expect(table.getRange().address).toBe('Uren!A1:C3');
  });

  it('deleting rows moves up what stands below; adding moves it down', async () => {
    await makeTable();
    const sheet = workbook.sheet('Uren');
    sheet.getRange('A5').values = [['notitie']];
    await Excel.run(async (context) => {
      const table = context.workbook.tables.getItem('Uren');
      table.rows.getItemAt(0).delete();
      await context.sync();
    });
    expect(sheet.getRange('A4').values).toEqual([['notitie']]);
    await Excel.run(async (context) => {
      const table = context.workbook.tables.getItem('Uren');
      table.rows.add(0, [
        ['PL0', 1, 1],
        ['PL1', 1, 1],
      ]);
      await context.sync();
    });
    expect(
      workbook
        .table('Uren')
        .$rows()
        .map(([key]) => key),
    ).toEqual(['PL0', 'PL1', 'PL2']);
    expect(sheet.getRange('A6').values).toEqual([['notitie']]);
  });

  it('the last row is emptied, and the table stays', async () => {
    await makeTable();
    await Excel.run(async (context) => {
      const table = context.workbook.tables.getItem('Uren');
      table.rows.deleteRowsAt(0, 2);
      const body = table.getDataBodyRange();
      body.load('values,rowCount');
      table.rows.load('count');
      await context.sync();
      expect([body.rowCount, body.values, table.rows.count]).toEqual([1, [['', '', '']], 0]);
    });
  });

  it('columns added and removed, headers unique', async () => {
    await makeTable();
    await Excel.run(async (context) => {
      const table = context.workbook.tables.getItem('Uren');
      table.columns.add(1, undefined, 'Uren');
      table.columns.getItem('Datum').delete();
      await context.sync();
    });
    expect(workbook.table('Uren').$headers()).toEqual(['Plaatsing', 'Uren', 'Uren2']);
    expect(workbook.table('Uren').$rows()[0]).toEqual(['001', '', 8]);
  });

  it('filters, sorting, totals and growth by typing', async () => {
    await makeTable();
    const table = workbook.table('Uren');
    workbook.$type('Uren!A4', 'PL3');
    expect(table.$rows()).toHaveLength(3);
    await Excel.run(async (context) => {
      const excelTable = context.workbook.tables.getItem('Uren');
      excelTable.columns.getItem('Uren').filter.applyValuesFilter(['8']);
      excelTable.sort.apply([{ key: 0, ascending: false }]);
      excelTable.autoFilter.load('isDataFiltered');
      await context.sync();
      expect(excelTable.autoFilter.isDataFiltered).toBe(true);
      excelTable.clearFilters();
      excelTable.showTotals = true;
      await context.sync();
    });
    expect(table.autoFilter.isDataFiltered).toBe(false);
    expect(table.$rows().map(([key]) => key)).toEqual(['PL3', 'PL2', '001']);
    table.rows.add(-1, [['PL4', 1, 2]]);
    expect(table.getTotalRowRange().values[0]?.[0]).toBe('Totaal');
    expect(table.getTotalRowRange().rowIndex).toBe(5);
  });
});

describe('sheets and names', () => {
  it('names move along with their cells', async () => {
    await Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('Uren');
      context.workbook.names.add('Einddatum', sheet.getRange('B6'));
      sheet.getRange('2:3').insert('Down');
      const name = context.workbook.names.getItem('Einddatum');
      name.load('formula,type');
      const missing = context.workbook.names.getItemOrNullObject('Anders');
      const range = name.getRange();
      range.load('address');
      await context.sync();
      expect([name.formula, name.type, range.address]).toEqual(['=Uren!$B$8', 'Range', 'Uren!B8']);
      expect(missing.isNullObject).toBe(true);
    });
  });

  it('a protected sheet refuses, but for unlocked cells', async () => {
    await Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('Uren');
      sheet.getRange('B1').format.protection.locked = false;
      sheet.protection.protect();
      sheet.getRange('B1').values = [[1]];
      await context.sync();
    });
    const write = Excel.run(async (context) => {
      context.workbook.worksheets.getItem('Uren').getRange('A1').values = [[1]];
      await context.sync();
    });
    await expect(write).rejects.toMatchObject({ code: 'AccessDenied' });
    expect(workbook.sheet('Uren').getRange('A1:B1').values).toEqual([['', 1]]);
  });

  it('charts, conditional formats, validation, page and culture', async () => {
    await Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('Uren');
      const chart = sheet.charts.add('ColumnClustered', sheet.getRange('A1:B7'), 'Columns');
      chart.name = 'Saldo';
      chart.title.text = 'Saldo per maand';
      const custom = sheet.getRange('A1:A9').conditionalFormats.add('Custom').custom;
      custom.rule.formula = '=$A1>1';
      custom.format.font.color = '#FF0000';
      sheet.getRange('A1:A9').dataValidation.rule = { list: { inCellDropDown: true, source: 'ja,nee' } };
      sheet.pageLayout.orientation = 'Landscape';
      sheet.pageLayout.setPrintTitleRows('$1:$1');
      sheet.freezePanes.freezeRows(1);
      sheet.onChanged.add(() => Promise.resolve());
      const { cultureInfo } = context.application;
      cultureInfo.numberFormat.load('numberDecimalSeparator');
      const validation = sheet.getRange('A3').dataValidation;
      validation.load('rule');
      const gone = sheet.charts.getItemOrNullObject('Anders');
      await context.sync();
      expect(cultureInfo.numberFormat.numberDecimalSeparator).toBe(',');
      expect(validation.rule.list?.source).toBe('ja,nee');
      expect(gone.isNullObject).toBe(true);
    });
    const sheet = workbook.sheet('Uren');
    expect(sheet.$charts[0]?.title.$values).toEqual({ text: 'Saldo per maand' });
    expect(sheet.$conditionalFormats[0]?.custom.$child('rule').$values).toEqual({ formula: '=$A1>1' });
    expect(sheet.pageLayout.$calls).toEqual([['setPrintTitleRows', '$1:$1']]);
  });

  it('the selection is recorded', async () => {
    await Excel.run(async (context) => {
      context.workbook.worksheets.getItem('Uren').getRange('B3').select();
      await context.sync();
    });
    expect(workbook.$selection.address).toBe('Uren!B3');
  });
});

describe('what goes wrong', () => {
  const read = () =>
    Excel.run({ delayForCellEdit: true }, async (context) => {
      const range = context.workbook.worksheets.getItem('Uren').getRange('A1');
      range.load('values');
      await context.sync();
      return range.values;
    });

  it('a property that was not loaded', async () => {
    const forgotten = Excel.run(async (context) => {
      const range = context.workbook.worksheets.getItem('Uren').getRange('A1');
      await context.sync();
      return range.values;
    });
    await expect(forgotten).rejects.toMatchObject({ code: 'PropertyNotLoaded' });
  });

  it('what is not simulated', async () => {
    const pivot = Excel.run(async (context) => {
      context.workbook.worksheets.getItem('Uren').pivotTables.refreshAll();
      await context.sync();
    });
    await expect(pivot).rejects.toMatchObject({ code: 'NotImplemented' });
  });

  it.each(['InvalidOperationInCellEditMode', 'RequestPayloadSizeLimitExceeded', 'ServiceNotAvailable'])(
    'the second request fails with %s',
    async (code) => {
      host.failAt(2, code);
      await read();
      await expect(read()).rejects.toMatchObject({ code });
      await read();
      expect(host.requests.map(({ error }) => error)).toEqual([undefined, code, undefined]);
    },
  );

  it('an open cell makes requests wait, or fail', async () => {
    host.startCellEdit();
    const waiting = read();
    const impatient = Excel.run(async (context) => {
      context.workbook.load('name');
      await context.sync();
    });
    await expect(impatient).rejects.toMatchObject({ code: 'InvalidOperationInCellEditMode' });
    host.endCellEdit();
    await expect(waiting).resolves.toEqual([['']]);
  });

  it('requests and answers over 5 MB', async () => {
    const write = Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('Uren');
      sheet.getRange('A1:A200').values = Array.from({ length: 200 }, () => ['x'.repeat(30_000)]);
      await context.sync();
    });
    await expect(write).rejects.toMatchObject({ code: 'RequestPayloadSizeLimitExceeded' });
    workbook.sheet('Uren').getRange('A1:A200').values = 'x'.repeat(30_000);
    const all = Excel.run(async (context) => {
      context.workbook.worksheets.getItem('Uren').getRange('A1:A200').load('values');
      await context.sync();
    });
    await expect(all).rejects.toMatchObject({ code: 'ResponsePayloadSizeLimitExceeded' });
  });
});

describe('two workbooks', () => {
  it('each has its own cells', async () => {
    const other = new Workbook('Uren');
    const write = (text: string) =>
      Excel.run(async (context) => {
        context.workbook.worksheets.getItem('Uren').getRange('A1').values = [[text]];
        await context.sync();
      });
    await write('een');
    installExcel(other);
    await write('twee');
    installExcel(host);
    expect([workbook, other].map((book) => book.sheet('Uren').getRange('A1').values[0]?.[0])).toEqual([
      'een',
      'twee',
    ]);
  });
});

describe('fifty thousand rows', () => {
  const rows = Array.from({ length: 50_000 }, (_, i) => [`PL${i % 500}`, 42_000 + (i % 365), 8, 4.5, 42_600]);

  it('are written, read and shifted within seconds', async () => {
    await Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('Uren');
      const table = sheet.tables.add('A1:E1', true);
      table.name = 'Uren';
      await context.sync();
      const started = performance.now();
      for (let i = 0; i < rows.length; i += 10_000) {
        table.rows.add(undefined, rows.slice(i, i + 10_000));
        await context.sync();
      }
      expect(performance.now() - started).toBeLessThan(3_000);
      const body = table.getDataBodyRange();
      const parts = [0, 10_000, 20_000, 30_000, 40_000].map((row) =>
        body.getRow(row).getResizedRange(9_999, 0),
      );
      const read = performance.now();
      const values: unknown[][] = [];
      for (const part of parts) {
        part.load('values,valueTypes');
        await context.sync();
        values.push(...part.values);
      }
      expect(performance.now() - read).toBeLessThan(3_000);
      expect(values).toEqual(rows);
      for (let i = 0; i < 500; i++) table.rows.getItemAt(100).delete();
      await context.sync();
    });
    expect(workbook.table('Uren').$count).toBe(49_500);
  });
});

describe('cells that shift', () => {
  const shift = (act: (sheet: Excel.Worksheet) => void) =>
    Excel.run(async (context) => {
      act(context.workbook.worksheets.getItem('Uren'));
      await context.sync();
    });

  it('rows inserted in a table widen it; half a table cannot be shifted', async () => {
    await makeTable();
    await shift((sheet) => sheet.getRange('3:4').insert('Down'));
    expect(workbook.table('Uren').getRange().address).toBe('Uren!A1:C5');
    await shift((sheet) => sheet.getRange('4:4').delete('Up'));
    expect(
      workbook
        .table('Uren')
        .$rows()
        .map(([key]) => key),
    ).toEqual(['001', '', 'PL2']);
    await expect(shift((sheet) => sheet.getRange('A2').insert('Down'))).rejects.toMatchObject({
      code: 'InsertDeleteConflict',
    });
  });

  it('a range in hand moves along, and is gone with its cells', async () => {
    await Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('Uren');
      const range = sheet.getRange('A5');
      range.load('address');
      await context.sync();
      sheet.getRange('1:2').insert('Down');
      range.load('address');
      await context.sync();
      expect(range.address).toBe('Uren!A7');
      sheet.getRange('7:7').delete('Up');
      range.load('address');
      await expect(context.sync()).rejects.toMatchObject({ code: 'InvalidReference' });
    });
  });

  it('a table with its rows deleted around it goes', async () => {
    await makeTable();
    await shift((sheet) => sheet.getRange('1:3').delete('Up'));
    expect(workbook.$tables).toEqual([]);
  });
});

describe('what is selected and what is hidden', () => {
  it('of several blocks each is given; asked for one, Excel refuses', async () => {
    workbook.$select('Uren', 'B2:C3', 'A7');
    await Excel.run(async (context) => {
      const { areas, worksheet } = context.workbook.getSelectedRanges();
      areas.load('items/rowIndex,items/rowCount');
      worksheet.load('name');
      await context.sync();
      expect(areas.items.map(({ rowIndex, rowCount }) => [rowIndex, rowCount])).toEqual([
        [1, 2],
        [6, 1],
      ]);
      expect(worksheet.name).toBe('Uren');
      context.workbook.getSelectedRange().load('address');
      await expect(context.sync()).rejects.toMatchObject({ code: 'InvalidSelection' });
    });
  });

  it('a row is hidden in all its columns; of rows that differ it is null', async () => {
    await Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('Uren');
      sheet.getRange('B3').rowHidden = true;
      sheet.getRange('A4').rowHidden = true;
      const ranges = ['F3', 'E3:F4', 'A3:A5', 'A5:A9'].map((address) => sheet.getRange(address));
      for (const range of ranges) range.load('rowHidden');
      await context.sync();
      expect(ranges.map(({ rowHidden }) => rowHidden)).toEqual([true, true, null, false]);
    });
  });
});

describe('copies', () => {
  it('take formats and outcomes to another sheet, and no formula or width', async () => {
    await Excel.run(async (context) => {
      const source = context.workbook.worksheets.getItem('Uren').getRange('A1:B2');
      source.values = [
        ["'007", 5],
        ['=A1', ''],
      ];
      source.numberFormat = [
        ['@', '0.00'],
        ['General', 'General'],
      ];
      source.getCell(0, 1).format.fill.color = '#FFF2CC';
      source.format.columnWidth = 33;
      const copy = context.workbook.worksheets.add('Kopie').getRange('C3');
      copy.copyFrom(source, Excel.RangeCopyType.formats);
      await context.sync();
      expect(workbook.sheet('Kopie').getRange('C3:D4').values.flat()).toEqual(['', '', '', '']);
      workbook
        .sheet('Uren')
        .getRange('A2')
        .$compute([['-007']]);
      copy.copyFrom(source, Excel.RangeCopyType.values);
      const fill = copy.getOffsetRange(0, 1).format;
      fill.load('columnWidth,fill/color');
      await context.sync();
      expect([fill.columnWidth, fill.fill.color]).toEqual([null, '#FFF2CC']);
    });
    const copied = workbook.sheet('Kopie').getRange('C3:D4');
    expect(copied.formulas).toEqual([
      ['007', 5],
      ['-007', ''],
    ]);
    expect(copied.numberFormat[0]).toEqual(['@', '0.00']);
  });
});
