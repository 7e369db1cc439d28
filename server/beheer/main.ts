import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { explainStart } from '../explain-start.ts';
import { byCommand, record, SERVER_CHAIN } from '../access/audit.ts';
import { DomainError } from '../../shared/errors.ts';
import { backUp, checkBackup, restoreBackup } from '../store/backup.ts';
import { isSqlite, type SqliteStore } from '../store/sqlite.ts';
import { openStore, type Store, transaction } from '../store/store.ts';
import { readDatabaseUrl } from '../database-url.ts';
import { ACCESS_COMMANDS } from './access-commands.ts';
import { CONTRACT_COMMANDS } from './contract-commands.ts';
import { importRecords } from './import.ts';
import { move } from './move-command.ts';
import { OVERDRACHT_COMMANDS } from './overdracht-commands.ts';
import { carryOver } from './restore.ts';
import { type Command, need, USAGE } from './words.ts';

const dataDir = process.env['DATA_DIR'] ?? 'data';
const databaseFile = join(dataDir, 'flextensie.sqlite');

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
  'backup maken': async (store, by, [file]) => {
    await backUp(needFile(store), need(file, 'BESTAND'));
    console.log(`De reservekopie staat in ${file}.`);
  },
};

function needFile(store: Store): SqliteStore {
  if (isSqlite(store)) return store;
  throw new DomainError(
    'invalid',
    'De gegevens staan in PostgreSQL. Maak de reservekopie daar, met pg_dump.',
  );
}

/** Commands on a file, without opening the database in use. */
const FILE_COMMANDS: Record<string, (file: string) => void | Promise<void>> = {
  'backup controleren': (file) => {
    const { contracten, uren } = checkBackup(file);
    console.log(`De reservekopie is in orde: ${contracten} contracten, ${uren} urenregels.`);
  },
  'backup terugzetten': async (file) => {
    if (readDatabaseUrl(process.env) !== undefined)
      throw new DomainError(
        'invalid',
        'De gegevens staan in PostgreSQL. Zet de reservekopie daar terug, met pg_restore.',
      );
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const by = byCommand('backup terugzetten', new Date());
    await restoreBackup(file, databaseFile, join(dataDir, 'server.lock'), async (next, before) => {
      await carryOver(next, before, by);
      if (!before && existsSync(databaseFile))
        console.log(
          'De database die er stond, is niet te lezen. Trek zelf opnieuw in wat na de reservekopie is ingetrokken of gewist.',
        );
    });
    console.log('De reservekopie is teruggezet. Werkmappen beginnen bij de volgende synchronisatie opnieuw.');
  },
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
  const onFile = FILE_COMMANDS[name];
  if (onFile) return onFile(need(words[0], 'BESTAND'));
  if (name === 'verhuizen naar') {
    console.log(await move(dataDir, need(words[0], 'ADRES'), byCommand(name, new Date())));
    return;
  }
  const command = COMMANDS[name];
  if (!command) throw new DomainError('invalid', USAGE);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const store = await openStore(readDatabaseUrl(process.env) ?? databaseFile);
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
