import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Rechtenbeoordeling, Rechtenbeoordelingen } from '../../shared/api.ts';
import { formatDay, isDay } from '../../shared/calendar.ts';
import { addressOf } from '../client.ts';
import type { BeheerProps } from './beheer-view.tsx';
import { Download } from './download.tsx';
import { HeldReviews } from './held-reviews.tsx';
import { Message } from './message.tsx';
import { ReviewDue } from './review-due.tsx';
import { DecideReview } from './decide-review.tsx';
import { DayInput } from './second-look.tsx';
import { TaskStatus, useTask } from './task.tsx';

/** The review of a day, and those that were held. */
export interface Loaded {
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
            <DecideReview key={day} {...props} {...shown} onChanges={onChanges} />
          ) : (
            <Decided review={shown.review} />
          )}
        </>
      )}
      {loaded && loaded.reviews.held.length > 0 && <HeldReviews {...loaded.reviews} onDay={setDay} />}
    </div>
  );
}

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
