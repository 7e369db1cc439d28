import { describe, expect, it } from 'vitest';
import type { Administration } from '../../shared/administration.ts';
import { buildAfrekening } from '../../shared/afrekening.ts';
import type { Afrekening } from '../../shared/api.ts';
import type { Contract } from '../../shared/contract.ts';
import { formatHundredths, parseHundredths } from '../../shared/decimal.ts';
import { lastDayAfter, maximumMonths } from '../../shared/duur.ts';
import { buildFactuur } from '../../shared/maandfactuur.ts';
import { calculatePremierun } from '../../shared/premierun.ts';
import { buildResultaten } from '../../shared/resultaten.ts';
import { almere, almereContract } from '../almere.ts';

/**
 * Eighteen points where a calculation like this goes wrong in practice, each with its figures worked out by hand. The
 * amounts of the staffel are fictional: 20% up to € 10.000 a month, 15% up to € 20.000, 10% above; minimum € 750; two
 * licences € 125 together; € 11,75 and € 2,00 an hour.
 */
const CONTRACT: Contract = {
  ...almereContract(),
  eersteFactuurmaand: '2016-01',
  tarieven: [
    {
      geldigVanaf: '2015-12-31',
      uurtarief: '11.75',
      premiePerUur: '2.00',
      staffel: [
        { vanaf: '0.00', percentage: '0.20' },
        { vanaf: '10000.00', percentage: '0.15' },
        { vanaf: '20000.00', percentage: '0.10' },
      ],
      minimumMaandbedrag: '750.00',
      licenties: { aantal: 2, bedragPerMaand: '125.00' },
      btwPercentage: '0.21',
    },
  ],
};

type Worked = [month: string, uren: string, reiskosten: string];
const HALF: Worked[] = [
  ['2016-01', '172.00', '120.00'],
  ['2016-02', '768.00', '310.40'],
  ['2016-03', '1192.00', '455.25'],
  ['2016-04', '2212.00', '901.10'],
  ['2016-06', '424.00', '188.00'],
];

const number = (text: string) => parseHundredths(text) ?? Number.NaN;
function administrationOf(worked: Worked[], contract = CONTRACT): Administration {
  return {
    contract,
    revision: 1,
    kandidaten: [
      {
        kandidaatnummer: 'K1',
        naam: null,
        aanmelddatum: '2016-01-04',
        uitkeringSinds: null,
        matchbaar: true,
        uitstroomdatum: null,
      },
    ],
    klanten: [{ klantnummer: 'KL1', naam: 'Klant', plaats: null }],
    plaatsingen: [
      {
        plaatsingnummer: 'PL1',
        kandidaatnummer: 'K1',
        klantnummer: 'KL1',
        startdatum: '2016-01-04',
        einddatum: null,
        urenPerWeek: 20_00,
        uurtarief: null,
        verlengdTot: null,
        verlengingAkkoordOp: null,
      },
    ],
    uren: worked.map(([month, uren]) => ({ plaatsingnummer: 'PL1', month, uren: number(uren) })),
    reiskosten: worked.map(([month, , reiskosten]) => ({
      plaatsingnummer: 'PL1',
      month,
      reiskosten: number(reiskosten),
    })),
    openReiskosten: [],
  };
}
const settle = (worked: Worked[], period = '2016-H1', contract = CONTRACT, settled: Afrekening[] = []) =>
  buildAfrekening(administrationOf(worked, contract), period, settled);
const finalise = (afrekening: Afrekening): Afrekening => ({
  ...afrekening,
  status: 'vastgesteld',
  number: 'AFR',
});
const monthOf = (worked: Worked[], month: string) =>
  settle(worked).months.find((line) => line.month === month);
/** Hours that give an omzet at € 0,01 an hour, to stand exactly at a bound. */
const feeOf = (omzet: string): string | undefined => {
  const cent = { ...CONTRACT, tarieven: CONTRACT.tarieven.map((terms) => ({ ...terms, uurtarief: '1.00' })) };
  return settle([['2016-04', omzet, '0.00']], '2016-H1', cent).months[3]?.staffelfee;
};
const total = (worked: Worked[], field: 'staffelfee' | 'kostenBovenMinimum') =>
  formatHundredths(settle(worked).months.reduce((sum, line) => sum + number(line[field]), 0));

describe('a half-year of fictional terms', () => {
  it.each([
    ['2016-01', '172.00', '2021.00', '344.00', '120.00', '404.20', '0.00'],
    ['2016-02', '768.00', '9024.00', '1536.00', '310.40', '1804.80', '1054.80'],
    ['2016-03', '1192.00', '14006.00', '2384.00', '455.25', '2600.90', '1850.90'],
    ['2016-04', '2212.00', '25991.00', '4424.00', '901.10', '4099.10', '3349.10'],
    ['2016-05', '0.00', '0.00', '0.00', '0.00', '0.00', '0.00'],
    ['2016-06', '424.00', '4982.00', '848.00', '188.00', '996.40', '246.40'],
  ])('%s', (month, uren, omzet, premie, reiskosten, staffelfee, kostenBovenMinimum) => {
    expect(monthOf(HALF, month)).toMatchObject({
      uren,
      omzet,
      premie,
      reiskosten,
      staffelfee,
      kostenBovenMinimum,
    });
  });

  it('56.024,00 − 9.536,00 − 1.974,75 − 6.501,20 = 38.012,05', () => {
    expect(settle(HALF)).toMatchObject({ saldoMonths: '38012.05', saldo: '38012.05', payout: '38012.05' });
  });
});

describe('A1 art. 6.1 lid 1: tiers are a month’s', () => {
  it('never of a half-year at once: 9.905,40 and not 7.102,40', () => {
    expect(total(HALF, 'staffelfee')).toBe('9905.40');
  });
});

describe('A2 art. 6.1 lid 1: each percentage on its own part', () => {
  it('April: 4.099,10 and not 10% of all', () =>
    expect(monthOf(HALF, '2016-04')?.staffelfee).toBe('4099.10'));
  it.each(['9999.99', '10000.00', '10000.01'])('%s: 2.000,00', (omzet) =>
    expect(feeOf(omzet)).toBe('2000.00'),
  );
});

describe('A3 art. 6.1 lid 5: above the minimum month by month', () => {
  it('6.501,20 and not 9.905,40 − 4.500,00', () => expect(total(HALF, 'kostenBovenMinimum')).toBe('6501.20'));
});

describe('A4 art. 6.1 lid 4: the minimum is not deducted again', () => {
  it('January pays no fee from its saldo', () => expect(monthOf(HALF, '2016-01')?.saldo).toBe('1557.00'));
});

describe('A5 art. 6.1 lid 2: licences stay outside', () => {
  it('above 750,00 and not above 875,00', () =>
    expect(monthOf(HALF, '2016-02')).toMatchObject({ minimum: '750.00', kostenBovenMinimum: '1054.80' }));
});

describe('A6 art. 6.1 lid 4: a month without omzet', () => {
  it('has its line, costs nothing and lowers no other', () =>
    expect(monthOf(HALF, '2016-05')).toMatchObject({
      omzet: '0.00',
      kostenBovenMinimum: '0.00',
      saldo: '0.00',
    }));
  it('is invoiced', () => expect(buildFactuur(CONTRACT, '2016-05')?.subtotal).toBe('875.00'));
});

describe('A7 art. 6.1 lid 4: btw apart', () => {
  it('875,00 + 183,75 = 1.058,75', () =>
    expect(buildFactuur(CONTRACT, '2016-05')).toMatchObject({
      subtotal: '875.00',
      btw: '183.75',
      total: '1058.75',
    }));
});

describe('A9 art. 6.1 lid 5: premie accrues, travel counts when it is paid', () => {
  const paidInJuly: Worked[] = [
    ...HALF.map(([month, uren, reiskosten]): Worked => [
      month,
      uren,
      month === '2016-06' ? '0.00' : reiskosten,
    ]),
    ['2016-07', '0.00', '188.00'],
  ];
  it('188,00 of June that is paid in July is the next half-year’s', () => {
    expect(settle(paidInJuly).saldo).toBe('38200.05');
    expect(settle(paidInJuly, '2016-H2', CONTRACT, [finalise(settle(paidInJuly))]).saldo).toBe('-188.00');
  });
});

describe('A10 rounding: once, half away from zero, of a plaatsing and month', () => {
  it('29 hours are 340,75, in one row or in four', () => {
    expect(monthOf([['2016-02', '29.00', '0.00']], '2016-02')?.omzet).toBe('340.75');
    const quarters = Array.from({ length: 4 }, (): Worked => ['2016-02', '7.25', '0.00']);
    expect(monthOf(quarters, '2016-02')?.omzet).toBe('340.75');
  });
  it('half an hour is 5,875: 5,88', () =>
    expect(monthOf([['2016-02', '0.50', '0.00']], '2016-02')?.omzet).toBe('5.88'));
});

describe('A11 art. 5 lid 8: the rate of the day worked', () => {
  const [terms] = CONTRACT.tarieven;
  const raised: Contract = {
    ...CONTRACT,
    tarieven: terms ? [terms, { ...terms, geldigVanaf: '2016-04-01', uurtarief: '12.30' }] : [],
  };
  it('16 hours in March and 8 in April: 188,00 and 98,40', () => {
    const { months } = settle(
      [
        ['2016-03', '16.00', '0.00'],
        ['2016-04', '8.00', '0.00'],
      ],
      '2016-H1',
      raised,
    );
    expect(months.map(({ omzet }) => omzet)).toEqual(['0.00', '0.00', '188.00', '98.40', '0.00', '0.00']);
  });
});

describe('A12 a change in a settled half-year', () => {
  const corrected = (month: string, uren: string) => {
    const worked = HALF.map(([name, old, travel]): Worked => [name, name === month ? uren : old, travel]);
    return settle(worked, '2016-H2', CONTRACT, [finalise(settle(HALF))]).corrections;
  };
  it('20 hours less in March: −235,00 + 40,00 + 35,25 = −159,75', () => {
    expect(corrected('2016-03', '1172.00')).toEqual([
      {
        month: '2016-03',
        uren: '-20.00',
        omzet: '-235.00',
        premie: '-40.00',
        reiskosten: '0.00',
        staffelfee: '-35.25',
        kostenBovenMinimum: '-35.25',
        saldo: '-159.75',
      },
    ]);
  });
  it('20 hours less in January, under the minimum: no fee back', () => {
    expect(corrected('2016-01', '152.00')).toMatchObject([{ kostenBovenMinimum: '0.00', saldo: '-195.00' }]);
  });
  it('states are rounded, not the difference: 29 to 28,5 hours is −5,87', () => {
    const before: Worked[] = [['2016-02', '29.00', '0.00']];
    const after: Worked[] = [['2016-02', '28.50', '0.00']];
    const { corrections } = settle(after, '2016-H2', CONTRACT, [finalise(settle(before))]);
    expect(corrections).toMatchObject([{ omzet: '-5.87' }]);
  });
});

describe('A13 art. 7.5 lid 4: after the end', () => {
  it('October: 9.024,00 − 1.536,00 − 310,40 = 7.177,60, without fee, minimum or licences', () => {
    const ended = { ...CONTRACT, einddatum: '2016-09-30' };
    const [, , , october] = settle([['2016-10', '768.00', '310.40']], '2016-H2', ended).months;
    expect(october).toMatchObject({
      staffelfee: '0.00',
      minimum: '0.00',
      kostenBovenMinimum: '0.00',
      saldo: '7177.60',
    });
    expect(buildFactuur(ended, '2016-10')).toBeUndefined();
    expect(buildFactuur({ ...ended, einddatum: '2016-10-02' }, '2016-10')?.subtotal).toBe('875.00');
  });
});

describe('A14 art. 2 lid 1: the start', () => {
  it('no month before eersteFactuurmaand is invoiced, and the first one whole', () => {
    expect(buildFactuur(CONTRACT, '2015-12')).toBeUndefined();
    expect(buildFactuur(CONTRACT, '2016-01')?.subtotal).toBe('875.00');
  });
  it('art. 6.2 lid 4: paid by 30 July and 30 January', () => {
    expect([settle(HALF).payBy, settle(HALF, '2016-H2').payBy]).toEqual(['2016-07-30', '2017-01-30']);
  });
});

describe('A15 art. 6.2 lid 4: a negative saldo', () => {
  it('470,00 − 80,00 − 450,00 = −60,00 pays nothing', () => {
    expect(settle([['2016-02', '40.00', '450.00']])).toMatchObject({ saldo: '-60.00', payout: '0.00' });
  });
  it('is not floored by the month', () => {
    const worked: Worked[] = [
      ['2016-02', '40.00', '450.00'],
      ['2016-03', '40.00', '0.00'],
    ];
    expect(settle(worked).saldo).toBe('330.00');
  });
});

describe('A16 art. 5 lid 6: 28 hours or more', () => {
  it('28,00 is 3 months, 27,75 is 6', () =>
    expect([maximumMonths(28_00), maximumMonths(27_75)]).toEqual([3, 6]));
  it.each([
    ['2016-04-18', 3, '2016-07-17'],
    ['2016-04-18', 6, '2016-10-17'],
    ['2016-11-30', 3, '2017-02-28'],
    ['2016-01-31', 3, '2016-04-30'],
    ['2016-08-31', 6, '2017-02-28'],
  ] as const)('%s and %i months: %s', (start, months, last) =>
    expect(lastDayAfter(start, months)).toBe(last),
  );
});

describe('A17 bijlage 1: what is counted', () => {
  const figures = buildResultaten(almere('2017-04-30'), '2017-04-30');
  it('over 3 months holds those over 6; people are counted once', () => {
    expect(figures).toMatchObject({
      plaatsingen: 107,
      langerDan3Maanden: 51,
      langerDan6Maanden: 4,
      uniekeKandidaten: 85,
      uitstroom: 24,
    });
  });
  it('55% is 65 of the 118 who can be matched', () =>
    expect([figures.uitkeringLangerDan1Jaar, figures.matchbaar]).toEqual([65, 118]));
});

describe('A18 art. 5 lid 3: the yearly maximum is watched, not enforced', () => {
  const plafonds = [{ vanaf: '2016-01-01', bedrag: '2500.00', maxBetalingen: 2 }];
  const run = (uren: string) =>
    calculatePremierun(
      administrationOf([['2016-02', uren, '0.00']], { ...CONTRACT, plafonds }),
      [],
      '2016-12-31',
    )[0];
  it('1.250 hours are 2.500,00, and within it', () =>
    expect(run('1250.00')).toMatchObject({ toPay: 2500_00, warnings: [] }));
  it('a quarter of an hour more is told, and paid all the same', () => {
    expect(run('1250.25')).toMatchObject({ toPay: 2500_50 });
    expect(run('1250.25')?.warnings).toHaveLength(1);
  });
});
