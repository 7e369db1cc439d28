import { defineConfig } from 'vitest/config';

/** Measures: one file at a time, so that nothing of ours runs beside what is timed. */
export default defineConfig({
  test: {
    include: ['test/bench/**/*.bench.ts'],
    globalSetup: ['test/global-setup.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    // A machine that has other work gets a second try.
    retry: 1,
    disableConsoleIntercept: true,
  },
});
