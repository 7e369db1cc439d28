import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Month } from '../../shared/calendar.ts';
import { fillExample, findExample, removeExample } from '../excel/example.ts';
import { Button } from './fluent.tsx';
import type { Told } from './daily-helps.tsx';
import { count } from './words.ts';

interface ExampleHelpProps {
  /** Of which the example has hours. */
  month: Month;
  /** Whether a help is at work; afterwards the tables may hold something else. */
  busy: boolean;
  help: (step: string, work: () => Promise<Told>) => void;
}

/** Offers the example while the tables are blank, and to take it out while it is there. */
export function ExampleHelp({ month, busy, help }: ExampleHelpProps): VNode | null {
  const [found, setFound] = useState<'blank' | 'example' | 'other'>('other');
  useEffect(() => {
    if (busy) return;
    // Where the tables cannot be read, the other buttons say why.
    findExample().then(setFound, () => setFound('other'));
  }, [busy]);
  if (found === 'other') return null;
  const fill = async (): Promise<Told> => {
    await fillExample(month);
    return {
      kind: 'done',
      text: 'Het voorbeeld is ingevuld, alleen in deze werkmap: het wordt pas opgeslagen als u synchroniseert. Kijk in de bladen Maand en Afrekening, en haal het weg voordat u begint.',
    };
  };
  const remove = async (): Promise<Told> => {
    const left = await removeExample(month);
    return left === 0
      ? { kind: 'done', text: 'Het voorbeeld is weg.' }
      : {
          kind: 'note',
          text: `${count(left, 'rij', 'rijen')} van het voorbeeld ${left === 1 ? 'is gewijzigd en blijft' : 'zijn gewijzigd en blijven'} staan.`,
        };
  };
  const [label, work] =
    found === 'blank' ? (['Voorbeeld invullen', fill] as const) : (['Voorbeeld weghalen', remove] as const);
  return (
    <>
      <p class="quiet">
        Een klein voorbeeld om te zien hoe het werkt. Het gaat pas naar de server als u synchroniseert.
      </p>
      <div class="actions">
        <Button onClick={() => help(label, work)}>{label}</Button>
      </div>
    </>
  );
}
