import { describe, expect, it } from 'vitest';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { optimizerNames, type OptimizerName } from '../../../src/experiment/names.ts';
import {
  carriedBy,
  hyperParametersOf,
  optimizerProgram,
  optimizers,
  programKey,
  type OptimizerProgram,
} from '../../../src/nn/optimizers.ts';
import { expectClose, largestDifference } from '../helpers/closeness.ts';
import { goldenLearningRuns, goldenOptimizerTraces } from '../helpers/goldens.ts';
import { runTape } from '../helpers/run-tape.ts';
import { golden } from '../tolerances.ts';

interface Setting {
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly l2: number;
  readonly start: readonly number[];
  readonly gradients: readonly (readonly number[])[];
}

/** What advances and updates a decayed weight and an undecayed bias, straight from the tapes. */
function follow({ optimizer, learningRate, l2, start, gradients }: Setting): number[][] {
  const { advance, update, stateCount, initialShared } = optimizerProgram(optimizer);
  const hyper = hyperParametersOf(optimizer, learningRate, l2);
  let shared: readonly number[] = initialShared;
  let lanes = start.map((parameter) => [parameter, ...new Array<number>(stateCount).fill(0)]);
  return gradients.map((pair) => {
    shared = runTape(advance, { parameters: [...hyper, ...shared] });
    lanes = lanes.map(([parameter, ...state], lane) => {
      const inputs = [parameter, pair[lane], lane === 0 ? 1 : 0, ...state];
      return runTape(update, { inputs, parameters: [...hyper, ...shared] }, interpreter);
    });
    return lanes.map(([parameter]) => parameter);
  });
}

const traces = goldenOptimizerTraces();
const titled = traces.map((trace): [string, (typeof traces)[number]] => [
  `${trace.optimizer}, L2 ${trace.l2}`,
  trace,
]);

describe('optimizer programs', () => {
  it.each(titled)('follow PyTorch step by step: %s', (_title, trace) => {
    expectClose(follow(trace).flat(), trace.after.flat(), golden);
  });

  it.each(titled)('would not pass as another rule: %s', (_title, trace) => {
    for (const other of traces) {
      if (other === trace || (trace.l2 === 0 && isAdam(trace.optimizer) && isAdam(other.optimizer))) continue;
      const actual = follow({ ...trace, optimizer: other.optimizer, l2: other.l2 }).flat();
      expect(largestDifference(actual, trace.after.flat(), golden.floor), other.optimizer).toBeGreaterThan(
        1e-4,
      );
    }
  });

  it('have traces for every optimizer, with and without decay, or a whole training', () => {
    const trained = new Set(goldenLearningRuns().map(({ optimizer }) => optimizer));
    const traced = new Set(traces.map(({ optimizer }) => optimizer));
    expect(traced.size).toBe(7);
    for (const name of optimizerNames) {
      expect(trained).toContain(name);
      if (!traced.has(name)) continue;
      const decays = traces.filter(({ optimizer }) => optimizer === name).map(({ l2 }) => l2);
      expect(decays).toContain(0);
      expect(decays.some((l2) => l2 > 0)).toBe(true);
    }
  });

  it.each(optimizerNames)('have the sizes that back ends rely on: %s', (name) => {
    const { advance, update, stateCount, hyperParameterCount, initialShared } = optimizerProgram(name);
    expect(hyperParametersOf(name, 0.1, 0.2)).toHaveLength(hyperParameterCount);
    expect(hyperParametersOf(name, 0.1, 0.2).slice(0, 2)).toEqual([0.1, 0.2]);
    expect(stateCount).toBe(optimizers[name].stateNames.length);
    expect(update.inputCount).toBe(3 + stateCount);
    expect(update.outputs).toHaveLength(1 + stateCount);
    expect(update.parameterCount).toBe(hyperParameterCount + initialShared.length);
    expect(advance.parameterCount).toBe(update.parameterCount);
    expect(advance.outputs).toHaveLength(initialShared.length);
  });

  it('change by no number in their code, and by what is added only where that is not 0', () => {
    const options = { hyper: { momentum: 0.5, dampening: 0.2 }, l1: 0.1, clipNorm: 1 };
    const others = { hyper: { momentum: 0.9, dampening: 0.7 }, l1: 3, clipNorm: 0.1 };
    expect(programKey('momentum', options)).toBe(programKey('momentum', others));
    expect(codeOf(optimizerProgram('momentum', options))).toEqual(
      codeOf(optimizerProgram('momentum', others)),
    );
    expect(codeOf(optimizerProgram('momentum', options))).not.toEqual(codeOf(optimizerProgram('momentum')));
    const unused = {
      hyper: { momentum: 0.5, dampening: 0 },
      l1: 0,
      clipNorm: 0,
      clipValue: 0,
      weightDecay: 0,
    };
    expect(programKey('momentum', unused)).toBe(programKey('momentum'));
    expect(codeOf(optimizerProgram('momentum', unused))).toEqual(codeOf(optimizerProgram('momentum')));
    expect(hyperParametersOf('momentum', 0.1, 0.2, options)).toEqual([0.1, 0.2, 0.5, 0.2, 0.1, 1]);
  });

  it('carry by name what an option adds', () => {
    const centered = { hyper: { centered: 1 } };
    expect(carriedBy('rmsprop').state).toEqual(['meanSquare']);
    expect(carriedBy('rmsprop', centered).state).toEqual(['meanSquare', 'mean']);
    expect(Object.keys(carriedBy('momentum', { hyper: { dampening: 0.1 } }).shared)).toEqual(['steps']);
    // An option of another optimizer is none of this one's.
    expect(carriedBy('adam', centered)).toEqual(carriedBy('adam'));
  });

  it('make Adam’s first step as large as the learning rate, whatever the gradient', () => {
    for (const gradient of [1e-3, 1, 1e3]) {
      const [[weight]] = follow({
        optimizer: 'adam',
        learningRate: 0.1,
        l2: 0,
        start: [1, 1],
        gradients: [[gradient, 0]],
      });
      expect(weight).toBeCloseTo(0.9, 5);
    }
  });
});

function codeOf({ update, advance }: OptimizerProgram): unknown {
  return [update, advance].map(({ codes, left, right, immediates, outputs }) => [
    ...[codes, left, right, immediates, outputs].map((column) => [...column]),
  ]);
}

/** Without decay AdamW is Adam. */
function isAdam(name: OptimizerName): boolean {
  return name === 'adam' || name === 'adamw';
}
