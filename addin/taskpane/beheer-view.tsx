import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ContractDetail, Rechtenbeoordelingen } from '../../shared/api.ts';
import type { Day } from '../../shared/calendar.ts';
import type { Client } from '../client.ts';
import { BewarenView } from './bewaren-view.tsx';
import { Button } from './fluent.tsx';
import { InzageView } from './inzage-view.tsx';
import { LogboekView } from './logboek-view.tsx';
import { OverdrachtView } from './overdracht-view.tsx';
import { Select } from './period-chooser.tsx';
import { RechtenbeoordelingView } from './rechtenbeoordeling-view.tsx';
import { ReviewDue } from './review-due.tsx';
import { useTask } from './task.tsx';
import { ToegangView } from './toegang-view.tsx';

/** What every section gets. It is there only for who has the right beheer. */
export interface BeheerProps {
  client: Client;
  contract: ContractDetail;
  today: Day;
  onExpired: () => void;
  /** Something was changed that the rest of the pane shows too. */
  onChanged: () => void;
}

const REVIEW = 'Rechtenbeoordeling';

/** Each asks the server for what it shows when it is chosen. */
const SECTIONS: { label: string; View: (props: BeheerProps) => VNode }[] = [
  { label: 'Toegang', View: ToegangView },
  { label: REVIEW, View: RechtenbeoordelingView },
  { label: 'Logboek', View: LogboekView },
  { label: 'Bewaren en wissen', View: BewarenView },
  { label: 'Inzage', View: InzageView },
  { label: 'Overdracht', View: OverdrachtView },
];

/** What an administrator of the contract does, a section at a time. `active`: whether it is on view. */
export function BeheerView({ active, ...props }: BeheerProps & { active: boolean }): VNode {
  const [label, setLabel] = useState('Toegang');
  // Nothing is asked for before the first look; after it a half-made choice survives a look at another tab.
  const [looked, setLooked] = useState(active);
  useEffect(() => setLooked(looked || active), [active]);
  const View = SECTIONS.find((section) => section.label === label)?.View;
  return (
    <div class="stack">
      <Select
        label="Onderdeel"
        value={label}
        choices={SECTIONS.map((section) => ({ value: section.label, label: section.label }))}
        onChange={setLabel}
      />
      {looked && View && (
        <>
          {label !== REVIEW && <Reminder {...props} onReview={() => setLabel(REVIEW)} />}
          <View key={label} {...props} />
        </>
      )}
    </div>
  );
}

/** That the review of rights is due, in every other section. */
function Reminder({
  client,
  contract: { contract },
  today,
  onExpired,
  onReview,
}: BeheerProps & { onReview: () => void }): VNode | null {
  const [reviews, setReviews] = useState<Rechtenbeoordelingen | null>(null);
  const task = useTask(onExpired);
  const { contractnummer } = contract;
  useEffect(
    () =>
      task.run('Rechtenbeoordelingen ophalen', async () =>
        setReviews(await client.read<Rechtenbeoordelingen>(contractnummer, 'rechtenbeoordelingen')),
      ),
    [client, contractnummer],
  );
  return (
    reviews && (
      <ReviewDue dueOn={reviews.dueOn} today={today}>
        <Button onClick={onReview}>Beoordelen</Button>
      </ReviewDue>
    )
  );
}
