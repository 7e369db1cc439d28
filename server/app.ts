import { serveStatic } from '@hono/node-server/serve-static';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { DomainError, type ErrorCode } from '../shared/errors.ts';
import { listRoutes, passing, route } from './access/route.ts';
import type { Deps, Env } from './env.ts';
import { createAanmelden } from './routes/aanmelden.ts';
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
import { premies } from './routes/premies.ts';
import { resultaten } from './routes/resultaten.ts';
import { sync } from './routes/sync.ts';
import { verlengingen } from './routes/verlengingen.ts';
import { WrittenRefusal } from './threads/threads.ts';

/** The one table from refusal to status. */
const STATUS: Record<ErrorCode, ContentfulStatusCode> = {
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

/** Excel on the web shows the pane in a frame of its own; nobody else may. */
const panePolicy = (origins: readonly string[], ancestors: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self' https://appsforoffice.microsoft.com https://officeapis.public.onecdn.static.microsoft",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    ["connect-src 'self'", ...origins].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    ['frame-ancestors', ...ancestors].join(' '),
  ].join('; ');

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
  app.use(
    passing(async (c, next) => {
      c.set('deps', deps);
      await next();
      c.header('X-Content-Type-Options', 'nosniff');
      c.header('Referrer-Policy', 'no-referrer');
      if (deps.isHttps) c.header('Strict-Transport-Security', `max-age=${YEAR_SECONDS}`);
    }),
  );
  app.use('/api/*', passing(dataHeaders), passing(limitBody));
  app.onError(answerError);
  app.notFound((c) => c.json({ code: 'not_found', message: 'Deze pagina bestaat niet.' }, 404));

  app.get('/gezond', open('zien of de server werkt', 'Health'), dataHeaders, async (c) => {
    await deps.store.query('SELECT 1', []);
    return c.json({ status: 'ok', version: deps.version });
  });
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
    bewaren,
    logboek,
  ])
    app.route('/api/contracten', resource);
  app.route(
    '/api/downloads',
    createDownloads((request, env) => app.fetch(request, env)),
  );

  app.route('/api/aanmelden', createAanmelden(deps.workAccounts));

  const page = open('de invoegtoepassing ophalen');
  app.get('/', page, (c) => c.redirect('/taskpane.html'));
  app.use(
    '/office/*',
    page,
    serveStatic({ root: deps.officeDir, rewriteRequestPath: (path) => path.slice('/office'.length) }),
  );
  app.use('/assets/*', page, serveStatic({ root: deps.addinDir }));
  app.get('/handleiding', page, (c) => c.redirect('/handleiding/'));
  app.use('/handleiding/*', page, manualHeaders, serveStatic({ root: deps.addinDir }));
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
  c.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
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
  if (refusal.code === 'bug') c.var.deps.log.error({ method: c.req.method, stack: error.stack }, 'bug');
  const wait = refusal.details['retryAfter'];
  if (typeof wait === 'number') c.header('Retry-After', String(wait));
  if (refusal instanceof WrittenRefusal) {
    const written = refusal.written as Uint8Array<ArrayBuffer>;
    return c.body(written, STATUS[refusal.code], { 'Content-Type': 'application/json' });
  }
  return c.json({ code: refusal.code, message: refusal.message, ...refusal.details }, STATUS[refusal.code]);
}

/** What a thrown thing is to the user. A bug's own words stay in the log: they may hold personal data. */
function toRefusal(error: Error): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof HTTPException && error.status < 500)
    return new DomainError(error.status === 413 ? 'too_large' : 'bad_request', 'Het verzoek klopt niet.');
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'SQLITE_FULL')
    return new DomainError(
      'storage_full',
      'De schijf van de server is vol. Er is niets opgeslagen; waarschuw de beheerder.',
    );
  if (code?.startsWith('SQLITE_BUSY'))
    return new DomainError(
      'unavailable',
      'De server is even bezig. Probeer het zo nog eens; er is niets opgeslagen.',
    );
  return new DomainError(
    'bug',
    'Er ging iets mis op de server. Er is niets opgeslagen. Probeer het later nog eens.',
  );
}
