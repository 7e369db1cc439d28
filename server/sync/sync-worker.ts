import { openStore } from '../store/store.ts';
import { serve, startedWith } from '../threads/serve.ts';
import { syncBytes } from './sync-bytes.ts';
import type { LongSync, Synced } from './sync-thread.ts';

const store = await openStore(startedWith<string>(), { isOpen: true });

serve<LongSync, Synced>(
  async ({ bytes, ...context }) => ({
    bytes: await syncBytes({ ...context, store }, bytes),
    recorded: context.by.recorded,
  }),
  ({ bytes }) => bytes,
);
