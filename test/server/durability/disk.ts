import type { DiskCall } from './disk-log.ts';

/** What of the bytes that were not flushed is there after the power comes back. */
export type Survival = 'none' | 'all' | { seed: number };

const SECTOR = 512;

interface File {
  /** As it is flushed, and what was asked of it since. */
  flushed: Buffer;
  since: Extract<DiskCall, { kind: 'write' | 'truncate' }>[];
}

function apply(content: Buffer, call: File['since'][number], keeps: () => boolean): Buffer {
  const length =
    call.kind === 'truncate' ? call.length : Math.max(content.length, call.at + call.bytes.length);
  const next = Buffer.alloc(length);
  content.copy(next, 0, 0, Math.min(content.length, length));
  if (call.kind === 'truncate') return keeps() ? next : content;
  for (let done = 0; done < call.bytes.length;) {
    const part = Math.min(call.bytes.length - done, SECTOR - ((call.at + done) % SECTOR));
    if (keeps()) call.bytes.copy(next, call.at + done, done, done + part);
    done += part;
  }
  return next;
}

/** A small generator of numbers from 0 to 1 that gives the same for the same seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * A disk that keeps what was flushed and, of the rest, what chance decides, sector by sector. It models a disk that does
 * what a flush asks; names of files are kept at once.
 */
export class Disk {
  private readonly files = new Map<string, File>();

  do(call: DiskCall): void {
    if (call.kind === 'mark') return;
    if (call.kind === 'remove') return void this.files.delete(call.file);
    const file = this.files.get(call.file) ?? { flushed: Buffer.alloc(0), since: [] };
    this.files.set(call.file, file);
    if (call.kind === 'rename' || call.kind === 'link') {
      if (call.kind === 'rename') this.files.delete(call.file);
      this.files.set(call.to, file);
    } else if (call.kind === 'flush') {
      file.flushed = file.since.reduce((content, each) => apply(content, each, () => true), file.flushed);
      file.since = [];
    } else if (call.kind === 'write' || call.kind === 'truncate') file.since.push(call);
  }

  /** The files as they are when the power comes back. */
  afterPowerLoss(survival: Survival): Map<string, Buffer> {
    const random = typeof survival === 'object' ? createRandom(survival.seed) : undefined;
    const keeps = random ? () => random() < 0.5 : () => survival === 'all';
    return new Map(
      [...this.files].map(([name, { flushed, since }]) => [
        name,
        survival === 'none' ? flushed : since.reduce((content, each) => apply(content, each, keeps), flushed),
      ]),
    );
  }
}
