/** Decimal strings as the office reads them: `1.234,56`. Digits are moved, never computed with. */
export function formatNumber(text: string): string {
  const [, sign = '', whole = '', decimals] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === '') throw new Error(`not a decimal: ${text}`);
  const isZero = /^[0.]*$/.test(`${whole}${decimals ?? ''}`);
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '.');
  return `${isZero ? '' : sign}${grouped}${decimals === undefined ? '' : `,${decimals}`}`;
}

/** `€ 1.234,56`, negative `€ -12,00`; the space does not break. Always two decimals. */
export function formatEuro(text: string): string {
  const [whole = '', decimals = ''] = text.split('.');
  return `€\u00a0${formatNumber(`${whole}.${decimals.padEnd(2, '0')}`)}`;
}

/** A fraction as a percentage: "0.12" is `12%`, "0.125" is `12,5%`. */
export function formatPercent(text: string): string {
  const [whole = '0', decimals = ''] = text.split('.');
  const moved = `${whole}${decimals.padEnd(2, '0').slice(0, 2)}`.replace(/^0+(?=\d)/, '');
  const rest = decimals.slice(2).replace(/0+$/, '');
  return `${formatNumber(rest === '' ? moved : `${moved}.${rest}`)}%`;
}
