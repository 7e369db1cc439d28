/** What a process asked of its disk, in order: bytes written, files cut or flushed, and marks on its standard output. */
export type DiskCall =
  | { kind: 'write'; file: string; at: number; bytes: Buffer }
  | { kind: 'truncate'; file: string; length: number }
  | { kind: 'flush'; file: string }
  | { kind: 'remove'; file: string }
  | { kind: 'rename' | 'link'; file: string; to: string }
  | { kind: 'mark'; text: string };

const HEX = /\\x([0-9a-f]{2})/g;
const decode = (text: string): Buffer => Buffer.from(text.replace(HEX, '$1'), 'hex');
const decodePath = (text: string): string => decode(text).toString('utf8');

/** Lines of `strace -f`, each call whole, where it ended: one that another thread came between is written in two parts. */
export async function* joinCalls(lines: AsyncIterable<string>): AsyncGenerator<string> {
  const begun = new Map<string, string>();
  for await (const line of lines) {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const [, resumed] = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest) ?? [];
    if (rest.endsWith(' <unfinished ...>')) begun.set(thread, rest.slice(0, -' <unfinished ...>'.length));
    else if (resumed !== undefined) yield `${thread} ${begun.get(thread) ?? ''}${resumed}`;
    else yield line;
  }
}

/**
 * One line of `strace -f -y -xx`, for files whose path begins with `folder`; undefined for any other. Throws for a write
 * that strace cut short, which would make the replay worthless.
 */
export function parseCall(line: string, folder: string): DiskCall | undefined {
  const [, name = '', rest = ''] = /^(?:\[pid +\d+\] |\d+ +)?(\w+)\((.*)$/.exec(line) ?? [];
  if (/= -1 E/.test(rest)) return undefined;
  if (name === 'unlink' || name === 'rename' || name === 'link') {
    const [from = '', to = ''] = [...rest.matchAll(/"([^"]*)"/g)].map(([, path = '']) => decodePath(path));
    if (!from.startsWith(folder)) return undefined;
    return name === 'unlink' ? { kind: 'remove', file: from } : { kind: name, file: from, to };
  }
  const [, number = '', path = '', more = ''] = /^(\d+)<([^>]*)>(.*)$/.exec(rest) ?? [];
  const file = path.includes('\\x') ? decodePath(path) : path;
  const [, hex = '', cut, tail = ''] = /^, "([^"]*)"(\.\.\.)?(.*)$/.exec(more) ?? [];
  if (name === 'write' && number === '1') {
    const text = decode(hex).toString('utf8').trim();
    // What compiles the program writes to a standard output of its own.
    return /^(?:BEGIN|ACK \w+ \d+)$/.test(text) ? { kind: 'mark', text } : undefined;
  }
  if (!file.startsWith(folder) || file.endsWith('-shm')) return undefined;
  if (name === 'pwrite64') {
    if (cut !== undefined) throw new Error('strace cut a write short');
    const [, at = ''] = /^, \d+, (\d+)\)/.exec(tail) ?? [];
    return { kind: 'write', file, at: Number(at), bytes: decode(hex) };
  }
  if (name === 'ftruncate') return { kind: 'truncate', file, length: Number(/^, (\d+)/.exec(more)?.[1]) };
  if (name === 'fsync' || name === 'fdatasync') return { kind: 'flush', file };
  return undefined;
}
