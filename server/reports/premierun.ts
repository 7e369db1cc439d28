import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { PremieAmounts, Premierun } from '../../shared/api.ts';
import { formatDayInWords } from '../../shared/calendar.ts';
import type { Contract } from '../../shared/contract.ts';
import { formatEuro } from '../../shared/format.ts';
import { ARTICLE, article, euro, head, right, table, typed } from './cells.ts';
import { formatStand, heading, listUndrawable, paper, section, type Stand } from './page.ts';
import { signatures } from './signatures.ts';

export interface PremierunData {
  contract: Contract;
  stand: Stand;
  premierun: Premierun;
  /** Who fixed it; absent in a concept. */
  by?: string;
}

/** What is paid out to kandidaten on a day (art. 5 lid 3), with the reiskosten as a payment of its own. */
export function premierun({ contract, stand, premierun: run, by }: PremierunData): TDocumentDefinitions {
  const { perKandidaat, reiskosten, totals } = run;
  const concept = run.status === 'concept';
  const named = new Map([...perKandidaat, ...reiskosten].map((line) => [line.kandidaatnummer, line.naam]));
  const warnings = run.warnings.map(({ message }) => message);
  return paper({
    title: 'Premie-uitbetaling',
    subtitle: [formatDayInWords(run.day), run.number].filter(Boolean).join(' · '),
    contract,
    stand,
    concept,
    notes: listUndrawable([
      ...[...named].map(([nummer, naam]) => [`De naam van kandidaat ${nummer}`, naam] as const),
      ['De naam van wie heeft vastgesteld', by ?? ''],
    ]),
    content: [
      outcome(run),
      ...(warnings.length > 0
        ? [heading('Aandachtspunten'), { ul: warnings, fontSize: 8.5 } as Content]
        : []),
      heading('Per kandidaat'),
      perKandidaat.length === 0
        ? { text: 'Er is geen premie uit te betalen.', style: 'note' }
        : kandidaten(perKandidaat, totals),
      ...(reiskosten.length > 0 ? travel(run) : []),
      section(
        'Akkoord',
        signatures(sign(run, concept, stand, by), [contract.uitvoerder, contract.opdrachtgever]),
      ),
    ],
  });
}

const outcome = ({ totals, perKandidaat, reiskostenTotal, day }: Premierun): Content => {
  const paid = perKandidaat.filter(({ payout }) => payout !== '0.00').length;
  return {
    margin: [0, 16, 0, 0],
    stack: [
      table(
        ['*', 'auto', ARTICLE],
        [
          [
            `Premie over de uren tot en met ${formatDayInWords(day)}`,
            euro(totals.accrued),
            article('5 lid 3 en 9'),
          ],
          ['Al eerder uitbetaald', euro(totals.paidBefore), article('5 lid 3')],
          ['Nog te betalen', euro(totals.toPay), article('5 lid 3')],
          [
            { text: `Nu uit te betalen, aan ${paid} ${paid === 1 ? 'kandidaat' : 'kandidaten'}`, bold: true },
            euro(totals.payout, true),
            article('5 lid 3'),
          ],
          ['Daarnaast: reiskosten die nog niet zijn betaald', euro(reiskostenTotal), article('5 lid 9')],
        ],
        { headerRows: 0 },
      ),
    ],
  };
};

function kandidaten(lines: Premierun['perKandidaat'], totals: PremieAmounts): Content {
  const cells = (amounts: PremieAmounts, bold = false) => [
    euro(amounts.accrued, bold),
    euro(amounts.paidBefore, bold),
    euro(amounts.toPay, bold),
    euro(amounts.payout, bold),
  ];
  return table(
    ['auto', '*', 'auto', 'auto', 'auto', 'auto'],
    [
      [
        head('nummer'),
        head('naam'),
        head('opgebouwd', 'right'),
        head('eerder betaald', 'right'),
        head('nog te betalen', 'right'),
        head('nu uitbetalen', 'right'),
      ],
      ...lines.map((line) => [typed(line.kandidaatnummer, 12), typed(line.naam, 24), ...cells(line)]),
      [{ text: 'Totaal', bold: true }, '', ...cells(totals, true)],
    ],
    { total: true },
  );
}

const travel = ({ reiskosten, reiskostenTotal }: Premierun): Content[] => [
  heading('Reiskosten, apart te betalen'),
  {
    text: 'Reiskosten horen niet bij de premie en tellen niet mee voor het maximum van een jaar.',
    style: 'note',
    margin: [0, 0, 0, 4],
  },
  table(
    ['auto', '*', 'auto'],
    [
      [head('nummer'), head('naam'), head('nog niet betaald', 'right')],
      ...reiskosten.map(({ kandidaatnummer, naam, bedrag }) => [
        typed(kandidaatnummer, 12),
        typed(naam, 40),
        euro(bedrag),
      ]),
      [{ text: 'Totaal', bold: true }, '', right(formatEuro(reiskostenTotal), true)],
    ],
    { total: true },
  ),
];

function sign({ overgenomen }: Premierun, concept: boolean, stand: Stand, by: string | undefined): string {
  if (concept) return 'Dit is een concept. Na vaststelling verandert deze uitbetaling niet meer.';
  const who = by === undefined ? '' : ` door ${by}`;
  return overgenomen
    ? `Overgenomen${who} zoals deze al was uitbetaald, ${formatStand(stand)}. Deze uitbetaling verandert niet meer.`
    : `Vastgesteld${who}, ${formatStand(stand)}. Deze uitbetaling verandert niet meer.`;
}
