import type { VNode } from 'preact';
import type { Questions } from '../sync-questions.ts';
import { type Answers, conflictId, countOpen, rowId } from './choices.ts';
import { ConflictList } from './conflict-list.tsx';
import { Button } from './fluent.tsx';
import { Message } from './message.tsx';
import { MissingRows } from './missing-rows.tsx';
import { SettledPeriods } from './settled-periods.tsx';
import { count } from './words.ts';

interface QuestionsViewProps {
  questions: Questions;
  answers: Answers;
  setAnswers: (answers: Answers) => void;
  onGoOn: () => void;
}

/** What only the user can decide: conflicts, rows that went missing, corrections of settled half-years. */
export function QuestionsView({ questions, answers, setAnswers, onGoOn }: QuestionsViewProps): VNode {
  const { conflicts, missing, settled } = questions;
  const open = countOpen(questions, answers);
  return (
    <>
      <Message kind="note">Er is nog niets verstuurd. Eerst is uw keuze nodig.</Message>
      {conflicts.length > 0 && (
        <ConflictList
          conflicts={conflicts}
          chosen={answers.conflicts}
          onChoose={(which, side) =>
            setAnswers({
              ...answers,
              conflicts: {
                ...answers.conflicts,
                ...Object.fromEntries(which.map((conflict) => [conflictId(conflict), side])),
              },
            })
          }
        />
      )}
      {missing.length > 0 && (
        <MissingRows
          questions={questions}
          chosen={answers.missing}
          onChoose={(which, what) =>
            setAnswers({
              ...answers,
              missing: { ...answers.missing, ...Object.fromEntries(which.map((row) => [rowId(row), what])) },
            })
          }
        />
      )}
      {settled.length > 0 && (
        <SettledPeriods
          periods={settled}
          corrections={questions.corrections}
          agreed={answers.settled}
          onAgree={(agreed) => setAnswers({ ...answers, settled: agreed })}
        />
      )}
      <div class="actions">
        <Button primary disabled={open > 0} onClick={onGoOn}>
          Verder
        </Button>
        <span class="quiet" role="status">
          {open > 0 ? `Nog ${count(open, 'keuze', 'keuzes')}` : 'Alles is gekozen'}
        </span>
      </div>
    </>
  );
}
