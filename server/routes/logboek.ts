import { type Context, Hono } from 'hono';
import Papa from 'papaparse';
import type { AuditLog } from '../../shared/api.ts';
import { type Day, isDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { checkAudit } from '../access/audit-check.ts';
import { listAuditLines } from '../access/audit-log.ts';
import { route } from '../access/route.ts';
import type { Env } from '../env.ts';

/** Who did what, and whether the log of it is whole (processor agreement, art. 3 and 5). */
export const logboek = new Hono<Env>().get(
  '/:contractnummer/logboek/:document',
  route({
    needs: 'beheer',
    action: 'logboek bekijken',
    answer: 'AuditLog',
    csv: true,
    example: { document: '2026-01-01_2026-12-31' },
  }),
  async (c) => {
    const document = c.req.param('document');
    const name = document.replace(/\.csv$/, '');
    const log = await readLog(c, name);
    return document === name
      ? c.json(log)
      : csv(log, `logboek-${c.var.contract.contract.contractnummer}-${name}`);
  },
);

async function readLog(c: Context<Env>, name: string): Promise<AuditLog> {
  const { deps, contract } = c.var;
  const { from, until } = parseRange(name);
  const { faults, end } = await checkAudit(deps.store, contract.id);
  return {
    lines: await listAuditLines(deps.store, contract.id, from, until),
    faults: faults.map(({ message }) => message),
    end,
  };
}

function parseRange(name: string): { from: Day; until: Day } {
  const [from = '', until = from, ...others] = name.split('_');
  if (!isDay(from) || !isDay(until) || until < from || others.length > 0)
    throw new DomainError('not_found', 'Deze periode bestaat niet. Kies bijvoorbeeld 2016-01-01_2016-06-30.');
  return { from, until };
}

/** As Dutch Excel opens it by itself; a text that begins like a formula stays text. */
function csv({ lines }: AuditLog, name: string): Response {
  const text = Papa.unparse(
    lines.map(({ seq, at, naam, origin, action, object, result, hash }) => ({
      regel: seq,
      tijdstip: at,
      wie: naam,
      vanaf: origin,
      wat: action,
      waarop: object,
      uitkomst: result,
      hash,
    })),
    { delimiter: ';', newline: '\r\n', escapeFormulae: true },
  );
  return new Response(`\ufeff${text}\r\n`, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}.csv"`,
    },
  });
}
