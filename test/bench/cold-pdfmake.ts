import { createRequire } from 'node:module';
import type * as Pdfmake from 'pdfmake';
import { FONTS } from '../../server/reports/glyphs.ts';
import { maandrapport } from '../../server/reports/maandrapport.ts';
import { longPaper } from '../server/reports/long-paper.ts';

/** A process of its own: pdfmake as it comes draws one document; loading its modules is not counted. */
const pdfmake = createRequire(import.meta.url)('pdfmake') as typeof Pdfmake;
pdfmake.setFonts(FONTS);
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy(() => true);
const document = maandrapport(longPaper(Number(process.argv[2])));
const start = performance.now();
await pdfmake.createPdf(document).getBuffer();
console.log(JSON.stringify({ ms: performance.now() - start }));
