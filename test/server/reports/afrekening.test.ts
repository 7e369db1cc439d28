import { afterAll, describe, expect, it } from 'vitest';
import { buildAfrekening } from '../../../shared/afrekening.ts';
import type { Afrekening } from '../../../shared/api.ts';
import { Decimal } from '../../../shared/decimal.ts';
import { formatEuro, formatNumber, formatPercent } from '../../../shared/format.ts';
import { createDrawer } from '../../../server/reports/draw.ts';
import { almere, almereContract } from '../../almere.ts';
import { readPages } from '../pdf.ts';
import { finalised, firstHalf, inspect, plain, STAND } from './papers.ts';

const drawer = createDrawer();
afterAll(() => drawer.close());

const contract = almereContract();
const draw = (afrekening: Afrekening, by?: string) =>
  drawer.draw('afrekening', { contract, stand: STAND, afrekening, by });
const read = async (afrekening: Afrekening) => (await readPages(await draw(afrekening))).join(' ');
const amounts = (texts: string[]) => plain(texts.map(formatEuro).join(' '));

/** Nothing was worked in March, little elsewhere, and much travel was paid. */
function negativeHalf(): Afrekening {
  const administration = almere();
  return buildAfrekening(
    {
      ...administration,
      uren: administration.uren.map((line) => ({ ...line, uren: Math.round(line.uren / 20) })),
      reiskosten: administration.reiskosten.map((line) => ({ ...line, reiskosten: line.reiskosten * 10 })),
    },
    '2016-H1',
    [],
  );
}

describe('art. 6.1 lid 5 afrekening on paper', () => {
  it('a line of amounts for each month, and their sums', async () => {
    const afrekening = firstHalf();
    const text = await read(afrekening);
    for (const line of afrekening.months)
      expect(text).toContain(
        `${formatNumber(line.uren)} ${amounts([line.omzet, line.premie, line.reiskosten, line.kostenBovenMinimum, line.saldo])}`,
      );
    expect(text).toContain(
      'Totaal van de maanden 2.367,25 € 28.020,02 € 4.734,50 € 1.016,50 € 1.298,98 € 20.970,04',
    );
    expect(text).toContain('uit te betalen € 20.970,04');
    expect(text).toContain('Betaal uiterlijk 30 juli 2016 6.2 lid 4');
  });

  it('art. 6.1 lid 1: each tier is part × percentage = fee, and the fees add up to the fee', async () => {
    const afrekening = firstHalf();
    const text = await read(afrekening);
    const may = afrekening.months[4];
    for (const { part, percentage, fee } of may?.tiers ?? [])
      expect(text).toContain(
        plain(`${formatEuro(part)} × ${formatPercent(percentage)} = € ${formatNumber(fee)}`),
      );
    const sum = (may?.tiers ?? []).reduce((total, { fee }) => total.plus(fee), new Decimal(0));
    expect(text).toContain(`Samen € 11.048,21 € ${formatNumber(sum.toFixed())} 6.1 lid 1`);
    expect(text).toContain('Samen € 11.048,21 € 1.183,8568');
    expect(text).toContain('Staffelfee, afgerond op centen € 1.183,86');
    expect(text).toContain('Af: minimum maandbedrag € -600,00');
    expect(text).toContain('Kosten boven minimum (niet lager dan 0) € 583,86');
  });

  it('art. 6.1 lid 4: what was invoiced is told, pro memorie, for months with a fee only', async () => {
    expect(await read(firstHalf())).toContain('Totaal € 3.600,00 € 900,00 € 4.500,00 6.1 lid 4');
    const ended = { ...contract, einddatum: '2016-04-15' };
    const bytes = await drawer.draw('afrekening', {
      contract: ended,
      stand: STAND,
      afrekening: buildAfrekening({ ...almere(), contract: ended }, '2016-H1', []),
    });
    const text = (await readPages(bytes)).join(' ');
    expect(text).toContain('Totaal € 2.400,00 € 600,00 € 3.000,00 6.1 lid 4');
    expect(text).toContain('mei 2016: geen staffelfee en geen minimum');
    expect(text).toContain('(15 april 2016)');
  });

  it('corrections by month, with their sum in the saldo', async () => {
    const administration = almere();
    const [first] = administration.uren.filter(({ month }) => month === '2016-05');
    const fewer = {
      ...administration,
      uren: administration.uren.map((line) => (line === first ? { ...line, uren: line.uren - 100 } : line)),
    };
    const text = await read(buildAfrekening(fewer, '2016-H2', [firstHalf()]));
    expect(text).toContain('correctie mei 2016 -1,00 € -11,75 € -2,00 € 0,00 € -0,94 € -8,81');
    expect(text).toContain('Correcties op eerdere halfjaren € -8,81');
    expect(text).toContain('€ 51.905,73');
    expect(text).toContain('Saldo € 51.896,92');
  });

  it('art. 6.2 lid 4: a negative saldo pays nothing, and no date is named', async () => {
    const afrekening = negativeHalf();
    expect(afrekening.saldo).toMatch(/^-/);
    const text = await read(afrekening);
    expect(text).toContain('Er is geen positief saldo; er wordt niets uitbetaald en niets meegenomen.');
    expect(text).toContain('uit te betalen € 0,00');
    expect(text).toContain(amounts([afrekening.saldo]));
    expect(text).not.toContain('Betaal uiterlijk');
    expect(await read(firstHalf())).not.toContain('geen positief saldo');
  });

  it('says what the citations in art. 6.2 mean, and who finalised it when', async () => {
    const bytes = await draw(firstHalf(), 'Anna 王');
    const text = (await readPages(bytes)).join(' ');
    expect(text).toContain('verwijst naar 6.1 lid 5 en bedoelt 6.1 lid 4');
    expect(text).toContain('verwijst naar 6.1 lid 6 en bedoelt 6.1 lid 5');
    expect(text).toContain('Vastgesteld door Anna �, stand 41, 3 juli 2016 10:12');
    for (const { naam } of [contract.uitvoerder, contract.opdrachtgever])
      expect(text).toContain(`Voor akkoord, ${naam}`);
  });

  it('no page begins with only the total of the corrections', async () => {
    const [line] = firstHalf().months.slice(4);
    // Little at the head, so that some corrections would still fit under the chart.
    const small = { ...contract, uitvoerder: { naam: 'U' }, opdrachtgever: { naam: 'G' } };
    for (let count = 1; count < 7; count += 1) {
      const corrections = Array.from({ length: count }, () => line);
      const afrekening = { ...firstHalf(), corrections };
      const pages = await readPages(
        await drawer.draw('afrekening', { contract: small, stand: STAND, afrekening }),
      );
      const page = pages.find((text) => text.includes('Totaal van de correcties'));
      expect(page).toContain('correctie mei 2016');
    }
  });

  it('one that was taken over says so, and claims no calculation of ours', async () => {
    const pages = await readPages(
      await draw({ ...firstHalf(), number: 'OUD-1', overgenomen: 'zonder uren' }),
    );
    const text = pages.join(' ');
    expect(pages).toHaveLength(1);
    expect(text).toContain('Deze afrekening is overgenomen zoals zij eerder is vastgesteld');
    expect(text).toContain('Overgenomen, stand 41');
    expect(text).toContain('uit te betalen € 20.970,04');
    for (const claim of [
      'Berekening kosten volgens staffel',
      'Uitgangspunten',
      'Pro memorie',
      'Voor akkoord',
    ])
      expect(text).not.toContain(claim);
  });

  it('a half-year that still runs says so, and parties show what a payment needs', async () => {
    const text = await read(buildAfrekening(almere(), '2016-H2', [firstHalf()]));
    expect(text).toContain('Voorlopig: deze periode loopt nog tot en met 31 december 2016');
    expect(text).toContain('KvK 12345678 Btw NL000099998B57 IBAN NL13 TEST 0123 4567 89');
    expect(text).toContain('OIN 00000001000000000000');
    expect(await read(firstHalf())).not.toContain('Voorlopig');
  });

  it('nobody signs a page with nothing else on it', async () => {
    const second = buildAfrekening(almere(), '2016-H2', [firstHalf()]);
    for (const afrekening of [firstHalf(), finalised(second)]) {
      const last = (await readPages(await draw(afrekening))).at(-1);
      expect(last).toContain('verwijst naar 6.1 lid 6 en bedoelt 6.1 lid 5');
      expect(last).toContain('Voor akkoord');
    }
  });

  it('a staffel longer than a page loses no tier', async () => {
    const staffel = Array.from({ length: 60 }, (_, i) => ({ vanaf: `${i * 100}.00`, percentage: '0.01' }));
    const many = { ...contract, tarieven: contract.tarieven.map((tarief) => ({ ...tarief, staffel })) };
    const afrekening = buildAfrekening({ ...almere(), contract: many }, '2016-H2', []);
    const bytes = await drawer.draw('afrekening', { contract: many, stand: STAND, afrekening });
    const text = (await readPages(bytes)).join(' ');
    expect(text.split('× 1% =')).toHaveLength(6 * 60 + 1);
    expect(text.split('Kosten boven minimum (niet lager dan 0)')).toHaveLength(7);
  });
});

describe('the page', () => {
  it('A4 with properties, every page numbered, at the time of the stand', async () => {
    const bytes = await draw(firstHalf());
    const { info } = await inspect(bytes);
    const pages = await readPages(bytes);
    expect(info).toMatchObject({
      Title: 'Afrekening 1e halfjaar 2016 · AFR-2016-H1',
      Author: contract.uitvoerder.naam,
      Language: 'nl-NL',
    });
    expect(String(info['Subject'])).toContain(contract.contractnummer);
    expect(String(info['CreationDate'])).toContain('20160703081200');
    expect(pages.length).toBeGreaterThan(1);
    for (const [i, page] of pages.entries()) expect(page).toContain(`pagina ${i + 1} van ${pages.length}`);
  });

  it('amounts of a column end on one line, inside the page, millions included', async () => {
    const afrekening = firstHalf();
    const large = (text: string) => (Number(text) * 1234.56).toFixed(2);
    const months = afrekening.months.map((line) => ({
      ...line,
      uren: large(line.uren),
      omzet: large(line.omzet),
      premie: large(line.premie),
      reiskosten: large(line.reiskosten),
      kostenBovenMinimum: large(line.kostenBovenMinimum),
      saldo: large(line.saldo),
    }));
    for (const shown of [afrekening, { ...afrekening, months }]) {
      const { placed } = await inspect(await draw(shown));
      const saldi = new Set(shown.months.map(({ saldo }) => plain(formatEuro(saldo))));
      const ends = placed
        .filter(({ page, text, right }) => page === 1 && saldi.has(text) && right > 540)
        .map(({ right }) => Math.round(right));
      expect(ends.length).toBeGreaterThanOrEqual(6);
      expect([...new Set(ends)]).toEqual([547]);
      expect(Math.max(...placed.map(({ right }) => right))).toBeLessThan(548);
      expect(Math.min(...placed.map(({ bottom }) => bottom))).toBeGreaterThan(20);
    }
  });

  it('Concept stands across a concept only', async () => {
    const marks = async (afrekening: Afrekening) =>
      (await inspect(await draw(afrekening))).placed.filter(({ text }) => text === 'Concept').length;
    const concept = await inspect(await draw(negativeHalf()));
    expect(await marks(firstHalf())).toBe(0);
    // Across each page, and in the head of each page but the first.
    expect(await marks(negativeHalf())).toBe(2 * concept.pages - 1);
  });

  it('the same data gives the same text', async () => {
    expect(await readPages(await draw(firstHalf()))).toEqual(await readPages(await draw(firstHalf())));
  });
});
