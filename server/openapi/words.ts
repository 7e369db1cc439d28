import { html } from 'hono/html';
import { nameOf, type Schema } from './types.ts';

export type Html = ReturnType<typeof html>;

/** Types that are a word to the reader. */
const WORDS: Record<string, string> = {
  Day: 'dag',
  Month: 'maand',
  Quarter: 'kwartaal',
  HalfYear: 'halfjaar',
  string: 'tekst',
  number: 'getal',
  boolean: 'ja of nee',
  null: 'leeg',
  object: 'groep',
};
export const isWord = (name: string): boolean => name in WORDS;

const OR = html` of `;
const join = (parts: Html[], between: Html): Html[] =>
  parts.flatMap((part, i) => (i === 0 ? [part] : [between, part]));

/** What a value is, in Dutch words, with links to types that are explained elsewhere on the page. */
export function inWords(schema: Schema): Html {
  const { $ref, anyOf, items, additionalProperties: each } = schema;
  if ($ref !== undefined) return linkTo(nameOf($ref));
  if (anyOf) return html`${join(anyOf.map(inWords), OR)}`;
  const values = schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
  if (values.length > 0)
    return html`${join(
      values.map((value) => html`<code>${value}</code>`),
      OR,
    )}`;
  if (items) return html`lijst van ${inWords(items)}`;
  if (typeof each === 'object') return html`per naam: ${inWords(each)}`;
  const types = [schema.type ?? []].flat();
  return html`${types.length === 0 ? 'vrij' : types.map((type) => WORDS[type] ?? type).join(' of ')}`;
}

const linkTo = (name: string): Html =>
  isWord(name) ? html`${WORDS[name]}` : html`<a href="#${name}">${name}</a>`;

export interface FieldLine {
  name: string;
  isOptional: boolean;
  schema: Schema;
}

/** The fields of an object, those of objects inside it after it: `lines[].bedrag`. */
export function listFields({ properties = {}, required = [] }: Schema, inside = ''): FieldLine[] {
  return Object.entries(properties).flatMap(([name, schema]) => [
    { name: inside + name, isOptional: !required.includes(name), schema },
    ...listFields(schema, `${inside}${name}.`),
    ...listFields(schema.items ?? {}, `${inside}${name}[].`),
  ]);
}
