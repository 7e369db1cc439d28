import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { Bevestiging } from '../../shared/api.ts';
import { formatDayInWords } from '../../shared/calendar.ts';
import type { Contract } from '../../shared/contract.ts';
import { formatEuro, formatNumber } from '../../shared/format.ts';
import { ARTICLE, article, head, table, typed } from './cells.ts';
import { drawn } from './glyphs.ts';
import { listUndrawable, paper, type Stand } from './page.ts';

export interface BevestigingData {
  contract: Contract;
  stand: Stand;
  bevestiging: Bevestiging;
}

/** The letter that confirms a plaatsing (art. 5 lid 4); the klant's tells nothing of a benefit (art. 7.7 lid 2). */
export function bevestiging({ contract, stand, bevestiging: letter }: BevestigingData): TDocumentDefinitions {
  const { aan, kandidaat, kandidaatnummer, klant, klantnummer, plaats, date } = letter;
  const kandidaatNamed = kandidaat ?? `kandidaat ${kandidaatnummer}`;
  return paper({
    title: 'Bevestiging van de plaatsing',
    subtitle: date === null ? 'nog niet verzonden' : formatDayInWords(date),
    contract,
    stand,
    concept: letter.status === 'concept',
    named: [
      { role: 'Van', party: contract.uitvoerder },
      { role: 'Aan', party: aan === 'klant' ? { naam: klant, plaats } : { naam: kandidaatNamed } },
    ],
    notes: listUndrawable([
      [`De naam van kandidaat ${kandidaatnummer}`, kandidaat ?? ''],
      [`De naam van klant ${klantnummer}`, klant],
    ]),
    content: [
      { text: aan === 'klant' ? toKlant() : toKandidaat(), margin: [0, 24, 0, 12], lineHeight: 1.3 },
      table(
        [150, '*', ARTICLE],
        [
          [head('afspraak'), head(''), head('artikel')],
          ...listAgreements(letter).map(([label, value, lid]) => [label, typed(value, 50), article(lid)]),
        ],
      ),
      { ...drawn(closing(letter, contract)), margin: [0, 14, 0, 0], lineHeight: 1.3 },
      {
        stack: ['Met vriendelijke groet,', typed(contract.uitvoerder.naam, 60)],
        margin: [0, 18, 0, 0],
      },
    ],
  });
}

const toKandidaat = (): string =>
  'Met deze brief bevestigen wij uw plaatsing. Hieronder staat wat er is afgesproken. Klopt er iets niet, laat het ons dan zo snel mogelijk weten.';
const toKlant = (): string =>
  'Met deze brief bevestigen wij de plaatsing van een kandidaat bij u. Hieronder staat wat er is afgesproken. Klopt er iets niet, laat het ons dan zo snel mogelijk weten.';

function listAgreements(letter: Bevestiging): [label: string, value: string, lid: string][] {
  const { kandidaat, kandidaatnummer, klant, klantnummer, plaats, startdatum, einddatum } = letter;
  return [
    ['Plaatsing', letter.plaatsingnummer, '5 lid 4'],
    ['Kandidaat', kandidaat === null ? kandidaatnummer : `${kandidaat} (${kandidaatnummer})`, '5 lid 4'],
    ['Klant', `${[klant, plaats].filter(Boolean).join(', ')} (${klantnummer})`, '5 lid 4'],
    ['Eerste werkdag', formatDayInWords(startdatum), '1 onder f'],
    ['Laatste werkdag', einddatum === null ? 'nog niet afgesproken' : formatDayInWords(einddatum), '4.1'],
    ['Uiterlijk', formatDayInWords(letter.lastPermittedDay), '4.1, 5 lid 6'],
    ['Uren per week', formatNumber(letter.urenPerWeek), '5 lid 6'],
    letter.aan === 'klant'
      ? ['Uurtarief', `${formatEuro(letter.uurtarief)} per gewerkt uur`, '5 lid 8']
      : ['Premie', `${formatEuro(letter.premiePerUur)} per gewerkt uur`, '5 lid 3'],
  ];
}

const closing = ({ aan }: Bevestiging, { gemeente }: Contract): string =>
  aan === 'klant'
    ? `Wij brengen de gewerkte uren namens de gemeente ${gemeente} bij u in rekening, per maand en met een specificatie per plaatsing.`
    : `U houdt uw uitkering van de gemeente ${gemeente}. De premie komt daar bovenop. Uw reiskosten betalen wij apart aan u terug.`;
