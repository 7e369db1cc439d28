/** Excel on the web takes and gives at most 5 MB at a time; half of it leaves room for rows longer than the last ones. */
const MAX_BYTES = 2_500_000;
/** Where nothing has been measured yet. */
const FIRST_ROWS = 2_000;
const MAX_ROWS = 50_000;
/** Rows that are weighed to know what all of them weigh. */
const SAMPLE = 500;

const encoder = new TextEncoder();

/** How much a value takes as JSON, in bytes. */
export const bytesOf = (value: unknown): number => encoder.encode(JSON.stringify(value)).length;

/** Of many rows about as much, from a sample of them. */
export function estimateBytes(rows: readonly unknown[][]): number {
  const step = Math.ceil(rows.length / SAMPLE);
  const sample = rows.filter((_, i) => i % step === 0);
  return sample.length === 0 ? 0 : (bytesOf(sample) / sample.length) * rows.length;
}

/** How many rows fit into one round trip, by the bytes a row took so far. */
export const blockSize = (bytesPerRow?: number): number =>
  bytesPerRow === undefined
    ? FIRST_ROWS
    : Math.min(MAX_ROWS, Math.max(1, Math.floor(MAX_BYTES / bytesPerRow)));

/**
 * Rows in pieces that each fit into one round trip; `overhead` is what a row costs beside its JSON, in bytes, there or
 * back.
 */
export function splitIntoBlocks<Row>(rows: readonly Row[], overhead: (row: Row) => number): Row[][] {
  const blocks: Row[][] = [];
  let bytes = Infinity;
  for (const row of rows) {
    const size = bytesOf(row) + overhead(row);
    if (bytes + size > MAX_BYTES) {
      blocks.push([]);
      bytes = 0;
    }
    blocks.at(-1)?.push(row);
    bytes += size;
  }
  return blocks;
}

/** Whether Excel refused an answer for its size. */
export const isTooLarge = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  error.code === 'ResponsePayloadSizeLimitExceeded';
