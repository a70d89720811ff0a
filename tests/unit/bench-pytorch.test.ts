import { expect, test } from 'vitest';
import { Unavailable, type Engine, type Training } from '../../bench/engines/engine.ts';
import { plainLoop } from '../../bench/engines/plain-loop.ts';
import { pytorch } from '../../bench/engines/pytorch.ts';
import { createWorkload } from '../../bench/workloads.ts';

/** After some steps: far enough that a wrong gradient, batch or rate shows, near enough that rounding does not. */
async function parametersAfter(steps: number, training: Training): Promise<Float64Array> {
  try {
    await training.steps(steps);
    return await training.parameters();
  } finally {
    training.dispose();
  }
}

/** The training, or why there is none. No test depends on Python: one machine has PyTorch, another does not. */
async function startOrReason(engine: Engine): Promise<Training | string> {
  try {
    return await engine.create(createWorkload('W2'));
  } catch (error) {
    if (error instanceof Unavailable) return error.message;
    throw error;
  }
}

test('PyTorch trains as the plain loop does, or says that it is not installed', async () => {
  const started = await startOrReason(pytorch);
  if (typeof started === 'string') {
    expect(started).toMatch(/^not installed/);
    return;
  }
  expect(started.note).toMatch(/^PyTorch 1\.|^PyTorch 2\./);
  const workload = createWorkload('W2');
  const actual = await parametersAfter(20, started);
  const expected = await parametersAfter(20, await plainLoop.create(workload));
  expect(actual).toHaveLength(expected.length);
  for (const [p, parameter] of expected.entries()) expect(Math.abs(actual[p] - parameter)).toBeLessThan(2e-6);
  // The control: twenty steps are far more than that.
  const moved = expected.map((parameter, p) => Math.abs(parameter - workload.initialParameters[p]));
  expect(Math.max(...moved)).toBeGreaterThan(1e-2);
});
