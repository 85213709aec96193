import {defineConfig} from 'vitest/config';

/**
 * In Chromium against an Avid that runs: ./avid up, then npm run endtoend. AVID_SHELL names another one's
 * console than http://shell.localhost:8080. The pages are the built ones, under their real policy.
 */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One page at a time: on two cores more are slower. One process, which keeps the browser and who is signed in.
    fileParallelism: false,
    isolate: false,
  },
});
