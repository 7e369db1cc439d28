import { AFREKENING_HEADER, AFREKENING_SHEET } from './afrekening-sheet.ts';
import { inExcel } from './errors.ts';
import { formatTitle, setPrint } from './formats.ts';
import { MONTH_HEADER, MONTH_SHEET } from './month-sheet.ts';

const COPIES = [
  { of: MONTH_SHEET, head: MONTH_HEADER },
  { of: AFREKENING_SHEET, head: AFREKENING_HEADER },
];

export const copyName = (sheet: string): string => `${sheet} (waarden)`;

/**
 * Makes copies of Maand and Afrekening that hold values only, for readers without the add-in; earlier ones go. `moment`:
 * Dutch, when. Returns the names of the new sheets.
 */
export const copyValues = (moment: string): Promise<string[]> =>
  inExcel(async (context) => {
    const { worksheets } = context.workbook;
    const earlier = COPIES.map(({ of }) => worksheets.getItemOrNullObject(copyName(of)).load('name'));
    await context.sync();
    for (const sheet of earlier) if (!sheet.isNullObject) sheet.delete();
    for (const { of, head } of COPIES) {
      const used = worksheets.getItem(of).getUsedRange();
      const copy = worksheets.add(copyName(of));
      const start = copy.getRange('A1');
      start.copyFrom(used, Excel.RangeCopyType.formats);
      start.copyFrom(used, Excel.RangeCopyType.values);
      copy.getRange('A:N').format.columnWidth = 92;
      copy.getRange('A:A').format.columnWidth = 150;
      formatTitle(start);
      start.values = [[copyName(of)]];
      copy.getRange('A2').values = [[`Kopie met waarden van ${moment}. Deze kopie rekent niet mee.`]];
      setPrint(copy, `$${head}:$${head}`);
    }
    worksheets.getItem(copyName(AFREKENING_SHEET)).activate();
    await context.sync();
    return COPIES.map(({ of }) => copyName(of));
  });
