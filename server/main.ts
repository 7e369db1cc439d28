import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { serve, type ServerType } from '@hono/node-server';
import { RIGHTS } from '../shared/api.ts';
import { explainStart } from './explain-start.ts';
import { byCommand, SERVER_CHAIN } from './access/audit.ts';
import { createFailures } from './access/limits.ts';
import { createOidc, type OidcSettings, readOidc } from './access/oidc.ts';
import { countTokens, makeToken } from './access/tokens.ts';
import packageJson from '../package.json' with { type: 'json' };
import { addressOf, readPort } from './address.ts';
import { createApp } from './app.ts';
import { type Backups, type BackupSettings, createBackups, NOT_OURS, readBackupSettings } from './backups.ts';
import { readDatabaseUrl } from './database-url.ts';
import { lockFolder } from './lock.ts';
import { createLog, outliveOutput } from './log.ts';
import { createMetrics } from './metrics.ts';
import { type MetricsSettings, readMetricsSettings, serveMetrics } from './metrics-listener.ts';
import { readStopWait } from './ready.ts';
import { createDrawer } from './reports/draw.ts';
import { createStopping, type Fetch } from './stopping.ts';
import { openStore, type Store, transaction } from './store/store.ts';
import { createSyncer } from './sync/sync-thread.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

export interface Settings {
  port: number;
  host: string;
  dataDir: string;
  /** Of a PostgreSQL that several servers may share; absent: a file in `dataDir`, of one server. */
  databaseUrl?: string | undefined;
  publicUrl?: string | undefined;
  tls?: { cert: string; key: string } | undefined;
  /** Addresses of proxies beside this machine's own; absent: there is none. */
  proxies?: readonly string[] | undefined;
  oidc?: OidcSettings | undefined;
  /** Where the metrics are; absent: nowhere. */
  metrics?: MetricsSettings | undefined;
  /** Seconds in which a server that stops still takes requests. */
  stopWait?: number;
  /** Absent: no backups by schedule. */
  backups?: BackupSettings | undefined;
}

/** The settings of SPEC §8 from the environment; throws a Dutch sentence where they cannot work together. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const { HOST: host = '127.0.0.1', DATA_DIR: dataDir = 'data', PUBLIC_URL, TLS_CERT, TLS_KEY } = env;
  const databaseUrl = readDatabaseUrl(env);
  const port = readPort('PORT', env['PORT'] ?? '3000');
  if ((TLS_CERT === undefined) !== (TLS_KEY === undefined))
    throw new Error('Geef TLS_CERT en TLS_KEY samen, of geen van beide.');
  const tls = TLS_CERT !== undefined && TLS_KEY !== undefined ? { cert: TLS_CERT, key: TLS_KEY } : undefined;
  const loopback = ['127.0.0.1', '::1', 'localhost'].includes(host);
  if (!loopback && !tls && !PUBLIC_URL?.startsWith('https://'))
    throw new Error(
      `Op ${host} is de server van buiten bereikbaar. Geef TLS_CERT en TLS_KEY, of PUBLIC_URL met het https-adres van een vertrouwde proxy.`,
    );
  if (
    PUBLIC_URL !== undefined &&
    !/^https:\/\/|^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/.test(PUBLIC_URL)
  )
    throw new Error('PUBLIC_URL begint met https://. Alleen op deze computer zelf mag het http zijn.');
  const proxies =
    PUBLIC_URL !== undefined && !tls
      ? (env['TRUSTED_PROXY'] ?? '')
          .split(',')
          .map((one) => one.trim())
          .filter((one) => one !== '')
      : undefined;
  return {
    port,
    host,
    dataDir,
    publicUrl: PUBLIC_URL?.replace(/\/+$/, ''),
    tls,
    proxies,
    oidc: readOidc(env),
    metrics: readMetricsSettings(env),
    stopWait: readStopWait(env),
    backups: readBackupSettings(env, dataDir),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  };
}

export interface Running {
  /** Where it listens. */
  url: string;
  /** Where the metrics are, if anywhere. */
  metricsUrl?: string | undefined;
  store: Store;
  /** Lets requests in flight finish, then closes everything. */
  close: () => Promise<void>;
}

/** Starts the server: the only place that knows all its parts. */
export async function start(settings: Settings): Promise<Running> {
  mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 });
  const log = createLog();
  const { store, location, backups, unlock } = await openSettings(settings, log);
  const drawer = createDrawer();
  const syncer = createSyncer(location);
  const { dataDir, publicUrl } = settings;
  const { version } = packageJson;
  const metrics =
    settings.metrics &&
    createMetrics({ store, drawer, syncer, dataDir, version, backupHealth: backups?.health });
  const stopping = createStopping(syncer.finish);
  const app = createApp({
    store,
    now: () => new Date(),
    draw: drawer.draw,
    syncApart: syncer.sync,
    version,
    isStopping: stopping.isStopping,
    addinDir: join(root, 'dist/addin'),
    officeDir: join(root, 'node_modules/@microsoft/office-js/dist'),
    log,
    failures: createFailures(),
    isHttps: settings.tls !== undefined || (publicUrl?.startsWith('https://') ?? false),
    ...(settings.oidc
      ? { oidc: createOidc(settings.oidc, () => new Date()), workAccounts: settings.oidc }
      : {}),
    ...(backups ? { backupHealth: backups.health } : {}),
    ...(settings.proxies ? { proxies: settings.proxies } : {}),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...metrics?.deps,
  });
  const measuring = metrics && settings.metrics && (await serveMetrics(metrics.registry, settings.metrics));
  const server = await listen(stopping.around(app.fetch), settings, PATIENCE);
  const { port } = server.address() as AddressInfo;
  return {
    url: addressOf(settings.tls ? 'https' : 'http', settings.host, port),
    metricsUrl: measuring?.url,
    store,
    close: async () => {
      await stopping.stop(server, settings.stopWait ?? 0);
      await backups?.close();
      await drawer.close();
      await syncer.close();
      await store.close();
      await measuring?.close();
      unlock();
    },
  };
}

interface Opened {
  store: Store;
  location: string;
  backups?: Backups | undefined;
  unlock: () => void;
}

/** The database in PostgreSQL, or a file that no other server may open. */
async function openSettings({ databaseUrl, dataDir, backups }: Settings, log: Logger): Promise<Opened> {
  if (databaseUrl !== undefined)
    return { store: await openStore(databaseUrl), location: databaseUrl, unlock: () => undefined };
  const unlock = lockFolder(join(dataDir, 'server.lock'));
  const file = join(dataDir, 'flextensie.sqlite');
  const store = await openStore(file, { backups: backups?.folder });
  chmodSync(file, 0o600);
  const isScheduled = backups !== undefined && backups.every > 0;
  return {
    store,
    location: file,
    backups: isScheduled ? createBackups(file, backups, { now: () => new Date(), log }) : undefined,
    unlock,
  };
}

/** How long a client may take over the head of a request, and over all of it, in milliseconds. */
interface Patience {
  head: number;
  request: number;
}

/** A workbook of 32 MB gets through in two minutes over the slowest line. */
const PATIENCE: Patience = { head: 10_000, request: 120_000 };

/** Serves until it is closed; who is slower than `patience` is cut off. */
export function listen(
  fetch: Fetch,
  { port, host, tls }: Pick<Settings, 'port' | 'host' | 'tls'>,
  { head, request }: Patience,
): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const options = { fetch, port, hostname: host };
    const limits = {
      headersTimeout: head,
      requestTimeout: request,
      connectionsCheckingInterval: head / 4,
    };
    const server = tls
      ? serve(
          {
            ...options,
            createServer,
            serverOptions: { cert: readFileSync(tls.cert), key: readFileSync(tls.key), ...limits },
          },
          () => resolve(server),
        )
      : serve({ ...options, serverOptions: limits }, () => resolve(server));
    server.on('error', reject);
  });
}

/** On the first start: an administrator token, printed and kept in the data folder for whoever may read that. */
async function makeFirstToken(store: Store, dataDir: string): Promise<void> {
  const token = await transaction(store, async () => {
    // Of servers that start beside each other only one makes it.
    await store.lock(SERVER_CHAIN);
    if ((await countTokens(store)) > 0) return undefined;
    const by = byCommand('eerste start', new Date());
    return (await makeToken(store, by, { naam: 'Beheerder', contractIds: null, rights: RIGHTS })).token;
  });
  if (token === undefined) return;
  const file = join(dataDir, 'eerste-token.txt');
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
  console.log(
    `Eerste start. Dit is het token van de beheerder; het staat ook in ${file}. Bewaar het goed.\n${token}`,
  );
}

/**
 * Stops gracefully on SIGINT and SIGTERM, and when the npm that started us is gone: npm passes a signal to a shell in
 * between, which ends without passing it on.
 */
export function stopOnSignal({ close }: Running): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void close().then(() => process.exit());
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  const parent = process.ppid;
  if (process.env['npm_lifecycle_event'] !== undefined)
    setInterval(() => {
      if (process.ppid !== parent) stop();
    }, 500).unref();
}

async function main(): Promise<void> {
  outliveOutput();
  const settings = readSettings(process.env);
  const running = await start(settings);
  stopOnSignal(running);
  await makeFirstToken(running.store, settings.dataDir);
  if (!existsSync(join(root, 'dist/addin/taskpane.html')))
    console.log('De invoegtoepassing is nog niet gebouwd. Draai eenmalig: npm run build');
  if (running.metricsUrl !== undefined) console.log(`De metingen staan op ${running.metricsUrl}`);
  if (settings.databaseUrl !== undefined && process.env['BACKUP_DIR'] !== undefined) console.log(NOT_OURS);
  console.log(`De server luistert op ${running.url}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  main().catch((error: unknown) => {
    console.error(explainStart(error));
    process.exit(1);
  });
