import type { VNode } from 'preact';
import type { Premierun, PremierunSummary } from '../../shared/api.ts';
import { formatDay, formatDayInWords } from '../../shared/calendar.ts';
import { formatEuro, formatNumber } from '../../shared/format.ts';
import { Figures } from './figures.tsx';
import type { PaperProps } from './papers.tsx';
import { Facts, SecondLook } from './second-look.tsx';
import { WarningList } from './warning-list.tsx';
import { WithRight } from './with-right.tsx';
import { count } from './words.ts';

/** How many kandidaten are shown; the PDF has them all. */
const SHOWN = 50;

type Props = PaperProps<{ premierun: Premierun; earlier: PremierunSummary[] }>;

/** What is paid out to kandidaten on a day (art. 5 lid 3). */
export function PremieView(props: Props): VNode {
  const { premierun, earlier } = props.report;
  const { day, status, number, totals, perKandidaat, reiskosten, reiskostenTotal, warnings } = premierun;
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
      {status === 'concept' && paid.length > 0 && (
        <WithRight contract={props.contract} right="vaststellen" to="een uitbetaling vast te stellen">
          <Fix {...props} paid={paid.length} />
        </WithRight>
      )}
      {perKandidaat.length > 0 && <PerKandidaat lines={perKandidaat} />}
      {reiskosten.length > 0 && (
        <details class="stack">
          <summary tabIndex={0}>Reiskosten per kandidaat</summary>
          <Figures
            caption="Apart te betalen"
            lines={reiskosten
              .slice(0, SHOWN)
              .map(({ kandidaatnummer, bedrag }) => [kandidaatnummer, formatEuro(bedrag)])}
          />
          <More all={reiskosten.length} />
        </details>
      )}
      {earlier.length > 0 && <Runs {...props} />}
    </>
  );
}

function Fix({ report, client, onExpired, onChanged, paid }: Props & { paid: number }): VNode {
  const { contractnummer, day, totals } = report.premierun;
  const later = report.earlier.find((run) => run.day > day);
  if (later)
    return (
      <p class="quiet">
        Vaststellen kan niet: er is al een uitbetaling van {formatDay(later.day)}. Kies een latere dag.
      </p>
    );
  return (
    <SecondLook
      opener="Vaststellen…"
      title={`De uitbetaling van ${formatDay(day)} vaststellen?`}
      confirm="Definitief vaststellen"
      step="Vaststellen"
      onExpired={onExpired}
      onStale={onChanged}
      onConfirm={async () => {
        await client.write(contractnummer, ['premies', day], { payout: totals.payout });
        onChanged();
      }}
    >
      <Facts
        lines={[
          ['Uit te betalen', formatEuro(totals.payout)],
          ['Aan', count(paid, 'kandidaat', 'kandidaten')],
          ['Dag van betaling', formatDayInWords(day)],
        ]}
      />
      <p>
        Dit kan niet ongedaan worden gemaakt. Een volgende uitbetaling trekt deze bedragen af, ook als de uren
        daarna veranderen.
      </p>
    </SecondLook>
  );
}

const PerKandidaat = ({ lines }: { lines: Premierun['perKandidaat'] }): VNode => (
  <details class="stack">
    <summary tabIndex={0}>Per kandidaat</summary>
    <table class="figures">
      <caption>Premie per kandidaat, in euro</caption>
      <thead>
        <tr>
          <th scope="col">Kandidaat</th>
          <th scope="col">Opgebouwd</th>
          <th scope="col">Eerder</th>
          <th scope="col">Nu</th>
        </tr>
      </thead>
      <tbody>
        {lines.slice(0, SHOWN).map(({ kandidaatnummer, accrued, paidBefore, toPay, payout }) => (
          <tr key={kandidaatnummer}>
            <th scope="row">
              {kandidaatnummer}
              {toPay.startsWith('-') && (
                <>
                  <br />
                  <span class="quiet">
                    te veel betaald: <span class="whole">{formatEuro(toPay.slice(1))}</span>
                  </span>
                </>
              )}
            </th>
            <td>{formatNumber(accrued)}</td>
            <td>{formatNumber(paidBefore)}</td>
            <td>{formatNumber(payout)}</td>
          </tr>
        ))}
      </tbody>
    </table>
    <More all={lines.length} />
  </details>
);

const More = ({ all }: { all: number }): VNode | null =>
  all > SHOWN ? <p class="quiet">De pdf heeft alle {all} kandidaten.</p> : null;

/** What was fixed; a click shows that run, with its PDF. */
const Runs = ({ report, onPeriod }: Props): VNode => (
  <section class="stack" aria-label="Vastgestelde uitbetalingen">
    <h2>Vastgestelde uitbetalingen</h2>
    <ul class="choices">
      {[...report.earlier].reverse().map((run) => (
        <li key={run.day}>
          <button type="button" class="choice" onClick={() => onPeriod(run.day)}>
            <span>
              {formatDay(run.day)} · <span class="whole">{formatEuro(run.payout)}</span>
            </span>
            <span class="quiet">
              {run.number}, {count(run.kandidaten, 'kandidaat', 'kandidaten')}, door {run.by}
            </span>
          </button>
        </li>
      ))}
    </ul>
  </section>
);
