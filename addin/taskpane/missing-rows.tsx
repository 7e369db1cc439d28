import type { VNode } from 'preact';
import { formatDay } from '../../shared/calendar.ts';
import { getTable, TABLES } from '../../shared/tables.ts';
import type { Questions, RenamedRow, RowKey } from '../sync-questions.ts';
import { type Answers, askMissing, type MissingAnswer, type MissingQuestion, rowId } from './choices.ts';
import { Button } from './fluent.tsx';
import { count, countRows, showKey } from './words.ts';

/** One by one is for a few rows; the buttons decide over all of them. */
const MAX_SHOWN = 50;

interface MissingRowsProps {
  questions: Questions;
  chosen: Answers['missing'];
  onChoose: (which: readonly RowKey[], what: MissingAnswer) => void;
}

/** Rows that the workbook had and that are gone from it: a slip, meant for everyone, or there under another number? */
export function MissingRows({ questions, chosen, onChoose }: MissingRowsProps): VNode {
  const { missing, renamed, leaveOut } = questions;
  const asked = askMissing(questions);
  const uren = missing.filter(({ table }) => table === 'uren');
  const renamedRows = renamed.map(({ table, from }) => ({ table, key: from }));
  return (
    <section class="stack" aria-labelledby="missing">
      <h2 id="missing">
        {renamed.length === missing.length
          ? `${count(missing.length, 'rij kreeg', 'rijen kregen')} een ander nummer of een andere dag`
          : `${count(missing.length, 'rij staat', 'rijen staan')} niet meer in uw werkmap`}
      </h2>
      <p>Terughalen zet ze weer in uw werkmap. Verwijderen haalt ze ook bij uw collega’s weg.</p>
      {leaveOut !== null && (
        <p>
          Alles van vóór {formatDay(leaveOut)} is uit het blad Uren. Weglaten houdt die uren op de server en
          bij uw collega’s; alleen deze werkmap gaat zonder verder.
        </p>
      )}
      <div class="actions">
        {renamed.length > 0 && (
          <Button onClick={() => onChoose(renamedRows, 'rename')}>
            {renamed.length === missing.length ? 'Alles klopt zo' : 'Alle nieuwe nummers kloppen'}
          </Button>
        )}
        {leaveOut !== null && (
          <Button onClick={() => onChoose(uren, 'leave')}>Uren vóór {formatDay(leaveOut)} weglaten</Button>
        )}
        <Button onClick={() => onChoose(missing, 'restore')}>Alles terughalen</Button>
        <Button onClick={() => onChoose(missing, 'remove')}>Alles verwijderen</Button>
      </div>
      {TABLES.map(({ name, label }) => {
        const rows = missing.filter(({ table }) => table === name);
        const own = asked.filter(({ row }) => row.table === name);
        if (own.length === 0) return null;
        return (
          <section key={name} class="stack">
            <h3>
              {label} <span class="quiet">{tell(rows, chosen)}</span>
            </h3>
            {own.slice(0, MAX_SHOWN).map((question) => (
              <MissingRow
                key={rowId(question.row)}
                question={question}
                chosen={chosen[rowId(question.row)]}
                onChoose={onChoose}
              />
            ))}
            {own.length > MAX_SHOWN && (
              <p class="quiet">En nog {own.length - MAX_SHOWN}: kies hierboven voor alles tegelijk.</p>
            )}
          </section>
        );
      })}
    </section>
  );
}

const WORDS: readonly (readonly [MissingAnswer, string])[] = [
  ['restore', 'terug'],
  ['remove', 'weg'],
  ['rename', 'met nieuw nummer of nieuwe dag'],
  ['leave', 'alleen op de server'],
];

/** `12, waarvan 3 terug en 9 weg`. */
function tell(rows: readonly RowKey[], chosen: Answers['missing']): string {
  const parts = WORDS.flatMap(([what, word]) => {
    const n = rows.filter((row) => chosen[rowId(row)] === what).length;
    return n > 0 ? [`${n} ${word}`] : [];
  });
  return parts.length > 0 ? `${rows.length}, waarvan ${parts.join(' en ')}` : String(rows.length);
}

interface MissingRowProps {
  question: MissingQuestion;
  chosen: MissingAnswer | undefined;
  onChoose: MissingRowsProps['onChoose'];
}

function MissingRow({ question, chosen, onChoose }: MissingRowProps): VNode {
  const { row, renaming, along } = question;
  const options: [MissingAnswer, string][] = [
    ...(renaming ? [['rename', sayRenaming(renaming)] as [MissingAnswer, string]] : []),
    ['restore', 'Terughalen'],
    ['remove', 'Ook bij collega’s verwijderen'],
  ];
  return (
    <fieldset class="card row">
      <legend>{renaming ? `${showKey(row.key)} → ${showKey(renaming.to)}` : showKey(row.key)}</legend>
      {chosen === 'leave' && <p class="quiet">Blijft op de server, niet in deze werkmap.</p>}
      {options.map(([what, label]) => (
        <label key={what} class="option">
          <input
            type="radio"
            name={rowId(row)}
            checked={chosen === what}
            onChange={() => onChoose([row, ...along], what)}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** `Ander nummer, met 12 urenregels`. */
function sayRenaming({ table, from, to, dependents }: RenamedRow): string {
  const what = table === 'uren' && from[0] === to[0] ? 'Andere dag' : 'Ander nummer';
  const along = dependents.map((each) => countRows(getTable(each.table), each.rows));
  return along.length > 0 ? `${what}, met ${along.join(' en ')}` : what;
}
