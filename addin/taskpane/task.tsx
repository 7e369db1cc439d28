import type { VNode } from 'preact';
import { useCallback, useRef, useState } from 'preact/hooks';
import { ClientError } from '../client.ts';
import { ExcelError } from '../excel/errors.ts';
import type { SyncOptions } from '../sync.ts';
import { Button, ProgressBar } from './fluent.tsx';
import { Message } from './message.tsx';

export interface Task {
  /** What goes on; null when nothing does. */
  step: { text: string; done: number; total: number } | null;
  /** Why the last work did not go through, in a Dutch sentence; null when it did. */
  problem: { kind: 'error' | 'note'; sentence: string } | null;
  run: (firstStep: string, work: (options: Required<SyncOptions>) => Promise<void>) => void;
  cancel: () => void;
}

const BUG =
  'Er ging iets mis in dit deelvenster. Uw werkmap is bewaard zoals die is. Sluit het deelvenster, open het opnieuw en probeer het nog eens.';

/** One piece of work at a time, with its progress and what went wrong. `onExpired`: the server no longer knows the token. */
export function useTask(onExpired: () => void): Task {
  const [step, setStep] = useState<Task['step']>(null);
  const [problem, setProblem] = useState<Task['problem']>(null);
  const controller = useRef<AbortController | null>(null);
  const cancel = useCallback(() => controller.current?.abort(), []);
  const run: Task['run'] = (firstStep, work) => {
    controller.current?.abort();
    const mine = new AbortController();
    controller.current = mine;
    const isCurrent = () => controller.current === mine;
    setProblem(null);
    setStep({ text: firstStep, done: 0, total: 0 });
    const onProgress = (text: string, done: number, total: number) => {
      if (isCurrent()) setStep({ text, done, total });
    };
    work({ onProgress, signal: mine.signal })
      .catch((cause: unknown) => {
        if (!isCurrent()) return;
        const code = cause instanceof ClientError ? cause.code : null;
        if (code === 'unauthorized') onExpired();
        setProblem({ kind: code === 'cancelled' ? 'note' : 'error', sentence: sentenceOf(cause) });
      })
      .finally(() => {
        if (isCurrent()) setStep(null);
      });
  };
  return { step, problem, run, cancel };
}

/** The sentence for the user. What is no refusal is a bug: it also goes to the browser's own log. */
function sentenceOf(cause: unknown): string {
  if (cause instanceof ClientError || cause instanceof ExcelError) return cause.message;
  reportError(cause);
  return BUG;
}

/** Progress with a way to stop, or what went wrong. */
export function TaskStatus({ task, cancellable }: { task: Task; cancellable?: boolean }): VNode | null {
  if (task.step)
    return (
      <div class="progress">
        <p role="status">{task.step.text}…</p>
        <ProgressBar label={task.step.text} done={task.step.done} total={task.step.total} />
        {cancellable && <Button onClick={task.cancel}>Stoppen</Button>}
      </div>
    );
  const { problem } = task;
  return problem && <Message kind={problem.kind}>{problem.sentence}</Message>;
}
