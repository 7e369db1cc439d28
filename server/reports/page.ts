import { friendlyFormatIBAN } from 'ibantools';
import type { Content, StyleDictionary, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { type Day, formatDayInWords } from '../../shared/calendar.ts';
import { timeInAmsterdam, todayInAmsterdam } from '../dutch-time.ts';
import type { Contract, Party } from '../../shared/contract.ts';
import { COLORS, goesWithTotal, typed } from './cells.ts';
import { toDrawable } from './glyphs.ts';

/** The state of the records that a paper shows, and when it was drawn (ISO time). */
export interface Stand {
  revision: number;
  at: string;
}

const MARGIN = 48;
const FOOT = 60;
/** Of A4, in points. */
const PAGE_HEIGHT = 841.89;
/** How far down the page a heading may start, so that the first rows of what it heads fit under it. */
const LOWEST_HEADING = 0.86;

const STYLES: StyleDictionary = {
  title: { fontSize: 18, bold: true, color: COLORS.ink },
  subtitle: { fontSize: 11, color: COLORS.quiet },
  heading: { fontSize: 11.5, bold: true, color: COLORS.accent, margin: [0, 16, 0, 6] },
  head: { bold: true, color: COLORS.quiet, fontSize: 8 },
  article: { color: COLORS.quiet, fontSize: 8 },
  note: { fontSize: 8.5, color: COLORS.quiet },
};

/** The day in the Netherlands. */
export const dayOf = ({ at }: Pick<Stand, 'at'>): Day => todayInAmsterdam(new Date(at));

/** "stand 41, 3 juli 2016 10:12", in Dutch time. */
export function formatStand({ revision, at }: Stand): string {
  return `stand ${revision}, ${formatDayInWords(dayOf({ at }))} ${timeInAmsterdam(new Date(at))}`;
}

/** A party, or whoever else a paper names at its head. */
export interface Named {
  role: string;
  party: Partial<Party> & { naam: string };
}

export interface Paper {
  title: string;
  subtitle: string;
  contract: Contract;
  stand: Stand;
  concept?: boolean;
  /** The last day of its period: a paper of a period that still runs says so. */
  until?: Day;
  /** Who stands at its head; absent: the contract's parties. */
  named?: Named[];
  /** With the numbers that a payment needs: KvK, btw-nummer, OIN and IBAN. */
  numbers?: boolean;
  /** Under the parties, where something could not be drawn or is missing. */
  notes?: string[];
  content: Content[];
}

/** A paper of the house: A4, the parties, title, content, and at the foot the contract, the state and the page. */
export function paper({
  title,
  subtitle,
  contract,
  stand,
  concept = false,
  until,
  named = [
    { role: 'Uitvoerder', party: contract.uitvoerder },
    { role: 'Opdrachtgever', party: contract.opdrachtgever },
  ],
  numbers = false,
  notes = [],
  content,
}: Paper): TDocumentDefinitions {
  const describe = ({ party }: Named): Content[] =>
    [...listAddress(party), ...(numbers ? listNumbers(party) : [])].map((line) => typed(line, PARTY_WORD));
  const remarks = [
    ...(until !== undefined && until >= dayOf(stand)
      ? [
          `Voorlopig: deze periode loopt nog tot en met ${formatDayInWords(until)}. De bedragen kunnen nog veranderen.`,
        ]
      : []),
    ...listUndrawable(
      named.map(({ role, party }) => [`De tekst onder ${role}`, listAddress(party).join(' ')]),
    ),
    ...notes,
  ];
  return {
    version: '1.7',
    displayTitle: true,
    pageSize: 'A4',
    pageMargins: [MARGIN, 54, MARGIN, FOOT],
    language: 'nl-NL',
    info: {
      title: `${title} ${subtitle}`,
      author: contract.uitvoerder.naam,
      subject: `Overeenkomst ${contract.contractnummer}, gemeente ${contract.gemeente}`,
      keywords: ['Flextensie', title, contract.gemeente, contract.contractnummer].join(', '),
      creator: 'Flextensie',
      creationDate: new Date(stand.at),
    },
    defaultStyle: { font: 'Roboto', fontSize: 9.5, color: COLORS.ink, lineHeight: 1.15 },
    styles: STYLES,
    ...(concept ? { watermark: { text: 'Concept', color: COLORS.quiet, opacity: 0.1, bold: true } } : {}),
    // A heading never stands alone at the foot of a page, nor a total at the head of one.
    pageBreakBefore: (node, around) =>
      (node.headlineLevel === 1 && node.startPosition.verticalRatio > LOWEST_HEADING) ||
      goesWithTotal(node, () => around.getFollowingNodesOnPage(), PAGE_HEIGHT - FOOT),
    header: (page) =>
      page === 1
        ? ''
        : {
            columns: [
              { text: `${title} ${subtitle}`, style: 'note' },
              { text: concept ? 'Concept' : '', style: 'note', alignment: 'right' },
            ],
            margin: [MARGIN, 28, MARGIN, 0],
          },
    footer: (page, pages) => ({
      columns: [
        { text: `Overeenkomst ${contract.contractnummer} · ${formatStand(stand)}`, style: 'note' },
        { text: `pagina ${page} van ${pages}`, style: 'note', alignment: 'right', width: 90 },
      ],
      margin: [MARGIN, 20, MARGIN, 0],
    }),
    content: [
      { text: title, style: 'title' },
      { text: subtitle, style: 'subtitle', margin: [0, 2, 0, 10] },
      {
        columns: [
          ...named.map((one) => ({ stack: [{ text: one.role, style: 'head' }, ...describe(one)] })),
          {
            stack: [
              { text: 'Overeenkomst', style: 'head' },
              contract.contractnummer,
              typed(`gemeente ${contract.gemeente}`, PARTY_WORD - 8),
            ],
            width: 130,
          },
        ],
        columnGap: 16,
      },
      ...remarks.map((text): Content => ({ text, style: 'note', margin: [0, 6, 0, 0] })),
      ...content,
    ],
  };
}

/** Letters of a word that fit in the column of a party. */
const PARTY_WORD = 30;

const listAddress = ({ naam, adres, postcode, plaats }: Named['party']): string[] =>
  listFilled([naam, adres, [postcode, plaats].filter(Boolean).join('  ')]);

function listNumbers({ kvk, btwNummer, oin, iban }: Named['party']): string[] {
  const label = (name: string, value: string | null | undefined) => value && `${name} ${value}`;
  return listFilled([
    label('KvK', kvk),
    label('Btw', btwNummer),
    label('OIN', oin),
    label('IBAN', iban && friendlyFormatIBAN(iban)),
  ]);
}

const listFilled = (lines: readonly (string | null | undefined)[]): string[] =>
  lines.filter((line): line is string => Boolean(line));

/** Sentences about the texts that the font lacks letters for, by what they are: shown with � in their place, and told. */
export const listUndrawable = (texts: readonly (readonly [what: string, text: string])[]): string[] =>
  texts
    .filter(([, text]) => toDrawable(text).lacks)
    .map(([what]) => `${what} bevat tekens die hier niet gedrukt kunnen worden; zij staan er als \ufffd.`);

/** Starts on the next page where too little room is left under it. */
export const heading = (text: string): Content => ({ text, style: 'heading', headlineLevel: 1 });

/**
 * A heading and what it heads, together on one page: for content that is sure to be shorter than a page. A page break
 * inside would lose what follows, so no `heading` may stand in it.
 */
export const section = (title: string, ...content: Content[]): Content => ({
  stack: [{ text: title, style: 'heading' }, ...content],
  unbreakable: true,
});
