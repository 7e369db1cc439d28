import type { VNode } from 'preact';
import { formatHalfYear, type HalfYear } from '../../shared/calendar.ts';

interface SettledPeriodsProps {
  periods: readonly HalfYear[];
  agreed: boolean;
  onAgree: (agreed: boolean) => void;
}

/** Settled half-years whose amounts change: their papers stay, the difference becomes a correction. */
export function SettledPeriods({ periods, agreed, onAgree }: SettledPeriodsProps): VNode {
  const names = periods.map((period) => `het ${formatHalfYear(period)}`).join(' en ');
  const one = periods.length === 1;
  return (
    <section class="stack" aria-labelledby="settled">
      <h2 id="settled">Al vastgesteld</h2>
      <p>
        De afrekening van {names} is vastgesteld en blijft zoals {one ? 'die' : 'zij'} is. Wat uw wijzigingen
        daarin schelen, komt per maand als correctie op de eerste afrekening die nog niet is vastgesteld.
      </p>
      <label class="option">
        <input type="checkbox" checked={agreed} onChange={(event) => onAgree(event.currentTarget.checked)} />
        <span>Ik ga akkoord met {one ? 'deze correctie' : 'deze correcties'}</span>
      </label>
    </section>
  );
}
