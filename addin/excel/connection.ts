import { type Day, isDay } from '../../shared/calendar.ts';
import { inExcel } from './errors.ts';

/** The hidden sheet that says with what the workbook agrees; document settings would break undo. */
const SHEET = '_Flextensie';

/** To which contract the workbook belongs, and at which revision it last agreed with the server. */
export interface Connection {
  contractnummer: string;
  lineage: string | null;
  revision: number | null;
  /** Hours before this day stay out of the workbook; null: all are in it. */
  from: Day | null;
}

const FIELDS = ['contractnummer', 'lineage', 'revision', 'from'];
const CELLS = `B1:B${FIELDS.length}`;

/** Null in a workbook that is not set up. */
export const readConnection = (): Promise<Connection | null> => inExcel(readConnectionIn);

export async function readConnectionIn(context: Excel.RequestContext): Promise<Connection | null> {
  const sheet = context.workbook.worksheets.getItemOrNullObject(SHEET);
  sheet.load('name');
  const cells = sheet.getRange(CELLS);
  cells.load('values');
  await context.sync();
  if (sheet.isNullObject) return null;
  const [contractnummer, lineage, revision, from] = cells.values.map((row) => row[0] as string | number);
  if (contractnummer === '' || contractnummer === undefined) return null;
  return {
    contractnummer: String(contractnummer),
    lineage: lineage === '' || lineage === undefined ? null : String(lineage),
    revision: typeof revision === 'number' ? revision : null,
    from: typeof from === 'string' && isDay(from) ? from : null,
  };
}

/** Queues the writing of it; the sheet exists. */
export function writeConnection(context: Excel.RequestContext, connection: Connection): void {
  const { contractnummer, lineage, revision, from } = connection;
  context.workbook.worksheets.getItem(SHEET).getRange(CELLS).values = [
    [`'${contractnummer}`],
    [lineage === null ? '' : `'${lineage}`],
    [revision ?? ''],
    [from === null ? '' : `'${from}`],
  ];
}

/** Queues the making of the hidden sheet, with the contract it belongs to and never synced. */
export function addConnection(context: Excel.RequestContext, contractnummer: string): void {
  const sheet = context.workbook.worksheets.add(SHEET);
  sheet.getRange(`A1:A${FIELDS.length}`).values = FIELDS.map((field) => [field]);
  sheet.getRange(CELLS).numberFormat = [['@'], ['@'], ['0'], ['@']];
  writeConnection(context, { contractnummer, lineage: null, revision: null, from: null });
  sheet.visibility = Excel.SheetVisibility.veryHidden;
}
