import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Factuur, Facturen } from '../../shared/api.ts';
import { formatDay, formatMonth } from '../../shared/calendar.ts';
import { formatEuro } from '../../shared/format.ts';
import { addressOf } from '../client.ts';
import { Download } from './download.tsx';
import type { PaperProps } from './papers.tsx';
import { Select } from './period-chooser.tsx';
import { count } from './words.ts';

type Props = PaperProps<{ factuur: Factuur; facturen: Facturen }>;

/** The months that have no factuur yet, and what was issued with its PDF, the newest first. */
export function IssuedFacturen({ report: { facturen, factuur }, client, onExpired }: Props): VNode {
  const { issued, open } = facturen;
  const newest = [...issued].reverse();
  const [chosen, setChosen] = useState<string | null>(null);
  const number = (newest.find((paper) => paper.number === chosen) ?? newest[0])?.number ?? '';
  return (
    <>
      {open.length > 0 && (
        <p class="quiet">
          {count(open.length, 'maand heeft', 'maanden hebben')} nog geen factuur:{' '}
          {open.slice(0, 6).map(formatMonth).join(', ')}
          {open.length > 6 && ' en latere'}.
        </p>
      )}
      {newest.length > 0 && (
        <details class="stack">
          <summary tabIndex={0}>{count(newest.length, 'uitgereikt stuk', 'uitgereikte stukken')}</summary>
          <ul class="lines">
            {newest.map((paper) => (
              <li key={paper.number}>
                {paper.number} · {paper.kind} over {formatMonth(paper.month)} ·{' '}
                <span class="whole">{formatEuro(paper.total)}</span>
                <br />
                <span class="quiet">
                  {paper.date !== null && `van ${formatDay(paper.date)}`}
                  {paper.kind === 'factuur' &&
                    paper.creditedBy === null &&
                    paper.dueDate !== null &&
                    `, te betalen uiterlijk ${formatDay(paper.dueDate)}`}
                  {paper.creditedBy !== null && `, teruggenomen met ${paper.creditedBy}`}
                  {paper.credits !== null && `, neemt ${paper.credits} terug`}
                  {paper.differs && ', wijkt af van de tarieven van nu'}
                </span>
              </li>
            ))}
          </ul>
          <Select
            label="Stuk"
            value={number}
            choices={newest.map((paper) => ({
              value: paper.number ?? '',
              label: `${paper.number ?? ''} ${paper.kind}`,
            }))}
            onChange={setChosen}
          />
          <Download
            key={number}
            label="PDF van dit stuk"
            client={client}
            path={`/${addressOf(factuur.contractnummer, 'facturen', `${number}.pdf`)}`}
            onExpired={onExpired}
          />
        </details>
      )}
    </>
  );
}
