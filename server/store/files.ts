import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Waits until the disk has the content of a file. */
export function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Waits until the disk has the names in the folder of a file. Windows has no such call and needs none. */
export function syncNames(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Gives a file its name, whole and at once. Throws `EEXIST` where that name is taken. */
export function giveName(draft: string, name: string): void {
  try {
    linkSync(draft, name);
    rmSync(draft);
  } catch (error) {
    if (existsSync(name)) throw error;
    // A disk without hard links, such as FAT.
    renameSync(draft, name);
  }
  syncNames(name);
}

/** Gives a file one more name, whole and at once. Throws `EEXIST` where that name is taken. */
export function addName(path: string, name: string): void {
  try {
    linkSync(path, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    // A disk without hard links, such as FAT.
    copyFileSync(path, name, constants.COPYFILE_EXCL);
    syncFile(name);
  }
  syncNames(name);
}

/** SHA-256 of a file's content, read in pieces: it may be larger than the memory. */
export function hashFile(path: string): string {
  const hash = createHash('sha256');
  const piece = Buffer.alloc(1 << 20);
  const file = openSync(path, 'r');
  try {
    for (let length: number; (length = readSync(file, piece)) > 0;) hash.update(piece.subarray(0, length));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}
