import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type {
  Decision,
  Decisions,
  Rechtenbeoordeling,
  Rechtenbeoordelingen,
  Toegang,
} from '../../shared/api.ts';
import { buildRechtenbeoordeling, decideOn } from '../../shared/rechtenbeoordeling.ts';
import { checkAudit } from '../../server/access/audit-check.ts';
import { createDrawer } from '../../server/reports/draw.ts';
import type { Deps } from '../../server/env.ts';
import { getContract } from '../../server/store/contracten.ts';
import { almereContract } from '../almere.ts';
import { AccessBed, OTHER } from './access-bed.ts';
import { getPdf, refusal } from './almere-bed.ts';
import { readPages } from './pdf.ts';
import { CONTRACT } from './testbed.ts';

const drawer = createDrawer();
afterAll(() => drawer.close());

const DAY = '2026-11-23';
const PATH = `rechtenbeoordelingen/${DAY}`;
let bed: AccessBed;
/** What happens once while the paper is drawn. */
let meanwhile: (() => Promise<unknown>) | undefined;
const draw: Deps['draw'] = async (name, data) => {
  const change = meanwhile;
  meanwhile = undefined;
  await change?.();
  return drawer.draw(name, data);
};
beforeEach(async () => {
  meanwhile = undefined;
  bed = await AccessBed.open({ draw });
});

const bea = () => bed.tokenOf('Bea');
const concept = async () => (await bed.get<Rechtenbeoordeling>(PATH, bea())).body;
/** A decision for everyone on the list as it is now: keep, but for these. */
async function decide(ended: readonly string[] = []): Promise<Decisions> {
  const { lines } = await concept();
  return {
    decisions: Object.fromEntries(
      lines.map(({ personId, naam }): [number, Decision] => [
        personId,
        ended.includes(naam) ? 'intrekken' : 'behouden',
      ]),
    ),
    seen: Object.fromEntries(lines.map(({ personId, rechten }) => [personId, rechten])),
  };
}
const hold = (body: unknown, path = PATH) => bed.post<Rechtenbeoordeling>(path, body, bea());
const reads = async (naam: string, contractnummer = CONTRACT) =>
  (await bed.request('GET', `/api/contracten/${contractnummer}`, bed.tokenOf(naam))).status;
const textOf = async (path: string) => (await readPages(await getPdf(bed, path, bea()))).join(' ');

describe('processor agreement art. 5 lid 1a: the review of rights', () => {
  it('is due at once where none was held', async () => {
    const { body } = await bed.get<Rechtenbeoordelingen>('rechtenbeoordelingen', bea());
    expect(body).toEqual({ held: [], dueOn: null });
  });

  it('lists everyone in a concept, with nothing decided', async () => {
    const { status, number, lines, nextDay } = await concept();
    expect([status, number, nextDay]).toEqual(['concept', null, '2027-11-23']);
    expect(lines.map(({ naam, decision }) => [naam, decision])).toEqual([
      ['Anna', null],
      ['Bea', null],
      ['Lex', null],
      ['Twee', null],
    ]);
    const text = await textOf(`${PATH}.pdf`);
    expect(text).toContain('Dit is een concept.');
    expect(text).toContain(
      '4 personen hebben toegang tot dit contract. Over iedereen moet nog worden besloten.',
    );
  });

  it('that is held is kept with its number, and withdraws what was decided, here only', async () => {
    const { status, body } = await hold(await decide(['Twee', 'Lex']));
    expect([status, bed.logged]).toEqual([200, []]);
    expect(body).toMatchObject({ status: 'vastgesteld', number: `RB-${DAY}`, nextDay: '2027-11-23' });
    expect([await reads('Lex'), await reads('Twee'), await reads('Twee', OTHER)]).toEqual([404, 404, 200]);
    expect((await bed.list()).map(({ naam }) => naam)).toEqual(['Anna', 'Bea']);
    expect(await concept()).toEqual(body);
    expect((await bed.get<Rechtenbeoordelingen>('rechtenbeoordelingen', bea())).body).toEqual({
      held: [{ day: DAY, number: `RB-${DAY}`, by: 'Bea' }],
      dueOn: '2027-11-23',
    });
    const text = await textOf(`${PATH}.pdf`);
    for (const words of [
      `Rechtenbeoordeling 23 november 2026 · RB-${DAY}`,
      'voor 2 behouden, voor 2 ingetrokken',
      'Volgende beoordeling Vóór 23 november 2027.',
      'Vastgesteld door Bea',
      'Voor akkoord, ',
      'Handtekening',
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('Ursula');
    expect((await checkAudit(bed.store, (await getContract(bed.store, CONTRACT)).id)).faults).toEqual([]);
    const subjects = await bed.values(
      "SELECT subject FROM audit WHERE action = 'rechtenbeoordeling vaststellen' ORDER BY seq",
    );
    expect(subjects).toEqual([
      `papers/rechtenbeoordeling/${DAY}`,
      `rights/${bed.idOf('Lex')}`,
      `rights/${bed.idOf('Twee')}`,
    ]);
  });

  it('held twice on a day changes nothing the second time', async () => {
    await hold(await decide(['Lex']));
    const before = await bed.dump();
    const again = await hold({ decisions: { [bed.idOf('Twee')]: 'intrekken' } });
    expect([again.status, again.body.lines.map(({ decision }) => decision)]).toEqual([
      200,
      ['behouden', 'behouden', 'intrekken', 'behouden'],
    ]);
    expect(await bed.dump()).toBe(before);
  });

  it('of a year later comes after it, and of a day before it is refused', async () => {
    await hold(await decide());
    bed.now = new Date('2027-11-20T10:00:00Z');
    const earlier = await hold(await decide(), 'rechtenbeoordelingen/2026-11-22');
    expect(refusal(earlier)).toEqual([409, 'earlier_open']);
    expect((await hold(await decide(), 'rechtenbeoordelingen/2027-11-20')).status).toBe(200);
    const { body } = await bed.get<Rechtenbeoordelingen>('rechtenbeoordelingen', bea());
    expect([body.held.length, body.dueOn]).toEqual([2, '2028-11-20']);
  });
});

describe('all or nothing', () => {
  const refused = async (body: unknown, code: [number, string], path = PATH) => {
    const before = await bed.dump();
    expect(refusal(await hold(body, path))).toEqual(code);
    expect(await bed.dump()).toBe(before);
  };

  it('someone without a decision, or a decision on someone else: changed', async () => {
    const { decisions } = await decide();
    const rest = Object.entries(decisions).slice(1);
    await refused({ decisions: Object.fromEntries(rest) }, [409, 'changed']);
    await refused({ decisions: {} }, [409, 'changed']);
    await refused({ decisions: { ...decisions, [bed.idOf('Ursula')]: 'intrekken' } }, [409, 'changed']);
    expect(await reads('Ursula', OTHER)).toBe(200);
  });

  it('rights that are others than those that were seen: changed', async () => {
    const seen = await decide();
    await bed.post(`toegang/${bed.idOf('Lex')}/rechten`, { rechten: ['vaststellen'] }, bea());
    await refused(seen, [409, 'changed']);
    await refused({ ...seen, seen: {} }, [409, 'changed']);
    expect((await hold(await decide())).status).toBe(200);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['someone came', () => bed.post('toegang', { naam: 'Nico', rechten: ['lezen'] }, bea())],
    ['someone went', () => bed.post(`toegang/${bed.idOf('Lex')}/rechten`, { rechten: [] }, bea())],
    [
      'someone got another right',
      () => bed.post(`toegang/${bed.idOf('Lex')}/rechten`, { rechten: ['schrijven'] }, bea()),
    ],
  ])('%s while it was drawn: changed, nothing kept, nobody withdrawn', async (_, change) => {
    const body = await decide(['Twee']);
    meanwhile = change;
    expect(refusal(await hold(body))).toEqual([409, 'changed']);
    expect(await bed.rows('SELECT * FROM papers')).toEqual([]);
    expect(await reads('Twee')).toBe(200);
  });

  it('nobody would be left who manages the contract', async () => {
    await refused(await decide(['Bea']), [422, 'invalid']);
    expect(await reads('Bea')).toBe(200);
    expect((await checkAudit(bed.store, (await getContract(bed.store, CONTRACT)).id)).faults).toEqual([]);
  });

  it('who has rights on every contract cannot lose them here', async () => {
    await bed.add('Root', ['beheer'], null);
    await refused(await decide(['Root']), [422, 'invalid']);
    expect((await hold(await decide(['Bea']))).status).toBe(200);
    expect(await reads('Bea')).toBe(404);
  });

  it('a day that has not come, or is none, or before the contract', async () => {
    const body = await decide();
    await refused(body, [409, 'not_ended'], 'rechtenbeoordelingen/2026-11-24');
    await refused(body, [404, 'not_found'], 'rechtenbeoordelingen/2026-02-30');
    await refused(body, [404, 'not_found'], 'rechtenbeoordelingen/2015-01-01');
  });

  it.each([
    ['no decisions', {}],
    ['a list', { decisions: ['behouden'] }],
    ['a word that is none', { decisions: { 1: 'misschien' } }],
    ['a name for a number', { decisions: { Anna: 'behouden' } }],
    ['a field beside it', { decisions: {}, alles: 'behouden' }],
  ])('%s is unreadable', (_, body) => refused(body, [422, 'invalid']));

  it('a paper that cannot be drawn withdraws nobody', async () => {
    meanwhile = () => Promise.reject(new Error('broken'));
    await refused(await decide(['Lex']), [500, 'bug']);
    expect(await reads('Lex')).toBe(200);
  });

  it('only who has the right beheer', async () => {
    const body = await decide();
    for (const naam of ['Lex', 'Twee']) {
      expect(refusal(await bed.post(PATH, body, bed.tokenOf(naam)))).toEqual([403, 'forbidden']);
      expect(refusal(await bed.get('rechtenbeoordelingen', bed.tokenOf(naam)))).toEqual([403, 'forbidden']);
    }
    expect(refusal(await bed.post(PATH, body, bed.tokenOf('Ursula')))).toEqual([404, 'not_found']);
  });
});

describe('the paper', () => {
  const NAMES = ['Anna de Vries', 'Willem-Alexander van Nassau tot Dillenburg', 'Żółć Ștefănescu', 'علي'];
  const person = (i: number): Toegang => ({
    personId: i + 1,
    naam: `${NAMES[i % NAMES.length]} ${i + 1}`,
    source: i % 7 === 3 ? 'werkaccount' : 'token',
    rechten:
      i % 7 === 3 ? [] : (['lezen', 'schrijven', 'vaststellen', 'beheer'] as const).slice(0, (i % 4) + 1),
    everyContract: i === 1,
    since: '2016-01-04T09:00:00.000Z',
    grantedBy: i % 5 === 4 ? 'Willem-Alexander van Nassau tot Dillenburg, Beheer' : 'Beheer',
    lastUsedAt: i % 6 === 5 ? null : '2016-12-30T15:00:00.000Z',
    expiresAt: i % 7 === 3 ? null : i % 9 === 8 ? '2016-12-01T23:59:59.999Z' : '2017-12-31T23:59:59.999Z',
    blockedAt: i === 2 ? '2016-12-24T09:00:00.000Z' : null,
  });

  it.each([1, 3, 60])('of %i persons is whole, on numbered pages', async (count) => {
    const toegang = Array.from({ length: count }, (_, i) => person(i));
    const review = buildRechtenbeoordeling(CONTRACT, toegang, '2016-12-31');
    const decisions = Object.fromEntries(
      toegang.map(({ personId }): [number, Decision] => [
        personId,
        personId % 10 === 0 ? 'intrekken' : 'behouden',
      ]),
    );
    const bytes = await drawer.draw('rechtenbeoordeling', {
      contract: almereContract(),
      stand: { revision: 41, at: '2016-12-31T09:12:00Z' },
      rechtenbeoordeling: decideOn(review, { decisions }),
      by: 'Bea',
    });
    const folder = process.env['SAVE_PAPERS'];
    if (folder !== undefined) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${folder}/rechtenbeoordeling-${count}.pdf`, bytes);
    }
    const pages = await readPages(bytes);
    pages.forEach((page, i) => expect(page).toContain(`pagina ${i + 1} van ${pages.length}`));
    const text = pages.join(' ');
    // The last day of a token is the one that was chosen, whatever the hour of the Netherlands.
    expect(text).toContain('31-12-2017');
    for (const { personId } of toegang) expect(text).toMatch(new RegExp(` ${personId} (?:\\D|$)`));
    expect(pages.at(-1)).toContain('Handtekening');
    if (count === 60) {
      expect(text.match(/intrekken/g)).toHaveLength(6);
      expect(text).toContain('01-12-2016 (verlopen)');
      expect(text).toContain('geblokkeerd op 24-12-2016');
      expect(text).toContain('De naam van persoon 4 bevat tekens die hier niet gedrukt kunnen worden');
    }
  });
});
