import { Hono } from 'hono';
import type { ContractDetail, ContractSummary } from '../../shared/api.ts';
import { addMonths } from '../../shared/calendar.ts';
import { todayInAmsterdam } from '../dutch-time.ts';
import { listNearLimit, LOOK_AHEAD_MONTHS } from '../../shared/duur.ts';
import { DomainError } from '../../shared/errors.ts';
import { looptijdOf } from '../../shared/looptijd.ts';
import { parseTarief } from '../../shared/parse-contract.ts';
import { TABLES } from '../../shared/tables.ts';
import { route } from '../access/route.ts';
import { listRights } from '../access/persons.ts';
import type { Env } from '../env.ts';
import { listEntriesOf } from '../history.ts';
import { addTarief } from '../contract-changes.ts';
import { readAdministration } from '../store/administration.ts';
import { createAkkoorden } from '../store/akkoorden.ts';
import { listUitbetalingen } from '../store/afrekeningen.ts';
import { listContracten } from '../store/contracten.ts';
import { listPapers } from '../store/papers.ts';
import { readBody } from './document.ts';

export const contracten = new Hono<Env>()
  .get(
    '/',
    route({ needs: 'token', action: 'contracten opsommen', answer: 'ContractSummary[]', unlogged: true }),
    async (c) => {
      const { store } = c.var.deps;
      const mine: ContractSummary[] = [];
      for (const { id, contract } of await listContracten(store)) {
        const { contractnummer, gemeente } = contract;
        const rechten = await listRights(store, c.var.person, { id, contractnummer });
        if (rechten.length > 0) mine.push({ contractnummer, gemeente, rechten });
      }
      return c.json(mine);
    },
  )
  .get(
    '/:contractnummer',
    route({ needs: 'lezen', action: 'contract bekijken', answer: 'ContractDetail', unlogged: true }),
    async (c) => {
      const { deps } = c.var;
      const stored = c.var.contract;
      const { id, contract, lineage, revision } = stored;
      const today = todayInAmsterdam(deps.now());
      const { plaatsingen } = await readAdministration(deps.store, stored, { from: today, until: today });
      const uitbetalingen = await listUitbetalingen(deps.store, id);
      const detail: ContractDetail = {
        contract,
        lineage,
        revision,
        rechten: [...c.var.rights],
        afrekeningen: (await listPapers(deps.store, id, 'afrekening')).map(({ figures, at, naam }) => ({
          period: figures.period,
          status: 'vastgesteld',
          number: figures.number ?? '',
          revision: figures.revision,
          saldo: figures.saldo,
          payout: figures.payout,
          payBy: figures.payBy,
          overgenomen: figures.overgenomen !== undefined,
          uitbetaling: uitbetalingen.get(figures.period) ?? null,
          at,
          by: naam,
        })),
        looptijd: looptijdOf(contract, today),
        nearLimit: listNearLimit(
          plaatsingen,
          today,
          addMonths(today, LOOK_AHEAD_MONTHS),
          await createAkkoorden(deps.store, id),
        ),
      };
      return c.json(detail);
    },
  )
  .post(
    '/:contractnummer/tarieven',
    route({
      needs: 'beheer',
      action: 'tarief toevoegen',
      body: 'Tarief',
      answer: 'Contract',
      article: '7.1',
    }),
    async (c) => {
      const { deps, contract } = c.var;
      const tarief = parseTarief(await readBody(c));
      if (tarief.wijziging === undefined)
        throw new DomainError(
          'invalid',
          'wijziging: noem de schriftelijke wijziging waaruit deze tarieven volgen, zoals "addendum 2 van 1-6-2016" (art. 7.1 lid 2).',
        );
      return c.json(await addTarief(deps.store, c.var.by, contract.contract.contractnummer, tarief));
    },
  )
  .get(
    '/:contractnummer/geschiedenis/:table/:key{.+}',
    route({
      needs: 'lezen',
      action: 'geschiedenis bekijken',
      example: { table: 'uren', key: 'PL001/2016-04-08' },
      answer: 'HistoryEntry[]',
    }),
    async (c) => {
      const table = TABLES.find(({ name }) => name === c.req.param('table'));
      const parts = c.req.param('key').split('/');
      // A key may hold slashes itself: only the last part of an urenregel's is its day.
      const key =
        table?.keyLength === 2 ? [parts.slice(0, -1).join('/'), parts.at(-1) ?? ''] : [parts.join('/')];
      const entries = table ? await listEntriesOf(c.var.deps.store, c.var.contract.id, table, key) : [];
      if (entries.length === 0)
        throw new DomainError('not_found', 'Van deze rij is geen geschiedenis bekend.');
      return c.json(entries);
    },
  );
