import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { TextItem } from 'pdfjs-dist/types/src/display/api.js';
import { buildAfrekening } from '../../../shared/afrekening.ts';
import type { Afrekening } from '../../../shared/api.ts';
import { almere } from '../../almere.ts';

export const STAND = { revision: 41, at: '2016-07-03T08:12:00Z' };

export const finalised = (afrekening: Afrekening): Afrekening => ({
  ...afrekening,
  status: 'vastgesteld',
  number: `AFR-${afrekening.period}`,
});

export const firstHalf = () => finalised(buildAfrekening(almere(), '2016-H1', []));

/** As text that was read back from a PDF: plain spaces. */
export const plain = (text: string) => text.replaceAll('\u00a0', ' ');

export interface Placed {
  page: number;
  text: string;
  /** Points from the left and from the foot of the page. */
  right: number;
  bottom: number;
}

/** Every piece of text with its place, and what the document says of itself. */
export async function inspect(bytes: Uint8Array) {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 });
  const document = await task.promise;
  const placed: Placed[] = [];
  for (let page = 1; page <= document.numPages; page += 1) {
    const { items } = await (await document.getPage(page)).getTextContent();
    for (const { str, transform, width } of items as TextItem[])
      if (str.trim() !== '')
        placed.push({
          page,
          text: plain(str),
          right: Number(transform[4]) + width,
          bottom: Number(transform[5]),
        });
  }
  const { info } = await document.getMetadata();

  await task.destroy();
  return { placed, pages: document.numPages, info: info as Record<string, unknown> };
}
