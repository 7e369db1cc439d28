import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';
import type { Logger } from 'pino';
import type { BackupHealth, Right } from '../shared/api.ts';
import type { By } from './access/audit.ts';
import type { Failures } from './access/limits.ts';
import type { Oidc, OidcSettings } from './access/oidc.ts';
import type { StoredContract } from './store/contracten.ts';
import type { Store } from './store/store.ts';
import type { Syncer } from './sync/sync-thread.ts';

export interface Person {
  id: number;
  naam: string;
  /** When they were here before; null: never. */
  lastUsedAt: string | null;
  /** As the issuer names them; absent with a token of ours. */
  roles?: readonly string[];
}

/** Reports that can be drawn as PDF; the data is what `server/reports/` of that name takes. */
export type ReportName =
  | 'maandrapport'
  | 'afrekening'
  | 'resultaten'
  | 'factuur'
  | 'klantspecificatie'
  | 'kwartaaloverzicht'
  | 'bevestiging'
  | 'premierun'
  | 'rechtenbeoordeling'
  | 'wisverklaring'
  | 'inzage';

/** What the app needs from outside: no module of the server reaches for a clock, a file or the environment itself. */
export interface Deps {
  store: Store;
  now: () => Date;
  /** Draws a report in the worker; the bytes of the PDF. */
  draw: (name: ReportName, data: unknown) => Promise<Uint8Array>;
  /** Does a long sync beside this thread; absent: here. */
  syncApart?: Syncer['sync'];
  /** Of this release, such as `0.1.0`. */
  version: string;
  /** Where the built add-in is, with the manual. */
  addinDir: string;
  /** Where office.js is. */
  officeDir: string;
  /** Whether Excel reaches it over https, here or at a proxy. */
  isHttps?: boolean;
  /** The address that Excel sees, without a slash at the end; absent: links are paths on the same server. */
  publicUrl?: string;
  /** The program's own log: no names, no values, no tokens. */
  log: Pick<Logger, 'info' | 'error'>;
  failures: Failures;
  /** Told to stop: what is under way is finished, what is new had better go elsewhere. */
  isStopping?: () => boolean;
  /** Measures requests; absent: nobody does. */
  observe?: MiddlewareHandler<Env>;
  /** How the backups fare; absent: this server makes none. */
  backupHealth?: () => BackupHealth;
  /** Absent: nobody signs in with an account of their organisation. */
  oidc?: Oidc;
  /** Where they do, for the pane. */
  workAccounts?: OidcSettings;
  /** Addresses whose word on the client's address counts, beside this machine's own; absent: there is no proxy. */
  proxies?: readonly string[];
}

/** What a request knows once its rights were checked. */
export interface Vars {
  deps: Deps;
  person: Person;
  by: By;
  contract: StoredContract;
  rights: readonly Right[];
  /** Makes the answer, once what is read for it has ended. */
  later?: () => Promise<Response>;
}

export type Env = {
  Variables: Vars;
  /** `unlogged`: asked by the server of itself, which leaves no line. */
  Bindings: Partial<HttpBindings> & { unlogged?: true };
};
