import type { DeclaredRoute } from '../access/route.ts';
import { listRefusals, refusalsOf, type Statuses } from './refusals.ts';
import {
  type ApiDocument,
  type Content,
  listNamed,
  type Operation,
  type Parameter,
  schemaOf,
  type Schemas,
} from './types.ts';

export interface Source {
  routes: readonly DeclaredRoute[];
  schemas: Schemas;
  statuses: Statuses;
  version: string;
  /** Where the server is found; absent: at the address of this document. */
  url?: string | undefined;
  /** Whose access tokens are let in beside our own. */
  issuer?: string | undefined;
}

const DESCRIPTION = [
  'Alles wat het zijpaneel in Excel met de server doet, kan een ander programma ook.',
  'Bedragen en uren zijn tekst met een punt en twee decimalen, zoals "20970.04".',
  'Een dag is 2016-05-31, een maand 2016-05, een kwartaal 2016-Q2, een halfjaar 2016-H1.',
  'Tijdstippen staan in UTC. Een geweigerd verzoek krijgt {"code", "message"}: de code blijft gelijk, de zin niet.',
].join(' ');

/** The API as OpenAPI, from what its routes declare. Throws where one declares too little, or a type that is none. */
export function buildDocument({ routes, schemas, statuses, version, url, issuer }: Source): ApiDocument {
  const documented = routes.filter(isDocumented);
  const securitySchemes = listSecurity(issuer);
  const paths: ApiDocument['paths'] = {};
  for (const each of documented)
    for (const variant of listVariants(each)) {
      const path = toTemplate(each.path) + (variant.ending && `.${variant.ending}`);
      const operation = toOperation(each, variant, Object.keys(securitySchemes), statuses);
      paths[path] = { ...paths[path], [each.method.toLowerCase()]: operation };
    }
  const responses = listRefusals(statuses);
  return {
    openapi: '3.1.1',
    info: { title: 'Flextensie', version, description: DESCRIPTION },
    servers: [{ url: url ?? '/' }],
    tags: [...new Set(documented.map(({ path }) => groupOf(path)))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes,
      responses,
      schemas: Object.fromEntries(
        [...listNamed([responses, paths], schemas)].map((name) => [name, schemas[name] ?? {}]),
      ),
    },
  };
}

/** The pages and scripts of the add-in answer files that nobody asks for by hand. */
function isDocumented({ method, path, answer, file }: DeclaredRoute): boolean {
  const isDeclared = answer !== undefined || file !== undefined;
  if (!isDeclared && path.startsWith('/api/'))
    throw new Error(`${method} ${path} does not declare its answer`);
  return isDeclared;
}

interface Variant {
  /** What stands behind the path. */
  ending: '' | 'pdf' | 'csv';
  content: Content;
}

function listVariants({ answer, file, pdf, csv }: DeclaredRoute): Variant[] {
  const schema = answer === undefined ? {} : { schema: schemaOf(answer) };
  const variants: Variant[] = [{ ending: '', content: { [file ?? 'application/json']: schema } }];
  if (pdf) variants.push({ ending: 'pdf', content: { 'application/pdf': {} } });
  if (csv) variants.push({ ending: 'csv', content: { 'text/csv': {} } });
  return variants;
}

function toOperation(
  { method, path, ...info }: DeclaredRoute,
  { ending, content }: Variant,
  schemes: string[],
  statuses: Statuses,
): Operation {
  const { action, needs, article, body } = info;
  return {
    operationId: toId(method, path) + capitalise(ending),
    tags: [groupOf(path)],
    summary: capitalise(action) + (ending && ` (${ending})`),
    description: [describeNeeds(needs), ...(article === undefined ? [] : [`Artikel ${article}.`])].join(' '),
    security: needs === 'public' ? [] : schemes.map((name) => ({ [name]: [] })),
    parameters: listParameters(path, info.example),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } } }),
    responses: { 200: { description: 'Gelukt.', content }, ...refusalsOf(method, path, info, statuses) },
  };
}

function describeNeeds(needs: DeclaredRoute['needs']): string {
  if (needs === 'public') return 'Zonder token.';
  return needs === 'token' ? 'Met elk geldig token.' : `Recht: ${needs}.`;
}

const PARAMETER = /:(\w+)(\{[^}]+\})?/g;
const CONTRACT = 'ALM-2015-01';

/** As OpenAPI writes a path: `/facturen/{document}`. */
export const toTemplate = (path: string): string => path.replace(PARAMETER, '{$1}');

function listParameters(path: string, example: DeclaredRoute['example']): Parameter[] {
  return [...path.matchAll(PARAMETER)].map(([, name = '', pattern]) => {
    const value = name === 'contractnummer' ? CONTRACT : example?.[name];
    return {
      name,
      in: 'path',
      required: true,
      ...(pattern === undefined ? {} : { description: 'Mag schuine strepen bevatten.' }),
      ...(value === undefined ? {} : { example: value }),
      schema: { type: 'string' },
    };
  });
}

const OF_CONTRACT = /^\/api\/contracten\/:contractnummer\//;

/** `GET …/facturen/:document`: `getFacturenDocument`, as long as method and path are what they are. */
const toId = (method: string, path: string): string =>
  method.toLowerCase() +
  path
    .replace(OF_CONTRACT, '')
    .replace(/^\/(api\/)?/, '')
    .replace(PARAMETER, '$1')
    .split(/[^A-Za-z0-9]+/)
    .map(capitalise)
    .join('');

const groupOf = (path: string): string => {
  if (OF_CONTRACT.test(path)) return path.replace(OF_CONTRACT, '').split('/')[0] ?? '';
  return path.startsWith('/api/contracten') ? 'contracten' : 'algemeen';
};

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function listSecurity(issuer: string | undefined): ApiDocument['components']['securitySchemes'] {
  const token = {
    type: 'http',
    scheme: 'bearer',
    description: 'Een token van de beheerder van de server, als Authorization: Bearer flex_…',
  };
  if (issuer === undefined) return { token };
  return {
    token,
    werkaccount: {
      type: 'openIdConnect',
      openIdConnectUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
      description: 'Een toegangstoken van het werkaccount.',
    },
  };
}
