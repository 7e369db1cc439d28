import { beforeAll, describe, expect, it } from 'vitest';
import type {
  Klantspecificaties,
  Kwartaaloverzicht,
  Maandrapport,
  NearLimit,
  Resultaten,
} from '../../shared/api.ts';
import { monthsOfQuarter } from '../../shared/calendar.ts';
import { parseHundredths } from '../../shared/decimal.ts';
import { endContract } from '../../server/contract-changes.ts';
import { almereExpected, readRows } from '../almere.ts';
import { createBeds, getPdf, type Maybe, refusal } from './almere-bed.ts';
import { readPages } from './pdf.ts';
import { CONTRACT, type Testbed, Workbook } from './testbed.ts';

const beds = createBeds();
const expected = almereExpected();
const cents = (text: string) => parseHundredths(text) ?? NaN;
const sum = (amounts: readonly string[]) => amounts.reduce((total, amount) => total + cents(amount), 0);

let bed: Testbed;
beforeAll(async () => {
  ({ bed } = await beds.almere());
});
const get = async <T>(path: string) => {
  const { status, body } = await bed.get<T>(path);
  expect(status).toBe(200);
  return body;
};

describe('art. 5 lid 8 klantspecificaties', () => {
  it('add up to the omzet and hours of the maandrapport, each month', async () => {
    for (const { month, totals } of expected.months) {
      const { klanten, total, uren } = await get<Klantspecificaties>(`klantspecificaties/${month}`);
      expect([total, uren]).toEqual([totals.omzet, totals.uren]);
      expect(sum(klanten.map((klant) => klant.total))).toBe(cents(totals.omzet));
      for (const klant of klanten) {
        expect(sum(klant.lines.map(({ bedrag }) => bedrag))).toBe(cents(klant.total));
        expect(sum(klant.lines.map((line) => line.uren))).toBe(cents(klant.uren));
      }
    }
  });

  it('each klant has its own plaatsingen with hours, and no other', async () => {
    const worked = new Set(
      readRows('uren')
        .filter(({ datum }) => datum?.startsWith('2016-05'))
        .map(({ plaatsingnummer }) => plaatsingnummer),
    );
    const { klanten } = await get<Klantspecificaties>('klantspecificaties/2016-05');
    for (const { klantnummer, lines } of klanten)
      expect(lines.map(({ plaatsingnummer }) => plaatsingnummer)).toEqual(
        readRows('plaatsingen')
          .filter((row) => row.klantnummer === klantnummer && worked.has(row.plaatsingnummer ?? ''))
          .map(({ plaatsingnummer }) => plaatsingnummer),
      );
    expect(klanten.flatMap(({ lines }) => lines)).toHaveLength(worked.size);
  });

  it('one klant alone: its own lines, totals and PDF, nothing of the others', async () => {
    const all = await get<Klantspecificaties>('klantspecificaties/2016-05');
    const [own, other] = all.klanten;
    if (!own || !other) throw new Error('two klanten');
    const path = `klantspecificaties/2016-05/${own.klantnummer}`;
    const alone = { ...all, klanten: [own], uren: own.uren, total: own.total };
    expect(await get(path)).toEqual(alone);
    expect(await get(path.toLowerCase())).toEqual(alone);
    const text = (await readPages(await getPdf(bed, `${path}.pdf`))).join(' ');
    expect(text).toContain(own.naam);
    for (const { klantnummer, naam, lines } of all.klanten.slice(1))
      for (const foreign of [klantnummer, naam, ...lines.map(({ plaatsingnummer }) => plaatsingnummer)])
        expect(text).not.toContain(foreign);
    expect(text).not.toContain('eigen administratie');
  });

  it('hold no word or field of a benefit, nor a kandidaat’s name (art. 7.7 lid 2)', async () => {
    const figures = JSON.stringify(await get('klantspecificaties/2016-05'));
    const text = (await readPages(await getPdf(bed, 'klantspecificaties/2016-05.pdf'))).join(' ');
    for (const word of [/premie/i, /uitkering/i, /bijstand/i, /matchbaar/i, /Kandidaat 0/i])
      for (const told of [figures, text]) expect(told).not.toMatch(word);
  });

  it.each(['2016-05/KL99', '2016-05/KL0', '2016-01/KL05', '2015-11', '2016-13', '2016-13/KL05', 'mei'])(
    '%s is not found',
    async (path) => {
      expect(refusal(await bed.get(`klantspecificaties/${path}`))).toEqual([404, 'not_found']);
      expect(refusal(await bed.get(`klantspecificaties/${path}.pdf`))).toEqual([404, 'not_found']);
    },
  );

  it('a month without hours has no klanten', async () => {
    expect(await get('klantspecificaties/2016-02')).toMatchObject({
      klanten: [],
      uren: '0.00',
      total: '0.00',
    });
    await getPdf(bed, 'klantspecificaties/2016-02.pdf');
  });

  it.each(['KL/1', 'KL.1', 'K-L_1'])('a klant %s has its own', async (klantnummer) => {
    const own = await beds.empty();
    const workbook = new Workbook(own);
    workbook.tables = {
      kandidaten: [['K1', 'Kees', '2016-01-04', null, true, null]],
      klanten: [[klantnummer, 'Bakker', null]],
      plaatsingen: [['P1', 'K1', klantnummer, '2016-02-01', null, '12.00', null, null, null]],
      uren: [['P1', '2016-02-05', '8.50', null, null]],
    };
    await workbook.sync();
    const { body } = await own.get<Klantspecificaties>(`klantspecificaties/2016-02/${klantnummer}`);
    expect(body.klanten).toMatchObject([{ klantnummer, total: '99.88' }]); // 8,50 × 11,75 = 99,875
    await getPdf(own, `klantspecificaties/2016-02/${klantnummer}.pdf`);
  });
});

describe('art. 5 lid 11 kwartaaloverzichten', () => {
  it('its months are the maandrapporten, its amounts their sums', async () => {
    for (const quarter of ['2016-Q1', '2016-Q2', '2016-Q3', '2016-Q4', '2017-Q1']) {
      const { months, totals } = await get<Kwartaaloverzicht>(`kwartaaloverzichten/${quarter}`);
      const reports = await Promise.all(
        monthsOfQuarter(quarter).map((month) => get<Maandrapport>(`maandrapporten/${month}`)),
      );
      expect(months).toEqual(
        reports.map(({ month, kandidaten, plaatsingen, averageDurationMonths, totals: own }) => ({
          month,
          kandidaten,
          plaatsingen,
          averageDurationMonths,
          totals: own,
        })),
      );
      for (const field of ['uren', 'omzet', 'premie', 'reiskosten', 'kostenBovenMinimum', 'saldo'] as const)
        expect(cents(totals[field])).toBe(sum(reports.map((report) => report.totals[field])));
    }
  });

  it('counts plaatsingen and kandidaten of the quarter once, by how long they lasted', async () => {
    const { plaatsingen, kandidaten, durations } = await get<Kwartaaloverzicht>(
      'kwartaaloverzichten/2016-Q2',
    );
    const running = readRows('plaatsingen').filter(
      ({ startdatum, einddatum }) => (startdatum ?? '') <= '2016-06-30' && (einddatum ?? '9') >= '2016-04-01',
    );
    expect(plaatsingen).toBe(running.length);
    expect(kandidaten).toBe(new Set(running.map(({ kandidaatnummer }) => kandidaatnummer)).size);
    expect(durations.reduce((total, bucket) => total + bucket.plaatsingen, 0)).toBe(running.length);
  });

  it('names who nears the limit before the next quarter ends, and the contract’s term', async () => {
    const { nearLimit, looptijd } = await get<Kwartaaloverzicht>('kwartaaloverzichten/2016-Q2');
    expect(nearLimit.length).toBeGreaterThan(0);
    expect(nearLimit.every(({ lastPermittedDay }) => lastPermittedDay <= '2016-09-30')).toBe(true);
    expect(nearLimit.every(({ startdatum }) => startdatum <= '2016-06-30')).toBe(true);
    expect(looptijd).toMatchObject({ verlengd: false, einddatum: null });
    expect((await get<Kwartaaloverzicht>('kwartaaloverzichten/2017-Q1')).looptijd.verlengd).toBe(true);
  });

  it('its PDF holds the amounts', async () => {
    const text = (await readPages(await getPdf(bed, 'kwartaaloverzichten/2016-Q2.pdf'))).join(' ');
    for (const part of ['april', 'mei', 'juni', '28.020,02', '1.016,50', '20.970,04'])
      expect(text).toContain(part);
  });

  it.each(['2016-Q5', '2016-Q0', '2016', '2016-H1', '2016-05', '2015-Q3', 'Q2'])(
    '%s is not found',
    async (period) => {
      expect(refusal(await bed.get(`kwartaaloverzichten/${period}`))).toEqual([404, 'not_found']);
    },
  );
});

describe('art. 4.1, 4.2, 5.6 plaatsingsduur on a day', () => {
  const P1 = {
    klantnummer: 'KL1',
    kandidaatnummer: 'K1',
    plaatsingnummer: 'P1',
    startdatum: '2016-02-01',
  };

  it('from a month before the last permitted day until the plaatsing ends', async () => {
    const { bed: own, setPlaatsing } = await one();
    const daysLeft = async (day: string) =>
      (await own.get<NearLimit[]>(`plaatsingsduur/${day}`)).body.map((near) => near.daysLeft);
    expect(await daysLeft('2016-06-30')).toEqual([]);
    expect(await daysLeft('2016-07-01')).toEqual([30]);
    expect(await daysLeft('2016-07-31')).toEqual([0]);
    expect(await daysLeft('2016-08-01')).toEqual([-1]);
    await setPlaatsing({ 4: '2016-08-01' });
    expect(await daysLeft('2016-08-01')).toEqual([-1]);
    expect(await daysLeft('2016-08-02')).toEqual([]);
  });

  it('an extension moves it, and tells who agreed once that is recorded', async () => {
    const { bed: own, setPlaatsing } = await one();
    await setPlaatsing({ 7: '2016-10-15', 8: '2016-07-01' });
    const near = async (day: string) => (await own.get<NearLimit[]>(`plaatsingsduur/${day}`)).body;
    expect(await near('2016-07-31')).toEqual([]);
    expect(await near('2016-10-10')).toEqual([
      {
        ...P1,
        einddatum: null,
        urenPerWeek: '12.00',
        verlengdTot: '2016-10-15',
        verlengingAkkoordOp: '2016-07-01',
        akkoord: null,
        lastPermittedDay: '2016-10-15',
        daysLeft: 5,
      },
    ]);
    const akkoord = { akkoordDoor: 'M. de Vries', kenmerk: 'brief 12' };
    expect((await own.post('verlengingen/P1', akkoord)).status).toBe(200);
    expect((await near('2016-10-10'))[0]?.akkoord).toEqual(akkoord);
    await setPlaatsing({ 7: '2016-10-20' });
    expect((await near('2016-10-10'))[0]?.akkoord).toBeNull();
  });

  it('the most urgent first, whatever the order of the rows', async () => {
    const { bed: own, workbook } = await one();
    for (const [nummer, startdatum] of [
      ['P2', '2016-02-20'],
      ['P3', '2016-01-20'],
    ] as const)
      workbook.tables.plaatsingen.push([nummer, 'K1', 'KL1', startdatum, null, '12.00', null, null, null]);
    await workbook.sync();
    const { body } = await own.get<NearLimit[]>('plaatsingsduur/2016-07-21');
    expect(body.map(({ plaatsingnummer, daysLeft }) => [plaatsingnummer, daysLeft])).toEqual([
      ['P3', -2],
      ['P1', 10],
      ['P2', 29],
    ]);
  });

  it.each(['2016-02-30', '2016-06', '2015-12-30', 'vandaag', '2016-06-30.pdf/x'])(
    '%s is not found',
    async (day) => {
      expect(refusal(await bed.get(`plaatsingsduur/${day}`))).toEqual([404, 'not_found']);
    },
  );

  async function one() {
    const own = await beds.empty();
    const workbook = new Workbook(own);
    workbook.tables = {
      kandidaten: [['K1', 'Kees', '2016-01-04', null, true, null]],
      klanten: [['KL1', 'Bakker', null]],
      plaatsingen: [['P1', 'K1', 'KL1', '2016-02-01', null, '12.00', null, null, null]],
      uren: [],
    };
    const setPlaatsing = async (cells: Record<number, string>) => {
      const row = workbook.row('plaatsingen', 'P1');
      for (const [i, cell] of Object.entries(cells)) row[Number(i)] = cell;
      expect((await workbook.sync()).status).toBe(200);
    };
    await workbook.sync();
    return { bed: own, workbook, setPlaatsing };
  }
});

describe('bijlage 1 resultaten of a day or a period', () => {
  const of = (name: string) => get<Resultaten>(`resultaten/${name}`);
  const between = (from: string, to: string, days: readonly (string | null | undefined)[]) =>
    days.filter((day) => day != null && day >= from && day <= to).length;

  it.each([
    ['2016-05', '2016-05-01', '2016-05-31'],
    ['2016-Q2', '2016-04-01', '2016-06-30'],
    ['2016-H2', '2016-07-01', '2016-12-31'],
    ['2016-04-15_2016-09-30', '2016-04-15', '2016-09-30'],
    ['2016-05-06_2016-05-06', '2016-05-06', '2016-05-06'],
  ])('%s counts what began and left from %s to %s', async (name, from, to) => {
    const kandidaten = readRows('kandidaten');
    const plaatsingen = readRows('plaatsingen');
    const body = await of(name);
    expect(body).toMatchObject({
      from,
      to,
      aanmeldingen: between(
        from,
        to,
        kandidaten.map(({ aanmelddatum }) => aanmelddatum),
      ),
      plaatsingen: between(
        from,
        to,
        plaatsingen.map(({ startdatum }) => startdatum),
      ),
      uitstroom: between(
        from,
        to,
        kandidaten.map(({ uitstroomdatum }) => uitstroomdatum),
      ),
    });
    await getPdf(bed, `resultaten/${name}.pdf`);
  });

  it('its quarters and months add up; a day is cumulative from ingangsdatum', async () => {
    const quarters = await Promise.all(['2016-Q1', '2016-Q2', '2016-Q3', '2016-Q4'].map(of));
    const halves = await Promise.all(['2016-H1', '2016-H2'].map(of));
    const year = await of('2016-01-01_2016-12-31');
    for (const parts of [quarters, halves])
      for (const field of ['aanmeldingen', 'plaatsingen', 'uitstroom'] as const)
        expect(parts.reduce((total, part) => total + part[field], 0)).toBe(year[field]);
    expect(await of('2017-04-30')).toEqual(expected.resultaten);
    expect((await of('2016-12-31')).from).toBe('2015-12-31');
  });

  it('a period without plaatsingen has no means', async () => {
    expect(await of('2016-02')).toMatchObject({
      plaatsingen: 0,
      urenPerWeek: null,
      urenPerMaand: null,
      maandenPerPlaatsing: null,
      uniekeKandidaten: 0,
    });
    await getPdf(bed, 'resultaten/2016-02.pdf');
  });

  it.each([
    '2016-09-30_2016-04-01',
    '2016-04-01_2016-09-31',
    '2016-04-01_',
    '_2016-09-30',
    '2016-04-01_2016-05-01_2016-06-01',
    '2016-04_2016-05',
    '2016-Q5',
    '2016-H3',
    '2016-13',
    '2016',
    '2015-12-30',
    '2015-11',
    '2015-10-01_2015-12-30',
  ])('%s is not found', async (name) => {
    expect(refusal(await bed.get<Maybe<Resultaten>>(`resultaten/${name}`))).toEqual([404, 'not_found']);
  });
});

describe('what follows the records', () => {
  it('changes with them at once: none of these overviews is kept', async () => {
    const { bed: own, workbook } = await beds.almere();
    const total = async () => (await own.get<Klantspecificaties>('klantspecificaties/2016-05')).body.total;
    expect(await total()).toBe('11048.21');
    workbook.row('uren', 'PL001', '2016-05-06')[2] = '9.00';
    await workbook.sync();
    expect(await total()).toBe('11059.96');
    await endContract(own.store, own.by, CONTRACT, '2017-06-30');
    const { body } = await own.get<Kwartaaloverzicht>('kwartaaloverzichten/2016-Q2');
    expect([body.revision, body.totals.omzet, body.looptijd.einddatum]).toEqual([
      2,
      '28031.77',
      '2017-06-30',
    ]);
  });
});
