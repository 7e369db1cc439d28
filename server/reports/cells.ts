import type { Content, CustomTableLayout, TableCell } from 'pdfmake/interfaces.js';
import { formatEuro, formatNumber } from '../../shared/format.ts';
import { drawn } from './glyphs.ts';

export const COLORS = {
  ink: '#1b1b1b',
  quiet: '#5f6368',
  line: '#c8ccd0',
  accent: '#0f6674',
  pale: '#9cc5cb',
};
/** Width of the column that names the article. */
export const ARTICLE = 72;

interface TableOptions {
  headerRows?: number;
  /** The last row is a total: a darker line above it. */
  total?: boolean;
}

/** A line under the head, light ones under rows, a darker one above a total. */
const layout = ({ headerRows = 1, total = false }: TableOptions): CustomTableLayout => {
  const isDark = (i: number, rows: number) =>
    (i === headerRows && headerRows > 0) || (total && i === rows - 1);
  return {
    hLineWidth: (i, { table: { body } }) =>
      i < Math.max(1, headerRows) || i === body.length ? 0 : isDark(i, body.length) ? 0.8 : 0.4,
    hLineColor: (i, { table: { body } }) => (isDark(i, body.length) ? COLORS.quiet : COLORS.line),
    vLineWidth: () => 0,
    paddingTop: () => 3,
    paddingBottom: () => 3,
    paddingLeft: (i) => (i === 0 ? 0 : 4),
    paddingRight: (i, node) => (i === (node.table.widths?.length ?? 0) - 1 ? 0 : 4),
  };
};

/** A table of the house: heads are repeated on each page, rows stay whole, a total never stands alone. */
export function table(widths: (string | number)[], body: TableCell[][], options: TableOptions = {}): Content {
  const { headerRows = 1, total = false } = options;
  const rows = total && body.length > headerRows + 1 ? keepTotal(body) : body;
  return {
    table: { headerRows, widths, body: rows, dontBreakRows: true, keepWithHeaderRows: 1 },
    layout: layout(options),
  };
}

/** Marks of the row before a total and of the total, beside those of headings. */
const LAST_ROW = 2;
const TOTAL = 3;
/** The cells of a last row by the array that its first cell has as style: all that a page break callback gets to see. */
const lastRows = new WeakMap<object, { pageBreak?: string }[]>();

function keepTotal(body: TableCell[][]): TableCell[][] {
  const asObject = (cell: TableCell | undefined) => (typeof cell === 'object' ? cell : { text: cell ?? '' });
  const [last = [], sums = []] = body.slice(-2);
  const cells = last.map(asObject) as { style?: unknown; headlineLevel?: number; pageBreak?: string }[];
  const [first] = cells;
  if (!first) return body;
  const style = [first.style ?? []].flat() as object;
  Object.assign(first, { style, headlineLevel: LAST_ROW });
  lastRows.set(style, cells);
  const [label, ...amounts] = sums;
  return [
    ...body.slice(0, -2),
    cells as TableCell[],
    [{ ...(asObject(label) as object), headlineLevel: TOTAL } as TableCell, ...amounts],
  ];
}

interface Placed {
  headlineLevel?: number | undefined;
  style?: unknown;
  startPosition: { top: number };
}

/** Points that the row of a total needs from the top of its text on: where less is left, it goes to the next page. */
const TOTAL_HEIGHT = 24;

/**
 * Whether a row has to go to the next page, with the total that would stand there alone. pdfmake breaks before one cell
 * only and so would tear the row: its other cells are told to break too.
 */
export function goesWithTotal(node: Placed, following: () => readonly Placed[], bottom: number): boolean {
  if (node.headlineLevel !== LAST_ROW) return false;
  const total = following().find(({ headlineLevel }) => headlineLevel === TOTAL);
  // pdfmake tells where a row began, also when it did not fit there.
  if (total && total.startPosition.top + TOTAL_HEIGHT <= bottom) return false;
  for (const cell of lastRows.get(node.style as object) ?? []) cell.pageBreak = 'before';
  return true;
}

export const head = (text: string, alignment: 'left' | 'right' = 'left'): TableCell => ({
  text,
  style: 'head',
  alignment,
});
export const right = (text: string, bold = false): TableCell => ({
  text,
  alignment: 'right',
  noWrap: true,
  bold,
});
export const euro = (text: string, bold = false): TableCell => right(formatEuro(text), bold);
export const number = (text: string, bold = false): TableCell => right(formatNumber(text), bold);
export const article = (text: string, alignment: 'left' | 'right' = 'left'): TableCell => ({
  text,
  style: 'article',
  noWrap: true,
  alignment,
  // On the line of the larger text beside it.
  margin: [0, 1.5, 0, 0],
});

/**
 * Text that someone typed: what the font lacks as �, and broken anywhere where a word is longer than the column takes, so
 * that it never pushes an amount off the page.
 */
export const typed = (text: string, longestWord: number): Content & TableCell => ({
  ...drawn(text),
  wordBreak: text.split(/[\s-]/).some((word) => word.length > longestWord) ? 'break-all' : 'normal',
});
