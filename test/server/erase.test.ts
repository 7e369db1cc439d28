import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Afrekening, Bewaartermijnen, Inzage, Premierun, Wisverklaring } from '../../shared/api.ts';
import { endContract } from '../../server/contract-changes.ts';
import { eraseContract } from '../../server/erase-contract.ts';
import { SERVER_CHAIN } from '../../server/access/audit.ts';
import { checkAudit } from '../../server/access/audit-check.ts';
import { getContract } from '../../server/store/contracten.ts';
import { openStore } from '../../server/store/store.ts';
import { createBeds, getPdf, refusal } from './almere-bed.ts';
import { almereTables, CONTRACT, Testbed, Workbook } from './testbed.ts';
import { readPages } from './pdf.ts';
import { createDrawer } from '../../server/reports/draw.ts';

const NAAM = 'Zwaluwmarker Kandidaat';
const NUMMER = 'ZWM-77';

const folder = mkdtempSync(join(tmpdir(), 'flex-wissen-'));
const drawer = createDrawer();
const beds = createBeds();
afterAll(async () => {
  await drawer.close();
  rmSync(folder, { recursive: true });
});

/** The example in a file, with one kandidaat who can be found again, in rows, history and papers. */
async function begin() {
  const store = await openStore(join(folder, 'data.sqlite'));
  const bed = await Testbed.open({ draw: drawer.draw }, store);
  const admin = await bed.token('Beheer', ['lezen', 'schrijven', 'vaststellen', 'beheer']);
  const workbook = new Workbook(bed, admin);
  workbook.tables = almereTables();
  const [first] = workbook.tables.plaatsingen;
  const old = String(first?.[1]);
  for (const row of workbook.tables.kandidaten)
    if (row[0] === old) {
      row[0] = NUMMER;
      row[1] = `${NAAM} vroeger`;
    }
  for (const row of workbook.tables.plaatsingen) {
    if (row[1] === old) row[1] = NUMMER;
    row[4] ??= '2017-04-30';
  }
  expect((await workbook.sync()).status).toBe(200);
  workbook.row('kandidaten', NUMMER)[1] = NAAM;
  expect((await workbook.sync()).status).toBe(200);
  return { bed, admin, workbook, plaatsing: String(first?.[0]) };
}

const readText = async (bytes: Uint8Array) => (await readPages(bytes)).join(' ');

const dump = (): string =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name)).toString('latin1'))
    .join('\n');

describe('erasing a contract', () => {
  it('waits for its term, then leaves nothing but a line', async () => {
    const bed = await Testbed.open();
    const erase = (today: string) => eraseContract(bed.store, bed.by, CONTRACT, today);
    await expect(erase('2030-01-01')).rejects.toThrow('loopt nog');
    await endContract(bed.store, bed.by, CONTRACT, '2017-06-30');
    await expect(erase('2024-12-31')).rejects.toThrow('tot 01-01-2025');
    await erase('2025-01-01');
    for (const name of ['contracten', 'uren', 'kandidaten', 'papers', 'rights', 'erasures', 'revisions'])
      expect([name, await bed.rows(`SELECT * FROM ${name}`)]).toEqual([name, []]);
    const chains = await bed.rows('SELECT DISTINCT contract_id FROM audit');
    expect(chains).toEqual([{ contract_id: SERVER_CHAIN }]);
    expect((await checkAudit(bed.store, SERVER_CHAIN)).faults).toEqual([]);
  });
});

describe('erasing a kandidaat', () => {
  let bed: Testbed;
  let admin: string;
  let workbook: Workbook;
  let colleague: Workbook;
  let plaatsing: string;
  let before: { afrekening: Afrekening; premies: Premierun };
  let proof: Wisverklaring;
  const get = async <T>(path: string) => (await bed.get<T>(path, admin)).body;

  beforeAll(async () => {
    ({ bed, admin, workbook, plaatsing } = await begin());
    colleague = new Workbook(bed, admin);
    await colleague.sync();
    for (const aan of ['kandidaat', 'klant'])
      await bed.post(`bevestigingen/${plaatsing}/${aan}`, { date: '2016-07-01' }, admin);
    await bed.post('premies/2016-12-31', {}, admin);
    await get(`geschiedenis/kandidaten/${NUMMER}`);
    before = {
      afrekening: await get('afrekeningen/2016-H1'),
      premies: await get('premies/2016-12-31'),
    };
    expect(JSON.stringify(before.premies)).toContain(NAAM);
    expect(dump().includes(NAAM)).toBe(true);
  }, 120_000);

  it('is due two years after the last that happened, with what it will touch', async () => {
    const { terms, due } = await get<Bewaartermijnen>('bewaartermijnen');
    expect(terms).toEqual({ kandidaten: 24, bedragen: 84 });
    const mine = due.find(({ kandidaatnummer }) => kandidaatnummer === NUMMER);
    expect(mine).toMatchObject({ naam: NAAM, lastDay: '2017-04-30', dueOn: '2019-04-30', papers: 3 });
    expect(mine?.urenregels).toBeGreaterThan(0);
  });

  it('their own data can be handed to them first, and who asked for it is told', async () => {
    const own = await get<Inzage>(`inzage/${NUMMER}`);
    expect(own.kandidaat['naam']).toBe(NAAM);
    expect(own.history).toHaveLength(2);
    expect(own.plaatsingen.map(({ plaatsingnummer }) => plaatsingnummer)).toContain(plaatsing);
    expect(own.uren.length).toBeGreaterThan(0);
    expect(own.premies).toHaveLength(1);
    expect(own.bevestigingen).toHaveLength(2);
    expect(own.views.map(({ action }) => action)).toContain('geschiedenis bekijken');
    const text = await readText(await getPdf(bed, `inzage/${NUMMER}.pdf`, admin));
    expect(text).toContain(NAAM);
  });

  it('is refused without the right, for who is unknown, twice the same, and without a reason', async () => {
    expect(refusal(await bed.post('wissen', { kandidaten: [NUMMER], reason: 'x' }))).toEqual([
      403,
      'forbidden',
    ]);
    expect(refusal(await bed.post('wissen', { kandidaten: ['XX'], reason: 'x' }, admin))).toEqual([
      404,
      'not_found',
    ]);
    for (const body of [
      { kandidaten: [] },
      { kandidaten: [NUMMER] },
      { kandidaten: [NUMMER, NUMMER], reason: 'x' },
    ])
      expect(refusal(await bed.post('wissen', body, admin))).toEqual([422, 'invalid']);
  });

  it('gives a proof that names nobody', async () => {
    const answer = await bed.post<Wisverklaring>(
      'wissen',
      { kandidaten: [NUMMER.toLowerCase()], reason: 'Bewaartermijn verstreken' },
      admin,
    );
    expect([answer.status, bed.logged]).toEqual([200, []]);
    proof = answer.body;
    expect(proof).toMatchObject({ number: 'WIS-2026-0001', kandidaten: [{ papers: 3 }] });
    expect(proof.kandidaten[0]?.pseudonym).toMatch(/^GEWIST-[0-9A-F]{12}$/);
    const text = await readText(await getPdf(bed, 'wisverklaringen/WIS-2026-0001.pdf', admin));
    expect(text).toContain('Verklaring van vernietiging');
    expect(text).not.toContain(NAAM);
  });

  it('leaves 0 hits in the database, the WAL and every paper', async () => {
    expect(dump().includes(NAAM)).toBe(false);
    expect(dump().toLowerCase().includes(NUMMER.toLowerCase())).toBe(false);
    for (const path of [
      `bevestigingen/${plaatsing}/kandidaat`,
      `bevestigingen/${plaatsing}/klant`,
      'premies/2016-12-31',
      'maandrapporten/2016-05',
    ]) {
      expect(JSON.stringify(await get(path))).not.toMatch(/Zwaluwmarker|ZWM-77/i);
      expect(await readText(await getPdf(bed, `${path}.pdf`, admin))).not.toMatch(/Zwaluwmarker|ZWM-77/i);
    }
  });

  it('keeps every amount', async () => {
    const afrekening = await get<Afrekening>('afrekeningen/2016-H1');
    expect({ ...afrekening, revision: before.afrekening.revision }).toEqual(before.afrekening);
    const run = await get<Premierun>('premies/2016-12-31');
    expect(run.totals).toEqual(before.premies.totals);
    expect(run.perKandidaat).toHaveLength(before.premies.perKandidaat.length);
  });

  it('leaves the log whole, and shows what is tampered with after it', async () => {
    const { id } = await getContract(bed.store, CONTRACT);
    expect((await checkAudit(bed.store, id)).faults).toEqual([]);
    for (const tampering of [
      "UPDATE kandidaten SET naam = 'Iemand' WHERE naam = 'Gewist'",
      'UPDATE audit_renewals SET digest = upper(digest)',
    ])
      await bed.undone(async () => {
        await bed.store.execute(tampering, []);
        expect((await checkAudit(bed.store, id)).faults).not.toEqual([]);
      });
  });

  it('workbooks of before forget them at their next sync, and tell so', async () => {
    const { pseudonym = '' } = proof.kandidaten[0] ?? {};
    for (const book of [colleague, workbook]) {
      const answer = await book.sync();
      expect(answer.status).toBe(200);
      expect(answer.body.counts.kandidaten).toEqual({ added: 0, changed: 0, removed: 0 });
      expect(answer.body.warnings.map(({ code }) => code)).toContain('gewist');
      expect(JSON.stringify(book.tables)).not.toMatch(/Zwaluwmarker|ZWM-77/i);
      expect(book.row('kandidaten', pseudonym)[1]).toBe('Gewist');
      expect(book.row('plaatsingen', plaatsing)[1]).toBe(pseudonym);
      const again = await book.sync();
      expect(again.body.warnings.map(({ code }) => code)).not.toContain('gewist');
    }
  });

  it('is no longer due', async () => {
    const { due } = await get<Bewaartermijnen>('bewaartermijnen');
    expect(due.map(({ naam }) => naam)).not.toContain('Gewist');
  });

  it('who still works is not erased', async () => {
    const { bed: other } = await beds.almere();
    const boss = await other.token('Beheer', ['beheer', 'schrijven']);
    const book = new Workbook(other, boss);
    await book.sync();
    const running = book.tables.plaatsingen[0];
    if (running) running[4] = null;
    await book.sync();
    const kandidaten = [String(running?.[1])];
    expect(refusal(await other.post('wissen', { kandidaten, reason: 'op verzoek' }, boss))).toEqual([
      422,
      'invalid',
    ]);
  });
});
