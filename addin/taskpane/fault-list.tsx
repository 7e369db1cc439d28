import type { VNode } from 'preact';
import type { CellFault } from '../sync.ts';
import { CellList } from './cell-list.tsx';
import { Message } from './message.tsx';
import { count } from './words.ts';

interface FaultListProps {
  faults: readonly CellFault[];
  /** What could not be marked in the sheets, in a sentence; null where all is, absent while that is going on. */
  unmarked?: string | null | undefined;
}

/** The faults by sheet and kind; a click jumps to the cell. */
export function FaultList({ faults, unmarked }: FaultListProps): VNode {
  const one = faults.length === 1;
  return (
    <>
      <Message kind="error">
        {count(faults.length, 'fout', 'fouten')} in de werkmap. Er is niets verstuurd. Klik op een regel om
        naar de cel te gaan; herstel {one ? 'die' : 'ze'} en controleer opnieuw.
      </Message>
      {unmarked === null && (
        <p class="quiet">
          {one ? 'De cel is' : 'De cellen zijn'} in het blad rood en vet tot {one ? 'die' : 'ze'} een andere
          waarde {one ? 'heeft' : 'hebben'}.
        </p>
      )}
      {unmarked && <p class="quiet">{unmarked}</p>}
      <CellList remarks={faults} />
    </>
  );
}
