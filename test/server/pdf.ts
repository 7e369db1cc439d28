import { createCanvas } from '@napi-rs/canvas';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { TextItem } from 'pdfjs-dist/types/src/display/api.js';

const open = (bytes: Uint8Array) => getDocument({ data: new Uint8Array(bytes), verbosity: 0 });

/** The text of each page, in reading order, single spaces. */
export async function readPages(bytes: Uint8Array): Promise<string[]> {
  const task = open(bytes);
  const document = await task.promise;
  const pages: string[] = [];
  for (let n = 1; n <= document.numPages; n += 1) {
    const { items } = await (await document.getPage(n)).getTextContent();
    const text = (items as TextItem[]).map(({ str, hasEOL }) => (hasEOL ? `${str} ` : str)).join('');
    pages.push(text.replace(/[\s\u00a0]+/g, ' '));
  }
  await task.destroy();
  return pages;
}

/** A page as a PNG picture. */
export async function drawPage(bytes: Uint8Array, page: number, scale: number): Promise<Buffer> {
  const task = open(bytes);
  const shown = await (await task.promise).getPage(page);
  const viewport = shown.getViewport({ scale });
  const canvas = createCanvas(viewport.width, viewport.height);
  await shown.render({ canvasContext: canvas.getContext('2d') as never, viewport }).promise;
  await task.destroy();
  return canvas.toBuffer('image/png');
}
