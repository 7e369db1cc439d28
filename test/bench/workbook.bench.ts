import { describe, expect, it } from 'vitest';
import { runSync } from '../../addin/sync.ts';
import { NO_CHOICES } from '../../addin/sync-request.ts';
import { toCell } from '../../addin/excel/cells.ts';
import { TABLES, type TableName, type WireRow } from '../../shared/tables.ts';
import { installExcel } from '../excel-host/node-client.ts';
import { CONTRACT, Testbed } from '../server/testbed.ts';
import { Desk } from '../addin/excel/desk.ts';
import { median, tablesOf } from './rows.ts';

/** Rows of a bare read, as many as go into 5 MB with room to spare. */
const BLOCK = 20_000;

/** Puts the rows into the workbook's cells without office.js. */
function fill(desk: Desk, tables: Record<TableName, WireRow[]>): void {
  for (const { name, columns, label } of TABLES) {
    const table = desk.workbook.table(label);
    const rows = tables[name];
    const sheet = desk.workbook.sheet(label);
    table.resize(sheet.getRangeByIndexes(0, 0, rows.length + 1, columns.length));
    columns.forEach((_, i) => {
      const format = table.getDataBodyRange().getCell(0, i).numberFormat;
      sheet.getRangeByIndexes(1, i, rows.length, 1).numberFormat = rows.map(() => format[0]);
    });
    sheet.getRangeByIndexes(1, 0, rows.length, columns.length).values = rows.map((row) =>
      columns.map((column, i) => toCell(column, row[i] ?? null)),
    );
  }
}

/** The bare operation: every value of the four tables through the same office.js and host, in as few round trips as fit. */
async function bareRead(): Promise<number> {
  const start = performance.now();
  let cells = 0;
  await Excel.run(async (context) => {
    const bodies = TABLES.map(({ label }) => context.workbook.tables.getItem(label).getDataBodyRange());
    for (const body of bodies) body.load('rowCount');
    await context.sync();
    for (const body of bodies)
      for (let from = 0; from < body.rowCount; from += BLOCK) {
        const block = body.getRow(from).getResizedRange(Math.min(BLOCK, body.rowCount - from) - 1, 0);
        block.load('values');
        await context.sync();
        cells += block.values.length;
      }
  });
  expect(cells).toBeGreaterThan(0);
  return performance.now() - start;
}

/** A desk that counts the bytes it sends. */
class WeighedDesk extends Desk {
  bytes = 0;
  constructor(bed: Testbed) {
    super(bed);
    const sync = this.client.sync.bind(this.client);
    this.client.sync = (contractnummer, request, signal) => {
      this.bytes = JSON.stringify(request).length;
      return sync(contractnummer, request, signal);
    };
  }
}

describe('a workbook of many rows against the bare read of its cells through the same host', () => {
  const trips = new Map<number, number>();

  it.each([
    [10_000, 3],
    [50_000, 3],
  ])('%i rows of hours', async (total, rounds) => {
    const tables = tablesOf(total);
    const rows = TABLES.reduce((sum, { name }) => sum + tables[name].length, 0);
    const ratios = {
      send: [] as number[],
      receive: [] as number[],
      same: [] as number[],
      one: [] as number[],
    };
    for (let round = 0; round < rounds; round++) {
      const bed = await Testbed.open();
      const anna = await new WeighedDesk(bed).setUp();
      fill(anna, tables);
      let host = installExcel(anna.workbook);
      const floor = median([await bareRead(), await bareRead(), await bareRead()]);
      const timed = async (desk: Desk) => {
        const before = host.requests.length;
        const start = performance.now();
        const outcome = await runSync(desk.client, CONTRACT, NO_CHOICES);
        expect(outcome.kind).toBe('done');
        return { ratio: (performance.now() - start) / floor, trips: host.requests.length - before };
      };
      ratios.send.push((await timed(anna)).ratio);
      ratios.same.push((await timed(anna)).ratio);
      anna.type('uren', tables.uren[7]?.slice(0, 2) as string[], 'uren', 3.25);
      const one = await timed(anna);
      ratios.one.push(one.ratio);
      trips.set(total, one.trips);
      const bert = await new Desk(bed).setUp();
      host = installExcel(bert.workbook);
      const receive = await timed(bert);
      ratios.receive.push(receive.ratio);
      expect(bert.records('uren')).toHaveLength(tables.uren.length);
      if (round === 0)
        console.log(
          `${rows} rows: ${one.trips} round trips to sync one changed row, ${receive.trips} to receive all of them; the request is ${(anna.bytes / 1e6).toFixed(1)} MB before gzip`,
        );
    }
    const shown = Object.entries(ratios).map(([name, values]) => `${name} ${median(values).toFixed(1)} ×`);
    console.log(`${rows} rows: ${shown.join(', ')} the bare read`);
  });

  it('five times the rows take at most as many more round trips as blocks', () => {
    expect((trips.get(50_000) ?? Number.NaN) - (trips.get(10_000) ?? Number.NaN)).toBeLessThanOrEqual(8);
  });
});
