import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { MadeToken, Right, Toegang } from '../../shared/api.ts';
import { formatDay } from '../../shared/calendar.ts';
import { lastTokenDay } from '../../shared/toegang.ts';
import type { BeheerProps } from './beheer-view.tsx';
import { listAccess, RightsChoice, showRights } from './rights.tsx';
import { DayInput, Facts, SecondLook } from './second-look.tsx';

type Props = BeheerProps & {
  line: Toegang;
  /** The list as it is after a change, and a sentence of what was done. */
  onList: (list: Toegang[], done: string) => void;
  onMade: (naam: string, made: MadeToken) => Promise<void>;
};

/** One person: what they may do, and the ways to change that. */
export function PersonAccess(props: Props): VNode {
  const { line } = props;
  const [open, setOpen] = useState(false);
  return (
    <details class="card stack" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary tabIndex={0}>
        {line.naam} <span class="quiet">{showRights(line)}</span>
        {line.blockedAt !== null && <span class="quiet">, geblokkeerd</span>}
      </summary>
      {open && (
        <>
          <Facts lines={listAccess(line)} />
          {line.everyContract ? (
            <p class="quiet">
              Deze rechten gelden voor elk contract. Alleen de beheerder van de server wijzigt ze.
            </p>
          ) : (
            <Changes {...props} />
          )}
        </>
      )}
    </details>
  );
}

function Changes(props: Props): VNode {
  const { line, client, contract, onExpired, onList } = props;
  const { personId, naam } = line;
  const [rechten, setRechten] = useState<Right[]>(line.rechten);
  const set = async (rights: Right[], done: string) => {
    const path = ['toegang', String(personId), 'rechten'];
    onList(await client.write<Toegang[]>(contract.contract.contractnummer, path, { rechten: rights }), done);
  };
  return (
    <div class="stack">
      <RightsChoice rights={rechten} onChange={setRechten} />
      {String(rechten) === String(line.rechten) ? (
        <p class="quiet">Zet vinkjes erbij of eraf om de rechten te wijzigen.</p>
      ) : (
        <SecondLook
          opener="Rechten wijzigen…"
          title={`De rechten van ${naam} wijzigen?`}
          confirm="Wijzigen"
          step="Wijzigen"
          onExpired={onExpired}
          onConfirm={() => set(withReading(rechten), `De rechten van ${naam} zijn gewijzigd.`)}
        >
          <Facts
            lines={[
              ['Nu', showRights(line)],
              ['Straks', withReading(rechten).join(', ')],
            ]}
          />
          <p>Dit geldt vanaf het volgende dat {naam} doet.</p>
        </SecondLook>
      )}
      <SecondLook
        opener="Alles intrekken…"
        title={`De rechten van ${naam} intrekken?`}
        confirm="Intrekken"
        step="Intrekken"
        onExpired={onExpired}
        onConfirm={() => set([], `${naam} kan niet meer bij dit contract.`)}
      >
        <p>
          {naam} kan meteen niet meer bij dit contract en staat niet meer in deze lijst. Wat hij invoerde,
          blijft. Rechten op andere contracten blijven zoals ze zijn.
        </p>
      </SecondLook>
      {line.source === 'token' && <Renewal {...props} />}
    </div>
  );
}

const withReading = (rights: readonly Right[]): Right[] => [
  'lezen',
  ...rights.filter((right) => right !== 'lezen'),
];

function Renewal({ line, client, contract, today, onExpired, onMade }: Props): VNode {
  const { personId, naam } = line;
  const [until, setUntil] = useState(lastTokenDay(today));
  return (
    <SecondLook
      opener="Nieuw token…"
      title={`Een nieuw token voor ${naam}?`}
      confirm="Nieuw token maken"
      step="Token maken"
      onExpired={onExpired}
      onConfirm={async () => {
        const path = ['toegang', String(personId), 'token'];
        const made = await client.write<MadeToken>(contract.contract.contractnummer, path, { until });
        await onMade(naam, made);
      }}
    >
      <DayInput
        label="Geldig tot en met"
        value={until}
        min={today}
        max={lastTokenDay(today)}
        onChange={setUntil}
      />
      <p>
        Het token dat {naam} nu heeft
        {line.expiresAt !== null && `, geldig tot en met ${formatDay(line.expiresAt.slice(0, 10))},`} werkt
        daarna niet meer.
      </p>
    </SecondLook>
  );
}
