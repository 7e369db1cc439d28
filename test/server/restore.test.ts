import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checkAudit } from '../../server/access/audit-check.ts';
import { byCommand, SERVER_CHAIN } from '../../server/access/audit.ts';
import { setBlocked, setRights } from '../../server/access/persons.ts';
import { listTokens, revokeToken } from '../../server/access/tokens.ts';
import { carryOver } from '../../server/beheer/restore.ts';
import { createDrawer } from '../../server/reports/draw.ts';
import { backUp, restoreBackup } from '../../server/store/backup.ts';
import { getContract } from '../../server/store/contracten.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { transaction } from '../../server/store/store.ts';
import { CONTRACT, smallTables, Testbed, Workbook } from './testbed.ts';

const folder = mkdtempSync(join(tmpdir(), 'flex-terug-'));
const drawer = createDrawer();
afterAll(async () => {
  await drawer.close();
  rmSync(folder, { recursive: true });
});

it('a backup brings back no token, person, right or kandidaat that was taken out since', async () => {
  const database = join(folder, 'data.sqlite');
  const before = openSqlite(database);
  const bed = await Testbed.open({ draw: drawer.draw }, before);
  const admin = await bed.token('Beheer', ['beheer', 'schrijven']);
  const revoked = await bed.token('Rob', ['schrijven']);
  const blocked = await bed.token('Bep', ['schrijven']);
  const withdrawn = await bed.token('Wil', ['schrijven']);
  const workbook = new Workbook(bed, admin);
  workbook.tables = smallTables();
  workbook.row('kandidaten', 'K1')[1] = 'Zwaluwmarker';
  workbook.row('plaatsingen', 'P1')[4] = null;
  await workbook.sync();
  const backup = join(folder, 'backup.sqlite');
  backUp(database, backup);

  workbook.row('plaatsingen', 'P1')[4] = '2016-03-01';
  await workbook.sync();
  const lineOf = async (naam: string) => (await listTokens(bed.store)).find((line) => line.naam === naam);
  const { id } = await getContract(bed.store, CONTRACT);
  await revokeToken(bed.store, bed.by, (await lineOf('Rob'))?.id ?? 0);
  await setBlocked(bed.store, bed.by, (await lineOf('Bep'))?.personId ?? 0, true);
  await transaction(bed.store, async () =>
    setRights(bed.store, bed.by, (await lineOf('Wil'))?.personId ?? 0, id, []),
  );
  const erased = await bed.post('wissen', { kandidaten: ['K1'], reason: 'op verzoek' }, admin);
  expect([erased.status, bed.logged]).toEqual([200, []]);
  await bed.store.close();

  const by = byCommand('backup terugzetten', bed.now);
  await restoreBackup(backup, database, join(folder, 'server.lock'), (next, former) =>
    carryOver(next, former, by),
  );
  const store = openSqlite(database);
  const again = await Testbed.open({ draw: drawer.draw }, store, false);
  const status = async (token = '') =>
    (await again.request('GET', `/api/contracten/${CONTRACT}`, token)).status;
  expect([
    await status(revoked),
    await status(blocked),
    await status(withdrawn),
    await status(admin),
  ]).toEqual([401, 401, 404, 200]);
  expect((await checkAudit(store, (await getContract(store, CONTRACT)).id)).faults).toEqual([]);
  expect((await checkAudit(store, SERVER_CHAIN)).faults).toEqual([]);
  await store.close();
  expect(readFileSync(database).includes('Zwaluwmarker')).toBe(false);
});
