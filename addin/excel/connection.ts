import { type Day, isDay } from '../../shared/calendar.ts';
import { ExcelError, inExcel } from './errors.ts';

/** The hidden sheet that says with what the workbook agrees; document settings would break undo. */
export const CONNECTION_SHEET = '_Flextensie';

/** To which contract the workbook belongs, and at which revision it last agreed with the server. */
export interface Connection {
  contractnummer: string;
  lineage: string | null;
  revision: number | null;
  /** Hours before this day stay out of the workbook; null: all are in it. */
  from: Day | null;
  /** A request is kept that was not answered; absent otherwise. */
  unanswered?: true;
}

const FIELDS = ['contractnummer', 'lineage', 'revision', 'from'];
const CELLS = `B1:B${FIELDS.length}`;
/** Where a request is kept until it is answered. */
export const PENDING = 'D:D';

/** A day's serial tells by which of Excel's two date systems the workbook counts. */
export const DAY_CELL = 'A6';
const DAY_FORMULA = '=DATE(2016,1,1)';
const DAY_OF_1904 = 40908;

/** Null in a workbook that is not set up. Throws `date_system` for one that counts days from 1904. */
export const readConnection = (): Promise<Connection | null> => inExcel(readConnectionIn);

export async function readConnectionIn(context: Excel.RequestContext): Promise<Connection | null> {
  const sheet = context.workbook.worksheets.getItemOrNullObject(CONNECTION_SHEET);
  sheet.load('name');
  const cells = sheet.getRange(CELLS);
  cells.load('values');
  const pending = sheet.getRange(PENDING).getCell(0, 0);
  pending.load('values');
  const day = sheet.getRange(DAY_CELL);
  day.load('values');
  await context.sync();
  if (sheet.isNullObject) return null;
  if (day.values[0]?.[0] === DAY_OF_1904)
    throw new ExcelError(
      'date_system',
      'Deze werkmap telt datums vanaf 1904, waardoor elke datum vier jaar zou verschuiven. Zet dat uit: Bestand, Opties, Geavanceerd, Datumsysteem 1904 gebruiken.',
    );
  const [contractnummer, lineage, revision, from] = cells.values.map((row) => row[0] as string | number);
  if (contractnummer === '' || contractnummer === undefined) return null;
  return {
    contractnummer: String(contractnummer),
    lineage: lineage === '' || lineage === undefined ? null : String(lineage),
    revision: typeof revision === 'number' ? revision : null,
    from: typeof from === 'string' && isDay(from) ? from : null,
    ...(pending.values[0]?.[0] === '' ? {} : { unanswered: true }),
  };
}

/** Queues the writing of it, with which a request that was kept counts as answered; the sheet exists. */
export function writeConnection(context: Excel.RequestContext, connection: Connection): void {
  const { contractnummer, lineage, revision, from } = connection;
  const sheet = context.workbook.worksheets.getItem(CONNECTION_SHEET);
  sheet.getRange(PENDING).clear(Excel.ClearApplyTo.contents);
  sheet.getRange(CELLS).values = [
    [`'${contractnummer}`],
    [lineage === null ? '' : `'${lineage}`],
    [revision ?? ''],
    [from === null ? '' : `'${from}`],
  ];
}

/** Queues the making of the hidden sheet, of no contract yet. */
export function addConnection(context: Excel.RequestContext): void {
  const sheet = context.workbook.worksheets.add(CONNECTION_SHEET);
  sheet.getRange(`A1:A${FIELDS.length}`).values = FIELDS.map((field) => [field]);
  sheet.getRange(CELLS).numberFormat = [['@'], ['@'], ['0'], ['@']];
  sheet.getRange(DAY_CELL).formulas = [[DAY_FORMULA]];
  sheet.visibility = Excel.SheetVisibility.veryHidden;
}

const FROM = `'${CONNECTION_SHEET}'!$B$${FIELDS.indexOf('from') + 1}`;

/** A formula, without the equals sign, of the day from which on the workbook holds hours; "" where it holds all. */
export const HELD_FROM = `IF(${FROM}="","",DATE(VALUE(LEFT(${FROM},4)),VALUE(MID(${FROM},6,2)),VALUE(RIGHT(${FROM},2))))`;
