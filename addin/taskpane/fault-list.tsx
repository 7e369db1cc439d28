import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { TABLES } from '../../shared/tables.ts';
import { ExcelError } from '../excel/errors.ts';
import { selectCell } from '../excel/select.ts';
import type { CellFault } from '../sync.ts';
import { Message } from './message.tsx';
import { count, showKey } from './words.ts';

/** More than a pane can show at once and more than one mends before checking again. */
const MAX_SHOWN = 100;

/** The faults per sheet; a click jumps to the cell. */
export function FaultList({ faults }: { faults: readonly CellFault[] }): VNode {
  const [error, setError] = useState<string | null>(null);
  const jump = ({ table, rowIndex, field }: CellFault) => {
    setError(null);
    selectCell(table, rowIndex, field).catch((cause: unknown) => {
      if (!(cause instanceof ExcelError)) throw cause;
      setError(cause.message);
    });
  };
  return (
    <>
      <Message kind="error">
        {count(faults.length, 'fout', 'fouten')} in de werkmap. Er is niets verstuurd. Klik op een regel om
        naar de cel te gaan; herstel {faults.length === 1 ? 'die' : 'ze'} en controleer opnieuw.
      </Message>
      {error !== null && <Message kind="error">{error}</Message>}
      {TABLES.map(({ name, label }) => {
        const own = faults.filter(({ table }) => table === name);
        if (own.length === 0) return null;
        return (
          <section key={name}>
            <h2>
              {label} <span class="quiet">{own.length}</span>
            </h2>
            <ul class="choices">
              {own.slice(0, MAX_SHOWN).map((fault, i) => (
                <li key={i}>
                  {fault.rowIndex < 0 ? (
                    <p class="choice">
                      <FaultText fault={fault} />
                    </p>
                  ) : (
                    <button type="button" class="choice" onClick={() => jump(fault)}>
                      <FaultText fault={fault} />
                    </button>
                  )}
                </li>
              ))}
            </ul>
            {own.length > MAX_SHOWN && <p class="quiet">En nog {own.length - MAX_SHOWN}.</p>}
          </section>
        );
      })}
    </>
  );
}

const FaultText = ({ fault: { key, rowIndex, message, article } }: { fault: CellFault }): VNode => (
  <>
    <strong>{showKey(key) || `Rij ${rowIndex + 1} van de tabel`}</strong>
    <span>
      {message}
      {article && <span class="quiet"> (art. {article})</span>}
    </span>
  </>
);
