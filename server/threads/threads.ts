import { Worker } from 'node:worker_threads';
import { DomainError } from '../../shared/errors.ts';
import type { Answer, Refusal } from './serve.ts';

export interface Limits {
  threads: number;
  /** Tasks that wait for a thread. */
  waiting: number;
  /** How long one task may take, without its wait. */
  seconds: number;
  /** Of one thread. */
  megabytes: number;
  /** Of these, for what is made while a task runs: with more of it, less time goes to clearing away. */
  youngMegabytes?: number;
}

/** What is told where a limit is met, or a thread ended by itself. */
export interface Refusals {
  tooMany: () => Error;
  tooLong: () => Error;
  tooLarge: () => Error;
  lost: () => Error;
}

/** Tasks that wait for a thread, and that have one. */
export interface Load {
  waiting: number;
  running: number;
}

export interface Threads<Task, Value> {
  /** What the worker makes of a task. Rejects with its refusal or error, or one of {@link Refusals}. */
  run: (task: Task, transfer?: readonly ArrayBuffer[]) => Promise<Value>;
  load: () => Load;
  /** Waits until nothing is under way. */
  finish: () => Promise<void>;
  /** Rejects what is under way and ends the threads; a later task starts anew. */
  close: () => Promise<void>;
}

/** A refusal of a worker, with the answer that it wrote. */
export class WrittenRefusal extends DomainError {
  readonly written: Uint8Array;
  constructor({ code, message, written }: Refusal) {
    super(code, message);
    this.written = written;
  }
}

interface Job<Task, Value> {
  task: Task;
  transfer: readonly ArrayBuffer[];
  resolve: (value: Value) => void;
  reject: (error: Error) => void;
}

interface Thread<Task, Value> {
  worker: Worker;
  job?: Job<Task, Value> | undefined;
  patience?: NodeJS.Timeout;
}

/**
 * Threads that run `module`, so that the server answers meanwhile. They are started when needed and stay warm; none keeps
 * the process alive while it has nothing to do. `given`: see `startedWith`.
 */
export function createThreads<Task, Value>(
  module: URL,
  { threads: most, waiting, seconds, megabytes, youngMegabytes }: Limits,
  { tooMany, tooLong, tooLarge, lost }: Refusals,
  given?: unknown,
): Threads<Task, Value> {
  const threads = new Set<Thread<Task, Value>>();
  const queue: Job<Task, Value>[] = [];
  const atRest: (() => void)[] = [];

  const start = (): Thread<Task, Value> => {
    const worker = new Worker(new URL('./start.mjs', import.meta.url), {
      execArgv: [],
      workerData: { module: module.href, given },
      resourceLimits: {
        maxOldGenerationSizeMb: megabytes,
        ...(youngMegabytes === undefined ? {} : { maxYoungGenerationSizeMb: youngMegabytes }),
      },
    });
    const thread: Thread<Task, Value> = { worker };
    worker.on('message', (answer: Answer<Value>) => {
      worker.unref();
      const job = release(thread);
      if ('value' in answer) job?.resolve(answer.value);
      else job?.reject(toError(answer));
      runNext();
    });
    worker.on('error', (error: NodeJS.ErrnoException) =>
      lose(thread, error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge() : error),
    );
    worker.on('exit', () => lose(thread, lost()));
    threads.add(thread);
    return thread;
  };

  const release = (thread: Thread<Task, Value>): Job<Task, Value> | undefined => {
    const { job } = thread;
    clearTimeout(thread.patience);
    thread.job = undefined;
    return job;
  };
  const lose = (thread: Thread<Task, Value>, error: Error): void => {
    if (!threads.delete(thread)) return;
    release(thread)?.reject(error);
    void thread.worker.terminate();
    runNext();
  };
  const isAtRest = () => queue.length === 0 && [...threads].every(({ job }) => !job);
  const runNext = (): void => {
    if (isAtRest()) for (const resolve of atRest.splice(0)) resolve();
    const free = [...threads].find(({ job }) => !job);
    if (queue.length === 0 || (!free && threads.size >= most)) return;
    const job = queue.shift();
    if (!job) return;
    const thread = free ?? start();
    thread.job = job;
    thread.patience = setTimeout(() => lose(thread, tooLong()), seconds * 1000);
    thread.worker.ref();
    thread.worker.postMessage(job.task, job.transfer);
  };

  return {
    run: (task, transfer = []) =>
      new Promise((resolve, reject) => {
        if (queue.length >= waiting) throw tooMany();
        queue.push({ task, transfer, resolve, reject });
        runNext();
      }),
    load: () => ({ waiting: queue.length, running: [...threads].filter(({ job }) => job).length }),
    finish: () => new Promise((resolve) => (isAtRest() ? resolve() : atRest.push(resolve))),
    close: async () => {
      for (const { reject } of queue.splice(0)) reject(lost());
      const closing = [...threads];
      for (const thread of closing) lose(thread, lost());
      await Promise.all(closing.map(({ worker }) => worker.terminate()));
    },
  };
}

function toError(answer: Exclude<Answer<unknown>, { value: unknown }>): Error {
  if ('refusal' in answer) return new WrittenRefusal(answer.refusal);
  const { message, ...rest } = answer.error;
  return Object.assign(new Error(message), rest);
}
