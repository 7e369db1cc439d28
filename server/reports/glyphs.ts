import { createRequire } from 'node:module';

interface Font {
  hasGlyphForCodePoint: (codePoint: number) => boolean;
}
const require = createRequire(import.meta.url);
const fromPdfkit = createRequire(require.resolve('pdfkit', { paths: [require.resolve('pdfmake')] }));
const { openSync } = fromPdfkit('fontkit') as { openSync: (path: string) => Font };
const font = openSync(require.resolve('pdfmake/fonts/Roboto/Roboto-Regular.ttf'));

/**
 * A text as the font of our papers can draw it: what it lacks becomes �, and `lacks` is true, so that the paper can
 * say so. pdfmake itself would leave a gap without a word.
 */
export function toDrawable(text: string): { text: string; lacks: boolean } {
  let lacks = false;
  const drawn = [...text.normalize('NFC')].map((char) => {
    if (font.hasGlyphForCodePoint(char.codePointAt(0) ?? 0)) return char;
    lacks = true;
    return '\ufffd';
  });
  return { text: drawn.join(''), lacks };
}
