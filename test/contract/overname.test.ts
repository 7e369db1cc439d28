import { describe, expect, it } from 'vitest';
import { buildAfrekening } from '../../shared/afrekening.ts';
import { DomainError } from '../../shared/errors.ts';
import {
  buildCreditnota,
  buildFactuur,
  issueFactuur,
  listMissing,
  nextFactuurNumber,
} from '../../shared/maandfactuur.ts';
import { parseOvername, parsePremiesOvername } from '../../shared/overname.ts';
import { almere, almereContract } from '../almere.ts';

const line = (month: string, more: object = {}) => ({
  month,
  uren: '10.00',
  omzet: '117.50',
  premie: '20.00',
  reiskosten: '7.50',
  staffelfee: '14.10',
  minimum: '600.00',
  kostenBovenMinimum: '0.00',
  saldo: '90.00',
  ...more,
});
const half = ['2016-01', '2016-02', '2016-03', '2016-04', '2016-05', '2016-06'].map((month) => line(month));
const faultsOf = (work: () => unknown): string[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error.message.split('\n');
  }
  throw new Error('nothing was refused');
};

describe('a half-year that was settled before this administration', () => {
  it('is taken as it stands: 6 × 90,00 = 540,00', () => {
    expect(parseOvername({ number: 'OUD-7', months: half }, 'ALM', '2016-H1')).toMatchObject({
      status: 'vastgesteld',
      number: 'OUD-7',
      saldoMonths: '540.00',
      saldo: '540.00',
      payout: '540.00',
      payBy: '2016-07-30',
    });
  });
  it('with what was really paid out, where that was something else', () => {
    const taken = parseOvername({ number: 'OUD-7', months: half, payout: '500.00' }, 'ALM', '2016-H1');
    expect(taken).toMatchObject({ saldo: '540.00', payout: '500.00' });
  });
  it('has to add up, and to be those six months', () => {
    const months = [...half.slice(0, 4), line('2016-06', { saldo: '91.00' })];
    expect(faultsOf(() => parseOvername({ months }, 'ALM', '2016-H1'))).toEqual([
      'months[4].saldo: moet 90.00 zijn: omzet − premie − reiskosten − kosten boven minimum.',
      expect.stringContaining('months: moet de zes maanden van het 1e halfjaar 2016 hebben'),
      expect.stringContaining('number:'),
    ]);
  });
  it('refuses a field that it does not know, such as a misspelt one', () => {
    const misspelt = { number: 'OUD-7', months: half, corections: [], payot: '1.00' };
    expect(faultsOf(() => parseOvername(misspelt, 'ALM', '2016-H1'))).toEqual([
      expect.stringMatching(/^corections: is onbekend/),
      expect.stringMatching(/^payot: is onbekend/),
    ]);
  });
  it('takes an afrekening as this program itself gives it', () => {
    const settled = buildAfrekening(almere(), '2016-H1', []);
    expect(parseOvername({ ...settled, number: 'OUD-7' }, 'ALM', '2016-H1').saldo).toBe('20970.04');
  });
  it('with its hours: what differs from the records is a correction in the next', () => {
    const taken = {
      ...parseOvername({ number: 'OUD-7', months: half }, 'ALM', '2016-H1'),
      overgenomen: 'met uren' as const,
    };
    const { corrections } = buildAfrekening(almere(), '2016-H2', [taken]);
    expect(corrections.find(({ month }) => month === '2016-05')).toMatchObject({
      omzet: '10930.71',
      saldo: '8218.15',
    });
  });
  it('without its hours: its amounts are not corrected', () => {
    const taken = {
      ...parseOvername({ number: 'OUD-7', months: half }, 'ALM', '2016-H1'),
      overgenomen: 'zonder uren' as const,
    };
    const later = {
      ...almere(),
      uren: almere().uren.filter(({ month }) => month > '2016-06'),
      reiskosten: [],
    };
    expect(buildAfrekening(later, '2016-H2', [taken]).corrections).toEqual([]);
  });
});

describe('premies paid before this administration', () => {
  it('are what each kandidaat got', () => {
    const perKandidaat = [
      { kandidaatnummer: 'K100', payout: '12.50' },
      { kandidaatnummer: 'K101', payout: '7.50' },
    ];
    const taken = parsePremiesOvername({ perKandidaat }, 'ALM', '2015-12-15');
    expect(taken).toMatchObject({ number: 'PR-2015-12-15', overgenomen: true, totals: { payout: '20.00' } });
    const twice = { perKandidaat: [...perKandidaat, { kandidaatnummer: 'k100', payout: '1.00' }] };
    expect(faultsOf(() => parsePremiesOvername(twice, 'ALM', '2015-12-15'))[0]).toContain('k100 twee keer');
  });
});

describe('art. 6.2 facturen and creditnota’s', () => {
  const concept = buildFactuur(almereContract(), '2016-05');
  if (!concept) throw new Error('no invoice');
  const factuur = issueFactuur(concept, '2016-0005', '2016-05-31');

  it('art. 6.2 lid 3: due 30 days after its date', () => {
    expect(factuur).toMatchObject({ status: 'vastgesteld', number: '2016-0005', dueDate: '2016-06-30' });
  });
  it('a creditnota is the same, negative, and names what it takes back', () => {
    expect(buildCreditnota(factuur)).toMatchObject({
      kind: 'creditnota',
      credits: '2016-0005',
      lines: [{ bedrag: '-600.00' }, { bedrag: '-150.00' }],
      subtotal: '-750.00',
      btw: '-157.50',
      total: '-907.50',
      dueDate: null,
    });
  });
  it('numbers follow each other within a year, and begin anew in the next', () => {
    expect(nextFactuurNumber([], '2016-01-31')).toBe('2016-0001');
    expect(nextFactuurNumber(['2016-0001', '2016-0002'], '2016-12-31')).toBe('2016-0003');
    expect(nextFactuurNumber(['2016-0001', '2016-0002'], '2017-01-01')).toBe('2017-0001');
  });
  it('art. 6.2 lid 2: what the contract lacks for a lawful invoice is named', () => {
    expect(listMissing(concept)).toEqual([]);
    const bare = { ...concept, uitvoerder: { ...concept.uitvoerder, btwNummer: null, adres: null } };
    expect(listMissing(bare)).toEqual(['het adres van de uitvoerder', 'het btw-nummer van de uitvoerder']);
  });
});
