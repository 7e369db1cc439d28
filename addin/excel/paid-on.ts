import { type Day, serialOfDay } from '../../shared/calendar.ts';
import { splitIntoBlocks } from './blocks.ts';
import { type CellRun, toRuns } from './changes.ts';
import { ExcelError, inOneUndoStep } from './errors.ts';
import { DATE, setFormat } from './formats.ts';
import { cellsOf, guardBands } from './guard.ts';
import type { LocatedTable } from './locate.ts';
import type { SheetTable } from './read.ts';
import { listShown } from './shown-rows.ts';
import { readTable } from './write.ts';

/** Places in the table Uren. */
const TRAVEL = 3;
const PAID_ON = 4;

/** What a run of cells costs in a request beside its values, in bytes. */
const RUN_OVERHEAD = 4_000;
/** What the guard loads of a row: its key, and the cell that is written. */
const GUARDED_ROW = 150;

/** How many of the selected rows of Uren were filled, and why the others were not. */
export interface PaidOn {
  filled: number;
  /** Had a day already, or something else in its place, which stays. */
  had: number;
  /** Have no travel costs, or none above zero. */
  without: number;
  /** Have travel costs that cannot be read. */
  unreadable: number;
  /** Hidden, by a filter for one: left alone. */
  hidden: number;
}

/**
 * Puts the day on which travel costs were paid into the selected rows of Uren that have travel costs and no such day yet;
 * the selection may be of any shape. Rows that cannot be seen stay as they are, and so does the filter. Throws `selection`
 * where no row of Uren is selected.
 */
export const fillPaidOn = (day: Day): Promise<PaidOn> =>
  inOneUndoStep(async (context) => {
    // Read first: what happens after it, the guard of the writes sees.
    const { found, sheet: uren } = await readTable(context, 'uren');
    const selected = await findSelected(context, found);
    const shown = new Set(await listShown(context, found, selected));
    const rows = uren.rows.filter(({ rowIndex }) => selected.has(rowIndex));
    const result: PaidOn = { filled: 0, had: 0, without: 0, unreadable: 0, hidden: 0 };
    const fill: number[] = [];
    for (const { rowIndex, values } of rows) {
      const travel = values[TRAVEL];
      if (!shown.has(rowIndex)) result.hidden += 1;
      else if (values[PAID_ON] !== null) result.had += 1;
      else if (travel === undefined) result.unreadable += 1;
      else if (Number(travel) === 0) result.without += 1;
      else fill.push(rowIndex);
    }
    await writeDays(context, found, uren, fill, day);
    return { ...result, filled: fill.length };
  });

/** The rows of the table's body, from 0, of which any cell is selected. */
async function findSelected(context: Excel.RequestContext, found: LocatedTable): Promise<Set<number>> {
  const { areas, worksheet } = context.workbook.getSelectedRanges();
  const body = found.excelTable.getDataBodyRange().load('rowIndex');
  areas.load('items/rowIndex,items/rowCount');
  worksheet.load('id');
  found.sheet.load('id');
  await context.sync().catch((error: unknown) => {
    throw isNoCells(error) ? notSelected() : error;
  });
  const rows = new Set<number>();
  if (worksheet.id === found.sheet.id)
    for (const { rowIndex, rowCount } of areas.items) {
      const first = Math.max(0, rowIndex - body.rowIndex);
      const end = Math.min(found.rowCount, rowIndex + rowCount - body.rowIndex);
      for (let row = first; row < end; row += 1) rows.add(row);
    }
  if (rows.size === 0) throw notSelected();
  return rows;
}

/** No run holds a hidden row, so that a filter is not in the way. */
async function writeDays(
  context: Excel.RequestContext,
  found: LocatedTable,
  uren: SheetTable,
  rowIndexes: readonly number[],
  day: Day,
): Promise<void> {
  const value = serialOfDay(day);
  const runs = toRuns(rowIndexes.map((rowIndex) => ({ column: PAID_ON, rowIndex, value })));
  for (const block of splitIntoBlocks(runs, ({ values }) => RUN_OVERHEAD + values.length * GUARDED_ROW))
    await writeRuns(context, found, uren, block);
}

async function writeRuns(
  context: Excel.RequestContext,
  found: LocatedTable,
  uren: SheetTable,
  runs: readonly CellRun[],
): Promise<void> {
  const position = found.positions[PAID_ON] as number;
  const bands = runs.map(({ rowIndex, values }) => ({
    rowIndex,
    rows: values.length,
    positions: [position],
  }));
  const guard = guardBands(found, uren, found.rowCount, bands);
  for (const { rowIndex, values } of runs) {
    const cells = cellsOf(found, position, rowIndex, values.length);
    setFormat(cells, DATE);
    cells.values = values.map((value) => [value]);
  }
  await context.sync();
  if (guard.holds()) return;
  guard.putBack();
  await context.sync();
  throw new ExcelError(
    'moved',
    'Het blad Uren veranderde terwijl er in werd geschreven. Wat u typte staat er nog. Probeer het opnieuw.',
  );
}

/** Excel's word where a chart or a picture is selected. */
const isNoCells = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'InvalidSelection';

const notSelected = (): ExcelError =>
  new ExcelError(
    'selection',
    'Selecteer eerst in het blad Uren de regels die betaald zijn, en klik dan opnieuw.',
  );
