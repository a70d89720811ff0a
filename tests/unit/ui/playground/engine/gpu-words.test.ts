import { describe, expect, it } from 'vitest';
import type { EvaluationMeasurement, GpuState } from '../../../../../src/protocol/evaluation-messages.ts';
import { crossoverOf } from '../../../../../src/ui/compare/crossover.ts';
import { describeEvaluation, gpuNews } from '../../../../../src/ui/playground/engine/gpu-words.ts';

const available: GpuState = { kind: 'available', name: 'nvidia ampere', isSoftware: false };
const retrying: GpuState = { kind: 'retrying', reason: 'It was lost' };
const off: GpuState = { kind: 'lost', reason: 'It was lost' };

describe('what is said of the GPU', () => {
  it('names the adapter and what Auto measured', () => {
    const evaluation = {
      evaluator: 'auto',
      gpu: available,
      maxDifference: null,
      auto: {
        processor: 'gpu',
        because: 'measured',
        pointsPerSecond: { cpu: 3.1e6, gpu: 120e6 },
      },
    } as const;
    expect(describeEvaluation(evaluation)).toBe(
      'Auto chose the GPU: 120 M points / s, the CPU 3.10 M. GPU: nvidia ampere.',
    );
    expect(describeEvaluation({ ...evaluation, auto: null })).toBe('GPU: nvidia ampere.');
  });

  it('says why the CPU evaluates what the GPU cannot take, to whoever has chosen the GPU', () => {
    const refusal = 'The GPU cannot run this network: expected 1 to 64 inputs, got 100.';
    const evaluation = {
      evaluator: 'gpu',
      gpu: available,
      maxDifference: null,
      auto: null,
      refusal,
    } as const;
    expect(describeEvaluation(evaluation)).toBe(
      `GPU: nvidia ampere. ${refusal} Evaluation goes on on the CPU.`,
    );
    expect(describeEvaluation({ ...evaluation, evaluator: 'cpu' })).toBe('GPU: nvidia ampere.');
    expect(describeEvaluation({ ...evaluation, refusal: null })).toBe('GPU: nvidia ampere.');
  });

  it.each<[GpuState, GpuState, RegExp, boolean]>([
    [available, retrying, /failed and is tried again: It was lost\. Evaluation goes on/, false],
    [retrying, available, /works again/, false],
    [retrying, off, /switched off: It was lost\. Evaluation goes on/, true],
    [available, off, /switched off/, true],
  ])('is news from %o to %o', (before, after, words, isOff) => {
    const news = gpuNews(before, after);
    expect(news?.text).toMatch(words);
    expect(news?.isOff).toBe(isOff);
  });

  it('is no news while nothing changes, nor when a GPU is found or not found', () => {
    expect(gpuNews(available, available)).toBeNull();
    expect(gpuNews({ kind: 'probing' }, available)).toBeNull();
    expect(gpuNews({ kind: 'probing' }, { kind: 'unavailable', reason: 'none' })).toBeNull();
  });
});

/** Times by a straight line through start-up and time of a point. */
function measured(evaluator: EvaluationMeasurement['evaluator'], startUpMs: number, nsPerPoint: number) {
  return [64, 256, 1024].map((resolution): EvaluationMeasurement => {
    const points = resolution ** 2;
    const ms = startUpMs + points * nsPerPoint * 1e-6;
    return { evaluator, resolution, pointsPerSecond: (points / ms) * 1000, reason: null };
  });
}

describe('the crossover', () => {
  it('is where the start-up of the GPU is earned back', () => {
    const found = crossoverOf([...measured('compiled', 0, 100), ...measured('gpu', 2, 20)]);
    // 2 ms / 80 ns
    expect(found.kind).toBe('from');
    expect(found.kind === 'from' ? found.points : NaN).toBeCloseTo(25_000, 3);
  });

  it('is nowhere, or everywhere, when one of them is always faster', () => {
    expect(crossoverOf([...measured('compiled', 0, 10), ...measured('gpu', 1, 20)])).toEqual({
      kind: 'never',
    });
    expect(crossoverOf([...measured('compiled', 0, 1000), ...measured('gpu', 0.1, 20)])).toEqual({
      kind: 'always',
    });
  });

  it('is not guessed from a single size', () => {
    const gpu = measured('gpu', 1, 20).slice(0, 1);
    expect(crossoverOf([...measured('compiled', 0, 10), ...gpu])).toEqual({ kind: 'unknown' });
    const missing = { ...gpu[0], pointsPerSecond: null, reason: 'too slow' };
    expect(crossoverOf([...measured('compiled', 0, 10), missing])).toEqual({ kind: 'unknown' });
  });
});
