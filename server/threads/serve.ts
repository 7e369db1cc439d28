import { parentPort, workerData } from 'node:worker_threads';
import { DomainError } from '../../shared/errors.ts';

/** What a worker answers to a task. */
export type Answer<Value> =
  { value: Value } | { refusal: Refusal } | { error: { message: string; code?: string; stack?: string } };

/** `written`: the refusal as the client gets it, JSON. A long one is not to be written on the server's own thread. */
export interface Refusal {
  code: DomainError['code'];
  message: string;
  written: Uint8Array;
}

/** What this worker was started with. */
export const startedWith = <Given>(): Given => (workerData as { given: Given }).given;

/** Answers each task of this worker with what `work` makes of it; `bytesOf` are handed over instead of copied. */
export function serve<Task, Value>(
  work: (task: Task) => Promise<Value>,
  bytesOf: (value: Value) => Uint8Array,
): void {
  const send = (answer: Answer<Value>, bytes?: Uint8Array) =>
    parentPort?.postMessage(answer, bytes ? [bytes.buffer as ArrayBuffer] : []);
  parentPort?.on('message', (task: Task) => {
    work(task).then(
      (value) => send({ value }, bytesOf(value)),
      (error: Error) => {
        if (!(error instanceof DomainError)) {
          const { message, stack, code } = error as NodeJS.ErrnoException;
          send({ error: { message, ...(stack && { stack }), ...(code && { code }) } });
          return;
        }
        const { code, message, details } = error;
        const written = new TextEncoder().encode(JSON.stringify({ code, message, ...details }));
        send({ refusal: { code, message, written } }, written);
      },
    );
  });
}
