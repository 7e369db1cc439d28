import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { ContractSummary } from '../../shared/api.ts';
import { Button } from './fluent.tsx';
import type { Session } from './session.ts';
import { type Task, TaskStatus } from './task.tsx';

/** Asks who the user is; `again` while they were at work and the server no longer knows them. */
export function SignInForm({ session, again }: { session: Session; again?: boolean }): VNode {
  const { task, token, signIn, signInWithAccount } = session;
  const form = { task, initial: again ? '' : token, onToken: signIn, ...(again && { again }) };
  const status = (
    <>
      <TaskStatus task={task} />
      <p class="quiet">Server: {location.host}</p>
    </>
  );
  if (!signInWithAccount) return <TokenForm {...form}>{status}</TokenForm>;
  return (
    <div class="stack sign-in">
      {again && <p>U bent niet meer aangemeld. Meld u opnieuw aan; wat u deed, blijft staan.</p>}
      <div class="actions">
        <Button primary onClick={signInWithAccount} disabled={task.step !== null}>
          Aanmelden met uw werkaccount
        </Button>
      </div>
      <details class="stack" open={token !== ''}>
        <summary>Of met een token</summary>
        <TokenForm {...form} />
      </details>
      {status}
    </div>
  );
}

interface TokenFormProps {
  task: Task;
  /** What to start from: the token that was remembered, while the server did not answer. */
  initial: string;
  again?: boolean;
  onToken: (token: string) => void;
  /** What stands below. */
  children?: ComponentChildren;
}

function TokenForm({ task, initial, again, onToken, children }: TokenFormProps): VNode {
  const [token, setToken] = useState(initial);
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
        <Button primary={children !== undefined} submit disabled={task.step !== null || token.trim() === ''}>
          Verbinden
        </Button>
      </div>
      {children}
    </form>
  );
}

/** The way to another token or account. */
export const OtherIdentity = ({ session }: { session: Session }): VNode => (
  <div class="actions">
    <Button onClick={session.signOut}>{session.byAccount ? 'Afmelden' : 'Ander token'}</Button>
  </div>
);

/** Asks which contract this workbook is for. */
export function ContractChoice({
  contracten,
  session,
}: {
  contracten: readonly ContractSummary[];
  session: Session;
}): VNode {
  const { task, byAccount, choose } = session;
  if (contracten.length === 0)
    return (
      <div class="stack">
        <p>
          {byAccount ? 'Uw werkaccount' : 'Uw token'} geeft nog tot geen enkel contract toegang. Vraag uw
          beheerder om rechten.
        </p>
        <OtherIdentity session={session} />
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
              onClick={() => choose(contractnummer)}
            >
              <strong>{gemeente}</strong>
              <span class="quiet">{contractnummer}</span>
            </button>
          </li>
        ))}
      </ul>
      <TaskStatus task={task} />
      <OtherIdentity session={session} />
    </div>
  );
}
