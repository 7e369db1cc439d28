import { describe, expect, it } from 'vitest';
import { createBevestigingen, isSameBevestiging } from '../../shared/bevestiging.ts';
import { buildKlantspecificaties } from '../../shared/klantspecificatie.ts';
import { buildKwartaaloverzicht } from '../../shared/kwartaaloverzicht.ts';
import { almere } from '../almere.ts';

const FORBIDDEN = /premie|uitkering|bijstand/i;

describe('art. 5 lid 4 bevestigingen', () => {
  const bevestigingen = createBevestigingen(almere());
  it('the kandidaat’s: the plaatsing and the premie, not the rate', () => {
    const letter = bevestigingen('PL001', 'kandidaat');
    expect(letter).toMatchObject({
      aan: 'kandidaat',
      plaatsingnummer: 'PL001',
      kandidaatnummer: 'K253',
      klantnummer: 'KL05',
      startdatum: '2016-04-01',
      einddatum: '2016-07-03',
      urenPerWeek: '10.00',
      lastPermittedDay: '2016-09-30',
      premiePerUur: '2.00',
    });
    expect(letter).not.toHaveProperty('uurtarief');
  });
  it('art. 7.7 lid 2: the klant’s: the rate, and no word of a benefit', () => {
    const letter = bevestigingen('pl001', 'klant');
    expect(letter).toMatchObject({ aan: 'klant', plaatsingnummer: 'PL001', uurtarief: '11.75' });
    expect(JSON.stringify(letter)).not.toMatch(FORBIDDEN);
  });
  it('holds no longer once the plaatsing says something else', () => {
    const letter = bevestigingen('PL001', 'klant');
    const administration = almere();
    const later = createBevestigingen({
      ...administration,
      plaatsingen: administration.plaatsingen.map((plaatsing) =>
        plaatsing.plaatsingnummer === 'PL001' ? { ...plaatsing, einddatum: '2016-08-31' } : plaatsing,
      ),
    })('PL001', 'klant');
    if (!letter || !later) throw new Error('no letters');
    const sent = { ...letter, status: 'vastgesteld' as const, date: '2016-03-30' };
    expect(isSameBevestiging(sent, letter)).toBe(true);
    expect(isSameBevestiging(sent, later)).toBe(false);
  });
  it('there is none of a plaatsing that is not there', () => {
    expect(bevestigingen('PL999', 'klant')).toBeUndefined();
  });
});

describe('art. 5 lid 8 klantspecificaties', () => {
  const may = buildKlantspecificaties(almere(), '2016-05');
  it('add up to the omzet of the month', () => {
    expect([may.uren, may.total]).toEqual(['933.25', '11048.21']);
  });
  it('a klant’s lines: 7,75 and 7,00 hours at € 11,75 are 91,06 and 82,25', () => {
    expect(may.klanten.find(({ klantnummer }) => klantnummer === 'KL01')).toEqual({
      klantnummer: 'KL01',
      naam: 'Distributiecentrum De Vaart',
      plaats: 'Almere',
      lines: [
        {
          plaatsingnummer: 'PL020',
          kandidaatnummer: 'K106',
          uren: '7.75',
          uurtarief: '11.75',
          bedrag: '91.06',
        },
        {
          plaatsingnummer: 'PL022',
          kandidaatnummer: 'K070',
          uren: '7.00',
          uurtarief: '11.75',
          bedrag: '82.25',
        },
      ],
      uren: '14.75',
      total: '173.31',
    });
  });
  it('art. 7.7 lid 2: no word of a benefit, and no names of kandidaten', () => {
    expect(JSON.stringify(may)).not.toMatch(FORBIDDEN);
    expect(JSON.stringify(may)).not.toContain('Kandidaat ');
  });
});

describe('art. 5 lid 11 kwartaaloverzicht', () => {
  const quarter = buildKwartaaloverzicht(almere('2016-06-30'), '2016-Q2');
  it('three months beside each other, and their sum', () => {
    expect(quarter.months.map(({ month, totals }) => [month, totals.omzet, totals.saldo])).toEqual([
      ['2016-04', '4282.77', '3557.27'],
      ['2016-05', '11048.21', '8308.15'],
      ['2016-06', '12689.04', '9104.62'],
    ]);
    expect(quarter.totals).toMatchObject({
      uren: '2367.25',
      omzet: '28020.02',
      premie: '4734.50',
      saldo: '20970.04',
    });
  });
  it('a kandidaat of two months counts once', () => {
    expect(quarter.months.map(({ kandidaten }) => kandidaten)).toEqual([12, 26, 34]);
    expect(quarter.kandidaten).toBe(36);
  });
  it('what has to be decided before the end of the next quarter', () => {
    expect(
      quarter.nearLimit.map(({ plaatsingnummer, lastPermittedDay }) => [plaatsingnummer, lastPermittedDay]),
    ).toEqual([
      ['PL023', '2016-08-19'],
      ['PL029', '2016-09-07'],
      ['PL035', '2016-09-19'],
      ['PL001', '2016-09-30'],
    ]);
  });
  it('each plaatsing of the quarter has a duration', () => {
    expect(quarter.durations.reduce((sum, { plaatsingen }) => sum + plaatsingen, 0)).toBe(
      quarter.plaatsingen,
    );
  });
});
