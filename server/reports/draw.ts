import { availableParallelism, totalmem } from 'node:os';
import { DomainError } from '../../shared/errors.ts';
import type { ReportName } from '../env.ts';
import { createThreads, type Limits, type Load } from '../threads/threads.ts';

export interface Drawer {
  /**
   * The bytes of a PDF. Throws `unavailable` where too many wait or the drawing takes too long, and `too_large` where it
   * needs too much memory; the other papers do not notice.
   */
  draw: (name: ReportName, data: unknown) => Promise<Uint8Array>;
  load: () => Load;
  /** Rejects what is under way and ends the threads; a later call starts anew. */
  close: () => Promise<void>;
}

export interface Drawing {
  name: ReportName;
  data: unknown;
}

const MEGABYTE = 1024 * 1024;
const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);

const LIMITS: Limits = {
  // One of the machine's cores stays free for the answers of the server.
  threads: Math.max(1, availableParallelism() - 1),
  waiting: 50,
  // A paper of 50,000 lines takes a minute, and 2 to 3 GB.
  seconds: 180,
  megabytes: Math.min(4096, Math.floor(memory / 2 / MEGABYTE)),
};

/** Draws PDFs beside the server's own thread: a paper blocks its thread for as long as it takes. */
export function createDrawer(limits: Partial<Limits> = {}): Drawer {
  const module = new URL('./worker.ts', import.meta.url);
  const threads = createThreads<Drawing, Uint8Array>(module, { ...LIMITS, ...limits }, REFUSALS);
  return { draw: (name, data) => threads.run({ name, data }), load: threads.load, close: threads.close };
}

const REFUSALS = {
  tooMany: () =>
    new DomainError(
      'unavailable',
      "Er worden nu te veel pdf's tegelijk gemaakt. Probeer het over een minuut nog eens.",
      { retryAfter: 60 },
    ),
  tooLong: () =>
    new DomainError(
      'unavailable',
      'Het maken van deze pdf duurde te lang en is gestopt. Probeer het nog eens, of kies een kortere periode.',
    ),
  tooLarge: () => new DomainError('too_large', 'Deze pdf is te groot om te maken. Kies een kortere periode.'),
  lost: () => new Error('the PDF worker stopped'),
};
