import { defineConfig } from 'vitest/config';

/** Runs exported files with the system's Python, so it is not part of `npm test`: `npm run test:python`. */
export default defineConfig({
  test: {
    name: 'python',
    environment: 'node',
    include: ['tests/python/**/*.test.ts'],
    allowOnly: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
