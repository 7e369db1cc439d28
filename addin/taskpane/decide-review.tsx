import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Decision, Toegang } from '../../shared/api.ts';
import { formatDay } from '../../shared/calendar.ts';
import type { BeheerProps } from './beheer-view.tsx';
import type { Loaded } from './rechtenbeoordeling-view.tsx';
import { listAccess } from './rights.tsx';
import { Facts, SecondLook } from './second-look.tsx';
import { count } from './words.ts';

/** Someone with the rights that were seen: with others they are to be decided on anew. */
const keyOf = ({ personId, rechten }: Toegang): string => `${personId} ${String(rechten)}`;

/** A decision for everyone on the list, and then a second look that fixes it. */
export function DecideReview({
  review,
  reviews,
  client,
  onExpired,
  onChanged,
  onChanges,
}: BeheerProps & Loaded & { onChanges: () => void }): VNode {
  const { lines, day, contractnummer, nextDay } = review;
  const [chosen, setChosen] = useState<Record<string, Decision>>({});
  const later = reviews.held.find((held) => held.day > day);
  if (later)
    return (
      <p>Vaststellen kan niet: er is al een beoordeling van {formatDay(later.day)}. Kies een latere dag.</p>
    );
  const open = lines.filter((line) => !chosen[keyOf(line)]).length;
  const ended = lines.filter((line) => chosen[keyOf(line)] === 'intrekken');
  return (
    <>
      {lines.map((line) => (
        <Choice
          key={keyOf(line)}
          line={line}
          decision={chosen[keyOf(line)]}
          onChange={(decision) => setChosen({ ...chosen, [keyOf(line)]: decision })}
        />
      ))}
      <p role="status">
        {open > 0 ? `Nog ${count(open, 'besluit', 'besluiten')} te nemen.` : 'Over iedereen is besloten.'}
      </p>
      {open === 0 && (
        <SecondLook
          opener="Vaststellen…"
          title={`De rechtenbeoordeling van ${formatDay(day)} vaststellen?`}
          confirm="Definitief vaststellen"
          step="Vaststellen"
          onExpired={onExpired}
          onStale={onChanges}
          onConfirm={async () => {
            await client.write(contractnummer, ['rechtenbeoordelingen', day], {
              decisions: Object.fromEntries(lines.map((line) => [line.personId, chosen[keyOf(line)]])),
              seen: Object.fromEntries(lines.map(({ personId, rechten }) => [personId, rechten])),
            });
            onChanges();
            onChanged();
          }}
        >
          <Facts
            lines={[
              ['Behouden', count(lines.length - ended.length, 'persoon', 'personen')],
              ['Intrekken', ended.map(({ naam }) => naam).join(', ') || 'niemand'],
              ['Volgende', `vóór ${formatDay(nextDay)}`],
            ]}
          />
          <p>
            Dit kan niet ongedaan worden gemaakt. Wie u intrekt, kan meteen niet meer bij dit contract. De
            beoordeling en de pdf blijven daarna zoals ze nu zijn.
          </p>
        </SecondLook>
      )}
    </>
  );
}

const DECISIONS: readonly Decision[] = ['behouden', 'intrekken'];

const Choice = ({
  line,
  decision,
  onChange,
}: {
  line: Toegang;
  decision: Decision | undefined;
  onChange: (decision: Decision) => void;
}): VNode => (
  <fieldset class="card stack">
    <legend>{line.naam}</legend>
    <Facts lines={listAccess(line)} />
    <div class="status-line">
      {DECISIONS.map((each) => (
        <label key={each} class="option">
          <input
            type="radio"
            name={`besluit-${line.personId}`}
            checked={decision === each}
            disabled={each === 'intrekken' && line.everyContract}
            onChange={() => onChange(each)}
          />
          <span>{each}</span>
        </label>
      ))}
    </div>
    {line.everyContract && (
      <p class="quiet">Geldt voor elk contract. Intrekken doet de beheerder van de server.</p>
    )}
  </fieldset>
);
