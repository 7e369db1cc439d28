import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { Wisverklaring } from '../../shared/api.ts';
import { formatDayInWords } from '../../shared/calendar.ts';
import type { Contract } from '../../shared/contract.ts';
import { head, right, table, typed } from './cells.ts';
import { formatStand, heading, listUndrawable, paper, section, type Stand } from './page.ts';
import { drawn } from './glyphs.ts';
import { signatures } from './signatures.ts';

export interface WisverklaringData {
  contract: Contract;
  stand: Stand;
  wisverklaring: Wisverklaring;
  by?: string;
}

/** The proof that kandidaten were erased (processor agreement, art. 5 lid 1a). It names nobody. */
export function wisverklaring({
  contract,
  stand,
  wisverklaring: proof,
  by,
}: WisverklaringData): TDocumentDefinitions {
  return paper({
    title: 'Verklaring van vernietiging',
    subtitle: `${proof.number} · ${formatDayInWords(proof.day)}`,
    contract,
    stand,
    notes: listUndrawable([['De reden', proof.reason]]),
    content: [
      heading('Wat is gewist'),
      {
        text: 'Van onderstaande kandidaten zijn naam, nummer en ingangsdatum van de uitkering gewist, met alle eerdere waarden. Waar zij stonden, staat nu het pseudoniem. Uren en bedragen zijn gebleven.',
        margin: [0, 0, 0, 8],
      },
      table(
        ['*', 'auto', 'auto', 'auto'],
        [
          [
            head('pseudoniem'),
            head('plaatsingen', 'right'),
            head('urenregels', 'right'),
            head('stukken opnieuw gemaakt', 'right'),
          ],
          ...proof.kandidaten.map(({ pseudonym, plaatsingen, urenregels, papers }) => [
            typed(pseudonym, 40),
            right(String(plaatsingen)),
            right(String(urenregels)),
            right(String(papers)),
          ]),
        ],
      ),
      heading('Waarom'),
      drawn(proof.reason),
      heading('Wat nog bestaat'),
      {
        ul: [
          'Reservekopieën van vóór deze dag bevatten de gegevens nog, tot zij volgens het back-upbeleid verlopen. Wordt er een teruggezet, dan wist de server deze kandidaten opnieuw.',
          'Werkmappen van collega’s vergeten de gegevens bij hun eerstvolgende synchronisatie. Kopieën en afdrukken buiten deze administratie vernietigt u zelf.',
        ],
      },
      section(
        'Akkoord',
        signatures(`Gewist${by === undefined ? '' : ` door ${by}`}, ${formatStand(stand)}.`, [
          contract.uitvoerder,
          contract.opdrachtgever,
        ]),
      ),
    ],
  });
}
