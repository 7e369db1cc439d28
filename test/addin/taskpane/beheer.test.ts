import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, addMonths, formatDay } from '../../../shared/calendar.ts';
import { today as todayOf } from '../../../addin/taskpane/periods.ts';
import { createDrawer } from '../../../server/reports/draw.ts';
import { closeBrowser, launchBrowser } from '../../excel-host/browser.ts';
import { AccessBed } from '../../server/access-bed.ts';
import { getPdf } from '../../server/almere-bed.ts';
import { readPages } from '../../server/pdf.ts';
import { CONTRACT } from '../../server/testbed.ts';
import { Pane } from './pane.ts';

const drawer = createDrawer();
const bed = await AccessBed.open({ draw: drawer.draw });
bed.now = new Date();
const TODAY = todayOf(bed.now);
let browser: Browser;
/** Manages the contract, at 350 pixels. */
let bea: Pane;
/** Manages every contract, at the narrowest width, in the dark. */
let root: Pane;

beforeAll(async () => {
  await bed.add('Root', ['beheer'], null);
  browser = await launchBrowser();
  // The first drawing starts the worker.
  await getPdf(bed, `rechtenbeoordelingen/${TODAY}.pdf`, bed.tokenOf('Root'));
  const open = async (naam: string, width: number, colorScheme: 'light' | 'dark') => {
    const token = bed.tokenOf(naam);
    const pane = await Pane.open(browser, bed, token, { viewport: { width, height: 900 }, colorScheme });
    await pane.view.getByLabel('Token').fill(token);
    await pane.click('Verbinden');
    if (naam === 'Root') await pane.click(/Almere/);
    await pane.click('Werkmap inrichten');
    await pane.see('Nog niet gesynchroniseerd');
    await pane.tab('Beheer');
    return pane;
  };
  bea = await open('Bea', 350, 'light');
  root = await open('Root', 320, 'dark');
}, 120_000);
afterAll(async () => {
  await closeBrowser();
  await drawer.close();
});

const person = (pane: Pane, naam: string) =>
  pane.view.locator('details').filter({ has: pane.view.locator('summary', { hasText: naam }) });
const field = (pane: Pane, label: string) => pane.view.getByLabel(label, { exact: true });
const chooser = (pane: Pane) => pane.view.getByRole('combobox', { name: 'Onderdeel' });
const section = (pane: Pane, label: string) => chooser(pane).selectOption(label);
const reads = async (token: string) =>
  (await bed.request('GET', `/api/contracten/${CONTRACT}`, token)).status;
const isWide = (pane: Pane) =>
  pane.excel.frame.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );

describe('access in the pane', () => {
  it('is there only for who has the right beheer', async () => {
    const pane = await Pane.open(browser, bed, bed.writer);
    await pane.begin(bed.writer);
    expect(await pane.view.getByRole('tab').allInnerTexts()).toEqual([
      'Synchroniseren',
      'Rapporten',
      'Werkmap',
    ]);
    await pane.close();
  });

  it('lists who may do what, and that the review is due', async () => {
    for (const pane of [bea, root]) {
      const text = await pane.see('5 personen hebben toegang');
      expect(text).toContain('De rechten zijn nog niet beoordeeld.');
      expect(text).toMatch(/Anna\s+lezen, schrijven, vaststellen/);
      expect(text).toMatch(/Root\s+lezen, beheer, op elk contract/);
      expect(text).not.toContain('Ursula');
      await pane.shoot(`toegang-${pane === bea ? '350' : '320-dark'}`);
      expect(await isWide(pane)).toBe(0);
    }
    await person(bea, 'Root').locator('summary').click();
    await bea.see('Alleen de beheerder van de server wijzigt ze.');
    expect(await bea.button(/…$/).count()).toBe(0);
    await person(bea, 'Root').locator('summary').click();
  });

  it('someone new gets a token that is shown once', async () => {
    await bea.view.getByText('Iemand toevoegen').click();
    await field(bea, 'Naam').fill('Nico');
    await bea.view.getByRole('checkbox', { name: /^schrijven/ }).check();
    await bea.shoot('toegang-toevoegen-350');
    await bea.click('Toegang geven');
    await bea.see('U ziet dit token één keer.');
    const token = await field(bea, 'Token van Nico').inputValue();
    const selected = await bea.excel.frame.evaluate(() => {
      const at = document.activeElement as HTMLTextAreaElement;
      return at.value.slice(at.selectionStart ?? 0, at.selectionEnd ?? 0);
    });
    expect(selected).toBe(token);
    expect(await reads(token)).toBe(200);
    await bea.see('6 personen hebben toegang');
    await bea.excel.frame.evaluate(() => scrollTo(0, 0));
    await bea.shoot('toegang-token-350');
    await bea.click('Kopieer token');
    await bea.see(/Gekopieerd\.|Kopieer deze tekst met Ctrl\+C/);
    await bea.click('Klaar, token verbergen');
    expect(await bea.view.locator('body').innerHTML()).not.toContain(token);
  });

  it('rights are changed after a second look', async () => {
    await person(bea, 'Nico').locator('summary').click();
    await person(bea, 'Nico')
      .getByRole('checkbox', { name: /^schrijven/ })
      .uncheck();
    await person(bea, 'Nico')
      .getByRole('checkbox', { name: /^vaststellen/ })
      .check();
    await bea.click('Rechten wijzigen…');
    const text = await bea.see('De rechten van Nico wijzigen?');
    expect(text).toMatch(/Nu\s+lezen, schrijven\s+Straks\s+lezen, vaststellen/);
    await bea.shoot('toegang-wijzigen-350');
    await bea.click('Wijzigen');
    await bea.see('De rechten van Nico zijn gewijzigd.');
    const nico = (await bed.list()).find(({ naam }) => naam === 'Nico');
    expect(nico?.rechten).toEqual(['lezen', 'vaststellen']);
  });

  it('a new token takes the place of the former one', async () => {
    const old = bed.tokenOf('Lex');
    expect(await reads(old)).toBe(200);
    await person(root, 'Lex').locator('summary').click();
    await root.click('Nieuw token…');
    await root.see('Een nieuw token voor Lex?');
    await root.shoot('toegang-nieuw-token-320-dark');
    await root.click('Nieuw token maken');
    await root.see('U ziet dit token één keer.');
    expect(await reads(old)).toBe(401);
    expect(await reads(await field(root, 'Token van Lex').inputValue())).toBe(200);
    expect(await isWide(root)).toBe(0);
    await root.shoot('toegang-token-320-dark');
    await root.click('Klaar, token verbergen');
    await person(root, 'Lex').locator('summary').click();
  });

  it('by keyboard alone: withdrawing is looked at again, left, and done', async () => {
    const { keyboard } = bea.excel.page;
    const focused = () =>
      bea.excel.frame.evaluate(() => (document.activeElement as HTMLElement | null)?.innerText.trim() ?? '');
    const reach = async (name: RegExp, key = 'Tab') => {
      for (let i = 0; !name.test(await focused()); i += 1) {
        if (i > 20) throw new Error(`${key} does not come to ${String(name)}`);
        await keyboard.press(key);
      }
    };
    await chooser(bea).focus();
    await reach(/^Nico/);
    await keyboard.press('Enter');
    await bea.see('Alles intrekken…');
    await reach(/^Alles intrekken…$/);
    await keyboard.press('Enter');
    await expect.poll(focused).toBe('Annuleren');
    await keyboard.press('Escape');
    await expect.poll(focused).toBe('Alles intrekken…');
    await keyboard.press('Enter');
    await bea.see('De rechten van Nico intrekken?');
    await reach(/^Intrekken$/, 'Shift+Tab');
    await keyboard.press('Enter');
    await bea.see('Nico kan niet meer bij dit contract.');
    expect((await bed.list()).map(({ naam }) => naam)).not.toContain('Nico');
  });

  it('a refusal is told where it was asked', async () => {
    await person(root, 'Twee').locator('summary').click();
    await root.click('Nieuw token…');
    await root.click('Nieuw token maken');
    await root.see('Een nieuw token voor deze persoon maakt alleen de beheerder van de server.');
    await root.click('Annuleren');
  });
});

describe('the review of rights in the pane', () => {
  it('asks a decision for everyone', async () => {
    await bea.click('Beoordelen');
    await section(root, 'Rechtenbeoordeling');
    for (const pane of [root, bea]) {
      await pane.see('Nog 5 besluiten te nemen.');
      await pane.shoot(`rechtenbeoordeling-${pane === bea ? '350' : '320-dark'}`);
      expect(await isWide(pane)).toBe(0);
      expect(await pane.button('Vaststellen…').count()).toBe(0);
    }
    for (const naam of ['Anna', 'Bea', 'Root', 'Twee'])
      await bea.view.getByRole('group', { name: naam }).getByRole('radio', { name: 'behouden' }).check();
    await bea.see('Nog 1 besluit te nemen.');
    expect(
      await bea.view
        .getByRole('group', { name: 'Root' })
        .getByRole('radio', { name: 'intrekken' })
        .isDisabled(),
    ).toBe(true);
    await bea.view.getByRole('group', { name: 'Lex' }).getByRole('radio', { name: 'intrekken' }).check();
    await bea.see('Over iedereen is besloten.');
  });

  it('nothing is wider than a pane of 320 at 200 % zoom', async () => {
    await root.excel.page.setViewportSize({ width: 160, height: 900 });
    for (const label of ['Rechtenbeoordeling', 'Toegang']) {
      await section(root, label);
      await root.see(label === 'Toegang' ? 'Iemand toevoegen' : 'Nog 5 besluiten te nemen.');
      await root.excel.frame.evaluate(() => {
        for (const each of document.querySelectorAll<HTMLDetailsElement>('#panel-beheer details'))
          each.open = true;
      });
      await root.shoot(`beheer-zoom-160-${label.toLowerCase()}`);
      expect([label, await isWide(root)]).toEqual([label, 0]);
    }
    await root.excel.page.setViewportSize({ width: 320, height: 900 });
  });

  it('what changed meanwhile is to be decided on anew', async () => {
    await bea.click('Vaststellen…');
    await bea.see(`De rechtenbeoordeling van ${formatDay(TODAY)} vaststellen?`);
    const path = `toegang/${bed.idOf('Twee')}/rechten`;
    expect((await bed.post(path, { rechten: ['lezen'] }, bed.tokenOf('Bea'))).status).toBe(200);
    await bea.click('Definitief vaststellen');
    await bea.see('Nog 1 besluit te nemen.');
    await bea.view.getByRole('group', { name: 'Twee' }).getByRole('radio', { name: 'behouden' }).check();
  });

  it('is fixed after a second look, withdraws, and gives its paper', async () => {
    await bea.click('Vaststellen…');
    const text = await bea.see('Dit kan niet ongedaan worden gemaakt.');
    expect(text).toMatch(/Behouden\s+4 personen\s+Intrekken\s+Lex/);
    await bea.shoot('rechtenbeoordeling-vaststellen-350');
    await bea.click('Definitief vaststellen');
    await bea.see(`RB-${TODAY}`);
    expect(await bea.see('Lex: intrekken')).toContain(
      `De volgende beoordeling moet vóór ${formatDay(addMonths(TODAY, 12))}.`,
    );
    await bea.excel.frame.evaluate(() => scrollTo(0, 0));
    await bea.shoot('rechtenbeoordeling-vastgesteld-350');
    expect((await bed.list()).map(({ naam }) => naam)).toEqual(['Anna', 'Bea', 'Root', 'Twee']);
    await bea.click('PDF maken');
    const url = await bea.view.getByRole('link', { name: 'Openen' }).getAttribute('href');
    const bytes = new Uint8Array(await (await bed.app.request(url ?? '')).arrayBuffer());
    expect((await readPages(bytes)).join(' ')).toContain(`RB-${TODAY}`);
  });

  it('the day before it can only be looked at; the one that was held is found again', async () => {
    await field(bea, 'Beoordeeld op').fill(addDays(TODAY, -1));
    await bea.see('Vaststellen kan niet: er is al een beoordeling van');
    await bea.view.getByText('1 vastgestelde beoordeling').click();
    await bea.click(new RegExp(`^${formatDay(TODAY)}`));
    await bea.see('Lex: intrekken');
  });

  it('the reminder is gone, and who gives up the own right beheer loses the tab', async () => {
    await section(bea, 'Toegang');
    expect(await bea.see('4 personen hebben toegang')).not.toContain('beoordeeld');
    await person(bea, 'Bea').locator('summary').click();
    await person(bea, 'Bea')
      .getByRole('checkbox', { name: /^beheer/ })
      .uncheck();
    await bea.click('Rechten wijzigen…');
    await bea.click('Wijzigen');
    await expect.poll(() => bea.view.getByRole('tab', { name: 'Beheer' }).count()).toBe(0);
  });

  it('nothing went wrong unseen', () => {
    for (const { excel } of [bea, root]) {
      expect(excel.errors.filter((error) => !/status of 4(04|09|22)/.test(error))).toEqual([]);
      expect(excel.unknown).toEqual([]);
    }
  });
});
