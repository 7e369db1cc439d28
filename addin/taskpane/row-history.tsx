import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { ContractDetail } from '../../shared/api.ts';
import { getTable } from '../../shared/tables.ts';
import { type Client, ClientError } from '../client.ts';
import { readSelectedRow, type SelectedRow } from '../excel/selected-row.ts';
import { Button } from './fluent.tsx';
import { Message } from './message.tsx';
import { type RowChange, toRowChanges } from './row-changes.ts';
import { TaskStatus, useTask } from './task.tsx';
import { count, showInstant, showKey } from './words.ts';

interface RowHistoryProps {
  client: Client;
  contract: ContractDetail;
  onExpired: () => void;
}

/** How many changes at first. */
const FIRST = 5;

/** Who changed the row in which the cursor stands, and what it was before. */
export function RowHistory({ client, contract, onExpired }: RowHistoryProps): VNode {
  const task = useTask(onExpired);
  const [found, setFound] = useState<{ row: SelectedRow; changes: RowChange[] } | null>(null);
  const look = () => {
    setFound(null);
    task.run('Geschiedenis ophalen', async ({ signal }) => {
      const row = await readSelectedRow();
      const entries = await client
        .getHistory(contract.contract.contractnummer, row.table, row.key)
        .catch(noneWhereUnknown);
      if (!signal.aborted) setFound({ row, changes: toRowChanges(row.table, entries) });
    });
  };
  return (
    <details class="stack">
      <summary tabIndex={0}>Wie heeft dit gewijzigd?</summary>
      <p>Klik in een van de vier bladen een rij aan, en dan op de knop.</p>
      <div class="actions">
        <Button onClick={look}>Geschiedenis van deze rij</Button>
      </div>
      <TaskStatus task={task} />
      {found && <Changes key={found.row.key.join('/')} {...found} />}
    </details>
  );
}

/** The server knows nothing of a row that never reached it. */
function noneWhereUnknown(cause: unknown): [] {
  if (cause instanceof ClientError && cause.code === 'not_found') return [];
  throw cause;
}

function Changes({ row: { table, key }, changes }: { row: SelectedRow; changes: RowChange[] }): VNode {
  const [all, setAll] = useState(false);
  const { singular } = getTable(table);
  const name = `${singular} ${showKey(key)}`;
  if (changes.length === 0)
    return (
      <Message kind="note">
        De server kent {name} niet. De rij is nog niet gesynchroniseerd
        {table === 'kandidaten' ? ', of de kandidaat is gewist' : ''}. Synchroniseer, en kijk dan opnieuw.
      </Message>
    );
  return (
    <section class="stack" aria-label={`Geschiedenis van ${name}`}>
      <h2>
        {name[0]?.toUpperCase()}
        {name.slice(1)}{' '}
        <span class="quiet" role="status">
          {count(changes.length, 'wijziging', 'wijzigingen')}
        </span>
      </h2>
      <ul class="lines">
        {(all ? changes : changes.slice(0, FIRST)).map((change, i) => (
          <Change key={i} {...change} />
        ))}
      </ul>
      {changes.length > FIRST && !all && (
        <div class="actions">
          <Button onClick={() => setAll(true)}>{`Nog ${changes.length - FIRST} eerdere`}</Button>
        </div>
      )}
    </section>
  );
}

const Change = ({ what, by, at, fields }: RowChange): VNode => (
  <li>
    <strong>{what}</strong> door {by}
    <div class="quiet">{showInstant(at)}</div>
    {what === 'Gewist' && (
      <div>Wie deze kandidaat was en wat er eerder wijzigde, is op de server niet meer te vinden.</div>
    )}
    {fields.length > 0 && (
      <dl class="facts">
        {fields.flatMap(({ label, old, next }) => [
          <dt key={label}>{label}</dt>,
          <dd key={`${label} value`}>
            {old}
            {old !== null && next !== null && (
              <>
                {' '}
                <span aria-hidden="true">→</span>
                <span class="unseen">werd</span>{' '}
              </>
            )}
            {next}
          </dd>,
        ])}
      </dl>
    )}
  </li>
);
