import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { MadeToken, NewToegang, Right } from '../../shared/api.ts';
import { lastTokenDay } from '../../shared/toegang.ts';
import type { BeheerProps } from './beheer-view.tsx';
import { Button } from './fluent.tsx';
import { RightsChoice } from './rights.tsx';
import { DayInput } from './second-look.tsx';
import { TaskStatus, useTask } from './task.tsx';

/** Gives somebody new a token with rights. */
export function NewPerson({
  client,
  contract,
  today,
  onExpired,
  onMade,
}: BeheerProps & { onMade: (naam: string, made: MadeToken) => Promise<void> }): VNode {
  const [naam, setNaam] = useState('');
  const [rechten, setRechten] = useState<Right[]>(['lezen']);
  const [until, setUntil] = useState(lastTokenDay(today));
  const task = useTask(onExpired);
  return (
    <details class="stack">
      <summary tabIndex={0}>Iemand toevoegen</summary>
      <form
        class="stack"
        aria-label="Iemand toevoegen"
        onSubmit={(event) => {
          event.preventDefault();
          task.run('Toegang geven', async () => {
            const body: NewToegang = { naam, rechten, until };
            const made = await client.write<MadeToken>(contract.contract.contractnummer, ['toegang'], body);
            setNaam('');
            setRechten(['lezen']);
            await onMade(naam.trim(), made);
          });
        }}
      >
        <label class="chooser">
          Naam
          <input
            value={naam}
            required
            maxLength={200}
            autoComplete="off"
            onInput={(event) => setNaam(event.currentTarget.value)}
          />
        </label>
        <RightsChoice rights={rechten} onChange={setRechten} />
        <DayInput
          label="Token geldig tot en met"
          value={until}
          min={today}
          max={lastTokenDay(today)}
          onChange={setUntil}
        />
        <p class="quiet">
          Meldt iemand zich aan met een werkaccount, dan hoeft hij hier niet bij: zijn organisatie geeft hem
          een rol.
        </p>
        <div class="actions">
          <Button submit disabled={task.step !== null}>
            Toegang geven
          </Button>
        </div>
        <TaskStatus task={task} />
      </form>
    </details>
  );
}
