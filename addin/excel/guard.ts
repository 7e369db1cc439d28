import { type LocatedTable, watchShape } from './locate.ts';
import type { SheetTable } from './read.ts';

/*
 * The user goes on working while a sync writes. A batch is carried out as a whole, but between the reading of a table and
 * a batch that writes to it rows may have been inserted, sorted or typed. So each batch asks, before its writes, for what
 * they rely on; where that is no longer as it was read, what was overwritten is put back at once.
 */

/** Rows of a table's body that a batch writes to, in these columns of it. */
export interface Band {
  rowIndex: number;
  rows: number;
  positions: readonly number[];
  /** `removal`: the rows go as a whole; `blank`: nothing stands there yet; else cells are overwritten. */
  kind?: 'removal' | 'blank';
  /** What is written, row by row, in the order of the positions; absent of rows that go. */
  written?: readonly (readonly (string | number)[])[];
}

export interface Guard {
  /** Once the batch is done: whether all stood as it was read. */
  holds(): boolean;
  /**
   * Queues the putting back of what the batch overwrote or took out. The function tells, once that is done, whether the
   * cells were still those of the batch: the user may have moved rows again since.
   */
  putBack(): () => boolean;
}

/** Cells of a table's body as it lies when the batch is carried out, wherever that is. */
export const cellsOf = (
  { excelTable }: LocatedTable,
  position: number,
  rowIndex: number,
  rows: number,
  columns = 1,
): Excel.Range =>
  excelTable
    .getDataBodyRange()
    .getCell(rowIndex, position)
    .getResizedRange(rows - 1, columns - 1);

/**
 * Queues the loading of what the writes to these bands rely on: keys, what is overwritten, and how the table lies;
 * its body then has `rowCount` rows. To be called before the writes are queued.
 */
export function guardBands(
  found: LocatedTable,
  sheet: SheetTable,
  rowCount: number,
  bands: readonly Band[],
): Guard {
  const { excelTable, columnCount, positions, table } = found;
  const isAsFound = watchShape(found);
  const header = excelTable.getHeaderRowRange().load('values');
  const keys = positions.slice(0, table.keyLength);
  const all = Array.from({ length: columnCount }, (_, i) => i);
  const watched = bands.map((band) => {
    const { rowIndex, rows } = band;
    const column = (position: number, fields: string) => ({
      positions: [position],
      cells: cellsOf(found, position, rowIndex, rows).load(fields),
    });
    if (band.kind === undefined)
      return {
        band,
        relied: keys.map((position) => column(position, 'values')),
        kept: band.positions.map((position) => column(position, KEPT)),
      };
    if (band.kind === 'blank')
      return {
        band,
        relied: [],
        kept: [],
        used: band.positions.map((position) => {
          const cells = cellsOf(found, position, rowIndex, rows);
          return { cells, filled: cells.getUsedRangeOrNullObject(true).load(KEPT) };
        }),
      };
    // Rows that go as wide as the table is by then.
    const cells = excelTable
      .getDataBodyRange()
      .getRow(rowIndex)
      .getResizedRange(rows - 1, 0)
      .load(KEPT);
    return { band, relied: [], kept: [{ positions: all, cells }] };
  });
  const isAsRead = (rowIndex: number, { positions: columns, cells }: Loaded) =>
    cells.values.every((row, k) =>
      columns.every((position, i) => row[i] === (sheet.cells[rowIndex + k]?.[position] ?? '')),
    );
  return {
    holds: () =>
      isAsFound(rowCount) &&
      watched.every(
        ({ band, relied, kept, used = [] }) =>
          [...relied, ...kept].every((loaded) => isAsRead(band.rowIndex, loaded)) &&
          used.every(({ filled }) => filled.isNullObject),
      ),
    putBack: () => {
      const headers = JSON.stringify(header.values);
      const checks = [() => JSON.stringify(header.values) === headers];
      const expect = (cells: Excel.Range, values: readonly (readonly unknown[])[]) => {
        cells.load('values');
        checks.push(() => cells.values.every((row, k) => row.every((value, i) => value === values[k]?.[i])));
      };
      header.load('values');
      // Bands go from the bottom up, so that they come back from the top down.
      for (const { band, relied, kept, used = [] } of watched.toReversed()) {
        const writtenTo = (i: number) => (band.written ?? []).map((row) => [asHeld(row[i])]);
        const isKey = ({ positions: [position] }: Loaded) => band.positions.some((each) => each === position);
        for (const loaded of relied) if (!isKey(loaded)) expect(loaded.cells, loaded.cells.values);
        for (const [i, { cells }] of kept.entries()) {
          const { formulas, values, numberFormat } = cells;
          const was = { formulas, values, numberFormat };
          if (band.kind === 'removal') restore(addRows(found, band, formulas[0]?.length ?? 0), was);
          else {
            expect(cells, writtenTo(i));
            restore(cells, was);
          }
        }
        for (const [i, { cells, filled }] of used.entries()) {
          expect(cells, writtenTo(i));
          cells.clear(Excel.ClearApplyTo.contents);
          if (!filled.isNullObject) restore(filled, filled);
        }
      }
      return () => checks.every((isStill) => isStill());
    },
  };
}

const KEPT = 'values,formulas,numberFormat';

interface Loaded {
  /** Per column of `cells` its position in the table as it was read. */
  positions: readonly number[];
  cells: Excel.Range;
}

/** Queues blank rows where rows went; gives their cells. */
function addRows({ excelTable }: LocatedTable, { rowIndex, rows }: Band, columns: number): Excel.Range {
  const blank = Array.from({ length: rows }, () => Array<string>(columns).fill(''));
  return excelTable.rows
    .add(rowIndex, blank)
    .getRange()
    .getResizedRange(rows - 1, 0);
}

/** Queues the writing of what was loaded. */
function restore(
  target: Excel.Range,
  { formulas, values, numberFormat }: Pick<Excel.Range, 'formulas' | 'values' | 'numberFormat'>,
): void {
  target.numberFormat = numberFormat;
  target.formulas = formulas.map((row, k) => row.map((formula, i) => asTyped(formula, values[k]?.[i])));
}

/** A cell's content as it is typed to get it: text with the apostrophe that keeps it text. */
const asTyped = (formula: unknown, value: unknown): unknown =>
  typeof value === 'string' && value !== '' && formula === value ? `'${value}` : formula;

/** What a cell holds once that was written to it: without the apostrophe that keeps text. */
export const asHeld = (value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/^'/, '') : value;
