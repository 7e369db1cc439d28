import { serveStatic } from '@hono/node-server/serve-static';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { DomainError, type ErrorCode } from '../shared/errors.ts';
import { listRoutes, passing, route } from './access/route.ts';
import type { Deps, Env } from './env.ts';
import { answerReady } from './ready.ts';
import { toRefusal } from './refusal.ts';
import { createAanmelden } from './routes/aanmelden.ts';
import { createApiPages } from './routes/api-pages.ts';
import { afrekeningen } from './routes/afrekeningen.ts';
import { bewaren } from './routes/bewaren.ts';
import { bevestigingen } from './routes/bevestigingen.ts';
import { contracten } from './routes/contracten.ts';
import { createDownloads } from './routes/downloads.ts';
import { facturen } from './routes/facturen.ts';
import { klantspecificaties } from './routes/klantspecificaties.ts';
import { kwartaaloverzichten } from './routes/kwartaaloverzichten.ts';
import { logboek } from './routes/logboek.ts';
import { maandrapporten } from './routes/maandrapporten.ts';
import { overdracht } from './routes/overdracht.ts';
import { premies } from './routes/premies.ts';
import { rechtenbeoordelingen } from './routes/rechtenbeoordelingen.ts';
import { resultaten } from './routes/resultaten.ts';
import { sync } from './routes/sync.ts';
import { toegang } from './routes/toegang.ts';
import { verlengingen } from './routes/verlengingen.ts';
import { WrittenRefusal } from './threads/threads.ts';

/** The one table from refusal to status. */
export const STATUS: Record<ErrorCode, ContentfulStatusCode> = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  lineage: 409,
  not_ended: 409,
  earlier_open: 409,
  changed: 409,
  exists: 409,
  too_large: 413,
  too_many: 429,
  invalid: 422,
  bug: 500,
  unavailable: 503,
  storage_full: 507,
};

/**
 * The two style attributes with which Chromium reports text that is no XML: office.js for the web parses an empty ticket
 * when Excel gives none. Other inline styles are refused.
 */
const PARSER_ERROR_STYLES = [
  "'sha256-ICa0DhwZQJsOd/Rn0N8H6FdQ71GfNL+op2zhAQ+Y4mM='",
  "'sha256-ZD0chCyBaNHl+4UwQHJIHGoYhKwMeyCXGgJTKW5/67E='",
];

/** Excel on the web shows the pane in a frame of its own; nobody else may. */
const panePolicy = (origins: readonly string[], ancestors: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self' https://appsforoffice.microsoft.com https://officeapis.public.onecdn.static.microsoft",
    ["style-src 'self' 'unsafe-hashes'", ...PARSER_ERROR_STYLES].join(' '),
    "img-src 'self' data:",
    "font-src 'self'",
    ["connect-src 'self'", ...origins].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    ['frame-ancestors', ...ancestors].join(' '),
  ].join('; ');

/** What is no page may do nothing, in nobody's frame. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'";

const EXCEL = [
  "'self'",
  'https://*.officeapps.live.com',
  'https://*.sharepoint.com',
  'https://*.cloud.microsoft',
  'https://onedrive.live.com',
  'https://*.office.com',
];

/** The whole server as one function from request to answer. */
export function createApp(deps: Deps): Hono<Env> {
  const app = new Hono<Env>();
  if (deps.observe) app.use(passing(deps.observe));
  app.use(
    passing(async (c, next) => {
      c.set('deps', deps);
      await next();
      c.header('X-Content-Type-Options', 'nosniff');
      c.header('Referrer-Policy', 'no-referrer');
      if (!c.res.headers.has('Content-Security-Policy')) c.header('Content-Security-Policy', NOTHING);
      // The next request on this connection would come to a server that is gone.
      if (deps.isStopping?.()) c.header('Connection', 'close');
      if (deps.isHttps) c.header('Strict-Transport-Security', `max-age=${YEAR_SECONDS}`);
    }),
  );
  app.use('/api/*', passing(dataHeaders), passing(limitBody));
  app.onError(answerError);
  app.notFound((c) => c.json({ code: 'not_found', message: 'Deze pagina bestaat niet.' }, 404));

  app.get('/gezond', open('zien of de server werkt', 'Health'), dataHeaders, async (c) => {
    await deps.store.query('SELECT 1', []);
    const backup = deps.backupHealth?.();
    return c.json({ status: 'ok', version: deps.version, ...(backup ? { backup } : {}) });
  });
  app.get('/gereed', open('zien of de server verzoeken aanneemt'), dataHeaders, answerReady);
  for (const resource of [
    contracten,
    sync,
    maandrapporten,
    afrekeningen,
    facturen,
    klantspecificaties,
    kwartaaloverzichten,
    resultaten,
    bevestigingen,
    premies,
    verlengingen,
    toegang,
    rechtenbeoordelingen,
    bewaren,
    logboek,
    overdracht,
  ])
    app.route('/api/contracten', resource);
  app.route(
    '/api/downloads',
    createDownloads((request, env) => app.fetch(request, env)),
  );

  app.route('/api/aanmelden', createAanmelden(deps.workAccounts));
  app.use('/api-uitleg', passing(manualHeaders));
  app.route(
    '/',
    createApiPages(deps, () => listRoutes(app), STATUS),
  );

  const page = open('de invoegtoepassing ophalen');
  app.get('/', page, (c) => c.redirect('/taskpane.html'));
  app.get(
    '/office/*',
    page,
    files({ root: deps.officeDir, rewriteRequestPath: (path) => path.slice('/office'.length) }),
  );
  app.get('/assets/*', page, files({ root: deps.addinDir }));
  app.get('/handleiding', page, (c) => c.redirect('/handleiding/'));
  app.get('/handleiding/*', page, manualHeaders, files({ root: deps.addinDir }));
  // The names in the manifest never change, so their content is asked for anew each time.
  const issuer = deps.workAccounts ? [new URL(deps.workAccounts.issuer).origin] : [];
  for (const name of ['taskpane.html', 'functions.js', 'functions.json'])
    app.get(
      `/${name}`,
      page,
      paneHeaders(panePolicy(issuer, EXCEL)),
      serveStatic({ root: deps.addinDir, path: name }),
    );
  if (deps.workAccounts)
    app.get(
      '/aanmelden.html',
      page,
      paneHeaders(panePolicy(issuer, ["'none'"])),
      serveStatic({ root: deps.addinDir, path: 'aanmelden.html' }),
    );
  listRoutes(app);
  return app;
}

/** The files of a folder, but for those that are hidden, such as `.env`. */
function files(options: Parameters<typeof serveStatic<Env>>[0]): MiddlewareHandler<Env> {
  const serve = serveStatic<Env>(options);
  return (c, next) => (/(?:^|[/\\]|%2f|%5c)(?:\.|%2e)/i.test(c.req.path) ? next() : serve(c, next));
}

const open = (action: string, answer?: string): MiddlewareHandler<Env> =>
  route({ needs: 'public', action, ...(answer === undefined ? {} : { answer }) });

const YEAR_SECONDS = 31_536_000;

const MAX_BODY = 1024 * 1024;

/** What is sent is small, but for a sync, which has its own limit. */
const limitBody: MiddlewareHandler<Env> = (c, next) =>
  c.req.path.endsWith('/sync')
    ? next()
    : bodyLimit({
        maxSize: MAX_BODY,
        onError: () => {
          throw new DomainError('too_large', 'Het bericht aan de server is te groot.');
        },
      })(c, next);

const dataHeaders: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  c.header('Cache-Control', 'no-store');
  c.header('Content-Security-Policy', NOTHING);
  c.header('X-Frame-Options', 'DENY');
  c.header('Cross-Origin-Resource-Policy', 'same-origin');
};

const paneHeaders =
  (policy: string): MiddlewareHandler<Env> =>
  async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-cache');
    c.header('Content-Security-Policy', policy);
  };

const manualHeaders: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  c.header('Cache-Control', 'no-cache');
  c.header(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'",
  );
};

function answerError(error: Error, c: Context<Env>): Response {
  const refusal = toRefusal(error);
  if (refusal.code === 'bug') c.var.deps.log.error({ method: c.req.method, ...describeBug(error) }, 'bug');
  const wait = refusal.details['retryAfter'];
  if (typeof wait === 'number') c.header('Retry-After', String(wait));
  if (refusal instanceof WrittenRefusal) {
    const written = refusal.written as Uint8Array<ArrayBuffer>;
    return c.body(written, STATUS[refusal.code], { 'Content-Type': 'application/json' });
  }
  return c.json({ code: refusal.code, message: refusal.message, ...refusal.details }, STATUS[refusal.code]);
}

/** What kind of bug it is and where. Its own words are left out: they may hold what somebody typed. */
const describeBug = ({ name, code, stack = '' }: NodeJS.ErrnoException) => ({
  name,
  code,
  at: stack.split('\n').filter((line) => /^ {4}at /.test(line)),
});
