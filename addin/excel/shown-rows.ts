import { cellsOf } from './guard.ts';
import type { LocatedTable } from './locate.ts';

/** How many ranges are asked in one request whether they are hidden, and into how many parts a mixed one is split. */
const ASKED_AT_ONCE = 2_000;
const PARTS = 8;

interface Stretch {
  rowIndex: number;
  rows: number;
}

/** Which of these rows of a table's body can be seen. Excel tells for a stretch of rows at once, unless they differ. */
export async function listShown(
  context: Excel.RequestContext,
  found: LocatedTable,
  rows: ReadonlySet<number>,
): Promise<number[]> {
  const shown: number[] = [];
  let open = toStretches(rows);
  while (open.length > 0) {
    const asked = open.slice(0, ASKED_AT_ONCE);
    const answers = await askHidden(context, found, asked);
    open = open.slice(ASKED_AT_ONCE);
    for (const [i, stretch] of asked.entries()) {
      if (answers[i] === null) open.push(...split(stretch));
      else if (!answers[i]) for (let k = 0; k < stretch.rows; k += 1) shown.push(stretch.rowIndex + k);
    }
  }
  return shown;
}

/** Per stretch whether its rows are hidden; null where some are. */
async function askHidden(
  context: Excel.RequestContext,
  found: LocatedTable,
  stretches: readonly Stretch[],
): Promise<(boolean | null)[]> {
  const ranges = stretches.map(({ rowIndex, rows }) => cellsOf(found, 0, rowIndex, rows).load('rowHidden'));
  await context.sync();
  return ranges.map(({ rowHidden }) => rowHidden as boolean | null);
}

function toStretches(rows: ReadonlySet<number>): Stretch[] {
  const stretches: Stretch[] = [];
  for (const rowIndex of [...rows].sort((a, b) => a - b)) {
    const last = stretches.at(-1);
    if (last && last.rowIndex + last.rows === rowIndex) last.rows += 1;
    else stretches.push({ rowIndex, rows: 1 });
  }
  return stretches;
}

function split({ rowIndex, rows }: Stretch): Stretch[] {
  const size = Math.ceil(rows / PARTS);
  return Array.from({ length: Math.ceil(rows / size) }, (_, i) => ({
    rowIndex: rowIndex + i * size,
    rows: Math.min(size, rows - i * size),
  }));
}
