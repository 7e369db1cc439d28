import { afterEach, describe, expect, it, vi } from 'vitest';
import { FUNCTION_CASES, tryFunctions } from '../../../addin/excel/health.ts';
import * as functions from '../../../addin/functions/functions.ts';
import { judge, type Observed, toText } from '../../../addin/taskpane/health.ts';

const SETTINGS = {
  culture: 'nl-NL',
  decimal: ',',
  thousands: '.',
  list: ';',
  date: 'd-m-yyyy',
  calculation: 'Automatic',
};
const SERVER = { version: '1.2.3', milliseconds: 41.6, revision: 7 };
const well: Observed = {
  contractnummer: 'MERK-CONTRACT-1',
  gemeente: 'Merkelbeek',
  paneVersion: '1.2.3',
  server: SERVER,
  revision: 7,
  office: { platform: 'PC', version: '16.0.1', language: 'nl-NL' },
  needed: ['ExcelApi 1.13', 'SharedRuntime 1.1'],
  lacking: [],
  settings: SETTINGS,
  outcomes: FUNCTION_CASES.map(() => 'right'),
  formulas: 'known',
};
const wrong = (part: Partial<Observed>) =>
  judge({ ...well, ...part })
    .filter(({ ok }) => !ok)
    .map(({ what }) => what);

describe('how things stand', () => {
  it('all well', () => {
    expect(wrong({})).toEqual([]);
    expect(toText(judge(well)).split('\n')).toEqual([
      'Diagnose Flextensie',
      'goed   Server: antwoordt in 42 ms',
      'goed   Versie: deelvenster 1.2.3, server 1.2.3',
      'goed   Stand: werkmap stand 7, server stand 7',
      'goed   Excel: PC 16.0.1, taal nl-NL',
      'goed   ExcelApi 1.13: aanwezig',
      'goed   SharedRuntime 1.1: aanwezig',
      'goed   PREMIE: rekent goed',
      'goed   OMZET: rekent goed',
      'goed   STAFFELFEE: rekent goed',
      'goed   AFREKENING: rekent goed',
      'goed   Formules: Excel kent de functies',
      'goed   Getallen: decimaalteken ,, duizendtallen .',
      'goed   Lijstscheidingsteken: ;',
      'goed   Datums: d-m-yyyy (nl-NL)',
      'goed   Berekenen: automatisch',
    ]);
  });

  it('shows whose administration it is, and does not copy that', () => {
    expect(judge(well)[0]?.found).toBe('MERK-CONTRACT-1, Merkelbeek');
    expect(toText(judge(well))).not.toMatch(/merk/i);
  });

  it('a workbook that never synced is no fault', () => {
    expect(wrong({ revision: null })).toEqual([]);
  });

  it.each<[string[], Partial<Observed>]>([
    [['Server'], { server: null }],
    [['Versie'], { server: { ...SERVER, version: '1.2.4' } }],
    [['Stand'], { server: { ...SERVER, revision: 8 } }],
    [['ExcelApi 1.13'], { lacking: ['ExcelApi 1.13'] }],
    [['OMZET', 'STAFFELFEE'], { outcomes: ['right', 'wrong', 'absent', 'right'] }],
    [['Formules'], { formulas: 'unknown_name' }],
    [['Formules'], { formulas: 'busy' }],
    [['Formules'], { formulas: 'no_formula' }],
    [['Formules'], { formulas: null }],
    [['Instellingen'], { settings: null }],
    [['Getallen'], { settings: { ...SETTINGS, decimal: '.', thousands: ',' } }],
    [['Lijstscheidingsteken'], { settings: { ...SETTINGS, list: ',' } }],
    [['Datums'], { settings: { ...SETTINGS, date: 'm/d/yyyy' } }],
    [['Berekenen'], { settings: { ...SETTINGS, calculation: 'Manual' } }],
  ])('%j is told, with what to do', (what, part) => {
    expect(wrong(part)).toEqual(what);
    for (const { ok, advice } of judge({ ...well, ...part })) if (!ok) expect(advice).toMatch(/\.$/);
  });
});

describe('the registered functions', () => {
  afterEach(() => vi.unstubAllGlobals());
  /** As office.js keeps what `CustomFunctions.associate` was given. */
  const register = (mappings: Record<string, unknown>) =>
    vi.stubGlobal('CustomFunctions', { _association: { mappings } });
  const all = {
    PREMIE: functions.premie,
    OMZET: functions.omzet,
    STAFFELFEE: functions.staffelfee,
    AFREKENING: functions.afrekening,
  };

  it('give the known cases', () => {
    register(all);
    expect(tryFunctions()).toEqual(['right', 'right', 'right', 'right']);
  });

  it('one that is a cent off, one that fails and one that is not there are told apart', () => {
    const fail = () => {
      throw new Error('stuk');
    };
    register({ ...all, PREMIE: () => [[1866.51]], OMZET: fail, STAFFELFEE: undefined });
    expect(tryFunctions()).toEqual(['wrong', 'wrong', 'absent', 'right']);
  });

  it('none where the runtime has no functions', () => {
    expect(tryFunctions()).toEqual(['absent', 'absent', 'absent', 'absent']);
  });
});
