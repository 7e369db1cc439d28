import { type By, record, SERVER_CHAIN } from '../access/audit.ts';
import { listGrants } from '../access/persons.ts';
import { recordToken } from '../access/tokens.ts';
import { eraseKandidaten } from '../erase.ts';
import { createDrawer } from '../reports/draw.ts';
import { getContract } from '../store/contracten.ts';
import { createTombstones } from '../store/erasures.ts';
import { all, run, sql, type Store, transaction } from '../store/store.ts';

const REASON = 'Opnieuw gewist na het terugzetten van een reservekopie.';

/**
 * What a backup must not bring back: tokens that were revoked since, persons that were blocked, rights that were
 * withdrawn, and kandidaten that were erased.
 */
export async function carryOver(next: Store, before: Store | undefined, by: By): Promise<void> {
  if (before) {
    await transaction(next, async () => {
      await carrySalts(next, before);
      await carryAccess(next, before, by);
    });
    await eraseAgain(next, before, by);
  }
  await transaction(next, () => record(next, SERVER_CHAIN, by));
}

/** A backup of before there were salts got its own when it was opened; the hashes of who was erased are by these. */
async function carrySalts(next: Store, before: Store): Promise<void> {
  for (const { contractnummer, salt } of await all(
    before,
    sql.selectFrom('contracten').select(['contractnummer', 'salt']),
  ))
    await run(next, sql.updateTable('contracten').set({ salt }).where('contractnummer', '=', contractnummer));
}

async function carryAccess(next: Store, before: Store, by: By): Promise<void> {
  const revoked = sql.selectFrom('tokens').select(['hash', 'revoked_at']).where('revoked_at', 'is not', null);
  const valid = sql.selectFrom('tokens').select('id').where('revoked_at', 'is', null);
  for (const { hash, revoked_at } of await all(before, revoked))
    for (const { id } of await all(next, valid.where('hash', '=', hash))) {
      await run(next, sql.updateTable('tokens').set({ revoked_at }).where('id', '=', id));
      await recordToken(next, by, id);
    }
  const persons = sql
    .selectFrom('persons')
    .select(['id', 'created_at', 'blocked_at'])
    .where('blocked_at', 'is not', null);
  for (const { id, created_at, blocked_at } of await all(before, persons)) {
    const changes = await run(
      next,
      sql
        .updateTable('persons')
        .set({ blocked_at })
        .where('id', '=', id)
        .where('created_at', '=', created_at),
    );
    if (changes > 0) await record(next, SERVER_CHAIN, by, { subject: `persons/${id}`, new: blocked_at });
  }
  const rights = sql.selectFrom('rights').selectAll().where('withdrawn_at', 'is not', null);
  for (const { id, person_id, contract_id, granted_at, withdrawn_at, withdrawn_by } of await all(
    before,
    rights,
  )) {
    const changes = await run(
      next,
      sql
        .updateTable('rights')
        .set({ withdrawn_at, withdrawn_by })
        .where('id', '=', id)
        .where('person_id', '=', person_id)
        .where('granted_at', '=', granted_at)
        .where('withdrawn_at', 'is', null),
    );
    if (changes > 0)
      await record(next, contract_id ?? SERVER_CHAIN, by, {
        subject: `rights/${person_id}`,
        new: JSON.stringify((await listGrants(next, contract_id)).get(person_id) ?? []),
      });
  }
}

async function eraseAgain(next: Store, before: Store, by: By): Promise<void> {
  const drawer = createDrawer();
  try {
    for (const [contractnummer, pseudonyms] of await listErased(before)) {
      const stored = await all(
        next,
        sql.selectFrom('contracten').select('id').where('contractnummer', '=', contractnummer),
      );
      const [{ id } = { id: undefined }] = stored;
      if (id === undefined) continue;
      const tombstoneOf = await createTombstones(next, id);
      const numbers = (
        await all(
          next,
          sql
            .selectFrom('kandidaten')
            .select('kandidaatnummer')
            .where('contract_id', '=', id)
            .where('to_revision', 'is', null),
        )
      )
        .map(({ kandidaatnummer }) => kandidaatnummer)
        .filter((nummer) => pseudonyms.has(tombstoneOf(nummer)));
      if (numbers.length === 0) continue;
      await eraseKandidaten(
        {
          deps: { store: next, now: () => new Date(by.at), draw: drawer.draw },
          by,
          contract: await getContract(next, contractnummer),
        },
        numbers,
        REASON,
        { pseudonymFor: (nummer) => pseudonyms.get(tombstoneOf(nummer)) ?? '', evenRunning: true },
      );
    }
  } finally {
    await drawer.close();
  }
}

/** By contract the pseudonyms of who was erased, by the hash of their number. */
async function listErased(store: Store): Promise<Map<string, Map<string, string>>> {
  const found = new Map<string, Map<string, string>>();
  for (const { contractnummer, tombstone, pseudonym } of await all(
    store,
    sql
      .selectFrom('erasures')
      .innerJoin('contracten', 'contracten.id', 'erasures.contract_id')
      .select(['contractnummer', 'tombstone', 'pseudonym']),
  ))
    found.set(
      contractnummer,
      (found.get(contractnummer) ?? new Map<string, string>()).set(tombstone, pseudonym),
    );
  return found;
}
