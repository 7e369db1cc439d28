import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { explainStart } from '../explain-start.ts';
import { makeToken, listTokens, parseRights, revokeToken } from '../access/tokens.ts';
import { DomainError } from '../../shared/errors.ts';
import { backUp, checkBackup, restoreBackup } from '../store/backup.ts';
import { getContract } from '../store/contracten.ts';
import { openStore, type Store } from '../store/store.ts';
import { CONTRACT_COMMANDS } from './contract-commands.ts';
import { exportContract } from './export.ts';
import { importRecords } from './import.ts';
import { need, USAGE } from './words.ts';

const dataDir = process.env['DATA_DIR'] ?? 'data';
const databaseFile = join(dataDir, 'flextensie.sqlite');

type Command = (store: Store, words: string[], options: Options) => void | Promise<void>;
interface Options {
  naam?: string | undefined;
  contract?: string[] | undefined;
  rechten?: string | undefined;
}

const COMMANDS: Record<string, Command> = {
  ...CONTRACT_COMMANDS,
  'token maken': (store, _words, { naam, contract, rechten }) => {
    const ids = (contract ?? []).map((nummer) => getContract(store, nummer).id);
    if (ids.length === 0)
      throw new DomainError('invalid', 'Geef met --contract het contract waarvoor het token geldt.');
    const token = makeToken(
      store,
      need(naam, '--naam'),
      ids,
      parseRights(need(rechten, '--rechten')),
      new Date(),
    );
    console.log('Geef dit token veilig door; het wordt maar één keer getoond.');
    console.log(token);
  },
  'token lijst': (store) => {
    for (const { id, naam, contractnummer, rechten, lastUsedAt, revokedAt } of listTokens(store))
      console.log(
        [
          id,
          naam,
          contractnummer ?? 'alle',
          rechten.join(','),
          revokedAt ? 'ingetrokken' : (lastUsedAt ?? 'nooit'),
        ].join('\t'),
      );
  },
  'token intrekken': (store, [id]) => {
    if (!/^\d+$/.test(need(id, 'ID')))
      throw new DomainError(
        'invalid',
        `'${id}' is geen nummer van een token. Kies er een uit "token lijst".`,
      );
    revokeToken(store, Number(id), new Date());
    console.log(`Token ${id} is ingetrokken.`);
  },
  importeer: (store, [nummer, folder]) => {
    const counts = importRecords(store, need(nummer, 'CONTRACT'), need(folder, 'MAP'), new Date());
    console.log(
      `Nieuw of gewijzigd: ${counts.map(({ table, count }) => `${count} ${count === 1 ? table.singular : table.plural}`).join(', ')}.`,
    );
  },
  exporteer: (store, [nummer, folder]) => {
    const target = need(folder, 'MAP');
    mkdirSync(target, { recursive: true, mode: 0o700 });
    const files = exportContract(store, getContract(store, need(nummer, 'CONTRACT')), target);
    console.log(`Geschreven in ${target}: ${files.join(', ')}.`);
  },
  'backup maken': async (store, [file]) => {
    await backUp(store, need(file, 'BESTAND'));
    console.log(`De reservekopie staat in ${file}.`);
  },
};

/** Commands on a file, without opening the database in use. */
const FILE_COMMANDS: Record<string, (file: string) => void> = {
  'backup controleren': (file) => {
    const { contracten, uren } = checkBackup(file);
    console.log(`De reservekopie is in orde: ${contracten} contracten, ${uren} urenregels.`);
  },
  'backup terugzetten': (file) => {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    restoreBackup(file, databaseFile, join(dataDir, 'server.lock'));
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
    },
  });
  const [first = '', second = ''] = positionals;
  const name = first in COMMANDS ? first : `${first} ${second}`;
  const words = positionals.slice(name === first ? 1 : 2);
  const onFile = FILE_COMMANDS[name];
  if (onFile) return onFile(need(words[0], 'BESTAND'));
  const command = COMMANDS[name];
  if (!command) throw new DomainError('invalid', USAGE);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const store = openStore(databaseFile);
  try {
    await command(store, words, values);
  } finally {
    store.raw.close();
  }
}

main().catch((error: unknown) => {
  console.error(explainStart(error));
  process.exitCode = 1;
});
