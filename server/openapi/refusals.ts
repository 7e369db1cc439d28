import type { ErrorCode } from '../../shared/errors.ts';
import type { RouteInfo } from '../access/route.ts';
import { type ApiDocument, type Content, type Operation, schemaOf } from './types.ts';

/** From code to status: the one table of `server/app.ts`. */
export type Statuses = Readonly<Record<ErrorCode, number>>;

/** What each code says, in Dutch, to who writes a program against it. */
const MEANING: Record<ErrorCode, string> = {
  bad_request: 'het bericht is geen leesbare JSON',
  unauthorized: 'er is geen token meegestuurd dat nu geldig is',
  forbidden: 'het recht hiervoor ontbreekt',
  not_found: 'dit bestaat niet, of u mag er niet bij',
  conflict:
    'een collega wijzigde dezelfde rijen, er ontbreken rijen, of een vastgesteld halfjaar zou veranderen',
  lineage: 'de server kent de stand van deze werkmap niet, zoals na een teruggezette reservekopie',
  not_ended: 'de periode is nog niet voorbij',
  earlier_open: 'dit gaat in volgorde: een andere periode komt eerst',
  changed: 'het bedrag is veranderd sinds u het zag',
  exists: 'het is er al',
  too_large: 'het bericht is te groot',
  too_many: 'er is te vaak iets geweigerd; wacht de seconden van Retry-After',
  invalid: 'de inhoud klopt niet; message zegt wat',
  bug: 'er ging iets mis op de server; er is niets opgeslagen',
  unavailable: 'de server is even bezig; probeer het zo nog eens',
  storage_full: 'de schijf van de server is vol',
};
const CODES = Object.keys(MEANING) as ErrorCode[];

/** Of every request, of one that needs a token, and of one that needs a right. The rest is of what is sent. */
const ALWAYS: ErrorCode[] = ['bug', 'unavailable'];
const GUARDED: ErrorCode[] = ['unauthorized', 'too_many', 'storage_full'];
const OF_CONTRACT: ErrorCode[] = ['forbidden', 'not_found'];

function listCodes(method: string, path: string, { needs, refusals }: RouteInfo): ErrorCode[] {
  const isOfContract = needs !== 'public' && needs !== 'token';
  const others = CODES.filter((code) => ![...ALWAYS, ...GUARDED, ...OF_CONTRACT].includes(code));
  return [
    ...ALWAYS,
    ...(needs === 'public' ? [] : GUARDED),
    ...(isOfContract ? OF_CONTRACT : []),
    ...(path.includes(':') || method === 'POST' ? (['not_found'] as const) : []),
    ...(method === 'GET' ? [] : others),
    ...(Object.keys(refusals ?? {}) as ErrorCode[]),
  ];
}

/** What a route may refuse, by status. */
export function refusalsOf(
  method: string,
  path: string,
  info: RouteInfo,
  statuses: Statuses,
): Operation['responses'] {
  const responses: Operation['responses'] = {};
  for (const code of listCodes(method, path, info))
    responses[statuses[code]] = { $ref: `#/components/responses/${statuses[code]}` };
  for (const [code, type] of Object.entries(info.refusals ?? {}) as [ErrorCode, string][])
    if (type !== 'Refusal') responses[statuses[code]] = describe(statuses[code], statuses, type);
  return responses;
}

/** The answers that routes refer to, by status. */
export const listRefusals = (statuses: Statuses): ApiDocument['components']['responses'] =>
  Object.fromEntries(Object.values(statuses).map((status) => [status, describe(status, statuses)]));

/** `type`: what it may answer beside a mere refusal. */
function describe(
  status: number,
  statuses: Statuses,
  type?: string,
): { description: string; content: Content } {
  const refusal = schemaOf('Refusal');
  const schema = type === undefined ? refusal : { anyOf: [schemaOf(type), refusal] };
  return {
    description: CODES.filter((code) => statuses[code] === status)
      .map((code) => `${code}: ${MEANING[code]}.`)
      .join(' '),
    content: { 'application/json': { schema } },
  };
}
