import { afterAll, describe, expect, it } from 'vitest';
import { buildAfrekening } from '../../../shared/afrekening.ts';
import type { Maandrapport } from '../../../shared/api.ts';
import { formatEuro, formatNumber } from '../../../shared/format.ts';
import { buildMaandrapport } from '../../../shared/maandrapport.ts';
import { createDrawer } from '../../../server/reports/draw.ts';
import { almere, almereContract } from '../../almere.ts';
import { readPages } from '../pdf.ts';
import { inspect, plain, STAND } from './papers.ts';

const drawer = createDrawer();
afterAll(() => drawer.close());

const contract = almereContract();
const may = () => buildMaandrapport(almere(), '2016-05');
const afrekeningMonth = buildAfrekening(almere(), '2016-H1', []).months[4];
const draw = (rapport: Maandrapport) =>
  drawer.draw('maandrapport', { contract, stand: STAND, rapport, afrekeningMonth });
type Line = Maandrapport['perKandidaat'][number];
const showLine = (line: Line) =>
  plain(
    `${line.kandidaatnummer} ${line.naam} ${line.plaatsingen} ${formatNumber(line.uren)} ${formatEuro(line.omzet)} ${formatEuro(line.premie)} ${formatEuro(line.reiskosten)}`,
  );

describe('art. 5 lid 10 maandrapport on paper', () => {
  it('counts, amounts, staffel and a line for each kandidaat', async () => {
    const rapport = may();
    const text = (await readPages(await draw(rapport))).join(' ');
    expect(text).toContain('Geplaatste kandidaten 26 5 lid 10');
    expect(text).toContain('Plaatsingen die in de maand liepen 27 5 lid 10');
    expect(text).toContain('0,95 maanden');
    expect(text).toContain('Af: premie € -1.866,50');
    expect(text).toContain('Af: betaalde reiskosten € -289,70');
    expect(text).toContain('Saldo van de maand € 8.308,15');
    expect(text).toContain('Samen € 11.048,21 € 1.183,8568');
    for (const line of rapport.perKandidaat) expect(text).toContain(showLine(line));
    expect(text).toContain('Totaal 27 933,25 € 11.048,21 € 1.866,50 € 289,70');
    for (const { message } of rapport.warnings) expect(text).toContain(plain(message));
  });

  it('a month with nothing in it says so', async () => {
    const empty = { ...almere(), plaatsingen: [], uren: [], reiskosten: [], openReiskosten: [] };
    const rapport = buildMaandrapport(empty, '2016-05');
    const text = (
      await readPages(await drawer.draw('maandrapport', { contract, stand: STAND, rapport }))
    ).join(' ');
    expect(text).toContain('Er waren deze maand geen plaatsingen en geen bedragen.');
    expect(text).toContain('Gemiddelde plaatsingsduur tot het einde van de maand geen');
    expect(text).not.toContain('Aandachtspunten');
  });

  it('3,000 kandidaten: every line once, the head on each page', async () => {
    const [first] = may().perKandidaat;
    if (!first) throw new Error('no kandidaten');
    const perKandidaat = Array.from({ length: 3000 }, (_, i) => ({
      ...first,
      kandidaatnummer: `N${i}`,
      naam: `Naam${i}`,
    }));
    const pages = await readPages(await draw({ ...may(), perKandidaat }));
    expect(pages.length).toBeGreaterThan(50);
    for (const page of pages) expect(page).toContain('nummer naam plaatsingen uren omzet premie');
    const text = pages.join(' ');
    for (const line of perKandidaat)
      expect(text.split(`${line.kandidaatnummer} ${line.naam} `)).toHaveLength(2);
    expect(text).toContain(`pagina ${pages.length} van ${pages.length}`);
  });

  it('a heading never stands alone at the foot of a page', async () => {
    const rapport = may();
    for (let length = 0; length <= rapport.perKandidaat.length; length += 1) {
      const pages = await readPages(
        await draw({ ...rapport, perKandidaat: rapport.perKandidaat.slice(0, length) }),
      );
      for (const page of pages) expect(page).not.toMatch(/(Per kandidaat|Aandachtspunten) Overeenkomst ALM/);
    }
  });
});

describe('names in a maandrapport', () => {
  const named = (...names: string[]) => {
    const rapport = may();
    return {
      ...rapport,
      perKandidaat: rapport.perKandidaat.map((line, i) => ({ ...line, naam: names[i] ?? line.naam })),
    };
  };

  it('a letter that the font lacks is shown as � and told with the kandidaatnummer', async () => {
    const rapport = named('Łukasz Žižek-Ünal', '王小明', 'José');
    const text = (await readPages(await draw(rapport))).join(' ');
    const [first, second, third] = rapport.perKandidaat.map(({ kandidaatnummer }) => kandidaatnummer);
    expect(text).toContain(`${first} Łukasz Žižek-Ünal`);
    expect(text).toContain(`${second} ���`);
    expect(text).toContain(`${third} José`);
    expect(text.match(/De naam van kandidaat (\S+) bevat/g)).toEqual([
      `De naam van kandidaat ${second} bevat`,
    ]);
  });

  it('200 letters without a space push no amount off the page', async () => {
    const rapport = named('W'.repeat(200), 'Jacqueline-Marie-Antoinette van der Oudenhoven-Stuijvesant');
    const { placed } = await inspect(await draw(rapport));
    expect(Math.max(...placed.map(({ right }) => right))).toBeLessThan(548);
    const shown = placed.map(({ text }) => text);
    for (const { omzet } of rapport.perKandidaat) expect(shown).toContain(plain(formatEuro(omzet)));
  });
});
