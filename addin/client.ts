import type {
  Aanmelden,
  Afrekening,
  ContractDetail,
  ContractSummary,
  HistoryEntry,
  Key,
  SyncRequest,
  SyncResult,
  WorkAccounts,
} from '../shared/api.ts';
import type { HalfYear } from '../shared/calendar.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { TableName } from '../shared/tables.ts';

/**
 * Why a call failed: what the server refused, or that it gave no answer. `offline`: it cannot be reached, `unreadable`:
 * something between gave an answer that is not the server's, `cancelled`: the user stopped it.
 */
export type ClientErrorCode = ErrorCode | 'offline' | 'unreadable' | 'cancelled';

/** A failed call, with a Dutch sentence for the user. */
export class ClientError extends Error {
  readonly code: ClientErrorCode;
  /** The HTTP status; null without an answer. */
  readonly status: number | null;
  /** The server's JSON, such as the conflicts of a 409; null without. */
  readonly body: unknown;

  constructor(code: ClientErrorCode, message: string, status: number | null = null, body: unknown = null) {
    super(message);
    this.name = 'ClientError';
    this.code = code;
    this.status = status;
    this.body = body;
  }

  /** Whether the server may have done what was asked without our knowing. */
  get isUncertain(): boolean {
    return this.code === 'offline' || this.code === 'unreadable' || this.code === 'cancelled';
  }
}

/** The server's calls. Each throws a {@link ClientError}. */
export interface Client {
  listContracten(): Promise<ContractSummary[]>;
  getContract(contractnummer: string): Promise<ContractDetail>;
  /** A 409 or 422 is thrown, with the answer as `body`. */
  sync(contractnummer: string, request: SyncRequest, signal?: AbortSignal): Promise<SyncResult>;
  /** What lies under the contract at that path, such as `maandrapporten`, `2016-05`; of the shape in `shared/api.ts`. */
  read<Shape>(contractnummer: string, ...path: string[]): Promise<Shape>;
  /** Fixes or records something there. */
  write<Shape>(contractnummer: string, path: readonly string[], body: object): Promise<Shape>;
  /** Finalises what the user saw; `saldo` is that of the concept. */
  finalise(contractnummer: string, period: HalfYear, saldo: string): Promise<Afrekening>;
  /** A link of 60 seconds, for one use, to open in the browser. */
  createDownload(path: string): Promise<{ url: string }>;
  /** The server's release, such as `0.1.0`. */
  getVersion(): Promise<string>;
  /** Newest first. */
  getHistory(contractnummer: string, table: TableName, key: Key): Promise<HistoryEntry[]>;
}

/** The address of something under a contract, without a slash in front; a number of a row may hold slashes itself. */
export const addressOf = (contractnummer: string, ...path: string[]): string =>
  ['api', 'contracten', contractnummer, ...path].join('/').split('/').map(encodeURIComponent).join('/');

type Fetch = (url: string, init: RequestInit) => Response | Promise<Response>;
type Send = <T>(path: string, body?: unknown, signal?: AbortSignal) => Promise<T>;

/** Bodies from here on are sent gzipped: a full Uren sheet shrinks to a tenth. */
const GZIP_FROM = 50_000;

/** A token, or what gives one that is good at the moment of the call; that throws a {@link ClientError}. */
export type Credential = string | (() => Promise<string>);

/** In milliseconds; the pane shows nothing meanwhile. */
const OFFER_TIMEOUT = 2_000;

/** How one signs in with a work account; null where the server offers none, or does not say. */
export async function readWorkAccounts(baseUrl: string): Promise<WorkAccounts | null> {
  try {
    const response = await fetch(`${baseUrl}/api/aanmelden`, { signal: AbortSignal.timeout(OFFER_TIMEOUT) });
    return response.ok ? ((await response.json()) as Aanmelden).oidc : null;
  } catch {
    return null;
  }
}

/** `baseUrl` without a slash at the end, such as `location.origin`. */
export function createClient(
  baseUrl: string,
  credential: Credential,
  send: Fetch = (url, init) => fetch(url, init),
): Client {
  const call: Send = async <T>(path: string, body?: unknown, signal?: AbortSignal) => {
    const token = typeof credential === 'string' ? credential : await credential();
    const response = await reach(send, `${baseUrl}/${path}`, await toRequest(token, body), signal);
    return readAnswer<T>(response, signal);
  };
  return {
    listContracten: () => call('api/contracten'),
    getContract: (nr) => call(addressOf(nr)),
    sync: (nr, request, signal) => call(addressOf(nr, 'sync'), request, signal),
    read: (nr, ...path) => call(addressOf(nr, ...path)),
    write: (nr, path, body) => call(addressOf(nr, ...path), body),
    finalise: (nr, period, saldo) => call(addressOf(nr, 'afrekeningen', period), { saldo }),
    createDownload: (path) => call('api/downloads', { path }),
    getVersion: async () => (await call<{ version: string }>('gezond')).version,
    getHistory: (nr, table, key) => call(addressOf(nr, 'geschiedenis', table, ...key)),
  };
}

async function toRequest(token: string, body: unknown): Promise<RequestInit> {
  const headers: Record<string, string> = { Authorization: `Bearer ${token}`, Accept: 'application/json' };
  if (body === undefined) return { method: 'GET', headers };
  headers['Content-Type'] = 'application/json';
  const text = JSON.stringify(body);
  if (text.length < GZIP_FROM) return { method: 'POST', headers, body: text };
  headers['Content-Encoding'] = 'gzip';
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return { method: 'POST', headers, body: await new Response(packed).arrayBuffer() };
}

async function reach(send: Fetch, url: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
  try {
    return await send(url, { ...init, cache: 'no-store', signal: signal ?? null });
  } catch (cause) {
    throw signal?.aborted ? cancelled() : offline(cause);
  }
}

async function readAnswer<T>(response: Response, signal?: AbortSignal): Promise<T> {
  let text: string;
  try {
    text = await response.text();
  } catch (cause) {
    throw signal?.aborted ? cancelled() : offline(cause);
  }
  const body = parseJson(text);
  if (response.ok && body !== undefined) return body as T;
  if (isRefusal(body)) throw new ClientError(body.code, body.message, response.status, body);
  throw new ClientError(
    'unreadable',
    'Het antwoord van de server is niet te lezen. Probeer het over een minuut opnieuw; blijft dit zo, vraag uw beheerder.',
    response.status,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isRefusal(body: unknown): body is { code: ErrorCode; message: string } {
  return (
    typeof body === 'object' &&
    body !== null &&
    'code' in body &&
    typeof body.code === 'string' &&
    'message' in body &&
    typeof body.message === 'string'
  );
}

function offline(cause: unknown): ClientError {
  const error = new ClientError(
    'offline',
    'De server is niet bereikbaar. Controleer uw internetverbinding en probeer het opnieuw; uw werkmap blijft zoals die is.',
  );
  error.cause = cause;
  return error;
}

/** What is thrown where the user stopped the work. */
export const cancelled = (): ClientError => new ClientError('cancelled', 'U hebt het bijwerken gestopt.');
