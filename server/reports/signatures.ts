import type { Content } from 'pdfmake/interfaces.js';
import type { Party } from '../../shared/contract.ts';
import { drawn } from './glyphs.ts';

const LINE = 226;

/** Where both parties sign, under a sentence that says what they sign. */
export const signatures = (sentence: string, parties: readonly Party[]): Content => ({
  margin: [0, 22, 0, 0],
  stack: [
    { ...drawn(sentence), style: 'note', margin: [0, 0, 0, 12] },
    { columns: parties.map(({ naam }) => block(naam)), columnGap: 40 },
  ],
});

const block = (naam: string): Content => ({
  stack: [{ ...drawn(`Voor akkoord, ${naam}`), bold: true }, ...['Naam', 'Datum', 'Handtekening'].map(blank)],
});

const blank = (label: string): Content => ({
  stack: [
    { text: label, style: 'note', margin: [0, label === 'Handtekening' ? 26 : 12, 0, 0] },
    { canvas: [{ type: 'line', x1: 0, y1: 3, x2: LINE, y2: 3, lineWidth: 0.5 }] },
  ],
});
