import type { CellValue } from './cells.ts';
import type { Outcome } from './custom-functions.ts';
import { notSimulated } from './host-object.ts';
import type { Range } from './range.ts';

/** Computes `=NAMESPACE.FUNCTION(…)` over ranges, numbers and texts, and puts the outcome from `cell` on. */
export async function calculateCall(
  cell: Range,
  namespace: string,
  invoke: (id: string, args: unknown[]) => Promise<Outcome>,
): Promise<Outcome> {
  const formula = String(cell.formulas[0]?.[0]);
  const call = new RegExp(`^=${namespace}\\.([A-Z0-9_.]+)\\(([^()]*)\\)$`, 'i').exec(formula);
  if (!call) throw notSimulated(`the formula ${formula}`);
  const parts = call[2]?.match(/"(?:[^"]|"")*"|'(?:[^']|'')*'![^,]+|[^,]+/g) ?? [];
  const outcome = await invoke(
    (call[1] ?? '').toUpperCase(),
    parts.map((part) => argument(cell, part.trim())),
  );
  const value = 'error' in outcome ? outcome.error : outcome.value;
  const matrix = (Array.isArray(value) ? value : [[value ?? 0]]) as CellValue[][];
  cell.getResizedRange(matrix.length - 1, (matrix[0]?.length ?? 1) - 1).$compute(matrix);
  return outcome;
}

/** One cell arrives as its value, several as a matrix. */
function argument(cell: Range, text: string): unknown {
  if (text.startsWith('"')) return text.slice(1, -1).replaceAll('""', '"');
  if (text !== '' && !Number.isNaN(Number(text))) return Number(text);
  const { workbook } = cell.worksheet;
  const range = text.includes('!') ? workbook.$range(text) : cell.worksheet.getRange(text);
  return range.cellCount === 1 ? range.values[0]?.[0] : range.values;
}
