import { describe, expect, it } from 'vitest';
import { findBsn, isCleanText, toCleanText } from '../../shared/text.ts';

describe('burgerservicenummer in a text', () => {
  it.each([
    '123456782',
    '123.456.782',
    '12 34 56 782',
    'Jan (123456782)',
    'nr. 12 123456782',
    'x111222333y',
    '111\u00a0222\u00a0333',
    '１１１２２２３３３',
  ])('found in "%s"', (text) => expect(findBsn(text)).toBeDefined());
  it.each(['123456789', '06 12345678', '1234567821', 'K001', '31.12.2016', '', '12345678'])(
    'not in "%s"',
    (text) => expect(findBsn(text)).toBeUndefined(),
  );
});

describe('text that can be stored', () => {
  it('up to 200 characters, no control characters, well-formed', () => {
    expect(isCleanText('É'.repeat(200))).toBe(true);
    expect(isCleanText('a'.repeat(201))).toBe(false);
    expect(isCleanText('a\nb')).toBe(false);
    expect(isCleanText(' \u00a0')).toBe(false);
    expect(isCleanText('a\u0000')).toBe(false);
    expect(isCleanText('\ud800')).toBe(false);
  });
});

describe('a text from elsewhere', () => {
  it.each([
    'Anna',
    ' Anna\r\nde  Vries\t',
    '\ud800\u0000',
    'é'.repeat(300),
    `${'a'.repeat(199)}😀`,
    '\u0085',
  ])('made clean: %j', (text) => {
    const clean = toCleanText(text);
    expect(clean === '' || isCleanText(clean)).toBe(true);
    expect(toCleanText(clean)).toBe(clean);
  });
});
