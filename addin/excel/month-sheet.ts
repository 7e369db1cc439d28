import { type Month, firstDayOf, serialOfDay } from '../../shared/calendar.ts';
import { inExcel } from './errors.ts';
import { EURO, formatHeader, formatInput, formatTitle, HOURS, MONTH, setFormat } from './formats.ts';
import { termOf, versionOf } from './terms-formulas.ts';

export const MONTH_SHEET = 'Maand';

/** Sheet rows, counted from 1: the heads, and the first line of a plaatsing. */
export const MONTH_HEADER = 8;
const FIRST_LINE = MONTH_HEADER + 1;
/** Lines are added by this many, so that new plaatsingen have a place before the next sync. */
const LINES = 50;

/** Queues the sheet Maand: a line per plaatsing for the month in B3, with as many lines as `plaatsingen` ask for. */
export function addMonthSheet(sheet: Excel.Worksheet, month: Month, plaatsingen: number): void {
  sheet.getRange('A1').values = [['Maand']];
  formatTitle(sheet.getRange('A1'));
  sheet.getRange('A3:B6').formulas = [
    ['Kies de maand', serialOfDay(firstDayOf(month))],
    ['Uurtarief van het contract', `=${termOf('Uurtarief', versionOf('$B$6'))}`],
    ['Premie per uur', `=${termOf('Premie per uur', versionOf('$B$6'))}`],
    ['Eerste dag van de maand', '=EOMONTH($B$3,-1)+1'],
  ];
  formatInput(sheet.getRange('B3'));
  setFormat(sheet.getRange('B3'), MONTH);
  setFormat(sheet.getRange('B4:B5'), EURO);
  setFormat(sheet.getRange('B6'), 'dd-mm-yyyy');
  sheet.getRange('A8:H8').values = [
    ['Plaatsing', 'Kandidaat', 'Klant', 'Uren', 'Uurtarief', 'Omzet', 'Premie', 'Reiskosten'],
  ];
  formatHeader(sheet.getRange('A8:H8'));
  sheet.getRange('A:H').format.columnWidth = 95;
  sheet.getRange('A:A').format.columnWidth = 150;
  sheet.freezePanes.freezeRows(8);
  writeLines(sheet, 0, linesFor(plaatsingen));
}

/** Adds lines where there are more plaatsingen than lines; does nothing where the sheet is gone. */
export const fitMonthSheet = (): Promise<void> =>
  inExcel(async (context) => {
    const sheet = context.workbook.worksheets.getItemOrNullObject(MONTH_SHEET);
    const plaatsingen = context.workbook.tables.getItem('Plaatsingen').getDataBodyRange();
    plaatsingen.load('rowCount');
    const used = sheet.getRange(`A${FIRST_LINE}:A1048576`).getUsedRangeOrNullObject();
    used.load('rowCount');
    await context.sync();
    if (sheet.isNullObject) return;
    const lines = used.isNullObject ? 0 : used.rowCount;
    if (lines >= plaatsingen.rowCount) return;
    writeLines(sheet, lines, linesFor(plaatsingen.rowCount));
    await context.sync();
  });

const linesFor = (plaatsingen: number): number => (Math.floor(plaatsingen / LINES) + 1) * LINES;

function writeLines(sheet: Excel.Worksheet, from: number, to: number): void {
  const last = FIRST_LINE + to - 1;
  const lines = Array.from({ length: to - from }, (_, i) => lineFormulas(from + i));
  const range = sheet.getRange(`A${FIRST_LINE + from}:H${last}`);
  range.formulas = lines;
  const sums = ['D', '', 'F', 'G', 'H'].map((column) =>
    column === '' ? '' : `=SUM(${column}${FIRST_LINE}:${column}${last})`,
  );
  sheet.getRange('A7:H7').formulas = [['Totaal', '', '', ...sums]];
  sheet.getRange('A7:H7').format.font.bold = true;
  setFormat(sheet.getRange(`D7:D${last}`), HOURS);
  setFormat(sheet.getRange(`E7:H${last}`), EURO);
}

/** The line of the n-th plaatsing, from 0; blank where there is none. */
function lineFormulas(n: number): string[] {
  const row = FIRST_LINE + n;
  const of = (column: string) => `INDEX(Plaatsingen[${column}],${n + 1})`;
  const whenThere = (formula: string) => `=IF($A${row}="","",${formula})`;
  const sum = (amount: string, date: string) =>
    `SUMIFS(Uren[${amount}],Uren[Plaatsingnummer],$A${row},Uren[${date}],">="&$B$6,Uren[${date}],"<"&EDATE($B$6,1))`;
  return [
    `=IF(ROWS(Plaatsingen[Plaatsingnummer])<${n + 1},"",${of('Plaatsingnummer')}&"")`,
    whenThere(`${of('Kandidaatnummer')}&""`),
    whenThere(`${of('Klantnummer')}&""`),
    whenThere(sum('Uren', 'Datum')),
    whenThere(`IF(${of('Uurtarief')}="",$B$4,${of('Uurtarief')})`),
    whenThere(`FLEX.OMZET(D${row},E${row})`),
    whenThere(`FLEX.PREMIE(D${row},$B$5)`),
    whenThere(`ROUND(${sum('Reiskosten', 'Reiskosten betaald op')},2)`),
  ];
}
