import { existsSync, readFileSync } from 'node:fs';
import { type Day, isDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import type { By } from '../access/audit.ts';
import type { Store } from '../store/store.ts';

export interface Options {
  naam?: string | undefined;
  contract?: string[] | undefined;
  rechten?: string | undefined;
  /** The last day of a token. */
  'geldig-tot'?: string | undefined;
}

/** What a command does; `by` is for its lines in the log. */
export type Command = (store: Store, by: By, words: string[], options: Options) => void | Promise<void>;

export const USAGE = `Gebruik: npm run beheer -- OPDRACHT

  contract toevoegen BESTAND                     een contract met zijn tarieven, uit een json-bestand
  contract wijzigen CONTRACT BESTAND             partijen, ordernummer, plafonds en eerste termijn, uit zo'n bestand
  contract beeindigen CONTRACT JJJJ-MM-DD        zet de einddatum
  contract wissen CONTRACT                       alles ervan, als de bewaartermijn voorbij is
  tarief toevoegen CONTRACT BESTAND              een nieuwe versie van de tarieven
  tarief verwijderen CONTRACT JJJJ-MM-DD         neemt een verkeerd ingevoerde versie terug
  afrekening overnemen CONTRACT 2015-H2 BESTAND  een halfjaar dat al eerder is afgerekend, zoals het is vastgesteld
  premies overnemen CONTRACT JJJJ-MM-DD BESTAND  wat op die dag al is uitbetaald
  token maken --naam NAAM --contract CONTRACT --rechten lezen,schrijven
                                                 toont het token; --contract mag vaker; --geldig-tot JJJJ-MM-DD
  token lijst                                    wie wat mag
  token intrekken ID                             werkt vanaf het volgende verzoek
  token verlengen PERSOON                        een nieuw token voor iemand; het oude geldt tot zijn eigen dag
  persoon lijst                                  iedereen, ook wie met een werkaccount komt
  persoon blokkeren PERSOON                      overal, vanaf het volgende verzoek
  persoon vrijgeven PERSOON
  recht geven PERSOON --contract CONTRACT --rechten lezen,schrijven
  recht intrekken PERSOON --contract CONTRACT
  audit controleren [CONTRACT] [REGEL:HASH]      of het logboek heel is; REGEL:HASH van een vorige keer
  importeer CONTRACT MAP                         leest kandidaten.csv, klanten.csv, plaatsingen.csv en uren.csv
  exporteer CONTRACT MAP                         schrijft alles van een contract, met LEESMIJ.html en controlegetallen
  overdracht inlezen MAP                         zo'n map of zip in een server die het contract nog niet heeft
  backup maken BESTAND                           ook terwijl de server draait
  backup controleren BESTAND
  backup terugzetten BESTAND                     alleen als de server stilstaat
  verhuizen naar postgres://…                    alles uit DATA_DIR naar een lege PostgreSQL; de server staat stil

Met DATABASE_URL werken de opdrachten op PostgreSQL; reservekopieën maakt en test u daar zelf.`;

/** A word of the command line. Throws `invalid`, with all commands, where it is not there. */
export function need(word: string | undefined, name: string): string {
  if (word === undefined || word.trim() === '')
    throw new DomainError('invalid', `${name} ontbreekt.\n\n${USAGE}`);
  return word;
}

export function needDay(word: string | undefined): Day {
  const day = need(word, 'JJJJ-MM-DD');
  if (!isDay(day)) throw new DomainError('invalid', `'${word}' is geen datum, zoals 2017-09-30.`);
  return day;
}

/** Throws `not_found` or `invalid`. */
export function readJson(file: string): unknown {
  if (!existsSync(file)) throw new DomainError('not_found', `Het bestand ${file} bestaat niet.`);
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch {
    throw new DomainError('invalid', `Het bestand ${file} is geen geldige json.`);
  }
}
