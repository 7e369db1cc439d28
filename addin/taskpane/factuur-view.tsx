import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Factuur, Facturen } from '../../shared/api.ts';
import { formatDay, formatDayInWords, formatMonth, isDay } from '../../shared/calendar.ts';
import { formatEuro, formatPercent } from '../../shared/format.ts';
import { dueDateOf, listMissing } from '../../shared/maandfactuur.ts';
import { Figures } from './figures.tsx';
import { IssuedFacturen } from './issued-facturen.tsx';
import { Message } from './message.tsx';
import type { PaperProps } from './papers.tsx';
import { DayInput, Facts, SecondLook } from './second-look.tsx';
import { WithRight } from './with-right.tsx';

type Props = PaperProps<{ factuur: Factuur; facturen: Facturen }>;

/** The invoice of a month (art. 6.1 lid 4): as a concept, or as it was issued, and what was issued before. */
export function FactuurView(props: Props): VNode {
  const { factuur, facturen } = props.report;
  const { month, status, number, date, dueDate, lines, subtotal, btwPercentage, btw, total } = factuur;
  const concept = status === 'concept';
  const missing = concept ? listMissing(factuur) : [];
  const differs = facturen.issued.filter((issued) => issued.differs);
  return (
    <>
      <p class="status-line">
        <span class={`badge ${status}`}>{concept ? 'Concept' : 'Uitgereikt'}</span>
        {number !== null && `nummer ${number}`}
        {date !== null && <span class="quiet">van {formatDay(date)}</span>}
      </p>
      <Figures
        caption={`Maandfactuur ${formatMonth(month)}`}
        lines={[
          ...lines.map(({ omschrijving, bedrag }) => [omschrijving, formatEuro(bedrag)] as const),
          ['Subtotaal', formatEuro(subtotal)],
          [`Btw ${formatPercent(btwPercentage)}`, formatEuro(btw)],
        ]}
        outcome={['Totaal', formatEuro(total)]}
      />
      {dueDate !== null && (
        <p>
          Te betalen uiterlijk <span class="whole">{formatDay(dueDate)}</span>.
        </p>
      )}
      {missing.length > 0 && (
        <Message kind="warning">
          Op de factuur ontbreekt nog: {missing.join(', ')}. Vraag de beheerder om het contract aan te vullen.
        </Message>
      )}
      {differs.length > 0 && (
        <Message kind="warning">
          {differs
            .map(({ number: differing, month: of }) => `${differing ?? ''} over ${formatMonth(of)}`)
            .join(', ')}
          : met de tarieven van nu zou de factuur andere bedragen hebben. Crediteer haar en reik haar opnieuw
          uit.
        </Message>
      )}
      <WithRight
        contract={props.contract}
        right="vaststellen"
        to="een factuur uit te reiken of te crediteren"
      >
        {concept ? <Issue {...props} /> : <Credit {...props} />}
      </WithRight>
      <IssuedFacturen {...props} />
    </>
  );
}

function Issue({ report, client, contract, today, onExpired, onChanged }: Props): VNode {
  const { contractnummer, month, total } = report.factuur;
  const [date, setDate] = useState(today);
  return (
    <SecondLook
      opener="Uitreiken…"
      title={`De factuur over ${formatMonth(month)} uitreiken?`}
      confirm="Definitief uitreiken"
      step="Uitreiken"
      onExpired={onExpired}
      onConfirm={async () => {
        await client.write(contractnummer, ['facturen', month], { date });
        onChanged();
      }}
    >
      <DayInput
        label="Factuurdatum"
        value={date}
        min={contract.contract.ingangsdatum}
        max={today}
        onChange={setDate}
      />
      <Facts
        lines={[
          ['Totaal', formatEuro(total)],
          ...(isDay(date)
            ? ([
                ['Nummer', `het volgende van ${date.slice(0, 4)}`],
                ['Datum', formatDayInWords(date)],
                ['Te betalen', `uiterlijk ${formatDay(dueDateOf(date))}`],
              ] as const)
            : []),
        ]}
      />
      <p>
        De factuur verandert daarna niet meer. Klopt er later iets niet, dan kan zij alleen met een creditnota
        worden teruggenomen.
      </p>
    </SecondLook>
  );
}

function Credit({ report, client, today, onExpired, onChanged }: Props): VNode {
  const { contractnummer, month, number, date: issued, total } = report.factuur;
  const [date, setDate] = useState(today);
  return (
    <SecondLook
      opener="Crediteren…"
      title={`Factuur ${number ?? ''} met een creditnota terugnemen?`}
      confirm="Creditnota uitreiken"
      step="Crediteren"
      onExpired={onExpired}
      onConfirm={async () => {
        await client.write(contractnummer, ['facturen', number ?? month, 'creditnota'], { date });
        onChanged();
      }}
    >
      <DayInput
        label="Datum van de creditnota"
        value={date}
        {...(issued === null ? {} : { min: issued })}
        max={today}
        onChange={setDate}
      />
      <Facts
        lines={[
          ['Terug te nemen', formatEuro(total)],
          ...(isDay(date)
            ? ([
                ['Nummer', `het volgende van ${date.slice(0, 4)}`],
                ['Datum', formatDayInWords(date)],
              ] as const)
            : []),
        ]}
      />
      <p>
        Een uitgereikte factuur kan niet veranderen: een creditnota is de enige weg terug. Dit kan niet
        ongedaan worden gemaakt; daarna kunt u over {formatMonth(month)} een nieuwe factuur uitreiken.
      </p>
    </SecondLook>
  );
}
