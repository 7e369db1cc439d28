import { formatDayInWords, formatMonth } from '../../shared/calendar.ts';
import type { Contract } from '../../shared/contract.ts';

/** The readings of the contract on which the amounts of an afrekening rest (SPEC §2), in the office's words. */
export const listUitgangspunten = ({ eersteFactuurmaand, einddatum }: Contract): string[] => [
  'De uren van een plaatsing in een maand worden eerst opgeteld. Daarna worden omzet (uren × uurtarief) en premie (uren × premie per uur) elk één keer afgerond op centen. Totalen zijn sommen van afgeronde regels (art. 5 lid 8 en 9).',
  'Gerealiseerde omzet is de omzet van de gewerkte uren, in de maand waarin is gewerkt (art. 6.1 lid 5).',
  'De premie is die over de gewerkte uren, ook als zij nog niet is uitbetaald (art. 5 lid 3 en 9).',
  'Reiskosten tellen in de maand waarin zij zijn uitbetaald; wat nog niet is uitbetaald, telt niet (art. 6.1 lid 5).',
  'De staffel werkt per maand en per schijf: elk deel van de maandomzet tegen het percentage van zijn eigen schijf. De som wordt één keer afgerond (art. 6.1 lid 1).',
  'Kosten boven het minimum worden per maand bepaald; maanden compenseren elkaar niet (art. 6.1 lid 5).',
  'Het minimum maandbedrag en de licenties zijn maandelijks gefactureerd, nooit naar rato, en worden hier niet nog eens afgetrokken (art. 6.1 lid 4).',
  `Staffelfee en minimum gelden vanaf ${formatMonth(eersteFactuurmaand)} tot en met de maand van de einddatum${einddatum === null ? '' : ` (${formatDayInWords(einddatum)})`}; die maand telt heel. Daarna lopen plaatsingen door zonder staffelfee, minimum en licenties (art. 7.5 lid 4).`,
  'Een negatief saldo wordt getoond, leidt niet tot betaling en gaat niet mee naar een volgend halfjaar (art. 6.2 lid 4).',
  'Een wijziging in een maand die al is afgerekend, verandert die afrekening niet; het verschil staat als correctie in de eerstvolgende afrekening.',
  'Artikel 6.2 lid 1 verwijst naar 6.1 lid 5 en bedoelt 6.1 lid 4; artikel 6.2 lid 4 verwijst naar 6.1 lid 6 en bedoelt 6.1 lid 5.',
];
