import { Worker } from 'node:worker_threads';
import type { ReportName } from '../env.ts';

interface Answer {
  id: number;
  bytes?: Uint8Array;
  error?: string;
}

export interface Drawer {
  /** The bytes of a PDF. Rejects where the worker fails; the next call then gets a new worker. */
  draw: (name: ReportName, data: unknown) => Promise<Uint8Array>;
  close: () => Promise<void>;
}

/**
 * Draws PDFs in one worker thread that stays warm, so that the server answers meanwhile: a report blocks its thread for
 * as long as it takes. The thread is started at the first use and does not keep the process alive.
 */
export function createDrawer(): Drawer {
  let worker: Worker | undefined;
  let last = 0;
  const waiting = new Map<number, { resolve: (bytes: Uint8Array) => void; reject: (error: Error) => void }>();

  const fail = (error: Error) => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const start = (): Worker => {
    const started = new Worker(new URL('./worker-start.mjs', import.meta.url), { execArgv: [] });
    started.on('message', ({ id, bytes, error }: Answer) => {
      const caller = waiting.get(id);
      waiting.delete(id);
      if (waiting.size === 0) started.unref();
      if (bytes) caller?.resolve(bytes);
      else caller?.reject(new Error(error));
    });
    started.on('error', fail);
    started.on('exit', () => {
      if (worker === started) fail(new Error('the PDF worker stopped'));
    });
    return started;
  };

  return {
    draw: (name, data) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        worker.ref();
        waiting.set((last += 1), { resolve, reject });
        worker.postMessage({ id: last, name, data });
      }),
    close: async () => {
      const closing = worker;
      fail(new Error('the PDF worker was closed'));
      await closing?.terminate();
    },
  };
}
