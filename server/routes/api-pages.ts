import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { DomainError } from '../../shared/errors.ts';
import { type DeclaredRoute, route } from '../access/route.ts';
import type { Deps, Env } from '../env.ts';
import { buildDocument } from '../openapi/document.ts';
import { renderPage } from '../openapi/page.ts';
import type { Statuses } from '../openapi/refusals.ts';
import { type ApiDocument, SCHEMAS_FILE, type Schemas } from '../openapi/types.ts';
import { toNamed } from './aanmelden.ts';

const NOT_BUILT = { not_found: 'Refusal' };

/** What the server can be asked, for programs and for people. It tells nothing of anyone. */
export function createApiPages(deps: Deps, listRoutes: () => DeclaredRoute[], statuses: Statuses): Hono<Env> {
  let built: ApiDocument | undefined;
  const document = (): ApiDocument =>
    (built ??= buildDocument({
      routes: listRoutes(),
      schemas: readSchemas(deps.addinDir),
      statuses,
      version: deps.version,
      url: deps.publicUrl,
      issuer: deps.workAccounts && toNamed(deps.workAccounts),
    }));
  return new Hono<Env>()
    .get(
      '/api/openapi.json',
      route({
        needs: 'public',
        action: 'beschrijving van de API ophalen',
        file: 'application/json',
        refusals: NOT_BUILT,
      }),
      (c) => c.json(document()),
    )
    .get(
      '/api-uitleg',
      route({ needs: 'public', action: 'uitleg van de API lezen', file: 'text/html', refusals: NOT_BUILT }),
      (c) => c.html(renderPage(document())),
    );
}

/** As the build left them. */
function readSchemas(folder: string): Schemas {
  const file = join(folder, SCHEMAS_FILE);
  if (!existsSync(file))
    throw new DomainError(
      'not_found',
      'De beschrijving van de API is nog niet gebouwd. Draai eenmalig op de server: npm run build',
    );
  return JSON.parse(readFileSync(file, 'utf8')) as Schemas;
}
