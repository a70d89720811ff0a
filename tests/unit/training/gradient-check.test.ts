import { describe, expect, it } from 'vitest';
import { instructionCode, type Tape } from '../../../src/autograd/tape.ts';
import type { Backend } from '../../../src/backends/executor.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { createDataSet } from '../../../src/data/data-set.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { GradientCheck, type GradientCheckSubject } from '../../../src/training/gradient-check.ts';
import type { GradientSummary } from '../../../src/training/gradient-summary.ts';
import { encodingOf, networkSpec, initialParameters, Network } from '../../../src/training/network.ts';
import { encodedSamples } from '../../../src/training/samples.ts';
import { wasmBackend } from '../wasm/backends.ts';

const experiment: Experiment = { ...defaultExperiment, hidden: [5, 3], noise: 20 };

function requestOf(settings: Experiment, backend: Backend = interpreter): GradientCheckSubject {
  const dataSet = createDataSet(settings);
  const { table, rows } = dataSet;
  const network = new Network(networkSpec(settings, dataSet));
  const encoding = encodingOf(settings, dataSet);
  return {
    backend,
    gradient: network.tapes.gradient,
    loss: network.tapes.metrics,
    parameters: initialParameters(network, settings.seed),
    samples: encodedSamples(encoding, table, rows.train.slice(0, 10), settings.loss),
  };
}

function checked(request: GradientCheckSubject): GradientSummary {
  const check = new GradientCheck(request);
  while (check.result === null) check.advance();
  expect(check.done).toBe(check.total);
  return check.result;
}

/** The derivative of tanh as 1 + t² instead of 1 - t². */
function withWrongTanh(tape: Tape): Tape {
  const { sub, add, constant } = instructionCode;
  const isOne = (i: number): boolean => tape.codes[i] === constant && tape.immediates[i] === 1;
  return { ...tape, codes: tape.codes.map((code, i) => (code === sub && isOne(tape.left[i]) ? add : code)) };
}

describe('the check of every gradient', () => {
  it.each(['tanh', 'relu', 'sigmoid', 'linear'] as const)('agrees on sound %s networks', (activation) => {
    for (const loss of ['squared-error', 'binary-cross-entropy'] as const) {
      for (const backend of [interpreter, wasmBackend('f64')]) {
        const { counts, parameterCount, worst } = checked(
          requestOf({ ...experiment, activation, loss }, backend),
        );
        expect(parameterCount).toBe(5 * 3 + 3 * 6 + 4);
        expect(counts).toEqual({ agrees: parameterCount, kink: 0, unknown: 0, differs: 0 });
        expect(worst[0].error).toBeLessThan(1e-6);
        expect(worst.some(({ backward }) => Math.abs(backward) > 1e-3)).toBe(true);
      }
    }
  });

  it.each([
    ['cross-entropy', { dataSet: 'blobs', classes: 5 }, 5],
    ['squared-error', { dataSet: 'blobs', classes: 5 }, 5],
    ['cross-entropy', { dataSet: 'circle' }, 2],
    ['cross-entropy', { dataSet: 'yin-yang', activation: 'relu' }, 3],
  ] as const)('agrees on a sound network with %s on %o: %i outputs', (loss, settings, outputs) => {
    for (const backend of [interpreter, wasmBackend('f64')]) {
      const { counts, parameterCount, worst } = checked(
        requestOf({ ...experiment, ...settings, loss }, backend),
      );
      expect(parameterCount).toBe(5 * 3 + 3 * 6 + outputs * 4);
      expect(counts).toEqual({ agrees: parameterCount, kink: 0, unknown: 0, differs: 0 });
      expect(worst[0].error).toBeLessThan(1e-6);
      expect(worst.some(({ backward }) => Math.abs(backward) > 1e-3)).toBe(true);
    }
  });

  it('finds two outputs whose gradients have changed places', () => {
    const request = requestOf({
      ...experiment,
      hidden: [2],
      dataSet: 'blobs',
      classes: 4,
      loss: 'cross-entropy',
    });
    const { gradient } = request;
    // The biases of the first and the second output.
    const [first, second] = [2 * 3 + 4 * 2, 2 * 3 + 4 * 2 + 1];
    const outputs = gradient.outputs.slice();
    [outputs[1 + first], outputs[1 + second]] = [outputs[1 + second], outputs[1 + first]];
    const { counts, worst } = checked({ ...request, gradient: { ...gradient, outputs } });
    expect(counts).toEqual({ agrees: request.parameters.length - 2, kink: 0, unknown: 0, differs: 2 });
    expect(
      worst
        .slice(0, 2)
        .map(({ parameter }) => parameter)
        .sort((a, b) => a - b),
    ).toEqual([first, second]);
  });

  it('finds a wrong derivative in every layer that it reaches', () => {
    const request = requestOf(experiment);
    const { counts, worst } = checked({ ...request, gradient: withWrongTanh(request.gradient) });
    expect(counts.agrees).toBeLessThan(5);
    expect(counts.differs).toBeGreaterThan(30);
    expect(worst[0]).toMatchObject({ verdict: 'differs' });
    expect(worst[0].error).toBeGreaterThan(0.01);
    expect(worst.map(({ error }) => error)).toEqual(worst.map(({ error }) => error).sort((a, b) => b - a));
  });

  it('finds the one gradient that belongs elsewhere', () => {
    const request = requestOf({ ...experiment, hidden: [2] });
    const { gradient } = request;
    // The output's bias gets the loss as its gradient.
    const outputs = gradient.outputs.map((output, k) => (k === 9 ? gradient.outputs[0] : output));
    const { counts, worst } = checked({ ...request, gradient: { ...gradient, outputs } });
    expect(counts).toEqual({ agrees: 8, kink: 0, unknown: 0, differs: 1 });
    expect(worst[0].parameter).toBe(8);
  });

  it('tells small gradients from wrong ones: eight sigmoid layers in a row', () => {
    const request = requestOf({ ...experiment, hidden: Array<number>(8).fill(2), activation: 'sigmoid' });
    const right = checked(request);
    expect(right.counts.differs).toBe(0);
    expect(right.counts.agrees).toBeGreaterThan(0.9 * right.parameterCount);
    // The first weight's gradient, some 1e-8, is taken for that of the second.
    const { gradient } = request;
    const outputs = gradient.outputs.map((output, k) => (k === 1 ? gradient.outputs[2] : output));
    const wrong = checked({ ...request, gradient: { ...gradient, outputs } });
    expect(wrong.counts.differs).toBe(1);
    expect(wrong.worst[0]).toMatchObject({ parameter: 0, verdict: 'differs' });
    expect(Math.abs(wrong.worst[0].difference)).toBeLessThan(1e-5);
    expect(wrong.worst[0].error).toBeGreaterThan(1e-3);
  });

  it('calls a kink a kink where a relu stands at 0', () => {
    const request = requestOf({ ...experiment, hidden: [2], activation: 'relu' });
    // Without weights and bias both hidden neurons stand at their corner for every sample.
    const parameters = Float64Array.of(0, 0, 0, 0, 0, 0, 0.8, -0.4, 0.1);
    const { counts } = checked({ ...request, parameters });
    expect(counts).toEqual({ agrees: 3, kink: 6, unknown: 0, differs: 0 });
    const away = parameters.map((value, i) => (i === 4 || i === 5 ? 0.5 : value));
    expect(checked({ ...request, parameters: away }).counts.agrees).toBe(9);
  });

  it('calls a kink a kink where a sum that is 0 puts a relu at its corner', () => {
    const request = requestOf({ ...experiment, hidden: [3, 1], activation: 'relu' });
    const samples = {
      count: 1,
      inputs: [Float64Array.of(1), Float64Array.of(1)],
      targets: [Float64Array.of(1)],
    };
    // 0 · 1 + 3 · 700000.1 - 3 · 700000.1 is exactly 0, and stays so for steps of the first weight that are lost.
    const [first, second] = [
      [1, 0, 0, 0, 0, 0, 0, 700000.1, 700000.1],
      [0, 3, -3, 0],
    ];
    const parameters = Float64Array.of(...first, ...second, 0.8, 0.1);
    const lost = first.length;
    for (const backend of [interpreter, wasmBackend('f64')]) {
      const { counts, worst } = checked({ ...request, backend, samples, parameters });
      const ofWeight = worst.find(({ parameter }) => parameter === lost);
      expect(ofWeight).toMatchObject({ backward: 0, verdict: 'kink' });
      // Half of the slope on the one side of it.
      expect(ofWeight?.difference).toBeCloseTo(0.4 * 2 * (Math.tanh(0.1) - 1) * (1 - Math.tanh(0.1) ** 2), 3);
      expect(counts).toMatchObject({ unknown: 0, differs: 0 });
    }
    // Off the corner all agree.
    const away = parameters.with(lost, 1);
    expect(checked({ ...request, samples, parameters: away }).counts.agrees).toBe(parameters.length);
  });

  it('does not agree to the slope of a step that only rounding puts on one side', () => {
    const request = requestOf({ ...experiment, hidden: [1], activation: 'step' });
    const inputs = [Float64Array.of(0.7), Float64Array.of(0.7)];
    const samples = { count: 1, inputs, targets: [Float64Array.of(1)] };
    const parameters = Float64Array.of(3, -3, 0, 0.8, 0.1);
    expect(checked({ ...request, samples, parameters }).counts).toEqual({
      agrees: 2,
      kink: 3,
      unknown: 0,
      differs: 0,
    });
    const away = parameters.map((value, i) => (i === 0 ? 3.1 : value));
    expect(checked({ ...request, samples, parameters: away }).counts.agrees).toBe(5);
  });

  it('says that it does not know where the loss is not finite', () => {
    const request = requestOf({ ...experiment, dataSet: 'plane', activation: 'linear', hidden: [1] });
    const parameters = request.parameters.map(() => 1e200);
    const { counts, histogram } = checked({ ...request, parameters });
    expect(counts.unknown).toBeGreaterThan(0);
    expect(counts.agrees + counts.kink + counts.unknown + counts.differs).toBe(request.parameters.length);
    expect(histogram.notFinite).toBe(counts.unknown);
  });

  it('puts every parameter into the histogram once', () => {
    const { histogram, parameterCount } = checked(requestOf(experiment));
    const { bins, exact, notFinite } = histogram;
    const binned = Object.values(bins).flat();
    expect(binned.reduce((sum, count) => sum + count, exact + notFinite)).toBe(parameterCount);
    // Rounding errors of central differences in f64 lie about here.
    const largest = bins.agrees.findLastIndex((count) => count > 0);
    const exponent = histogram.from + largest * histogram.width;
    expect(exponent).toBeGreaterThan(-13);
    expect(exponent).toBeLessThan(-7);
  });

  it('ends when it is told to and disposes of what it compiled', () => {
    let alive = 0;
    const counted = <T extends { dispose(): void }>(executor: T): T => {
      alive++;
      const dispose = executor.dispose.bind(executor);
      executor.dispose = () => {
        alive--;
        dispose();
      };
      return executor;
    };
    const counting: Backend = {
      ...interpreter,
      createTraining: (program) => counted(interpreter.createTraining(program)),
      createForward: (tape) => counted(interpreter.createForward(tape)),
      *trainingSteps(program) {
        return counted(yield* interpreter.trainingSteps(program));
      },
      *forwardSteps(tape) {
        return counted(yield* interpreter.forwardSteps(tape));
      },
    };
    const check = new GradientCheck(requestOf({ ...experiment, activation: 'relu' }, counting));
    while (check.done === 0) check.advance();
    expect(alive).toBe(2);
    const { done } = check;
    expect(done).toBeLessThan(check.total);
    check.end();
    check.advance();
    expect(alive).toBe(0);
    expect(check.result).toBeNull();
    expect(check.done).toBe(done);
  });
});
