import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type * as Pdfmake from 'pdfmake';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { ReportName } from '../env.ts';
import { afrekening } from './afrekening.ts';
import { serve } from '../threads/serve.ts';
import { bevestiging } from './bevestiging.ts';
import type { Drawing } from './draw.ts';
import { factuur } from './factuur.ts';
import { FONTS } from './glyphs.ts';
import { klantspecificatie } from './klantspecificatie.ts';
import { kwartaaloverzicht } from './kwartaaloverzicht.ts';
import { maandrapport } from './maandrapport.ts';
import { keepFontsOpen } from './open-fonts.ts';
import { premierun } from './premierun.ts';
import { inzage } from './inzage.ts';
import { rechtenbeoordeling } from './rechtenbeoordeling.ts';
import { resultaten } from './resultaten.ts';
import { wisverklaring } from './wisverklaring.ts';

const require = createRequire(import.meta.url);
const pdfmake = require('pdfmake') as typeof Pdfmake;

pdfmake.setFonts(FONTS);
keepFontsOpen();
const fontFolders = Object.values(FONTS).map(({ normal }) => dirname(normal));
// Nothing in a report may make it open a file or an address, whatever stands in a name.
pdfmake.setLocalAccessPolicy((path) => fontFolders.includes(dirname(path)));
pdfmake.setUrlAccessPolicy(() => false);

const DOCUMENTS: Record<ReportName, (data: never) => TDocumentDefinitions> = {
  maandrapport,
  afrekening,
  resultaten,
  factuur,
  klantspecificatie,
  kwartaaloverzicht,
  bevestiging,
  premierun,
  rechtenbeoordeling,
  wisverklaring,
  inzage,
};

serve<Drawing, Uint8Array>(
  async ({ name, data }) =>
    new Uint8Array(await pdfmake.createPdf(DOCUMENTS[name](data as never)).getBuffer()),
  (bytes) => bytes,
);
