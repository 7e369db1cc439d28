import { ReadableStream } from 'node:stream/web';
import { Hono } from 'hono';
import type { Overdracht } from '../../shared/api.ts';
import { TABLES } from '../../shared/tables.ts';
import { route } from '../access/route.ts';
import type { Env } from '../env.ts';
import { afterReading } from './document.ts';
import { beginOverdracht, listFiles } from '../overdracht/files.ts';
import { zip } from '../overdracht/zip.ts';
import { countKept } from '../store/overdracht.ts';

/** Everything of a contract at once (art. 7.5 lid 2). */
export const overdracht = new Hono<Env>()
  .get(
    '/:contractnummer/overdracht',
    route({ needs: 'beheer', action: 'overdracht bekijken', answer: 'Overdracht', article: '7.5 lid 2' }),
    async (c) => {
      const { deps, contract } = c.var;
      const count = (table: (typeof TABLES)[number]['name'] | 'papers') =>
        countKept(deps.store, contract.id, table);
      const rows: Partial<Overdracht['rows']> = {};
      for (const { name } of TABLES) rows[name] = await count(name);
      return c.json({
        contractnummer: contract.contract.contractnummer,
        revision: contract.revision,
        rows: rows as Overdracht['rows'],
        papers: await count('papers'),
      } satisfies Overdracht);
    },
  )
  .get(
    '/:contractnummer/overdracht.zip',
    route({ needs: 'beheer', action: 'overdracht ophalen', file: 'application/zip', article: '7.5 lid 2' }),
    async (c) => {
      const { deps, contract } = c.var;
      const at = deps.now();
      const moment = await beginOverdracht(deps.store, contract, at);
      return afterReading(c, async () => {
        const bytes = zip(listFiles(moment), at);
        return new Response(ReadableStream.from(bytes) as unknown as BodyInit, {
          headers: {
            'Content-Type': 'application/zip',
            'Content-Disposition': `attachment; filename="overdracht-${contract.contract.contractnummer}.zip"`,
          },
        });
      });
    },
  );
