import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { DueKandidaat, Wisverklaring } from '../../shared/api.ts';
import { formatDay } from '../../shared/calendar.ts';
import { MAX_TEXT } from '../../shared/text.ts';
import type { BeheerProps } from './beheer-view.tsx';
import { Button } from './fluent.tsx';
import { SecondLook } from './second-look.tsx';
import { count } from './words.ts';

interface WissenProps extends Pick<BeheerProps, 'client' | 'contract' | 'onExpired'> {
  due: readonly DueKandidaat[];
  onErased: (proof: Wisverklaring) => void;
}

/** How many at first, and how many more at a time. */
const SHOWN = 20;

/** Chooses who of those whose term has passed is erased, and why; after a second look it is done. */
export function Wissen({ client, contract, due, onExpired, onErased }: WissenProps): VNode {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [shown, setShown] = useState(SHOWN);
  const [reason, setReason] = useState('De bewaartermijn is voorbij.');
  if (due.length === 0) return <p>Er is nu niemand van wie de bewaartermijn voorbij is.</p>;
  const picked = due.filter(({ kandidaatnummer }) => chosen.has(kandidaatnummer));
  const toggle = (nummer: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(nummer);
    else next.delete(nummer);
    setChosen(next);
  };
  return (
    <>
      <fieldset class="card">
        <legend>{count(due.length, 'kandidaat mag', 'kandidaten mogen')} worden gewist</legend>
        <label class="option">
          <input
            type="checkbox"
            checked={picked.length === due.length}
            onChange={(event) =>
              setChosen(new Set(event.currentTarget.checked ? due.map((each) => each.kandidaatnummer) : []))
            }
          />
          <strong>Iedereen</strong>
        </label>
        {due.slice(0, shown).map((each) => (
          <label key={each.kandidaatnummer} class="option">
            <input
              type="checkbox"
              checked={chosen.has(each.kandidaatnummer)}
              onChange={(event) => toggle(each.kandidaatnummer, event.currentTarget.checked)}
            />
            <span>
              {[each.kandidaatnummer, each.naam].filter(Boolean).join(', ')}
              <span class="quiet">
                Laatste gebeurtenis <span class="whole">{formatDay(each.lastDay)}</span>, mag sinds{' '}
                <span class="whole">{formatDay(each.dueOn)}</span>. {sayTraces([each])}.
              </span>
            </span>
          </label>
        ))}
        {due.length > shown && (
          <div class="actions">
            <Button
              onClick={() => setShown(shown + SHOWN)}
            >{`Meer tonen (nog ${due.length - shown})`}</Button>
          </div>
        )}
      </fieldset>
      <label class="chooser">
        Reden
        <input
          value={reason}
          required
          maxLength={MAX_TEXT}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </label>
      {picked.length === 0 || reason.trim() === '' ? (
        <p class="quiet">Kies wie er wordt gewist, en geef een reden.</p>
      ) : (
        <SecondLook
          opener="Wissen…"
          title={`${count(picked.length, 'kandidaat', 'kandidaten')} wissen?`}
          confirm="Definitief wissen"
          step="Wissen"
          onExpired={onExpired}
          onConfirm={async () => {
            onErased(
              await client.write<Wisverklaring>(contract.contract.contractnummer, ['wissen'], {
                kandidaten: picked.map(({ kandidaatnummer }) => kandidaatnummer),
                reason: reason.trim(),
              }),
            );
          }}
        >
          <p>{picked.map(({ kandidaatnummer }) => kandidaatnummer).join(', ')}</p>
          <p>
            Naam, nummer en ingangsdatum van de uitkering worden gewist, met alles wat er eerder stond. Een
            pseudoniem komt ervoor in de plaats, ook in {sayTraces(picked)}. Uren en bedragen blijven.
          </p>
          <p>
            Dit kan niet ongedaan worden gemaakt. Wil iemand zijn gegevens nog hebben, maak dan eerst de pdf
            bij Inzage.
          </p>
        </SecondLook>
      )}
    </>
  );
}

/** `3 plaatsingen, 12 urenregels en 2 stukken`: what will name a pseudonym instead. */
function sayTraces(picked: readonly DueKandidaat[]): string {
  const sum = (field: 'plaatsingen' | 'urenregels' | 'papers') =>
    picked.reduce((total, each) => total + each[field], 0);
  return `${count(sum('plaatsingen'), 'plaatsing', 'plaatsingen')}, ${count(sum('urenregels'), 'urenregel', 'urenregels')} en ${count(sum('papers'), 'stuk', 'stukken')}`;
}
