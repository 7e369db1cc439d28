import { getTable, type TableName } from '../../shared/tables.ts';
import { ExcelError, inOneUndoStep } from './errors.ts';
import { columnLetters } from './formats.ts';
import { type LocatedTable, locateTables } from './locate.ts';
import { type CellPlace, loadKeys } from './select.ts';

/** As many as one request carries and one mends before checking again. */
const MAX_MARKS = 500;
/** In each formula of ours and always true: by this they are found again, and no one else's. */
const SIGN = 'N("flextensie")=0';
/** Excel takes longer formulas in its own dialog only. */
const MAX_FORMULA = 255;

/** Told by bold and a solid line, or italics and dashes, as well as by colour. */
const LOOKS = {
  fault: { fill: '#FFC7CE', ink: '#9C0006', font: { bold: true }, line: 'Continuous' },
  warning: { fill: '#FFEB9C', ink: '#5C3B00', font: { italic: true }, line: 'Dash' },
} as const;

interface Target {
  place: CellPlace;
  look: keyof typeof LOOKS;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Marks the cells of these faults and warnings, and takes earlier marks away. A mark is a conditional format: it shows
 * while the cell, in that row, holds what it now holds. Gives a Dutch sentence about cells that could not be marked,
 * null where all are. Waits for an earlier call, and for as long as the user edits a cell: show the faults first.
 */
export function showMarks(
  faults: readonly CellPlace[],
  warnings: readonly CellPlace[],
): Promise<string | null> {
  const mine = last.then(() => markCells(listTargets(faults, warnings)));
  last = mine.catch(() => {});
  return mine;
}

/** Takes all marks away. */
export const clearMarks = (): Promise<string | null> => showMarks([], []);

/** One a cell; what the workbook does not hold has none. */
function listTargets(faults: readonly CellPlace[], warnings: readonly CellPlace[]): Target[] {
  const targets = new Map<string, Target>();
  const add = (look: Target['look'], { table, key, rowIndex, field }: CellPlace) => {
    const place = { table, key, rowIndex, field: field ?? getTable(table).columns[0]?.name ?? null };
    const id = JSON.stringify([table, key, rowIndex < 0 ? -1 : rowIndex, place.field]);
    if (!targets.has(id)) targets.set(id, { place, look });
  };
  for (const fault of faults) add('fault', fault);
  for (const warning of warnings) add('warning', warning);
  return [...targets.values()];
}

async function markCells(targets: readonly Target[]): Promise<string | null> {
  const first = targets.slice(0, MAX_MARKS);
  try {
    const kept = await inOneUndoStep((context) => replaceMarks(context, first));
    if (kept.length > 0 && targets.length > 0)
      return `In het blad ${kept.join(' en ')} zijn geen cellen gekleurd, omdat het beveiligd is.`;
  } catch (error) {
    if (!(error instanceof ExcelError)) throw error;
    return targets.length > 0 ? `De cellen konden niet worden gekleurd. ${error.message}` : null;
  }
  return targets.length > MAX_MARKS ? `Alleen de eerste ${MAX_MARKS} cellen zijn gekleurd.` : null;
}

/** Four round trips, however many marks there are. Gives the names of the protected sheets, which stay as they are. */
async function replaceMarks(context: Excel.RequestContext, targets: readonly Target[]): Promise<string[]> {
  const { worksheets } = context.workbook;
  worksheets.load('items/name,items/protection/protected');
  const located = await locateTables(context, [...new Set(targets.map(({ place }) => place.table))]);
  const formats = worksheets.items
    .filter(({ protection }) => !protection.protected)
    .map((sheet) => sheet.getRange().conditionalFormats.load('items/type'));
  const tables = new Map(located.map((found) => [found.table.name, { found, findRow: loadKeys(found) }]));
  for (const { sheet } of located) sheet.load('name');
  await context.sync();

  const custom = formats.flatMap(({ items }) =>
    items.filter(({ type }) => type === Excel.ConditionalFormatType.custom),
  );
  for (const { custom: own } of custom) own.rule.load('formula');
  const isProtected = new Set(
    worksheets.items.filter(({ protection }) => protection.protected).map(({ name }) => name),
  );
  const cells = targets.flatMap((target) => {
    const known = tables.get(target.place.table);
    const rowIndex = known ? known.findRow(target.place) : -1;
    if (!known || rowIndex < 0 || isProtected.has(known.found.sheet.name)) return [];
    const row = known.found.body.getRow(rowIndex).load('values,valueTypes');
    return [{ ...target, found: known.found, rowIndex, row }];
  });
  if (custom.length + cells.length > 0) await context.sync();

  const stale = custom.filter(({ custom: own }) => own.rule.formula.includes(SIGN));
  for (const format of stale) format.delete();
  for (const { place, look, found, rowIndex, row } of cells) {
    const position = positionOf(found, place.field);
    const keys = found.positions.slice(0, found.table.keyLength).filter((key) => key !== position);
    const conditions = [position, ...keys].map((at): Condition => ({
      address: addressOf(found, rowIndex, at),
      value: row.values[0]?.[at] as unknown,
      type: row.valueTypes[0]?.[at] ?? '',
    }));
    const format = row.getCell(0, position).conditionalFormats.add(Excel.ConditionalFormatType.custom);
    format.custom.rule.formula = formulaOf(conditions);
    paint(format.custom.format, LOOKS[look]);
  }
  if (stale.length + cells.length > 0) await context.sync();
  return namesOf(targets, tables, isProtected);
}

function paint(
  format: Excel.ConditionalRangeFormat,
  { fill, ink, font, line }: (typeof LOOKS)[Target['look']],
): void {
  format.set({ fill: { color: fill }, font: { ...font, color: ink } });
  format.borders.bottom.style = line;
  format.borders.bottom.color = ink;
}

/** The protected sheets among those that were to be marked. */
const namesOf = (
  targets: readonly Target[],
  tables: ReadonlyMap<TableName, { found: LocatedTable }>,
  isProtected: ReadonlySet<string>,
): string[] => {
  const names = targets.flatMap(({ place }) => tables.get(place.table)?.found.sheet.name ?? []);
  return [...new Set(names)].filter((name) => isProtected.has(name));
};

const positionOf = ({ table, positions }: LocatedTable, field: string | null): number =>
  positions[
    Math.max(
      0,
      table.columns.findIndex(({ name }) => name === field),
    )
  ] as number;

const addressOf = ({ firstRow, firstColumn }: LocatedTable, rowIndex: number, position: number): string =>
  `$${columnLetters(firstColumn + position)}$${firstRow + rowIndex + 1}`;

/** A cell that still holds this. */
interface Condition {
  address: string;
  value: unknown;
  type: string;
}

/**
 * True for the first cell only, also where it is copied elsewhere with its format, and only while all cells hold what
 * they did. The cells are named absolutely: what a relative name is relative to differs between versions of Excel.
 */
function formulaOf(conditions: readonly Condition[]): string {
  const cell = conditions[0]?.address ?? '';
  const make = (longest: number) =>
    `=AND(${SIGN},ROW()=ROW(${cell}),COLUMN()=COLUMN(${cell}),${conditions.map((each) => holds(each, longest)).join(',')})`;
  let longest = 100;
  while (make(longest).length > MAX_FORMULA && longest > 6) longest = Math.floor(longest / 2);
  return make(longest);
}

/** That a cell holds exactly this; of a text longer than that its length and its beginning. */
function holds({ address, value, type }: Condition, longest: number): string {
  if (type === 'Error') return `ISERROR(${address})`;
  if (typeof value === 'number') return `ISNUMBER(${address}),${address}=${value}`;
  if (typeof value === 'boolean') return `ISLOGICAL(${address}),N(${address})=${Number(value)}`;
  const text = String(value);
  if (text === '') return `LEN(${address})=0`;
  if (text.length <= longest) return `ISTEXT(${address}),EXACT(${address},${quote(text)})`;
  const start = text.slice(0, longest);
  return `ISTEXT(${address}),LEN(${address})=${text.length},EXACT(LEFT(${address},${start.length}),${quote(start)})`;
}

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
