import { createGenerator } from 'ts-json-schema-generator';

/** Every type that `shared/api.ts` names, as JSON schemas by name. Takes seconds: when building only. */
export function generateSchemas(): string {
  const generator = createGenerator({
    path: 'shared/api.ts',
    tsconfig: 'shared/tsconfig.json',
    type: '*',
    skipTypeCheck: true,
    functions: 'hide',
  });
  const { definitions } = generator.createSchema('*');
  return JSON.stringify(definitions).replaceAll('#/definitions/', '#/components/schemas/');
}
