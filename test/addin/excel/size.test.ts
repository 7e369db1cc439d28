import { expect, it } from 'vitest';
import { runSync } from '../../../addin/sync.ts';
import { NO_CHOICES } from '../../../addin/sync-request.ts';
import { addDays } from '../../../shared/calendar.ts';
import { installExcel } from '../../excel-host/node-client.ts';
import { CONTRACT, smallTables, Testbed, Workbook } from '../../server/testbed.ts';
import { Desk } from './desk.ts';

// The host refuses requests and answers over 5 MB, as Excel on the web does.
it('twenty thousand rows of hours in a few round trips, none over 5 MB', async () => {
  const bed = await Testbed.open();
  const other = new Workbook(bed);
  other.tables = smallTables();
  other.tables.uren = Array.from({ length: 20_000 }, (_, i) => {
    const plaatsing = `P${1 + (i % 20)}`;
    return [plaatsing, addDays('2016-02-01', Math.floor(i / 20)), '8.50', '3.00', null];
  });
  for (let i = 2; i <= 20; i++)
    other.tables.plaatsingen.push([`P${i}`, 'K1', 'KL1', '2016-02-01', null, '12.00', null, null, null]);
  expect((await other.sync()).status).toBe(200);

  const desk = await new Desk(bed).setUp();
  const host = installExcel(desk.workbook);
  await runSync(desk.client, CONTRACT, NO_CHOICES);
  expect(desk.records('uren')).toHaveLength(20_000);
  expect(host.requests.length).toBeLessThanOrEqual(24);

  const before = host.requests.length;
  expect(await runSync(desk.client, CONTRACT, NO_CHOICES)).toMatchObject({
    kind: 'done',
    summary: { outgoing: { uren: { added: 0, changed: 0, removed: 0 } } },
  });
  expect(host.requests.length - before).toBeLessThanOrEqual(12);
});
