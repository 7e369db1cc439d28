import type { VNode } from 'preact';
import type { Resultaten } from '../../shared/api.ts';
import { formatDayInWords } from '../../shared/calendar.ts';
import { formatNumber } from '../../shared/format.ts';
import { Figures } from './figures.tsx';
import type { PaperProps } from './papers.tsx';

const orNone = (figure: string | null): string => (figure === null ? 'geen' : formatNumber(figure));

/** The table of results on a day (appendix 1). */
export const ResultatenView = ({ report }: PaperProps<Resultaten>): VNode => (
  <Figures
    caption={`Resultaten van ${formatDayInWords(report.from)} tot en met ${formatDayInWords(report.to)}`}
    lines={[
      ['Aanmeldingen', formatNumber(String(report.aanmeldingen))],
      ['Matchbaar', formatNumber(String(report.matchbaar))],
      ['Uitkering langer dan 1 jaar', formatNumber(String(report.uitkeringLangerDan1Jaar))],
      ['Uitkering langer dan 3 jaar', formatNumber(String(report.uitkeringLangerDan3Jaar))],
      ['Plaatsingen', formatNumber(String(report.plaatsingen))],
      ['Langer dan 3 maanden', formatNumber(String(report.langerDan3Maanden))],
      ['Langer dan 6 maanden', formatNumber(String(report.langerDan6Maanden))],
      ['Meer dan 24 uur per week', formatNumber(String(report.meerDan24Uur))],
      ['Uren per week', orNone(report.urenPerWeek)],
      ['Uren per maand', orNone(report.urenPerMaand)],
      ['Maanden per plaatsing', orNone(report.maandenPerPlaatsing)],
      ['Unieke kandidaten', formatNumber(String(report.uniekeKandidaten))],
      ['Uitstroom', formatNumber(String(report.uitstroom))],
    ]}
  />
);
