import {defineConfig} from 'vitest/config';

// The kit has tests of its own, in a browser; these need none.
export default defineConfig({test: {include: ['packages/{api,platform,build}/test/**/*.test.ts', 'apps/*/test/**/*.test.ts']}});
