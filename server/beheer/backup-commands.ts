import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { formatDay } from '../../shared/calendar.ts';
import { timeInAmsterdam, todayInAmsterdam } from '../dutch-time.ts';
import { DomainError } from '../../shared/errors.ts';
import { formatNumber } from '../../shared/format.ts';
import { byCommand } from '../access/audit.ts';
import { readDatabaseUrl } from '../database-url.ts';
import { backUp, checkBackup, restoreBackup, summarise, type Summary } from '../store/backup.ts';
import { carryOver } from './restore.ts';
import { type Command, need } from './words.ts';

/** `21-07-2016 10:12`, in Dutch time. */
function formatMoment(iso: string): string {
  const at = new Date(iso);
  return `${formatDay(todayInAmsterdam(at))} ${timeInAmsterdam(at)}`;
}

const ago = new Intl.RelativeTimeFormat('nl');
function formatAge(iso: string, now: Date): string {
  const minutes = Math.round((now.getTime() - new Date(iso).getTime()) / 60_000);
  if (minutes < 60) return ago.format(-minutes, 'minute');
  return minutes < 48 * 60
    ? ago.format(-Math.round(minutes / 60), 'hour')
    : ago.format(-Math.round(minutes / (24 * 60)), 'day');
}

const count = (n: number, one: string, more: string) => `${formatNumber(String(n))} ${n === 1 ? one : more}`;
const describe = ({ contracten, uren }: Summary) =>
  `${count(contracten, 'contract', 'contracten')}, ${count(uren, 'urenregel', 'urenregels')}`;
const describeLast = ({ lastSyncAt }: Summary) =>
  lastSyncAt === undefined
    ? 'er is nog niet gesynchroniseerd'
    : `de laatste wijziging is van ${formatMoment(lastSyncAt)}`;

/** What a backup holds beside what the database holds now, as far as that is there and can be read. */
function compare(backup: Summary, database: string): string[] {
  if (!existsSync(database)) return [];
  try {
    const present = summarise(database);
    return [
      JSON.stringify(present) === JSON.stringify(backup)
        ? 'De administratie heeft er nu evenveel.'
        : `De administratie heeft nu ${describe(present)}; ${describeLast(present)}. Wat daartussen ligt, staat niet in deze reservekopie.`,
    ];
  } catch {
    return ['De administratie zelf is nu niet te lezen.'];
  }
}

function refusePostgres(advice: string): void {
  if (readDatabaseUrl(process.env) !== undefined)
    throw new DomainError('invalid', `De gegevens staan in PostgreSQL. ${advice}`);
}

/** The commands on backups; those on a file do not open the database in use. */
export function backupCommands(dataDir: string, database: string) {
  const commands: Record<string, Command> = {
    'backup maken': (_, __, [file]) => {
      refusePostgres('Maak de reservekopie daar, met pg_dump.');
      backUp(database, need(file, 'BESTAND'));
      console.log(`De reservekopie staat in ${file}.`);
    },
  };
  const onFile: Record<string, (file: string) => void | Promise<void>> = {
    'backup controleren': async (file) => {
      const now = new Date();
      const { madeAt, rows, tables, ...summary } = await checkBackup(file);
      const seconds = ((Date.now() - now.getTime()) / 1000).toFixed(1);
      console.log(
        [
          `De reservekopie is in orde: ${describe(summary)}; ${describeLast(summary)}.`,
          madeAt === undefined
            ? `Wanneer zij is gemaakt, is niet bekend: ${file}.json staat er niet naast.`
            : `Gemaakt op ${formatMoment(madeAt)}, ${formatAge(madeAt, now)}; ${count(rows, 'rij', 'rijen')} in ${count(tables, 'tabel', 'tabellen')}, per tabel evenveel als toen.`,
          ...compare(summary, database),
          `Teruggezet op een proefplaats en gecontroleerd in ${formatNumber(seconds)} seconden.`,
        ].join('\n'),
      );
    },
    'backup terugzetten': async (file) => {
      refusePostgres('Zet de reservekopie daar terug, met pg_restore.');
      mkdirSync(dataDir, { recursive: true, mode: 0o700 });
      const by = byCommand('backup terugzetten', new Date());
      const hadOne = existsSync(database);
      await restoreBackup(file, database, join(dataDir, 'server.lock'), async (next, before) => {
        await carryOver(next, before, by);
        if (!before && hadOne)
          console.log(
            'De database die er stond, is niet te lezen. Trek zelf opnieuw in wat na de reservekopie is ingetrokken of gewist.',
          );
      });
      console.log(
        `De reservekopie is teruggezet. Werkmappen beginnen bij de volgende synchronisatie opnieuw.${hadOne ? ` Wat er stond, heet nu ${database}.vorige.` : ''}`,
      );
    },
  };
  return { commands, onFile };
}
