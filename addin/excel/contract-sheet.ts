import type { ContractDetail } from '../../shared/api.ts';
import { firstDayOf, serialOfDay } from '../../shared/calendar.ts';
import { ExcelError, inExcel } from './errors.ts';
import { DATE, EURO, formatHeader, formatTitle, PERCENTAGE, setFormat } from './formats.ts';

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

/** Queues the contract's details and versions; one round trip for the tables' present lengths. */
export async function fillContractSheet(
  context: Excel.RequestContext,
  sheet: Excel.Worksheet,
  { contract }: ContractDetail,
): Promise<void> {
  const { tarieven } = contract;
  const details = sheet.getRange('A3:B9');
  setFormat(sheet.getRange('B3:B9'), '@');
  setFormat(sheet.getRange('B5:B7'), DATE);
  details.values = [
    ['Contractnummer', `'${contract.contractnummer}`],
    ['Gemeente', `'${contract.gemeente}`],
    ['Ingangsdatum', serialOfDay(contract.ingangsdatum)],
    ['Einddatum', contract.einddatum === null ? '' : serialOfDay(contract.einddatum)],
    ['Eerste factuurmaand', serialOfDay(firstDayOf(contract.eersteFactuurmaand))],
    ['Uitvoerder', `'${contract.uitvoerder.naam}`],
    ['Opdrachtgever', `'${contract.opdrachtgever.naam}`],
  ];
  formatHeader(sheet.getRange('A3:A9'));
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
  await context.sync();
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
