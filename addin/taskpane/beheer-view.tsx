import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { ContractDetail } from '../../shared/api.ts';
import type { Day } from '../../shared/calendar.ts';
import type { Client } from '../client.ts';
import { BewarenView } from './bewaren-view.tsx';
import { InzageView } from './inzage-view.tsx';
import { LogboekView } from './logboek-view.tsx';
import { Select } from './period-chooser.tsx';
import { RechtenbeoordelingView } from './rechtenbeoordeling-view.tsx';
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

/** Each asks the server for what it shows when it is chosen. */
const SECTIONS: { label: string; View: (props: BeheerProps) => VNode }[] = [
  { label: 'Toegang', View: ToegangView },
  { label: 'Rechtenbeoordeling', View: RechtenbeoordelingView },
  { label: 'Logboek', View: LogboekView },
  { label: 'Bewaren en wissen', View: BewarenView },
  { label: 'Inzage', View: InzageView },
];

/** What an administrator of the contract does, a section at a time. `active`: whether it is on view. */
export function BeheerView({ active, ...props }: BeheerProps & { active: boolean }): VNode {
  const [label, setLabel] = useState('Toegang');
  // Nothing is asked for before the first look; after it a half-made choice survives a look at another tab.
  const looked = useRef(active);
  looked.current ||= active;
  const View = SECTIONS.find((section) => section.label === label)?.View;
  return (
    <div class="stack">
      <Select
        label="Onderdeel"
        value={label}
        choices={SECTIONS.map((section) => ({ value: section.label, label: section.label }))}
        onChange={setLabel}
      />
      {looked.current && View && <View key={label} {...props} />}
    </div>
  );
}
