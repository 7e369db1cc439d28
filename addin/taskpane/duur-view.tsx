import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { NearLimit, Verlenging } from '../../shared/api.ts';
import { formatDay } from '../../shared/calendar.ts';
import { Button } from './fluent.tsx';
import { describeLooptijd } from './kwartaal-view.tsx';
import { NearLimitList } from './near-limit-list.tsx';
import type { PaperProps } from './papers.tsx';
import { Select } from './period-chooser.tsx';
import { TaskStatus, useTask } from './task.tsx';
import { WithRight } from './with-right.tsx';
import { count } from './words.ts';

type Props = PaperProps<{ nearLimit: NearLimit[]; verlengingen: Verlenging[] }>;

/** What has to be decided soon, and who agreed to what was extended (art. 4.1, 4.2, 5 lid 6). */
export function DuurView(props: Props): VNode {
  const { report, period, contract } = props;
  const { nearLimit, verlengingen } = report;
  const open = verlengingen.filter(({ akkoord }) => akkoord === null);
  return (
    <>
      <NearLimitList
        title={`Uiterste dag voorbij of binnen een maand, op ${formatDay(period)}`}
        lines={nearLimit}
      />
      <p class="quiet">
        Verlengen: vul in het blad Plaatsingen in tot wanneer en wanneer de gemeente akkoord ging, en
        synchroniseer. Leg daarna hier vast wie akkoord ging.
      </p>
      <h2>Verlengingen</h2>
      {verlengingen.length === 0 ? (
        <p>Er zijn geen plaatsingen verlengd.</p>
      ) : (
        <p>
          {count(verlengingen.length, 'plaatsing is', 'plaatsingen zijn')} verlengd;{' '}
          {open.length === 0 ? 'van alle is' : `van ${open.length} is nog niet`} vastgelegd wie akkoord ging.
        </p>
      )}
      {verlengingen.length > 0 && (
        <WithRight contract={contract} right="schrijven" to="het akkoord vast te leggen">
          <AkkoordForm key={verlengingen.map(({ akkoord }) => akkoord?.kenmerk).join()} {...props} />
        </WithRight>
      )}
      <p class="quiet">{describeLooptijd(contract.looptijd)}</p>
    </>
  );
}

function AkkoordForm({ report, client, contract, onExpired, onChanged }: Props): VNode {
  const { verlengingen } = report;
  const [nummer, setNummer] = useState(verlengingen[0]?.plaatsingnummer ?? '');
  const chosen = verlengingen.find(({ plaatsingnummer }) => plaatsingnummer === nummer);
  const [akkoordDoor, setAkkoordDoor] = useState(chosen?.akkoord?.akkoordDoor ?? '');
  const [kenmerk, setKenmerk] = useState(chosen?.akkoord?.kenmerk ?? '');
  const task = useTask(onExpired);
  const choose = (next: string) => {
    const akkoord = verlengingen.find(({ plaatsingnummer }) => plaatsingnummer === next)?.akkoord;
    setNummer(next);
    setAkkoordDoor(akkoord?.akkoordDoor ?? '');
    setKenmerk(akkoord?.kenmerk ?? '');
  };
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        task.run('Vastleggen', async () => {
          await client.write(contract.contract.contractnummer, ['verlengingen', nummer], {
            akkoordDoor: akkoordDoor.trim(),
            kenmerk: kenmerk.trim(),
          });
          onChanged();
        });
      }}
    >
      <Select
        label="Verlengde plaatsing"
        value={nummer}
        choices={verlengingen.map(({ plaatsingnummer, verlengdTot, akkoord }) => ({
          value: plaatsingnummer,
          label: `${plaatsingnummer}, tot ${formatDay(verlengdTot)}${akkoord === null ? '' : ' ✓'}`,
        }))}
        onChange={choose}
      />
      <label class="chooser">
        Akkoord door
        <input
          required
          value={akkoordDoor}
          maxLength={200}
          onInput={(event) => setAkkoordDoor(event.currentTarget.value)}
        />
      </label>
      <label class="chooser">
        Kenmerk van de brief of het bericht
        <input
          required
          value={kenmerk}
          maxLength={200}
          onInput={(event) => setKenmerk(event.currentTarget.value)}
        />
      </label>
      <div class="actions">
        <Button submit disabled={task.step !== null}>
          Vastleggen
        </Button>
      </div>
      <TaskStatus task={task} />
    </form>
  );
}
