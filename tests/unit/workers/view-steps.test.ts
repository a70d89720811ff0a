import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import { Run } from '../../../src/training/run.ts';
import { CpuViews, finestResolution, finestWithin } from '../../../src/training/view.ts';
import { createEngines } from '../../../workers/engines.ts';
import { viewSteps } from '../../../workers/view-steps.ts';

describe('the resolution of a boundary', () => {
  it('goes up to 1024 where that fits into the time, and to 100 on the CPU', () => {
    const budgetMs = 1000;
    expect(finestWithin(budgetMs, 1e-6, 1024)).toBe(1024);
    expect(finestWithin(budgetMs, budgetMs / 1023 ** 2, 1024)).toBe(720);
    expect(finestWithin(budgetMs, 1e-6, 256)).toBe(256);
    expect(finestWithin(budgetMs, Infinity, 1024)).toBe(18);
    expect(finestWithin(budgetMs, 1e-6)).toBe(finestResolution);
  });

  it('is the finest of the CPU when the GPU does not deliver what was to be finer', () => {
    const now = (): number => 0;
    const experiment = { ...defaultExperiment, points: 40, hidden: [3] };
    const run = new Run(experiment, createEngines(now).choose('wasm-f64').backend, now);
    for (const step of run.prepare()) expect(step).toBeUndefined();
    const cpu = new CpuViews(run, now);
    const gpu = {
      *evaluate() {
        yield;
        return null;
      },
    };
    const request = {
      run,
      cpu,
      gpu,
      epoch: 0,
      parameters: run.parameters(),
      exactly: false,
      reuseMaps: null,
    };
    const resolutions = [1024, 36].map((resolution) => {
      const steps = viewSteps({ ...request, resolution }, now);
      let step = steps.next();
      while (!step.done) step = steps.next();
      expect(step.value.evaluatedOn).toBe('cpu');
      return step.value.boundary.resolution;
    });
    expect(resolutions).toEqual([finestResolution, 36]);
    cpu.dispose();
  });
});
