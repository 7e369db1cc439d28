import { AFREKENING_SHEET } from './afrekening-sheet.ts';
import { CONNECTION_SHEET, DAY_CELL } from './connection.ts';
import { inExcel } from './errors.ts';
import { MONTH_SHEET } from './month-sheet.ts';

/** How this Excel is set, as far as it matters to amounts and dates. */
export interface ExcelSettings {
  /** Such as `nl-NL`. */
  culture: string;
  decimal: string;
  thousands: string;
  /** What stands between a function's arguments; null where no formula shows it. */
  list: string | null;
  /** Such as `d-m-yyyy`. */
  date: string;
  /** `Automatic`, `AutomaticExceptTables` or `Manual`. */
  calculation: string;
}

/** Excel has no call for its list separator: a formula of ours, as the user would type it, shows it. */
export const readSettings = (): Promise<ExcelSettings> =>
  inExcel(async (context) => {
    const { application, worksheets } = context.workbook;
    const { cultureInfo } = application;
    const { numberFormat, datetimeFormat } = cultureInfo;
    application.load('calculationMode');
    cultureInfo.load('name');
    numberFormat.load('numberDecimalSeparator,numberGroupSeparator');
    datetimeFormat.load('shortDatePattern');
    const sheet = worksheets.getItemOrNullObject(CONNECTION_SHEET);
    sheet.load('name');
    const typed = sheet.getRange(DAY_CELL);
    typed.load('formulasLocal');
    await context.sync();
    const local = sheet.isNullObject ? '' : String(typed.formulasLocal[0]?.[0]);
    return {
      culture: cultureInfo.name,
      decimal: numberFormat.numberDecimalSeparator,
      thousands: numberFormat.numberGroupSeparator,
      list: /\(2016(.)/.exec(local)?.[1] ?? null,
      date: datetimeFormat.shortDatePattern,
      calculation: application.calculationMode,
    };
  });

/** A function with a case of which the outcome is known. */
export interface FunctionCase {
  id: string;
  /** As Excel passes them. */
  args: unknown[][][];
  expected: number;
}

const TIERS = [
  [0, 0.12],
  [5000, 0.1],
  [10000, 0.08],
];

/** Of the worked month of May 2016, but for OMZET: there each plaatsing has its own hours. */
export const FUNCTION_CASES: readonly FunctionCase[] = [
  { id: 'PREMIE', args: [[[933.25]], [[2]]], expected: 1866.5 },
  { id: 'OMZET', args: [[[34.5]], [[12.5]]], expected: 431.25 },
  { id: 'STAFFELFEE', args: [[[11048.21]], TIERS], expected: 1183.86 },
  { id: 'AFREKENING', args: [[[11048.21]], [[1866.5]], [[289.7]], [[1183.86]], [[600]]], expected: 8308.15 },
];

/** How a function that is registered in this runtime did in its known case. */
export type FunctionOutcome = 'right' | 'wrong' | 'absent';

/** Calls what is registered, not what this page was built with; writes nothing into the workbook. */
export function tryFunctions(): FunctionOutcome[] {
  const registered = readRegistered();
  return FUNCTION_CASES.map(({ id, args, expected }) => {
    const work = registered[id];
    if (typeof work !== 'function') return 'absent';
    try {
      const answer: unknown = work(...args);
      return [answer].flat(2)[0] === expected ? 'right' : 'wrong';
    } catch {
      return 'wrong';
    }
  });
}

type Registered = Record<string, ((...args: unknown[]) => unknown) | undefined>;

/** What `CustomFunctions.associate` was given, by id; office.js itself looks it up here when Excel calls. */
const readRegistered = (): Registered =>
  (globalThis as { CustomFunctions?: { _association?: { mappings?: Registered } } }).CustomFunctions
    ?._association?.mappings ?? {};

/**
 * What Excel itself makes of the formulas with our functions. `unknown_name`: it does not know them, `busy`: it waits for
 * them, `known`: it calculates them, `no_formula`: the sheets hold none.
 */
export type FormulaState = 'known' | 'unknown_name' | 'busy' | 'no_formula';

/** Looks at the cells of Maand and Afrekening as they stand. */
export const readFormulaState = (): Promise<FormulaState> =>
  inExcel(async (context) => {
    const sheets = [AFREKENING_SHEET, MONTH_SHEET].map((name) => {
      const used = context.workbook.worksheets.getItemOrNullObject(name).getUsedRangeOrNullObject();
      used.load('formulas,values');
      return used;
    });
    await context.sync();
    const values: string[] = [];
    for (const used of sheets)
      if (!used.isNullObject)
        used.formulas.forEach((row, i) =>
          row.forEach((cell, k) => {
            if (isOurs(cell)) values.push(String(used.values[i]?.[k]));
          }),
        );
    if (values.length === 0) return 'no_formula';
    if (values.some((value) => /^#(NAME|NAAM)\?$/.test(value))) return 'unknown_name';
    return values.some((value) => /^#(BUSY|BEZET)!$/.test(value)) ? 'busy' : 'known';
  });

const isOurs = (formula: unknown): boolean => typeof formula === 'string' && /^=.*FLEX[._]/i.test(formula);
