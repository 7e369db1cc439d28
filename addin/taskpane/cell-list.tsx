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
              Blad {label} <span class="quiet">{total}</span>
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
    <div class="group">
      {label && (
        <h3>
          Kolom {label} {lines.length > 1 && <span class="quiet">{count(lines.length, 'rij', 'rijen')}</span>}
        </h3>
      )}
      {(common || (article && lines.length > 1)) && (
        <p>
          {common} <Article article={article} />
        </p>
      )}
      <ul class={lines.some(({ remark }) => isInSheet(remark)) ? 'choices' : 'lines'}>
        {lines.slice(0, shown).map(({ remark, own }, i) => (
          <li key={i}>
            {isInSheet(remark) ? (
              <button type="button" class="choice" onClick={() => jump(remark)}>
                <Line remark={remark} own={own} alone={lines.length === 1} />
              </button>
            ) : (
              <p>
                <Line remark={remark} own={own} alone={lines.length === 1} />
              </p>
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

interface LineProps {
  remark: Remark;
  own: string;
  /** Whether it is the only one of its kind, so that it names the article itself. */
  alone: boolean;
}

const Line = ({ remark, own, alone }: LineProps): VNode => (
  <>
    <strong>{nameRow(remark)}</strong>{' '}
    {own && (
      <span>
        {own} {alone && <Article article={remark.article} />}
      </span>
    )}
  </>
);

const Article = ({ article }: { article: string | undefined }): VNode | null =>
  article === undefined ? null : <span class="quiet whole">(art. {article})</span>;

/** By its key, and by its place where that is not all there. */
function nameRow({ key, rowIndex = -1 }: Remark): string {
  const isWhole = key.length > 0 && key.every((part) => part !== '');
  const place = isWhole || rowIndex < 0 ? '' : `rij ${rowIndex + 1} van de tabel`;
  return [showKey(key), place].filter((part) => part !== '').join(', ');
}

/** The button stays where it is, so that whoever uses the keyboard stays there too. */
function sayMore(shown: number, total: number): string {
  if (shown >= total) return 'Minder tonen';
  return total - shown <= MORE ? `Alle ${total} tonen` : `Nog ${MORE} van de ${total} tonen`;
}
