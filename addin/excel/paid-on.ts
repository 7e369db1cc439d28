import { type Day, serialOfDay } from '../../shared/calendar.ts';
import { formatOf } from './cells.ts';
import { ExcelError, inOneUndoStep } from './errors.ts';
import { type LocatedTable, locateTables } from './locate.ts';
import { readTables, type SheetTable } from './read.ts';

/** Places in the table Uren. */
const TRAVEL = 3;
const PAID_ON = 4;

export interface PaidOn {
  filled: number;
  /** Had a day already, which stays. */
  had: number;
  /** Have no travel costs. */
  without: number;
  /** Hidden, by a filter for one: left alone. */
  hidden: number;
}

/**
 * Puts the day on which travel costs were paid into the selected rows of Uren that have travel costs and no such day yet.
 * Throws `selection` where the selection is no block of rows of Uren.
 */
export const fillPaidOn = (day: Day): Promise<PaidOn> =>
  inOneUndoStep(async (context) => {
    const [found] = (await locateTables(context, ['uren'])) as [LocatedTable];
    const selection = context.workbook.getSelectedRange();
    selection.load('rowIndex,rowCount');
    const { worksheet } = selection;
    worksheet.load('id');
    found.sheet.load('id');
    await context.sync().catch((error: unknown) => {
      throw isSeveral(error) ? notSelected() : error;
    });
    const first = Math.max(0, selection.rowIndex - found.firstRow);
    const last = Math.min(found.rowCount, selection.rowIndex + selection.rowCount - found.firstRow) - 1;
    if (worksheet.id !== found.sheet.id || last < first) throw notSelected();
    const [uren] = (await readTables(context, [found], {})) as [SheetTable];
    const cellOf = (rowIndex: number) =>
      found.sheet.getCell(
        found.firstRow + rowIndex,
        found.firstColumn + (found.positions[PAID_ON] as number),
      );
    const rows = uren.rows
      .filter(({ rowIndex }) => rowIndex >= first && rowIndex <= last)
      .map(({ rowIndex, values }) => ({ values, cell: cellOf(rowIndex) }));
    for (const { cell } of rows) cell.load('rowHidden');
    await context.sync();
    const result: PaidOn = { filled: 0, had: 0, without: 0, hidden: 0 };
    for (const { values, cell } of rows) {
      if (cell.rowHidden) result.hidden += 1;
      else if (values[TRAVEL] === null) result.without += 1;
      else if (values[PAID_ON] !== null) result.had += 1;
      else {
        const column = found.table.columns[PAID_ON];
        if (column) cell.numberFormat = [[formatOf(column)]];
        cell.values = [[serialOfDay(day)]];
        result.filled += 1;
      }
    }
    await context.sync();
    return result;
  });

/** Excel's word for a selection of several blocks. */
const isSeveral = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'InvalidSelection';

const notSelected = (): ExcelError =>
  new ExcelError(
    'selection',
    'Selecteer eerst in het blad Uren één blok met de regels die betaald zijn, en klik dan opnieuw.',
  );
