import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { DomainError } from '../../shared/errors.ts';
import { SUMS } from './files.ts';

/** The files of an overdracht, each only where it is byte for byte what was handed over. */
export interface CheckedFiles {
  /** Throws `invalid` where the file is not there, not listed, or changed. */
  read: (name: string) => Uint8Array;
}

const AGAIN = 'Vraag om een nieuwe overdracht; er is niets ingelezen.';
const refuse = (sentence: string): DomainError => new DomainError('invalid', `${sentence} ${AGAIN}`);

/**
 * Opens an overdracht, a folder or a zip, and compares every file with `SHA256SUMS`. Throws `not_found` where there is
 * none, and `invalid`, naming the file, where one lacks or differs.
 */
export function openFiles(path: string): CheckedFiles {
  if (!existsSync(path)) throw new DomainError('not_found', `De map of het bestand ${path} bestaat niet.`);
  const find = statSync(path).isDirectory() ? inFolder(path) : inZip(path);
  const sums = parseSums(find(SUMS));
  const read = (name: string): Uint8Array => {
    const hash = sums.get(name);
    if (hash === undefined) throw refuse(`Het bestand ${name} staat niet in ${SUMS}.`);
    const bytes = find(name);
    if (!bytes) throw refuse(`Het bestand ${name} ontbreekt in de overdracht.`);
    if (createHash('sha256').update(bytes).digest('hex') !== hash)
      throw refuse(`Het bestand ${name} is beschadigd of veranderd.`);
    return bytes;
  };
  for (const name of sums.keys()) read(name);
  return { read };
}

/** The JSON of a file as `parse` makes it out. Throws `invalid`, naming the file, where it makes nothing of it. */
export function readDocument<T>(
  files: CheckedFiles,
  name: string,
  parse: (value: unknown) => T | undefined,
): T {
  const value = parse(parseJson(files.read(name)));
  if (value === undefined) throw refuse(`Het bestand ${name} heeft niet de vorm van een overdracht.`);
  return value;
}

/** Undefined where it is no JSON. */
function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

type Find = (name: string) => Uint8Array | undefined;

const inFolder =
  (folder: string): Find =>
  (name) => {
    const file = join(folder, name);
    return existsSync(file) ? readFileSync(file) : undefined;
  };

function inZip(path: string): Find {
  const archive = readFileSync(path);
  return (wanted) => {
    try {
      return unzipSync(archive, { filter: ({ name }) => name === wanted })[wanted];
    } catch {
      throw refuse(`Het zip-bestand ${path} is beschadigd of niet volledig, bij ${wanted}.`);
    }
  };
}

/** By name, what each file hashes to. */
function parseSums(bytes: Uint8Array | undefined): Map<string, string> {
  if (!bytes)
    throw new DomainError(
      'invalid',
      `Het bestand ${SUMS} ontbreekt. Geef de map of het zip-bestand van een overdracht, zoals "exporteer" die maakt.`,
    );
  const lines = new TextDecoder().decode(bytes).replace(/\n$/, '').split('\n');
  return new Map(
    lines.map((line) => {
      const [, hash, name] = /^([0-9a-f]{64}) [ *]([A-Za-z0-9_-][A-Za-z0-9_.-]*)\r?$/.exec(line) ?? [];
      if (hash === undefined || name === undefined)
        throw refuse(`Het bestand ${SUMS} is beschadigd of veranderd.`);
      return [name, hash];
    }),
  );
}
