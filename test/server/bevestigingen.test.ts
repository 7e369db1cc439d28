import { describe, expect, it } from 'vitest';
import type { Bevestiging, Bevestigingen } from '../../shared/api.ts';
import { changeContract } from '../../server/contract-changes.ts';
import { almereContract } from '../almere.ts';
import { createBeds, getPdf, type Maybe, refusal } from './almere-bed.ts';
import { readPages } from './pdf.ts';
import { CONTRACT, smallTables, type Testbed, Workbook } from './testbed.ts';

const beds = createBeds();
const get = async (bed: Testbed, path: string) =>
  (await bed.get<Maybe<Bevestiging>>(`bevestigingen/${path}`)).body;
const post = (bed: Testbed, path: string, date: unknown) =>
  bed.post<Maybe<Bevestiging>>(`bevestigingen/${path}`, { date });
const list = async (bed: Testbed) => (await bed.get<Bevestigingen>('bevestigingen')).body.plaatsingen;

async function small(plaatsingnummer = 'P1') {
  const bed = await beds.empty();
  const workbook = new Workbook(bed);
  workbook.tables = smallTables();
  const [plaatsing = []] = workbook.tables.plaatsingen;
  const [uren = []] = workbook.tables.uren;
  plaatsing[0] = uren[0] = plaatsingnummer;
  expect((await workbook.sync()).status).toBe(200);
  return { bed, workbook, plaatsing };
}

const BASE = {
  contractnummer: CONTRACT,
  plaatsingnummer: 'P1',
  status: 'concept',
  date: null,
  kandidaatnummer: 'K1',
  kandidaat: 'Kees',
  klantnummer: 'KL1',
  klant: 'Bakker',
  plaats: 'Almere',
  startdatum: '2016-02-01',
  einddatum: null,
  urenPerWeek: '12.00',
  lastPermittedDay: '2016-07-31',
};

describe('art. 5 lid 4 bevestigingen', () => {
  it('concepts: the kandidaat reads the premie, the klant the rate', async () => {
    const { bed } = await small();
    expect(await get(bed, 'P1/kandidaat')).toEqual({ ...BASE, aan: 'kandidaat', premiePerUur: '2.00' });
    expect(await get(bed, 'p1/klant')).toEqual({ ...BASE, aan: 'klant', uurtarief: '11.75' });
  });

  it('the klant’s holds nothing of a benefit, concept and sent (art. 7.7 lid 2)', async () => {
    const { bed } = await beds.almere();
    await post(bed, 'PL002/klant', '2016-04-04');
    for (const path of ['PL001/klant', 'PL002/klant']) {
      const text = (await readPages(await getPdf(bed, `bevestigingen/${path}.pdf`))).join(' ');
      const told = `${text} ${JSON.stringify(await get(bed, path))}`;
      expect(told).toContain('11,75');
      for (const word of [/premie/i, /uitkering/i, /bijstand/i, /matchbaar/i, /2,00/])
        expect(told).not.toMatch(word);
    }
    const own = (await readPages(await getPdf(bed, 'bevestigingen/PL001/kandidaat.pdf'))).join(' ');
    expect(own).toContain('€ 2,00 per gewerkt uur');
    expect(own).not.toContain('11,75');
  });

  it('sent on a day: kept with its bytes, and the same day again is the same', async () => {
    const { bed } = await small();
    const concept = await getPdf(bed, 'bevestigingen/P1/kandidaat.pdf');
    const { status, body } = await post(bed, 'P1/kandidaat', '2016-01-29');
    expect(status).toBe(200);
    expect(body).toEqual({
      ...BASE,
      status: 'vastgesteld',
      date: '2016-01-29',
      aan: 'kandidaat',
      premiePerUur: '2.00',
    });
    const bytes = await getPdf(bed, 'bevestigingen/P1/kandidaat.pdf');
    expect(bytes.equals(concept)).toBe(false);
    expect((await post(bed, 'P1/kandidaat', '2016-01-29')).body).toEqual(body);
    expect(await get(bed, 'P1/kandidaat')).toEqual(body);
    expect((await getPdf(bed, 'bevestigingen/p1/kandidaat.pdf')).equals(bytes)).toBe(true);
    expect((await get(bed, 'P1/klant')).status).toBe('concept');
  });

  it('the list tells which were sent and which changed since; the ones to do come first', async () => {
    const { bed, workbook } = await beds.almere();
    expect((await list(bed))[0]).toMatchObject({ plaatsingnummer: 'PL001', kandidaat: null, klant: null });
    await post(bed, 'PL001/kandidaat', '2016-04-01');
    expect((await list(bed))[0]).toMatchObject({
      plaatsingnummer: 'PL001',
      kandidaat: { date: '2016-04-01', changed: false },
      klant: null,
    });
    await post(bed, 'PL001/klant', '2016-04-02');
    const done = await list(bed);
    expect(done).toHaveLength(107);
    expect(done.slice(0, 2).map(({ plaatsingnummer }) => plaatsingnummer)).toEqual(['PL002', 'PL003']);
    expect(done.at(-1)).toMatchObject({
      plaatsingnummer: 'PL001',
      kandidaat: { date: '2016-04-01', changed: false },
      klant: { date: '2016-04-02', changed: false },
    });

    // The rate is the klant's alone.
    workbook.row('plaatsingen', 'PL001')[6] = '12.00';
    await workbook.sync();
    expect((await list(bed))[0]).toMatchObject({
      plaatsingnummer: 'PL001',
      kandidaat: { changed: false },
      klant: { changed: true },
    });
  });

  it('a change that no confirmation tells of does not ask for a new one', async () => {
    const { bed, workbook } = await small();
    await post(bed, 'P1/kandidaat', '2016-01-29');
    workbook.row('uren', 'P1', '2016-02-05')[2] = '9.00';
    workbook.row('kandidaten', 'K1')[4] = false;
    await workbook.sync();
    expect((await list(bed))[0]?.kandidaat).toEqual({ date: '2016-01-29', changed: false });
    workbook.row('kandidaten', 'K1')[1] = 'Cornelis';
    await workbook.sync();
    expect((await list(bed))[0]?.kandidaat).toEqual({ date: '2016-01-29', changed: true });
  });

  it('a later day keeps a new one after a change; what was sent is never drawn anew', async () => {
    const { bed, workbook, plaatsing } = await small();
    await post(bed, 'P1/klant', '2016-01-29');
    const first = await getPdf(bed, 'bevestigingen/P1/klant.pdf');
    plaatsing[5] = '16.00';
    workbook.row('klanten', 'KL1')[1] = 'Bakkerij';
    await workbook.sync();
    await changeContract(bed.store, bed.by, CONTRACT, {
      ...almereContract(),
      uitvoerder: { ...almereContract().uitvoerder, naam: 'Andere naam' },
    });
    expect((await get(bed, 'P1/klant')).urenPerWeek).toBe('12.00');
    expect((await getPdf(bed, 'bevestigingen/P1/klant.pdf')).equals(first)).toBe(true);
    const { body } = await post(bed, 'P1/klant', '2016-02-10');
    expect(body).toMatchObject({ date: '2016-02-10', urenPerWeek: '16.00', klant: 'Bakkerij' });
    expect(await get(bed, 'P1/klant')).toEqual(body);
    expect((await getPdf(bed, 'bevestigingen/P1/klant.pdf')).equals(first)).toBe(false);
    expect((await list(bed))[0]?.klant).toEqual({ date: '2016-02-10', changed: false });
    // Both are kept.
    const kept = await bed.rows<{ name: string; pdf: Buffer }>(
      "SELECT name, pdf FROM papers WHERE kind = 'bevestiging' ORDER BY name",
    );
    expect(kept.map(({ name }) => name)).toEqual(['P1/klant/2016-01-29', 'P1/klant/2016-02-10']);
    expect(kept[0]?.pdf.equals(first)).toBe(true);
    expect((await post(bed, 'P1/klant', '2016-01-29')).body.date).toBe('2016-01-29');
  });

  it('what was sent stays when the plaatsing is gone; a new one is not found', async () => {
    const { bed, workbook } = await small();
    const { body } = await post(bed, 'P1/klant', '2016-01-29');
    const bytes = await getPdf(bed, 'bevestigingen/P1/klant.pdf');
    workbook.tables.uren = [];
    workbook.tables.plaatsingen = [];
    expect(
      (await workbook.sync({ remove: { plaatsingen: [['P1']], uren: [['P1', '2016-02-05']] } })).status,
    ).toBe(200);
    expect(await list(bed)).toEqual([]);
    expect(await get(bed, 'P1/klant')).toEqual(body);
    expect((await getPdf(bed, 'bevestigingen/P1/klant.pdf')).equals(bytes)).toBe(true);
    expect(refusal(await post(bed, 'P1/klant', '2016-02-10'))).toEqual([404, 'not_found']);
    expect(refusal(await bed.get('bevestigingen/P1/kandidaat'))).toEqual([404, 'not_found']);
  });

  it.each(['HDN/2016/001', 'P.1', 'P-1_x', '2016/klant', 'P1/kandidaat'])(
    'a plaatsingnummer such as %s has its own',
    async (nummer) => {
      const { bed } = await small(nummer);
      expect((await get(bed, `${nummer}/kandidaat`)).plaatsingnummer).toBe(nummer);
      expect((await post(bed, `${nummer}/klant`, '2016-01-29')).body).toMatchObject({
        plaatsingnummer: nummer,
        aan: 'klant',
      });
      await getPdf(bed, `bevestigingen/${nummer}/kandidaat.pdf`);
      await getPdf(bed, `bevestigingen/${nummer}/klant.pdf`);
      expect((await list(bed))[0]).toMatchObject({
        plaatsingnummer: nummer,
        kandidaat: null,
        klant: { date: '2016-01-29', changed: false },
      });
    },
  );

  it('a change on the day itself is kept as a second one of that day', async () => {
    const { bed, workbook, plaatsing } = await small();
    await post(bed, 'P1/klant', '2016-01-29');
    plaatsing[5] = '16.00';
    await workbook.sync();
    const { body } = await post(bed, 'P1/klant', '2016-01-29');
    expect(body).toMatchObject({ date: '2016-01-29', urenPerWeek: '16.00' });
    expect(await get(bed, 'P1/klant')).toEqual(body);
    expect((await post(bed, 'P1/klant', '2016-01-29')).body).toEqual(body);
    expect((await list(bed))[0]?.klant).toEqual({ date: '2016-01-29', changed: false });
  });

  it.each([
    ['P1/gemeente', '2016-01-29', 404],
    ['P2/klant', '2016-01-29', 404],
    ['P1/klant', '2026-11-24', 422],
    ['P1/klant', '2015-12-30', 422],
    ['P1/klant', '29-01-2016', 422],
    ['P1/klant', null, 422],
  ])('%s on %s is refused', async (path, date, status) => {
    const { bed } = await small();
    expect((await post(bed, path, date)).status).toBe(status);
    if (status === 404) expect((await bed.get(`bevestigingen/${path}`)).status).toBe(404);
  });

  it('a day before the last one sent is refused', async () => {
    const { bed } = await small();
    await post(bed, 'P1/klant', '2016-01-29');
    const answer = await post(bed, 'P1/klant', '2016-01-28');
    expect(refusal(answer)).toEqual([422, 'invalid']);
    expect((await post(bed, 'P1/kandidaat', '2016-01-28')).status).toBe(200);
  });
});
