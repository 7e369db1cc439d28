import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { explainStart } from '../explain-start.ts';
import { byCommand, record, SERVER_CHAIN } from '../access/audit.ts';
import { DomainError } from '../../shared/errors.ts';
import { openStore, transaction } from '../store/store.ts';
import { readBackupSettings } from '../backups.ts';
import { readDatabaseUrl } from '../database-url.ts';
import { ACCESS_COMMANDS } from './access-commands.ts';
import { backupCommands } from './backup-commands.ts';
import { CONTRACT_COMMANDS } from './contract-commands.ts';
import { importRecords } from './import.ts';
import { move } from './move-command.ts';
import { OVERDRACHT_COMMANDS } from './overdracht-commands.ts';
import { type Command, need, USAGE } from './words.ts';

const dataDir = process.env['DATA_DIR'] ?? 'data';
const databaseFile = join(dataDir, 'flextensie.sqlite');
const backups = backupCommands(dataDir, databaseFile);

const COMMANDS: Record<string, Command> = {
  ...CONTRACT_COMMANDS,
  ...ACCESS_COMMANDS,
  ...OVERDRACHT_COMMANDS,
  importeer: async (store, by, [nummer, folder]) => {
    const counts = await importRecords(store, need(nummer, 'CONTRACT'), need(folder, 'MAP'), by);
    console.log(
      `Nieuw of gewijzigd: ${counts.map(({ table, count }) => `${count} ${count === 1 ? table.singular : table.plural}`).join(', ')}.`,
    );
  },
  ...backups.commands,
};

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      naam: { type: 'string' },
      contract: { type: 'string', multiple: true },
      rechten: { type: 'string' },
      'geldig-tot': { type: 'string' },
    },
  });
  const [first = '', second = ''] = positionals;
  const name = first in COMMANDS ? first : `${first} ${second}`;
  const words = positionals.slice(name === first ? 1 : 2);
  const onFile = backups.onFile[name];
  if (onFile) return onFile(need(words[0], 'BESTAND'));
  if (name === 'verhuizen naar') {
    console.log(await move(dataDir, need(words[0], 'ADRES'), byCommand(name, new Date())));
    return;
  }
  const command = COMMANDS[name];
  if (!command) throw new DomainError('invalid', USAGE);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const store = await openStore(readDatabaseUrl(process.env) ?? databaseFile, {
    backups: readBackupSettings(process.env, dataDir).folder,
  });
  try {
    const by = byCommand(name, new Date());
    await command(store, by, words, values);
    if (!by.recorded) await transaction(store, () => record(store, SERVER_CHAIN, by));
  } finally {
    await store.close();
  }
}

main().catch((error: unknown) => {
  console.error(explainStart(error));
  process.exitCode = 1;
});
