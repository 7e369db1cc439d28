import type {
  Content,
  CustomTableLayout,
  StyleDictionary,
  TableCell,
  TDocumentDefinitions,
} from 'pdfmake/interfaces.js';
import { formatDayInWords } from '../../shared/calendar.ts';
import type { Contract } from '../../shared/contract.ts';
import { formatEuro, formatNumber } from '../../shared/format.ts';

/** The state of the records that a paper shows, and when it was drawn (ISO time). */
export interface Stand {
  revision: number;
  at: string;
}

export const COLORS = {
  ink: '#1b1b1b',
  quiet: '#5f6368',
  line: '#c8ccd0',
  shade: '#f3f5f6',
  accent: '#0f6674',
  pale: '#9cc5cb',
};
const MARGIN = 48;
/** Width of the column that names the article. */
export const ARTICLE = 72;

const STYLES: StyleDictionary = {
  title: { fontSize: 18, bold: true, color: COLORS.ink },
  subtitle: { fontSize: 11, color: COLORS.quiet },
  heading: { fontSize: 11.5, bold: true, color: COLORS.accent, margin: [0, 16, 0, 6] },
  head: { bold: true, color: COLORS.quiet, fontSize: 8 },
  article: { color: COLORS.quiet, fontSize: 8 },
  note: { fontSize: 8.5, color: COLORS.quiet },
  total: { bold: true },
};

/** Lines under the head, light ones under rows, and one above a total. */
const TABLE: CustomTableLayout = {
  hLineWidth: (i, node) =>
    i === 0 || i === node.table.body.length ? 0 : i === (node.table.headerRows ?? 0) ? 0.8 : 0.4,
  hLineColor: (i, node) => (i === (node.table.headerRows ?? 0) ? COLORS.quiet : COLORS.line),
  vLineWidth: () => 0,
  paddingTop: () => 3,
  paddingBottom: () => 3,
  paddingLeft: (i) => (i === 0 ? 0 : 5),
  paddingRight: (i, node) => (i === (node.table.widths?.length ?? 0) - 1 ? 0 : 5),
};

/** A table of the house: heads are repeated on each page, rows stay whole. */
export const table = (widths: (string | number)[], body: TableCell[][], headerRows = 1): Content => ({
  table: { headerRows, widths, body, dontBreakRows: true, keepWithHeaderRows: 1 },
  layout: TABLE,
});

export const head = (text: string, alignment: 'left' | 'right' = 'left'): TableCell => ({
  text,
  style: 'head',
  alignment,
});
export const right = (text: string, bold = false): TableCell => ({
  text,
  alignment: 'right',
  noWrap: true,
  bold,
});
export const euro = (text: string, bold = false): TableCell => right(formatEuro(text), bold);
export const number = (text: string, bold = false): TableCell => right(formatNumber(text), bold);
export const article = (text: string): TableCell => ({ text, style: 'article', noWrap: true });

const TIME = new Intl.DateTimeFormat('nl-NL', {
  timeZone: 'Europe/Amsterdam',
  hour: '2-digit',
  minute: '2-digit',
});
const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' });

/** "stand 41, 3 juli 2016 10:12", in Dutch time. */
export function formatStand({ revision, at }: Stand): string {
  const time = new Date(at);
  return `stand ${revision}, ${formatDayInWords(DAY.format(time))} ${TIME.format(time)}`;
}

export interface Paper {
  title: string;
  subtitle: string;
  contract: Contract;
  stand: Stand;
  concept?: boolean;
  content: Content[];
}

/** A paper of the house: A4, the parties, title, content, and at the foot the contract, the state and the page. */
export function paper({
  title,
  subtitle,
  contract,
  stand,
  concept = false,
  content,
}: Paper): TDocumentDefinitions {
  const { uitvoerder, opdrachtgever } = contract;
  const left = { text: '', margin: [0, 0, 0, 0] as [number, number, number, number] };
  return {
    pageSize: 'A4',
    pageMargins: [MARGIN, 54, MARGIN, 60],
    language: 'nl-NL',
    info: {
      title: `${title} ${subtitle}`,
      author: uitvoerder.naam,
      subject: `Overeenkomst ${contract.contractnummer}, gemeente ${contract.gemeente}`,
      keywords: 'Flextensie',
    },
    defaultStyle: { font: 'Roboto', fontSize: 9.5, color: COLORS.ink, lineHeight: 1.15 },
    styles: STYLES,
    ...(concept ? { watermark: { text: 'Concept', color: COLORS.quiet, opacity: 0.1, bold: true } } : {}),
    header: (page) =>
      page === 1
        ? left
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
          { stack: [{ text: 'Uitvoerder', style: 'head' }, uitvoerder.naam, ...address(uitvoerder)] },
          {
            stack: [{ text: 'Opdrachtgever', style: 'head' }, opdrachtgever.naam, ...address(opdrachtgever)],
          },
          {
            stack: [
              { text: 'Overeenkomst', style: 'head' },
              contract.contractnummer,
              `gemeente ${contract.gemeente}`,
            ],
            width: 130,
          },
        ],
        columnGap: 16,
      },
      ...content,
    ],
  };
}

const address = ({ adres, postcode, plaats }: Contract['uitvoerder']): string[] =>
  [adres, [postcode, plaats].filter(Boolean).join('  ')].filter((line): line is string => Boolean(line));

export const heading = (text: string): Content => ({ text, style: 'heading', headlineLevel: 1 });
