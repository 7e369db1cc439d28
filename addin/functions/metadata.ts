import { fileURLToPath } from 'node:url';
import { generateCustomFunctionsMetadata } from 'custom-functions-metadata';

interface Metadata {
  functions: { description?: string; parameters: { description?: string }[] }[];
}

/**
 * The text of functions.json, generated from `functions.ts`. Error cells reach the functions, which refuse them with a
 * sentence; rich data types do not, Excel gives their plain value. Throws on every fault that the generator finds.
 */
export async function generateFunctionsMetadata(
  source = new URL('functions.ts', import.meta.url),
): Promise<string> {
  const { metadataJson, errors } = await generateCustomFunctionsMetadata(fileURLToPath(source));
  if (errors.length > 0) throw new Error(`functions.json cannot be made:\n${errors.join('\n')}`);
  const { functions } = JSON.parse(metadataJson) as Metadata;
  return `${JSON.stringify({ allowErrorForDataTypeAny: true, functions }, null, 2)}\n`;
}
