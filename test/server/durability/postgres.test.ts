import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { makeScratchDatabase } from '../postgres/scratch.ts';
import { end, startServer } from '../server-process.ts';
import { newFolder } from './folders.ts';

it('on PostgreSQL no backup is made here: the server and its commands say so', async () => {
  const env = { DATABASE_URL: await makeScratchDatabase(), DATA_DIR: newFolder(), BACKUP_DIR: newFolder() };
  const { child, output, url } = await startServer(env);
  expect(output()).toContain('Daarvan maakt deze server geen reservekopieën: BACKUP_DIR doet nu niets.');
  expect(await (await fetch(`${url}/gezond`)).json()).not.toHaveProperty('backup');
  expect(await end(child, 'SIGTERM')).toBe(0);
  const command = ['--import', 'tsx', 'server/beheer/main.ts', 'backup', 'maken', 'kopie.sqlite'];
  await expect(
    promisify(execFile)('node', command, { env: { ...process.env, ...env } }),
  ).rejects.toMatchObject({ stderr: expect.stringContaining('Maak de reservekopie daar') as string });
}, 120_000);
