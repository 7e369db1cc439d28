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
import { WithRight } from './with-right.tsx';
import { count } from './words.ts';

type Line = Bevestigingen['plaatsingen'][number];
const ADDRESSEES = ['kandidaat', 'klant'] as const;

const isOpen = (sent: SentBevestiging | null): boolean => sent === null || sent.changed;
const lacks = ({ kandidaat, klant }: Line): boolean => isOpen(kandidaat) || isOpen(klant);

/** Which plaatsingen were confirmed to kandidaat and klant, and the letters themselves (art. 5 lid 4). */
export function BevestigingenView(props: PaperProps<Bevestigingen>): VNode {
  const { plaatsingen } = props.report;
  const [onlyOpen, setOnlyOpen] = useState(true);
  const open = plaatsingen.filter(lacks);
  const [nummer, setNummer] = useState((open[0] ?? plaatsingen[0])?.plaatsingnummer);
  if (plaatsingen.length === 0) return <p>Er zijn nog geen plaatsingen.</p>;
  // The one on view stays when its last letter is sent: its PDF has yet to be made.
  const shown = plaatsingen.filter(
    (line) => !onlyOpen || open.length === 0 || lacks(line) || line.plaatsingnummer === nummer,
  );
  const line = shown.find(({ plaatsingnummer }) => plaatsingnummer === nummer) ?? shown[0];
  return (
    <>
      <Tally plaatsingen={plaatsingen} />
      <label class="option">
        <input
          type="checkbox"
          checked={onlyOpen}
          disabled={open.length === 0}
          onChange={(event) => setOnlyOpen(event.currentTarget.checked)}
        />
        <span>Alleen wat nog te doen is</span>
      </label>
      {line && (
        <div class="card stack">
          <Select
            label="Plaatsing"
            value={line.plaatsingnummer}
            choices={shown.map(({ plaatsingnummer, startdatum }) => ({
              value: plaatsingnummer,
              label: `${plaatsingnummer}, vanaf ${formatDay(startdatum)}`,
            }))}
            onChange={setNummer}
          />
          <Letters key={line.plaatsingnummer} {...props} line={line} />
        </div>
      )}
    </>
  );
}

/** How many plaatsingen are still to be confirmed, and how many anew. */
function Tally({ plaatsingen }: { plaatsingen: readonly Line[] }): VNode {
  const missing = plaatsingen.filter((line) => ADDRESSEES.some((aan) => line[aan] === null)).length;
  const changed = plaatsingen.filter((line) => ADDRESSEES.some((aan) => line[aan]?.changed)).length;
  if (missing + changed === 0) return <Message kind="done">Alle plaatsingen zijn bevestigd.</Message>;
  return (
    <Message kind="warning">
      {missing > 0 && `${count(missing, 'plaatsing mist', 'plaatsingen missen')} een bevestiging. `}
      {changed > 0 &&
        `${count(changed, 'plaatsing is', 'plaatsingen zijn')} gewijzigd sinds verzending: bevestig opnieuw.`}
    </Message>
  );
}

const Sent = ({ sent }: { sent: SentBevestiging | null }): VNode => (
  <span class={isOpen(sent) ? '' : 'quiet'}>
    {sent === null ? (
      'nog niet verzonden'
    ) : (
      <>
        {sent.changed ? 'gewijzigd sinds verzending op' : 'verzonden op'}{' '}
        <span class="whole">{formatDay(sent.date)}</span>
      </>
    )}
  </span>
);

/** The letters of a plaatsing, and a form for the day on which one is sent. */
function Letters({
  line,
  client,
  contract: detail,
  today,
  onExpired,
  onChanged,
}: PaperProps<Bevestigingen> & { line: Line }): VNode {
  const { contractnummer, ingangsdatum } = detail.contract;
  const { plaatsingnummer } = line;
  const [aan, setAan] = useState(ADDRESSEES.find((each) => isOpen(line[each])) ?? 'kandidaat');
  const [date, setDate] = useState(today);
  const task = useTask(onExpired);
  const sent = line[aan];
  return (
    <>
      <fieldset class="plain">
        <legend>Bevestiging aan</legend>
        {ADDRESSEES.map((each) => (
          <label key={each} class="option">
            <input type="radio" name="bevestiging-aan" checked={aan === each} onChange={() => setAan(each)} />
            <span>
              {each} {line[`${each}nummer`]}
              <Sent sent={line[each]} />
            </span>
          </label>
        ))}
      </fieldset>
      {isOpen(sent) && (
        <WithRight contract={detail} right="schrijven" to="vast te leggen dat een brief is verzonden">
          <form
            class="stack"
            onSubmit={(event) => {
              event.preventDefault();
              task.run('Vastleggen', async () => {
                await client.write(contractnummer, ['bevestigingen', plaatsingnummer, aan], { date });
                onChanged();
              });
            }}
          >
            <DayInput
              label="Verzonden op"
              value={date}
              min={sent?.date ?? ingangsdatum}
              max={today}
              onChange={setDate}
            />
            <p class="quiet">
              {sent === null
                ? 'De brief ligt daarna vast. Maak dan de pdf en verstuur die: zonder datum staat er Concept op.'
                : 'De nieuwe brief ligt daarna vast. Maak dan de pdf: tot dan geeft die nog de vorige brief.'}
            </p>
            <div class="actions">
              <Button submit disabled={task.step !== null}>
                Vastleggen
              </Button>
            </div>
            <TaskStatus task={task} />
          </form>
        </WithRight>
      )}
      <Download
        key={`${aan} ${sent?.date ?? ''}`}
        client={client}
        path={`/${addressOf(contractnummer, 'bevestigingen', plaatsingnummer, `${aan}.pdf`)}`}
        onExpired={onExpired}
      />
    </>
  );
}
