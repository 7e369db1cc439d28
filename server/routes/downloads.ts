import { Hono } from 'hono';
import { DomainError } from '../../shared/errors.ts';
import { route } from '../access/route.ts';
import type { Env } from '../env.ts';
import { keepDownload, takeDownload } from '../store/downloads.ts';
import { readBody } from './document.ts';

type Fetch = (request: Request, env: Env['Bindings']) => Response | Promise<Response>;

const LIFETIME_MS = 60_000;

/** A PDF of a contract, its log as csv, or its overdracht. */
const FILE =
  /^\/api\/contracten\/[A-Za-z0-9_.-]+\/(?:[a-z]+\/[A-Za-z0-9_./-]+\.pdf|logboek\/[0-9_-]+\.csv|overdracht\.zip)$/;

/**
 * Single-use links of 60 seconds to a file: a pane cannot save a file on Windows, and a browser has no token.
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
        const { path } = await readBody(c);
        if (
          typeof path !== 'string' ||
          !FILE.test(path) ||
          path.split('/').some((part) => part === '..' || part === '.')
        )
          throw new DomainError(
            'invalid',
            'Geef het pad van een bestand, zoals {"path": "/api/contracten/…/afrekeningen/2016-H1.pdf"}.',
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
      route({
        needs: 'public',
        action: 'bestand ophalen met een link',
        file: 'application/pdf',
        example: { ticket: 'x7Q…' },
        refusals: {
          unauthorized: 'Refusal',
          forbidden: 'Refusal',
          too_many: 'Refusal',
          storage_full: 'Refusal',
        },
      }),
      async (c) => {
        const { store, now } = c.var.deps;
        const download = await takeDownload(store, c.req.param('ticket'), now());
        if (!download)
          throw new DomainError(
            'not_found',
            'Deze link is al gebruikt of verlopen. Maak het bestand opnieuw in het paneel van Excel.',
          );
        return fetch(request(download.path, download.authorization), c.env);
      },
    );
}

const request = (path: string, authorization: string): Request =>
  new Request(`http://localhost${path}`, { headers: { Authorization: authorization } });

/** The figures behind a file answer as the file will, at little cost; what they refuse, a link to it is refused. */
async function checkReadable(
  fetch: Fetch,
  env: Env['Bindings'],
  path: string,
  authorization: string,
): Promise<void> {
  const response = await fetch(request(path.replace(/\.(?:pdf|csv|zip)$/, ''), authorization), {
    ...env,
    unlogged: true,
  });
  if (response.ok) return;
  const { code, message } = (await response.json()) as { code: DomainError['code']; message: string };
  throw new DomainError(code, message);
}
