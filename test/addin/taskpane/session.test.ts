import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { listTokens, revokeToken } from '../../../server/access/tokens.ts';
import { makeToken } from '../../../server/access/tokens.ts';
import { beginContract } from '../../../server/contract-changes.ts';
import { TABLE_NAMES } from '../../../shared/tables.ts';
import { almereContract } from '../../almere.ts';
import { closeBrowser, launchBrowser } from '../../excel-host/browser.ts';
import { smallTables, Testbed } from '../../server/testbed.ts';
import { Pane, REQUIREMENTS } from './pane.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(closeBrowser);

const revoke = async (bed: Testbed, name: string) => {
  for (const { id, naam, revokedAt } of await listTokens(bed.store))
    if (naam === name && revokedAt === null) await revokeToken(bed.store, bed.by, id);
};

describe('a token that is revoked while someone is at work', () => {
  it('is asked for again, and the choice that was made is still there', async () => {
    const bed = await Testbed.open();
    const pane = await Pane.open(browser, bed, bed.writer);
    await pane.begin(bed.writer);
    const tables = smallTables();
    for (const name of TABLE_NAMES) pane.desk.add(name, ...tables[name]);
    await pane.syncAll();
    pane.desk.table('uren').rows.getItemAt(0).delete();
    await pane.click('Wijzigingen bekijken');
    await pane.see('1 rij staat niet meer in uw werkmap');
    await pane.view.getByRole('radio', { name: 'Ook bij collega’s verwijderen' }).check();

    await revoke(bed, 'Anna');
    await pane.click('Verder');
    await pane.see('Uw token is ingetrokken of verlopen');
    await pane.shoot('expired');
    expect(await pane.view.getByRole('radio', { name: 'Ook bij collega’s verwijderen' }).isChecked()).toBe(
      true,
    );
    await pane.view
      .getByLabel('Token opnieuw invoeren')
      .fill(await bed.token('Anna', ['lezen', 'schrijven']));
    await pane.click('Verbinden');
    await pane.view.getByLabel('Token opnieuw invoeren').waitFor({ state: 'detached' });
    await pane.click('Verder');
    expect(await pane.see('Naar collega’s')).toContain('1 verwijderd');
    await pane.close();
  });
});

describe('the ExcelApi that the manifest asks for', () => {
  it('is not higher than what the pane uses: one lower, and office.js refuses', async () => {
    const bed = await Testbed.open();
    const [major, minor] = (REQUIREMENTS['ExcelApi'] ?? '').split('.').map(Number);
    const lower = { ...REQUIREMENTS, ExcelApi: `${major}.${(minor ?? 0) - 1}` };
    const pane = await Pane.open(browser, bed, bed.writer, {}, { requirements: lower });
    await pane.view.getByLabel('Token').fill(bed.writer);
    await pane.click('Verbinden');
    await pane.click('Werkmap inrichten');
    expect(await pane.view.getByRole('alert').innerText()).toContain('ApiNotFound');
    await pane.close();
  });
});

describe('opening the pane again', () => {
  it('goes on with the token that was remembered, in the workbook’s own contract', async () => {
    const bed = await Testbed.open();
    await beginContract(bed.store, bed.by, {
      ...almereContract(),
      contractnummer: 'UTR-2016-01',
      gemeente: 'Utrecht',
    });
    const token = await bed.token('Anna', ['lezen', 'schrijven']);
    const pane = await Pane.open(browser, bed, token);
    await pane.begin(token);
    await pane.excel.page.reload();
    await pane.see('Nog niet gesynchroniseerd');
    expect(await pane.see('ALM-2015-01')).not.toContain('Token');

    await pane.tab('Werkmap');
    await pane.click('Verbreken');
    await pane.view.getByLabel('Token').waitFor();
    await pane.excel.page.reload();
    await pane.view.getByLabel('Token').waitFor();
    expect(await pane.view.getByLabel('Token').inputValue()).toBe('');
    await pane.close();
  });

  it('asks which contract where there are several', async () => {
    const bed = await Testbed.open();
    await beginContract(bed.store, bed.by, {
      ...almereContract(),
      contractnummer: 'UTR-2016-01',
      gemeente: 'Utrecht',
    });
    const { token: both } = await makeToken(bed.store, bed.by, {
      naam: 'Beheer',
      contractIds: null,
      rights: ['beheer'],
    });
    const pane = await Pane.open(browser, bed, both);
    await pane.view.getByLabel('Token').fill(both);
    await pane.click('Verbinden');
    await pane.see('Kies het contract van deze werkmap');
    await pane.click(/Utrecht/);
    expect(await pane.see('Deze werkmap is nog leeg')).toContain('UTR-2016-01');
    await pane.close();
  });
});

describe('a sync that takes long', () => {
  it('shows what it does and can be stopped, after which it can be begun again', async () => {
    const bed = await Testbed.open();
    const pane = await Pane.open(browser, bed, bed.writer);
    await pane.begin(bed.writer);
    const tables = smallTables();
    for (const name of TABLE_NAMES) pane.desk.add(name, ...tables[name]);
    await pane.excel.context.route('**/sync', () => {}, { times: 1 });
    await pane.click('Wijzigingen bekijken');
    await pane.see('Vergelijken met de server');
    await pane.view.getByRole('progressbar').waitFor();
    await pane.shoot('progress');
    await pane.click('Stoppen');
    await pane.see('U hebt het bijwerken gestopt');
    expect(await pane.syncAll()).toContain('4 nieuw');
    await pane.close();
  });
});

describe('where Excel can open a browser', () => {
  it('the PDF’s link is handed to Excel in the click', async () => {
    const bed = await Testbed.open();
    const pane = await Pane.open(
      browser,
      bed,
      bed.writer,
      {},
      { requirements: { ExcelApi: '1.13', SharedRuntime: '1.1', OpenBrowserWindowApi: '1.1' } },
    );
    await pane.begin(bed.writer);
    // The client for the web, which runs here, has no such call; that for the desktop has.
    await pane.excel.frame.evaluate(() => {
      Office.context.ui.openBrowserWindow = (url) => {
        document.title = url;
      };
    });
    await pane.tab('Rapporten');
    await pane.click('PDF maken');
    await pane.click('Openen');
    await pane.see('De pdf is geopend in uw browser');
    expect(await pane.excel.frame.evaluate(() => document.title)).toMatch(
      /^https:\/\/flex\.test\/api\/downloads\/[\w-]{43}$/,
    );
    await pane.close();
  });
});

describe('by keyboard alone', () => {
  it('from the token to a finished sync, and to another tab', async () => {
    const bed = await Testbed.open();
    const pane = await Pane.open(browser, bed, bed.writer);
    const { keyboard } = pane.excel.page;
    const focused = () =>
      pane.excel.frame.evaluate(() => document.activeElement?.textContent?.trim().slice(0, 40) ?? '');
    await pane.view.getByLabel('Token').focus();
    await keyboard.insertText(bed.writer);
    await keyboard.press('Enter');
    await expect.poll(focused).toBe('Werkmap inrichten');
    await keyboard.press('Enter');
    await expect.poll(focused).toBe('Wijzigingen bekijken');
    const tables = smallTables();
    for (const name of TABLE_NAMES) pane.desk.add(name, ...tables[name]);
    await keyboard.press('Space');
    await expect.poll(focused).toBe('Synchroniseren');
    await keyboard.press('Tab');
    expect(await focused()).toBe('Opnieuw bekijken');
    await keyboard.press('Shift+Tab');
    await pane.shoot('focus');
    await keyboard.press('Enter');
    await pane.see(/Gesynchroniseerd op stand 1\./);
    await expect.poll(focused).toBe('Wijzigingen bekijken');
    await keyboard.press('Shift+Tab');
    expect(await focused()).toBe('Synchroniseren');
    await keyboard.press('ArrowRight');
    await pane.see('Kosten boven minimum');
    expect(await focused()).toBe('Rapporten');
    await pane.close();
  });
});

describe('a narrow pane', () => {
  it.each([320, 350])('of %i pixels needs no scrolling sideways on any tab', async (width) => {
    const bed = await Testbed.open();
    const pane = await Pane.open(browser, bed, bed.writer, {
      viewport: { width, height: 378 },
      forcedColors: 'active',
    });
    await pane.begin(bed.writer);
    for (const [tab, text] of [
      ['Synchroniseren', 'Nog niet gesynchroniseerd'],
      ['Rapporten', 'Kosten boven minimum'],
      ['Werkmap', 'Uw rechten'],
    ] as const) {
      await pane.tab(tab);
      await pane.see(text);
      await pane.shoot(`contrast-${width}-${tab}`);
      const excess = await pane.excel.frame.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([tab, excess]).toEqual([tab, 0]);
    }
    await pane.close();
  });
});
