import { defineConfig } from 'vitest/config';
import { SummaryReporter } from './tests/summary-reporter.ts';

export default defineConfig({
  test: {
    // The closing line comes last, so its reporter does too.
    reporters: ['default', new SummaryReporter()],
    // A test that cannot run fails; `test.only` left behind would skip the others.
    allowOnly: false,
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          // They start sooner than processes.
          pool: 'threads',
          maxWorkers: '100%',
          include: ['tests/unit/**/*.test.ts', 'tests/*.test.ts'],
          // No test asserts a duration: this only ends what hangs, and leaves room for busy machines.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 30_000 } },
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/e2e/global-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          expect: { poll: { timeout: 120_000 } },
          // One browser at a time: it draws and evaluates in software on every core, and two would not be done sooner.
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
