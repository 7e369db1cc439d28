import { Hono } from 'hono';
import { DomainError } from '../../shared/errors.ts';
import { route } from '../access/route.ts';
import type { Env } from '../env.ts';
import { keepDownload, takeDownload } from '../store/downloads.ts';

type Fetch = (request: Request, env: Env['Bindings']) => Response | Promise<Response>;

const LIFETIME_MS = 60_000;

/**
 * Single-use links of 60 seconds to a PDF: a pane cannot save a file on Windows, and a browser has no token.
 * `fetch` answers a request as the whole app does.
 */
export function createDownloads(fetch: Fetch): Hono<Env> {
  return new Hono<Env>()
    .post(
      '/',
      route({
        needs: 'token',
        action: 'link voor een bestand maken',
        body: 'DownloadRequest',
        answer: 'DownloadLink',
        unlogged: true,
      }),
      async (c) => {
        const { deps } = c.var;
        const body: unknown = await c.req.json().catch(() => null);
        const path =
          typeof body === 'object' && body !== null ? (body as Record<string, unknown>)['path'] : undefined;
        if (
          typeof path !== 'string' ||
          !/^\/api\/contracten\/[A-Za-z0-9_.-]+\/[a-z]+\/[A-Za-z0-9_./-]+\.pdf$/.test(path) ||
          path.split('/').some((part) => part === '..' || part === '.')
        )
          throw new DomainError(
            'invalid',
            'Geef het pad van een pdf, zoals {"path": "/api/contracten/…/afrekeningen/2016-H1.pdf"}.',
          );
        const authorization = c.req.header('Authorization') ?? '';
        await checkReadable(fetch, c.env, path, authorization);
        const now = deps.now();
        const until = new Date(now.getTime() + LIFETIME_MS);
        const ticket = await keepDownload(deps.store, { path, authorization }, now, until);
        return c.json({ url: `${deps.publicUrl ?? ''}/api/downloads/${ticket}` });
      },
    )
    .get(
      '/:ticket',
      route({ needs: 'public', action: 'bestand ophalen met een link', file: 'application/pdf' }),
      async (c) => {
        const { store, now } = c.var.deps;
        const download = await takeDownload(store, c.req.param('ticket'), now());
        if (!download)
          throw new DomainError(
            'not_found',
            'Deze link is al gebruikt of verlopen. Maak de pdf opnieuw in het paneel van Excel.',
          );
        return fetch(request(download.path, download.authorization), c.env);
      },
    );
}

const request = (path: string, authorization: string): Request =>
  new Request(`http://localhost${path}`, { headers: { Authorization: authorization } });

/** The figures behind a PDF answer as the PDF will, at little cost; what they refuse, a link to it is refused. */
async function checkReadable(
  fetch: Fetch,
  env: Env['Bindings'],
  path: string,
  authorization: string,
): Promise<void> {
  const response = await fetch(request(path.slice(0, -'.pdf'.length), authorization), {
    ...env,
    unlogged: true,
  });
  if (response.ok) return;
  const { code, message } = (await response.json()) as { code: DomainError['code']; message: string };
  throw new DomainError(code, message);
}
