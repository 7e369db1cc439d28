import { html } from 'hono/html';
import { listLines, renderOperation } from './page-operations.ts';
import { renderType } from './page-types.ts';
import { type ApiDocument, listNamed, type Schemas } from './types.ts';
import { type Html, isWord } from './words.ts';

/** Where the document does not say. */
const SERVER = 'https://flex.example.nl';

/** The API to read, as one page without script: by group what there is to ask, and the fields that travel. */
export function renderPage(document: ApiDocument): Html {
  const { info, tags, components } = document;
  const names = [...tags.map(({ name }) => name), 'weigeringen'];
  return html`<!doctype html>
    <html lang="nl">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>De API van Flextensie</title>
        <link rel="stylesheet" href="handleiding/handleiding.css" />
      </head>
      <body>
        <main>
          <h1>De API van Flextensie</h1>
          <p>${info.description}</p>
          ${renderUse('werkaccount' in components.securitySchemes)}
          <p>
            Versie ${info.version}. Voor programma’s: <a href="api/openapi.json">openapi.json</a>, als OpenAPI
            3.1.
          </p>
          <nav aria-label="Inhoud">
            <ol>
              ${names.map((name) => html`<li><a href="#groep-${name}">${name}</a></li>`)}
            </ol>
          </nav>
          ${renderGroups(document)}
        </main>
      </body>
    </html>`;
}

const renderUse = (hasAccounts: boolean): Html =>
  html`<p>
    Stuur bij elk verzoek het token mee dat de beheerder van de server
    gaf${hasAccounts ? ', of een toegangstoken van uw werkaccount' : ''}:
    <code>Authorization: Bearer …</code>. Elk recht houdt lezen in. Velden heten zoals in de broncode; de
    toelichting erbij is Engels.
  </p>`;

/** Each type is explained in the first group that names it, those of refusals at the end. */
function renderGroups(document: ApiDocument): Html {
  const { tags, servers, components } = document;
  const { schemas, responses } = components;
  const server = servers[0]?.url === '/' ? SERVER : (servers[0]?.url ?? SERVER);
  const lines = listLines(document);
  const ofRefusals = listNamed(responses, schemas);
  const explained = new Set(ofRefusals);
  const groups = tags.map(({ name }) => {
    const own = lines.filter(({ operation }) => operation.tags.includes(name));
    const named = listNamed(
      own.map(({ operation }) => operation),
      schemas,
    );
    const fresh = [...named].filter((type) => !explained.has(type));
    for (const type of fresh) explained.add(type);
    return html`<h2 id="groep-${name}">${name}</h2>
      ${own.map((line) => renderOperation(line, server))}${renderTypes(fresh, schemas)}`;
  });
  return html`${groups}
    <h2 id="groep-weigeringen">weigeringen</h2>
    <table>
      ${Object.entries(responses).map(
        ([status, { description }]) =>
          html`<tr>
            <th>${status}</th>
            <td>${description}</td>
          </tr>`,
      )}
    </table>
    ${renderTypes([...ofRefusals], schemas)}`;
}

function renderTypes(names: string[], schemas: Schemas): Html | string {
  const shown = names.filter((name) => !isWord(name));
  if (shown.length === 0) return '';
  return html`<h3>Velden</h3>
    ${shown.map((name) => renderType(name, schemas[name] ?? {}))}`;
}
