import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Klantspecificaties } from '../../shared/api.ts';
import { formatMonth } from '../../shared/calendar.ts';
import { formatEuro } from '../../shared/format.ts';
import { addressOf } from '../client.ts';
import { Download } from './download.tsx';
import { Figures } from './figures.tsx';
import type { PaperProps } from './papers.tsx';
import { Select } from './period-chooser.tsx';

/** What is charged to klanten over a month (art. 5 lid 8), and the paper for one of them. */
export function KlantspecificatieView(props: PaperProps<Klantspecificaties>): VNode {
  const { report, client, onExpired } = props;
  const { contractnummer, month, klanten, total } = report;
  const [chosen, setChosen] = useState<string | null>(null);
  const nummer = (klanten.find((klant) => klant.klantnummer === chosen) ?? klanten[0])?.klantnummer ?? '';
  if (klanten.length === 0)
    return <p>In {formatMonth(month)} zijn geen uren bij klanten in rekening te brengen.</p>;
  return (
    <>
      <p class="quiet">De pdf hierboven heeft alle klanten, elk op eigen bladzijden.</p>
      <Figures
        caption={`In rekening te brengen over ${formatMonth(month)}`}
        lines={klanten.map((klant) => [`${klant.klantnummer} ${klant.naam}`, formatEuro(klant.total)])}
        outcome={['Samen', formatEuro(total)]}
      />
      <div class="card stack">
        <Select
          label="Voor één klant"
          value={nummer}
          choices={klanten.map(({ klantnummer, naam }) => ({
            value: klantnummer,
            label: `${klantnummer} ${naam}`,
          }))}
          onChange={setChosen}
        />
        <Download
          key={nummer}
          label="PDF van deze klant"
          client={client}
          path={`/${addressOf(contractnummer, 'klantspecificaties', month, `${nummer}.pdf`)}`}
          onExpired={onExpired}
        />
      </div>
    </>
  );
}
