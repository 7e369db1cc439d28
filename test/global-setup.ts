import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopCluster } from './server/postgres/cluster.ts';

/**
 * Builds the add-in once, as for users and not as vitest's own environment would have it: the tests of pane, manifest and
 * server look at what is really served. NO_BUILD=1 leaves it.
 * Names the folder of the PostgreSQL that the first test which needs one starts, and ends it.
 */
export default function setup(): () => Promise<void> {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'flextensie-pg-'));
  chmodSync(folder, 0o755);
  process.env['POSTGRES_FOLDER'] = folder;
  if (!process.env['NO_BUILD'] && existsSync('vite.config.ts'))
    execFileSync('npm', ['run', 'build', '--silent'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
  return async () => {
    await stopCluster(folder);
    rmSync(folder, { recursive: true });
  };
}
