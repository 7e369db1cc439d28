import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byCommand, record } from '../../server/access/audit.ts';
import { checkAudit, checkNoted } from '../../server/access/audit-check.ts';
import { openFiles } from '../../server/overdracht/checked-files.ts';
import { beginOverdracht, listFiles } from '../../server/overdracht/files.ts';
import { writeFolder } from '../../server/overdracht/folder.ts';
import { readIn } from '../../server/overdracht/read-in.ts';
import { getContract } from '../../server/store/contracten.ts';
import { createPseudonyms } from '../../server/store/erasures.ts';
import { addPaper, digestPaper } from '../../server/store/papers.ts';
import { type Store, transaction } from '../../server/store/store.ts';
import { RIGHTS, type ContractDetail, type HistoryEntry, type SyncResult } from '../../shared/api.ts';
import { TABLES } from '../../shared/tables.ts';
import { createBeds, getPdf } from './almere-bed.ts';
import { ERASED, fullBed, OTHER, otherServer, readReports } from './overdracht-bed.ts';
import { CONTRACT, openScratchStore, Testbed, type Workbook } from './testbed.ts';

const beds = createBeds();
const folder = mkdtempSync(join(tmpdir(), 'flex-overdracht-'));
afterAll(() => rmSync(folder, { recursive: true }));

const by = () => byCommand('overdracht inlezen', new Date('2026-11-24T10:00:00Z'));
/** The papers of the contract, with a hash over figures and bytes. */
const kept = async (store: Store) =>
  (
    await store.query<{
      kind: string;
      name: string;
      revision: number;
      at: string;
      naam: string;
      json: string;
      pdf: Buffer;
    }>(
      'SELECT kind, name, revision, at, naam, json, pdf FROM papers WHERE contract_id = ? ORDER BY kind, name',
      [(await getContract(store, CONTRACT)).id],
    )
  ).map(({ json, pdf, ...paper }) => ({ ...paper, digest: digestPaper({ ...paper, json, pdf }) }));

let bed: Testbed;
let workbook: Workbook;
let admin: string;
let there: Testbed;
let thereAdmin: string;
const target = join(folder, 'overdracht');
const names = () => readdirSync(target);

/** Writes the overdracht of a server to a folder. */
const handOver = async (store: Store, to: string) =>
  writeFolder(to, listFiles(await beginOverdracht(store, await getContract(store, CONTRACT), bed.now)));

beforeAll(async () => {
  ({ bed, workbook, admin } = await fullBed(beds));
  await handOver(bed.store, target);
  const store = await otherServer();
  await readIn(store, by(), openFiles(target));
  there = await Testbed.open({ draw: beds.draw }, store, false);
  there.now = bed.now;
  thereAdmin = await there.token('Nieuwe beheerder', [...RIGHTS]);
}, 120_000);

describe('art. 7.5 lid 2 an overdracht that is read into another server', () => {
  it('gives every report to the cent', async () => {
    const before = await readReports(bed, admin);
    const after = await readReports(there, thereAdmin);
    expect(Object.keys(before).length).toBeGreaterThan(130);
    for (const [path, answer] of Object.entries(before)) expect([path, after[path]]).toEqual([path, answer]);
  }, 60_000);

  it('has every kept paper, byte for byte, with when and by whom it was fixed', async () => {
    const papers = await kept(bed.store);
    expect(new Set(papers.map(({ kind }) => kind)).size).toBe(6);
    expect(await kept(there.store)).toEqual(papers);
    const paths = [
      'afrekeningen/2016-H1',
      'facturen/2016-0002',
      'bevestigingen/PL001/klant',
      'premies/2016-07-15',
    ];
    for (const path of paths)
      expect(
        (await getPdf(there, `${path}.pdf`, thereAdmin)).equals(await getPdf(bed, `${path}.pdf`, admin)),
      ).toBe(true);
  });

  it('has the history of every row that changed, and the contract as it is', async () => {
    for (const path of ['kandidaten/K253', 'klanten/KL05', 'plaatsingen/PL001', 'uren/PL001/2016-04-01']) {
      const { body } = await bed.get<HistoryEntry[]>(`geschiedenis/${path}`, admin);
      expect(body.length).toBeGreaterThan(0);
      expect((await there.get(`geschiedenis/${path}`, thereAdmin)).body).toEqual(body);
    }
    const dump = async ({ store }: Testbed) => {
      const { id } = await getContract(store, CONTRACT);
      const tables: unknown[][][] = [];
      for (const { name, columns } of TABLES) {
        const names = columns.map((column) => `"${column.name}"`).join(', ');
        tables.push(
          await store.queryArrays(
            `SELECT ${names}, from_revision, to_revision FROM ${name} WHERE contract_id = ? ORDER BY 1, 2, from_revision`,
            [id],
          ),
        );
      }
      return tables;
    };
    expect(await dump(there)).toEqual(await dump(bed));
    const detail = async (on: Testbed, token: string) =>
      (await on.request<ContractDetail>('GET', `/api/contracten/${CONTRACT}`, token)).body;
    const [before, after] = [await detail(bed, admin), await detail(there, thereAdmin)];
    expect(after).toEqual({ ...before, lineage: after.lineage });
    expect(after.lineage).not.toBe(before.lineage);
  });

  it('goes on with the log, which stays whole and knows who did what', async () => {
    const { id } = await getContract(there.store, CONTRACT);
    expect(id).not.toBe((await getContract(bed.store, CONTRACT)).id);
    expect((await checkAudit(there.store, id)).faults).toEqual([]);
    const { end } = JSON.parse(readFileSync(join(target, 'logboek.json'), 'utf8')) as {
      end: { last_seq: number; last_hash: string };
    };
    expect(await checkNoted(there.store, id, `${end.last_seq}:${end.last_hash}`)).toEqual([]);
    interface Log {
      lines: { seq: number; naam: string; action: string }[];
    }
    const read = async (on: Testbed, token: string) =>
      (await on.get<Log>('logboek/2026-01-01_2026-12-31', token)).body.lines.filter(
        ({ seq }) => seq <= end.last_seq,
      );
    const who = (lines: Log['lines']) => lines.map(({ seq, naam, action }) => [seq, naam, action]);
    expect(who(await read(there, thereAdmin))).toEqual(who(await read(bed, admin)));
    expect(who(await read(there, thereAdmin)).some(([, naam]) => naam === 'Anna')).toBe(true);
  });

  it('a change of an old line is found as before', async () => {
    const { id } = await getContract(there.store, CONTRACT);
    const third = `contract_id = ${id} AND seq = 3`;
    const [{ action, person_id } = { action: '', person_id: 0 }] = await there.rows<{
      action: string;
      person_id: number;
    }>(`SELECT action, person_id FROM audit WHERE ${third}`);
    const set = (what: string, who: number) =>
      there.change(`UPDATE audit SET action = '${what}', person_id = ${who} WHERE ${third}`);
    for (const [other, person] of [
      ['iets anders', person_id],
      [action, person_id === 1 ? 2 : 1],
    ] as const) {
      await set(other, person);
      expect((await checkAudit(there.store, id)).faults.map(({ seq }) => seq)).toContain(3);
    }
    await set(action, person_id);
    expect((await checkAudit(there.store, id)).faults).toEqual([]);
  });

  it('takes no rights and no tokens along', async () => {
    expect((await there.request('GET', `/api/contracten/${CONTRACT}`, admin)).status).toBe(401);
    const { id } = await getContract(there.store, CONTRACT);
    // Those of the two that were made here since.
    expect(await there.rows(`SELECT id FROM rights WHERE contract_id = ${id}`)).toHaveLength(2);
    expect(
      (await there.get('maandrapporten/2016-05', await there.token('Wie', ['lezen'], 'LEL-2016-01'))).status,
    ).toBe(404);
  });

  it('keeps who was erased from coming back, and works on: an afrekening, a change, an erasure', async () => {
    const { id } = await getContract(there.store, CONTRACT);
    expect((await createPseudonyms(there.store, id))?.(ERASED)).toMatch(/^GEWIST-/);
    workbook.lineage = null;
    const stale = await there.post('sync', workbook.body({ revision: null }), thereAdmin);
    expect(stale.status).toBe(200);
    expect((stale.body as SyncResult).tables.kandidaten.removed).toEqual([[ERASED]]);
    expect((await there.get(`geschiedenis/kandidaten/${ERASED}`, thereAdmin)).status).toBe(404);
    const { body } = await there.get<{ saldo: string }>('afrekeningen/2016-H2', thereAdmin);
    expect((await there.post('afrekeningen/2016-H2', { saldo: body.saldo }, thereAdmin)).status).toBe(200);
    const { body: factuur } = await there.post<{ number: string }>(
      'facturen/2016-06',
      { date: '2016-06-30' },
      thereAdmin,
    );
    expect(factuur.number).toBe('2016-0004');
    const erasing = await there.post('wissen', { kandidaten: ['K001'], reason: 'proef' }, thereAdmin);
    expect(erasing.status).toBe(200);
    expect((await checkAudit(there.store, id)).faults).toEqual([]);
  }, 30_000);

  it('can be handed over again, from there to a third', async () => {
    const second = join(folder, 'tweede');
    await handOver(there.store, second);
    const third = await openScratchStore();
    await readIn(third, by(), openFiles(second));
    const { id } = await getContract(third, CONTRACT);
    expect((await checkAudit(third, id)).faults).toEqual([]);
    expect(await kept(third)).toEqual(await kept(there.store));
  });
});

describe('its files', () => {
  it('are checked by sha256sum', async () => {
    const { stdout } = await promisify(execFile)('sha256sum', ['-c', 'SHA256SUMS'], { cwd: target });
    const lines = stdout.trim().split('\n');
    expect(lines.every((line) => line.endsWith(': OK'))).toBe(true);
    expect(lines.length).toBe(names().length - 1);
  });

  it('hold no token, nothing of another contract, and no name of a person in theirs', async () => {
    const tokens = (await bed.values('SELECT hash FROM tokens')) as Buffer[];
    const forbidden = [
      'flex_',
      OTHER,
      'Zwaluw',
      ...tokens.flatMap((hash) => [hash.toString('hex'), hash.toString('base64')]),
    ];
    for (const name of names()) {
      const text = readFileSync(join(target, name)).toString('latin1');
      expect(forbidden.filter((each) => text.includes(each))).toEqual([]);
      expect(name).toMatch(/^[A-Za-z0-9_.-]+$/);
    }
    expect(readFileSync(join(target, 'LEESMIJ.html'), 'utf8')).not.toMatch(/https?:|src=|@import/);
  });

  it('are named in LEESMIJ.html, and each link leads somewhere', () => {
    const html = readFileSync(join(target, 'LEESMIJ.html'), 'utf8');
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, link]) => link ?? '');
    expect([...new Set(links)].sort()).toEqual(
      names()
        .filter((name) => name !== 'LEESMIJ.html')
        .sort(),
    );
  });

  it('two papers whose names differ only in a slash are two files', async () => {
    const own = await Testbed.open();
    const { id } = await getContract(own.store, CONTRACT);
    for (const name of ['A/B/klant/2016-05-01', 'A-B/klant/2016-05-01']) {
      const paper = { name, at: '2016-05-01', naam: 'A', revision: 1, figures: { name } as never };
      await transaction(own.store, async () => {
        const digest = await addPaper(own.store, id, 'bevestiging', paper, Buffer.from('%PDF'));
        await record(own.store, id, own.by, { subject: `papers/bevestiging/${name}`, new: digest });
      });
    }
    const to = join(folder, 'schuin');
    await handOver(own.store, to);
    const read = await openScratchStore();
    expect((await readIn(read, by(), openFiles(to))).faults).toEqual([]);
    expect(await kept(read)).toEqual(await kept(own.store));
  });
});

describe('the workbook', () => {
  const read = (sheet: string) => readSheet(join(target, 'administratie.xlsx'), sheet);
  const find = async (sheet: string, key: string) => (await read(sheet)).find(([first]) => first === key);
  const utc = (day: string) => new Date(`${day}T00:00:00Z`);

  it('has every row as it stands, with real days and numbers', async () => {
    for (const [name, rows] of [
      ['Kandidaten', 288],
      ['Klanten', 12],
      ['Plaatsingen', 107],
    ] as const)
      expect([name, (await read(name)).length]).toEqual([name, rows + 1]);
    expect(await find('Plaatsingen', 'PL001')).toEqual([
      'PL001',
      'K253',
      'KL05',
      utc('2016-04-01'),
      utc('2016-07-03'),
      10,
      11.75,
      null,
      null,
    ]);
    const uren = await read('Uren');
    expect(uren[0]).toEqual(['Plaatsingnummer', 'Datum', 'Uren', 'Reiskosten', 'Reiskosten betaald op']);
    expect(uren).toContainEqual(expect.arrayContaining(['PL001', utc('2016-04-01'), 7.25]));
  });

  it('keeps a text a text', async () => {
    expect((await find('Kandidaten', 'K253'))?.[1]).toBe('=1+1');
    expect((await find('Klanten', 'KL05'))?.[1]).toBe('Bakker & <Zn> "Ćevapi" _x0041_');
    expect((await find('Klanten', 'KL05'))?.[0]).toBe('KL05');
  });

  it('has the terms and what was fixed', async () => {
    expect((await read('Tarieven')).length).toBe(3);
    expect((await read('Staffel'))[1]).toEqual([expect.any(Date), 0, 0.12]);
    expect(await find('Afrekeningen', '2016-H1')).toEqual(
      expect.arrayContaining(['AFR-2016-H1', 20970.04, 'G-16-77', utc('2016-07-20')]),
    );
    expect((await read('Afrekening per maand')).length).toBe(13);
    expect((await read('Facturen')).map(([number]) => number)).toEqual([
      'Nummer',
      '2016-0001',
      '2016-0002',
      '2016-0003',
    ]);
    expect((await read('Akkoorden'))[1]?.slice(0, 4)).toEqual([
      'PL004',
      utc('2016-10-14'),
      'mr. De Wit',
      'brief 6 september',
    ]);
    expect((await read('Stukken')).length).toBe((await kept(bed.store)).length + 1);
  });
});

describe('what is refused, with nothing stored', () => {
  const refused = async (from: string): Promise<string> => {
    const store = await openScratchStore();
    try {
      await readIn(store, by(), openFiles(from));
    } catch (error) {
      for (const table of ['contracten', 'uren', 'papers', 'audit', 'persons'])
        expect(await store.query(`SELECT * FROM ${table}`, [])).toEqual([]);
      return (error as Error).message;
    }
    return 'read in';
  };

  it('one changed byte in any file, by its name', async () => {
    for (const name of names().filter((each) => each !== 'SHA256SUMS')) {
      const file = join(target, name);
      const bytes = readFileSync(file);
      const changed = Buffer.from(bytes);
      const middle = Math.floor(bytes.length / 2);
      changed[middle] = (bytes[middle] ?? 0) ^ 1;
      writeFileSync(file, changed);
      expect([name, await refused(target)]).toEqual([
        name,
        `Het bestand ${name} is beschadigd of veranderd. Vraag om een nieuwe overdracht; er is niets ingelezen.`,
      ]);
      rmSync(file);
      expect([name, await refused(target)]).toEqual([
        name,
        expect.stringContaining(`Het bestand ${name} ontbreekt`),
      ]);
      writeFileSync(file, bytes);
    }
  }, 60_000);

  it('checksums that are changed, cut off or gone', async () => {
    const file = join(target, 'SHA256SUMS');
    const text = readFileSync(file, 'utf8');
    for (const place of [0, 100, Math.floor(text.length / 2), text.length - 2]) {
      const changed = Buffer.from(text);
      changed[place] = (changed[place] ?? 0) ^ 1;
      writeFileSync(file, changed);
      expect([place, await refused(target)]).toEqual([
        place,
        expect.stringMatching(/^Het bestand \S+ (is|ontbreekt|staat)/),
      ]);
    }
    writeFileSync(
      file,
      text
        .split('\n')
        .filter((line) => !line.endsWith('overdracht.json'))
        .join('\n'),
    );
    expect(await refused(target)).toContain('overdracht.json staat niet in SHA256SUMS');
    rmSync(file);
    expect(await refused(target)).toContain('SHA256SUMS ontbreekt');
    writeFileSync(file, text);
  });

  it.each([
    ['geschiedenis.json', (text: string) => text.replace('"2016-04-01","7.25"', '"2016-04-01","8.25"')],
    ['geschiedenis.json', (text: string) => text.replace('"2016-04-01","7.25"', '"2016-04-01","acht"')],
    ['geschiedenis.json', (text: string) => text.replace(/\n(\["K001",.*\]),\n/, '\n$1,\n$1,\n')],
    ['afrekening-2016-H1.json', (text: string) => text.replace('20970.04', '20970.05')],
    ['contract.json', (text: string) => text.replace('"11.75"', '"12.75"')],
    ['overdracht.json', (text: string) => text.replace('"format": 1', '"format": 2')],
    ['overdracht.json', (text: string) => text.replace('"persons"', '"personen"')],
    ['logboek.json', (text: string) => text.replace(/\{"seq":4,.*\n/, '')],
    ['logboek.json', (text: string) => text.replace('"Anna', '"Bob').replace('synchroniseren', 'lezen')],
    ['logboek.json', () => 'geen json'],
  ])('%s that was changed with its checksum (%#)', async (name, change) => {
    const [file, sums] = [join(target, name), join(target, 'SHA256SUMS')];
    const [text, before] = [readFileSync(file, 'utf8'), readFileSync(sums, 'utf8')];
    const changed = change(text);
    expect(changed).not.toBe(text);
    writeFileSync(file, changed);
    writeFileSync(sums, resum(before, name, changed));
    expect(await refused(target)).toMatch(
      new RegExp(
        `${name.startsWith('afrekening') || name === 'contract.json' ? 'logboek.json' : '(?:logboek|overdracht|geschiedenis).json'}`,
      ),
    );
    writeFileSync(file, text);
    writeFileSync(sums, before);
  });

  it('a contract that is there already, and what is no overdracht', async () => {
    await expect(readIn(bed.store, by(), openFiles(target))).rejects.toThrow(
      `Contract ${CONTRACT} bestaat al`,
    );
    expect(() => openFiles(join(folder, 'nergens'))).toThrow('bestaat niet');
    expect(() => openFiles('test/data/almere')).toThrow('SHA256SUMS ontbreekt');
    expect(() => openFiles('package.json')).toThrow('is beschadigd of niet volledig');
  });

  it('a log that was not whole is read in as it was, and says so', async () => {
    const { id } = await getContract(bed.store, CONTRACT);
    const second = `contract_id = ${id} AND seq = 2`;
    const [action] = await bed.values(`SELECT action FROM audit WHERE ${second}`);
    const set = (what: unknown) => bed.change(`UPDATE audit SET action = '${String(what)}' WHERE ${second}`);
    await set('geknoeid');
    const to = join(folder, 'geknoeid');
    await handOver(bed.store, to);
    await set(action);
    expect(readFileSync(join(to, 'LEESMIJ.html'), 'utf8')).toContain('was het logboek niet heel');
    const { faults } = await readIn(await openScratchStore(), by(), openFiles(to));
    expect(faults).toEqual(['Regel 2 is veranderd, of de regel ervóór.']);
  });
});

function resum(sums: string, name: string, content: string): string {
  const hash = createHash('sha256').update(content).digest('hex');
  return sums.replace(new RegExp(`^.*  ${name}$`, 'm'), `${hash}  ${name}`);
}

describe('the zip', () => {
  const link = (path: string, token = admin) =>
    bed.request<{ url: string; code: string }>('POST', '/api/downloads', token, {
      path: `/api/contracten/${CONTRACT}/${path}`,
    });

  it('holds the same, through a link for one use, and leaves a line', async () => {
    const { status, body } = await link('overdracht.zip');
    expect(status).toBe(200);
    const response = await bed.app.request(body.url);
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'application/zip']);
    expect(response.headers.get('Content-Disposition')).toBe(
      `attachment; filename="overdracht-${CONTRACT}.zip"`,
    );
    const file = join(folder, 'overdracht.zip');
    writeFileSync(file, Buffer.from(await response.arrayBuffer()));
    expect((await bed.app.request(body.url)).status).toBe(404);
    const store = await openScratchStore();
    await readIn(store, by(), openFiles(file));
    expect(await kept(store)).toEqual(await kept(bed.store));
    const lines = await bed.rows(
      "SELECT seq FROM audit WHERE action = 'overdracht ophalen' AND object = 'overdracht.zip' AND result = 'ok'",
    );
    expect(lines).toHaveLength(1);
    const { stdout } = await promisify(execFile)('unzip', ['-tq', file]);
    expect(stdout).toContain('No errors');
  });

  it('that is cut off or damaged is refused', () => {
    const bytes = readFileSync(join(folder, 'overdracht.zip'));
    const file = join(folder, 'half.zip');
    writeFileSync(file, bytes.subarray(0, bytes.length / 2));
    expect(() => openFiles(file)).toThrow('is beschadigd of niet volledig');
    for (const part of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      const changed = Buffer.from(bytes);
      const place = Math.floor(bytes.length * part);
      changed[place] = (changed[place] ?? 0) ^ 1;
      writeFileSync(file, changed);
      expect(() => openFiles(file)).toThrow(/beschadigd/);
    }
  });

  it('is for the right beheer alone, as its link is', async () => {
    expect((await link('overdracht.zip', bed.writer)).body.code).toBe('forbidden');
    expect((await bed.get('overdracht.zip')).status).toBe(403);
    expect((await link('overdracht.json')).status).toBe(422);
  });
});
