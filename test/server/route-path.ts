import type { DeclaredRoute } from '../../server/access/route.ts';

/** Where a route is, with what it declares as example; throws where that lacks a parameter, so that none is left out. */
export const pathOf = ({ path, example = {} }: DeclaredRoute, contractnummer: string): string =>
  path.replace(/:(\w+)(?:\{[^}]+\})?/g, (_, name: string) => {
    const value = name === 'contractnummer' ? contractnummer : example[name];
    if (value === undefined) throw new Error(`the route ${path} declares no example of ${name}`);
    return value;
  });
