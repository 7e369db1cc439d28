import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { ExcelError } from '../excel/errors.ts';
import { goToCell } from '../excel/select.ts';
import { groupRemarks, type Remark, type RemarkGroup } from './cell-groups.ts';
import { Button } from './fluent.tsx';
import { Message } from './message.tsx';
import { count, showKey } from './words.ts';

/** How many of a kind at first, and how many more at a time: a pane shows only so much, and draws only so fast. */
const FIRST = 3;
const MORE = 100;

/** Faults or warnings by sheet and kind, what each kind means once; a click on a row jumps to its cell. */
export function CellList({ remarks }: { remarks: readonly Remark[] }): VNode {
  return (
    <>
      {groupRemarks(remarks).map(({ table, label, total, groups }) => (
        <section key={table ?? ''} class="stack">
          {label && (
            <h2>
              {label} <span class="quiet">{total}</span>
            </h2>
          )}
          {groups.map((group) => (
            <Group key={group.id} group={group} />
          ))}
        </section>
      ))}
    </>
  );
}

function Group({ group }: { group: RemarkGroup }): VNode {
  const { label, common, article, lines } = group;
  const [shown, setShown] = useState(FIRST);
  const [refusal, setRefusal] = useState<{ remark: Remark; sentence: string } | null>(null);
  const jump = (remark: Remark) => {
    const { table, key, rowIndex = -1, field = null } = remark;
    if (!table) return;
    setRefusal(null);
    goToCell({ table, key, rowIndex, field }).catch((cause: unknown) => {
      if (!(cause instanceof ExcelError)) throw cause;
      setRefusal({ remark, sentence: cause.message });
    });
  };
  return (
    <div>
      {label && (
        <h3>
          {label} {lines.length > 1 && <span class="quiet">{count(lines.length, 'rij', 'rijen')}</span>}
        </h3>
      )}
      {(common || article) && (
        <p>
          {common} {article && <span class="quiet whole">(art. {article})</span>}
        </p>
      )}
      <ul class="choices">
        {lines.slice(0, shown).map(({ remark, own }, i) => (
          <li key={i}>
            {isInSheet(remark) ? (
              <button type="button" class="choice" onClick={() => jump(remark)}>
                <Line remark={remark} own={own} />
              </button>
            ) : (
              <div class="choice">
                <Line remark={remark} own={own} />
              </div>
            )}
            {refusal?.remark === remark && <Message kind="error">{refusal.sentence}</Message>}
          </li>
        ))}
      </ul>
      {lines.length > FIRST && (
        <div class="actions">
          <Button onClick={() => setShown(shown < lines.length ? shown + MORE : FIRST)}>
            {sayMore(shown, lines.length)}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Whether there may be a cell to go to: a row can come into the workbook after it was remarked upon. */
const isInSheet = ({ table, key, rowIndex = -1 }: Remark): boolean =>
  table !== undefined && (rowIndex >= 0 || key.some((part) => part !== ''));

const Line = ({ remark: { key, rowIndex = -1 }, own }: { remark: Remark; own: string }): VNode => {
  const name = showKey(key) || (rowIndex >= 0 ? `Rij ${rowIndex + 1} van de tabel` : '');
  return (
    <>
      {name && <strong>{name}</strong>}
      {own && <span>{own}</span>}
    </>
  );
};

/** The button stays where it is, so that whoever uses the keyboard stays there too. */
function sayMore(shown: number, total: number): string {
  if (shown >= total) return 'Minder tonen';
  return total - shown <= MORE ? `Alle ${total} tonen` : `Nog ${MORE} van de ${total} tonen`;
}
