import { html } from 'hono/html';
import type { Schema } from './types.ts';
import { type FieldLine, type Html, inWords, listFields } from './words.ts';

/** A type with a table of its fields, or what it is in a line. */
export function renderType(name: string, schema: Schema): Html {
  const fields = listFields(schema);
  return html`<h4 id="${name}">${name}</h4>
    ${renderNote(schema)} ${fields.length === 0 ? html`<p>${inWords(schema)}</p>` : renderFields(fields)}`;
}

const renderFields = (fields: FieldLine[]): Html =>
  html`<table>
    <thead>
      <tr>
        <th>veld</th>
        <th>wat</th>
      </tr>
    </thead>
    <tbody>
      ${fields.map(renderField)}
    </tbody>
  </table>`;

/** A long name breaks between its parts. */
const renderField = ({ name, schema, isOptional }: FieldLine): Html =>
  html`<tr>
    <td><code>${name.split(/(?<=\.)/).map((part) => html`${part}<wbr />`)}</code></td>
    <td>${inWords(schema)}${isOptional ? ', mag ontbreken' : ''}${renderNote(schema)}</td>
  </tr>`;

/** A doc comment of the code: what stands between backticks is code. */
function renderNote({ description }: Schema): Html | string {
  if (description === undefined) return '';
  const parts = description
    .split('`')
    .map((part, i) => (i % 2 === 0 ? html`${part}` : html`<code>${part}</code>`));
  return html`<div lang="en">${parts}</div>`;
}
