import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

interface EmbeddedFont {
  /** The font as fontkit opened it, with what it has read of it so far. */
  font: object;
}
interface PdfDocument {
  fontCache: Record<string, Record<string, EmbeddedFont> | undefined>;
  getFontType: (bold: boolean, italics: boolean) => string;
  provideFont: (family: string, bold: boolean, italics: boolean) => EmbeddedFont;
}

/**
 * pdfmake opens its fonts anew for each document, and reading their kerning takes half the time of a short paper. From
 * here on a font that was once read stays open for the documents after it; the bytes are the same.
 */
export function keepFontsOpen(): void {
  const { default: Document } = require('pdfmake/js/PDFDocument.js') as {
    default: { prototype: PdfDocument };
  };
  const { provideFont } = Document.prototype;
  const open = new Map<string, object>();
  Document.prototype.provideFont = function (family, bold, italics) {
    const type = this.getFontType(bold, italics);
    const known = this.fontCache[family]?.[type];
    if (known) return known;
    const embedded = provideFont.call(this, family, bold, italics);
    const key = `${family} ${type}`;
    embedded.font = open.get(key) ?? embedded.font;
    open.set(key, embedded.font);
    return embedded;
  };
}
