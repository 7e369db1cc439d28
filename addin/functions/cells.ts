import { DomainError } from '../../shared/errors.ts';

/** An argument read: a block of numbers row by row, blanks as 0. */
export interface Block {
  /** What the argument is called in messages, such as "Uren". */
  label: string;
  rows: number;
  columns: number;
  values: Float64Array;
  /** Whether a bare value came in place of a matrix, as outside Excel. */
  bare: boolean;
}

/** From 2^53 cents on, a cent can no longer be told from its neighbour. */
const LIMIT = Number.MAX_SAFE_INTEGER / 100;

/** A blank cell that Excel passes as such; on the desktop it may also be 0. */
export function isBlank(cell: unknown): boolean {
  return cell === null || cell === undefined || cell === '';
}

/**
 * Reads an argument: one value or a matrix, a blank cell as 0. Throws a DomainError with a Dutch sentence on text,
 * booleans, error cells, numbers that are none or too large, and ranges that are empty or no rectangle.
 */
export function readBlock(label: string, argument: unknown): Block {
  const bare = !Array.isArray(argument);
  const rows: unknown[] = bare ? [[argument]] : argument;
  const columns = Array.isArray(rows[0]) ? rows[0].length : 0;
  if (columns === 0) throw refusal(`${label}: het bereik is leeg. Kies ten minste één cel.`);
  const block: Block = {
    label,
    rows: rows.length,
    columns,
    values: new Float64Array(rows.length * columns),
    bare,
  };
  let index = 0;
  for (const row of rows) {
    if (!Array.isArray(row) || row.length !== columns) {
      throw refusal(`${label}: niet elke rij is even lang. Kies één aaneengesloten bereik.`);
    }
    for (let column = 0; column < columns; column += 1) {
      const cell: unknown = row[column];
      const isPlain = typeof cell === 'number' && Math.abs(cell) < LIMIT;
      block.values[index] = isPlain ? cell : readOther(cell, block, index);
      index += 1;
    }
  }
  return block;
}

/** The same, where below 0 is refused too. */
export function readNotNegative(label: string, argument: unknown): Block {
  const block = readBlock(label, argument);
  const index = block.values.findIndex((value) => value < 0);
  if (index >= 0) throw refusal(`${place(block, index)}: hier staat een negatief getal. Vul 0 of meer in.`);
  return block;
}

/**
 * A rate per hour in euro. An omitted argument, `null`, gives the starting value; one that is given and blank or 0 is
 * refused, so that no revenue is 0 by accident.
 */
export function readRate(label: string, argument: unknown, startingValue: number): Block {
  if (argument === null || argument === undefined) return readNotNegative(label, startingValue);
  const block = readNotNegative(label, argument);
  const index = block.values.indexOf(0);
  if (index < 0) return block;
  const where = block.values.length === 1 ? '' : ` (${position(block, index)})`;
  const example = startingValue.toFixed(2).replace('.', ',');
  throw refusal(`${label} ontbreekt${where}. Vul een bedrag per uur boven 0 in, bijvoorbeeld ${example}.`);
}

/** Refuses an argument that is neither one cell nor of the same shape as the first. */
export function requireFit(block: Block, first: Block): void {
  if (block.values.length === 1) return;
  requireSameShape(block, first, 'één cel of een bereik');
}

/** Refuses an argument that is not of the same shape as the first. */
export function requireSameShape(block: Block, first: Block, choice = 'een bereik'): void {
  if (block.rows === first.rows && block.columns === first.columns) return;
  throw refusal(
    `${block.label} is ${size(block)} en ${first.label.toLowerCase()} ${size(first)}. Kies voor ${block.label.toLowerCase()} ${choice} van ${size(first)}.`,
  );
}

/** The numbers that go with those of the first: one cell goes with every position. */
export function spread({ values }: Block, first: Block): Float64Array {
  return values.length === 1 ? new Float64Array(first.values.length).fill(values[0] as number) : values;
}

/** Works out every cell and answers in the shape that came in. */
export function answer(block: Block, work: (value: number, index: number) => number): number | number[][] {
  const { rows, columns, values, bare } = block;
  if (bare) return work(values[0] as number, 0);
  const results = new Array<number[]>(rows);
  for (let row = 0; row < rows; row += 1) {
    const first = row * columns;
    const line = [work(values[first] as number, first)];
    for (let index = first + 1; index < first + columns; index += 1)
      line.push(work(values[index] as number, index));
    results[row] = line;
  }
  return results;
}

/** A refusal with a sentence that says what to change. */
export function refusal(message: string): DomainError {
  return new DomainError('invalid', message);
}

function readOther(cell: unknown, block: Block, index: number): number {
  if (isBlank(cell)) return 0;
  throw refusal(`${place(block, index)}: ${fault(cell)}`);
}

function fault(cell: unknown): string {
  switch (typeof cell) {
    case 'string':
      return 'hier staat tekst in plaats van een getal. Vul een getal in.';
    case 'boolean':
      return 'hier staat WAAR of ONWAAR in plaats van een getal. Vul een getal in.';
    case 'number':
      return Number.isFinite(cell)
        ? 'dit getal is te groot om tot op de cent mee te rekenen. Vul een kleiner getal in.'
        : 'hier staat geen gewoon getal. Vul een getal in.';
    default:
      return 'hier staat een fout of iets anders dan een getal. Herstel eerst die cel.';
  }
}

/** "Uren" for one cell, else "Uren, rij 3". */
function place(block: Block, index: number): string {
  return block.rows * block.columns === 1 ? block.label : `${block.label}, ${position(block, index)}`;
}

function position({ rows, columns }: Block, index: number): string {
  const row = `rij ${Math.floor(index / columns) + 1}`;
  const column = `kolom ${(index % columns) + 1}`;
  if (columns === 1) return row;
  return rows === 1 ? column : `${row}, ${column}`;
}

function size({ rows, columns }: Block): string {
  return `${rows} ${rows === 1 ? 'rij' : 'rijen'} bij ${columns} ${columns === 1 ? 'kolom' : 'kolommen'}`;
}
