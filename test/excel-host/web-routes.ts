import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { BrowserContext, Route } from 'playwright-core';

/** A server without a port, such as the `fetch` of a Hono app. */
export type Serve = (request: Request) => Response | Promise<Response>;

const OFFICE_JS = join(import.meta.dirname, '../../node_modules/@microsoft/office-js/dist');
const OFFICE_CDN = 'https://appsforoffice.microsoft.com/lib/1/hosted/';

/** Has `origin` answered by `fetch` and Microsoft's CDN from npm; what is asked elsewhere goes to `blocked` only. */
export async function routeRequests(
  context: BrowserContext,
  origin: string,
  fetch: Serve,
  blocked: string[],
): Promise<void> {
  // Of two routes the later one goes first.
  await context.route(
    () => true,
    (route) => {
      blocked.push(route.request().url());
      return route.abort();
    },
  );
  await context.route(`${OFFICE_CDN}**`, (route) =>
    fulfilFile(route, route.request().url().slice(OFFICE_CDN.length)),
  );
  await context.route(`${origin}/**`, (route) => answer(route, fetch));
}

async function answer(route: Route, fetch: Serve): Promise<void> {
  const request = route.request();
  const headers = Object.entries(await request.allHeaders()).filter(([name]) => !name.startsWith(':'));
  const body = request.postDataBuffer();
  const init: RequestInit = { method: request.method(), headers };
  if (body) init.body = new Uint8Array(body);
  const response = await fetch(new Request(request.url(), init));
  await route
    .fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    })
    // The page may have cancelled its request or be closed by now.
    .catch(() => {});
}

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
};

/** A file of office.js, as Microsoft's CDN would serve it. */
function fulfilFile(route: Route, path: string): Promise<void> {
  const file = join(OFFICE_JS, path.replace(/[?#].*/, ''));
  if (!existsSync(file)) return route.fulfill({ status: 404 });
  return route.fulfill({
    body: readFileSync(file),
    contentType: TYPES[extname(file)] ?? 'application/octet-stream',
  });
}
