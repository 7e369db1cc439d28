import { serialOfDay } from '../../shared/calendar.ts';
import { inBatches } from './batches.ts';
import { type PartedFile, zip } from './zip.ts';

/** A text, a day `jjjj-mm-dd`, or a decimal string: what the column makes of it. */
export type Cell = string | number | null;
type Format = 'text' | 'day' | 'amount' | 'count' | 'percentage';
export interface SheetColumn {
  label: string;
  format: Format;
  /** In characters. */
  width?: number;
}
export interface Sheet {
  name: string;
  columns: readonly SheetColumn[];
  rows: readonly (readonly Cell[])[];
}

/** Places of the formats in {@link STYLES}. */
const STYLE: Record<Format, number> = { text: 1, day: 2, amount: 3, count: 4, percentage: 5 };
const HEADER = 6;
const WIDTHS: Record<Format, number> = { text: 22, day: 12, amount: 12, count: 10, percentage: 10 };

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd\\-mm\\-yyyy"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFDDEBF7"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="7"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>${[49, 164, 4, 3, 10].map((id) => `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`).join('')}<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Standaard" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/**
 * An Excel workbook: texts are texts whatever they look like, days and amounts are numbers. A writer of our own: it gives
 * the sheet in parts, where a library builds the whole of it at once.
 */
export const writeWorkbook = (sheets: readonly Sheet[], at: Date): AsyncGenerator<Uint8Array> =>
  zip(listParts(sheets), at);

function* listParts(sheets: readonly Sheet[]): Generator<PartedFile> {
  const part = (name: string, text: Iterable<string>): PartedFile => ({ name, parts: encode(text) });
  const numbers = sheets.map((_, i) => i + 1);
  yield part('[Content_Types].xml', [
    `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SPREADSHEET}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SPREADSHEET}.styles+xml"/>${numbers.map((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${SPREADSHEET}.worksheet+xml"/>`).join('')}</Types>`,
  ]);
  yield part('_rels/.rels', [relationships([['officeDocument', 'xl/workbook.xml']])]);
  yield part('xl/workbook.xml', [
    `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${sheets.map(({ name }, i) => `<sheet name="${escape(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
  ]);
  yield part('xl/_rels/workbook.xml.rels', [
    relationships([
      ...numbers.map((n): [string, string] => ['worksheet', `worksheets/sheet${n}.xml`]),
      ['styles', 'styles.xml'],
    ]),
  ]);
  yield part('xl/styles.xml', [STYLES]);
  for (const [i, sheet] of sheets.entries())
    yield part(`xl/worksheets/sheet${i + 1}.xml`, writeSheet(sheet, i === 0));
}

const relationships = (list: [type: string, target: string][]): string =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${list.map(([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`).join('')}</Relationships>`;

function* writeSheet({ columns, rows }: Sheet, isFirst: boolean): Generator<string> {
  const last = `${letters(columns.length - 1)}${rows.length + 1}`;
  yield `${XML}<worksheet xmlns="${MAIN}"><dimension ref="A1:${last}"/><sheetViews><sheetView${isFirst ? ' tabSelected="1"' : ''} workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns
    .map(
      ({ format, width = WIDTHS[format] }, i) =>
        `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`,
    )
    .join('')}</cols><sheetData>`;
  yield writeRow(
    1,
    columns.map(({ label }, i) => writeText(i, 1, HEADER, label)),
  );
  let number = 1;
  for (const batch of inBatches(rows))
    yield batch
      .map((row) => {
        number += 1;
        return writeRow(
          number,
          columns.map(({ format }, i) => writeCell(i, number, format, row[i] ?? null)),
        );
      })
      .join('');
  yield `</sheetData><autoFilter ref="A1:${last}"/></worksheet>`;
}

const writeRow = (number: number, cells: readonly string[]): string =>
  `<row r="${number}">${cells.join('')}</row>`;

function writeCell(column: number, row: number, format: Format, value: Cell): string {
  if (value === null) return '';
  if (format === 'text') return writeText(column, row, STYLE.text, String(value));
  const number = format === 'day' ? serialOfDay(String(value)) : value;
  return `<c r="${letters(column)}${row}" s="${STYLE[format]}"><v>${number}</v></c>`;
}

const writeText = (column: number, row: number, style: number, text: string): string =>
  `<c r="${letters(column)}${row}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escape(text)}</t></is></c>`;

const letters = (index: number): string =>
  (index >= 26 ? letters(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26));

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Excel reads `_x0041_` as an A, so that its underscore is written as such; two characters may not be in XML. */
const escape = (text: string): string =>
  text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? '');

function* encode(parts: Iterable<string>): Generator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}
