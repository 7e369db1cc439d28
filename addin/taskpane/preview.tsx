import type { VNode } from 'preact';
import type { Counts } from '../../shared/api.ts';
import { formatNumber } from '../../shared/format.ts';
import { TABLES, type TableName } from '../../shared/tables.ts';
import type { Incoming, SyncPlan } from '../sync.ts';
import { WarningList } from './warning-list.tsx';

type Ready = Extract<SyncPlan, { kind: 'ready' }>;

/** What a sync would do. */
export const Preview = ({ plan }: { plan: Ready }): VNode => (
  <>
    <Traffic outgoing={plan.outgoing} incoming={plan.incoming} />
    <WarningList warnings={plan.warnings} />
  </>
);

interface TrafficProps {
  outgoing: Record<TableName, Counts>;
  incoming: Record<TableName, Incoming>;
}

/** What goes to colleagues and what comes into the workbook, in words and per sheet. */
export function Traffic({ outgoing, incoming }: TrafficProps): VNode {
  const out = sumCounts(Object.values(outgoing));
  const rows = Object.values(incoming).reduce((sum, each) => sum + each.rows, 0);
  const removed = Object.values(incoming).reduce((sum, each) => sum + each.removed, 0);
  return (
    <>
      <dl class="facts">
        <dt>Naar collega’s</dt>
        <dd>
          {list([
            [out.added, 'nieuw'],
            [out.changed, 'gewijzigd'],
            [out.removed, 'verwijderd'],
          ])}
        </dd>
        <dt>Naar uw werkmap</dt>
        <dd>
          {list([
            [rows, rows === 1 ? 'rij' : 'rijen'],
            [removed, 'verwijderd'],
          ])}
        </dd>
      </dl>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">Blad</th>
            <th scope="col">Nieuw</th>
            <th scope="col">Gewijzigd</th>
            <th scope="col">Weg</th>
            <th scope="col">Binnen</th>
          </tr>
        </thead>
        <tbody>
          {TABLES.map(({ name, label }) => (
            <tr key={name}>
              <th scope="row">{label}</th>
              <td>{formatNumber(String(outgoing[name].added))}</td>
              <td>{formatNumber(String(outgoing[name].changed))}</td>
              <td>{formatNumber(String(outgoing[name].removed))}</td>
              <td>{formatNumber(String(incoming[name].rows + incoming[name].removed))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const sumCounts = (all: readonly Counts[]): Counts =>
  all.reduce(
    (sum, each) => ({
      added: sum.added + each.added,
      changed: sum.changed + each.changed,
      removed: sum.removed + each.removed,
    }),
    { added: 0, changed: 0, removed: 0 },
  );

/** `3 nieuw, 1 verwijderd`, or `niets`. */
const list = (parts: readonly [number, string][]): string =>
  parts
    .filter(([n]) => n > 0)
    .map(([n, word]) => `${formatNumber(String(n))} ${word}`)
    .join(', ') || 'niets';
