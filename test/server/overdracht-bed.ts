import { expect } from 'vitest';
import { byCommand, record } from '../../server/access/audit.ts';
import { setRights } from '../../server/access/persons.ts';
import { listTokens, makeToken } from '../../server/access/tokens.ts';
import { addTarief, beginContract } from '../../server/contract-changes.ts';
import { getContract } from '../../server/store/contracten.ts';
import { addPaper } from '../../server/store/papers.ts';
import { type Store, transaction } from '../../server/store/store.ts';
import { RIGHTS } from '../../shared/api.ts';
import { monthsBetween } from '../../shared/calendar.ts';
import { almereContract } from '../almere.ts';
import type { createBeds } from './almere-bed.ts';
import { CONTRACT, openScratchStore, type Testbed, type Workbook } from './testbed.ts';

export const OTHER = 'UTR-2016-01';
export const ERASED = 'K094';

/** What is kept of each kind, where it is found, and its name. */
const POSTS: [path: string, body: object][] = [
  ['afrekeningen/2015-H2/overname', { number: 'A-15-2', months: [] }],
  ['afrekeningen/2016-H1', { saldo: '20970.04' }],
  ['afrekeningen/2016-H1/uitbetaling', { factuurnummer: 'G-16-76', betaaldOp: null }],
  ['afrekeningen/2016-H1/uitbetaling', { factuurnummer: 'G-16-77', betaaldOp: '2016-07-20' }],
  ['facturen/2016-05', { date: '2016-05-31' }],
  ['facturen/2016-05/creditnota', { date: '2016-06-01' }],
  ['facturen/2016-05', { date: '2016-06-02' }],
  ['bevestigingen/PL001/kandidaat', { date: '2016-04-01' }],
  ['bevestigingen/PL001/klant', { date: '2016-04-01' }],
  ['bevestigingen/PL002/kandidaat', { date: '2016-04-05' }],
  ['premies/2016-06-15/overname', { perKandidaat: [] }],
  ['premies/2016-07-15', {}],
  ['verlengingen/PL004', { akkoordDoor: 'mr. De Wit', kenmerk: 'brief 6 september' }],
];

/**
 * The example with everything that a contract can hold: a history, terms that changed, papers of every kind, payments,
 * akkoorden, rights that came and went, and somebody who was erased. The server has another contract too.
 */
export async function fullBed(beds: ReturnType<typeof createBeds>) {
  const { bed, workbook } = await beds.almere();
  await beginContract(bed.store, bed.by, {
    ...almereContract(),
    contractnummer: OTHER,
    gemeente: 'Zwaluwgemeente',
  });
  await bed.token('Zwaluwpersoon', ['lezen'], OTHER);
  const admin = await bed.token('Beheerder', [...RIGHTS]);
  const { body: empty } = await bed.get<{ months: object[] }>('afrekeningen/2015-H2');
  for (const [path, body] of POSTS) {
    const filled = 'months' in body ? { ...body, months: empty.months } : body;
    expect([path, (await bed.post(path, filled, admin)).status]).toEqual([path, 200]);
  }
  await changeRecords(workbook);
  const { id, contract } = await getContract(bed.store, CONTRACT);
  const [tarief] = contract.tarieven;
  if (tarief)
    await addTarief(bed.store, bed.by, CONTRACT, {
      ...tarief,
      geldigVanaf: '2017-01-01',
      wijziging: 'brief 9',
    });
  const review = {
    contractnummer: CONTRACT,
    day: '2026-11-23',
    status: 'vastgesteld',
    number: 'RB-1',
  } as const;
  await transaction(bed.store, async () => {
    const paper = { ...review, lines: [], nextDay: '2027-11-23' };
    const kept = { name: '2026-11-23', figures: paper, at: bed.by.at, naam: 'Beheer', revision: 2 };
    const digest = await addPaper(bed.store, id, 'rechtenbeoordeling', kept, Buffer.from('%PDF-1.4 review'));
    await record(bed.store, id, bed.by, { subject: 'papers/rechtenbeoordeling/2026-11-23', new: digest });
    const personId = (await listTokens(bed.store)).find(({ naam }) => naam === 'Anna')?.personId ?? 0;
    await setRights(bed.store, bed.by, personId, id, ['lezen', 'schrijven']);
  });
  const erasing = await bed.post('wissen', { kandidaten: [ERASED], reason: 'termijn voorbij' }, admin);
  expect(erasing.status).toBe(200);
  return { bed, workbook, admin };
}

async function changeRecords(workbook: Workbook) {
  workbook.row('kandidaten', 'K253')[1] = '=1+1';
  workbook.row('klanten', 'KL05')[1] = 'Bakker & <Zn> "Ćevapi" _x0041_';
  workbook.row('uren', 'PL001', '2016-04-01')[2] = '7.25';
  const key =
    workbook.tables.uren
      .find(([plaatsing]) => plaatsing === 'PL018')
      ?.slice(0, 2)
      .map(String) ?? [];
  workbook.remove('uren', ...key);
  const removed = { remove: { uren: [key] }, settled: ['2015-H2', '2016-H1'] };
  expect((await workbook.sync(removed)).status).toBe(200);
}

/** A server with people and a contract of its own, so that nothing there has the number that it had here. */
export async function otherServer(): Promise<Store> {
  const store = await openScratchStore();
  const by = byCommand('proef', new Date('2026-11-24T09:00:00Z'));
  for (const contractnummer of ['LEL-2016-01', 'URK-2016-01']) {
    await beginContract(store, by, { ...almereContract(), contractnummer });
    const contractIds = [(await getContract(store, contractnummer)).id];
    await makeToken(store, by, { naam: `Iemand van ${contractnummer}`, contractIds, rights: ['lezen'] });
  }
  return store;
}

const PERIODS = monthsBetween('2015-11', '2017-05');

/** Everything that can be asked of a contract. */
export const REPORTS = [
  ...PERIODS.flatMap((month) => [
    `maandrapporten/${month}`,
    `klantspecificaties/${month}`,
    `facturen/${month}`,
    `resultaten/${month}-28`,
    `premies/${month}-16`,
    `plaatsingsduur/${month}-28`,
  ]),
  ...['2015-Q4', '2016-Q1', '2016-Q2', '2016-Q3', '2016-Q4', '2017-Q1', '2017-Q2'].map(
    (quarter) => `kwartaaloverzichten/${quarter}`,
  ),
  ...['2015-H2', '2016-H1', '2016-H2', '2017-H1'].flatMap((period) => [
    `afrekeningen/${period}`,
    `resultaten/${period}`,
  ]),
  ...['facturen/2016-0001', 'facturen/2016-0002', 'facturen', 'premies/2016-06-15', 'premies/2016-07-15'],
  ...['premies', 'bevestigingen', 'bevestigingen/PL001/kandidaat', 'bevestigingen/PL001/klant'],
  ...['verlengingen', 'wisverklaringen', 'bewaartermijnen', 'resultaten/2017-04-30', 'overdracht'],
];

/** The answers of a server, with what each said. */
export async function readReports(bed: Testbed, token: string): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const path of REPORTS) {
    const { status, body } = await bed.get(path, token);
    answers[path] = { status, body };
  }
  return answers;
}
