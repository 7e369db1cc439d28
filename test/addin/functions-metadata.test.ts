import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { generateFunctionsMetadata } from '../../addin/functions/metadata.ts';
import * as functions from '../../addin/functions/functions.ts';

interface Metadata {
  allowErrorForDataTypeAny: boolean;
  functions: {
    id: string;
    name: string;
    description: string;
    parameters: {
      name: string;
      type: string;
      dimensionality?: string;
      optional?: boolean;
      description: string;
    }[];
    result: { type: string; dimensionality?: string };
  }[];
}

const metadata = JSON.parse(await generateFunctionsMetadata()) as Metadata;

describe('functions.json', () => {
  /*
   * Workbooks hold these ids and the order of the arguments. Only an optional parameter at the end may be added; raise
   * the version in manifest.xml with it, and change functions.lock.json by hand.
   */
  it('promises what functions.lock.json says', () => {
    const lock = readFileSync(new URL('../../addin/functions/functions.lock.json', import.meta.url), 'utf8');
    const promised = metadata.functions.map(({ id, name, parameters, result }) => ({
      id,
      name,
      parameters: parameters.map(
        (p) => `${p.name}${p.optional ? '?' : ''}: ${p.type} ${p.dimensionality ?? 'scalar'}`,
      ),
      result: `${result.type} ${result.dimensionality ?? 'scalar'}`,
    }));
    expect(promised).toEqual(JSON.parse(lock));
  });

  it('has no parameter that the function does not take', () => {
    for (const { id, parameters } of metadata.functions) {
      const work = functions[id.toLowerCase() as keyof typeof functions];
      expect(work.length, id).toBe(parameters.length);
    }
  });

  it('lets error cells and blanks through unconverted', () => {
    expect(metadata.allowErrorForDataTypeAny).toBe(true);
    const types = metadata.functions.flatMap(({ parameters }) => parameters.map(({ type }) => type));
    expect(new Set(types)).toEqual(new Set(['any']));
  });

  it('has names that are no cell address', () => {
    for (const { name } of metadata.functions) expect(name).toMatch(/^[A-Z]{4,}$/);
  });

  it('helps in Dutch, with an example in Dutch notation that fits the wizard', () => {
    for (const { id, description, parameters } of metadata.functions) {
      expect(description.length, id).toBeLessThanOrEqual(255);
      expect(description).toMatch(new RegExp(`Voorbeeld: =FLEX\\.${id}\\([^)]*;`));
      for (const parameter of parameters)
        expect(parameter.description.length, parameter.name).toBeGreaterThan(20);
    }
  });

  it('gives the amounts of its examples', () => {
    expect((functions.premie as (...cells: unknown[]) => unknown)(34.5, 2.5)).toBe(86.25);
    expect((functions.omzet as (...cells: unknown[]) => unknown)(34.5, 12.5)).toBe(431.25);
  });

  it('is not made when the generator finds a fault', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'flex-metadata-'));
    try {
      const source = pathToFileURL(join(folder, 'functions.ts'));
      writeFileSync(
        source,
        '/** @customfunction */\nexport function één(wanneer: Date): number { return 1; }\n',
      );
      await expect(generateFunctionsMetadata(source)).rejects.toThrow('functions.json cannot be made');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
