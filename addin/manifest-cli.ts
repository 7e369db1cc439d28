import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { DomainError } from '../shared/errors.ts';
import { manifestFor } from './manifest.ts';

/* npm run manifest -- --url https://flex.example.nl: prints the manifest for that address. */
const USAGE = 'Gebruik: npm run manifest -- --url https://flex.example.nl';

try {
  const { values } = parseArgs({ options: { url: { type: 'string' } } });
  if (values.url === undefined) throw new DomainError('invalid', USAGE);
  const development = await readFile(new URL('../manifest.xml', import.meta.url), 'utf8');
  process.stdout.write(manifestFor(values.url, development));
} catch (error) {
  if (error instanceof DomainError) process.stderr.write(`${error.message}\n`);
  else if (error instanceof TypeError && 'code' in error) process.stderr.write(`${USAGE}\n`);
  else throw error;
  process.exitCode = 1;
}
