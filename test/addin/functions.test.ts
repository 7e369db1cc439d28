import { afterEach, describe, expect, it, vi } from 'vitest';
import * as functions from '../../addin/functions/functions.ts';

/** Excel calls with cells of any kind. */
type Cells = (...args: unknown[]) => unknown;
const premie = functions.premie as Cells;
const omzet = functions.omzet as Cells;
const staffelfee = functions.staffelfee as Cells;
const afrekening = functions.afrekening as Cells;

const STAFFEL = [
  [0, 0.12],
  [5000, 0.1],
  [10000, 0.08],
];
const errorCell = { type: 'Error', basicValue: '#N/A' };

/** The sentence in the cell's error menu. */
function refusalOf(call: () => unknown): string {
  try {
    const value = call();
    throw new Error(`no refusal, but ${JSON.stringify(value)}`);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ code: '#VALUE!' });
    return (error as Error).message;
  }
}

describe('art. 5.3 FLEX.PREMIE', () => {
  it('answers in the shape that comes in', () => {
    expect(premie(10, null)).toBe(20);
    expect(premie([[10]], null)).toEqual([[20]]);
    expect(premie([[10], [20]], null)).toEqual([[20], [40]]);
    expect(premie([[10, 20]], 2.5)).toEqual([[25, 50]]);
    expect(premie([[10, 20]], [[2.5]])).toEqual([[25, 50]]);
    expect(premie([[10, 20]], [[2.5, 3]])).toEqual([[25, 60]]);
  });

  it('takes a rate that is left out as € 2,00', () => {
    expect(premie(34.5)).toBe(69);
    expect(premie(34.5, undefined)).toBe(69);
  });

  it('takes a blank as no hours, however it arrives', () => {
    expect(premie([[0], [null], [''], [undefined]], null)).toEqual([[0], [0], [0], [0]]);
    expect(premie(null, null)).toBe(0);
    expect(premie('', null)).toBe(0);
  });

  it('never gives minus zero', () => {
    expect(Object.is(premie(-0, null), 0)).toBe(true);
  });

  it('refuses a premium per hour that is blank or 0', () => {
    expect(refusalOf(() => premie(8, 0))).toBe(
      'Premie per uur ontbreekt. Vul een bedrag per uur boven 0 in, bijvoorbeeld 2,00.',
    );
  });
});

describe('art. 5.8 FLEX.OMZET', () => {
  it('rounds half away from zero', () => {
    expect(omzet([[60.5], [186.5], [34.5]], [[131.67], [77.77], [11.75]])).toEqual([
      [7966.04],
      [14504.11],
      [405.38],
    ]);
    expect(omzet(0.7 + 0.1 + 0.3, null)).toBe(12.93);
  });

  it.each<[string, unknown, string]>([
    ['0', 0, ''],
    ['an empty text', '', ''],
    ['a blank cell on the web', [[null]], ''],
    ['a blank cell on the desktop', [[0]], ''],
    ['a blank in a column', [[11.75], ['']], ' (rij 2)'],
  ])('refuses %s as rate', (_, rate, where) => {
    expect(refusalOf(() => omzet([[8], [8]], rate))).toBe(
      `Uurtarief ontbreekt${where}. Vul een bedrag per uur boven 0 in, bijvoorbeeld 11,75.`,
    );
  });

  it('refuses a rate below 0, and rates of another shape', () => {
    expect(refusalOf(() => omzet(8, -11.75))).toBe(
      'Uurtarief: hier staat een negatief getal. Vul 0 of meer in.',
    );
    expect(refusalOf(() => omzet([[8], [8], [8]], [[11.75, 12]]))).toBe(
      'Uurtarief is 1 rij bij 2 kolommen en uren 3 rijen bij 1 kolom. Kies voor uurtarief één cel of een bereik van 3 rijen bij 1 kolom.',
    );
    expect(refusalOf(() => omzet(8, [[11.75], [12]]))).toContain('Kies voor uurtarief één cel');
  });
});

describe('a bad cell fails the whole call', () => {
  const cases: [string, unknown, string][] = [
    ['text', 'acht', 'hier staat tekst in plaats van een getal. Vul een getal in.'],
    ['a number as text', '8,5', 'hier staat tekst in plaats van een getal. Vul een getal in.'],
    ['a space', ' ', 'hier staat tekst in plaats van een getal. Vul een getal in.'],
    ['an error as text', '#N/B', 'hier staat tekst in plaats van een getal. Vul een getal in.'],
    ['a boolean', true, 'hier staat WAAR of ONWAAR in plaats van een getal. Vul een getal in.'],
    ['NaN', Number.NaN, 'hier staat geen gewoon getal. Vul een getal in.'],
    ['infinity', Number.NEGATIVE_INFINITY, 'hier staat geen gewoon getal. Vul een getal in.'],
    ['1e308', 1e308, 'dit getal is te groot om tot op de cent mee te rekenen. Vul een kleiner getal in.'],
    ['an error cell', errorCell, 'hier staat een fout of iets anders dan een getal. Herstel eerst die cel.'],
    [
      'an error',
      new Error('#N/A'),
      'hier staat een fout of iets anders dan een getal. Herstel eerst die cel.',
    ],
    [
      'a data type',
      { valueType: 'Entity' },
      'hier staat een fout of iets anders dan een getal. Herstel eerst die cel.',
    ],
  ];

  it.each(cases)('%s', (_, cell, sentence) => {
    const column = [[1], [cell], [1]];
    expect(refusalOf(() => premie([[cell]], null))).toBe(`Uren: ${sentence}`);
    expect(refusalOf(() => premie(column, null))).toBe(`Uren, rij 2: ${sentence}`);
    expect(refusalOf(() => premie(1, cell))).toBe(`Premie per uur: ${sentence}`);
    expect(refusalOf(() => omzet([[1, cell]], null))).toBe(`Uren, kolom 2: ${sentence}`);
    expect(refusalOf(() => omzet(column, column))).toBe(`Uren, rij 2: ${sentence}`);
    expect(
      refusalOf(() =>
        staffelfee(
          [
            [1, 1],
            [1, cell],
          ],
          STAFFEL,
          null,
        ),
      ),
    ).toBe(`Omzet, rij 2, kolom 2: ${sentence}`);
    expect(refusalOf(() => staffelfee(1, [...STAFFEL, [20000, cell]], null))).toBe(
      `Staffel, rij 4, kolom 2: ${sentence}`,
    );
    expect(refusalOf(() => staffelfee(1, STAFFEL, cell))).toBe(`Ten minste: ${sentence}`);
    const good = [[1], [1], [1]];
    for (const [position, label] of ['Omzet', 'Premie', 'Reiskosten', 'Staffelfee', 'Minimum'].entries()) {
      const args = [good, good, good, good, good].map((range, index) =>
        index === position ? column : range,
      );
      expect(refusalOf(() => afrekening(...args))).toBe(`${label}, rij 2: ${sentence}`);
    }
  });

  it('hours below 0', () => {
    expect(refusalOf(() => premie(-0.01, null))).toBe(
      'Uren: hier staat een negatief getal. Vul 0 of meer in.',
    );
    expect(refusalOf(() => omzet([[8, -1]], null))).toBe(
      'Uren, kolom 2: hier staat een negatief getal. Vul 0 of meer in.',
    );
  });

  it('a range that is empty, ragged or no range', () => {
    expect(refusalOf(() => premie([], null))).toBe('Uren: het bereik is leeg. Kies ten minste één cel.');
    expect(refusalOf(() => premie([[]], null))).toContain('het bereik is leeg');
    expect(refusalOf(() => premie([[1, 2], [3]], null))).toBe(
      'Uren: niet elke rij is even lang. Kies één aaneengesloten bereik.',
    );
    expect(refusalOf(() => premie([[1], 2], null))).toContain('niet elke rij is even lang');
  });
});

describe('art. 6.1 lid 1 FLEX.STAFFELFEE', () => {
  it('gives the fee of a month, or of a month a cell', () => {
    expect(staffelfee(11048.21, STAFFEL, null)).toBe(1183.86);
    expect(staffelfee([[11048.21], [0], [''], [-5]], STAFFEL)).toEqual([[1183.86], [0], [0], [0]]);
  });

  it('is never less than tenMinste', () => {
    expect(staffelfee([[11048.21], [1000], [-5]], STAFFEL, 600)).toEqual([[1183.86], [600], [600]]);
    expect(staffelfee([[1000], [1000]], STAFFEL, [[600], ['']])).toEqual([[600], [120]]);
    expect(refusalOf(() => staffelfee(1000, STAFFEL, -600))).toBe(
      'Ten minste: hier staat een negatief getal. Vul 0 of meer in.',
    );
    expect(refusalOf(() => staffelfee([[1000], [1000]], STAFFEL, [[600, 600]]))).toContain(
      'Kies voor ten minste één cel of een bereik van 2 rijen bij 1 kolom.',
    );
  });

  it('ignores blank tiers after the first, in the middle too', () => {
    const blanks = [
      [0, 0.12],
      ['', ''],
      [null, null],
      [5000, 0.1],
      [0, 0],
      [10000, 0.08],
      [0, 0],
    ];
    expect(staffelfee(11048.21, blanks, null)).toBe(1183.86);
  });

  it('takes a first tier of 0%, and a bound of 0 that is left blank', () => {
    expect(
      staffelfee(
        6000,
        [
          [0, 0],
          [5000, 0.1],
        ],
        null,
      ),
    ).toBe(100);
    expect(staffelfee(100, [['', 0.1]], null)).toBe(10);
  });

  it.each<[string, unknown, string]>([
    ['one cell', 0.12, 'Staffel: kies een bereik van twee kolommen, vanaf en percentage.'],
    ['left out', null, 'Staffel: kies een bereik van twee kolommen, vanaf en percentage.'],
    ['of three columns', [[0, 0.12, 1]], 'Staffel: kies een bereik van twee kolommen, vanaf en percentage.'],
    [
      'blank',
      [
        ['', ''],
        ['', ''],
      ],
      'Staffel, rij 1: het percentage ontbreekt. Vul bijvoorbeeld 12% in, of 0,12.',
    ],
    [
      'without a percentage',
      [
        [0, 0.12],
        [5000, null],
      ],
      'Staffel, rij 2: het percentage ontbreekt. Vul bijvoorbeeld 12% in, of 0,12.',
    ],
    [
      'that does not start at 0',
      [[1, 0.12]],
      'De eerste regel van de staffel begint niet bij 0. Zet daar 0 in de kolom vanaf.',
    ],
    [
      'unordered',
      [
        [0, 0.12],
        [5000, 0.1],
        [4000, 0.08],
      ],
      'De staffel loopt niet op: regel 3 is niet hoger dan de regel ervoor. Zet de bedragen in de kolom vanaf van laag naar hoog, elk één keer.',
    ],
    [
      'with 12 for 12%',
      [[0, 12]],
      'Het percentage in regel 1 van de staffel ligt niet tussen 0% en 100%. Vul bijvoorbeeld 12% in, of 0,12.',
    ],
    [
      'with a percentage below 0',
      [[0, -0.1]],
      'Het percentage in regel 1 van de staffel ligt niet tussen 0% en 100%. Vul bijvoorbeeld 12% in, of 0,12.',
    ],
    [
      'with a header',
      [
        ['Vanaf', 'Percentage'],
        [0, 0.1],
      ],
      'Staffel, rij 1, kolom 1: hier staat tekst in plaats van een getal. Vul een getal in.',
    ],
  ])('refuses a staffel %s', (_, staffel, sentence) => {
    expect(refusalOf(() => staffelfee(1000, staffel, null))).toBe(sentence);
  });
});

describe('art. 6.1 lid 5 FLEX.AFREKENING', () => {
  it('gives 8.308,15 for May 2016, in a cell, a column and a row', () => {
    expect(afrekening(11048.21, 1866.5, 289.7, 1183.86, 600)).toBe(8308.15);
    expect(afrekening([[11048.21], [0]], [[1866.5], [0]], [[289.7], ['']], [[1183.86], ['']], 600)).toBe(
      8308.15,
    );
    expect(afrekening([[11048.21, 0]], [[1866.5, 0]], [[289.7, 0]], [[1183.86, 0]], [[600, null]])).toBe(
      8308.15,
    );
  });

  it('has no fee without staffelfee, and none in a month where it is 0 or blank', () => {
    expect(afrekening([[100], [100]], [[10], [10]], [[1], [1]], null, null)).toBe(178);
    expect(afrekening([[100], [100]], [[10], [10]], [[1], [1]], null, 600)).toBe(178);
    expect(afrekening([[100], [100]], [[10], [10]], [[1], [1]], [[0], [30]], -5)).toBe(143);
  });

  it('takes amounts below 0, and a blank minimum as 0', () => {
    expect(afrekening(-235, -40, 0, 18.8, [['']])).toBe(-213.8);
    expect(afrekening(-235, -40, 0, 18.8, 0)).toBe(-213.8);
  });

  it('is exact, not rounded, and never minus zero', () => {
    expect(afrekening([[0.1], [0.2]], [[0.3], [0]], [[0], [0]])).toBe(0);
    expect(Object.is(afrekening(0, 0, 0), 0)).toBe(true);
    expect(afrekening(0.005, 0, 0)).toBe(0.005);
  });

  it('refuses a staffelfee without minimum', () => {
    expect(refusalOf(() => afrekening(100, 10, 1, 30, null))).toBe(
      'Minimum ontbreekt. Geef bij een staffelfee ook het minimum per maand op, desnoods 0.',
    );
  });

  it('refuses unequal shapes, and a block', () => {
    const two = [[1], [1]];
    const row = [[1, 1]];
    const sentence = 'is 1 rij bij 2 kolommen en omzet 2 rijen bij 1 kolom. Kies voor';
    expect(refusalOf(() => afrekening(two, row, two))).toBe(
      `Premie ${sentence} premie een bereik van 2 rijen bij 1 kolom.`,
    );
    expect(refusalOf(() => afrekening(two, two, row))).toContain(`Reiskosten ${sentence}`);
    expect(refusalOf(() => afrekening(two, two, two, row, 1))).toContain(`Staffelfee ${sentence}`);
    expect(refusalOf(() => afrekening(two, two, two, 1, 1))).toContain(
      'Kies voor staffelfee een bereik van 2 rijen',
    );
    expect(refusalOf(() => afrekening(two, two, two, two, row))).toContain(`Minimum ${sentence}`);
    expect(refusalOf(() => afrekening(two, 1, 1))).toContain('Kies voor premie een bereik van 2 rijen');
    const block = [
      [1, 1],
      [1, 1],
    ];
    expect(refusalOf(() => afrekening(block, block, block))).toBe(
      'Omzet: kies één rij of één kolom, met één cel per maand.',
    );
  });
});

describe('inside Excel', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('a refusal is an error of Excel itself, #WAARDE! with its sentence', () => {
    class ExcelError {
      readonly code: string;
      readonly message: string;
      constructor(code: string, message: string) {
        this.code = code;
        this.message = message;
      }
    }
    vi.stubGlobal('CustomFunctions', { Error: ExcelError, ErrorCode: { invalidValue: '#VALUE!' } });
    expect(() => premie('x', null)).toThrow(
      expect.objectContaining({
        code: '#VALUE!',
        message: expect.stringContaining('hier staat tekst') as string,
      }),
    );
    try {
      premie('x', null);
    } catch (error) {
      expect(error).toBeInstanceOf(ExcelError);
    }
  });

  it('every function is registered under its id, twice without harm', async () => {
    const registered = new Map<string, unknown>();
    vi.stubGlobal('CustomFunctions', { associate: (id: string, work: unknown) => registered.set(id, work) });
    await import('../../addin/functions/register.ts');
    vi.resetModules();
    await import('../../addin/functions/register.ts');
    expect([...registered.keys()]).toEqual(['PREMIE', 'OMZET', 'STAFFELFEE', 'AFREKENING']);
    expect((registered.get('PREMIE') as Cells)([[10]], null)).toEqual([[20]]);
    expect((registered.get('AFREKENING') as Cells)(3, 1, 1, null, null)).toBe(1);
  });
});
