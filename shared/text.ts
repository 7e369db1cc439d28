/**
 * A burgerservicenummer in a text: nine digits, dots and spaces ignored, that pass the 11-check, standing apart from
 * other digits. Returns them as they stand in the text, or undefined. It is never stored (contract 7.7; UAVG art. 46).
 */
export function findBsn(written: string): string | undefined {
  // Pasted text has spaces that do not break, or digits of full width.
  const text = /^[\x00-\x7f]*$/.test(written) ? written : written.normalize('NFKC');
  if (text.length < 9 || !/\d[\d. ]{7,}\d/.test(text)) return undefined;
  for (const start of text.matchAll(/(?<!\d)\d/g)) {
    const match = /^(?:\d[. ]*){8}\d(?!\d)/.exec(text.slice(start.index));
    if (!match) continue;
    const digits = match[0].replace(/\D/g, '');
    const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (i === 8 ? -1 : 9 - i), 0);
    if (sum % 11 === 0) return match[0];
  }
  return undefined;
}

export const MAX_TEXT = 200;

/** Whether a text can be stored: at most 200 characters, not only spaces, well-formed, without control characters. */
export const isCleanText = (text: string): boolean =>
  text.length <= MAX_TEXT && text.isWellFormed() && !/\p{Cc}/u.test(text) && /\S/.test(text);

/** A text from elsewhere made into one that can be stored; empty where nothing of it is left. */
export const toCleanText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, MAX_TEXT)
    .replace(/[\uD800-\uDBFF]$/, '');
