import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { getTable, type TableName } from '../../shared/tables.ts';
import { NUMBERED, renameNumber } from '../excel/rename.ts';
import { Button } from './fluent.tsx';
import { Message } from './message.tsx';
import { TaskStatus, useTask } from './task.tsx';

/** Gives a kandidaat, klant or plaatsing another number, everywhere in the workbook. */
export function RenameForm({ onExpired }: { onExpired: () => void }): VNode {
  const task = useTask(onExpired);
  const [table, setTable] = useState<TableName>('plaatsingen');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [done, setDone] = useState<string | null>(null);
  const rename = () => {
    setDone(null);
    task.run('Nummer wijzigen', async (options) => {
      const [old, next] = [from.trim(), to.trim()];
      await renameNumber(table, old, next, options);
      setDone(
        `${old} heet nu ${next}, ook waar de bladen ernaar verwijzen. Synchroniseer om het door te geven.`,
      );
      setFrom('');
      setTo('');
    });
  };
  return (
    <details class="stack">
      <summary tabIndex={0}>Nummer wijzigen</summary>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          rename();
        }}
      >
        <label class="chooser">
          Van een
          <select value={table} onChange={(event) => setTable(event.currentTarget.value as TableName)}>
            {NUMBERED.map(({ name }) => (
              <option key={name} value={name}>
                {getTable(name).singular}
              </option>
            ))}
          </select>
        </label>
        <label class="chooser">
          Nummer nu
          <input
            value={from}
            required
            autoComplete="off"
            onInput={(event) => setFrom(event.currentTarget.value)}
          />
        </label>
        <label class="chooser">
          Nieuw nummer
          <input
            value={to}
            required
            autoComplete="off"
            onInput={(event) => setTo(event.currentTarget.value)}
          />
        </label>
        <div class="actions">
          <Button submit disabled={task.step !== null}>
            Nummer wijzigen
          </Button>
        </div>
      </form>
      <TaskStatus task={task} />
      {done !== null && <Message kind="done">{done}</Message>}
    </details>
  );
}
