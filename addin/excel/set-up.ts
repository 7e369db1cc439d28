import type { ContractDetail } from '../../shared/api.ts';
import { halfYearOf, type HalfYear, monthsOfHalfYear, monthOf, nextHalfYear } from '../../shared/calendar.ts';
import { TABLES } from '../../shared/tables.ts';
import { addAfrekeningSheet, AFREKENING_HEADER, AFREKENING_SHEET } from './afrekening-sheet.ts';
import { addConnection, CONNECTION_SHEET, readConnectionIn, writeConnection } from './connection.ts';
import { addContractSheet, CONTRACT_SHEET, fillContractSheet } from './contract-sheet.ts';
import { ExcelError, inExcel } from './errors.ts';
import { setPrint } from './formats.ts';
import { addMonthSheet, MONTH_HEADER, MONTH_SHEET } from './month-sheet.ts';
import { addTable, keyListName } from './table-sheets.ts';

const SHEETS = [...TABLES.map(({ label }) => label), CONTRACT_SHEET, MONTH_SHEET, AFREKENING_SHEET];

/** How many half-years can be chosen, from the first one on; Excel takes at most 255 characters of them. */
const HALF_YEARS = 30;

/** Whether the workbook belongs to a contract and has its four tables. */
export const isSetUp = (): Promise<boolean> =>
  inExcel(async (context) => {
    const tables = TABLES.map(({ label }) => context.workbook.tables.getItemOrNullObject(label));
    for (const table of tables) table.load('name');
    const connection = await readConnectionIn(context);
    return connection !== null && tables.every((table) => !table.isNullObject);
  });

/**
 * Builds what the workbook lacks (SPEC §4): sheets, tables, names, the connection; and writes the contract. Rows and
 * sheets that are there stay as they are, so that it may be run again. Throws `other_contract` for a workbook of another
 * contract, `occupied` where a sheet of ours has something else in it.
 */
export const setUpWorkbook = (detail: ContractDetail): Promise<void> =>
  inExcel(async (context) => {
    const { contractnummer } = detail.contract;
    const present = await findPresent(context);
    const connection = await readConnectionIn(context);
    if (connection && connection.contractnummer !== contractnummer)
      throw new ExcelError(
        'other_contract',
        `Deze werkmap hoort bij contract ${connection.contractnummer}. Open een lege werkmap voor contract ${contractnummer}.`,
      );
    const sheets = new Map(
      SHEETS.map((name) => {
        const found = present.sheets.get(name);
        if (found && !present.usable.has(name))
          throw new ExcelError(
            'occupied',
            `Er is al een blad ${name} met iets anders erin. Geef dat blad een andere naam en probeer het opnieuw.`,
          );
        return [name, found ?? context.workbook.worksheets.add(name)];
      }),
    );
    const sheetOf = (name: string) => sheets.get(name) as Excel.Worksheet;
    if (!present.hidden) addConnection(context);
    for (const table of TABLES) {
      if (!present.tables.has(table.label)) addTable(sheetOf(table.label), table);
      const name = keyListName(table);
      if (table.keyLength === 1 && !present.names.has(name))
        context.workbook.names.add(name, `=${table.label}[${table.columns[0]?.label}]`);
    }
    if (!present.tables.has('Tarieven')) addContractSheet(context, sheetOf(CONTRACT_SHEET));
    await fillContractSheet(context, sheetOf(CONTRACT_SHEET), detail);
    if (!present.filled.has(MONTH_SHEET))
      addMonthSheet(
        sheetOf(MONTH_SHEET),
        monthsOfHalfYear(nextToSettle(detail))[0] ?? '',
        present.plaatsingen,
      );
    if (!present.tables.has('Correcties'))
      addAfrekeningSheet(sheetOf(AFREKENING_SHEET), nextToSettle(detail), listHalfYears(detail));
    if (!connection) writeConnection(context, { contractnummer, lineage: null, revision: null, from: null });
    await context.sync();
  });

/** How the sheets print. Apart from the rest: it asks for a printer, which not every computer has. */
export const setUpPrinting = (): Promise<void> =>
  inExcel(async (context) => {
    const { worksheets } = context.workbook;
    const head = (name: string) =>
      name === MONTH_SHEET ? MONTH_HEADER : name === AFREKENING_SHEET ? AFREKENING_HEADER : 1;
    for (const name of SHEETS) setPrint(worksheets.getItem(name), `$${head(name)}:$${head(name)}`);
    await context.sync();
  });

interface Present {
  sheets: Map<string, Excel.Worksheet>;
  /** The sheets of ours that are empty or hold what they must. */
  usable: Set<string>;
  filled: Set<string>;
  tables: Set<string>;
  names: Set<string>;
  /** Whether the sheet that holds the connection is there. */
  hidden: boolean;
  plaatsingen: number;
}

/** What of ours is in the workbook already; one round trip. */
async function findPresent(context: Excel.RequestContext): Promise<Present> {
  const { worksheets, tables, names } = context.workbook;
  tables.load('items/name');
  names.load('items/name');
  const plaatsingen = tables.getItemOrNullObject('Plaatsingen').getDataBodyRange();
  plaatsingen.load('rowCount');
  const hidden = worksheets.getItemOrNullObject(CONNECTION_SHEET);
  hidden.load('name');
  const found = SHEETS.map((name) => {
    const sheet = worksheets.getItemOrNullObject(name);
    sheet.load('name');
    const used = sheet.getUsedRangeOrNullObject(true);
    used.load('address');
    const title = sheet.getRange('A1');
    title.load('values');
    return { name, sheet, used, title };
  });
  await context.sync();
  const tableNames = new Set(tables.items.map(({ name }) => name));
  const there = found.filter(({ sheet }) => !sheet.isNullObject);
  const filled = there.filter(({ used }) => !used.isNullObject);
  const ours = ({ name, title }: (typeof found)[number]) =>
    tableNames.has(name) || String(title.values[0]?.[0]) === name;
  return {
    sheets: new Map(there.map(({ name, sheet }) => [name, sheet])),
    usable: new Set(there.filter((item) => item.used.isNullObject || ours(item)).map(({ name }) => name)),
    filled: new Set(filled.map(({ name }) => name)),
    tables: tableNames,
    names: new Set(names.items.map(({ name }) => name)),
    hidden: !hidden.isNullObject,
    plaatsingen: tableNames.has('Plaatsingen') ? plaatsingen.rowCount : 0,
  };
}

/** The half-year after the last settled one, else that of the first invoiced month. */
function nextToSettle({ afrekeningen, contract }: ContractDetail): HalfYear {
  const last = afrekeningen
    .map(({ period }) => period)
    .sort()
    .at(-1);
  return last ? nextHalfYear(last) : halfYearOf(contract.eersteFactuurmaand);
}

function listHalfYears({ contract }: ContractDetail): HalfYear[] {
  const periods = [halfYearOf(monthOf(contract.ingangsdatum))];
  while (periods.length < HALF_YEARS) periods.push(nextHalfYear(periods.at(-1) as HalfYear));
  return periods;
}
