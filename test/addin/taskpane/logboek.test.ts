import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditLog } from '../../../shared/api.ts';
import { firstDayOf, monthOf } from '../../../shared/calendar.ts';
import { todayInAmsterdam } from '../../../server/dutch-time.ts';
import { closeBrowser, launchBrowser } from '../../excel-host/browser.ts';
import { CONTRACT, smallTables, Testbed, Workbook } from '../../server/testbed.ts';
import { Pane } from './pane.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(closeBrowser);

const LOOKS = [
  ['320', { viewport: { width: 320, height: 900 } }],
  ['350-dark', { viewport: { width: 350, height: 900 }, colorScheme: 'dark' }],
] as const;

/** Days of a month that is over, so that nothing that the pane asks adds a line to it. */
const [FIRST, LAST] = ['2017-03-01', '2017-03-31'];

describe.each(LOOKS)('the log at %s', async (look, context) => {
  const bed = await Testbed.open();
  const admin = await bed.token('Bea', ['schrijven', 'beheer']);
  let pane: Pane;

  beforeAll(async () => {
    bed.now = new Date('2017-03-15T09:00:00Z');
    const workbook = new Workbook(bed);
    workbook.tables = smallTables();
    expect((await workbook.sync()).status).toBe(200);
    expect((await bed.get('geschiedenis/kandidaten/K1')).status).toBe(200);
    expect((await bed.get('bewaartermijnen')).status).toBe(403);
    for (let i = 0; i < 60; i += 1) await bed.get('maandrapporten/2016-05');
    bed.now = new Date();
    pane = await Pane.open(browser, bed, admin, context);
    await pane.begin(admin);
    await pane.tab('Beheer');
    await pane.view.getByLabel('Onderdeel').selectOption('Logboek');
    await pane.see('Het logboek is heel');
  });
  afterAll(() => pane.close());

  const log = async () => (await bed.get<AuditLog>(`logboek/${FIRST}_${LAST}`, admin)).body;
  const day = (label: string) => pane.view.getByRole('textbox', { name: label, exact: true });
  const lines = () => pane.view.getByRole('region', { name: 'Regels' }).getByRole('listitem').allInnerTexts();
  const choosePeriod = async () => {
    await day('Van').fill(FIRST);
    await day('Tot en met').fill(LAST);
    await pane.see('63 regels');
  };

  it('tells who did what, on what, when, from where and how it ended, the newest first', async () => {
    await choosePeriod();
    const shown = await lines();
    expect(shown).toHaveLength(50);
    expect(shown[0]).toMatch(
      /^Anna maandrapport bekijken\s+maandrapporten\/2016-05 · gelukt\s+\d+, 15-3-2017 om 10:00, vanaf onbekend$/,
    );
    await pane.click('Meer tonen (nog 13)');
    const all = await lines();
    expect(all).toHaveLength(63);
    expect(all.at(-1)).toMatch(/^Anna \S+[\s\S]*sync · gelukt/);
    expect(all.at(-3)).toContain('bewaartermijnen · geweigerd: geen recht');
    await pane.view
      .getByRole('region', { name: 'Regels' })
      .getByRole('listitem')
      .last()
      .scrollIntoViewIfNeeded();
    await pane.shoot(`logboek-regels-${look}`);
  });

  it('begins with this month, and gives its end to note elsewhere', async () => {
    const { end } = await log();
    await pane.excel.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await pane.view.getByLabel('Onderdeel').selectOption('Inzage');
    await pane.view.getByLabel('Onderdeel').selectOption('Logboek');
    await pane.see('Het logboek is heel');
    const begun = await day('Van').inputValue();
    expect(begun).toBe(firstDayOf(monthOf(todayInAmsterdam(new Date()))));
    expect((await lines())[0]).toMatch(/^Bea logboek bekijken/);
    await pane.shoot(`logboek-${look}`);
    const card = pane.view.getByRole('region', { name: 'Einde van het logboek' });
    const told = await card.locator('code').innerText();
    expect(told).toMatch(/^\d+:[0-9a-f]{64}$/);
    expect(Number(told.split(':')[0])).toBeGreaterThanOrEqual(Number(end?.split(':')[0]));
    await pane.click('Kopieer het einde');
    await pane.see('Gekopieerd.');
    expect(await pane.excel.page.evaluate(() => navigator.clipboard.readText())).toBe(told);
  });

  it('gives the period as csv, by a link for one use', async () => {
    await choosePeriod();
    await pane.click('Csv maken');
    await pane.see('Het csv-bestand staat klaar');
    const link = pane.view.getByRole('link', { name: 'Openen' });
    const response = await bed.app.request((await link.getAttribute('href')) ?? '');
    expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('Content-Disposition')).toBe(
      `attachment; filename="logboek-${CONTRACT}-${FIRST}_${LAST}.csv"`,
    );
    const rows = (await response.text()).trim().split('\r\n');
    expect(rows).toHaveLength(64);
    expect(rows[1]).toContain('Anna');
  });

  it('says what to do where the days are the wrong way round', async () => {
    await day('Van').fill('2017-04-01');
    await pane.see('Kies bij Tot en met dezelfde dag als bij Van, of een latere.');
    expect(await pane.view.getByRole('region', { name: 'Regels' }).count()).toBe(0);
    await day('Van').fill(FIRST);
    await pane.see('63 regels');
  });

  it('says that it is not whole after a line was cut', async () => {
    const { seq } = (await log()).lines.at(-2) ?? { seq: 0 };
    await bed.change(`DELETE FROM audit WHERE contract_id = 1 AND seq = ${seq}`);
    await day('Tot en met').fill('2017-03-30');
    const text = await pane.see('Het logboek is niet heel');
    expect(text).toContain(`Tussen regel ${seq - 1} en ${seq + 1} ontbreken regels.`);
    expect(text).not.toContain('Het logboek is heel');
    await pane.shoot(`logboek-niet-heel-${look}`);
  });

  it('is not there for who has no right beheer', async () => {
    const reader = await Pane.open(browser, bed, bed.writer, context);
    await reader.begin(bed.writer);
    expect(await reader.view.getByRole('tab', { name: 'Beheer' }).count()).toBe(0);
    await reader.close();
  });
});
