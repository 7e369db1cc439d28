import { html } from 'hono/html';
import type { ApiDocument, Operation } from './types.ts';
import { type Html, inWords } from './words.ts';

export interface Line {
  method: string;
  path: string;
  operation: Operation;
  /** It answers too with these behind the path: `.pdf`. */
  endings: string[];
}

const ENDINGS = ['.pdf', '.csv'];

/** What there is to ask, in the order of the document; once where a path answers with an ending too. */
export function listLines({ paths }: ApiDocument): Line[] {
  const isVariant = (path: string) =>
    ENDINGS.some((ending) => path.endsWith(ending) && path.slice(0, -ending.length) in paths);
  return Object.entries(paths)
    .filter(([path]) => !isVariant(path))
    .flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        operation,
        endings: ENDINGS.filter((ending) => paths[path + ending]?.[method] !== undefined),
      })),
    );
}

/** `server` without a slash at the end. */
export function renderOperation({ method, path, operation, endings }: Line, server: string): Html {
  const { operationId, summary, description, requestBody, responses, parameters } = operation;
  const body = requestBody?.content['application/json']?.schema;
  const statuses = Object.keys(responses).filter((status) => status !== '200');
  const slashes = parameters.filter((parameter) => parameter.description !== undefined);
  return html`<h3 id="${operationId}"><code>${method} ${path}</code></h3>
    <p>
      ${summary}. ${description} ${slashes.map(({ name }) => html`${name} mag schuine strepen bevatten.`)}
    </p>
    <table>
      ${
        body
          ? html`<tr>
              <th>sturen</th>
              <td>${inWords(body)}</td>
            </tr>`
          : ''
      }
      <tr>
        <th>antwoord</th>
        <td>${describeAnswer(operation)}${endings.map(describeEnding)}</td>
      </tr>
      <tr>
        <th>weigeringen</th>
        <td>${statuses.join(', ')}</td>
      </tr>
    </table>
    <pre><code>${toCurl(method, server + fill(path, operation), operation)}</code></pre>`;
}

function describeAnswer({ responses }: Operation): Html {
  const answer = responses['200'];
  const [type, content] = (answer && 'content' in answer && Object.entries(answer.content)[0]) || [];
  return content?.schema ? inWords(content.schema) : html`bestand, <code>${type}</code>`;
}

const describeEnding = (ending: string): Html =>
  html`; met <code>${ending}</code> achter het pad een ${ending.slice(1)}`;

/** The path in the example administration. */
const fill = (path: string, { parameters }: Operation): string =>
  parameters.reduce(
    (filled, { name, example }) => filled.replace(`{${name}}`, example ?? name.toUpperCase()),
    path,
  );

const toCurl = (method: string, url: string, { security, requestBody }: Operation): string =>
  [
    'curl',
    ...(method === 'GET' || requestBody ? [] : [`-X ${method}`]),
    ...(security.length > 0 ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...(requestBody ? ['--json @bericht.json'] : []),
    url,
  ].join(' ');
