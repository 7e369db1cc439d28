import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Wisverklaring } from '../../shared/api.ts';
import { formatDay } from '../../shared/calendar.ts';
import { addressOf, type Client } from '../client.ts';
import { Download } from './download.tsx';
import { Select } from './period-chooser.tsx';
import { count } from './words.ts';

/** The proofs of earlier erasures, the newest first. */
export function Wisverklaringen({
  proofs,
  client,
  onExpired,
}: {
  proofs: readonly Wisverklaring[];
  client: Client;
  onExpired: () => void;
}): VNode | null {
  const newest = [...proofs].reverse();
  const [chosen, setChosen] = useState('');
  const proof = newest.find(({ number }) => number === chosen) ?? newest[0];
  if (!proof) return null;
  return (
    <section class="stack" aria-label="Verklaringen van vernietiging">
      <h2>Verklaringen van vernietiging</h2>
      <Select
        label="Verklaring"
        value={proof.number}
        choices={newest.map(({ number, day }) => ({
          value: number,
          label: `${number}, ${formatDay(day)}`,
        }))}
        onChange={setChosen}
      />
      <p class="quiet">
        {count(proof.kandidaten.length, 'kandidaat', 'kandidaten')}. {proof.reason}
      </p>
      <Download
        key={proof.number}
        client={client}
        path={`/${addressOf(proof.contractnummer, 'wisverklaringen', `${proof.number}.pdf`)}`}
        onExpired={onExpired}
      />
    </section>
  );
}
