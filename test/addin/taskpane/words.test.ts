import { describe, expect, it } from 'vitest';
import {
  count,
  fieldLabel,
  showInstant,
  showKey,
  showResult,
  showValue,
} from '../../../addin/taskpane/words.ts';

describe('values as the office writes them', () => {
  it('by the column they stand in', () => {
    expect(showValue('uren', 'uren', '8.50')).toBe('8,50');
    expect(showValue('plaatsingen', 'uurtarief', '1234.00')).toBe('€\u00a01.234,00');
    expect(showValue('kandidaten', 'matchbaar', false)).toBe('nee');
    expect(showValue('plaatsingen', 'startdatum', '2016-04-08')).toBe('08-04-2016');
    expect(showValue('klanten', 'plaats', null)).toBe('leeg');
    expect(showValue('klanten', 'naam', '=1+1')).toBe('=1+1');
  });

  it('a key of two fields', () => {
    expect(showKey(['PL001', '2016-04-08'])).toBe('PL001, 08-04-2016');
    expect(showKey(['', ''])).toBe('');
  });

  it('a field by its header', () => {
    expect(fieldLabel('uren', 'reiskostenBetaaldOp')).toBe('Reiskosten betaald op');
  });

  it('an instant, as the clocks in the Netherlands have it, in winter and summer', () => {
    expect(showInstant('2016-01-31T23:30:00.000Z')).toBe('1-2-2016 om 00:30');
    expect(showInstant('2016-07-03T08:12:00.000Z')).toBe('3-7-2016 om 10:12');
  });

  it('how a line of the log ended', () => {
    expect(showResult('ok')).toBe('gelukt');
    expect(showResult('forbidden')).toBe('geweigerd: geen recht');
  });

  it('one and many', () => {
    expect(count(1, 'rij', 'rijen')).toBe('1 rij');
    expect(count(1402, 'rij', 'rijen')).toBe('1.402 rijen');
  });
});
