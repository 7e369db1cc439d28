import { termijnenOf, erasableFrom } from '../shared/bewaren.ts';
import { type Day, formatDay } from '../shared/calendar.ts';
import { DomainError } from '../shared/errors.ts';
import { checkAudit } from './access/audit-check.ts';
import { type By, record, SERVER_CHAIN } from './access/audit.ts';
import { lockContract } from './store/contracten.ts';
import { sql, run, type Store, transaction } from './store/store.ts';

/** Everything that belongs to one contract, in an order that no reference stands against. */
const TABLES_OF_CONTRACT = [
  'uren',
  'plaatsingen',
  'klanten',
  'kandidaten',
  'papers',
  'uitbetalingen',
  'akkoorden',
  'erasures',
  'revisions',
  'rights',
  'audit_renewals',
  'audit',
  'audit_ends',
] as const;

/**
 * Erases a contract whole, its log too, once the term of its amounts has passed. What is left is a line in the log of the
 * server, with the end of the contract's own. Throws `invalid` before that day.
 */
export async function eraseContract(store: Store, by: By, contractnummer: string, today: Day): Promise<void> {
  await transaction(store, async () => {
    const { id, contract } = await lockContract(store, contractnummer);
    const from = erasableFrom(contract);
    if (from === null || today < from)
      throw new DomainError(
        'invalid',
        from === null
          ? 'Het contract loopt nog. Beëindig het eerst; daarna geldt de bewaartermijn.'
          : `De bewaartermijn van ${termijnenOf(contract).bedragen} maanden loopt tot ${formatDay(from)}. Wis het contract vanaf die dag.`,
      );
    const { end } = await checkAudit(store, id);
    for (const table of TABLES_OF_CONTRACT)
      await run(store, sql.deleteFrom(table).where('contract_id', '=', id));
    await run(store, sql.deleteFrom('contracten').where('id', '=', id));
    await record(store, SERVER_CHAIN, by, { object: contractnummer, old: end });
  });
  await store.scrub();
}
