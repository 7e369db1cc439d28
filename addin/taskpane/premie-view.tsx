import type { VNode } from 'preact';
import type { Premierun, PremierunSummary } from '../../shared/api.ts';
import { formatDay } from '../../shared/calendar.ts';
import { formatEuro } from '../../shared/format.ts';
import { Figures } from './figures.tsx';
import type { PaperProps } from './papers.tsx';
import { Facts, SecondLook } from './second-look.tsx';
import { WarningList } from './warning-list.tsx';
import { count } from './words.ts';

/** How many kandidaten are shown; the PDF has them all. */
const SHOWN = 50;

/** What is paid out to kandidaten on a day (art. 5 lid 3). */
export function PremieView(props: PaperProps<{ premierun: Premierun; earlier: PremierunSummary[] }>): VNode {
  const { report, client, contract, onExpired, onChanged } = props;
  const { premierun, earlier } = report;
  const { day, status, number, totals, perKandidaat, reiskostenTotal, warnings } = premierun;
  const paid = perKandidaat.filter(({ payout }) => payout !== '0.00');
  return (
    <>
      <p class="status-line">
        <span class={`badge ${status}`}>{status === 'concept' ? 'Concept' : 'Vastgesteld'}</span>
        {premierun.overgenomen && <span class="badge">Overgenomen</span>}
        {number}
      </p>
      <Figures
        caption={`Premie tot en met ${formatDay(day)}`}
        lines={[
          ['Opgebouwd', formatEuro(totals.accrued)],
          ['Eerder uitbetaald', formatEuro(totals.paidBefore)],
          ['Nog te betalen', formatEuro(totals.toPay)],
        ]}
        outcome={[
          `Nu uit te betalen, aan ${count(paid.length, 'kandidaat', 'kandidaten')}`,
          formatEuro(totals.payout),
        ]}
      />
      <p class="quiet">Reiskosten die nog niet zijn betaald, apart: {formatEuro(reiskostenTotal)}.</p>
      <WarningList warnings={warnings} />
      {status === 'concept' && paid.length > 0 && contract.rechten.includes('vaststellen') && (
        <SecondLook
          opener="Vaststellen…"
          title={`De uitbetaling van ${formatDay(day)} vaststellen?`}
          confirm="Definitief vaststellen"
          step="Vaststellen"
          onExpired={onExpired}
          onConfirm={async () => {
            await client.write(premierun.contractnummer, ['premies', day], { payout: totals.payout });
            onChanged();
          }}
        >
          <Facts
            lines={[
              ['Uit te betalen', formatEuro(totals.payout)],
              ['Aan', count(paid.length, 'kandidaat', 'kandidaten')],
            ]}
          />
          <p>
            Dit kan niet ongedaan worden gemaakt. Een volgende uitbetaling trekt deze bedragen af, ook als de
            uren daarna veranderen.
          </p>
        </SecondLook>
      )}
      {paid.length > 0 && (
        <details class="stack">
          <summary tabIndex={0}>Per kandidaat</summary>
          <Figures
            caption="Nu uit te betalen"
            lines={paid
              .slice(0, SHOWN)
              .map(({ kandidaatnummer, payout }) => [kandidaatnummer, formatEuro(payout)])}
          />
          {paid.length > SHOWN && <p class="quiet">De pdf heeft alle {paid.length} kandidaten.</p>}
        </details>
      )}
      {earlier.length > 0 && (
        <Figures
          caption="Vastgestelde uitbetalingen"
          lines={[...earlier]
            .reverse()
            .map((run) => [
              `${formatDay(run.day)}, ${count(run.kandidaten, 'kandidaat', 'kandidaten')}`,
              formatEuro(run.payout),
            ])}
        />
      )}
    </>
  );
}
