import type { ContractDetail } from '../../shared/api.ts';
import { type Day, firstDayOf, formatDay, serialOfDay } from '../../shared/calendar.ts';
import { ExcelError, inExcel } from './errors.ts';
import { DATE, EURO, formatHeader, formatTitle, PERCENTAGE, setFormat, TEXT } from './formats.ts';

export const CONTRACT_SHEET = 'Contract';

/** The tables beside the details, with the sheet's column in which each starts; row 3 is their header. */
const TARIEVEN = {
  name: 'Tarieven',
  column: 3,
  headers: [
    'Geldig vanaf',
    'Uurtarief',
    'Premie per uur',
    'Minimum per maand',
    'Licenties',
    'Licenties per maand',
    'Btw',
  ],
  formats: [DATE, EURO, EURO, EURO, '0', EURO, PERCENTAGE],
};
const STAFFEL = {
  name: 'Staffel',
  column: 11,
  headers: ['Geldig vanaf', 'Vanaf', 'Percentage'],
  formats: [DATE, EURO, PERCENTAGE],
};
const HEADER_ROW = 2;

/** Writes what the server knows of the contract into the sheet Contract, which formulas look it up in. */
export const writeContract = (detail: ContractDetail): Promise<void> =>
  inExcel(async (context) => {
    const sheet = context.workbook.worksheets.getItemOrNullObject(CONTRACT_SHEET);
    await context.sync();
    if (sheet.isNullObject)
      throw new ExcelError('not_set_up', 'Het blad Contract ontbreekt. Klik op Werkmap inrichten.');
    await fillContractSheet(context, sheet, detail);
    await context.sync();
  });

/** Queues the headings, names and tables of an empty sheet Contract. */
export function addContractSheet(context: Excel.RequestContext, sheet: Excel.Worksheet): void {
  sheet.getRange('A1').values = [['Contract']];
  formatTitle(sheet.getRange('A1'));
  context.workbook.names.add('Einddatum', sheet.getRange('B6'), 'Leeg zolang het contract loopt');
  context.workbook.names.add('EersteFactuurmaand', sheet.getRange('B7'), 'Eerste dag van die maand');
  for (const { name, column, headers } of [TARIEVEN, STAFFEL]) {
    const range = sheet.getRangeByIndexes(HEADER_ROW, column, 2, headers.length);
    sheet.getRangeByIndexes(HEADER_ROW, column, 1, headers.length).values = [headers];
    const table = sheet.tables.add(range, true);
    table.name = name;
    table.style = 'TableStyleLight9';
    sheet.getRangeByIndexes(HEADER_ROW, column, 1, headers.length).format.columnWidth = 90;
  }
  sheet.getRange('A:A').format.columnWidth = 130;
  sheet.getRange('B:B').format.columnWidth = 200;
}

/**
 * What stands in the columns A and B from row 3: a label and its value, days as serial numbers. Names of the workbook point
 * at the fourth and fifth, so those stay where they are.
 */
function listDetails({ contract, looptijd }: ContractDetail): Detail[] {
  const { einddatum, ordernummer } = contract;
  return [
    { label: 'Contractnummer', value: contract.contractnummer },
    { label: 'Gemeente', value: contract.gemeente },
    { label: 'Ingangsdatum', day: contract.ingangsdatum },
    { label: 'Einddatum', day: einddatum },
    { label: 'Eerste factuurmaand', day: firstDayOf(contract.eersteFactuurmaand) },
    { label: 'Uitvoerder', value: contract.uitvoerder.naam },
    { label: 'Opdrachtgever', value: contract.opdrachtgever.naam },
    { label: 'Ordernummer', value: ordernummer ?? '' },
    { label: 'Eerste termijn tot en met', day: looptijd.eersteTermijnTot },
    {
      label: 'Verlengd (art. 2 lid 2)',
      value: looptijd.verlengd
        ? `voor onbepaalde tijd, opzegtermijn ${looptijd.opzegtermijnMaanden} maanden`
        : 'nog niet',
    },
    { label: 'Eindigt op zijn vroegst', day: looptijd.vroegsteEinde },
    ...contract.tarieven.flatMap(({ geldigVanaf, wijziging }): Detail[] =>
      wijziging === undefined ? [] : [{ label: `Wijziging per ${formatDay(geldigVanaf)}`, value: wijziging }],
    ),
  ];
}

/** The look-ahead under the details: running plaatsingen whose last permitted day is past or within a month. */
const listLimits = ({ nearLimit }: ContractDetail): Detail[] =>
  nearLimit.map(({ plaatsingnummer, lastPermittedDay }) => ({
    label: plaatsingnummer,
    day: lastPermittedDay,
  }));

interface Detail {
  label: string;
  value?: string;
  day?: Day | null;
}

const DETAILS_ROW = 2;

/** Queues the two columns of details; what a longer list left under them is cleared. */
function fillDetails(sheet: Excel.Worksheet, detail: ContractDetail, usedRows: number): void {
  const details = listDetails(detail);
  const limits = listLimits(detail);
  const title =
    limits.length === 0 ? 'Geen plaatsing is bij haar uiterste dag' : 'Plaatsingen bij hun uiterste dag';
  const lines: Detail[] = [...details, { label: '' }, { label: title }, ...limits];
  const surplus = usedRows - DETAILS_ROW - lines.length;
  if (surplus > 0)
    sheet.getRangeByIndexes(DETAILS_ROW + lines.length, 0, surplus, 2).clear(Excel.ClearApplyTo.all);
  sheet.getRangeByIndexes(DETAILS_ROW, 1, lines.length, 1).numberFormat = lines.map(({ day }) => [
    day === undefined ? TEXT : DATE,
  ]);
  sheet.getRangeByIndexes(DETAILS_ROW, 0, lines.length, 2).values = lines.map(({ label, value, day }) => [
    label === '' ? '' : `'${label}`,
    day ? serialOfDay(day) : value ? `'${value}` : '',
  ]);
  formatHeader(sheet.getRangeByIndexes(DETAILS_ROW, 0, details.length, 1));
  formatHeader(sheet.getRangeByIndexes(DETAILS_ROW + details.length + 1, 0, 1, 1));
}

/** Queues the contract's details and versions; one round trip for what is there at present. */
export async function fillContractSheet(
  context: Excel.RequestContext,
  sheet: Excel.Worksheet,
  detail: ContractDetail,
): Promise<void> {
  const { tarieven } = detail.contract;
  const versions = tarieven.map((tarief) => [
    serialOfDay(tarief.geldigVanaf),
    Number(tarief.uurtarief),
    Number(tarief.premiePerUur),
    Number(tarief.minimumMaandbedrag),
    tarief.licenties.aantal,
    Number(tarief.licenties.bedragPerMaand),
    Number(tarief.btwPercentage),
  ]);
  const tiers = tarieven.flatMap((tarief) =>
    tarief.staffel.map((tier) => [
      serialOfDay(tarief.geldigVanaf),
      Number(tier.vanaf),
      Number(tier.percentage),
    ]),
  );
  const filled = [
    { ...TARIEVEN, rows: versions },
    { ...STAFFEL, rows: tiers },
  ].map((part) => {
    const table = context.workbook.tables.getItem(part.name);
    const body = table.getDataBodyRange();
    body.load('rowCount');
    return { ...part, table, body };
  });
  const used = sheet.getRange('A:B').getUsedRangeOrNullObject(true);
  used.load('rowIndex,rowCount');
  await context.sync();
  fillDetails(sheet, detail, used.isNullObject ? 0 : used.rowIndex + used.rowCount);
  for (const { table, body, column, headers, formats, rows } of filled) {
    body.clear(Excel.ClearApplyTo.contents);
    if (body.rowCount !== rows.length)
      table.resize(sheet.getRangeByIndexes(HEADER_ROW, column, rows.length + 1, headers.length));
    formats.forEach((format, i) =>
      setFormat(sheet.getRangeByIndexes(HEADER_ROW + 1, column + i, rows.length, 1), format),
    );
    sheet.getRangeByIndexes(HEADER_ROW + 1, column, rows.length, headers.length).values = rows;
  }
}
