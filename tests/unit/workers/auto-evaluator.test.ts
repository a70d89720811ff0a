import { describe, expect, it } from 'vitest';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import type { GpuState } from '../../../src/protocol/evaluation-messages.ts';
import { Run } from '../../../src/training/run.ts';
import { AutoEvaluator } from '../../../workers/auto-evaluator.ts';

function runOf(hidden: readonly number[]): Run {
  return new Run({ ...defaultExperiment, points: 20, hidden: [...hidden] }, interpreter, () => 0);
}

const hardware: GpuState = { kind: 'available', name: 'fast', isSoftware: false };
const software: GpuState = { kind: 'available', name: 'slow', isSoftware: true };

/** Measurements end when the test says so. */
function bench(state: GpuState) {
  const measured: { run: Run; end: (rates: { cpu: number; gpu: number } | null) => Promise<void> }[] = [];
  let announced = 0;
  const auto = new AutoEvaluator({
    keeper: { state },
    measure: (run) =>
      new Promise((resolve) => {
        measured.push({
          run,
          end: async (rates) => {
            resolve(rates);
            await Promise.resolve();
            await Promise.resolve();
          },
        });
      }),
    onMeasured: () => announced++,
  });
  return { auto, measured, announced: () => announced };
}

describe('Auto', () => {
  it.each([
    ['gpu', { cpu: 1e6, gpu: 2e6 }],
    ['cpu', { cpu: 2e6, gpu: 1e6 }],
  ] as const)('takes the %s where that is faster', async (processor, rates) => {
    const { auto, measured, announced } = bench(hardware);
    const run = runOf([3]);
    expect(auto.choiceFor(run)).toEqual({ processor: 'cpu', because: 'measuring', pointsPerSecond: null });
    await measured[0].end(rates);
    expect(announced()).toBe(1);
    expect(auto.choiceFor(run)).toEqual({ processor, because: 'measured', pointsPerSecond: rates });
  });

  it('measures a network once, and another one anew', async () => {
    const { auto, measured } = bench(hardware);
    const run = runOf([3]);
    auto.processorFor(run);
    auto.processorFor(run);
    expect(measured).toHaveLength(1);
    await measured[0].end({ cpu: 1, gpu: 2 });
    auto.processorFor(run);
    auto.processorFor(runOf([3]));
    expect(measured).toHaveLength(1);
    expect(auto.processorFor(runOf([4]))).toBe('cpu');
    expect(measured).toHaveLength(2);
  });

  it('drops a measurement of a network that is gone', async () => {
    const { auto, measured } = bench(hardware);
    auto.processorFor(runOf([3]));
    const present = runOf([4]);
    auto.processorFor(present);
    await measured[0].end({ cpu: 1, gpu: 2 });
    expect(auto.choiceFor(present).because).toBe('measuring');
    await measured[1].end({ cpu: 1, gpu: 2 });
    expect(auto.choiceFor(present).because).toBe('measured');
  });

  it('stays with the CPU when the GPU gives no figure', async () => {
    const { auto, measured } = bench(hardware);
    const run = runOf([3]);
    auto.processorFor(run);
    await measured[0].end(null);
    expect(auto.choiceFor(run)).toMatchObject({ processor: 'cpu', because: 'gpu-failed' });
  });

  it.each<[GpuState, string]>([
    [software, 'software-adapter'],
    [{ kind: 'unavailable', reason: 'none' }, 'no-gpu'],
    [{ kind: 'retrying', reason: 'lost' }, 'gpu-failed'],
    [{ kind: 'lost', reason: 'lost' }, 'gpu-failed'],
    [{ kind: 'probing' }, 'measuring'],
  ])('does not even measure with %o', (state, because) => {
    const { auto, measured } = bench(state);
    expect(auto.choiceFor(runOf([3]))).toMatchObject({ processor: 'cpu', because });
    expect(measured).toEqual([]);
  });
});
