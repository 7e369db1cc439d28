import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listPersons, setBlocked } from '../../../server/access/persons.ts';
import { createOidc, type OidcSettings } from '../../../server/access/oidc.ts';
import { closeBrowser, launchBrowser } from '../../excel-host/browser.ts';
import { AUDIENCE, LocalIssuer, PANE_CLIENT, SCOPE, TENANT } from '../../server/local-issuer.ts';
import { Testbed } from '../../server/testbed.ts';
import { askIssuer, LOGIN_SITE, passLogin, routeLogin } from './login-site.ts';
import { Pane, REQUIREMENTS } from './pane.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(closeBrowser);

let issuer: LocalIssuer;
let bed: Testbed;
/** The access tokens that reached the server. */
let tokens: Set<string>;
let pane: Pane;
const SETTINGS: OidcSettings = {
  issuer: LOGIN_SITE,
  audience: AUDIENCE,
  tenants: [TENANT],
  scope: SCOPE,
  clientId: PANE_CLIENT,
  paneScopes: [SCOPE],
};

/** A server that lets in who signed in at the issuer. */
async function withWorkAccounts(): Promise<void> {
  const oidc = createOidc(
    SETTINGS,
    () => new Date(),
    (url, init) => askIssuer(issuer, url, init),
  );
  bed = await Testbed.open({
    oidc: {
      verify: (jwt) => {
        tokens.add(jwt);
        return oidc.verify(jwt);
      },
    },
    workAccounts: SETTINGS,
  });
}

/** Blocks everyone with an account, or lets them in again. */
async function block(blocked: boolean): Promise<void> {
  for (const { id, source } of await listPersons(bed.store))
    if (source === 'werkaccount') await setBlocked(bed.store, bed.by, id, blocked);
}

const open = async (
  context: BrowserContextOptions = {},
  requirements: Record<string, string> = { ...REQUIREMENTS, DialogApi: '1.2' },
): Promise<Pane> => {
  pane = await Pane.open(browser, bed, bed.writer, context, { requirements });
  await routeLogin(pane.excel.context, issuer);
  return pane;
};

/** Clicks the button and gives the window that opens. */
async function begin(): Promise<Page> {
  const [popup] = await Promise.all([
    pane.excel.page.waitForEvent('popup'),
    pane.click('Aanmelden met uw werkaccount'),
  ]);
  popup.setDefaultTimeout(10_000);
  return popup;
}

beforeEach(async () => {
  bed = await Testbed.open();
  tokens = new Set();
});
afterEach(async () => {
  await pane?.close();
  await issuer?.stop();
});

const BUTTON = 'Aanmelden met uw werkaccount';

describe('a pane whose server knows no work accounts', () => {
  it('asks for the token and nothing else', async () => {
    issuer = await LocalIssuer.start();
    await open();
    await pane.view.getByLabel('Token').waitFor();
    expect(await pane.view.locator('main').innerText()).toBe(
      `Flextensie\n\nPlak hier het token dat u van uw beheerder kreeg. Het blijft op deze computer bewaard, niet in de werkmap.\n\nToken\nVerbinden\n\nServer: flex.test`,
    );
    expect(await pane.view.locator('details').count()).toBe(0);
    await pane.begin(bed.writer);
    await pane.tab('Werkmap');
    await pane.see('Verbreken vergeet het token op deze computer.');
  });
});

describe('a pane whose server knows work accounts', () => {
  beforeEach(async () => {
    issuer = await LocalIssuer.start({ publicUrl: LOGIN_SITE });
    await withWorkAccounts();
  });

  it.each([320, 350])('asks for them first, %i pixels wide', async (width) => {
    await open({ viewport: { width, height: 400 }, colorScheme: 'dark' });
    await pane.button(BUTTON).waitFor();
    expect(await pane.view.getByLabel('Token').isVisible()).toBe(false);
    await pane.shoot(`account-${width}`);
    await pane.view.getByText('Of met een token').click();
    await pane.shoot(`account-${width}-token`);
    const excess = await pane.excel.frame.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(excess).toBe(0);
    await pane.begin(bed.writer);
    await pane.tab('Werkmap');
    await pane.see('Verbreken vergeet het token');
  });

  it('signs in at the issuer in a window of its own, and signs out again', async () => {
    await open();
    const popup = await begin();
    await passLogin(popup);
    await popup.waitForEvent('close');
    await pane.click('Werkmap inrichten');
    await pane.see('Nog niet gesynchroniseerd');
    expect(tokens.size).toBe(1);
    expect(pane.excel.errors).toEqual([]);
    expect(pane.excel.blocked.filter((url) => !url.startsWith('https://fonts.googleapis.com/'))).toEqual([]);
    const [token = ''] = tokens;
    const kept = await pane.excel.frame.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
    );
    expect(kept + JSON.stringify(pane.excel.settings)).not.toContain(token.slice(0, 40));
    expect(JSON.stringify(bed.logged)).not.toContain(token.slice(0, 40));

    await pane.tab('Werkmap');
    await pane.see('Afmelden vergeet uw werkaccount');
    await pane.click('Afmelden');
    const again = await begin();
    await again.getByPlaceholder('Enter any login').waitFor();
    await again.close();
    await pane.see('U hebt het aanmelden afgebroken');
    expect(await pane.view.getByRole('alert').count()).toBe(0);
    await pane.shoot('account-cancelled');
  });

  it('does not mind that the user stops at the issuer', async () => {
    await open();
    const popup = await begin();
    await popup.getByRole('link', { name: 'Cancel' }).click();
    await pane.see('U hebt het aanmelden afgebroken');
    expect(popup.isClosed()).toBe(true);
  });

  it('takes no token from a page of another origin', async () => {
    await open();
    const message = { issued: { accessToken: 'vreemd', expiresIn: 600, tokenEndpoint: LOGIN_SITE } };
    await pane.excel.context.route('https://elders.flex.test/', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<script>opener.postMessage(${JSON.stringify(JSON.stringify(message))}, 'https://flex.test')</script>`,
      }),
    );
    const popup = await begin();
    await popup.getByPlaceholder('Enter any login').waitFor();
    await popup.goto('https://elders.flex.test/');
    await popup.waitForTimeout(500);
    expect(popup.isClosed()).toBe(false);
    expect(await pane.see('Aanmelden…')).not.toContain('Verbinden');
    await popup.close();
    await pane.see('U hebt het aanmelden afgebroken');
    expect(tokens.size).toBe(0);
  });

  it('says what to do where the window is blocked', async () => {
    await open();
    await pane.excel.frame.evaluate(() => {
      window.open = () => null;
    });
    await pane.click(BUTTON);
    await pane.see('sta pop-ups van flex.test toe');
  });

  it('asks to sign in again where the server no longer knows the account', async () => {
    await open();
    await passLogin(await begin());
    await pane.click('Werkmap inrichten');
    await pane.see('Nog niet gesynchroniseerd');
    await block(true);
    await pane.click('Wijzigingen bekijken');
    await pane.see('U bent niet meer aangemeld');
    await pane.shoot('account-expired');
    await block(false);
    await begin();
    await pane.view.getByText('U bent niet meer aangemeld').waitFor({ state: 'detached' });
    await pane.click('Wijzigingen bekijken');
    await pane.see('Alles was al gelijk');
  });
});

describe('an access token of two seconds', () => {
  beforeEach(async () => {
    issuer = await LocalIssuer.start({ publicUrl: LOGIN_SITE, lifetime: 2 });
    await withWorkAccounts();
    await open();
    await passLogin(await begin());
    await pane.click('Werkmap inrichten');
    await pane.see('Nog niet gesynchroniseerd');
  });

  it('is renewed without asking', async () => {
    const before = tokens.size;
    await pane.excel.page.waitForTimeout(2_100);
    await pane.tab('Rapporten');
    await pane.see('Kosten boven minimum');
    expect(tokens.size).toBeGreaterThan(before);
    expect(pane.excel.context.pages()).toHaveLength(1);
  });
});
