import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Decision, Rechtenbeoordeling, Rechtenbeoordelingen, Toegang } from '../../shared/api.ts';
import { formatDay, isDay } from '../../shared/calendar.ts';
import { addressOf } from '../client.ts';
import type { BeheerProps } from './beheer-view.tsx';
import { Download } from './download.tsx';
import { HeldReviews } from './held-reviews.tsx';
import { Message } from './message.tsx';
import { ReviewDue } from './review-due.tsx';
import { listAccess } from './rights.tsx';
import { DayInput, Facts, SecondLook } from './second-look.tsx';
import { TaskStatus, useTask } from './task.tsx';
import { count } from './words.ts';

interface Loaded {
  review: Rechtenbeoordeling;
  reviews: Rechtenbeoordelingen;
}

/** The yearly review of who may do what: a decision for everyone, then it is fixed (processor agreement, art. 5 lid 1a). */
export function RechtenbeoordelingView(props: BeheerProps): VNode {
  const { client, contract, today, onExpired } = props;
  const { contractnummer, ingangsdatum } = contract.contract;
  const [day, setDay] = useState(today);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  /** Counts what was fixed or found changed, so that all is fetched anew. */
  const [changes, setChanges] = useState(0);
  const task = useTask(onExpired);
  useEffect(() => {
    if (!isDay(day) || day < ingangsdatum) return;
    task.run('Beoordeling ophalen', async ({ signal }) => {
      const [review, reviews] = await Promise.all([
        client.read<Rechtenbeoordeling>(contractnummer, 'rechtenbeoordelingen', day),
        client.read<Rechtenbeoordelingen>(contractnummer, 'rechtenbeoordelingen'),
      ]);
      if (!signal.aborted) setLoaded({ review, reviews });
    });
  }, [client, contractnummer, day, changes]);

  const onChanges = () => setChanges((n) => n + 1);
  const shown = loaded?.review.day === day ? loaded : null;
  return (
    <div class="stack">
      {loaded && <ReviewDue dueOn={loaded.reviews.dueOn} today={today} />}
      <DayInput label="Beoordeeld op" value={day} min={ingangsdatum} max={today} onChange={setDay} />
      <TaskStatus task={task} />
      {shown && (
        <>
          <p class="status-line">
            <span class={`badge ${shown.review.status}`}>
              {shown.review.status === 'concept' ? 'Concept' : 'Vastgesteld'}
            </span>
            {shown.review.number}
          </p>
          <Download
            key={`${day} ${changes}`}
            client={client}
            path={`/${addressOf(contractnummer, 'rechtenbeoordelingen', `${day}.pdf`)}`}
            onExpired={onExpired}
          />
          {shown.review.status === 'concept' ? (
            <Decide key={day} {...props} {...shown} onChanges={onChanges} />
          ) : (
            <Decided review={shown.review} />
          )}
        </>
      )}
      {loaded && loaded.reviews.held.length > 0 && <HeldReviews {...loaded.reviews} onDay={setDay} />}
    </div>
  );
}

/** Someone with the rights that were seen: with others they are to be decided on anew. */
const keyOf = ({ personId, rechten }: Toegang): string => `${personId} ${String(rechten)}`;

function Decide({
  review,
  reviews,
  client,
  onExpired,
  onChanged,
  onChanges,
}: BeheerProps & Loaded & { onChanges: () => void }): VNode {
  const { lines, day, contractnummer, nextDay } = review;
  const [chosen, setChosen] = useState<Record<string, Decision>>({});
  const later = reviews.held.find((held) => held.day > day);
  if (later)
    return (
      <p>Vaststellen kan niet: er is al een beoordeling van {formatDay(later.day)}. Kies een latere dag.</p>
    );
  const open = lines.filter((line) => !chosen[keyOf(line)]).length;
  const ended = lines.filter((line) => chosen[keyOf(line)] === 'intrekken');
  return (
    <>
      {lines.map((line) => (
        <Choice
          key={keyOf(line)}
          line={line}
          decision={chosen[keyOf(line)]}
          onChange={(decision) => setChosen({ ...chosen, [keyOf(line)]: decision })}
        />
      ))}
      <p role="status">
        {open > 0 ? `Nog ${count(open, 'besluit', 'besluiten')} te nemen.` : 'Over iedereen is besloten.'}
      </p>
      {open === 0 && (
        <SecondLook
          opener="Vaststellen…"
          title={`De rechtenbeoordeling van ${formatDay(day)} vaststellen?`}
          confirm="Definitief vaststellen"
          step="Vaststellen"
          onExpired={onExpired}
          onStale={onChanges}
          onConfirm={async () => {
            await client.write(contractnummer, ['rechtenbeoordelingen', day], {
              decisions: Object.fromEntries(lines.map((line) => [line.personId, chosen[keyOf(line)]])),
              seen: Object.fromEntries(lines.map(({ personId, rechten }) => [personId, rechten])),
            });
            onChanges();
            onChanged();
          }}
        >
          <Facts
            lines={[
              ['Behouden', count(lines.length - ended.length, 'persoon', 'personen')],
              ['Intrekken', ended.map(({ naam }) => naam).join(', ') || 'niemand'],
              ['Volgende', `vóór ${formatDay(nextDay)}`],
            ]}
          />
          <p>
            Dit kan niet ongedaan worden gemaakt. Wie u intrekt, kan meteen niet meer bij dit contract. De
            beoordeling en de pdf blijven daarna zoals ze nu zijn.
          </p>
        </SecondLook>
      )}
    </>
  );
}

const DECISIONS: readonly Decision[] = ['behouden', 'intrekken'];

const Choice = ({
  line,
  decision,
  onChange,
}: {
  line: Toegang;
  decision: Decision | undefined;
  onChange: (decision: Decision) => void;
}): VNode => (
  <fieldset class="card stack">
    <legend>{line.naam}</legend>
    <Facts lines={listAccess(line)} />
    <div class="status-line">
      {DECISIONS.map((each) => (
        <label key={each} class="option">
          <input
            type="radio"
            name={`besluit-${line.personId}`}
            checked={decision === each}
            disabled={each === 'intrekken' && line.everyContract}
            onChange={() => onChange(each)}
          />
          <span>{each}</span>
        </label>
      ))}
    </div>
    {line.everyContract && (
      <p class="quiet">Geldt voor elk contract. Intrekken doet de beheerder van de server.</p>
    )}
  </fieldset>
);

const Decided = ({ review: { lines, nextDay } }: { review: Rechtenbeoordeling }): VNode => (
  <>
    <Message kind="note">
      <p>
        De volgende beoordeling moet vóór <span class="whole">{formatDay(nextDay)}</span>.
      </p>
    </Message>
    <ul class="lines">
      {lines.map(({ personId, naam, decision }) => (
        <li key={personId} class={decision === 'intrekken' ? 'over' : ''}>
          {naam}: {decision}
        </li>
      ))}
    </ul>
  </>
);
