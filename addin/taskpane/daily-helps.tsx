import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { ContractDetail } from '../../shared/api.ts';
import { type Day, formatDay } from '../../shared/calendar.ts';
import type { TableName } from '../../shared/tables.ts';
import { fillExample, removeExample } from '../excel/example.ts';
import { addNumbered } from '../excel/next-number.ts';
import { fillPaidOn, type PaidOn } from '../excel/paid-on.ts';
import { copyValues } from '../excel/values-copy.ts';
import { Button } from './fluent.tsx';
import { Message } from './message.tsx';
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

/** Small helps in the workbook itself; what they change goes to colleagues with the next sync. */
export function DailyHelps({ contract, today, onExpired }: DailyHelpsProps): VNode {
  const task = useTask(onExpired);
  const [told, setTold] = useState<string | null>(null);
  const [paidOn, setPaidOn] = useState(today);
  const busy = task.step !== null;
  const help = (step: string, work: () => Promise<string>) => {
    setTold(null);
    task.run(step, async () => setTold(await work()));
  };
  const month = contract.contract.eersteFactuurmaand;
  return (
    <details class="stack">
      <summary>Handig</summary>
      <div class="actions">
        {NEW.map(([table, label]) => (
          <Button
            key={table}
            disabled={busy}
            onClick={() =>
              help(label, async () => `${await addNumbered(table)} staat klaar. Vul de rij aan.`)
            }
          >
            {label}
          </Button>
        ))}
      </div>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          help('Invullen', async () => tellPaidOn(await fillPaidOn(paidOn), paidOn));
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
          <Button submit disabled={busy}>
            Invullen
          </Button>
        </div>
      </form>
      <p class="quiet">
        Voor wie de invoegtoepassing niet heeft: een kopie van Maand en Afrekening met alleen waarden.
      </p>
      <div class="actions">
        <Button
          disabled={busy}
          onClick={() =>
            help('Kopiëren', async () => {
              const names = await copyValues(showInstant(new Date().toISOString()));
              return `Gemaakt: ${names.join(' en ')}. Klik met rechts op de tab van het blad en kies Verplaatsen of kopiëren om het in een eigen map te bewaren.`;
            })
          }
        >
          Kopie met waarden
        </Button>
      </div>
      {contract.revision === 0 && (
        <>
          <p class="quiet">
            Een klein voorbeeld om te zien hoe het werkt. Het gaat pas naar de server als u synchroniseert.
          </p>
          <div class="actions">
            <Button
              disabled={busy}
              onClick={() =>
                help('Voorbeeld invullen', async () => {
                  await fillExample(month);
                  return 'Het voorbeeld is ingevuld. Kijk in de bladen Maand en Afrekening, en haal het weg voordat u begint.';
                })
              }
            >
              Voorbeeld invullen
            </Button>
            <Button
              disabled={busy}
              onClick={() =>
                help('Voorbeeld weghalen', async () => {
                  const left = await removeExample(month);
                  return left === 0
                    ? 'Het voorbeeld is weg.'
                    : `${count(left, 'rij', 'rijen')} van het voorbeeld ${left === 1 ? 'is' : 'zijn'} gewijzigd en ${left === 1 ? 'is' : 'zijn'} blijven staan.`;
                })
              }
            >
              Voorbeeld weghalen
            </Button>
          </div>
        </>
      )}
      <TaskStatus task={task} />
      {told !== null && <Message kind="done">{told}</Message>}
    </details>
  );
}

/** `12 regels ingevuld met 15-07-2016. 3 hadden al een datum, 2 hebben geen reiskosten.` */
function tellPaidOn({ filled, had, without, hidden }: PaidOn, day: Day): string {
  const rest = [
    had > 0 ? `${had} ${had === 1 ? 'had' : 'hadden'} al een datum` : '',
    without > 0 ? `${without} ${without === 1 ? 'heeft' : 'hebben'} geen reiskosten` : '',
    hidden > 0 ? `${hidden} ${hidden === 1 ? 'is' : 'zijn'} verborgen en gelaten` : '',
  ].filter((part) => part !== '');
  return `${count(filled, 'regel', 'regels')} ingevuld met ${formatDay(day)}.${rest.length > 0 ? ` ${rest.join(', ')}.` : ''}`;
}
