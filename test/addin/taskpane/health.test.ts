import { describe, expect, it } from 'vitest';
import { FUNCTION_CASES } from '../../../addin/excel/health.ts';
import { judge, type Observed, toText } from '../../../addin/taskpane/health.ts';
import * as functions from '../../../addin/functions/functions.ts';

const well: Observed = {
  paneVersion: '1.2.3',
  server: { version: '1.2.3', milliseconds: 41.6 },
  revision: 7,
  serverRevision: 7,
  office: { platform: 'PC', version: '16.0.1', language: 'nl-NL' },
  lacking: [],
  settings: { culture: 'nl-NL', decimal: ',', thousands: '.', date: 'd-m-yyyy', calculation: 'Automatic' },
  outcomes: FUNCTION_CASES.map(({ expected }) => expected),
  cases: FUNCTION_CASES,
};
const wrong = (part: Partial<Observed>) =>
  judge({ ...well, ...part })
    .filter(({ ok }) => !ok)
    .map(({ what }) => what);

describe('how things stand', () => {
  it('all well', () => {
    expect(wrong({})).toEqual([]);
    expect(toText(judge(well))).toContain('goed   Server: antwoordt in 42 ms');
  });

  it.each<[string[], Partial<Observed>]>([
    [['Server'], { server: null }],
    [['Versie'], { server: { version: '1.2.4', milliseconds: 1 } }],
    [['Stand'], { serverRevision: 8 }],
    [['Excel'], { lacking: ['ExcelApi 1.13'] }],
    [['OMZET'], { outcomes: [1866.5, '#NAAM?', 1183.86, 8308.15] }],
    [['PREMIE', 'OMZET', 'STAFFELFEE', 'AFREKENING'], { outcomes: null }],
    [['Getallen'], { settings: { ...well.settings, decimal: '.', thousands: ',' } }],
    [['Datums'], { settings: { ...well.settings, date: 'm/d/yyyy' } }],
    [['Berekenen'], { settings: { ...well.settings, calculation: 'Manual' } }],
  ])('%j is told, with what to do', (what, part) => {
    expect(wrong(part)).toEqual(what);
    for (const { ok, advice } of judge({ ...well, ...part })) if (!ok) expect(advice).toMatch(/\.$/);
  });

  it('the known cases are what the functions give', () => {
    expect(functions.premie([[933.25]])).toEqual([[1866.5]]);
    expect(functions.omzet([[34.5]], [[12.5]])).toEqual([[431.25]]);
    const tiers = [
      [0, 0.12],
      [5000, 0.1],
      [10000, 0.08],
    ];
    expect(functions.staffelfee([[11048.21]], tiers)).toEqual([[1183.86]]);
    expect(functions.afrekening([[11048.21]], [[1866.5]], [[289.7]], [[1183.86]], [[600]])).toBe(8308.15);
  });
});
