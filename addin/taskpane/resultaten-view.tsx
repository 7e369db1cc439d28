import type { VNode } from 'preact';
import type { Resultaten } from '../../shared/api.ts';
import { formatDayInWords } from '../../shared/calendar.ts';
import { Figures } from './figures.tsx';
import { decimal } from './words.ts';

const orNone = (figure: string | null): string => (figure === null ? 'geen' : decimal(figure));

/** The table of results on a day (appendix 1). */
export const ResultatenView = ({ report }: { report: Resultaten }): VNode => (
  <Figures
    caption={`Resultaten van ${formatDayInWords(report.from)} tot en met ${formatDayInWords(report.to)}`}
    lines={[
      ['Aanmeldingen', decimal(String(report.aanmeldingen))],
      ['Matchbaar', decimal(String(report.matchbaar))],
      ['Uitkering langer dan 1 jaar', decimal(String(report.uitkeringLangerDan1Jaar))],
      ['Uitkering langer dan 3 jaar', decimal(String(report.uitkeringLangerDan3Jaar))],
      ['Plaatsingen', decimal(String(report.plaatsingen))],
      ['Langer dan 3 maanden', decimal(String(report.langerDan3Maanden))],
      ['Langer dan 6 maanden', decimal(String(report.langerDan6Maanden))],
      ['Meer dan 24 uur per week', decimal(String(report.meerDan24Uur))],
      ['Uren per week', orNone(report.urenPerWeek)],
      ['Uren per maand', orNone(report.urenPerMaand)],
      ['Maanden per plaatsing', orNone(report.maandenPerPlaatsing)],
      ['Unieke kandidaten', decimal(String(report.uniekeKandidaten))],
      ['Uitstroom', decimal(String(report.uitstroom))],
    ]}
  />
);
