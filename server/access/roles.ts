import { type Right, RIGHTS } from '../../shared/api.ts';

/**
 * Rights by the roles that an issuer names: `ALM-2015-01:schrijven` on one contract, `*:lezen` on every one. Other roles
 * are for other programs.
 */
export function rightsFromRoles(roles: readonly string[], contractnummer: string): Right[] {
  const named = new Set(
    roles.flatMap((role) => {
      const at = role.lastIndexOf(':');
      const contract = role.slice(0, Math.max(at, 0)).toLowerCase();
      return contract === '*' || contract === contractnummer.toLowerCase() ? [role.slice(at + 1)] : [];
    }),
  );
  return RIGHTS.filter((right) => named.has(right));
}
