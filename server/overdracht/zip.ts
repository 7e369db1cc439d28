import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

/** A file of which the bytes come in parts. All of them are taken before the next file is asked for. */
export interface PartedFile {
  name: string;
  parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Lets others go first, so that the server answers while a large file is made. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Files as the bytes of one zip, made while they are asked for. */
export async function* zip(
  files: AsyncIterable<PartedFile> | Iterable<PartedFile>,
  at: Date,
): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const archive = new Zip((error, bytes) => {
    if (error) throw error;
    ready.push(bytes);
  });
  for await (const { name, parts } of files) {
    // What is packed already does not shrink any more.
    const entry = /\.(?:pdf|xlsx)$/.test(name) ? new ZipPassThrough(name) : new ZipDeflate(name);
    entry.mtime = at;
    archive.add(entry);
    for await (const part of parts) {
      entry.push(part);
      yield* ready.splice(0);
      await nextTurn();
    }
    entry.push(new Uint8Array(), true);
    yield* ready.splice(0);
  }
  archive.end();
  yield* ready.splice(0);
}
