import { defineConfig } from 'vitest/config';

/** Compiles exported headers with the system's C compiler, so it is not part of `npm test`: `npm run test:c`. */
export default defineConfig({
  test: {
    name: 'c',
    environment: 'node',
    include: ['tests/c/**/*.test.ts'],
    allowOnly: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
