export const DATE = 'dd-mm-yyyy';
export const MONTH = 'mmmm yyyy';
export const EURO = '#,##0.00';
/** Before it is rounded to cents. */
export const EXACT_EURO = '#,##0.00####';
export const HOURS = '#,##0.00';
export const PERCENTAGE = '0.00%';
export const TEXT = '@';

/** Gives every cell of a range one number format, in en-US codes. */
export function setFormat(range: Excel.Range, format: string): void {
  range.set({ numberFormat: format as unknown as string[][] });
}

export function formatTitle(range: Excel.Range): void {
  range.format.font.bold = true;
  range.format.font.size = 14;
}

export function formatHeader(range: Excel.Range): void {
  range.format.font.bold = true;
  range.format.fill.color = '#DDEBF7';
  range.format.wrapText = true;
}

/** A cell that the user fills in. */
export function formatInput(range: Excel.Range): void {
  range.format.font.bold = true;
  range.format.fill.color = '#FFF2CC';
}

/** A4, as wide as one page, with those rows (such as `$1:$1`) on every page, the sheet's name and `Pagina 1 van 3`. */
export function setPrint(sheet: Excel.Worksheet, headRows: string): void {
  const { pageLayout } = sheet;
  pageLayout.paperSize = Excel.PaperType.a4;
  pageLayout.orientation = Excel.PageOrientation.landscape;
  pageLayout.zoom = { horizontalFitToPages: 1 };
  pageLayout.setPrintTitleRows(headRows);
  const page = pageLayout.headersFooters.defaultForAllPages;
  page.leftFooter = '&A';
  page.rightFooter = 'Pagina &P van &N';
}

/** `A`, `B`, …, `Z`, `AA`: the letters of a column counted from 0. */
export const columnLetters = (index: number): string =>
  (index >= 26 ? columnLetters(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26));
