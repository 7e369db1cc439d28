import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { ClientError } from '../client.ts';
import { Button } from './fluent.tsx';
import { TaskStatus, useTask } from './task.tsx';

interface SecondLookProps {
  /** On the button that opens it, such as `Vaststellen…`. */
  opener: string;
  title: string;
  confirm: string;
  /** What goes on while it is done. */
  step: string;
  /** What will be fixed, and what cannot be undone. */
  children: ComponentChildren;
  /** The work; it closes afterwards. */
  onConfirm: () => Promise<void>;
  /** What was seen is no longer so: the figures are fetched anew, and it stays open. */
  onStale?: () => void;
  onExpired: () => void;
}

/** A button for what cannot be undone, with a second look at what it fixes. */
export function SecondLook({
  opener,
  title,
  confirm,
  step,
  children,
  onConfirm,
  onStale,
  onExpired,
}: SecondLookProps): VNode {
  const [asking, setAsking] = useState(false);
  const question = useRef<HTMLFormElement>(null);
  const start = useRef<HTMLDivElement>(null);
  const id = useId();
  const task = useTask(onExpired);
  useEffect(() => {
    // On what does no harm: there is no way back from the other.
    if (asking) question.current?.querySelector<HTMLElement>('fluent-button:last-of-type')?.focus();
  }, [asking]);
  const cancel = () => {
    setAsking(false);
    requestAnimationFrame(() => start.current?.querySelector<HTMLElement>('fluent-button')?.focus());
  };
  if (!asking)
    return (
      <div class="actions" ref={start}>
        <Button onClick={() => setAsking(true)}>{opener}</Button>
      </div>
    );
  return (
    <form
      ref={question}
      class="card stack"
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key === 'Escape') cancel();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        task.run(step, async () => {
          try {
            await onConfirm();
          } catch (cause) {
            if (cause instanceof ClientError && cause.code === 'changed') onStale?.();
            throw cause;
          }
          setAsking(false);
        });
      }}
    >
      <h2 id={id}>{title}</h2>
      {children}
      <div class="actions">
        <Button primary submit disabled={task.step !== null}>
          {confirm}
        </Button>
        <Button disabled={task.step !== null} onClick={cancel}>
          Annuleren
        </Button>
      </div>
      <TaskStatus task={task} />
    </form>
  );
}

/** Facts by name, each on a line. */
export const Facts = ({ lines }: { lines: readonly (readonly [name: string, fact: string])[] }): VNode => (
  <dl class="facts">
    {lines.flatMap(([name, fact]) => [<dt key={name}>{name}</dt>, <dd key={`${name} fact`}>{fact}</dd>])}
  </dl>
);

interface DayInputProps {
  label: string;
  value: string;
  min?: string;
  max?: string;
  onChange: (day: string) => void;
}

export const DayInput = ({ label, value, min, max, onChange }: DayInputProps): VNode => (
  <label class="chooser">
    {label}
    <input
      type="date"
      required
      value={value}
      min={min ?? '2000-01-01'}
      max={max ?? '2099-12-31'}
      onInput={(event) => onChange(event.currentTarget.value)}
    />
  </label>
);
