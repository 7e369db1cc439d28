import { availableParallelism, totalmem } from 'node:os';
import { Worker } from 'node:worker_threads';
import { DomainError } from '../../shared/errors.ts';
import type { ReportName } from '../env.ts';

export interface Drawer {
  /**
   * The bytes of a PDF. Throws `unavailable` where too many wait or the drawing takes too long, and `too_large` where it
   * needs too much memory; the other papers do not notice.
   */
  draw: (name: ReportName, data: unknown) => Promise<Uint8Array>;
  /** Rejects what is under way and ends the threads; a later call starts anew. */
  close: () => Promise<void>;
}

export interface Limits {
  /** One of the machine's cores stays free for the answers of the server. */
  threads: number;
  /** Papers that wait for a thread. */
  waiting: number;
  /** How long one drawing may take, without its wait. A paper of 50,000 lines takes a minute. */
  seconds: number;
  /** What one thread may hold, and at most half of what there is. A paper of 50,000 lines needs 2 to 3 GB. */
  megabytes: number;
}

const MEGABYTE = 1024 * 1024;
const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);

const LIMITS: Limits = {
  threads: Math.max(1, availableParallelism() - 1),
  waiting: 50,
  seconds: 180,
  megabytes: Math.min(4096, Math.floor(memory / 2 / MEGABYTE)),
};

interface Task {
  name: ReportName;
  data: unknown;
  resolve: (bytes: Uint8Array) => void;
  reject: (error: Error) => void;
}

interface Thread {
  worker: Worker;
  task?: Task | undefined;
  patience?: NodeJS.Timeout;
}

type Answer = { bytes: Uint8Array } | { error: string };

/**
 * Draws PDFs in threads that stay warm, so that the server answers meanwhile: a paper blocks its thread for as long as it
 * takes. Threads are started when needed, and none keeps the process alive while it has nothing to draw.
 */
export function createDrawer(limits: Partial<Limits> = {}): Drawer {
  const { threads: most, waiting, seconds, megabytes } = { ...LIMITS, ...limits };
  const threads = new Set<Thread>();
  const queue: Task[] = [];

  const start = (): Thread => {
    const worker = new Worker(new URL('./worker-start.mjs', import.meta.url), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: megabytes },
    });
    const thread: Thread = { worker };
    worker.on('message', (answer: Answer) => {
      worker.unref();
      if ('bytes' in answer) release(thread)?.resolve(answer.bytes);
      else release(thread)?.reject(new Error(answer.error));
      drawNext();
    });
    worker.on('error', (error: NodeJS.ErrnoException) =>
      lose(thread, error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge() : error),
    );
    worker.on('exit', () => lose(thread, new Error('the PDF worker stopped')));
    threads.add(thread);
    return thread;
  };

  const release = (thread: Thread): Task | undefined => {
    const { task } = thread;
    clearTimeout(thread.patience);
    thread.task = undefined;
    return task;
  };
  const lose = (thread: Thread, error: Error): void => {
    if (!threads.delete(thread)) return;
    release(thread)?.reject(error);
    void thread.worker.terminate();
    drawNext();
  };
  const drawNext = (): void => {
    const free = [...threads].find(({ task }) => !task);
    if (queue.length === 0 || (!free && threads.size >= most)) return;
    const task = queue.shift();
    if (!task) return;
    const thread = free ?? start();
    thread.task = task;
    thread.patience = setTimeout(() => lose(thread, tooLong()), seconds * 1000);
    thread.worker.ref();
    thread.worker.postMessage({ name: task.name, data: task.data });
  };

  return {
    draw: (name, data) =>
      new Promise((resolve, reject) => {
        if (queue.length >= waiting) throw tooMany();
        queue.push({ name, data, resolve, reject });
        drawNext();
      }),
    close: async () => {
      const closed = new Error('the PDF worker was closed');
      for (const { reject } of queue.splice(0)) reject(closed);
      const closing = [...threads];
      for (const thread of closing) lose(thread, closed);
      await Promise.all(closing.map(({ worker }) => worker.terminate()));
    },
  };
}

const tooMany = (): DomainError =>
  new DomainError(
    'unavailable',
    "Er worden nu te veel pdf's tegelijk gemaakt. Probeer het over een minuut nog eens.",
    { retryAfter: 60 },
  );
const tooLong = (): DomainError =>
  new DomainError(
    'unavailable',
    'Het maken van deze pdf duurde te lang en is gestopt. Probeer het nog eens, of kies een kortere periode.',
  );
const tooLarge = (): DomainError =>
  new DomainError('too_large', 'Deze pdf is te groot om te maken. Kies een kortere periode.');
