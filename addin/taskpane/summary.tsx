import type { VNode } from 'preact';
import { getTable } from '../../shared/tables.ts';
import { isEmpty, type SyncSummary } from '../sync.ts';
import { Button } from './fluent.tsx';
import { Message } from './message.tsx';
import { Traffic } from './preview.tsx';
import { WarningList } from './warning-list.tsx';
import { count } from './words.ts';

/** What went and what came. */
export function Summary({ summary, onAgain }: { summary: SyncSummary; onAgain: () => void }): VNode {
  const { revision, warnings, left, unfiltered } = summary;
  return (
    <>
      {isEmpty(summary) ? (
        <Message kind="done">Alles was al gelijk. U werkt op stand {revision}.</Message>
      ) : (
        <>
          <Message kind="done">Gesynchroniseerd op stand {revision}.</Message>
          <Traffic outgoing={summary.outgoing} incoming={summary.incoming} />
        </>
      )}
      {left > 0 && (
        <Message kind="warning">
          <p>
            {count(left, 'cel veranderde', 'cellen veranderden')} terwijl er gesynchroniseerd werd en{' '}
            {left === 1 ? 'is' : 'zijn'} gelaten zoals u {left === 1 ? 'die' : 'ze'} typte. Synchroniseer nog
            eens.
          </p>
          <Button onClick={onAgain}>Nog eens bekijken</Button>
        </Message>
      )}
      {unfiltered.length > 0 && (
        <Message kind="note">
          Het filter in {unfiltered.map((name) => getTable(name).label).join(' en ')} is gewist, omdat er in
          dat blad is geschreven.
        </Message>
      )}
      <WarningList warnings={warnings} />
    </>
  );
}
