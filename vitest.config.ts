import { defineConfig, type TestUserConfig } from 'vitest/config';
import { SummaryReporter } from './tests/summary-reporter.ts';

/** A GPU in software draws and evaluates on every core, and the page gives up one that takes too long. */
const wholeMachine = [
  'tests/e2e/gpu-faults.test.ts',
  'tests/e2e/gpu.test.ts',
  'tests/e2e/landscape.test.ts',
  'tests/e2e/spiral.test.ts',
  'tests/e2e/webgpu/**/*.test.ts',
];

const browserTests: NonNullable<TestUserConfig> = {
  environment: 'node',
  // What they share has no state but the browser that each file starts, and reading it takes longer than a short test.
  isolate: false,
  globalSetup: ['tests/e2e/global-setup.ts'],
  testTimeout: 180_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 120_000 } },
};

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
          setupFiles: ['tests/unit/nothing-left.ts'],
          environment: 'node',
          // They start sooner than processes.
          pool: 'threads',
          // What a file changes of the world it gives back, so modules need not be read anew for each.
          isolate: false,
          maxWorkers: '100%',
          include: ['tests/unit/**/*.test.ts', 'tests/*.test.ts'],
          // No test asserts a duration: this only ends what hangs, and leaves room for busy machines.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 30_000 } },
        },
      },
      {
        test: {
          ...browserTests,
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          exclude: wholeMachine,
          // A test waits for its page, the page for the test, and both for pictures: two at a time leave a third of two
          // cores idle.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...browserTests,
          name: 'e2e-alone',
          include: wholeMachine,
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
