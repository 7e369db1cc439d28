import { CONNECTION_SHEET } from './connection.ts';
import { ExcelError, inExcel } from './errors.ts';

/** How this Excel is set, as far as it matters to amounts and dates. */
export interface ExcelSettings {
  /** Such as `nl-NL`. */
  culture: string;
  decimal: string;
  thousands: string;
  /** Such as `d-m-yyyy`. */
  date: string;
  /** `Automatic`, `AutomaticExceptTables` or `Manual`. */
  calculation: string;
}

export const readSettings = (): Promise<ExcelSettings> =>
  inExcel(async (context) => {
    const { application } = context.workbook;
    const { cultureInfo } = application;
    const { numberFormat, datetimeFormat } = cultureInfo;
    application.load('calculationMode');
    cultureInfo.load('name');
    numberFormat.load('numberDecimalSeparator,numberGroupSeparator');
    datetimeFormat.load('shortDatePattern');
    await context.sync();
    return {
      culture: cultureInfo.name,
      decimal: numberFormat.numberDecimalSeparator,
      thousands: numberFormat.numberGroupSeparator,
      date: datetimeFormat.shortDatePattern,
      calculation: application.calculationMode,
    };
  });

/** A function with a case of which the outcome is known: May 2016 of the example. */
export interface FunctionCase {
  name: string;
  formula: string;
  expected: number;
}

const TIERS = [
  [0, 0.12],
  [5000, 0.1],
  [10000, 0.08],
];

export const FUNCTION_CASES: readonly FunctionCase[] = [
  { name: 'PREMIE', formula: '=FLEX.PREMIE(933.25,2)', expected: 1866.5 },
  { name: 'OMZET', formula: '=FLEX.OMZET(34.5,12.5)', expected: 431.25 },
  { name: 'STAFFELFEE', formula: '=FLEX.STAFFELFEE(11048.21,H1:I3,0)', expected: 1183.86 },
  { name: 'AFREKENING', formula: '=FLEX.AFREKENING(11048.21,1866.5,289.7,1183.86,600)', expected: 8308.15 },
];

/** Excel computes a cell of ours after the request that wrote it; it is looked at this often, so many ms apart. */
const LOOKS = 12;
const PAUSE = 250;

/**
 * Lets Excel compute the known cases in cells of the hidden sheet, which it clears again, and gives what stood there: a
 * number, or text such as `#NAAM?`. Null where there is no hidden sheet.
 */
export async function tryFunctions(): Promise<unknown[] | null> {
  try {
    return await inExcel(async (context) => {
      const sheet = context.workbook.worksheets.getItem(CONNECTION_SHEET);
      const cells = sheet.getRange(`F1:F${FUNCTION_CASES.length}`);
      sheet.getRange('H1:I3').values = TIERS;
      cells.formulas = FUNCTION_CASES.map(({ formula }) => [formula]);
      const look = async (left: number): Promise<unknown[]> => {
        cells.load('values');
        await context.sync();
        const values = cells.values.map((row) => row[0] as unknown);
        if (left === 0 || values.every((value, i) => value === FUNCTION_CASES[i]?.expected)) return values;
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
        return look(left - 1);
      };
      const values = await look(LOOKS);
      sheet.getRange('F1:I9').clear(Excel.ClearApplyTo.contents);
      await context.sync();
      return values;
    });
  } catch (error) {
    if (error instanceof ExcelError && error.code === 'ItemNotFound') return null;
    throw error;
  }
}
