import { defineConfig } from 'vitest/config';
import { SummaryReporter } from './tests/summary-reporter.ts';

/** What evaluates on the software GPU for long, which takes every core that there is. */
const onGpu = [
  'tests/e2e/gpu.test.ts',
  'tests/e2e/gpu-faults.test.ts',
  'tests/e2e/spiral.test.ts',
  'tests/e2e/webgpu/*.test.ts',
];

const endToEnd = {
  environment: 'node',
  include: ['tests/e2e/**/*.test.ts'],
  globalSetup: ['tests/e2e/global-setup.ts'],
  testTimeout: 180_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 120_000 } },
  // Most of the time a browser starts, draws or waits for its own time limits: two are not slower than one.
  maxWorkers: 2,
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
      { test: { ...endToEnd, name: 'e2e', exclude: [...onGpu], sequence: { groupOrder: 1 } } },
      {
        test: {
          ...endToEnd,
          name: 'e2e-gpu',
          include: onGpu,
          // One browser at a time: two software GPUs on one machine starve each other.
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
