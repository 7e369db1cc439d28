import { defineConfig } from 'vitest/config';

/** `npm run proof`: what takes long, or more than npm installs. */
export default defineConfig({
  test: { include: ['test/**/*.proof.ts'], testTimeout: 3_600_000, hookTimeout: 60_000, maxWorkers: 1 },
});
