import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { explainStart } from '../explain-start.ts';
import { makeToken, listTokens, parseRights, revokeToken } from '../access/tokens.ts';
import { parseContract, parseTarief } from '../../shared/parse-contract.ts';
import { formatDay, isDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { backUp, checkBackup, restoreBackup } from '../store/backup.ts';
import { readAdministration } from '../store/administration.ts';
import { addContract, getContract, type StoredContract, updateContract } from '../store/contracten.ts';
import { openStore, type Store } from '../store/store.ts';
import { addTarief, removeTarief } from '../tarieven.ts';
import { exportContract } from './export.ts';
import { importRecords } from './import.ts';

const USAGE = `Gebruik: npm run beheer -- OPDRACHT

  contract toevoegen BESTAND                     een contract met zijn tarieven, uit een json-bestand
  contract beeindigen CONTRACT JJJJ-MM-DD        zet de einddatum
  tarief toevoegen CONTRACT BESTAND              een nieuwe versie van de tarieven
  tarief verwijderen CONTRACT JJJJ-MM-DD         neemt een verkeerd ingevoerde versie terug
  token maken --naam NAAM --contract CONTRACT --rechten lezen,schrijven
                                                 toont het token; --contract mag vaker
  token lijst                                    wie wat mag
  token intrekken ID                             werkt vanaf het volgende verzoek
  importeer CONTRACT MAP                         leest kandidaten.csv, klanten.csv, plaatsingen.csv en uren.csv
  exporteer CONTRACT MAP                         schrijft alles van een contract
  backup maken BESTAND                           ook terwijl de server draait
  backup controleren BESTAND
  backup terugzetten BESTAND                     alleen als de server stilstaat`;

const dataDir = process.env['DATA_DIR'] ?? 'data';
const databaseFile = join(dataDir, 'flextensie.sqlite');

type Command = (store: Store, words: string[], options: Options) => void | Promise<void>;
interface Options {
  naam?: string | undefined;
  contract?: string[] | undefined;
  rechten?: string | undefined;
}

const COMMANDS: Record<string, Command> = {
  'contract toevoegen': (store, [file]) => {
    const contract = parseContract(readJson(need(file, 'BESTAND')));
    addContract(store, contract);
    console.log(`Contract ${contract.contractnummer} (${contract.gemeente}) is toegevoegd.`);
  },
  'contract beeindigen': (store, [nummer, day]) => {
    if (!isDay(need(day, 'JJJJ-MM-DD')))
      throw new DomainError('invalid', `'${day}' is geen datum, zoals 2017-09-30.`);
    const stored = getContract(store, need(nummer, 'CONTRACT'));
    const einddatum = day as string;
    if (einddatum < stored.contract.ingangsdatum)
      throw new DomainError('invalid', 'De einddatum ligt vóór de ingangsdatum.');
    refuseLaterStarts(store, stored, einddatum);
    updateContract(store, stored.id, { ...stored.contract, einddatum });
    console.log(`Contract ${stored.contract.contractnummer} eindigt op ${formatDay(einddatum)}.`);
  },
  'tarief toevoegen': (store, [nummer, file]) => {
    const tarief = parseTarief(readJson(need(file, 'BESTAND')));
    addTarief(store, need(nummer, 'CONTRACT'), tarief);
    console.log(`De tarieven gelden vanaf ${formatDay(tarief.geldigVanaf)}.`);
    if (tarief.wijziging === undefined)
      console.log(
        'Er is geen schriftelijke wijziging genoemd (art. 7.1 lid 2). Zet haar kenmerk als "wijziging" in het bestand.',
      );
  },
  'tarief verwijderen': (store, [nummer, day]) => {
    removeTarief(store, need(nummer, 'CONTRACT'), need(day, 'JJJJ-MM-DD'));
    console.log('De tarieven zijn verwijderd; de vorige versie geldt weer door.');
  },
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
    revokeToken(store, Number(need(id, 'ID')), new Date());
    console.log(`Token ${id} is ingetrokken.`);
  },
  importeer: (store, [nummer, folder]) => {
    const counts = importRecords(store, need(nummer, 'CONTRACT'), need(folder, 'MAP'), new Date());
    console.log(
      `Nieuw of gewijzigd: ${counts.map(({ label, count }) => `${count} ${label.toLowerCase()}`).join(', ')}.`,
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

/** No plaatsing starts after the contract ends (art. 7.5): those that would must be dealt with first. */
function refuseLaterStarts(store: Store, stored: StoredContract, einddatum: string): void {
  const later = readAdministration(store, stored).plaatsingen.filter(
    ({ startdatum }) => startdatum > einddatum,
  );
  if (later.length > 0)
    throw new DomainError(
      'invalid',
      `Na ${formatDay(einddatum)} beginnen nog plaatsingen: ${later.map(({ plaatsingnummer }) => plaatsingnummer).join(', ')}. Verwijder of verplaats die eerst.`,
    );
}

function need(word: string | undefined, name: string): string {
  if (word === undefined || word.trim() === '')
    throw new DomainError('invalid', `${name} ontbreekt.\n\n${USAGE}`);
  return word;
}

function readJson(file: string): unknown {
  if (!existsSync(file)) throw new DomainError('not_found', `Het bestand ${file} bestaat niet.`);
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch {
    throw new DomainError('invalid', `Het bestand ${file} is geen geldige json.`);
  }
}

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
