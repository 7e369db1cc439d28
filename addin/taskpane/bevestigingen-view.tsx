import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Bevestigingen, SentBevestiging } from '../../shared/api.ts';
import { formatDay } from '../../shared/calendar.ts';
import { addressOf } from '../client.ts';
import { Download } from './download.tsx';
import { Button } from './fluent.tsx';
import { Message } from './message.tsx';
import type { PaperProps } from './papers.tsx';
import { Select } from './period-chooser.tsx';
import { DayInput } from './second-look.tsx';
import { TaskStatus, useTask } from './task.tsx';
import { count } from './words.ts';

type Line = Bevestigingen['plaatsingen'][number];
type Addressee = 'kandidaat' | 'klant';
const ADDRESSEES: { value: Addressee; label: string }[] = [
  { value: 'kandidaat', label: 'de kandidaat' },
  { value: 'klant', label: 'de klant' },
];

const isOpen = (sent: SentBevestiging | null): boolean => sent === null || sent.changed;
const lacks = ({ kandidaat, klant }: Line): boolean => isOpen(kandidaat) || isOpen(klant);

/** Which plaatsingen were confirmed to kandidaat and klant, and the letters themselves (art. 5 lid 4). */
export function BevestigingenView(props: PaperProps<Bevestigingen>): VNode {
  const { plaatsingen } = props.report;
  const [onlyOpen, setOnlyOpen] = useState(true);
  const open = plaatsingen.filter(lacks);
  const shown = onlyOpen && open.length > 0 ? open : plaatsingen;
  if (plaatsingen.length === 0) return <p>Er zijn nog geen plaatsingen.</p>;
  return (
    <>
      <Message kind={open.length > 0 ? 'warning' : 'done'}>
        {open.length > 0
          ? `Bij ${count(open.length, 'plaatsing', 'plaatsingen')} ontbreekt een bevestiging, of is er daarna iets veranderd.`
          : 'Alle plaatsingen zijn bevestigd.'}
      </Message>
      <label class="option">
        <input
          type="checkbox"
          checked={onlyOpen}
          disabled={open.length === 0}
          onChange={(event) => setOnlyOpen(event.currentTarget.checked)}
        />
        <span>Alleen wat nog te doen is</span>
      </label>
      <Letter key={shown.map(({ plaatsingnummer }) => plaatsingnummer).join()} {...props} lines={shown} />
    </>
  );
}

/** One plaatsing, one addressee: what was sent, the letter, and a form for the day on which it is sent. */
function Letter({
  lines,
  client,
  contract: { contract, rechten },
  today,
  onExpired,
  onChanged,
}: PaperProps<Bevestigingen> & { lines: readonly Line[] }): VNode {
  const [nummer, setNummer] = useState(lines[0]?.plaatsingnummer ?? '');
  const line = lines.find(({ plaatsingnummer }) => plaatsingnummer === nummer) ?? lines[0];
  const [aan, setAan] = useState<Addressee>(line && !isOpen(line.kandidaat) ? 'klant' : 'kandidaat');
  const [date, setDate] = useState(today);
  const task = useTask(onExpired);
  if (!line) return <p>Er is geen plaatsing om te bevestigen.</p>;
  const sent = line[aan];
  return (
    <div class="card stack">
      <Select
        label="Plaatsing"
        value={line.plaatsingnummer}
        choices={lines.map(({ plaatsingnummer, kandidaatnummer, startdatum }) => ({
          value: plaatsingnummer,
          label: `${plaatsingnummer}, ${kandidaatnummer}, vanaf ${formatDay(startdatum)}`,
        }))}
        onChange={setNummer}
      />
      <Select
        label="Bevestiging aan"
        value={aan}
        choices={ADDRESSEES}
        onChange={(next) => setAan(next as Addressee)}
      />
      <p class="status-line">
        <span class={`badge ${isOpen(sent) ? '' : 'vastgesteld'}`}>
          {sent === null ? 'Nog niet verzonden' : sent.changed ? 'Gewijzigd sinds verzending' : 'Verzonden'}
        </span>
        {sent !== null && <span class="quiet">op {formatDay(sent.date)}</span>}
      </p>
      {rechten.includes('schrijven') && isOpen(sent) && (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            task.run('Vastleggen', async () => {
              await client.write(contract.contractnummer, ['bevestigingen', line.plaatsingnummer, aan], {
                date,
              });
              onChanged();
            });
          }}
        >
          <DayInput
            label="Verzonden op"
            value={date}
            min={sent?.date ?? contract.ingangsdatum}
            max={today}
            onChange={setDate}
          />
          <p class="quiet">
            De brief ligt daarna vast. Maak dan de pdf en verstuur die: zonder datum staat er Concept op.
          </p>
          <div class="actions">
            <Button submit disabled={task.step !== null}>
              Vastleggen
            </Button>
          </div>
          <TaskStatus task={task} />
        </form>
      )}
      <Download
        key={`${line.plaatsingnummer} ${aan} ${sent?.date ?? ''}`}
        client={client}
        path={`/${addressOf(contract.contractnummer, 'bevestigingen', line.plaatsingnummer, `${aan}.pdf`)}`}
        onExpired={onExpired}
      />
    </div>
  );
}
