import type { VNode } from 'preact';
import type { Correction } from '../../shared/api.ts';
import { formatHalfYear, formatMonth, type HalfYear } from '../../shared/calendar.ts';
import { formatEuro, formatNumber } from '../../shared/format.ts';

interface SettledPeriodsProps {
  periods: readonly HalfYear[];
  corrections: readonly Correction[];
  agreed: boolean;
  onAgree: (agreed: boolean) => void;
}

/** Settled half-years whose amounts change: their papers stay, the difference becomes a correction. */
export function SettledPeriods({ periods, corrections, agreed, onAgree }: SettledPeriodsProps): VNode {
  const names = periods.map((period) => `het ${formatHalfYear(period)}`).join(' en ');
  const one = periods.length === 1;
  return (
    <section class="stack" aria-labelledby="settled">
      <h2 id="settled">Al vastgesteld</h2>
      <p>
        De afrekening van {names} is vastgesteld en blijft zoals {one ? 'die' : 'zij'} is. Wat uw wijzigingen
        daarin schelen, komt per maand als correctie op de eerste afrekening die nog niet is vastgesteld.
      </p>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">Correctie</th>
            <th scope="col">Uren</th>
            <th scope="col">Omzet</th>
            <th scope="col">Saldo</th>
          </tr>
        </thead>
        <tbody>
          {corrections.map(({ month, uren, omzet, saldo }) => (
            <tr key={month}>
              <th scope="row">{formatMonth(month)}</th>
              <td>{formatNumber(uren)}</td>
              <td>{formatEuro(omzet)}</td>
              <td>{formatEuro(saldo)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <label class="option">
        <input type="checkbox" checked={agreed} onChange={(event) => onAgree(event.currentTarget.checked)} />
        <span>Ik ga akkoord met {one ? 'deze correctie' : 'deze correcties'}</span>
      </label>
    </section>
  );
}
