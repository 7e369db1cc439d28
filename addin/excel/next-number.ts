import { getTable, type TableName } from '../../shared/tables.ts';
import { ExcelError, inOneUndoStep } from './errors.ts';
import { EXAMPLE } from './example.ts';
import { cellsOf } from './guard.ts';
import { readTable, writeOnce } from './write.ts';

const FIRST: Partial<Record<TableName, string>> = {
  kandidaten: 'K001',
  klanten: 'KL001',
  plaatsingen: 'PL001',
};

/**
 * The number after the highest, in the way that most numbers are written: `PL009` gives `PL010`. Gaps stay gaps: a number
 * that was used once may stand on paper. Those of the example do not count.
 */
export function nextNumber(table: TableName, numbers: readonly string[]): string {
  const series = new Map<string, { prefix: string; highest: string; count: number }>();
  for (const number of numbers) {
    const [, prefix, digits] = /^(.*?)(\d+)$/.exec(number) ?? [];
    if (prefix === undefined || digits === undefined || number.toUpperCase().startsWith(EXAMPLE)) continue;
    // As keys, PL001 and pl001 are the same.
    const known = series.get(prefix.toLowerCase()) ?? { prefix, highest: digits, count: 0 };
    known.count += 1;
    if (BigInt(digits) > BigInt(known.highest)) known.highest = digits;
    series.set(prefix.toLowerCase(), known);
  }
  const [commonest] = [...series.values()].sort((a, b) => b.count - a.count);
  if (!commonest) return FIRST[table] ?? '1';
  const { prefix, highest } = commonest;
  return prefix + String(BigInt(highest) + 1n).padStart(highest.length, '0');
}

export interface Numbered {
  number: string;
  /** Whether the table's filter was cleared: it would have hidden the row. */
  isUnfiltered: boolean;
}

/**
 * Puts the next free number into the first blank row of the table, or a new one, and selects the cell to type in. Free
 * means in this workbook: where a colleague takes the same number meanwhile, the sync asks about it and overwrites
 * nothing.
 */
export const addNumbered = (name: TableName): Promise<Numbered> =>
  inOneUndoStep(async (context) => {
    const { found, sheet } = await readTable(context, name);
    if (sheet.faults.some(({ field }) => field === found.table.columns[0]?.name))
      throw new ExcelError(
        'unreadable_number',
        `In het blad ${getTable(name).label} staat een nummer dat niet te lezen is. Controleer eerst met Wijzigingen bekijken.`,
      );
    const number = nextNumber(
      name,
      sheet.rows.map(({ values }) => String(values[0] ?? '')),
    );
    const blank = sheet.cells.findIndex((cells) => cells.every((value) => value === ''));
    const rowIndex = blank < 0 ? sheet.lastRow + 1 : blank;
    const row = found.table.columns.map((_, i) => (i === 0 ? number : null));
    await writeOnce(
      context,
      found,
      { ...sheet, lastRow: rowIndex - 1 },
      { runs: [], append: [row], remove: [], left: 0 },
    );
    found.sheet.activate();
    cellsOf(found, found.positions[1] ?? 0, rowIndex, 1).select();
    await context.sync();
    return { number, isUnfiltered: found.isFiltered };
  });
