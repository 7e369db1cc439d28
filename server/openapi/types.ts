/** The part of JSON Schema that our types become. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: string;
  enum?: string[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  anyOf?: Schema[];
  description?: string;
}
/** Where the build leaves them, in the add-in's folder: the server needs no TypeScript while it runs. */
export const SCHEMAS_FILE = 'openapi-schemas.json';
/** By name. */
export type Schemas = Record<string, Schema>;

export type Content = Record<string, { schema?: Schema }>;

export interface Operation {
  operationId: string;
  tags: [string];
  summary: string;
  description: string;
  security: Record<string, string[]>[];
  parameters: Parameter[];
  requestBody?: { required: true; content: Content };
  responses: Record<string, { $ref: string } | { description: string; content: Content }>;
}

export interface Parameter {
  name: string;
  in: 'path';
  required: true;
  description?: string;
  example?: string;
  schema: Schema;
}

/** The part of OpenAPI 3.1 that we write: https://spec.openapis.org/oas/v3.1.1. */
export interface ApiDocument {
  openapi: '3.1.1';
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    securitySchemes: Record<string, Record<string, string>>;
    responses: Record<string, { description: string; content: Content }>;
    schemas: Schemas;
  };
}

const REF = '#/components/schemas/';

/** `X`, or `X[]` for a list of them. */
export const schemaOf = (type: string): Schema =>
  type.endsWith('[]')
    ? { type: 'array', items: schemaOf(type.slice(0, -'[]'.length)) }
    : { $ref: `${REF}${type}` };

/** The types that a part of the document names, and those that these name, in the order in which they are met. */
export function listNamed(part: unknown, schemas: Schemas, found = new Set<string>()): Set<string> {
  for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    if (found.has(name)) continue;
    const schema = schemas[name];
    if (!schema) throw new Error(`shared/api.ts names no type ${name}`);
    listNamed(schema, schemas, found.add(name));
  }
  return found;
}

/** The name behind a reference. */
export const nameOf = (ref: string): string => ref.slice(REF.length);
