import { describe } from 'vitest';
import type { Backend } from '../../../src/backends/executor.ts';
import type { BackendTolerance } from '../tolerances.ts';
import { describeForward } from './backend-forward.ts';
import { describeGoldenRuns } from './backend-golden-runs.ts';
import { describeInvariances } from './backend-invariances.ts';
import { describeResting } from './backend-resting.ts';
import { describeSum } from './backend-sum.ts';
import { describeTraining } from './backend-training.ts';

/** What every back end has to satisfy; only the tolerance differs. */
export function describeBackend(backend: Backend, tolerance: BackendTolerance): void {
  describe(backend.name, () => {
    describeForward(backend, tolerance);
    describeSum(backend, tolerance);
    describeTraining(backend, tolerance);
    describeResting(backend);
    describeInvariances(backend, tolerance);
    describeGoldenRuns(backend, tolerance);
  });
}
