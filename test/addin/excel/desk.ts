import { createClient } from '../../../addin/client.ts';
import { addConnection, writeConnection } from '../../../addin/excel/connection.ts';
import { setUpWorkbook } from '../../../addin/excel/set-up.ts';
import { addTable } from '../../../addin/excel/table-sheets.ts';
import { planSync, runSync, type SyncOptions } from '../../../addin/sync.ts';
import { NO_CHOICES, type SyncChoices } from '../../../addin/sync-request.ts';
import { getTable, TABLE_NAMES, TABLES, type TableName, type WireRow } from '../../../shared/tables.ts';
import { toCell } from '../../../addin/excel/cells.ts';
import { installExcel } from '../../excel-host/node-client.ts';
import { Workbook } from '../../excel-host/workbook.ts';
import { CONTRACT, smallTables, Testbed } from '../../server/testbed.ts';

/** Someone with a workbook of their own, who syncs it with the real server through the real office.js. */
export class Desk {
  readonly workbook = new Workbook();
  readonly client;
  /** Taken away, the server does not answer; it still does what was asked. */
  online = true;

  constructor(bed: Testbed, token = bed.writer) {
    this.client = createClient('http://flex.test', token, async (url, init) => {
      const response = await bed.app.request(url, init);
      if (!this.online) throw new TypeError('fetch failed');
      return response;
    });
  }

  async setUp(): Promise<this> {
    installExcel(this.workbook);
    await setUpWorkbook(await this.client.getContract(CONTRACT));
    return this;
  }

  /** The four tables only: without the sheets that compute it is done in a moment. */
  async setUpTables(): Promise<this> {
    installExcel(this.workbook);
    await Excel.run(async (context) => {
      for (const table of TABLES) addTable(context.workbook.worksheets.add(table.label), table);
      addConnection(context);
      writeConnection(context, { contractnummer: CONTRACT, lineage: null, revision: null, from: null });
      await context.sync();
    });
    return this;
  }

  plan(choices: Partial<SyncChoices> = {}, options: SyncOptions = {}) {
    installExcel(this.workbook);
    return planSync(this.client, CONTRACT, { ...NO_CHOICES, ...choices }, options);
  }

  sync(choices: Partial<SyncChoices> = {}, options: SyncOptions = {}) {
    installExcel(this.workbook);
    return runSync(this.client, CONTRACT, { ...NO_CHOICES, ...choices }, options);
  }

  /** The same, and throws where it was not done. */
  async mustSync(choices: Partial<SyncChoices> = {}) {
    const outcome = await this.sync(choices);
    if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
    return outcome.summary;
  }

  table(name: TableName) {
    return this.workbook.table(getTable(name).label);
  }

  /** Puts rows below those that are there, in the columns as they stand; a blank row at the end is used first. */
  add(name: TableName, ...rows: WireRow[]): void {
    const { columns } = getTable(name);
    const table = this.table(name);
    const headers = table.$headers();
    for (const row of rows) {
      const cells = headers.map((header) => {
        const i = columns.findIndex(({ label }) => label === header);
        const column = columns[i];
        return column ? toCell(column, row[i] ?? null) : '';
      });
      const last = table.getDataBodyRange().getLastRow();
      if (last.values.flat().every((value) => value === '')) last.values = [cells];
      else table.rows.add(undefined, [cells]);
    }
  }

  /** Types into the cell of a row, found by the first key field, and for uren by the date as well. */
  type(name: TableName, key: readonly string[], field: string, input: unknown): void {
    const { columns, label } = getTable(name);
    const table = this.table(name);
    const headerOf = (i: number) => columns[i]?.label ?? '';
    const row = table.$records().findIndex((record) =>
      key.every((part, i) => {
        const column = columns[i];
        return column && String(record[headerOf(i)]) === String(toCell(column, part)).replace(/^'/, '');
      }),
    );
    const column = table
      .$headers()
      .indexOf(columns.find((candidate) => candidate.name === field)?.label ?? '');
    if (row < 0 || column < 0) throw new Error(`no ${field} of ${key.join(' ')} in ${label}`);
    const cell = table.getDataBodyRange().getCell(row, column);
    this.workbook.$type(cell.address, input);
  }

  /** The rows by their headers, the values as Excel holds them. */
  records(name: TableName) {
    return this.table(name).$records();
  }
}

/** Anna has filled and synced her workbook, Bert has fetched it into his. */
export async function annaAndBert() {
  const bed = await Testbed.open();
  const anna = await new Desk(bed).setUp();
  const rows = smallTables();
  for (const name of TABLE_NAMES) anna.add(name, ...rows[name]);
  await anna.mustSync();
  const bert = await new Desk(bed, await bed.token('Bert', ['lezen', 'schrijven'])).setUp();
  await bert.mustSync();
  return { bed, anna, bert };
}
