import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatDay, lastDayOf } from '../../../shared/calendar.ts';
import { todayInAmsterdam } from '../../../server/dutch-time.ts';
import { createDrawer } from '../../../server/reports/draw.ts';
import { closeBrowser, launchBrowser } from '../../excel-host/browser.ts';
import { readPages } from '../../server/pdf.ts';
import { almereTables, Testbed, Workbook } from '../../server/testbed.ts';
import { Pane } from './pane.ts';

const drawer = createDrawer();
const bed = await Testbed.open({ draw: drawer.draw });
let browser: Browser;
let anna: Pane;
/** Reads only, at the narrowest width, in the dark. */
let reader: Pane;

beforeAll(async () => {
  bed.now = new Date('2017-01-15T10:00:00Z');
  const book = new Workbook(bed);
  book.tables = almereTables();
  book.tables.plaatsingen = book.tables.plaatsingen.map((row) =>
    row[0] === 'PL023' ? [...row.slice(0, 4), null, ...row.slice(5, 7), '2017-01-31', '2016-08-01'] : row,
  );
  expect((await book.sync()).status).toBe(200);
  browser = await launchBrowser();
  const open = async (token: string, width: number, colorScheme: 'light' | 'dark') => {
    const pane = await Pane.open(browser, bed, token, { viewport: { width, height: 900 }, colorScheme });
    await pane.begin(token);
    await pane.tab('Rapporten');
    return pane;
  };
  anna = await open(bed.writer, 350, 'light');
  reader = await open(await bed.token('Bert', ['lezen']), 320, 'dark');
}, 120_000);
afterAll(async () => {
  await closeBrowser();
  await drawer.close();
});

const choose = (pane: Pane, label: string, option: string) =>
  pane.view.getByRole('combobox', { name: label, exact: true }).selectOption(option);
const day = (pane: Pane, label: string) => pane.view.getByRole('textbox', { name: label, exact: true });
const paper = (pane: Pane, name: string) => choose(pane, 'Rapport', name);

/** Makes the PDF with that button, and gives its text. */
async function print(pane: Pane, button = 'PDF maken'): Promise<string> {
  await pane.click(button);
  const url = await pane.view.getByRole('link', { name: 'Openen' }).first().getAttribute('href');
  const response = await bed.app.request(url ?? '');
  expect(response.status).toBe(200);
  await pane.view
    .getByRole('link', { name: 'Openen' })
    .first()
    .evaluate((link) => link.remove());
  return (await readPages(new Uint8Array(await response.arrayBuffer()))).join(' ');
}

/** The same in both panes, with a picture of each. */
async function both(
  name: string,
  picture: string,
  sees: string | RegExp,
  period?: (pane: Pane) => Promise<unknown>,
): Promise<string> {
  let text = '';
  for (const pane of [reader, anna]) {
    await paper(pane, name);
    await period?.(pane);
    text = await pane.see(sees);
    await pane.shoot(`${picture}-${pane === anna ? '350' : '320-dark'}`);
  }
  return text;
}

describe('the papers in the pane', () => {
  it('art. 5 lid 10: a month that still runs says so', async () => {
    const running = todayInAmsterdam(new Date()).slice(0, 7);
    await choose(anna, 'Maand', running);
    await anna.see(`Voorlopig: deze periode loopt nog tot en met ${formatDay(lastDayOf(running))}.`);
  });

  it('art. 5 lid 11: the quarter by month, with what nears its limit', async () => {
    const text = await both('kwartaaloverzichten', 'kwartaal', 'Bedragen 4e kwartaal 2016', (pane) =>
      choose(pane, 'Kwartaal', '2016-Q4'),
    );
    expect(text).toContain('Bij opzegging eindigt het op zijn vroegst op 30-06-2017 (art. 2)');
    expect(await print(anna)).toContain('Kwartaaloverzicht 4e kwartaal 2016');
  });

  it('bijlage 1: the results over any period', async () => {
    await both('resultaten', 'resultaten', 'tot en met 31 december 2016', (pane) =>
      day(pane, 'Tot en met').fill('2016-12-31'),
    );
    await choose(anna, 'Over', 'quarter');
    await choose(anna, 'Periode', '2016-Q2');
    await anna.see('Resultaten van 1 april 2016 tot en met 30 juni 2016');
    await choose(anna, 'Over', 'days');
    await day(anna, 'Van').fill('2016-05-15');
    await day(anna, 'Tot en met').fill('2016-06-14');
    await anna.see('Resultaten van 15 mei 2016 tot en met 14 juni 2016');
    await choose(anna, 'Over', 'day');
    await anna.see('Resultaten van 31 december 2015 tot en met');
  });

  it('art. 6.1 lid 4: an invoice is issued after a second look, taken back and issued anew', async () => {
    const concept = await both('facturen', 'factuur', 'Maandfactuur december 2016', (pane) =>
      choose(pane, 'Maand', '2016-12'),
    );
    expect(concept).toMatch(/Concept[\s\S]*Subtotaal\s+€\s750,00\s+Btw 21%\s+€\s157,50\s+Totaal\s+€\s907,50/);
    expect(concept).toContain('13 maanden hebben nog geen factuur: januari 2016');
    expect(await reader.button('Uitreiken…').count()).toBe(0);
    await anna.click('Uitreiken…');
    await day(anna, 'Factuurdatum').fill('2016-12-31');
    expect(await anna.see('De factuur over december 2016 uitreiken?')).toContain('uiterlijk 30-01-2017');
    await anna.shoot('factuur-uitreiken-350');
    await anna.click('Definitief uitreiken');
    await anna.see('nummer 2016-0001');
    await anna.shoot('factuur-uitgereikt-350');
    expect(await print(anna)).toContain('Factuur 2016-0001');
    await anna.click('Crediteren…');
    await anna.see('Factuur 2016-0001 met een creditnota terugnemen?');
    await day(anna, 'Datum van de creditnota').fill('2017-01-10');
    await anna.shoot('factuur-crediteren-350');
    await anna.click('Creditnota uitreiken');
    await anna.see('2 uitgereikte stukken');
    await anna.see('Concept');
    await anna.view.getByText('2 uitgereikte stukken').click();
    expect(await anna.see('teruggenomen met 2017-0001')).toContain('neemt 2016-0001 terug');
    await anna.shoot('factuur-stukken-350');
    expect(await print(anna, 'PDF van dit stuk')).toContain('Creditnota 2017-0001');
  });

  it('art. 5 lid 8: what is charged to klanten, and the paper of one', async () => {
    await both(
      'klantspecificaties',
      'klantspecificatie',
      'In rekening te brengen over december 2016',
      (pane) => choose(pane, 'Maand', '2016-12'),
    );
    await choose(anna, 'Voor één klant', 'KL05');
    const text = await print(anna, 'PDF van deze klant');
    expect(text).toContain('Klant KL05');
    expect(text).not.toContain('KL04');
  });

  it('art. 5 lid 3: a premium run is fixed after a second look, and the next one pays what is left', async () => {
    const concept = await both('premies', 'premies', 'Premie tot en met 15-01-2017', (pane) =>
      day(pane, 'Dag van betaling').fill('2017-01-15'),
    );
    expect(concept).toContain('Nu uit te betalen');
    expect(await reader.button('Vaststellen…').count()).toBe(0);
    await day(anna, 'Dag van betaling').fill('2016-06-30');
    const june = await anna.see('Premie tot en met 30-06-2016');
    expect(june).toMatch(/Nu uit te betalen, aan 36 kandidaten\s+€\s4.734,50/);
    await anna.click('Vaststellen…');
    await anna.see('De uitbetaling van 30-06-2016 vaststellen?');
    await anna.shoot('premies-vaststellen-350');
    await anna.click('Definitief vaststellen');
    await anna.see('PR-2016-06-30');
    await day(anna, 'Dag van betaling').fill('2017-01-15');
    expect(await anna.see('Premie tot en met 15-01-2017')).toMatch(/Eerder uitbetaald\s+€\s4.734,50/);
    await anna.view.getByText('Per kandidaat', { exact: true }).click();
    await anna.shoot('premies-per-kandidaat-350');
    await day(anna, 'Dag van betaling').fill('2016-06-15');
    await anna.see('Vaststellen kan niet: er is al een uitbetaling van 30-06-2016. Kies een latere dag.');
    await anna.click(/^30-06-2016 · €\s4.734,50/);
    await anna.see('Premie tot en met 30-06-2016');
  });

  it('art. 5 lid 4: what lacks a confirmation is counted, and a letter is fixed when it is sent', async () => {
    await both('bevestigingen', 'bevestigingen', '107 plaatsingen missen een bevestiging.');
    expect(await reader.button('Vastleggen').count()).toBe(0);
    await choose(anna, 'Plaatsing', 'PL001');
    await anna.see('nog niet verzonden');
    await day(anna, 'Verzonden op').fill('2016-04-01');
    await anna.click('Vastleggen');
    await anna.see('verzonden op 01-04-2016');
    await anna.shoot('bevestigingen-verzonden-350');
    const letter = await print(anna);
    expect(letter).toContain('Bevestiging van de plaatsing 1 april 2016');
    expect(letter).not.toContain('Concept');
    await anna.view.getByRole('radio', { name: /^klant/ }).check();
    await day(anna, 'Verzonden op').fill('2016-04-01');
    await anna.click('Vastleggen');
    await anna.see('106 plaatsingen missen een bevestiging.');
    // Still there, though nothing of it is left to do: its letter is yet to be printed.
    expect(await print(anna)).toContain('Bevestiging van de plaatsing');
  });

  it('art. 4.2: what nears its limit, and who agreed to an extension', async () => {
    const text = await both(
      'plaatsingsduur',
      'plaatsingsduur',
      'Uiterste dag voorbij of binnen een maand, op 15-01-2017',
      (pane) => day(pane, 'Bekeken op').fill('2017-01-15'),
    );
    expect(text).toMatch(/PL023 · uiterlijk 31-01-2017 · nog 16 dagen/);
    expect(text).toContain('5 plaatsingen zijn verlengd; van 5 is nog niet vastgelegd');
    expect(await reader.see('nog niet vastgelegd')).toContain(
      'Om het akkoord vast te leggen hebt u het recht schrijven nodig.',
    );
    await day(anna, 'Bekeken op').fill('2017-02-10');
    await anna.see('10 dagen voorbij');
    await anna.shoot('plaatsingsduur-voorbij-350');
    await choose(anna, 'Verlengde plaatsing', 'PL023');
    await anna.view.getByLabel('Akkoord door').fill('M. de Wit');
    await anna.view.getByLabel('Kenmerk van de brief of het bericht').fill('Z-2016-118');
    await anna.click('Vastleggen');
    await anna.see('van 4 is nog niet vastgelegd wie akkoord ging');
    await anna.see('(M. de Wit, Z-2016-118)');
  });

  it('art. 6.2 lid 4: a settlement that is not paid in time says so, until it is paid', async () => {
    await paper(anna, 'afrekeningen');
    await choose(anna, 'Halfjaar', '2016-H1');
    await anna.click('Vaststellen…');
    await anna.click('Definitief vaststellen');
    await anna.see('AFR-2016-H1');
    await anna.see('Te laat: dit had uiterlijk op 30-07-2016 betaald moeten zijn');
    await anna.view.getByText('Factuur en betaling vastleggen').click();
    await anna.shoot('uitbetaling-350');
    await anna.view.getByLabel('Factuurnummer van de gemeente').fill('F-881');
    await day(anna, 'Betaald op').fill('2016-08-12');
    await anna.click('Vastleggen');
    await anna.see('Betaald op 12-08-2016, factuur F-881.');
  });

  it('by keyboard alone: an invoice is looked at again and left, a letter is recorded', async () => {
    const { keyboard } = anna.excel.page;
    const focused = () =>
      anna.excel.frame.evaluate(() => {
        const at = document.activeElement;
        const label = at instanceof HTMLInputElement ? at.labels?.[0] : at;
        return (label instanceof HTMLElement ? label.innerText : '').trim();
      });
    const reach = async (name: string | RegExp, key = 'Tab') => {
      for (let i = 0; !(await focused()).match(name); i += 1) {
        if (i > 12) throw new Error(`Tab does not come to ${String(name)}`);
        await keyboard.press(key);
      }
    };
    await paper(anna, 'facturen');
    await choose(anna, 'Maand', '2016-11');
    await anna.see('Maandfactuur november 2016');
    await anna.view.getByRole('combobox', { name: 'Maand', exact: true }).focus();
    await reach('Uitreiken…');
    await keyboard.press('Enter');
    await expect.poll(focused).toBe('Annuleren');
    await reach('Definitief uitreiken', 'Shift+Tab');
    await reach('Factuurdatum', 'Shift+Tab');
    await keyboard.press('Escape');
    await expect.poll(focused).toBe('Uitreiken…');

    await paper(anna, 'bevestigingen');
    await anna.see('106 plaatsingen missen een bevestiging.');
    await choose(anna, 'Plaatsing', 'PL002');
    await anna.view.getByRole('combobox', { name: 'Plaatsing', exact: true }).focus();
    await reach(/^kandidaat/);
    await keyboard.press('ArrowDown');
    await expect.poll(focused).toMatch(/^klant/);
    await reach('Vastleggen');
    await day(anna, 'Verzonden op').fill('2016-12-01');
    await reach('Vastleggen');
    await keyboard.press('Enter');
    await anna.see('verzonden op 01-12-2016');
    await anna.excel.page.emulateMedia({ forcedColors: 'active' });
    await anna.shoot('bevestigingen-contrast-350');
    await anna.excel.page.emulateMedia({ forcedColors: 'none' });
  });

  it('nothing is wider than the narrowest pane', async () => {
    const shown: Record<string, string> = {
      maandrapporten: 'Kosten boven minimum',
      kwartaaloverzichten: 'Bedragen 4e kwartaal 2016',
      resultaten: 'Unieke kandidaten',
      facturen: 'Maandfactuur december 2016',
      klantspecificaties: 'In rekening te brengen over december 2016',
      premies: 'Premie tot en met 15-01-2017',
      afrekeningen: 'Uit te betalen, uiterlijk',
      bevestigingen: 'Bevestiging aan',
      plaatsingsduur: 'Verlengingen',
    };
    const select = reader.view.getByRole('combobox', { name: 'Rapport', exact: true });
    const values = await select
      .locator('option')
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    expect(Object.keys(shown).sort()).toEqual(values.sort());
    for (const [name, text] of Object.entries(shown)) {
      await paper(reader, name);
      await reader.see(text);
      for (const folded of await reader.view.locator('#panel-reports details:not([open]) > summary').all())
        await folded.click();
      const wide = await reader.excel.frame.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wide, name).toBe(0);
    }
  });

  it('nothing went wrong unseen', () => {
    for (const { excel } of [anna, reader]) {
      expect(excel.errors).toEqual([]);
      expect(excel.unknown).toEqual([]);
    }
  });
});
