import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { ContractDetail } from '../../shared/api.ts';
import { TABLE_NAMES } from '../../shared/tables.ts';
import type { Client } from '../client.ts';
import type { Connection } from '../excel/connection.ts';
import { writeContract } from '../excel/contract-sheet.ts';
import { clearMarks, showMarks } from '../excel/marks.ts';
import { renameInWorkbook } from '../excel/rename.ts';
import { isEmpty, planSync, runSync, type SyncOptions, type SyncPlan, type SyncSummary } from '../sync.ts';
import type { Questions } from '../sync-questions.ts';
import { NO_CHOICES, type SyncChoices } from '../sync-request.ts';
import { addAnswers, addKeys, type Answers, listRenamings, NO_ANSWERS } from './choices.ts';
import { FaultList } from './fault-list.tsx';
import { Button } from './fluent.tsx';
import { Preview } from './preview.tsx';
import { QuestionsView } from './questions-view.tsx';
import { Summary } from './summary.tsx';
import { type Task, TaskStatus, useTask } from './task.tsx';

interface SyncViewProps {
  client: Client;
  contract: ContractDetail;
  connection: Connection;
  onExpired: () => void;
  onChanged: () => void;
}

type Outcome = { kind: 'none' } | SyncPlan | { kind: 'done'; summary: SyncSummary };

/** Looks what a sync would do, asks what only the user can decide, syncs, and tells what went and came. */
export function SyncView({ client, contract, connection, onExpired, onChanged }: SyncViewProps): VNode {
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const [choices, setChoices] = useState<SyncChoices>(NO_CHOICES);
  const [answers, setAnswers] = useState<Answers>(NO_ANSWERS);
  const [unmarked, setUnmarked] = useState<string | null>();
  const task = useTask(onExpired);
  const { contractnummer } = contract.contract;

  const show = (next: Outcome) => {
    setAnswers(NO_ANSWERS);
    setOutcome(next);
    setUnmarked(undefined);
    mark(next).then(setUnmarked, reportError);
  };
  const sync = (chosen: SyncChoices) =>
    task.run('Synchroniseren', async (options) => {
      const next = await runSync(client, contractnummer, chosen, options);
      show(next);
      if (next.kind !== 'done') return;
      onChanged();
      await writeContract(await client.getContract(contractnummer));
    });
  const plan = async (chosen: SyncChoices, options: SyncOptions) => {
    setChoices(chosen);
    const next = await planSync(client, contractnummer, chosen, options);
    // With nothing to send or to write it only notes down at which state both agree.
    if (next.kind === 'ready' && isEmpty(next)) return sync(chosen);
    show(next);
  };
  const look = (chosen: SyncChoices) => task.run('Werkmap lezen', (options) => plan(chosen, options));
  const goOn = (questions: Questions) =>
    task.run('Werkmap lezen', async (options) => {
      const chosen = addAnswers(choices, questions, answers);
      const renamed = await renameInWorkbook(listRenamings(questions, answers), options);
      const rows = TABLE_NAMES.flatMap((table) => (renamed[table] ?? []).map((key) => ({ table, key })));
      await plan({ ...chosen, remove: addKeys(chosen.remove, rows) }, options);
    });
  const start = () => look(NO_CHOICES);

  return (
    <div class="stack">
      <p class="state">
        {connection.revision === null
          ? 'Nog niet gesynchroniseerd.'
          : `Laatst gesynchroniseerd op stand ${connection.revision}.`}
        {connection.revision !== null && contract.revision > connection.revision
          ? ` De server staat op ${contract.revision}.`
          : ''}
      </p>
      {task.step === null && (
        <MainButton outcome={outcome} answers={answers} onStart={start} onSync={() => sync(choices)} />
      )}
      <TaskStatus task={task} cancellable />
      <div class="stack" hidden={task.step !== null}>
        <Result
          outcome={outcome}
          unmarked={unmarked}
          answers={answers}
          setAnswers={setAnswers}
          task={task}
          onGoOn={goOn}
          onAgain={start}
        />
      </div>
    </div>
  );
}

/** Marks in the sheets what the outcome says about cells, and only that; see {@link showMarks}. */
function mark(outcome: Outcome): Promise<string | null> {
  switch (outcome.kind) {
    case 'faults':
      return showMarks(outcome.faults, []);
    case 'ready':
      return showMarks([], outcome.warnings);
    case 'done':
      return showMarks([], outcome.summary.warnings);
    default:
      return clearMarks();
  }
}

interface MainButtonProps {
  outcome: Outcome;
  answers: Answers;
  onStart: () => void;
  onSync: () => void;
}

/** The one button at the top; where questions are open, theirs stands below them. */
function MainButton({ outcome, onStart, onSync }: MainButtonProps): VNode {
  switch (outcome.kind) {
    case 'ready':
      return (
        <div class="actions">
          <Button primary onClick={onSync}>
            Synchroniseren
          </Button>
          <Button onClick={onStart}>Opnieuw bekijken</Button>
        </div>
      );
    case 'decide':
      return (
        <div class="actions">
          <Button onClick={onStart}>Opnieuw bekijken</Button>
        </div>
      );
    case 'faults':
      return (
        <div class="actions">
          <Button primary onClick={onStart}>
            Opnieuw controleren
          </Button>
        </div>
      );
    default:
      return (
        <div class="actions">
          <Button primary onClick={onStart}>
            Wijzigingen bekijken
          </Button>
        </div>
      );
  }
}

interface ResultProps {
  outcome: Outcome;
  unmarked: string | null | undefined;
  answers: Answers;
  setAnswers: (answers: Answers) => void;
  task: Task;
  onGoOn: (questions: Questions) => void;
  onAgain: () => void;
}

function Result({ outcome, unmarked, answers, setAnswers, onGoOn, onAgain }: ResultProps): VNode {
  switch (outcome.kind) {
    case 'none':
      return (
        <p class="quiet">
          Eerst ziet u wat er naar uw collega’s gaat en wat er binnenkomt. Er verandert pas iets als u dat
          bevestigt.
        </p>
      );
    case 'faults':
      return <FaultList faults={outcome.faults} unmarked={unmarked} />;
    case 'decide':
      return (
        <QuestionsView
          questions={outcome}
          answers={answers}
          setAnswers={setAnswers}
          onGoOn={() => onGoOn(outcome)}
        />
      );
    case 'ready':
      return <Preview plan={outcome} />;
    case 'done':
      return <Summary summary={outcome.summary} onAgain={onAgain} />;
  }
}
