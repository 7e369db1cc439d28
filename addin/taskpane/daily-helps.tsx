import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ContractDetail } from '../../shared/api.ts';
import type { Day } from '../../shared/calendar.ts';
import { getTable, type TableName } from '../../shared/tables.ts';
import { addNumbered, type Numbered } from '../excel/next-number.ts';
import { fillPaidOn, type PaidOn } from '../excel/paid-on.ts';
import { copyValues, setUpCopyPrinting, type ValuesCopy } from '../excel/values-copy.ts';
import { ExampleHelp } from './example-help.tsx';
import { Button } from './fluent.tsx';
import { Message, type MessageKind } from './message.tsx';
import { TaskStatus, useTask } from './task.tsx';
import { count, showInstant } from './words.ts';

interface DailyHelpsProps {
  contract: ContractDetail;
  today: Day;
  onExpired: () => void;
}

const NEW: readonly (readonly [TableName, string])[] = [
  ['kandidaten', 'Nieuwe kandidaat'],
  ['klanten', 'Nieuwe klant'],
  ['plaatsingen', 'Nieuwe plaatsing'],
];

/** What a help tells when it is done. */
export interface Told {
  kind: MessageKind;
  text: string;
}

const done = (text: string): Told => ({ kind: 'done', text });
const note = (text: string): Told => ({ kind: 'note', text });

/** Small helps in the workbook itself; what they change goes to colleagues with the next sync. */
export function DailyHelps({ contract, today, onExpired }: DailyHelpsProps): VNode {
  const task = useTask(onExpired);
  const [told, setTold] = useState<Told | null>(null);
  const [paidOn, setPaidOn] = useState(today);
  const [isOpen, setOpen] = useState(false);
  const busy = task.step !== null;
  const outcome = useRef<HTMLDivElement>(null);
  useEffect(() => outcome.current?.scrollIntoView({ block: 'nearest' }), [told, task.problem]);
  /** `after`: what may fail without making it undone, such as what asks for a printer. */
  const help = (step: string, work: () => Promise<Told>, after?: () => Promise<void>) => {
    // The buttons stay on, so that the pressed one keeps the focus.
    if (busy) return;
    setTold(null);
    task.run(step, async () => {
      setTold(await work());
      await after?.();
    });
  };
  return (
    <details class="stack" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary tabIndex={0}>Handig</summary>
      <div class="actions">
        {NEW.map(([table, label]) => (
          <Button
            key={table}
            onClick={() => help(label, async () => tellNumber(await addNumbered(table), table))}
          >
            {label}
          </Button>
        ))}
      </div>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          help('Invullen', async () => tellPaidOn(await fillPaidOn(paidOn)));
        }}
      >
        <label class="chooser">
          Reiskosten van de geselecteerde regels betaald op
          <input
            type="date"
            value={paidOn}
            min="2000-01-01"
            max="2099-12-31"
            required
            onInput={(event) => setPaidOn(event.currentTarget.value)}
          />
        </label>
        <div class="actions">
          <Button submit>Invullen</Button>
        </div>
      </form>
      <p class="quiet">
        Voor wie de invoegtoepassing niet heeft: een kopie van Maand en Afrekening met alleen waarden.
      </p>
      <div class="actions">
        <Button
          onClick={() =>
            help(
              'Kopiëren',
              async () => tellCopy(await copyValues(showInstant(new Date().toISOString()))),
              setUpCopyPrinting,
            )
          }
        >
          Kopie met waarden
        </Button>
      </div>
      {isOpen && contract.revision === 0 && (
        <ExampleHelp month={contract.contract.eersteFactuurmaand} busy={busy} help={help} />
      )}
      <div ref={outcome}>
        <TaskStatus task={task} />
        {told !== null && <Message kind={told.kind}>{told.text}</Message>}
      </div>
    </details>
  );
}

function tellNumber({ number, isUnfiltered }: Numbered, table: TableName): Told {
  const filter = isUnfiltered ? ` Het filter in het blad ${getTable(table).label} is gewist.` : '';
  return done(`${number} staat klaar. Vul de rij aan.${filter}`);
}

/** `12 regels ingevuld, 3 hadden al een datum, 2 zonder reiskosten.` */
function tellPaidOn({ filled, had, without, unreadable, hidden }: PaidOn): Told {
  const rest = [
    had > 0 ? `${had} ${had === 1 ? 'had' : 'hadden'} al een datum` : '',
    without > 0 ? `${without} zonder reiskosten` : '',
    unreadable > 0 ? `${unreadable} met reiskosten die niet te lezen zijn` : '',
    hidden > 0 ? `${hidden} verborgen en daarom overgeslagen` : '',
  ].filter((part) => part !== '');
  const text = `${[count(filled, 'regel', 'regels') + ' ingevuld', ...rest].join(', ')}.`;
  return filled > 0 ? done(text) : note(text);
}

const HAND_OUT =
  'Zo geeft u ze door: klik met rechts op de tab van het blad, kies Verplaatsen of kopiëren, kies bij Naar map (nieuwe map), zet een vinkje bij Kopie maken en klik op OK. Sla die nieuwe map op.';

function tellCopy({ sheets, withErrors }: ValuesCopy): Told {
  const made = `Gemaakt: ${sheets.join(' en ')}.`;
  return withErrors.length === 0
    ? done(`${made} ${HAND_OUT}`)
    : {
        kind: 'warning',
        text: `${made} Maar in ${withErrors.join(' en ')} staan cellen met een fout, of Excel rekent nog. Kijk dat na en maak de kopie opnieuw.`,
      };
}
