import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBrowser, launchBrowser } from '../../excel-host/browser.ts';
import { collectFaults, ORIGIN, servePane } from './static-pane.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(closeBrowser);

const open = async (office: 'served' | 'silent' | 'missing') => {
  const context = await browser.newContext({ viewport: { width: 350, height: 600 } });
  const faults = collectFaults(context);
  await servePane(context, office);
  const page = await context.newPage();
  await page.goto(`${ORIGIN}/taskpane.html`, { waitUntil: 'commit' });
  return { page, faults };
};

describe('opening the pane', () => {
  it('outside Office says how it gets into Excel, and breaks no policy', async () => {
    const { page, faults } = await open('served');
    await page.getByRole('heading', { name: 'Flextensie werkt in Excel' }).waitFor();
    expect(await page.getByText('Geïntegreerde apps').isVisible()).toBe(true);
    expect(faults).toEqual([]);
    await page.screenshot({ path: 'test/output/pane-elsewhere.png', fullPage: true });
    await page.context().close();
  });

  for (const office of ['silent', 'missing'] as const)
    it(`says so within 5 seconds when office.js is ${office}, with a way to load again`, async () => {
      const { page } = await open(office);
      await page.getByText('Flextensie wordt geladen').waitFor({ timeout: 2_000 });
      await page.getByRole('alert').waitFor({ timeout: 5_000 });
      expect(await page.getByRole('alert').textContent()).toContain('Excel geeft nog geen antwoord');
      await Promise.all([
        page.waitForRequest(`${ORIGIN}/taskpane.html`, { timeout: 5_000 }),
        page.getByRole('button', { name: 'Opnieuw laden' }).click({ timeout: 5_000 }),
      ]);
      await page.context().close();
    });
});
