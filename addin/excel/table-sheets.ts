import { FIRST_DAY, LAST_DAY, serialOfDay } from '../../shared/calendar.ts';
import { type Column, getTable, type Table } from '../../shared/tables.ts';
import { formatOf } from './cells.ts';
import { setFormat } from './formats.ts';

/** The workbook name under which the key column of a table can be chosen from a list: `Plaatsingnummers`. */
export const keyListName = (table: Table): string => `${table.columns[0]?.label}s`;

/** Queues the making of a table with one blank row, at the top of its sheet. */
export function addTable(sheet: Excel.Worksheet, table: Table): void {
  const { columns, label } = table;
  sheet.getRangeByIndexes(0, 0, 1, columns.length).values = [columns.map((column) => column.label)];
  const excelTable = sheet.tables.add(sheet.getRangeByIndexes(0, 0, 2, columns.length), true);
  excelTable.name = label;
  excelTable.style = 'TableStyleMedium2';
  columns.forEach((column, i) => {
    const cells = sheet.getRangeByIndexes(1, i, 1, 1);
    setFormat(cells, formatOf(column));
    setValidation(cells, column);
  });
  sheet.freezePanes.freezeRows(1);
  sheet.getRangeByIndexes(0, 0, 1, columns.length).format.columnWidth = 110;
}

/** What may be entered: lists stop or warn, numbers and dates stop outside their bounds. */
export function setValidation(cells: Excel.Range, column: Column): void {
  const validation = cells.dataValidation;
  const stop = (message: string) => {
    validation.errorAlert = { style: 'Stop', title: column.label, message, showAlert: true };
  };
  switch (column.type) {
    case 'boolean':
      validation.rule = { list: { inCellDropDown: true, source: 'ja,nee' } };
      stop('Kies ja of nee.');
      return;
    case 'ref':
      if (!column.table) return;
      validation.rule = {
        list: { inCellDropDown: true, source: `=${keyListName(getTable(column.table))}` },
      };
      validation.errorAlert = {
        style: 'Warning',
        title: column.label,
        message: `Dit nummer staat nog niet in het blad ${getTable(column.table).label}. Toch invullen?`,
        showAlert: true,
      };
      return;
    case 'date':
      validation.rule = {
        date: {
          formula1: String(serialOfDay(FIRST_DAY)),
          formula2: String(serialOfDay(LAST_DAY)),
          operator: 'Between',
        },
      };
      stop('Vul een datum in van 1-1-2000 tot en met 31-12-2099, zoals 31-12-2016.');
      return;
    case 'decimal': {
      const { min = 0, max = 0 } = column;
      validation.rule = { decimal: { formula1: min / 100, formula2: max / 100, operator: 'Between' } };
      stop(`Vul een getal in van ${dutch(min)} tot en met ${dutch(max)}.`);
    }
  }
}

const dutch = (hundredths: number): string =>
  (hundredths / 100).toLocaleString('nl-NL', { minimumFractionDigits: 2 });
