import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { listRoutes } from '../../server/access/route.ts';
import { beginContract } from '../../server/contract-changes.ts';
import { readSettings } from '../../server/main.ts';
import type { BackupHealth } from '../../shared/api.ts';
import { createMetrics, type Metrics } from '../../server/metrics.ts';
import { createDrawer } from '../../server/reports/draw.ts';
import { openStore, type Store } from '../../server/store/store.ts';
import { createSyncer } from '../../server/sync/sync-thread.ts';
import { almereContract } from '../almere.ts';
import { bodyOf } from '../bench/rows.ts';
import { end, startServer } from './server-process.ts';
import { almereTables, CONTRACT, Testbed, Workbook } from './testbed.ts';

const folder = mkdtempSync(join(tmpdir(), 'flextensie-'));
let count = 0;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The app with every part measured, on a file. */
async function measured(): Promise<{
  bed: Testbed;
  metrics: Metrics;
  store: Store;
  backup: BackupHealth;
}> {
  const file = join(folder, `${(count += 1)}.sqlite`);
  const store = await openStore(file);
  const [drawer, syncer] = [createDrawer(), createSyncer(file)];
  closing.push(drawer.close, syncer.close, () => store.close());
  const backup: BackupHealth = { lastAt: null, ok: true };
  const measuring = { store, drawer, syncer, dataDir: folder, version: '1.2.3', backupHealth: () => backup };
  const metrics = createMetrics(measuring);
  return { bed: await Testbed.open(metrics.deps, metrics.deps.store), metrics, store, backup };
}

/** The value of a series as it stands in the text. */
const valueOf = (text: string, series: string): number =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.split(' ')[1],
  );
const seriesOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('flextensie_'))
    .map((line) => line.replace(/ \S+$/, ''));

describe('the metrics', () => {
  it('count requests by pattern, method and status, with those under way', async () => {
    const { bed, metrics } = await measured();
    for (const month of ['2016-04', '2016-05', '2016-13']) await bed.get(`maandrapporten/${month}`);
    const text = await metrics.registry.metrics();
    const path = 'route="/api/contracten/:contractnummer/maandrapporten/:document"';
    const requests = (status: number) =>
      valueOf(text, `flextensie_request_seconds_count{method="GET",${path},status="${status}"}`);
    expect([requests(200), requests(404)]).toEqual([2, 1]);
    expect(valueOf(text, 'flextensie_requests_running')).toBe(0);
    expect(valueOf(text, 'flextensie_info{version="1.2.3"}')).toBe(1);
  });

  it('measure PDFs and long syncs, and how many wait', async () => {
    const { bed, metrics } = await measured();
    const body = bodyOf(almereTables());
    const syncing = bed.post('sync', body);
    const drawn = [1, 2, 3].map(() => bed.get('maandrapporten/2016-05.pdf'));
    await expect
      .poll(async () => {
        const text = await metrics.registry.metrics();
        return valueOf(text, 'flextensie_pdf_running') + valueOf(text, 'flextensie_pdf_waiting');
      })
      .toBe(3);
    expect((await syncing).status).toBe(200);
    for (const { status } of await Promise.all(drawn)) expect(status).toBe(200);
    const text = await metrics.registry.metrics();
    expect(valueOf(text, 'flextensie_pdf_seconds_count{paper="maandrapport"}')).toBe(3);
    expect(valueOf(text, 'flextensie_pdf_running')).toBe(0);
    expect(valueOf(text, 'flextensie_sync_seconds_count')).toBe(1);
    expect(valueOf(text, 'flextensie_sync_bytes_sum')).toBe(body.length);
  });

  it('count PDFs that were not made, by why', async () => {
    const store = await openStore(join(folder, `${(count += 1)}.sqlite`));
    const [drawer, syncer] = [createDrawer({ waiting: 0 }), createSyncer('nowhere')];
    closing.push(drawer.close, syncer.close, () => store.close());
    const metrics = createMetrics({ store, drawer, syncer, dataDir: folder, version: '1' });
    await expect(metrics.deps.draw('maandrapport', {})).rejects.toThrow("te veel pdf's");
    expect(
      valueOf(await metrics.registry.metrics(), 'flextensie_pdf_failures_total{reason="unavailable"}'),
    ).toBe(1);
  });

  it('measure each transaction once, its wait apart, and what could not be stored', async () => {
    const { metrics, store } = await measured();
    const transaction = <T>(work: () => Promise<T>) => metrics.deps.store.transaction(work);
    const before = valueOf(await metrics.registry.metrics(), 'flextensie_transaction_seconds_count');
    const held = store.transaction(() => new Promise((resolve) => setTimeout(resolve, 200)));
    await transaction(() => transaction(() => Promise.resolve()));
    await held;
    const full = Object.assign(new Error(), { code: 'SQLITE_FULL' });
    await expect(transaction(() => Promise.reject(full))).rejects.toBe(full);
    const text = await metrics.registry.metrics();
    expect(valueOf(text, 'flextensie_transaction_seconds_count') - before).toBe(2);
    expect(valueOf(text, 'flextensie_transaction_wait_seconds_sum')).toBeGreaterThan(0.15);
    expect(valueOf(text, 'flextensie_store_failures_total{reason="full"}')).toBe(1);
    expect(valueOf(text, 'flextensie_store_failures_total{reason="busy"}')).toBe(0);
  });

  it('tell how large the database is, what is free, and when the newest backup was made', async () => {
    const { metrics, backup } = await measured();
    const read = async (name: string) => valueOf(await metrics.registry.metrics(), `flextensie_${name}`);
    for (const name of ['database_bytes', 'wal_bytes', 'disk_free_bytes'])
      expect(await read(name)).toBeGreaterThan(0);
    expect(await read('backup_timestamp_seconds')).toBe(0);
    backup.lastAt = '2026-11-23T10:00:00.000Z';
    expect(await read('backup_timestamp_seconds')).toBe(Date.parse('2026-11-23T10:00:00Z') / 1000);
  });

  it('hold no name, number or value of what is stored, refused or asked for', async () => {
    const { bed, metrics } = await measured();
    const workbook = new Workbook(bed);
    workbook.tables = almereTables();
    expect((await workbook.sync()).status).toBe(200);
    workbook.tables.kandidaten.push(['K999', 'Onbekende Naam', 'geen dag', null, true, null]);
    expect((await workbook.send()).status).toBe(422);
    for (const path of ['inzage/K001', 'klantspecificaties/2016-05/KL01', 'bevestigingen/PL001/kandidaat'])
      await bed.get(path);
    await bed.request('GET', `/api/contracten/${CONTRACT}/inzage/Jansen?naam=Jansen`, 'flex_geheim');
    const told = await metrics.registry.metrics();
    const personal = new Set(
      [
        ...Object.values(almereTables()).flat(2),
        CONTRACT,
        'Almere',
        'Anna',
        'Jansen',
        'Onbekende Naam',
        'geheim',
      ]
        .filter((value): value is string => typeof value === 'string' && /[A-Za-z]/.test(value))
        .filter((value) => value.length > 1),
    );
    expect(personal.size).toBeGreaterThan(100);
    expect([...personal].filter((value) => told.includes(value))).toEqual([]);
  });

  it('are as many series however many contracts there are, and whatever path is made up', async () => {
    const { bed, metrics } = await measured();
    const everywhere = async (contractnummer: string) => {
      for (const path of ['', '/maandrapporten/2016-05', '/onbestaand', '/inzage/K1'])
        await bed.request('GET', `/api/contracten/${contractnummer}${path}`, bed.writer);
      await bed.request('GET', `/${contractnummer}`, '');
      await bed.request('PUT', `/assets/${contractnummer}.js`, '');
      await bed.request('PROPFIND', `/${contractnummer}/x`, '');
    };
    await everywhere(CONTRACT);
    await everywhere('BESTAAT-NIET');
    const before = seriesOf(await metrics.registry.metrics());
    for (let i = 0; i < 30; i += 1) {
      await beginContract(bed.store, bed.by, { ...almereContract(), contractnummer: `NIEUW-${i}` });
      await everywhere(`NIEUW-${i}`);
    }
    expect(seriesOf(await metrics.registry.metrics())).toEqual(before);
    expect(
      before.filter((line) => line.includes('_count{method="geen",route="geen",status="404"}')),
    ).toHaveLength(1);
    const known = new Set(['geen', ...listRoutes(bed.app).map(({ path }) => path)]);
    for (const [, route = ''] of before.join('\n').matchAll(/route="([^"]*)"/g))
      expect(known).toContain(route);
  });
});

describe('the port of the metrics', () => {
  it('is another one than that of the server, on this machine only, and absent without METRICS_PORT', async () => {
    const DATA_DIR = join(folder, 'server');
    const { child, output, url } = await startServer({ DATA_DIR, METRICS_PORT: '0' });
    try {
      const [, told = ''] = /metingen staan op (\S+)/.exec(output()) ?? [];
      expect(told).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
      await fetch(`${url}/gezond`);
      const answer = await fetch(told);
      expect(answer.headers.get('Content-Type')).toContain('text/plain; version=0.0.4');
      const text = await answer.text();
      expect(
        valueOf(text, 'flextensie_request_seconds_count{method="GET",route="/gezond",status="200"}'),
      ).toBe(1);
      expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
      expect((await fetch(`${url}/metrics`)).status).toBe(404);
      expect((await fetch(told.replace('/metrics', '/gezond'))).status).toBe(404);
    } finally {
      expect(await end(child, 'SIGTERM')).toBe(0);
    }
    const without = await startServer({ DATA_DIR });
    expect(without.output()).not.toContain('metingen');
    expect(await end(without.child, 'SIGTERM')).toBe(0);
  });

  it('must be one', () => {
    expect(() => readSettings({ METRICS_PORT: 'x' })).toThrow('METRICS_PORT is geen poortnummer.');
    expect(readSettings({}).metrics).toBeUndefined();
    expect(readSettings({ METRICS_PORT: '9464' }).metrics).toEqual({ port: 9464, host: '127.0.0.1' });
  });
});
