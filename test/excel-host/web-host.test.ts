import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBrowser, launchBrowser } from './browser.ts';
import { openExcel, type WebExcel } from './web-host.ts';
import { Workbook } from './workbook.ts';

const PANE = `<!doctype html><html lang="nl"><meta charset="utf-8"><title>Proef</title>
<script src="https://appsforoffice.microsoft.com/lib/1/hosted/office.js"></script>
<script src="/functions.js"></script><p id="out"></p></html>`;
const FUNCTIONS = `
CustomFunctions.associate('OPTELLEN', (a, b) => a + b);
CustomFunctions.associate('KAPOT', () => { throw new CustomFunctions.Error(CustomFunctions.ErrorCode.invalidValue, 'Uurtarief ontbreekt'); });
Office.onReady((info) => { document.getElementById('out').textContent = JSON.stringify(info); });`;

const serve = (request: Request): Response => {
  const { pathname } = new URL(request.url);
  if (pathname === '/taskpane.html') return new Response(PANE, { headers: { 'content-type': 'text/html' } });
  if (pathname === '/functions.js')
    return new Response(FUNCTIONS, { headers: { 'content-type': 'text/javascript' } });
  return new Response(null, { status: 404 });
};

describe('the real office.js in a browser', () => {
  let excel: WebExcel;

  beforeAll(async () => {
    excel = await openExcel(await launchBrowser(), {
      workbook: new Workbook('Uren'),
      url: 'https://addin.test/taskpane.html',
      fetch: serve,
      requirements: {
        ExcelApi: '1.9',
        SharedRuntime: '1.1',
        CustomFunctionsRuntime: '1.1',
        CustomFunctions: '1.7',
      },
      enforceRequirements: true,
    });
  });
  afterAll(async () => {
    await excel?.close();
    await closeBrowser();
  });

  it('knows that it runs in Excel', async () => {
    await excel.page.frameLocator('#addin').locator('#out:not(:empty)').waitFor();
    expect(JSON.parse((await excel.frame.textContent('#out')) ?? '')).toMatchObject({
      host: 'Excel',
      platform: 'OfficeOnline',
    });
  });

  it('writes and reads the workbook of the test', async () => {
    const values = await excel.frame.evaluate(() =>
      Excel.run(async (context) => {
        const range = context.workbook.worksheets.getItem('Uren').getRange('A1:B1');
        range.values = [['Plaatsing', 8.5]];
        range.load('values');
        await context.sync();
        return range.values as unknown;
      }),
    );
    expect(values).toEqual([['Plaatsing', 8.5]]);
    expect(excel.workbook.sheet('Uren').getRange('A1:B1').values).toEqual(values);
  });

  it('hears of what the user types', async () => {
    await excel.frame.evaluate(() =>
      Excel.run(async (context) => {
        context.workbook.worksheets.getItem('Uren').onChanged.add(async ({ address, source }) => {
          document.title = `${source} ${address}`;
        });
        await context.sync();
      }),
    );
    await excel.type('Uren', 'C7', '8,5');
    await expect.poll(() => excel.frame.evaluate(() => document.title)).toBe('Local C7');
    expect(excel.workbook.sheet('Uren').getRange('C7').values).toEqual([[8.5]]);
  });

  it('runs custom functions', async () => {
    await excel.functionsReady;
    const [sum, broken] = await Promise.all([excel.invoke('OPTELLEN', [1, 2]), excel.invoke('KAPOT', [])]);
    expect(sum).toEqual({ value: 3 });
    expect(broken).toMatchObject({ error: '#VALUE!', message: 'Uurtarief ontbreekt' });
  });

  it('computes a formula that calls one of them', async () => {
    excel.workbook.sheet('Uren').getRange('E1:E2').formulas = [[4], ['=FLEX.OPTELLEN(E1,2)']];
    await excel.calculate('Uren', 'E2');
    expect(excel.workbook.sheet('Uren').getRange('E2').values).toEqual([[6]]);
    expect(excel.workbook.sheet('Uren').getRange('E2').formulas).toEqual([['=FLEX.OPTELLEN(E1,2)']]);
  });

  it('refuses what is newer than the requirement sets', async () => {
    const code = await excel.frame.evaluate(() =>
      Excel.run(async (context) => {
        context.workbook.worksheets.getItem('Uren').getRange('A1').getSpillingToRange().load('address');
        await context.sync();
        return 'accepted';
      }).catch((error: { code: string }) => error.code),
    );
    expect(code).toBe('ApiNotFound');
  });

  it('an open cell is the error of Excel', async () => {
    excel.host.failAt(1, 'InvalidOperationInCellEditMode');
    const code = await excel.frame.evaluate(() =>
      Excel.run(async (context) => {
        context.workbook.load('name');
        await context.sync();
        return 'accepted';
      }).catch((error: { code: string }) => error.code),
    );
    expect(code).toBe('InvalidOperationInCellEditMode');
  });

  it('asked nothing that the host does not know, and nothing elsewhere but telemetry', () => {
    expect(excel.unknown).toEqual([]);
    expect(excel.errors).toEqual([]);
    expect(excel.blocked.filter((url) => !/telemetry|events\.data\.microsoft/.test(url))).toEqual([]);
  });
});
