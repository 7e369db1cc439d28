import type { VNode } from 'preact';
import type { Afrekening } from '../../shared/api.ts';
import { formatDay, formatHalfYear } from '../../shared/calendar.ts';
import { formatEuro } from '../../shared/format.ts';
import type { Client } from '../client.ts';
import { Facts, SecondLook } from './second-look.tsx';

interface FinaliseProps {
  report: Afrekening;
  client: Client;
  onExpired: () => void;
  onChanged: () => void;
}

/** Finalising a half-year (art. 6.1 lid 5). */
export function Finalise({ report, client, onExpired, onChanged }: FinaliseProps): VNode {
  const { contractnummer, period, saldo, payout, payBy, revision } = report;
  return (
    <SecondLook
      opener="Vaststellen…"
      title={`Het ${formatHalfYear(period)} vaststellen?`}
      confirm="Definitief vaststellen"
      step="Vaststellen"
      onExpired={onExpired}
      onStale={onChanged}
      onConfirm={async () => {
        await client.finalise(contractnummer, period, saldo);
        onChanged();
      }}
    >
      <Facts
        lines={[
          ['Saldo', formatEuro(saldo)],
          ['Uit te betalen', formatEuro(payout)],
          ['Uiterlijk', formatDay(payBy)],
          ['Stand', String(revision)],
        ]}
      />
      <p>
        Dit kan niet ongedaan worden gemaakt. De bedragen en de pdf blijven daarna zoals ze nu zijn; latere
        wijzigingen in dit halfjaar komen als correctie op een volgende afrekening.
      </p>
    </SecondLook>
  );
}
