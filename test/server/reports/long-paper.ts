import type { MaandrapportData } from '../../../server/reports/maandrapport.ts';
import { almereContract } from '../../almere.ts';
import { STAND } from './papers.ts';

const NAMES = ['de Vries', 'Boer', 'Jansen-van den Berg', 'Öztürk', 'Łukasz'];
const euro = (n: number) => `${(n * 7919) % 3000}.${String((n * 37) % 100).padStart(2, '0')}`;

/** A maandrapport of so many kandidaten: the longest paper there is, a line each. */
export function longPaper(kandidaten: number): MaandrapportData {
  const nul = '0.00';
  return {
    contract: almereContract(),
    stand: STAND,
    rapport: {
      contractnummer: 'ALM-2015-01',
      month: '2016-05',
      revision: STAND.revision,
      kandidaten,
      plaatsingen: kandidaten,
      averageDurationMonths: '4.50',
      totals: {
        uren: nul,
        omzet: nul,
        premie: nul,
        reiskosten: nul,
        staffelfee: nul,
        minimum: nul,
        kostenBovenMinimum: nul,
        saldo: nul,
      },
      perKandidaat: Array.from({ length: kandidaten }, (_, i) => ({
        kandidaatnummer: `K${String(i).padStart(5, '0')}`,
        naam: `Kandidaat ${NAMES[i % NAMES.length]} ${i % 97}`,
        plaatsingen: 1 + (i % 2),
        uren: euro(i),
        omzet: euro(i + 1),
        premie: euro(i + 2),
        reiskosten: euro(i + 3),
      })),
      warnings: [],
    },
  };
}
