import Sqlite, { type Database } from 'better-sqlite3';
import { MIGRATIONS } from '../../../server/store/schema.ts';

/** The statements of a migration, in order. */
export const statementsOf = (migration: string): string[] =>
  migration
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');

/** All up to version `to`, with a statement of ours before statement `at` of the last one. */
export const plant = (to: number, at: number, planted: string): string[] => {
  const last = statementsOf(MIGRATIONS[to - 1] ?? '');
  return [...MIGRATIONS.slice(0, to - 1), [...last.slice(0, at), planted, ...last.slice(at)].join(';\n')];
};

/** What a file of each version held, by the version that brought the tables. */
const ROWS: Record<number, string> = {
  1: `
    INSERT INTO contracten VALUES (7, 'ALM-2015-01', '{"gemeente":"Almere"}', 'aaaa', 2), (8, 'UTR-2016-01', '{}', 'bbbb', 0);
    INSERT INTO revisions VALUES (7, 1, '2016-02-01T08:00:00.000Z', 1, 'Anna'), (7, 2, '2016-03-01T08:00:00.000Z', NULL, 'Anna');
    INSERT INTO kandidaten VALUES (7, 'K1', 'Zoë ‘t Hart', '2016-01-04', NULL, 1, NULL, 1, 2), (7, 'K1', NULL, '2016-01-05', '2014-05-01', 0, '2016-09-01', 2, NULL);
    INSERT INTO klanten VALUES (7, 'KL1', 'Bakker', NULL, 1, NULL);
    INSERT INTO plaatsingen VALUES (7, 'P1', 'K1', 'KL1', '2016-02-01', NULL, 1200, 1175, NULL, NULL, 1, NULL);
    INSERT INTO uren WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
      SELECT 7, 'P1', date('2016-02-01', i || ' days'), i, NULL, NULL, 1, NULL FROM n;
    INSERT INTO afrekeningen VALUES (7, '2016-H1', 'AFR-2016-H1', 2, '2016-07-01T08:00:00.000Z', 'Anna', '{"saldo":"1.00"}', x'255044462d00ff');
    INSERT INTO tokens VALUES (1, 'Anna', x'01', '2016-01-01T08:00:00.000Z', NULL, NULL), (2, 'Rob', x'02', '2016-01-01T08:00:00.000Z', '2016-02-01T08:00:00.000Z', '2016-03-01T08:00:00.000Z');
    INSERT INTO token_rights VALUES (1, 7, 'lezen,schrijven'), (2, NULL, 'beheer');`,
  2: `
    INSERT INTO papers VALUES (7, 'factuur', '2016-0001', 2, '2016-07-02T08:00:00.000Z', 'Anna', '{}', x'00');
    INSERT INTO uitbetalingen VALUES (1, 7, '2016-H1', 'G-1', '2016-07-20', '2016-07-21T08:00:00.000Z', 'Anna');
    INSERT INTO akkoorden VALUES (1, 7, 'P1', '2016-12-31', 'Wethouder', 'mail', '2016-05-01T08:00:00.000Z', 'Anna');`,
};

/** Makes a file as a version left it, with rows in every table that it had. */
export function writeVersion(path: string, version: number): void {
  const raw = new Sqlite(path);
  raw.pragma('journal_mode = WAL');
  for (let to = 1; to <= version; to += 1) raw.exec(`${MIGRATIONS[to - 1] ?? ''};${ROWS[to] ?? ''}`);
  raw.pragma(`user_version = ${version}`);
  raw.close();
}

/** Everything in the database but what a migration draws by lot or takes from the clock. */
export function dump(raw: Database): unknown {
  const tables = raw
    .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .all() as { name: string; sql: string }[];
  return [
    raw.pragma('user_version', { simple: true }),
    ...tables.map(({ name, sql }) => [
      name,
      sql,
      (raw.prepare(`SELECT * FROM "${name}" ORDER BY 1, 2, 3`).all() as Record<string, unknown>[]).map(
        ({ salt, expires_at: expires, ...row }) => ({
          ...row,
          salt: salt === undefined ? undefined : (salt as Buffer).length,
          expires: typeof expires,
        }),
      ),
    ]),
  ];
}
