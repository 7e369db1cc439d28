import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '../../shared/errors.ts';
import { checkAudit } from '../access/audit-check.ts';
import { type By, record, SERVER_CHAIN } from '../access/audit.ts';
import { lockFolder } from '../lock.ts';
import { listContracten } from '../store/contracten.ts';
import { moveToPostgres } from '../store/move.ts';
import { isPostgres } from '../store/postgres.ts';
import { openSqlite } from '../store/sqlite.ts';
import { openStore, type Store, transaction } from '../store/store.ts';

/**
 * Moves the file of a server that stands still into an empty PostgreSQL, and looks at the whole log there. The file stays
 * as it is. Answers what is to be told.
 */
export async function move(dataDir: string, url: string, by: By): Promise<string> {
  if (!isPostgres(url)) throw new DomainError('invalid', 'Geef het adres van de database: postgres://…');
  const file = join(dataDir, 'flextensie.sqlite');
  if (!existsSync(file)) throw new DomainError('not_found', `Er is geen administratie in ${dataDir}.`);
  const unlock = lockFolder(join(dataDir, 'server.lock'));
  try {
    const from = openSqlite(file);
    try {
      const counts = await moveToPostgres(from, url);
      const to = await openStore(url);
      try {
        const lines = await checkLogs(to);
        await transaction(to, () => record(to, SERVER_CHAIN, by));
        const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
        return `Alles staat in PostgreSQL: ${rows} rijen in ${counts.size} tabellen, aan beide kanten geteld; ${lines} regels van het logboek zijn heel. Zet voortaan DATABASE_URL. Het bestand ${file} is niet veranderd: bewaar het tot u zeker bent, en start er geen server meer op.`;
      } finally {
        await to.close();
      }
    } finally {
      await from.close();
    }
  } finally {
    unlock();
  }
}

async function checkLogs(store: Store): Promise<number> {
  let lines = 0;
  for (const id of [SERVER_CHAIN, ...(await listContracten(store)).map((stored) => stored.id)]) {
    const { lines: own, faults } = await checkAudit(store, id);
    lines += own;
    if (faults.length > 0)
      throw new DomainError(
        'invalid',
        `Het logboek is niet heel: ${faults[0]?.message} Controleer het met "audit controleren" in het bestand dat er was.`,
      );
  }
  return lines;
}
