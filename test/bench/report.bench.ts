import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { addDays, addMonths } from '../../shared/calendar.ts';
import { openSqlite, type SqliteStore } from '../../server/store/sqlite.ts';
import { Testbed } from '../server/testbed.ts';
import { median } from './rows.ts';

const KANDIDATEN = 500;
const PLAATSINGEN = 2_000;
const DAYS = 500;
const MONTH = '2016-05';

const folder = mkdtempSync(join(tmpdir(), 'flextensie-bench-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A million rows of hours: 2,000 plaatsingen of 500 kandidaten, 500 days each, a third of them in the first year. */
function fill({ raw }: SqliteStore): void {
  const number = (n: number) => String(n).padStart(5, '0');
  const kandidaat = raw.prepare(
    `INSERT INTO kandidaten (contract_id, kandidaatnummer, naam, aanmelddatum, matchbaar, from_revision) VALUES (1, ?, 'Kandidaat', '2015-12-01', 1, 1)`,
  );
  const plaatsing = raw.prepare(
    `INSERT INTO plaatsingen (contract_id, plaatsingnummer, kandidaatnummer, klantnummer, startdatum, einddatum, urenPerWeek, from_revision) VALUES (1, ?, ?, 'KL1', ?, ?, 1200, 1)`,
  );
  const uren = raw.prepare(
    `INSERT INTO uren (contract_id, plaatsingnummer, datum, uren, reiskosten, reiskostenBetaaldOp, from_revision) VALUES (1, ?, ?, 850, ?, ?, 1)`,
  );
  raw.transaction(() => {
    raw.exec(
      `INSERT INTO klanten (contract_id, klantnummer, naam, from_revision) VALUES (1, 'KL1', 'Klant', 1)`,
    );
    for (let i = 0; i < KANDIDATEN; i += 1) kandidaat.run(`K${number(i)}`);
    for (let i = 0; i < PLAATSINGEN; i += 1) {
      const start = addMonths('2016-01-01', (i % 4) * 9);
      plaatsing.run(`PL${number(i)}`, `K${number(i % KANDIDATEN)}`, start, addDays(start, DAYS - 1));
      for (let day = 0; day < DAYS; day += 1) {
        const paid = day % 5 === 0 ? addDays(start, day + 20) : null;
        uren.run(`PL${number(i)}`, addDays(start, day), paid && 400, paid);
      }
    }
    raw.exec(`UPDATE contracten SET revision = 1`);
  })();
  raw.exec('ANALYZE');
}

/** The statements of the report, by hand. */
function bare({ raw }: SqliteStore): () => number {
  const current = `contract_id = 1 AND to_revision IS NULL`;
  const statements = [
    `SELECT kandidaatnummer, naam, aanmelddatum, uitkeringSinds, matchbaar, uitstroomdatum FROM kandidaten WHERE ${current}`,
    `SELECT klantnummer, naam, plaats FROM klanten WHERE ${current}`,
    `SELECT plaatsingnummer, kandidaatnummer, klantnummer, startdatum, einddatum, urenPerWeek, uurtarief, verlengdTot, verlengingAkkoordOp FROM plaatsingen WHERE ${current}`,
    `SELECT plaatsingnummer, substr(datum, 1, 7) AS month, sum(uren) AS uren FROM uren WHERE ${current} AND datum BETWEEN '${MONTH}-01' AND '${MONTH}-31' GROUP BY 1, 2`,
    `SELECT plaatsingnummer, substr(reiskostenBetaaldOp, 1, 7) AS month, sum(reiskosten) AS reiskosten FROM uren WHERE ${current} AND reiskosten IS NOT NULL AND reiskostenBetaaldOp BETWEEN '${MONTH}-01' AND '${MONTH}-31' GROUP BY 1, 2`,
    `SELECT plaatsingnummer, substr(datum, 1, 7) AS month, sum(reiskosten) AS reiskosten FROM uren WHERE ${current} AND reiskosten > 0 AND reiskostenBetaaldOp IS NULL AND datum <= '${MONTH}-31' GROUP BY 1, 2`,
  ].map((text) => raw.prepare(text));
  return () => statements.reduce((rows, statement) => rows + statement.all().length, 0);
}

async function time(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

describe('a month’s report over a million rows of hours', () => {
  it('costs at most 1.5 times its bare SQL', async () => {
    const store = openSqlite(join(folder, 'million.sqlite'));
    const bed = await Testbed.open({}, store);
    fill(store);
    const sql = bare(store);
    const report = async () => {
      const { status, body } = await bed.get<{ plaatsingen: number }>(`maandrapporten/${MONTH}`);
      expect([status, body.plaatsingen]).toEqual([200, PLAATSINGEN / 4]);
    };
    const rounds: { sql: number; report: number }[] = [];
    for (let round = 0; round < 25; round += 1)
      rounds.push({ sql: await time(sql), report: await time(report) });
    const measured = rounds.slice(5);
    const ratio = median(measured.map((round) => round.report / round.sql));
    console.log(
      `a month of a million rows: ${ratio.toFixed(2)} × its bare SQL (${median(measured.map((round) => round.sql)).toFixed(1)} ms)`,
    );
    await store.close();
    expect(ratio).toBeLessThanOrEqual(1.5);
  });
});
