import { formatDay, formatHalfYear, isHalfYear } from '../../shared/calendar.ts';
import { todayInAmsterdam } from '../dutch-time.ts';
import { DomainError } from '../../shared/errors.ts';
import { formatEuro } from '../../shared/format.ts';
import { parseContract, parseTarief } from '../../shared/parse-contract.ts';
import type { By } from '../access/audit.ts';
import { addTarief, beginContract, changeContract, endContract, removeTarief } from '../contract-changes.ts';
import { eraseContract } from '../erase-contract.ts';
import type { Keeper } from '../keep-paper.ts';
import { takeOverAfrekening, takeOverPremies } from '../overname.ts';
import { createDrawer } from '../reports/draw.ts';
import { getContract } from '../store/contracten.ts';
import type { Store } from '../store/store.ts';
import { type Command, need, needDay, readJson } from './words.ts';

/** What changes a contract itself, or enters what was settled before. */
export const CONTRACT_COMMANDS: Record<string, Command> = {
  'contract toevoegen': async (store, by, [file]) => {
    const contract = parseContract(readJson(need(file, 'BESTAND')));
    await beginContract(store, by, contract);
    console.log(`Contract ${contract.contractnummer} (${contract.gemeente}) is toegevoegd.`);
  },
  'contract wijzigen': async (store, by, [nummer, file]) => {
    await changeContract(store, by, need(nummer, 'CONTRACT'), parseContract(readJson(need(file, 'BESTAND'))));
    console.log('Het contract is gewijzigd. Stukken die al zijn vastgesteld, blijven zoals zij zijn.');
  },
  'contract beeindigen': async (store, by, [nummer, day]) => {
    const einddatum = needDay(day);
    await endContract(store, by, need(nummer, 'CONTRACT'), einddatum);
    console.log(`Contract ${nummer} eindigt op ${formatDay(einddatum)}.`);
  },
  'contract wissen': async (store, by, [nummer]) => {
    await eraseContract(store, by, need(nummer, 'CONTRACT'), todayInAmsterdam(new Date(by.at)));
    console.log(`Contract ${nummer} is gewist. Reservekopieën bevatten het nog tot zij verlopen.`);
  },
  'tarief toevoegen': async (store, by, [nummer, file]) => {
    const tarief = parseTarief(readJson(need(file, 'BESTAND')));
    await addTarief(store, by, need(nummer, 'CONTRACT'), tarief);
    console.log(`De tarieven gelden vanaf ${formatDay(tarief.geldigVanaf)}.`);
    if (tarief.wijziging === undefined)
      console.log(
        'Er is geen schriftelijke wijziging genoemd (art. 7.1 lid 2). Zet haar kenmerk als "wijziging" in het bestand.',
      );
  },
  'tarief verwijderen': async (store, by, [nummer, day]) => {
    await removeTarief(store, by, need(nummer, 'CONTRACT'), needDay(day));
    console.log('De tarieven zijn verwijderd; de vorige versie geldt weer door.');
  },
  'afrekening overnemen': async (store, by, [nummer, period, file]) => {
    if (!isHalfYear(need(period, 'HALFJAAR')))
      throw new DomainError('invalid', `'${period}' is geen halfjaar, zoals 2015-H2.`);
    const { payout, overgenomen } = await drawing(store, by, nummer, (context) =>
      takeOverAfrekening(context, readJson(need(file, 'BESTAND')), period as string),
    );
    console.log(
      `Het ${formatHalfYear(period as string)} is overgenomen; uitbetaald is ${formatEuro(payout)}.`,
    );
    if (overgenomen === 'zonder uren')
      console.log('De uren van dat halfjaar staan hier niet; correcties erop worden niet berekend.');
  },
  'premies overnemen': async (store, by, [nummer, day, file]) => {
    const { totals } = await drawing(store, by, nummer, (context) =>
      takeOverPremies(context, readJson(need(file, 'BESTAND')), needDay(day)),
    );
    console.log(
      `De uitbetaling van ${formatDay(needDay(day))} is overgenomen: ${formatEuro(totals.payout)}.`,
    );
  },
};

/** For commands that keep a paper, which is drawn as the server draws it. */
async function drawing<T>(
  store: Store,
  by: By,
  nummer: string | undefined,
  keep: (keeper: Keeper) => Promise<T>,
): Promise<T> {
  const drawer = createDrawer();
  try {
    const contract = await getContract(store, need(nummer, 'CONTRACT'));
    return await keep({
      deps: { store, now: () => new Date(), draw: drawer.draw },
      by,
      contract,
    });
  } finally {
    await drawer.close();
  }
}
