import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { addressOf } from '../client.ts';
import type { BeheerProps } from './beheer-view.tsx';
import { Download } from './download.tsx';

/** Everything that is kept of one kandidaat, as a file to hand to them. */
export function InzageView({ client, contract, onExpired }: BeheerProps): VNode {
  const { contractnummer } = contract.contract;
  const [entered, setEntered] = useState('');
  const nummer = entered.trim();
  return (
    <>
      <p>
        Vraagt een kandidaat wat er over hem of haar wordt bewaard, maak dan hier de pdf met alles: wie het is
        en wat er eerder stond, de plaatsingen, uren, uitbetaalde premies en brieven, en wie dit eerder heeft
        opgevraagd.
      </p>
      <label class="chooser">
        Kandidaatnummer
        <input
          value={entered}
          maxLength={40}
          autoComplete="off"
          onInput={(event) => setEntered(event.currentTarget.value)}
        />
      </label>
      {nummer !== '' && (
        <Download
          key={nummer}
          client={client}
          path={`/${addressOf(contractnummer, 'inzage', `${nummer}.pdf`)}`}
          onExpired={onExpired}
        />
      )}
      <p class="quiet">
        Controleer eerst wie er vraagt, en geef de pdf alleen aan de kandidaat zelf. Dat u de pdf opvroeg,
        staat in het logboek.
      </p>
    </>
  );
}
