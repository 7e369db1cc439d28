import { CONNECTION_SHEET, PENDING } from './connection.ts';
import { inExcel } from './errors.ts';

/** A cell takes at most 32,767 characters. */
const CHUNK = 30_000;

/**
 * Keeps a text in the workbook until {@link clearPending}: what was sent and not yet answered. It lies beside the rows
 * that it was made of, so that it is lost or kept with them.
 */
export async function savePending(text: string): Promise<void> {
  const packed = await pack(text);
  const chunks = Array.from({ length: Math.ceil(packed.length / CHUNK) }, (_, i) => [
    `'${packed.slice(i * CHUNK, (i + 1) * CHUNK)}`,
  ]);
  await inExcel(async (context) => {
    const sheet = context.workbook.worksheets.getItem(CONNECTION_SHEET);
    const column = sheet.getRange(PENDING);
    column.clear(Excel.ClearApplyTo.contents);
    column.getCell(0, 0).getResizedRange(chunks.length - 1, 0).values = chunks;
    await context.sync();
  });
}

/** The text that is kept; null where there is none. */
export async function readPending(): Promise<string | null> {
  const packed = await inExcel(async (context) => {
    const sheet = context.workbook.worksheets.getItemOrNullObject(CONNECTION_SHEET);
    const used = sheet.getRange(PENDING).getUsedRangeOrNullObject(true);
    used.load('values');
    await context.sync();
    return used.isNullObject ? '' : used.values.map((row) => String(row[0])).join('');
  });
  return packed === '' ? null : unpack(packed);
}

export const clearPending = (): Promise<void> =>
  inExcel(async (context) => {
    context.workbook.worksheets
      .getItem(CONNECTION_SHEET)
      .getRange(PENDING)
      .clear(Excel.ClearApplyTo.contents);
    await context.sync();
  });

/** Gzip in base64: rows of hours shrink to a tenth. */
async function pack(text: string): Promise<string> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

async function unpack(packed: string): Promise<string> {
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
}
