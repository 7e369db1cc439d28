import type { Afrekening } from '../../shared/api.ts';
import { firstDayOf, type HalfYear, serialOfDay } from '../../shared/calendar.ts';
import { parseHundredths } from '../../shared/decimal.ts';
import { HELD_FROM } from './connection.ts';
import { addControls } from './controls.ts';
import { ExcelError, inExcel } from './errors.ts';
import {
  columnLetters,
  DATE,
  EURO,
  EXACT_EURO,
  formatHeader,
  formatInput,
  formatTitle,
  HOURS,
  MONTH,
  PERCENTAGE,
  setFormat,
  TEXT,
} from './formats.ts';
import { hasFee, MAX_TIERS, termOf, tierOf, versionOf } from './terms-formulas.ts';

export const AFREKENING_SHEET = 'Afrekening';
const CORRECTIONS = 'Correcties';

/** Sheet rows, counted from 1. */
export const AFREKENING_HEADER = 6;
const FIRST_MONTH = 7;
const LAST_MONTH = 12;
const CONTROLS = 19;
const TIERS = 32;
const WORKED_OUT = 46;
const CHART = 60;
const CORRECTIONS_HEADER = 80;
const CORRECTION_COLUMNS = [
  'Maand',
  'Uren',
  'Omzet',
  'Premie',
  'Reiskosten',
  'Staffelfee',
  'Kosten boven minimum',
  'Saldo',
];

const MONTH_ROWS = [7, 8, 9, 10, 11, 12];

/** Queues the sheet Afrekening: the half-year in B3 from the tables, with the server's figures beside it. */
export function addAfrekeningSheet(
  sheet: Excel.Worksheet,
  period: HalfYear,
  periods: readonly HalfYear[],
): void {
  sheet.getRange('A1').values = [['Afrekening']];
  formatTitle(sheet.getRange('A1'));
  setFormat(sheet.getRange('B3:B5'), TEXT);
  sheet.getRange('A3:B5').values = [
    ['Kies het halfjaar', period],
    ['Stand van de server', ''],
    ['Halfjaar van de server', ''],
  ];
  formatInput(sheet.getRange('B3'));
  sheet.getRange('D3:E3').formulas = [['Uren in deze werkmap', `=IF(${HELD_FROM}="","alle",${HELD_FROM})`]];
  setFormat(sheet.getRange('E3'), DATE);
  sheet.getRange('B3').dataValidation.rule = { list: { inCellDropDown: true, source: periods.join(',') } };
  addMonths(sheet);
  addTotals(sheet);
  addControls(sheet, CONTROLS);
  addTiers(sheet);
  addWorkedOut(sheet);
  addCorrections(sheet);
  addChart(sheet);
  sheet.getRange('A:N').format.columnWidth = 92;
  sheet.getRange('A:A').format.columnWidth = 150;
}

function addMonths(sheet: Excel.Worksheet): void {
  sheet.getRange(`A${AFREKENING_HEADER}:N${AFREKENING_HEADER}`).values = [
    [
      'Maand',
      'Tarief vanaf',
      'Uurtarief',
      'Premie per uur',
      'Minimum',
      'Uren',
      'Omzet',
      'Premie',
      'Reiskosten',
      'Staffelfee',
      'Kosten boven minimum',
      'Saldo',
      'Server',
      'Controle',
    ],
  ];
  formatHeader(sheet.getRange(`A${AFREKENING_HEADER}:N${AFREKENING_HEADER}`));
  sheet.getRange(`A${FIRST_MONTH}:L${LAST_MONTH}`).formulas = MONTH_ROWS.map(monthFormulas);
  sheet.getRange(`N${FIRST_MONTH}:N${LAST_MONTH}`).formulas = MONTH_ROWS.map((row) => [check(row)]);
  setFormat(sheet.getRange(`A${FIRST_MONTH}:A${LAST_MONTH}`), MONTH);
  setFormat(sheet.getRange(`B${FIRST_MONTH}:B${LAST_MONTH}`), 'dd-mm-yyyy');
  setFormat(sheet.getRange(`C${FIRST_MONTH}:E${LAST_MONTH}`), EURO);
  setFormat(sheet.getRange(`F${FIRST_MONTH}:F${LAST_MONTH + 1}`), HOURS);
  setFormat(sheet.getRange(`G${FIRST_MONTH}:N${LAST_MONTH + 4}`), EURO);
}

/**
 * A month from the tables: hours summed per plaatsing first, then omzet and premie rounded once per plaatsing (SPEC
 * §2.1), travel in the month it was paid (art. 6.1.5).
 */
function monthFormulas(row: number): string[] {
  const i = row - FIRST_MONTH;
  const first = `$A${row}`;
  const within = (date: string) => `Uren[${date}],">="&${first},Uren[${date}],"<"&EDATE(${first},1)`;
  const hours = `SUMIFS(Uren[Uren],Uren[Plaatsingnummer],Plaatsingen[Plaatsingnummer],${within('Datum')})`;
  const [from, to] = [columnLetters(1 + 2 * i), columnLetters(2 + 2 * i)];
  const tiers = `$${from}$${TIERS + 1}:$${to}$${TIERS + MAX_TIERS}`;
  return [
    i === 0 ? '=DATE(VALUE(LEFT($B$3,4)),IF(RIGHT($B$3,1)="1",1,7),1)' : `=EDATE($A$${FIRST_MONTH},${i})`,
    `=${versionOf(first)}`,
    `=${termOf('Uurtarief', `$B${row}`)}`,
    `=${termOf('Premie per uur', `$B${row}`)}`,
    `=IF(${hasFee(first)},${termOf('Minimum per maand', `$B${row}`)},0)`,
    `=ROUND(SUM(${hours}),2)`,
    `=SUM(FLEX.OMZET(${hours},IF(Plaatsingen[Uurtarief]="",$C${row},Plaatsingen[Uurtarief])))`,
    `=SUM(FLEX.PREMIE(${hours},$D${row}))`,
    `=ROUND(SUMIFS(Uren[Reiskosten],${within('Reiskosten betaald op')}),2)`,
    `=IF(${hasFee(first)},FLEX.STAFFELFEE($G${row},${tiers}),0)`,
    `=ROUND(MAX(0,J${row}-E${row}),2)`,
    `=FLEX.AFREKENING(G${row},H${row},I${row},J${row},E${row})`,
  ];
}

/** ✓, the difference with the server's figure, or why there is none to show. */
const check = (row: number): string =>
  `=IF(OR($B$5<>$B$3,M${row}=""),"niet gesynchroniseerd",IF(ROUND(L${row}-M${row},2)=0,"✓",IF(N($E$3)>$A${row > LAST_MONTH ? FIRST_MONTH : row},"uren weggelaten",ROUND(L${row}-M${row},2))))`;

function addTotals(sheet: Excel.Worksheet): void {
  const months = (column: string) => `${column}${FIRST_MONTH}:${column}${LAST_MONTH}`;
  const sums = ['F', 'G', 'H', 'I', 'J', 'K'].map((column) => `=SUM(${months(column)})`);
  sheet.getRange('A13:K13').formulas = [['Zes maanden', '', '', '', '', ...sums]];
  sheet.getRange('A14:A17').values = [
    ['Correcties op eerdere halfjaren'],
    ['Saldo'],
    ['Uit te betalen'],
    ['Betalen uiterlijk op'],
  ];
  sheet.getRange('L13:L17').formulas = [
    [`=FLEX.AFREKENING(${['G', 'H', 'I', 'J', 'E'].map(months).join(',')})`],
    [`=IF($B$5=$B$3,SUM(${CORRECTIONS}[Saldo]),0)`],
    ['=ROUND(L13+L14,2)'],
    ['=MAX(0,L15)'],
    [`=EOMONTH(A${LAST_MONTH},0)+30`],
  ];
  sheet.getRange('N13:N16').formulas = [13, 14, 15, 16].map((row) => [check(row)]);
  setFormat(sheet.getRange('L17'), 'dd-mm-yyyy');
  sheet.getRange('A13:N13').format.font.bold = true;
  sheet.getRange('A15:N15').format.font.bold = true;
}

/** The tiers in force in each month, side by side, as STAFFELFEE takes them; blank below the last. */
function addTiers(sheet: Excel.Worksheet): void {
  sheet.getRange(`A${TIERS - 2}`).values = [['Staffel per maand']];
  sheet.getRange(`A${TIERS - 2}`).format.font.bold = true;
  sheet.getRange(`B${TIERS - 1}:M${TIERS - 1}`).formulas = [MONTH_ROWS.flatMap((row) => [`=$A$${row}`, ''])];
  setFormat(sheet.getRange(`B${TIERS - 1}:M${TIERS - 1}`), MONTH);
  sheet.getRange(`B${TIERS}:M${TIERS}`).values = [MONTH_ROWS.flatMap(() => ['Vanaf', 'Percentage'])];
  formatHeader(sheet.getRange(`B${TIERS - 1}:M${TIERS}`));
  sheet.getRange(`B${TIERS + 1}:M${TIERS + MAX_TIERS}`).formulas = Array.from(
    { length: MAX_TIERS },
    (_, tier) =>
      MONTH_ROWS.flatMap((row) => [
        `=${tierOf('Vanaf', `$B$${row}`, tier + 1)}`,
        `=${tierOf('Percentage', `$B$${row}`, tier + 1)}`,
      ]),
  );
  MONTH_ROWS.forEach((_, i) => {
    setFormat(sheet.getRangeByIndexes(TIERS, 1 + 2 * i, MAX_TIERS, 1), EURO);
    setFormat(sheet.getRangeByIndexes(TIERS, 2 + 2 * i, MAX_TIERS, 1), PERCENTAGE);
  });
}

/** Each tier's part of the month's revenue and its fee: the addition that makes up the staffelfee (art. 6.1). */
function addWorkedOut(sheet: Excel.Worksheet): void {
  const [first, last] = [WORKED_OUT + 1, WORKED_OUT + MAX_TIERS];
  sheet.getRange(`A${WORKED_OUT - 2}`).values = [['Staffel uitgewerkt']];
  sheet.getRange(`A${WORKED_OUT - 2}`).format.font.bold = true;
  sheet.getRange(`A${last + 1}:A${last + 2}`).values = [['Staffelfee'], ['Controle']];
  sheet.getRange(`B${WORKED_OUT - 1}:M${WORKED_OUT - 1}`).formulas = [
    MONTH_ROWS.flatMap((row) => [`=$A$${row}`, '']),
  ];
  setFormat(sheet.getRange(`B${WORKED_OUT - 1}:M${WORKED_OUT - 1}`), MONTH);
  sheet.getRange(`B${WORKED_OUT}:M${WORKED_OUT}`).values = [
    MONTH_ROWS.flatMap(() => ['Deel van omzet', 'Fee']),
  ];
  formatHeader(sheet.getRange(`B${WORKED_OUT - 1}:M${WORKED_OUT}`));
  sheet.getRange(`B${first}:M${last}`).formulas = Array.from({ length: MAX_TIERS }, (_, tier) =>
    MONTH_ROWS.flatMap((row, i) => {
      const [from, percentage] = [columnLetters(1 + 2 * i), columnLetters(2 + 2 * i)];
      const [line, omzet] = [TIERS + 1 + tier, `$G$${row}`];
      const upTo = tier + 1 < MAX_TIERS ? `IF(${from}${line + 1}="",${omzet},${from}${line + 1})` : omzet;
      const none = `OR(${from}${line}="",NOT(${hasFee(`$A$${row}`)}))`;
      return [
        `=IF(${none},"",ROUND(MAX(0,MIN(${omzet},${upTo})-${from}${line}),2))`,
        `=IF(${none},"",ROUND(${from}${first + tier}*${percentage}${line},6))`,
      ];
    }),
  );
  sheet.getRange(`B${last + 1}:M${last + 2}`).formulas = [
    MONTH_ROWS.flatMap((_, i) => {
      const fee = columnLetters(2 + 2 * i);
      return ['', `=ROUND(SUM(${fee}${first}:${fee}${last}),2)`];
    }),
    MONTH_ROWS.flatMap((row, i) => [
      '',
      `=IF(ROUND(${columnLetters(2 + 2 * i)}${last + 1}-$J$${row},2)=0,"✓","let op")`,
    ]),
  ];
  setFormat(sheet.getRange(`B${first}:M${last}`), EXACT_EURO);
  setFormat(sheet.getRange(`B${last + 1}:M${last + 1}`), EURO);
  sheet.getRange(`A${last + 1}:M${last + 1}`).format.font.bold = true;
}

function addCorrections(sheet: Excel.Worksheet): void {
  const title = sheet.getRange(`A${CORRECTIONS_HEADER - 1}`);
  title.values = [['Correcties op eerdere halfjaren, volgens de server']];
  title.format.font.bold = true;
  sheet.getRangeByIndexes(CORRECTIONS_HEADER - 1, 0, 1, CORRECTION_COLUMNS.length).values = [
    CORRECTION_COLUMNS,
  ];
  const table = sheet.tables.add(
    sheet.getRangeByIndexes(CORRECTIONS_HEADER - 1, 0, 2, CORRECTION_COLUMNS.length),
    true,
  );
  table.name = CORRECTIONS;
  table.style = 'TableStyleLight9';
}

function addChart(sheet: Excel.Worksheet): void {
  const chart = sheet.charts.add(
    Excel.ChartType.columnClustered,
    sheet.getRange(`L${AFREKENING_HEADER}:L${LAST_MONTH}`),
    Excel.ChartSeriesBy.columns,
  );
  chart.name = 'Saldo per maand';
  chart.title.text = 'Saldo per maand';
  chart.legend.visible = false;
  chart.series.getItemAt(0).setXAxisValues(sheet.getRange(`A${FIRST_MONTH}:A${LAST_MONTH}`));
  chart.setPosition(`A${CHART}`, `I${CHART + 16}`);
}

/**
 * Puts the server's figures beside the sheet's own and chooses their half-year. Corrections are values: they follow from
 * settlements that the tables do not hold.
 */
export const writeServerFigures = (period: HalfYear, afrekening: Afrekening): Promise<void> =>
  inExcel(async (context) => {
    const sheet = context.workbook.worksheets.getItemOrNullObject(AFREKENING_SHEET);
    const table = context.workbook.tables.getItemOrNullObject(CORRECTIONS);
    const body = table.getDataBodyRange();
    body.load('rowIndex,columnIndex');
    await context.sync();
    if (sheet.isNullObject || table.isNullObject)
      throw new ExcelError('not_set_up', 'Het blad Afrekening ontbreekt. Klik op Werkmap inrichten.');
    sheet.getRange('B3:B5').values = [[period], [`stand ${afrekening.revision}`], [period]];
    const saldi = afrekening.months.map(({ saldo }) => [Number(saldo)]);
    sheet.getRange(`M${FIRST_MONTH}:M${LAST_MONTH}`).values = saldi;
    const corrections = sum(afrekening.corrections.map(({ saldo }) => saldo));
    sheet.getRange('M13:M16').values = [
      [Number(afrekening.saldoMonths)],
      [corrections],
      [Number(afrekening.saldo)],
      [Number(afrekening.payout)],
    ];
    const rows = afrekening.corrections.map((line) => [
      serialOfDay(firstDayOf(line.month)),
      Number(line.uren),
      Number(line.omzet),
      Number(line.premie),
      Number(line.reiskosten),
      Number(line.staffelfee),
      Number(line.kostenBovenMinimum),
      Number(line.saldo),
    ]);
    const { rowIndex, columnIndex } = body;
    const width = CORRECTION_COLUMNS.length;
    const length = Math.max(1, rows.length);
    body.clear(Excel.ClearApplyTo.contents);
    table.resize(sheet.getRangeByIndexes(rowIndex - 1, columnIndex, length + 1, width));
    setFormat(sheet.getRangeByIndexes(rowIndex, columnIndex, length, 1), MONTH);
    setFormat(sheet.getRangeByIndexes(rowIndex, columnIndex + 1, length, width - 1), EURO);
    if (rows.length > 0) sheet.getRangeByIndexes(rowIndex, columnIndex, length, width).values = rows;
    await context.sync();
  });

const sum = (amounts: readonly string[]): number =>
  amounts.reduce((total, amount) => total + (parseHundredths(amount) ?? 0), 0) / 100;
