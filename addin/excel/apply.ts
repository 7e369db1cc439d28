import type { TableName } from '../../shared/tables.ts';
import { planWrites, type TableChanges, type TableWrites } from './changes.ts';
import { type Connection, writeConnection } from './connection.ts';
import { inOneUndoStep } from './errors.ts';
import type { SheetTable, WorkOptions } from './read.ts';
import { writePlanned } from './write.ts';

export interface Applied {
  /** Cells and rows that the user changed meanwhile and that stayed as they are. */
  left: number;
  /** Tables of which the filter was cleared. */
  unfiltered: TableName[];
}

/**
 * Brings the workbook to what the server answered. Each table at stake is read anew right before it is written: rows may
 * have moved, and a cell that differs from `before` belongs to the user and stays. The connection is stored after all
 * else, and only when nothing was left. Stops between two blocks when the signal says so; what is then written is written
 * again by a next sync, since the old revision stays.
 */
export const applyChanges = (
  before: readonly SheetTable[],
  changes: Record<TableName, TableChanges>,
  connection: Connection,
  options: WorkOptions = {},
): Promise<Applied> =>
  inOneUndoStep(async (context) => {
    const applied: Applied = { left: 0, unfiltered: [] };
    for (const sheet of before) {
      const { name } = sheet.table;
      if (changes[name].upsert.length + changes[name].remove.length > 0)
        await applyToTable(context, sheet, changes[name], applied, options);
    }
    if (applied.left === 0) writeConnection(context, connection);
    await context.sync();
    return applied;
  });

async function applyToTable(
  context: Excel.RequestContext,
  before: SheetTable,
  changes: TableChanges,
  applied: Applied,
  options: WorkOptions,
): Promise<void> {
  const { name } = before.table;
  const plan = (now: SheetTable): TableWrites => planWrites(before, now, changes);
  const { isWritten, isUnfiltered, writes } = await writePlanned(context, name, plan, options);
  if (isUnfiltered) applied.unfiltered.push(name);
  applied.left += writes.left;
  if (!isWritten) applied.left += writes.runs.length + writes.append.length + writes.remove.length;
}
