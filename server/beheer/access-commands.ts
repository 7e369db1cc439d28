import { DomainError } from '../../shared/errors.ts';
import { checkAudit, checkNoted } from '../access/audit-check.ts';
import { SERVER_CHAIN } from '../access/audit.ts';
import { listPersons, parseRights, setBlocked, setRights } from '../access/persons.ts';
import { addToken, listTokens, makeToken, revokeToken, type TokenLine } from '../access/tokens.ts';
import { getContract, listContracten } from '../store/contracten.ts';
import { transaction } from '../store/store.ts';
import { type Command, need, needDay } from './words.ts';

/** Who may come in, what they may do, and whether the log of it is whole. */
export const ACCESS_COMMANDS: Record<string, Command> = {
  'token maken': async (store, by, _words, { naam, contract, rechten, 'geldig-tot': until }) => {
    const contractIds: number[] = [];
    for (const nummer of contract ?? []) contractIds.push((await getContract(store, nummer)).id);
    if (contractIds.length === 0)
      throw new DomainError('invalid', 'Geef met --contract het contract waarvoor het token geldt.');
    const { token } = await makeToken(store, by, {
      naam: need(naam, '--naam'),
      contractIds,
      rights: parseRights(need(rechten, '--rechten')),
      ...(until === undefined ? {} : { expiresAt: endOf(until) }),
    });
    showToken(token);
  },
  'token verlengen': async (store, by, [id], { 'geldig-tot': until }) => {
    const personId = needNumber(id, 'PERSOON');
    const expiresAt = until === undefined ? undefined : endOf(until);
    showToken((await transaction(store, () => addToken(store, by, personId, expiresAt))).token);
  },
  'token lijst': async (store) => {
    for (const line of await listTokens(store))
      console.log(
        [
          line.id,
          line.naam,
          line.rechten.length === 0 ? '-' : (line.contractnummer ?? 'alle'),
          line.rechten.join(','),
          stateOf(line) ?? line.lastUsedAt ?? 'nooit',
        ].join('\t'),
      );
  },
  'token intrekken': async (store, by, [id]) => {
    await revokeToken(store, by, needNumber(id, 'ID'));
    console.log(`Token ${id} is ingetrokken.`);
  },
  'persoon lijst': async (store) => {
    for (const { id, naam, source, lastUsedAt, blockedAt } of await listPersons(store))
      console.log(
        [id, naam, source, blockedAt === null ? (lastUsedAt ?? 'nooit') : 'geblokkeerd'].join('\t'),
      );
  },
  'persoon blokkeren': async (store, by, [id]) => {
    await setBlocked(store, { ...by, object: `persons/${id}` }, needNumber(id, 'PERSOON'), true);
    console.log(`Persoon ${id} is geblokkeerd, vanaf het volgende verzoek.`);
  },
  'persoon vrijgeven': async (store, by, [id]) => {
    await setBlocked(store, { ...by, object: `persons/${id}` }, needNumber(id, 'PERSOON'), false);
    console.log(`Persoon ${id} mag weer binnen.`);
  },
  'recht geven': async (store, by, [id], { contract, rechten }) => {
    const rights = parseRights(need(rechten, '--rechten'));
    await transaction(store, async () => {
      for (const nummer of contract ?? [])
        await setRights(store, by, needNumber(id, 'PERSOON'), (await getContract(store, nummer)).id, rights);
    });
    console.log(`Persoon ${id} mag nu: ${rights.join(', ')}.`);
  },
  'recht intrekken': async (store, by, [id], { contract }) => {
    await transaction(store, async () => {
      for (const nummer of contract ?? [])
        await setRights(store, by, needNumber(id, 'PERSOON'), (await getContract(store, nummer)).id, []);
    });
    console.log(`De rechten van persoon ${id} zijn ingetrokken.`);
  },
  'audit controleren': async (store, _by, [nummer, noted]) => {
    const chains = nummer
      ? [await getContract(store, nummer)].map(({ id }) => ({ id, name: nummer }))
      : [
          { id: SERVER_CHAIN, name: 'server' },
          ...(await listContracten(store)).map(({ id, contract }) => ({ id, name: contract.contractnummer })),
        ];
    let sound = true;
    for (const { id, name } of chains) {
      const { lines, end, faults } = await checkAudit(store, id);
      const all = [...faults, ...(noted === undefined ? [] : await checkNoted(store, id, noted))];
      console.log(
        `${name}: ${lines} regels, ${all.length === 0 ? 'heel' : 'NIET HEEL'}; einde ${end ?? '-'}`,
      );
      for (const { message } of all) console.log(`  ${message}`);
      sound &&= all.length === 0;
    }
    if (!sound) process.exitCode = 1;
  },
};

function showToken(token: string): void {
  console.log('Geef dit token veilig door; het wordt maar één keer getoond.');
  console.log(token);
}

const endOf = (day: string): string => `${needDay(day)}T23:59:59.999Z`;

function needNumber(word: string | undefined, name: string): number {
  if (!/^\d{1,9}$/.test(need(word, name)))
    throw new DomainError(
      'invalid',
      `'${word}' is geen nummer. Kies er een uit "token lijst" of "persoon lijst".`,
    );
  return Number(word);
}

function stateOf({ revokedAt, blockedAt, expiresAt }: TokenLine): string | undefined {
  if (revokedAt !== null) return 'ingetrokken';
  if (blockedAt !== null) return 'geblokkeerd';
  return expiresAt <= new Date().toISOString() ? 'verlopen' : undefined;
}
