import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { PartedFile } from './zip.ts';

/** Writes files to a folder, for their owner alone; answers how many. */
export async function writeFolder(folder: string, files: AsyncIterable<PartedFile>): Promise<number> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let count = 0;
  for await (const { name, parts } of files) {
    await pipeline(parts, createWriteStream(join(folder, name), { mode: 0o600 }));
    count += 1;
  }
  return count;
}
