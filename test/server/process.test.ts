import { type ChildProcess, execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { end, type RunningServer, startServer as startProcess } from './server-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'flextensie-'));
const DATA_DIR = join(folder, 'data');
const environment = { ...process.env, DATA_DIR, PORT: '0' };
const run = promisify(execFile);
const beheer = async (...words: string[]) =>
  (
    await run('node', ['--import', 'tsx', 'server/beheer/main.ts', ...words], { env: environment })
  ).stdout.trim();
const lines = (text: string) => text.split('\n');

const started: ChildProcess[] = [];
async function startServer(env: Record<string, string> = {}): Promise<RunningServer> {
  const server = await startProcess({ DATA_DIR, ...env });
  started.push(server.child);
  return server;
}
const stop = (child: ChildProcess) => end(child, 'SIGTERM');

afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

describe('the server as a process', () => {
  it('prints one administrator token on the first start, and holds its folder', async () => {
    const first = await startServer();
    const [, token = ''] = /\n(flex_\S+)\n/.exec(first.output()) ?? [];
    expect(readFileSync(join(DATA_DIR, 'eerste-token.txt'), 'utf8').trim()).toBe(token);
    expect(statSync(join(DATA_DIR, 'eerste-token.txt')).mode & 0o777).toBe(0o600);
    expect((await fetch(`${first.url}/gezond`)).status).toBe(200);
    const mine = await fetch(`${first.url}/api/contracten`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(await mine.json()).toEqual([]);

    await expect(startServer()).rejects.toThrow('Er draait al een server op deze gegevens');

    expect(await beheer('contract', 'toevoegen', 'test/data/almere/contract.json')).toContain('ALM-2015-01');
    const made = lines(
      await beheer('token', 'maken', '--naam', 'Anna', '--contract', 'ALM-2015-01', '--rechten', 'lezen'),
    );
    const anna = await fetch(`${first.url}/api/contracten/ALM-2015-01`, {
      headers: { Authorization: `Bearer ${made.at(-1)}` },
    });
    expect(anna.status).toBe(200);

    expect(await stop(first.child)).toBe(0);
    const second = await startServer();
    expect(second.output()).not.toContain('flex_');
    expect(await stop(second.child)).toBe(0);
  });

  it('refuses to be reached from outside without TLS or a proxy', async () => {
    await expect(startServer({ HOST: '0.0.0.0' })).rejects.toThrow('TLS_CERT');
  });
});

interface ContractFile {
  tarieven: object[];
  opdrachtgever: object;
}
const readExample = () => JSON.parse(readFileSync('test/data/almere/contract.json', 'utf8')) as ContractFile;

function save(name: string, content: object): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe('beheer', () => {
  it('imports the example, and twice is once', async () => {
    expect(await beheer('importeer', 'ALM-2015-01', 'test/data/almere')).toBe(
      'Nieuw of gewijzigd: 288 kandidaten, 12 klanten, 107 plaatsingen, 1402 urenregels.',
    );
    expect(await beheer('importeer', 'ALM-2015-01', 'test/data/almere')).toContain('0 urenregels');
  });

  it('exports what it imports', async () => {
    const target = join(folder, 'export');
    await beheer('exporteer', 'ALM-2015-01', target);
    expect(readdirSync(target).sort()).toEqual([
      'LEESMIJ.html',
      'SHA256SUMS',
      'administratie.xlsx',
      'contract.json',
      'geschiedenis.json',
      'kandidaten.csv',
      'klanten.csv',
      'logboek.json',
      'overdracht.json',
      'plaatsingen.csv',
      'uren.csv',
    ]);
    expect(statSync(join(target, 'kandidaten.csv')).mode & 0o777).toBe(0o600);
    for (const name of ['kandidaten.csv', 'klanten.csv', 'plaatsingen.csv', 'uren.csv']) {
      const sorted = (path: string) =>
        lines(readFileSync(path, 'utf8').trim())
          .map((line) => line.trim())
          .sort();
      expect(sorted(join(target, name))).toEqual(sorted(join('test/data/almere', name)));
    }
  });

  it('lists and revokes tokens', async () => {
    const anna =
      lines(await beheer('token', 'lijst'))
        .find((line) => line.includes('Anna'))
        ?.split('\t') ?? [];
    expect(anna.slice(1, 4)).toEqual(['Anna', 'ALM-2015-01', 'lezen']);
    await beheer('token', 'intrekken', anna[0] ?? '');
    expect(await beheer('token', 'lijst')).toMatch(/Anna\tALM-2015-01\tlezen\tingetrokken/);
  });

  it('adds terms from the first of a month, takes them back, and ends a contract', async () => {
    const contract = readExample();
    const terms = { ...contract.tarieven[0], geldigVanaf: '2017-01-01', uurtarief: '12.30' };
    const file = save('tarief.json', terms);
    expect(await beheer('tarief', 'toevoegen', 'ALM-2015-01', file)).toMatch(
      /^De tarieven gelden vanaf 01-01-2017.\nEr is geen schriftelijke wijziging genoemd/,
    );
    await expect(beheer('tarief', 'toevoegen', 'ALM-2015-01', file)).rejects.toThrow('twee keer');
    await beheer('tarief', 'verwijderen', 'ALM-2015-01', '2017-01-01');
    const amended = save('tarief.json', { ...terms, wijziging: 'brief 12-12-2016' });
    expect(await beheer('tarief', 'toevoegen', 'ALM-2015-01', amended)).toBe(
      'De tarieven gelden vanaf 01-01-2017.',
    );
    await expect(beheer('contract', 'beeindigen', 'ALM-2015-01', '2016-08-01')).rejects.toThrow(
      'beginnen nog 55 plaatsingen: PL053, PL054',
    );
    expect(await beheer('contract', 'beeindigen', 'ALM-2015-01', '2017-09-30')).toContain('30-09-2017');
  });

  it('changes what touches no amount of the past, and nothing else', async () => {
    const contract = readExample();
    await expect(
      beheer('contract', 'wijzigen', 'ALM-2015-01', 'test/data/almere/contract.json'),
    ).rejects.toThrow('verschilt ook einddatum, tarieven');
    const target = join(folder, 'export-contract');
    await beheer('exporteer', 'ALM-2015-01', target);
    const present = JSON.parse(readFileSync(join(target, 'contract.json'), 'utf8')) as typeof contract;
    const opdrachtgever = { ...contract.opdrachtgever, naam: 'Gemeente Anders' };
    const file = save('contract.json', { ...present, opdrachtgever, ordernummer: 'PO-77' });
    await beheer('contract', 'wijzigen', 'ALM-2015-01', file);
    await beheer('exporteer', 'ALM-2015-01', target);
    expect(JSON.parse(readFileSync(join(target, 'contract.json'), 'utf8'))).toMatchObject({
      opdrachtgever,
      ordernummer: 'PO-77',
      einddatum: '2017-09-30',
    });
  });

  it('takes over what was settled and paid before', async () => {
    const month = (name: string) => ({
      month: name,
      uren: '10.00',
      omzet: '117.50',
      premie: '20.00',
      reiskosten: '0.00',
      staffelfee: '14.10',
      minimum: '600.00',
      kostenBovenMinimum: '0.00',
      saldo: '97.50',
    });
    const months = ['01', '02', '03', '04', '05', '06'].map((number) => month(`2016-${number}`));
    const settled = save('afrekening.json', { number: 'AFR-OUD-1', months });
    expect(await beheer('afrekening', 'overnemen', 'ALM-2015-01', '2016-H1', settled)).toBe(
      'Het 1e halfjaar 2016 is overgenomen; uitbetaald is €\u00a0585,00.',
    );
    await expect(beheer('afrekening', 'overnemen', 'ALM-2015-01', '2016-H1', settled)).rejects.toThrow(
      'is er al',
    );
    const paid = save('premies.json', { perKandidaat: [{ kandidaatnummer: 'K253', payout: '40.00' }] });
    expect(await beheer('premies', 'overnemen', 'ALM-2015-01', '2016-05-31', paid)).toContain('€\u00a040,00');
    const target = join(folder, 'export-stukken');
    await beheer('exporteer', 'ALM-2015-01', target);
    expect(readdirSync(target)).toEqual(
      expect.arrayContaining(['afrekening-2016-H1.pdf', 'premierun-2016-05-31.pdf']),
    );
  });

  it('reads what it exported into a server that does not have it yet, and not twice', async () => {
    const target = join(folder, 'export-stukken');
    await expect(beheer('overdracht', 'inlezen', target)).rejects.toThrow('bestaat al op deze server');
    const elsewhere = { env: { ...environment, DATA_DIR: join(folder, 'elders') } };
    const there = async (...words: string[]) =>
      (await run('node', ['--import', 'tsx', 'server/beheer/main.ts', ...words], elsewhere)).stdout.trim();
    expect(await there('overdracht', 'inlezen', target)).toBe(
      'Contract ALM-2015-01 is ingelezen: stand 1, 2 stukken. Maak nu tokens; rechten zijn niet meegekomen.',
    );
    expect(await there('audit', 'controleren')).not.toContain('NIET HEEL');
    expect(await there('token', 'lijst')).toBe('');
  });

  it('makes, checks and restores a backup; a workbook then starts anew', async () => {
    const file = join(folder, 'kopie.sqlite');
    await beheer('backup', 'maken', file);
    const told = lines(await beheer('backup', 'controleren', file));
    expect(told[0]).toMatch(
      /^De reservekopie is in orde: 1 contract, 1\.402 urenregels; de laatste wijziging/,
    );
    expect(told[1]).toMatch(/^Gemaakt op \d\d-\d\d-\d{4} \d\d:\d\d, .*geleden|deze minuut|nu/);
    expect(told[2]).toBe('De administratie heeft er nu evenveel.');
    expect(told[3]).toMatch(/^Teruggezet op een proefplaats en gecontroleerd in \d+,\d seconden\.$/);
    await beheer('backup', 'terugzetten', file);
    expect(await beheer('backup', 'controleren', join(DATA_DIR, 'flextensie.sqlite'))).toContain('1.402');
    writeFileSync(file, Buffer.alloc(4096, 1));
    await expect(beheer('backup', 'controleren', file)).rejects.toThrow('beschadigd');
  });

  it.each([
    [[], 'Gebruik'],
    [
      ['token', 'maken', '--naam', 'X', '--contract', 'ALM-2015-01', '--rechten', 'alles'],
      "'alles' is geen recht",
    ],
    [
      ['token', 'maken', '--naam', 'X', '--contract', 'NIET', '--rechten', 'lezen'],
      'Er is geen contract NIET',
    ],
    [['contract', 'toevoegen', 'nergens.json'], 'bestaat niet'],
    [['contract', 'toevoegen', 'test/data/almere/contract.json'], 'bestaat al'],
    [['importeer', 'ALM-2015-01', 'nergens'], 'bestaat niet'],
    [['overdracht', 'inlezen', 'nergens'], 'bestaat niet'],
    [['token', 'intrekken', 'abc'], "'abc' is geen nummer"],
    [['tarief', 'verwijderen', 'ALM-2015-01', '31-12-2016'], 'is geen datum'],
    [['afrekening', 'overnemen', 'ALM-2015-01', '2016'], 'is geen halfjaar'],
  ])('%j is refused in words', async (words, message) => {
    await expect(beheer(...words)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(message) as string,
    });
  });
});
