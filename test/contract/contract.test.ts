import { describe, expect, it } from 'vitest';
import { hasFee, termsOf } from '../../shared/contract.ts';
import { parseContract } from '../../shared/parse-contract.ts';
import { almereContract } from '../almere.ts';

const changed = (change: (contract: ReturnType<typeof almereContract>) => unknown) => {
  const contract = almereContract();
  change(contract);
  return () => parseContract(JSON.parse(JSON.stringify(contract)));
};
const first = (contract: ReturnType<typeof almereContract>) => {
  const [tarief] = contract.tarieven;
  if (!tarief) throw new Error('no terms');
  return tarief;
};

describe('a contract from a file', () => {
  it('is read as it stands', () => {
    expect(almereContract()).toMatchObject({ contractnummer: 'ALM-2015-01', ingangsdatum: '2015-12-31' });
  });
  it.each<[string, (contract: ReturnType<typeof almereContract>) => unknown, RegExp]>([
    ['no terms', (c) => (c.tarieven = []), /tarieven: ontbreken/],
    [
      'a version not on the first',
      (c) => c.tarieven.push({ ...first(c), geldigVanaf: '2016-05-02' }),
      /eerste dag/,
    ],
    ['two versions on one day', (c) => c.tarieven.push(first(c)), /twee keer/],
    ['a rate of 0', (c) => (first(c).uurtarief = '0.00'), /uurtarief: moet groter/],
    [
      'a percentage above 1',
      (c) => (first(c).staffel[0] = { vanaf: '0.00', percentage: '12' }),
      /percentage/,
    ],
    ['a first tier above 0', (c) => (first(c).staffel[0] = { vanaf: '1.00', percentage: '0.12' }), /staffel/],
    ['a comma in an amount', (c) => (first(c).minimumMaandbedrag = '600,00'), /minimumMaandbedrag/],
    ['an impossible day', (c) => (c.ingangsdatum = '2015-02-30'), /ingangsdatum: moet een datum/],
    ['an end before the start', (c) => (c.einddatum = '2015-12-30'), /einddatum/],
    ['a space in the number', (c) => (c.contractnummer = 'ALM 1'), /contractnummer/],
  ])('refuses %s', (_, change, message) => {
    expect(changed(change)).toThrow(message);
  });
  it('takes a btw-nummer that looks like a burgerservicenummer, and no name that does', () => {
    expect(changed((c) => (c.uitvoerder.btwNummer = 'NL123456782B01'))().uitvoerder.btwNummer).toBe(
      'NL123456782B01',
    );
    expect(changed((c) => (c.uitvoerder.naam = 'Firma 123456782'))).toThrow(/burgerservicenummer/);
  });
  it('refuses what is no object', () => {
    expect(() => parseContract(null)).toThrow(/geen object/);
  });
});

describe('terms in force', () => {
  it('the last version on or before the month’s last day; the first one before that', () => {
    const contract = almereContract();
    contract.tarieven.push({ ...first(contract), geldigVanaf: '2016-06-01', uurtarief: '12.00' });
    expect(['2015-11', '2015-12', '2016-05', '2016-06'].map((m) => termsOf(contract, m).uurtarief)).toEqual([
      1175, 1175, 1175, 1200,
    ]);
  });
  it('fee from eersteFactuurmaand to the month of einddatum', () => {
    const contract = { ...almereContract(), einddatum: '2016-05-10' };
    expect(['2015-12', '2016-01', '2016-05', '2016-06'].map((m) => hasFee(contract, m))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
