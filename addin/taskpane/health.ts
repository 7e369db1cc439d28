import {
  type ExcelSettings,
  FUNCTION_CASES,
  type FormulaState,
  type FunctionOutcome,
} from '../excel/health.ts';

/** Whether it is well, a word for what it is about, and what was found. */
export interface Finding {
  ok: boolean;
  what: string;
  found: string;
  /** What to do where it is not well. */
  advice?: string;
  /** Tells whose administration it is: shown in the pane, never copied. */
  isPrivate?: true;
}

export interface Observed {
  contractnummer: string;
  gemeente: string;
  paneVersion: string;
  /** Null where the server did not answer. */
  server: { version: string; milliseconds: number; revision: number } | null;
  /** Null in a workbook that never synced. */
  revision: number | null;
  office: { platform: string; version: string; language: string };
  /** The sets that the manifest asks for, and those of them that this Excel lacks. */
  needed: readonly string[];
  lacking: readonly string[];
  /** Null where Excel did not tell. */
  settings: ExcelSettings | null;
  /** In the order of {@link FUNCTION_CASES}. */
  outcomes: readonly FunctionOutcome[];
  /** Null where Excel did not tell. */
  formulas: FormulaState | null;
}

/** What was observed in words of the office. */
export const judge = (seen: Observed): Finding[] => [
  ...judgeServer(seen),
  ...judgeExcel(seen),
  ...judgeFunctions(seen),
  ...(seen.settings === null
    ? [{ ok: false, what: 'Instellingen', found: 'Excel gaf geen antwoord', advice: TRY_AGAIN }]
    : judgeSettings(seen.settings)),
];

const TRY_AGAIN = 'Druk in Excel op Enter of Esc en klik nog eens op Controleren.';
const REOPEN =
  'Sluit Excel en open de werkmap opnieuw. Blijft dit zo, verwijder de invoegtoepassing en voeg haar weer toe.';

function judgeServer({ contractnummer, gemeente, paneVersion, server, revision }: Observed): Finding[] {
  const isSame = server === null || server.version === paneVersion;
  const mine = revision === null ? 'nog niet gesynchroniseerd' : `stand ${revision}`;
  return [
    { ok: true, what: 'Contract', found: `${contractnummer}, ${gemeente}`, isPrivate: true },
    {
      ok: server !== null,
      what: 'Server',
      found: server === null ? 'geen antwoord' : `antwoordt in ${Math.round(server.milliseconds)} ms`,
      advice: 'Controleer uw internetverbinding, of vraag uw beheerder of de server aan staat.',
    },
    {
      ok: isSame,
      what: 'Versie',
      found: `deelvenster ${paneVersion}, server ${server?.version ?? 'onbekend'}`,
      advice: 'Sluit Excel en open de werkmap opnieuw; dan komt de nieuwe versie binnen.',
    },
    {
      ok: revision === null || server === null || revision === server.revision,
      what: 'Stand',
      found: `werkmap ${mine}, server ${server === null ? 'onbekend' : `stand ${server.revision}`}`,
      advice: 'Synchroniseer om gelijk te komen.',
    },
  ];
}

const judgeExcel = ({ office, needed, lacking }: Observed): Finding[] => [
  { ok: true, what: 'Excel', found: `${office.platform} ${office.version}, taal ${office.language}` },
  ...needed.map((set): Finding => {
    const ok = !lacking.includes(set);
    return {
      ok,
      what: set,
      found: ok ? 'aanwezig' : 'ontbreekt',
      advice: 'Deze Excel is te oud. Gebruik Excel 2021 of Microsoft 365 en installeer de updates.',
    };
  }),
];

const OUTCOMES: Record<FunctionOutcome, string> = {
  right: 'rekent goed',
  wrong: 'rekent niet goed',
  absent: 'niet aangemeld',
};

const FORMULAS: Record<FormulaState, string> = {
  known: 'Excel kent de functies',
  unknown_name: 'Excel kent de functies niet (#NAAM?)',
  busy: 'Excel wacht op de functies (#BEZET!)',
  no_formula: 'geen formules gevonden in Maand en Afrekening',
};

const judgeFunctions = ({ outcomes, formulas }: Observed): Finding[] => [
  ...FUNCTION_CASES.map(({ id }, i): Finding => {
    const outcome = outcomes[i] ?? 'absent';
    return { ok: outcome === 'right', what: id, found: OUTCOMES[outcome], advice: REOPEN };
  }),
  {
    ok: formulas === 'known',
    what: 'Formules',
    found: formulas === null ? 'Excel gaf geen antwoord' : FORMULAS[formulas],
    advice:
      formulas === null
        ? TRY_AGAIN
        : formulas === 'no_formula'
          ? 'Klik op Werkmap inrichten; dat zet terug wat ontbreekt.'
          : formulas === 'busy'
            ? 'Wacht een ogenblik en klik nog eens op Controleren.'
            : REOPEN,
  },
];

function judgeSettings({ culture, decimal, thousands, list, date, calculation }: ExcelSettings): Finding[] {
  const isManual = calculation === 'Manual';
  return [
    {
      ok: decimal === ',' && thousands !== ',',
      what: 'Getallen',
      found: `decimaalteken ${quote(decimal)}, duizendtallen ${quote(thousands)}`,
      advice: 'Zet de landinstellingen op Nederlands; de handleiding gaat uit van 1.234,56.',
    },
    {
      ok: list === null || list === ';',
      what: 'Lijstscheidingsteken',
      found: list === null ? 'onbekend' : quote(list),
      advice: `Typ in formules ${quote(list ?? '')} waar de handleiding een puntkomma heeft.`,
    },
    {
      ok: /^d/i.test(date),
      what: 'Datums',
      found: `${date} (${culture})`,
      advice: 'Zet de landinstellingen op Nederlands, anders leest Excel 1-2-2016 als 2 januari.',
    },
    {
      ok: !isManual,
      what: 'Berekenen',
      found: isManual ? 'handmatig' : 'automatisch',
      advice:
        'Formules worden niet vanzelf bijgewerkt. Zet dat aan: tabblad Formules, Berekeningsopties, Automatisch.',
    },
  ];
}

/** The findings as lines of text to send to the administrator, without whose administration it is. */
export const toText = (findings: readonly Finding[]): string =>
  [
    'Diagnose Flextensie',
    ...findings
      .filter(({ isPrivate }) => isPrivate !== true)
      .map(({ ok, what, found }) => `${ok ? 'goed  ' : 'LET OP'} ${what}: ${found}`),
  ].join('\n');

const quote = (sign: string): string => (sign.trim() === '' ? 'spatie' : sign);
