import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Builds the add-in once, as for users and not as vitest's own environment would have it: the tests of pane, manifest and
 * server look at what is really served. NO_BUILD=1 leaves it.
 */
export default function setup(): void {
  if (process.env['NO_BUILD'] || !existsSync('vite.config.ts')) return;
  execFileSync('npm', ['run', 'build', '--silent'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
}
