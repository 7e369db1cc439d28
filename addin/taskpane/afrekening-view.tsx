import type { VNode } from 'preact';
import type { Afrekening } from '../../shared/api.ts';
import { formatDay, formatHalfYear, formatMonth } from '../../shared/calendar.ts';
import { formatEuro } from '../../shared/format.ts';
import { Finalise } from './finalise.tsx';
import type { PaperProps } from './papers.tsx';
import { hasEnded } from './periods.ts';
import { Uitbetaald } from './uitbetaald.tsx';
import { WithRight } from './with-right.tsx';
import { showInstant } from './words.ts';

/** A half-year's settlement (art. 6.1 lid 5): months, corrections, what is paid out and by when. */
export function AfrekeningView(props: PaperProps<Afrekening>): VNode {
  const { report, client, contract, today, onExpired, onChanged } = props;
  const { period, status, number, months, corrections, saldo, payout, payBy, revision } = report;
  const settled = contract.afrekeningen.find((other) => other.period === period);
  const ended = hasEnded(period, today);
  return (
    <>
      <p class="status-line">
        <span class={`badge ${status}`}>{status === 'concept' ? 'Concept' : 'Vastgesteld'}</span>
        {settled?.overgenomen && <span class="badge">Overgenomen</span>}
        {status === 'vastgesteld' && number}
        {settled && (
          <span class="quiet">
            door {settled.by}, {showInstant(settled.at)}
          </span>
        )}
      </p>
      <table class="figures">
        <caption>Afrekening {formatHalfYear(period)}</caption>
        <thead>
          <tr>
            <th scope="col">Maand</th>
            <th scope="col">Omzet</th>
            <th scope="col">Saldo</th>
          </tr>
        </thead>
        <tbody>
          {months.map((month) => (
            <tr key={month.month}>
              <th scope="row">{formatMonth(month.month).split(' ')[0]}</th>
              <td>{formatEuro(month.omzet)}</td>
              <td>{formatEuro(month.saldo)}</td>
            </tr>
          ))}
          {corrections.map((correction) => (
            <tr key={`correctie ${correction.month}`}>
              <th scope="row">correctie {formatMonth(correction.month)}</th>
              <td>{formatEuro(correction.omzet)}</td>
              <td>{formatEuro(correction.saldo)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              Saldo
            </th>
            <td>{formatEuro(saldo)}</td>
          </tr>
          <tr>
            <th scope="row" colSpan={2}>
              Uit te betalen, uiterlijk <span class="whole">{formatDay(payBy)}</span>
            </th>
            <td>{formatEuro(payout)}</td>
          </tr>
        </tfoot>
      </table>
      {saldo.startsWith('-') && (
        <p>Het saldo is negatief: er wordt niets uitbetaald en niets meegenomen naar een volgend halfjaar.</p>
      )}
      <p class="quiet">Stand {revision}. Op het blad Afrekening staan deze bedragen naast die van Excel.</p>
      {settled && payout !== '0.00' && <Uitbetaald key={period} settled={settled} {...props} />}
      {status === 'concept' && !ended && <p class="quiet">Vaststellen kan als het halfjaar voorbij is.</p>}
      {status === 'concept' && ended && (
        <WithRight contract={contract} right="vaststellen" to="de afrekening vast te stellen">
          <Finalise report={report} client={client} onExpired={onExpired} onChanged={onChanged} />
        </WithRight>
      )}
    </>
  );
}
