import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { Rechtenbeoordeling } from '../../shared/api.ts';
import { formatDay, formatDayInWords } from '../../shared/calendar.ts';
import type { Contract } from '../../shared/contract.ts';
import { head, table, typed } from './cells.ts';
import { drawn } from './glyphs.ts';
import { dayOf, formatStand, heading, listUndrawable, paper, section, type Stand } from './page.ts';
import { signatures } from './signatures.ts';

export interface RechtenbeoordelingData {
  contract: Contract;
  stand: Stand;
  rechtenbeoordeling: Rechtenbeoordeling;
  /** Who fixed it; absent in a concept. */
  by?: string;
}
type Line = Rechtenbeoordeling['lines'][number];

/** Who may do what, and whether they keep it (processor agreement, art. 5 lid 1a). */
export function rechtenbeoordeling({
  contract,
  stand,
  rechtenbeoordeling: review,
  by,
}: RechtenbeoordelingData): TDocumentDefinitions {
  const concept = review.status === 'concept';
  return paper({
    title: 'Rechtenbeoordeling',
    subtitle: [formatDayInWords(review.day), review.number].filter(Boolean).join(' · '),
    contract,
    stand,
    concept,
    notes: listUndrawable([
      ...review.lines.flatMap(({ personId, naam, grantedBy }) => [
        [`De naam van persoon ${personId}`, naam] as const,
        [`Wie persoon ${personId} rechten gaf`, grantedBy] as const,
      ]),
      ['De naam van wie heeft vastgesteld', by ?? ''],
    ]),
    content: [
      { text: tally(review), margin: [0, 16, 0, 0] },
      heading('Wie wat mag'),
      persons(review.lines, stand),
      {
        text: 'Elk recht omvat lezen. Schrijven: gegevens wijzigen. Vaststellen: facturen, afrekeningen en premies vastleggen. Beheer: tarieven, toegang, logboek, wissen en overdracht. Rollen die de eigen organisatie aan een werkaccount geeft, gelden daarnaast, tot zij hier worden ingetrokken.',
        style: 'note',
        margin: [0, 8, 0, 0],
      },
      section(
        'Volgende beoordeling',
        { text: `Vóór ${formatDayInWords(review.nextDay)}.` },
        { text: 'Akkoord', style: 'heading' },
        signatures(sign(concept, stand, by), [contract.uitvoerder, contract.opdrachtgever]),
      ),
    ],
  });
}

function tally({ lines, status }: Rechtenbeoordeling): string {
  const listed = `${lines.length} ${lines.length === 1 ? 'persoon heeft' : 'personen hebben'} toegang tot dit contract`;
  if (status === 'concept') return `${listed}. Over iedereen moet nog worden besloten.`;
  const ended = lines.filter(({ decision }) => decision === 'intrekken').length;
  return `${listed}: voor ${lines.length - ended} behouden, voor ${ended} ingetrokken.`;
}

const persons = (lines: readonly Line[], stand: Stand): Content =>
  table(
    ['auto', '*', 'auto', 'auto', 'auto', 'auto', 'auto'],
    [
      [
        head('nr.'),
        head('naam'),
        head('rechten'),
        head('sinds, gegeven door'),
        head('laatst gebruikt'),
        head('token tot en met'),
        head('besluit'),
      ],
      ...lines.map((line) => [
        String(line.personId),
        { stack: [typed(line.naam, 24), ...listRemarks(line)] },
        line.rechten.length > 0 ? line.rechten.join(', ') : 'rollen van de organisatie',
        { stack: [dayIn(line.since), { stack: [typed(line.grantedBy, 16)], style: 'note' }] },
        line.lastUsedAt === null ? 'nooit' : dayIn(line.lastUsedAt),
        line.expiresAt === null ? '–' : showExpiry(line.expiresAt, stand),
        { text: line.decision ?? '', bold: line.decision === 'intrekken' },
      ]),
    ],
  );

const dayIn = (at: string): string => formatDay(dayOf({ at }));

/** The last day of a token is one in UTC. */
const showExpiry = (expiresAt: string, { at }: Stand): string =>
  `${formatDay(expiresAt.slice(0, 10))}${expiresAt < at ? ' (verlopen)' : ''}`;

const listRemarks = ({ source, everyContract, blockedAt }: Line): Content[] => {
  const remarks = [
    source === 'werkaccount' ? 'werkaccount' : '',
    everyContract ? 'rechten op elk contract' : '',
    blockedAt === null ? '' : `geblokkeerd op ${dayIn(blockedAt)}`,
  ].filter(Boolean);
  return remarks.length > 0 ? [{ ...drawn(remarks.join(', ')), style: 'note' }] : [];
};

const sign = (concept: boolean, stand: Stand, by: string | undefined): string =>
  concept
    ? 'Dit is een concept. Na vaststelling verandert deze beoordeling niet meer.'
    : `Vastgesteld${by === undefined ? '' : ` door ${by}`}, ${formatStand(stand)}. Wat is ingetrokken, geldt vanaf dat moment niet meer.`;
