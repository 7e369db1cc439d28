import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { createDrawer } from '../../server/reports/draw.ts';
import type { ReportName } from '../../server/env.ts';
import type { Administration } from '../../shared/administration.ts';
import { buildAfrekening } from '../../shared/afrekening.ts';
import { createBevestigingen } from '../../shared/bevestiging.ts';
import { formatHundredths } from '../../shared/decimal.ts';
import { formatEuro } from '../../shared/format.ts';
import { buildKlantspecificaties } from '../../shared/klantspecificatie.ts';
import { buildKwartaaloverzicht } from '../../shared/kwartaaloverzicht.ts';
import { buildFactuur, issueFactuur } from '../../shared/maandfactuur.ts';
import { buildMaandrapport } from '../../shared/maandrapport.ts';
import { buildPremierun } from '../../shared/premierun.ts';
import { buildResultaten } from '../../shared/resultaten.ts';
import { almereContract } from '../almere.ts';
import { readPages } from './pdf.ts';

const drawer = createDrawer();
afterAll(() => drawer.close());

const contract = almereContract();
const stand = { revision: 7, at: '2016-07-15T08:12:00Z' };

/** That many kandidaten, each with a plaatsing that starts in March, hours in May and travel that is paid in May. */
function administrationOf(count: number, klanten: number): Administration {
  const nummers = Array.from({ length: count }, (_, i) => String(i + 1).padStart(4, '0'));
  const klantOf = (i: number) => `KL${String((i % klanten) + 1).padStart(4, '0')}`;
  return {
    contract,
    revision: 7,
    kandidaten: nummers.map((nummer) => ({
      kandidaatnummer: `K${nummer}`,
      naam: `Żółć-Ștefănescu van der Berg ${nummer}`,
      aanmelddatum: '2016-01-04',
      uitkeringSinds: null,
      matchbaar: true,
      uitstroomdatum: null,
    })),
    klanten: Array.from({ length: klanten }, (_, i) => ({
      klantnummer: klantOf(i),
      naam: `Distributiecentrum De Vaart ${i + 1}`,
      plaats: 'Almere',
    })),
    plaatsingen: nummers.map((nummer, i) => ({
      plaatsingnummer: `PL${nummer}`,
      kandidaatnummer: `K${nummer}`,
      klantnummer: klantOf(i),
      startdatum: '2016-03-01',
      einddatum: null,
      urenPerWeek: 28_00,
      uurtarief: null,
      verlengdTot: null,
      verlengingAkkoordOp: null,
    })),
    uren: nummers.map((nummer) => ({ plaatsingnummer: `PL${nummer}`, month: '2016-05', uren: 34_25 })),
    reiskosten: nummers.map((nummer) => ({
      plaatsingnummer: `PL${nummer}`,
      month: '2016-05',
      reiskosten: 12_35,
    })),
    openReiskosten: nummers.map((nummer) => ({
      plaatsingnummer: `PL${nummer}`,
      month: '2016-05',
      reiskosten: 3_10,
    })),
  };
}

/** What a paper of that size is drawn from, and what its last table adds up to. */
type Sample = (lines: number) => { name: ReportName; data: object; total: string };

const SAMPLES: Record<string, Sample> = {
  maandrapport: (lines) => {
    const rapport = buildMaandrapport(administrationOf(lines, 12), '2016-05');
    return { name: 'maandrapport', data: { rapport }, total: formatEuro(rapport.totals.omzet) };
  },
  afrekening: (lines) => {
    const afrekening = buildAfrekening(administrationOf(lines, 12), '2016-H1', []);
    return { name: 'afrekening', data: { afrekening }, total: formatEuro(afrekening.payout) };
  },
  premierun: (lines) => {
    const premierun = buildPremierun(administrationOf(lines, 12), [], '2016-07-15');
    return { name: 'premierun', data: { premierun }, total: formatEuro(premierun.totals.payout) };
  },
  'specificatie van één klant': (lines) => {
    const klantspecificaties = buildKlantspecificaties(administrationOf(lines, 1), '2016-05');
    const total = formatEuro(klantspecificaties.total);
    return { name: 'klantspecificatie', data: { klantspecificaties }, total };
  },
  'specificaties van veel klanten': (lines) => {
    // A page for each: a tenth of them is thick enough.
    const klanten = Math.ceil(lines / 10);
    const klantspecificaties = buildKlantspecificaties(administrationOf(lines, klanten), '2016-05');
    const total = formatEuro(klantspecificaties.klanten.at(-1)?.total ?? '');
    return { name: 'klantspecificatie', data: { klantspecificaties }, total };
  },
  kwartaaloverzicht: (lines) => {
    const overzicht = buildKwartaaloverzicht(administrationOf(lines, 12), '2016-Q2');
    return { name: 'kwartaaloverzicht', data: { overzicht }, total: formatEuro(overzicht.totals.omzet) };
  },
};

const save = (name: string, bytes: Uint8Array) => {
  const folder = process.env['SAVE_PAPERS'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${name.replaceAll(' ', '-')}.pdf`, bytes);
};

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe.each(Object.entries(SAMPLES))('%s', (title, sample) => {
  it.each([1, 30, 3000])(
    'of %d lines is whole, on numbered pages that never break badly',
    async (lines) => {
      const { name, data, total } = sample(lines);
      const bytes = await drawer.draw(name, { contract, stand, ...data });
      save(`${title}-${lines}`, bytes);
      const pages = await readPages(bytes);
      const text = pages.join(' ');
      expect(text).toContain(plain(total));
      pages.forEach((page, i) => {
        expect(page).toContain(`pagina ${i + 1} van ${pages.length}`);
        // No page holds only what a table ends with.
        const content = page.replace(/Overeenkomst ALM-2015-01 · stand.*$/, '');
        expect(content.trim().length).toBeGreaterThan(120);
      });
      if (lines === 3000 && name !== 'afrekening')
        for (const nummer of ['0001', '1500', '3000']) expect(text).toMatch(new RegExp(`(K|PL)${nummer}`));
    },
    120_000,
  );
});

describe('a paper of one page', () => {
  const concept = buildFactuur(contract, '2016-05');
  const bevestig = createBevestigingen(administrationOf(1, 1));
  it.each([
    ['factuur', 'factuur', { factuur: concept && issueFactuur(concept, '2016-0001', '2016-05-31') }],
    ['bevestiging kandidaat', 'bevestiging', { bevestiging: bevestig('PL0001', 'kandidaat') }],
    ['bevestiging klant', 'bevestiging', { bevestiging: bevestig('PL0001', 'klant') }],
    ['resultaten', 'resultaten', { resultaten: buildResultaten(administrationOf(30, 3), '2016-06-30') }],
  ] as const)('%s', async (title, name, data) => {
    const bytes = await drawer.draw(name, { contract, stand, ...data });
    save(title, bytes);
    const pages = await readPages(bytes);
    expect(pages).toHaveLength(1);
    expect(pages[0]).toContain('pagina 1 van 1');
  });
});

describe('art. 7.7 lid 2: what a klant gets', () => {
  const FORBIDDEN = /premie|uitkering|bijstand|participatie|reiskosten/i;
  it('holds no word of a benefit, on the specification nor on the confirmation', async () => {
    const administration = administrationOf(30, 3);
    const klantspecificaties = buildKlantspecificaties(administration, '2016-05');
    const bevestiging = createBevestigingen(administration)('PL0001', 'klant');
    const specification = await drawer.draw('klantspecificatie', { contract, stand, klantspecificaties });
    const letter = await drawer.draw('bevestiging', { contract, stand, bevestiging });
    for (const bytes of [specification, letter])
      expect((await readPages(bytes)).join(' ')).not.toMatch(FORBIDDEN);
    const other = createBevestigingen(administration)('PL0001', 'kandidaat');
    const read = await readPages(await drawer.draw('bevestiging', { contract, stand, bevestiging: other }));
    expect(read.join(' ')).toMatch(FORBIDDEN);
    expect(read.join(' ')).not.toContain(plain(formatEuro(formatHundredths(11_75))));
  });
});
