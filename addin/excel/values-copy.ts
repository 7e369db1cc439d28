import { AFREKENING_HEADER, AFREKENING_SHEET } from './afrekening-sheet.ts';
import { inExcel } from './errors.ts';
import { formatTitle, setPrint } from './formats.ts';
import { MONTH_HEADER, MONTH_SHEET } from './month-sheet.ts';

const COPIES = [
  { of: MONTH_SHEET, head: MONTH_HEADER },
  { of: AFREKENING_SHEET, head: AFREKENING_HEADER },
];

export const copyName = (sheet: string): string => `${sheet} (waarden)`;

export interface ValuesCopy {
  /** The names of the new sheets. */
  sheets: string[];
  /** The sheets of which cells show an error, such as #BEZET! where Excel still calculates. */
  withErrors: string[];
}

/**
 * Makes copies of Maand and Afrekening that hold values only, for readers without the add-in; earlier ones go. `moment`:
 * Dutch, when. Throws where one of the two is gone, before anything changes.
 */
export const copyValues = (moment: string): Promise<ValuesCopy> =>
  inExcel(async (context) => {
    const { worksheets } = context.workbook;
    const sources = COPIES.map(({ of }) => {
      const sheet = worksheets.getItem(of);
      const range = sheet.getRange('A1').getBoundingRect(sheet.getUsedRange());
      range.load('columnCount,valueTypes');
      const earlier = worksheets.getItemOrNullObject(copyName(of)).load('name');
      return { of, range, earlier };
    });
    await context.sync();
    const widths = sources.map(({ range }) =>
      Array.from({ length: range.columnCount }, (_, i) => range.getColumn(i).format.load('columnWidth')),
    );
    await context.sync();
    for (const { earlier } of sources) if (!earlier.isNullObject) earlier.delete();
    for (const [i, { of, range }] of sources.entries()) {
      const copy = worksheets.add(copyName(of));
      const start = copy.getRange('A1');
      start.copyFrom(range, Excel.RangeCopyType.formats);
      start.copyFrom(range, Excel.RangeCopyType.values);
      widths[i]?.forEach(({ columnWidth }, column) => {
        copy.getCell(0, column).getEntireColumn().format.columnWidth = columnWidth;
      });
      formatTitle(start);
      start.values = [[copyName(of)]];
      copy.getRange('A2').values = [[`Kopie met waarden van ${moment}. Deze kopie rekent niet mee.`]];
    }
    worksheets.getItem(copyName(AFREKENING_SHEET)).activate();
    await context.sync();
    const isWrong = ({ range }: (typeof sources)[number]) =>
      range.valueTypes.some((row) => row.some((type) => type === Excel.RangeValueType.error));
    return {
      sheets: COPIES.map(({ of }) => copyName(of)),
      withErrors: sources.filter(isWrong).map(({ of }) => of),
    };
  });

/** How the copies print. Apart from the rest: it asks for a printer, which not every computer has. */
export const setUpCopyPrinting = (): Promise<void> =>
  inExcel(async (context) => {
    for (const { of, head } of COPIES)
      setPrint(context.workbook.worksheets.getItem(copyName(of)), `$${head}:$${head}`);
    await context.sync();
  });
