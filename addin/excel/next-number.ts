import { getTable, type TableName } from '../../shared/tables.ts';
import { ExcelError, inOneUndoStep } from './errors.ts';
import { type LocatedTable, locateTables } from './locate.ts';
import { readTables, type SheetTable } from './read.ts';
import { writeTable } from './write.ts';

const FIRST: Partial<Record<TableName, string>> = {
  kandidaten: 'K001',
  klanten: 'KL001',
  plaatsingen: 'PL001',
};

/**
 * The number after the highest, in the way that most numbers are written: `PL009` gives `PL010`. Gaps stay gaps: a number
 * that was used once may stand on paper.
 */
export function nextNumber(table: TableName, numbers: readonly string[]): string {
  const parts = numbers.flatMap((number) => {
    const found = /^(.*?)(\d+)$/.exec(number);
    return found ? [{ prefix: found[1] ?? '', digits: found[2] ?? '' }] : [];
  });
  const counts = new Map<string, number>();
  for (const { prefix } of parts) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  const [commonest] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [];
  const own = parts.filter(({ prefix }) => prefix === commonest).map(({ digits }) => digits);
  if (commonest === undefined) return FIRST[table] ?? '1';
  const highest = own.reduce((a, b) => (BigInt(b) > BigInt(a) ? b : a));
  return commonest + String(BigInt(highest) + 1n).padStart(highest.length, '0');
}

/**
 * Puts the next free number into the first blank row of the table, or a new one, and selects the cell beside it. Free
 * means in this workbook: where a colleague takes the same number meanwhile, the sync asks about it and overwrites
 * nothing. Returns the number.
 */
export const addNumbered = (name: TableName): Promise<string> =>
  inOneUndoStep(async (context) => {
    const [found] = (await locateTables(context, [name])) as [LocatedTable];
    const [sheet] = (await readTables(context, [found], {})) as [SheetTable];
    if (sheet.faults.some(({ field }) => field === found.table.columns[0]?.name))
      throw new ExcelError(
        'unreadable_number',
        `In het blad ${getTable(name).label} staat een nummer dat niet te lezen is. Controleer eerst met Wijzigingen bekijken.`,
      );
    const number = nextNumber(
      name,
      sheet.rows.map(({ values }) => String(values[0] ?? '')),
    );
    const row = found.table.columns.map((_, i) => (i === 0 ? number : null));
    await writeTable(context, found, sheet.lastRow, { runs: [], append: [row], remove: [], left: 0 }, {});
    found.sheet.activate();
    found.sheet
      .getCell(found.firstRow + sheet.lastRow + 1, found.firstColumn + (found.positions[1] ?? 0))
      .select();
    await context.sync();
    return number;
  });
