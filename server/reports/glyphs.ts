import { createRequire } from 'node:module';

interface Font {
  hasGlyphForCodePoint: (codePoint: number) => boolean;
}
type FontFiles = Record<'normal' | 'bold' | 'italics' | 'bolditalics', string>;
const require = createRequire(import.meta.url);
const fromPdfkit = createRequire(require.resolve('pdfkit', { paths: [require.resolve('pdfmake')] }));
const { openSync } = fromPdfkit('fontkit') as { openSync: (path: string) => Font };

const dejaVu = (style: string) => require.resolve(`dejavu-fonts-ttf/ttf/DejaVuSansCondensed${style}.ttf`);

/** The font of our papers, and the one for texts with letters that it lacks, such as Ǧ, ḃ or Armenian. */
export const FONTS = {
  ...(require('pdfmake/fonts/Roboto') as { Roboto: FontFiles }),
  DejaVu: {
    normal: dejaVu(''),
    bold: dejaVu('-Bold'),
    italics: dejaVu('-Oblique'),
    bolditalics: dejaVu('-BoldOblique'),
  } satisfies FontFiles,
};
export type FontName = keyof typeof FONTS;

const loaded = new Map<FontName, Font>();
function fontOf(name: FontName): Font {
  const font = loaded.get(name) ?? openSync(FONTS[name].normal);
  loaded.set(name, font);
  return font;
}

/** Hebrew, Arabic and their like: pdfmake would join their words and put them in the wrong order, without a word. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

export interface Drawable {
  text: string;
  font: FontName;
  /** Whether some letter of it cannot be drawn, which then is �, so that the paper can say so. */
  lacks: boolean;
}

/** A text with the font that draws it. pdfmake itself would leave a gap without a word. */
export function toDrawable(text: string): Drawable {
  const letters = [...text.normalize('NFC')];
  const draws = (name: FontName) => (letter: string) =>
    fontOf(name).hasGlyphForCodePoint(letter.codePointAt(0) ?? 0);
  if (letters.every(draws('Roboto'))) return { text: letters.join(''), font: 'Roboto', lacks: false };
  const inDejaVu = draws('DejaVu');
  const has = (letter: string) => inDejaVu(letter) && !RIGHT_TO_LEFT.test(letter);
  const lacks = !letters.every(has);
  return { text: letters.map((letter) => (has(letter) ? letter : '\ufffd')).join(''), font: 'DejaVu', lacks };
}

/** A whole text of a paper that holds what someone typed. */
export function drawn(text: string): { text: string; font: FontName } {
  const drawable = toDrawable(text);
  return { text: drawable.text, font: drawable.font };
}
