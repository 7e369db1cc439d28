import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Sqlite, { type Database } from 'better-sqlite3';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { backupName, findGoodBackup, listBackups, writeBackup } from '../../../server/store/backup-file.ts';
import { APPLICATION_ID, connect, openFile } from '../../../server/store/open-file.ts';
import { openSqlite } from '../../../server/store/sqlite.ts';
import { MIGRATIONS } from '../../../server/store/schema.ts';
import { Testbed, Workbook, almereTables } from '../testbed.ts';
import { newFolder } from './folders.ts';

const open: Database[] = [];
afterEach(() => {
  for (const raw of open.splice(0)) raw.close();
});
const opened = (path: string, backups?: string): Database => {
  const raw = openFile(path, backups);
  open.push(raw);
  return raw;
};
const newPath = () => join(newFolder(), 'data.sqlite');
const contentOf = (path: string) =>
  ['', '-wal'].map((suffix) =>
    // Reading makes an empty WAL where there is none.
    existsSync(`${path}${suffix}`) && statSync(`${path}${suffix}`).size > 0
      ? createHash('sha256')
          .update(readFileSync(`${path}${suffix}`))
          .digest('hex')
      : 'none',
  );

const PRAGMAS = [
  'journal_mode',
  'synchronous',
  'foreign_keys',
  'busy_timeout',
  'trusted_schema',
  'application_id',
  'user_version',
];
const pragmasOf = (raw: Database) => PRAGMAS.map((name): unknown => raw.pragma(name, { simple: true }));
const WANTED = ['wal', 2, 1, 5000, 0, APPLICATION_ID, MIGRATIONS.length];

describe('what holds on a connection', () => {
  it('holds on a new file, on a reopened one and on one more connection', () => {
    const path = newPath();
    const first = openFile(path);
    expect(pragmasOf(first)).toEqual(WANTED);
    first.close();
    expect(pragmasOf(opened(path))).toEqual(WANTED);
    const beside = connect(path);
    open.push(beside);
    expect(pragmasOf(beside)).toEqual(WANTED);
  });

  it('is not what SQLite gives of itself: a reopened file is not durable', () => {
    const path = newPath();
    openFile(path).close();
    const raw = new Sqlite(path);
    open.push(raw);
    raw.prepare('SELECT * FROM contracten').all();
    expect(raw.pragma('synchronous', { simple: true })).toBe(1);
  });

  it('is for the owner of the process alone to read', () => {
    const path = newPath();
    opened(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});

describe('a database that is not ours to open', () => {
  const make = (script: string) => {
    const path = newPath();
    const raw = new Sqlite(path);
    raw.exec(script);
    raw.close();
    return path;
  };
  it.each([
    [
      'of a newer version',
      `PRAGMA user_version = ${MIGRATIONS.length + 1}; CREATE TABLE contracten (x)`,
      'nieuwere versie',
    ],
    [
      'of another program that marks its files',
      'PRAGMA application_id = 77; CREATE TABLE contracten (x)',
      'ander programma',
    ],
    [
      'of another program with a version',
      'PRAGMA user_version = 2; CREATE TABLE other (x)',
      'ander programma',
    ],
    ['of another program without one', 'CREATE TABLE other (x)', 'ander programma'],
  ])('%s: refused, and left as it is', (_, script, message) => {
    const path = make(script);
    const before = contentOf(path);
    expect(() => openFile(path)).toThrow(message);
    expect(contentOf(path)).toEqual(before);
  });

  it('a file of 0.3.0 and before bears no mark, is taken and gets it', () => {
    const path = make(MIGRATIONS.join(';') + `;PRAGMA user_version = ${MIGRATIONS.length}`);
    expect(pragmasOf(opened(path))).toEqual(WANTED);
  });
});

describe('a damaged database', () => {
  /** A database with work that a server which was killed left in its WAL, two good backups and a newer, damaged one. */
  async function prepare() {
    const folder = newFolder();
    const path = join(folder, 'data.sqlite');
    const backups = join(folder, 'backups');
    const live = join(folder, 'live.sqlite');
    const store = openSqlite(live);
    const { raw } = store;
    const bed = await Testbed.open({}, store);
    const workbook = new Workbook(bed);
    workbook.tables = almereTables();
    await workbook.sync();
    raw.pragma('wal_checkpoint(TRUNCATE)');
    for (const day of [1, 2, 3]) writeBackup(live, backupName(backups, new Date(Date.UTC(2026, 10, day))));
    const [, good = '', last = ''] = listBackups(backups);
    truncateSync(last, 8192);
    for (const uren of ['1.00', '2.00', '3.00', '4.00']) {
      workbook.row('uren', 'PL001')[2] = uren;
      await workbook.sync();
    }
    for (const suffix of ['', '-wal']) copyFileSync(`${live}${suffix}`, `${path}${suffix}`);
    const revision = getRevision(raw);
    await store.close();
    return { path, backups, good, revision };
  }
  const getRevision = (raw: Database) => raw.prepare('SELECT revision FROM contracten').pluck().get();

  const change = (path: string, edit: (bytes: Buffer) => void) => {
    const bytes = readFileSync(path);
    edit(bytes);
    writeFileSync(path, bytes);
  };
  const IN_FILE: [string, (path: string) => void][] = [
    ['an empty file', (path) => truncateSync(path, 0)],
    ['a head of zeros', (path) => change(path, (bytes) => bytes.fill(0, 0, 100))],
    ['half a file', (path) => truncateSync(path, Math.floor(statSync(path).size / 8192) * 4096)],
    ['a page of zeros', (path) => change(path, (bytes) => bytes.fill(0, 20 * 4096, 21 * 4096))],
    ['a page of garbage', (path) => change(path, (bytes) => bytes.fill('garbage', 20 * 4096, 21 * 4096))],
    ['an index that lacks a row', dropFromIndex],
    ['something else', (path) => writeFileSync(path, 'Beste collega, hierbij de cijfers.'.repeat(999))],
  ];
  const IN_WAL: [string, (path: string) => void][] = [
    ['a WAL of garbage', (path) => change(`${path}-wal`, (bytes) => bytes.fill('garbage'))],
    ['a WAL with garbage in it', (path) => change(`${path}-wal`, (bytes) => bytes.fill('garbage', 40, 400))],
  ];
  /** Rewrites the index as if it had only one of its rows: each page is sound, only together they are not. */
  function dropFromIndex(path: string) {
    const raw = new Sqlite(path);
    raw.unsafeMode();
    raw.exec('CREATE INDEX some ON papers (naam) WHERE 0');
    raw.exec(
      "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = 'CREATE INDEX some ON contracten (contractnummer)', tbl_name = 'contracten' WHERE name = 'some'",
    );
    raw.pragma('wal_checkpoint(TRUNCATE)');
    raw.close();
  }

  it.each([
    ...IN_FILE.map((each) => [...each, false] as const),
    ...IN_WAL.map((each) => [...each, true] as const),
  ])('%s is noticed, left as it is, and the newest good backup is named', async (_, damage, hasWal) => {
    const { path, backups, good } = await prepare();
    if (!hasWal) openFile(path).close();
    damage(path);
    const before = contentOf(path);
    expect(() => openFile(path, backups)).toThrow(/beschadigd.*Er is niets aan veranderd/);
    expect(() => openFile(path, backups)).toThrow(`backup terugzetten ${good}`);
    expect(contentOf(path)).toEqual(before);
  });

  it('without damage opens with all that was acknowledged', async () => {
    const { path, backups, revision } = await prepare();
    expect(getRevision(opened(path, backups))).toBe(revision);
  });

  it('a WAL that a power cut left unfinished is none', async () => {
    const { path, backups, revision } = await prepare();
    change(`${path}-wal`, (bytes) => bytes.fill(0, bytes.length - 4000));
    expect(getRevision(opened(path, backups))).toBe(Number(revision) - 1);
  });

  it('a database that is gone is no first start while there are backups of it', async () => {
    const { backups, good } = await prepare();
    const path = newPath();
    expect(() => openFile(path, backups)).toThrow(
      `maar zij is er geweest. De nieuwste goede reservekopie is ${good}`,
    );
    expect(existsSync(path)).toBe(false);
    expect(findGoodBackup(join(backups, 'nergens'))).toBe(undefined);
    opened(path, join(backups, 'nergens'));
  });
});

describe('two processes that start at once', () => {
  /** Opens each file that is named on standard input, writes to it and tells the version. */
  const SCRIPT = `
    import { createInterface } from 'node:readline';
    import { openFile } from './server/store/open-file.ts';
    for await (const line of createInterface({ input: process.stdin })) {
      const raw = openFile(line + '/data.sqlite', line + '/backups');
      raw.exec("INSERT INTO uitbetalingen (contract_id, period, at, naam) SELECT id, '2016-H1', 'x', 'y' FROM contracten");
      console.log(raw.pragma('user_version', { simple: true }));
    }`;
  const children: ChildProcess[] = [];
  const starters = [1, 2].map(() => {
    const child = spawn('node', ['--import', 'tsx', '--input-type=module', '-e', SCRIPT]);
    children.push(child);
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return async (folder: string) => {
      child.stdin.write(`${folder}\n`);
      const { value } = (await answers.next()) as { value?: string };
      return value ?? errors;
    };
  });

  it.each([
    ['a new file', 0],
    ['a file of the first version', 1],
  ])('20 times, on %s: one makes it what it must be, and both work', async (_, version) => {
    for (let time = 0; time < 20; time += 1) {
      const folder = newFolder();
      const path = join(folder, 'data.sqlite');
      if (version > 0) {
        const raw = new Sqlite(path);
        raw.exec(MIGRATIONS.slice(0, version).join(';'));
        raw.exec(`PRAGMA user_version = ${version}; INSERT INTO contracten VALUES (1, 'A', '{}', 'x', 0)`);
        raw.close();
      }
      const newest = String(MIGRATIONS.length);
      expect(await Promise.all(starters.map((startOn) => startOn(folder)))).toEqual([newest, newest]);
      expect(opened(path).prepare('SELECT count(*) FROM uitbetalingen').pluck().get()).toBe(version * 2);
      expect(listBackups(join(folder, 'backups'))).toHaveLength(version);
    }
  });

  afterAll(() => {
    for (const child of children) child.kill();
  });
});
