import type { Right } from '../shared/api.ts';
import type { StoredContract } from './store/contracten.ts';
import type { Store } from './store/store.ts';

export interface Person {
  id: number;
  naam: string;
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
  | 'premierun';

/** What the app needs from outside: no module of the server reaches for a clock, a file or the environment itself. */
export interface Deps {
  store: Store;
  now: () => Date;
  /** Draws a report in the worker; the bytes of the PDF. */
  draw: (name: ReportName, data: unknown) => Promise<Uint8Array>;
  /** Of this release, such as `0.1.0`. */
  version: string;
  /** Where the built add-in is, with the manual. */
  addinDir: string;
  /** Where office.js is. */
  officeDir: string;
  /** The address that Excel sees, without a slash at the end; absent: links are paths on the same server. */
  publicUrl?: string;
  log: (line: Record<string, unknown>) => void;
}

/** What a request knows once its rights were checked. */
export interface Vars {
  deps: Deps;
  person: Person;
  contract: StoredContract;
  rights: readonly Right[];
}

export type Env = { Variables: Vars };
