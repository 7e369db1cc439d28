import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { BrowserContext } from 'playwright-core';

/** Any https address will do: Playwright answers it, nothing listens. */
export const ORIGIN = 'https://flex.test';

/** The policy that the server gives the pane, as SPEC §7 has it; only its own origin. */
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css',
  '.png': 'image/png',
};

/** Answers the pane's files from what was built, and office.js from its package, unless `office` does otherwise. */
export async function servePane(
  context: BrowserContext,
  office: 'served' | 'silent' | 'missing',
): Promise<void> {
  await context.route('**/*', async (route) => {
    const { origin, pathname } = new URL(route.request().url());
    if (origin !== ORIGIN) return route.abort();
    if (pathname === '/api/aanmelden') return route.fulfill({ json: { oidc: null } });
    if (pathname.startsWith('/office/') && office === 'silent') return;
    const file = pathname.startsWith('/office/')
      ? join('node_modules/@microsoft/office-js/dist', pathname.slice('/office/'.length))
      : join('dist/addin', pathname);
    if ((pathname.startsWith('/office/') && office === 'missing') || !existsSync(file))
      return route.fulfill({ status: 404 });
    return route.fulfill({
      body: readFileSync(file),
      headers: {
        'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
        'Content-Security-Policy': POLICY,
      },
    });
  });
}

/** What went wrong in a page: refused by the policy, thrown, or logged as an error. */
export function collectFaults(context: BrowserContext): string[] {
  const faults: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  context.on('weberror', (error) => faults.push(error.error().message));
  return faults;
}
