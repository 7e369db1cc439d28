import Ajv from 'ajv';
import { expect } from 'vitest';
import type { ApiDocument, Content, Operation, Schema } from '../../server/openapi/types.ts';
import { CONTRACT, type Testbed } from './testbed.ts';

/** What is wrong with a value by a schema of the document; empty: nothing. */
export function createValidator(document: ApiDocument): (schema: Schema, value: unknown) => string[] {
  const ajv = new Ajv({ allErrors: true }).addSchema(document, 'api');
  return (schema, value) => {
    const absolute: object = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')) as object;
    ajv.validate(absolute, value);
    return (ajv.errors ?? []).map(({ dataPath, message = '' }) => `${dataPath} ${message}`);
  };
}

const NOTHING: { content: Content } = { content: {} };

/** Asks the app by the document only, and holds what travels against it. */
export class ApiClient {
  /** The operations that were answered with 200. */
  readonly answered = new Set<string>();
  readonly operations: Map<string, { method: string; path: string; operation: Operation }>;
  private readonly faultsOf;
  private readonly bed: Testbed;
  private readonly document: ApiDocument;

  constructor(bed: Testbed, document: ApiDocument) {
    this.bed = bed;
    this.document = document;
    this.faultsOf = createValidator(document);
    this.operations = new Map(
      Object.entries(document.paths).flatMap(([path, operations]) =>
        Object.entries(operations).map(([method, operation]) => [
          operation.operationId,
          { method: method.toUpperCase(), path, operation },
        ]),
      ),
    );
  }

  /** With the example of each parameter that `parameters` does not give. */
  async ask<T>(
    id: string,
    token: string,
    parameters: Record<string, string> = {},
    body?: unknown,
    status = 200,
  ): Promise<T> {
    const found = this.operations.get(id);
    if (!found) throw new Error(`no operation ${id}`);
    const { method, path, operation } = found;
    const url = path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const { example } = operation.parameters.find((each) => each.name === name) ?? {};
      return name === 'contractnummer' ? CONTRACT : (parameters[name] ?? example ?? '');
    });
    const sent = operation.requestBody?.content['application/json']?.schema;
    if (status === 200)
      expect([id, sent ? this.faultsOf(sent, body) : body]).toEqual([id, sent ? [] : undefined]);
    const answer = await this.bed.request<T>(method, url, token, body);
    expect([id, answer.status, answer.status === status ? '' : answer.body]).toEqual([id, status, '']);
    expect([id, ...this.checkAnswer(operation, answer)]).toEqual([id]);
    if (status === 200) this.answered.add(id);
    return answer.body;
  }

  private checkAnswer(
    { responses }: Operation,
    { status, headers, body }: { status: number; headers: Headers; body: unknown },
  ): string[] {
    const declared = responses[status];
    if (!declared) return [`${status} is not declared`];
    const { content } =
      'content' in declared ? declared : (this.document.components.responses[status] ?? NOTHING);
    const [type = ''] = (headers.get('Content-Type') ?? '').split(';');
    const media = content[type];
    if (!media) return [`${status} of ${type} is not declared`];
    return media.schema ? this.faultsOf(media.schema, body) : [];
  }
}
