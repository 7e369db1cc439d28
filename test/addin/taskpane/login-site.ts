import type { BrowserContext, Page, Route } from 'playwright-core';
import type { LocalIssuer } from '../../server/local-issuer.ts';

/** The address of the issuer to a browser; MSAL wants https. */
export const LOGIN_SITE = 'https://login.test';

/** Asks the issuer as a proxy with TLS in front of it does. */
export function askIssuer(issuer: LocalIssuer, url: string, init: RequestInit = {}): Promise<Response> {
  const { pathname, search, host } = new URL(url);
  const headers = new Headers(init.headers);
  headers.set('X-Forwarded-Proto', 'https');
  headers.set('X-Forwarded-Host', host);
  return fetch(`${issuer.address}${pathname}${search}`, { ...init, headers, redirect: 'manual' });
}

/** Lets the pages of a browser reach the issuer. */
export async function routeLogin(context: BrowserContext, issuer: LocalIssuer): Promise<void> {
  await context.route(`${LOGIN_SITE}/**`, (route) => answer(route, issuer));
}

async function answer(route: Route, issuer: LocalIssuer): Promise<void> {
  const request = route.request();
  const body = request.postData();
  const response = await askIssuer(issuer, request.url(), {
    method: request.method(),
    headers: await request
      .allHeaders()
      .then((all) =>
        Object.fromEntries(Object.entries(all).filter(([name]) => !/^:|^host$|^content-length$/.test(name))),
      ),
    ...(body === null ? {} : { body }),
  });
  const headers = Object.fromEntries(
    [...response.headers].filter(([name]) => !/^(content-(length|encoding)|set-cookie|location)$/.test(name)),
  );
  const cookies = response.headers.getSetCookie().join('\n');
  if (cookies !== '') headers['set-cookie'] = cookies;
  const location = response.headers.get('location');
  if (location === null)
    return route.fulfill({
      status: response.status,
      headers,
      body: Buffer.from(await response.arrayBuffer()),
    });
  // Playwright does not see where a redirect leads to, so the page goes there by itself.
  const target = new URL(location, LOGIN_SITE).href.replaceAll('&', '&amp;');
  return route.fulfill({
    headers: { ...headers, 'content-type': 'text/html', 'content-security-policy': '' },
    body: `<meta http-equiv="refresh" content="0;url=${target}">`,
  });
}

/** Signs in on the issuer's own pages, and allows what is asked. */
export async function passLogin(page: Page, name = 'anna'): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill(name);
  await page.getByPlaceholder('and password').fill('geheim');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}
