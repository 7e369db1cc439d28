import { DomainError } from '../../shared/errors.ts';
import { createThreads, type Limits, type Load } from '../threads/threads.ts';
import type { SyncContext } from './sync.ts';

export type Syncing = Omit<SyncContext, 'store'>;

export interface LongSync extends Syncing {
  bytes: Uint8Array;
}

export interface Synced {
  bytes: Uint8Array;
  /** Of `by`, which the worker has a copy of. */
  recorded: boolean;
}

export interface Syncer {
  /** As `syncBytes`, beside the server's own thread. */
  sync: (syncing: Syncing, bytes: Uint8Array) => Promise<Uint8Array>;
  /** Waits until no sync is under way. */
  finish: () => Promise<void>;
  load: () => Load;
  /** Once the syncs under way have ended. */
  close: () => Promise<void>;
}

/**
 * The database takes one writer at a time, so one thread. Most of what a sync makes stays until its end: with the usual
 * 48 MB for what is new, a fifth more of its time goes to copying that.
 */
const LIMITS: Limits = { threads: 1, waiting: 50, seconds: 120, megabytes: 2048, youngMegabytes: 96 };

/** Does long syncs in a thread with a connection of its own to the database at `location`. */
export function createSyncer(location: string, limits: Partial<Limits> = {}): Syncer {
  const module = new URL('./sync-worker.ts', import.meta.url);
  const threads = createThreads<LongSync, Synced>(module, { ...LIMITS, ...limits }, REFUSALS, location);
  return {
    sync: async (syncing, bytes) => {
      const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
      const synced = await threads.run({ ...syncing, bytes: own }, [own.buffer as ArrayBuffer]);
      syncing.by.recorded = synced.recorded;
      return synced.bytes;
    },
    finish: threads.finish,
    load: threads.load,
    close: async () => {
      await threads.finish();
      await threads.close();
    },
  };
}

const AGAIN = 'Synchroniseer opnieuw; wat al was opgeslagen, wordt herkend.';
const REFUSALS = {
  tooMany: () =>
    new DomainError(
      'unavailable',
      'Er synchroniseren nu te veel werkmappen tegelijk. Probeer het over een minuut nog eens; er is niets opgeslagen.',
      { retryAfter: 60 },
    ),
  tooLong: () => new DomainError('unavailable', `Het synchroniseren duurde te lang en is gestopt. ${AGAIN}`),
  tooLarge: () =>
    new DomainError(
      'too_large',
      'De werkmap is te groot om in één keer te synchroniseren. Laat oudere jaren uit deze werkmap.',
    ),
  lost: () => new DomainError('unavailable', `Het synchroniseren is onderbroken. ${AGAIN}`),
};
