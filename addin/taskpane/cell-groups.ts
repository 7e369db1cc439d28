import type { Key } from '../../shared/api.ts';
import { getTable, TABLE_NAMES, type TableName } from '../../shared/tables.ts';
import { fieldLabel } from './words.ts';

/** A fault or a warning, as far as a list shows it. */
export interface Remark {
  /** Absent, with the field and the row, where there is no cell to go to. */
  table?: TableName;
  key: Key;
  field?: string | null;
  rowIndex?: number;
  message: string;
  /** The contract's article, such as "5.6". */
  article?: string;
}

/** Remarks of one kind on one column: what several all say once, and of each what only it says. */
export interface RemarkGroup {
  id: string;
  /** Of the column, such as `Datum`; empty where the whole row is at stake. */
  label: string;
  /** The sentences that all have in common; may be empty. */
  common: string;
  article?: string;
  lines: { remark: Remark; own: string }[];
}

export interface SheetRemarks {
  /** Absent for remarks on no sheet. */
  table?: TableName;
  label: string;
  total: number;
  groups: RemarkGroup[];
}

/** Remarks by sheet, in the order of the sheets, and by kind, in the order in which they come. */
export function groupRemarks(remarks: readonly Remark[]): SheetRemarks[] {
  return [...TABLE_NAMES, undefined].flatMap((table) => {
    const own = remarks.filter((remark) => remark.table === table);
    if (own.length === 0) return [];
    const kinds = new Map<string, Remark[]>();
    for (const remark of own) {
      const id = JSON.stringify([remark.field, remark.article, withoutValues(withoutPlace(remark))]);
      const known = kinds.get(id);
      if (known) known.push(remark);
      else kinds.set(id, [remark]);
    }
    const groups = [...kinds].map(([id, members]) => makeGroup(id, members));
    return [
      { label: table ? getTable(table).label : '', total: own.length, groups, ...(table ? { table } : {}) },
    ];
  });
}

function makeGroup(id: string, remarks: readonly Remark[]): RemarkGroup {
  const lines = remarks.map((remark) => ({ remark, sentences: splitSentences(withoutPlace(remark)) }));
  const times = new Map<string, number>();
  for (const { sentences } of lines)
    for (const sentence of new Set(sentences)) times.set(sentence, (times.get(sentence) ?? 0) + 1);
  const isCommon = (sentence: string) => lines.length > 1 && times.get(sentence) === lines.length;
  const { table, field, article } = remarks[0] ?? {};
  return {
    id,
    label: table && field ? fieldLabel(table, field) : '',
    common: join(lines[0]?.sentences.filter(isCommon) ?? []),
    ...(article === undefined ? {} : { article }),
    lines: lines.map(({ remark, sentences }) => ({
      remark,
      own: join(sentences.filter((sentence) => !isCommon(sentence))),
    })),
  };
}

/** The message without the row and the column that it names at its beginning: those the list shows itself. */
function withoutPlace({ table, field, message }: Remark): string {
  if (table === undefined || !field) return message;
  const label = `${fieldLabel(table, field)}: `;
  const at = message.indexOf(label);
  return at < 0 ? message : message.slice(at + label.length);
}

/** The same for messages that differ only in the numbers, dates and texts that they quote. */
const withoutValues = (text: string): string => text.replace(/'[^']*'/g, '…').replace(/\S*\d\S*/g, '…');

const splitSentences = (text: string): string[] => text.split(/(?<=[.!?]) (?=\p{Lu})/u);

const join = (sentences: readonly string[]): string => {
  const text = sentences.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};
