import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { ContractSummary } from '../../shared/api.ts';
import { Button } from './fluent.tsx';
import { type Task, TaskStatus } from './task.tsx';

/** Asks for the token; `again` while the user was at work and the server no longer knows the earlier one. */
export function TokenForm({
  task,
  initial,
  again,
  onToken,
}: {
  task: Task;
  /** What to start from: the token that was remembered, while the server did not answer. */
  initial?: string;
  again?: boolean;
  onToken: (token: string) => void;
}): VNode {
  const [token, setToken] = useState(initial ?? '');
  return (
    <form
      class="stack"
      aria-label="Verbinden"
      onSubmit={(event) => {
        event.preventDefault();
        if (token.trim() !== '') onToken(token.trim());
      }}
    >
      <p>
        {again
          ? 'Uw token is ingetrokken of verlopen. Voer een geldig token in; wat u deed, blijft staan.'
          : 'Plak hier het token dat u van uw beheerder kreeg. Het blijft op deze computer bewaard, niet in de werkmap.'}
      </p>
      <label class="chooser">
        {again ? 'Token opnieuw invoeren' : 'Token'}
        <input
          type="password"
          value={token}
          autoComplete="off"
          required
          onInput={(event) => setToken(event.currentTarget.value)}
        />
      </label>
      <div class="actions">
        <Button primary submit disabled={task.step !== null || token.trim() === ''}>
          Verbinden
        </Button>
      </div>
      <TaskStatus task={task} />
      <p class="quiet">Server: {location.host}</p>
    </form>
  );
}

/** Asks which contract this workbook is for. */
export function ContractChoice({
  contracten,
  task,
  onChoose,
  onSignOut,
}: {
  contracten: readonly ContractSummary[];
  task: Task;
  onChoose: (contractnummer: string) => void;
  onSignOut: () => void;
}): VNode {
  if (contracten.length === 0)
    return (
      <div class="stack">
        <p>Uw token geeft nog tot geen enkel contract toegang. Vraag uw beheerder om rechten.</p>
        <div class="actions">
          <Button onClick={onSignOut}>Ander token</Button>
        </div>
      </div>
    );
  return (
    <div class="stack">
      <h2>Kies het contract van deze werkmap</h2>
      <ul class="choices">
        {contracten.map(({ contractnummer, gemeente }) => (
          <li key={contractnummer}>
            <button
              type="button"
              class="choice"
              disabled={task.step !== null}
              onClick={() => onChoose(contractnummer)}
            >
              <strong>{gemeente}</strong>
              <span class="quiet">{contractnummer}</span>
            </button>
          </li>
        ))}
      </ul>
      <TaskStatus task={task} />
      <div class="actions">
        <Button onClick={onSignOut}>Ander token</Button>
      </div>
    </div>
  );
}
