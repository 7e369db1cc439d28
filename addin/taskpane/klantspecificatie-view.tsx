import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Klantspecificaties } from '../../shared/api.ts';
import { formatMonth } from '../../shared/calendar.ts';
import { formatEuro, formatNumber } from '../../shared/format.ts';
import { addressOf } from '../client.ts';
import { Download } from './download.tsx';
import type { PaperProps } from './papers.tsx';
import { Select } from './period-chooser.tsx';

/** What is charged to klanten over a month (art. 5 lid 8), and the paper for one of them. */
export function KlantspecificatieView(props: PaperProps<Klantspecificaties>): VNode {
  const { report, client, onExpired } = props;
  const { contractnummer, month, klanten, uren, total } = report;
  const [chosen, setChosen] = useState<string | null>(null);
  const nummer = (klanten.find((klant) => klant.klantnummer === chosen) ?? klanten[0])?.klantnummer ?? '';
  if (klanten.length === 0)
    return <p>In {formatMonth(month)} zijn geen uren bij klanten in rekening te brengen.</p>;
  return (
    <>
      <p class="quiet">De pdf hierboven heeft alle klanten, elk op eigen bladzijden.</p>
      <table class="figures">
        <caption>In rekening te brengen over {formatMonth(month)}</caption>
        <thead>
          <tr>
            <th scope="col">Klant</th>
            <th scope="col">Uren</th>
            <th scope="col">Bedrag</th>
          </tr>
        </thead>
        <tbody>
          {klanten.map((klant) => (
            <tr key={klant.klantnummer}>
              <th scope="row">
                {klant.klantnummer} {klant.naam}
              </th>
              <td>{formatNumber(klant.uren)}</td>
              <td>{formatEuro(klant.total)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Samen</th>
            <td>{formatNumber(uren)}</td>
            <td>{formatEuro(total)}</td>
          </tr>
        </tfoot>
      </table>
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
