import type { VNode } from 'preact';
import { TABLES } from '../../shared/tables.ts';
import { type Answers, type Questions, rowId } from './choices.ts';
import { Button } from './fluent.tsx';
import { count, showKey } from './words.ts';

/** One by one is for a few rows; the buttons decide over all of them. */
const MAX_SHOWN = 50;

interface MissingRowsProps {
  rows: Questions['missing'];
  chosen: Answers['missing'];
  onChoose: (which: Questions['missing'], what: 'remove' | 'restore') => void;
}

/** Rows that the workbook had and that are gone from it: a slip, or meant for everyone? */
export const MissingRows = ({ rows, chosen, onChoose }: MissingRowsProps): VNode => (
  <section class="stack" aria-labelledby="missing">
    <h2 id="missing">{count(rows.length, 'rij staat', 'rijen staan')} niet meer in uw werkmap</h2>
    <p>Terughalen zet ze weer in uw werkmap. Verwijderen haalt ze ook bij uw collega’s weg.</p>
    <div class="actions">
      <Button onClick={() => onChoose(rows, 'restore')}>Alles terughalen</Button>
      <Button onClick={() => onChoose(rows, 'remove')}>Alles verwijderen</Button>
    </div>
    {TABLES.map(({ name, label }) => {
      const own = rows.filter(({ table }) => table === name);
      if (own.length === 0) return null;
      const restored = own.filter((row) => chosen[rowId(row)] === 'restore').length;
      const removed = own.filter((row) => chosen[rowId(row)] === 'remove').length;
      return (
        <section key={name} class="stack">
          <h3>
            {label}{' '}
            <span class="quiet">
              {own.length}, waarvan {restored} terug en {removed} weg
            </span>
          </h3>
          {own.slice(0, MAX_SHOWN).map((row) => (
            <MissingRow key={rowId(row)} row={row} chosen={chosen[rowId(row)]} onChoose={onChoose} />
          ))}
          {own.length > MAX_SHOWN && (
            <p class="quiet">En nog {own.length - MAX_SHOWN}: kies hierboven voor alles tegelijk.</p>
          )}
        </section>
      );
    })}
  </section>
);

interface MissingRowProps {
  row: Questions['missing'][number];
  chosen: 'remove' | 'restore' | undefined;
  onChoose: MissingRowsProps['onChoose'];
}

const MissingRow = ({ row, chosen, onChoose }: MissingRowProps): VNode => (
  <fieldset class="card row">
    <legend>{showKey(row.key)}</legend>
    {(['restore', 'remove'] as const).map((what) => (
      <label key={what} class="option">
        <input
          type="radio"
          name={rowId(row)}
          checked={chosen === what}
          onChange={() => onChoose([row], what)}
        />
        <span>{what === 'restore' ? 'Terughalen' : 'Ook bij collega’s verwijderen'}</span>
      </label>
    ))}
  </fieldset>
);
