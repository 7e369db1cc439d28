import type { ExcelSettings, FunctionCase } from '../excel/health.ts';

/** Whether it is well, a word for what it is about, and what was found. */
export interface Finding {
  ok: boolean;
  what: string;
  found: string;
  /** What to do where it is not well. */
  advice?: string;
}

export interface Observed {
  paneVersion: string;
  /** Null where the server did not answer. */
  server: { version: string; milliseconds: number } | null;
  /** Null in a workbook that never synced. */
  revision: number | null;
  serverRevision: number;
  office: { platform: string; version: string; language: string };
  /** The sets that the manifest asks for and that this Excel lacks. */
  lacking: readonly string[];
  settings: ExcelSettings;
  /** In the order of `cases`; null where they could not be tried. */
  outcomes: readonly unknown[] | null;
  cases: readonly FunctionCase[];
}

/** What was observed in words of the office. It names no contract, no municipality and no person, so that it may be sent. */
export function judge(seen: Observed): Finding[] {
  const { server, settings, office } = seen;
  const sameVersion = server?.version === seen.paneVersion;
  const isDutch = settings.decimal === ',';
  return [
    {
      ok: server !== null,
      what: 'Server',
      found: server === null ? 'geen antwoord' : `antwoordt in ${Math.round(server.milliseconds)} ms`,
      advice: 'Controleer uw internetverbinding, of vraag uw beheerder of de server aan staat.',
    },
    {
      ok: server === null || sameVersion,
      what: 'Versie',
      found:
        server === null || sameVersion
          ? seen.paneVersion
          : `deelvenster ${seen.paneVersion}, server ${server.version}`,
      advice: 'Sluit Excel en open de werkmap opnieuw; dan komt de nieuwe versie binnen.',
    },
    {
      ok: seen.revision === null || seen.revision === seen.serverRevision,
      what: 'Stand',
      found:
        seen.revision === null
          ? 'nog niet gesynchroniseerd'
          : `werkmap ${seen.revision}, server ${seen.serverRevision}`,
      advice: 'Synchroniseer om gelijk te komen.',
    },
    {
      ok: seen.lacking.length === 0,
      what: 'Excel',
      found: `${office.platform} ${office.version}, taal ${office.language}${seen.lacking.length === 0 ? '' : `, zonder ${seen.lacking.join(', ')}`}`,
      advice: 'Deze Excel is te oud. Gebruik Excel 2021 of Microsoft 365 en installeer de updates.',
    },
    ...seen.cases.map(({ name, expected }, i): Finding => {
      const outcome = seen.outcomes?.[i];
      const ok = typeof outcome === 'number' && Math.abs(outcome - expected) < 0.005;
      return {
        ok,
        what: name,
        found: ok ? 'rekent goed' : seen.outcomes === null ? 'niet te proberen' : `geeft ${String(outcome)}`,
        advice:
          'Sluit Excel en open de werkmap opnieuw. Blijft dit zo, verwijder de invoegtoepassing en voeg haar weer toe.',
      };
    }),
    {
      ok: isDutch && settings.thousands !== ',',
      what: 'Getallen',
      found: `decimaalteken ${quote(settings.decimal)}, duizendtallen ${quote(settings.thousands)}`,
      advice: 'Zet de landinstellingen op Nederlands; de handleiding gaat uit van 1.234,56.',
    },
    {
      ok: /^d/i.test(settings.date),
      what: 'Datums',
      found: `${settings.date} (${settings.culture})`,
      advice: 'Zet de landinstellingen op Nederlands, anders leest Excel 1-2-2016 als 2 januari.',
    },
    {
      ok: settings.calculation !== 'Manual',
      what: 'Berekenen',
      found: settings.calculation === 'Manual' ? 'handmatig' : 'automatisch',
      advice: 'Zet het aan: tabblad Formules, Berekeningsopties, Automatisch. Bedragen blijven anders staan.',
    },
  ];
}

/** The findings as lines of text, to send to the administrator. */
export const toText = (findings: readonly Finding[]): string =>
  [
    'Diagnose Flextensie',
    ...findings.map(({ ok, what, found }) => `${ok ? 'goed  ' : 'LET OP'} ${what}: ${found}`),
  ].join('\n');

const quote = (sign: string): string => (sign.trim() === '' ? 'spatie' : sign);
