import type { VNode } from 'preact';
import type { Conflict } from '../../shared/api.ts';
import { getTable, type WireValue } from '../../shared/tables.ts';
import { type Answers, conflictId } from './choices.ts';
import { Button } from './fluent.tsx';
import { count, fieldLabel, showInstant, showKey, showValue } from './words.ts';

type Side = 'mine' | 'theirs';

interface ConflictListProps {
  conflicts: readonly Conflict[];
  chosen: Answers['conflicts'];
  onChoose: (which: readonly Conflict[], side: Side) => void;
}

/** Fields that the user and a colleague both changed: the old value, both new ones, and a choice for each. */
export const ConflictList = ({ conflicts, chosen, onChoose }: ConflictListProps): VNode => (
  <section class="stack" aria-labelledby="conflicts">
    <h2 id="conflicts">{count(conflicts.length, 'verschil', 'verschillen')} met een collega</h2>
    <p>U en een collega hebben hetzelfde gewijzigd. Kies wat er komt te staan.</p>
    {conflicts.length > 1 && (
      <div class="actions">
        <Button onClick={() => onChoose(conflicts, 'mine')}>Alles van mij</Button>
        <Button onClick={() => onChoose(conflicts, 'theirs')}>Alles van collega</Button>
      </div>
    )}
    {conflicts.map((conflict) => (
      <ConflictChoice
        key={conflictId(conflict)}
        conflict={conflict}
        chosen={chosen[conflictId(conflict)]}
        onChoose={(side) => onChoose([conflict], side)}
      />
    ))}
  </section>
);

interface ConflictChoiceProps {
  conflict: Conflict;
  chosen: Side | undefined;
  onChoose: (side: Side) => void;
}

function ConflictChoice({ conflict, chosen, onChoose }: ConflictChoiceProps): VNode {
  const { table, key, field, base, mine, theirs, by, at } = conflict;
  const name = conflictId(conflict);
  const isRow = field === null;
  const show = (value: WireValue) =>
    isRow ? (value === null ? 'De rij verwijderen' : 'De rij laten staan') : showValue(table, field, value);
  return (
    <fieldset class="card">
      <legend>
        {getTable(table).label} {showKey(key)}
        {!isRow && `: ${fieldLabel(table, field)}`}
      </legend>
      <p class="quiet">
        {!isRow
          ? `Was: ${show(base)}`
          : mine === null
            ? `U hebt deze rij verwijderd, ${by} heeft haar gewijzigd.`
            : `${by} heeft deze rij verwijderd, u hebt haar gewijzigd.`}
      </p>
      <Option name={name} checked={chosen === 'mine'} onChoose={() => onChoose('mine')} who="van mij">
        {show(mine)}
      </Option>
      <Option
        name={name}
        checked={chosen === 'theirs'}
        onChoose={() => onChoose('theirs')}
        who={`van ${by}, ${showInstant(at)}`}
      >
        {show(theirs)}
      </Option>
    </fieldset>
  );
}

interface OptionProps {
  name: string;
  who: string;
  checked: boolean;
  onChoose: () => void;
  children: string;
}

const Option = ({ name, who, checked, onChoose, children }: OptionProps): VNode => (
  <label class="option">
    <input type="radio" name={name} checked={checked} onChange={onChoose} />
    <span>
      <strong>{children}</strong>
      <span class="quiet">{who}</span>
    </span>
  </label>
);
