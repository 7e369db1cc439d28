import { AsyncLocalStorage } from 'node:async_hooks';
import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { MiddlewareHandler } from 'hono';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { DomainError } from '../shared/errors.ts';
import { isBusy, isFull } from './store/sqlite-codes.ts';
import { findRoute } from './access/route.ts';
import type { BackupHealth } from '../shared/api.ts';
import type { Deps, Env } from './env.ts';
import type { Drawer } from './reports/draw.ts';
import { isSqlite } from './store/sqlite.ts';
import type { Store } from './store/store.ts';
import type { Syncer } from './sync/sync-thread.ts';
import type { Load } from './threads/threads.ts';

export interface Measured {
  store: Store;
  drawer: Drawer;
  syncer: Syncer;
  dataDir: string;
  version: string;
  /** Absent: this server makes no backups. */
  backupHealth?: (() => BackupHealth) | undefined;
}

export interface Metrics {
  registry: Registry;
  /** The same parts, measured, and the watcher of requests. */
  deps: Required<Pick<Deps, 'observe' | 'store' | 'draw' | 'syncApart'>>;
}

const BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120];
const MEGABYTE = 1024 * 1024;

/**
 * Figures for Prometheus. A label is a word of the program, such as the pattern of a route; never a path, a number or a
 * name that someone sent, so that nothing tells of anyone and there are as many series however much is stored.
 */
export function createMetrics({ store, drawer, syncer, dataDir, version, backupHealth }: Measured): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const file = isSqlite(store) ? store.raw.name : undefined;
  gaugeOf(registry, 'info', 'De versie van het programma', ['version']).set({ version }, 1);
  measureDisk(registry, dataDir, file);
  measureThreads(registry, 'pdf', "pdf's", drawer.load);
  measureThreads(registry, 'sync', 'lange synchronisaties', syncer.load);
  if (backupHealth)
    gaugeOf(
      registry,
      'backup_timestamp_seconds',
      'Moment van de nieuwste reservekopie, in seconden sinds 1970; 0 is geen',
      [],
      (gauge) => gauge.set(Date.parse(backupHealth().lastAt ?? new Date(0).toISOString()) / 1000),
    );
  return {
    registry,
    deps: {
      observe: observeRequests(registry),
      store: measureStore(registry, store),
      draw: measureDrawing(registry, drawer),
      syncApart: measureSyncs(registry, syncer),
    },
  };
}

function observeRequests(registry: Registry): MiddlewareHandler<Env> {
  const took = secondsOf(registry, 'request_seconds', 'Duur van verzoeken', ['method', 'route', 'status']);
  const running = gaugeOf(registry, 'requests_running', 'Verzoeken die nu lopen');
  return async (c, next) => {
    // What the server asks of itself is part of the request around it.
    if (c.env?.unlogged) return next();
    const began = performance.now();
    running.inc();
    try {
      await next();
    } finally {
      running.dec();
      const { method, path } = findRoute(c) ?? { method: 'geen', path: 'geen' };
      took.observe({ method, route: path, status: c.res.status }, secondsSince(began));
    }
  };
}

/** Of the server's own thread: what a long sync does in its own is told by the sync. */
function measureStore(registry: Registry, store: Store): Store {
  const took = secondsOf(registry, 'transaction_seconds', 'Duur van transacties, met het wachten');
  const waited = secondsOf(registry, 'transaction_wait_seconds', 'Wachten van transacties op hun beurt');
  const retries = counterOf(registry, 'transaction_retries_total', 'Transacties die opnieuw moesten');
  const failures = counterOf(registry, 'store_failures_total', 'Opslaan dat niet lukte', ['reason']);
  for (const reason of ['busy', 'full']) failures.inc({ reason }, 0);
  const inside = new AsyncLocalStorage<true>();

  const transaction = async <T>(work: () => Promise<T>): Promise<T> => {
    if (inside.getStore()) return store.transaction(work);
    const began = performance.now();
    let attempts = 0;
    try {
      return await store.transaction(() => {
        attempts += 1;
        if (attempts === 1) waited.observe(secondsSince(began));
        else retries.inc();
        return inside.run(true, work);
      });
    } catch (error) {
      const reason = reasonOf(error);
      if (reason !== undefined) failures.inc({ reason });
      throw error;
    } finally {
      took.observe(secondsSince(began));
    }
  };
  return { ...store, transaction };
}

function reasonOf(error: unknown): 'busy' | 'full' | undefined {
  const code = String((error as { code?: unknown }).code);
  if (isFull(error)) return 'full';
  return isBusy(error) || code === 'unavailable' ? 'busy' : undefined;
}

function measureDrawing(registry: Registry, drawer: Drawer): Deps['draw'] {
  const took = secondsOf(registry, 'pdf_seconds', "Duur van pdf's, met het wachten", ['paper']);
  const failures = counterOf(registry, 'pdf_failures_total', "Pdf's die niet zijn gemaakt", ['reason']);
  return async (name, data) => {
    const stop = took.startTimer({ paper: name });
    try {
      return await drawer.draw(name, data);
    } catch (error) {
      failures.inc({ reason: error instanceof DomainError ? error.code : 'bug' });
      throw error;
    } finally {
      stop();
    }
  };
}

function measureSyncs(registry: Registry, syncer: Syncer): Syncer['sync'] {
  const took = secondsOf(registry, 'sync_seconds', 'Duur van lange synchronisaties, met het wachten');
  const sizes = new Histogram({
    name: 'flextensie_sync_bytes',
    help: 'Wat een lange synchronisatie stuurt, uitgepakt',
    buckets: [0.125, 0.5, 1, 4, 16, 32].map((size) => size * MEGABYTE),
    registers: [registry],
  });
  return async (syncing, bytes) => {
    sizes.observe(bytes.byteLength);
    const stop = took.startTimer();
    try {
      return await syncer.sync(syncing, bytes);
    } finally {
      stop();
    }
  };
}

function measureThreads(registry: Registry, name: string, words: string, load: () => Load): void {
  gaugeOf(registry, `${name}_waiting`, `Hoeveel ${words} wachten`, [], (gauge) => gauge.set(load().waiting));
  gaugeOf(registry, `${name}_running`, `Hoeveel ${words} nu lopen`, [], (gauge) => gauge.set(load().running));
}

function measureDisk(registry: Registry, dataDir: string, file: string | undefined): void {
  gaugeOf(registry, 'disk_free_bytes', 'Vrije ruimte in DATA_DIR', [], async (gauge) => {
    const { bavail, bsize } = await statfs(dataDir);
    gauge.set(bavail * bsize);
  });
  if (file === undefined) return;
  const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  gaugeOf(registry, 'database_bytes', 'Grootte van de database', [], (gauge) => gauge.set(sizeOf(file)));
  gaugeOf(registry, 'wal_bytes', 'Grootte van het logbestand (WAL) ernaast', [], (gauge) =>
    gauge.set(sizeOf(`${file}-wal`)),
  );
}

const secondsSince = (began: number): number => (performance.now() - began) / 1000;

const secondsOf = <Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: Label[] = [],
) => new Histogram({ name: `flextensie_${name}`, help, labelNames, buckets: BUCKETS, registers: [registry] });

const counterOf = <Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: Label[] = [],
) => new Counter({ name: `flextensie_${name}`, help, labelNames, registers: [registry] });

/** `collect` is called when the figures are asked for. */
const gaugeOf = <Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: Label[] = [],
  collect?: (gauge: Gauge<Label>) => void | Promise<void>,
) => {
  const gauge: Gauge<Label> = new Gauge({
    name: `flextensie_${name}`,
    help,
    labelNames,
    registers: [registry],
    ...(collect && { collect: () => collect(gauge) }),
  });
  return gauge;
};
