import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Backend, Presentation } from '../../../src/backends/executor.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { estimateDerivative } from '../../../src/autograd/estimate-derivative.ts';
import { selectOutputs } from '../../../src/autograd/tape-builder.ts';
import { decayMask } from '../../../src/nn/initializers.ts';
import { traceNetwork, type NetworkShape } from '../../../src/nn/network.ts';
import { hyperParametersOf, optimizerProgram } from '../../../src/nn/optimizers.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { MeanGradient } from '../../../src/training/mean-gradient.ts';
import { EpochPresentation } from '../../../src/training/presented.ts';
import { Run } from '../../../src/training/run.ts';
import { finish } from '../../../src/autograd/steps.ts';
import { expectClose, largestDifference } from '../helpers/closeness.ts';
import { goldenDropoutRuns, type GoldenDropoutRun } from '../helpers/goldens.ts';
import { gradientCheck, tolerances } from '../tolerances.ts';
import { wasmBackend } from '../wasm/backends.ts';

/** Every way to run a training: the last two with code that is not chosen by size. */
const backends: readonly (readonly [string, Backend])[] = [
  ['the interpreter', interpreter],
  ...(['f32', 'f64'] as const).flatMap((lanes) =>
    (['straight', 'loops'] as const).map(
      (shape) => [`${lanes}, ${shape}`, wasmBackend(lanes, shape)] as const,
    ),
  ),
];

const small: Experiment = { ...defaultExperiment, points: 60, hidden: [6, 5], engine: 'wasm-f64' };

/** Of all runs: each reading is a little later than the one before. */
let now = 0;

function runOf(changes: Partial<Experiment>, backend: Backend, previous: Run | null = null): Run {
  return new Run({ ...small, ...changes }, backend, () => (now += 0.001), previous);
}

function trained(changes: Partial<Experiment>, backend: Backend, epochs: number): Float64Array {
  const run = runOf(changes, backend);
  run.advance(Infinity, epochs);
  const parameters = run.parameters();
  run.dispose();
  return parameters;
}

/** The masks that a golden training was given. */
function presentationOf({ masks, shares, sizes }: GoldenDropoutRun): Presentation {
  const scales = shares.flatMap((share, layer) =>
    share > 0 ? Array.from({ length: sizes[layer + 1] }, () => 1 / (1 - share)) : [],
  );
  return {
    fill: (from, to, into) => {
      for (let place = from; place < to; place++)
        masks[place].forEach((kept, k) => (into[(place - from) * scales.length + k] = kept * scales[k]));
    },
  };
}

function repeated(golden: GoldenDropoutRun, backend: Backend, presentation: Presentation): Float64Array {
  const { sizes, activations, shares, inputs, targets, order, batchSize } = golden;
  const shape: NetworkShape = {
    inputCount: sizes[0],
    hidden: sizes.slice(1, -1),
    activation: activations[0],
    activations,
    drops: shares.map((share) => share > 0),
    loss: 'squared-error',
    task: 'regression',
  };
  const { training, presented } = traceNetwork(shape);
  const hyper = { hyper: { momentum: golden.momentum } };
  const updateProgram = optimizerProgram('momentum', hyper);
  const executor = backend.createTraining({
    gradient: training,
    presented,
    updateProgram,
    decay: decayMask(sizes[0], sizes.slice(1)),
  });
  executor.hyperParameters.set(hyperParametersOf('momentum', golden.learningRate, 0, hyper));
  executor.writeState({
    parameters: Float64Array.from(golden.parameters),
    state: Array.from({ length: updateProgram.stateCount }, () => new Float64Array(golden.parameters.length)),
    shared: Float64Array.from(updateProgram.initialShared),
  });
  const samples = {
    count: inputs.length,
    inputs: inputs[0].map((_, k) => Float64Array.from(inputs, (row) => row[k])),
    targets: [Float64Array.from(targets)],
  };
  const all = Uint32Array.from(order);
  let position = 0;
  while (position < all.length)
    position = executor.train(
      samples,
      all,
      position,
      Math.min(all.length, position + 7),
      batchSize,
      presentation,
    );
  const parameters = executor.readParameters();
  executor.dispose();
  return parameters;
}

describe('dropout', () => {
  const goldens = goldenDropoutRuns();
  const titled = goldens.map((golden): [string, GoldenDropoutRun] => [
    `${golden.sizes.join('-')}, ${golden.shares.join(' and ')}, batches of ${golden.batchSize}`,
    golden,
  ]);

  for (const [name, backend] of backends) {
    it.each(titled)(`trains as PyTorch with the same masks on ${name}: %s`, (_title, golden) => {
      const { fit } = tolerances[backend.name];
      const presentation = presentationOf(golden);
      expectClose(repeated(golden, backend, presentation), golden.after, fit);
      const later: Presentation = {
        fill: (from, to, into) => presentation.fill(...within(golden, from + 1, to + 1), into),
      };
      const other = repeated(golden, backend, later);
      expect(largestDifference(other, golden.after, fit.floor)).toBeGreaterThan(100 * fit.relative);
    });
  }

  it('has gradients that are the slopes of the loss, given the masks', () => {
    const shape: NetworkShape = {
      inputCount: 2,
      hidden: [4, 3],
      activation: 'tanh',
      drops: [true, true],
      noisyInputs: true,
      loss: 'squared-error',
      task: 'classification',
    };
    const { training } = traceNetwork(shape);
    const settings = { seed: 3, hidden: [4, 3], dropout: [0.4, 0.3], inputNoise: 0.2 };
    const masks = new EpochPresentation(settings, 5, 2);
    const numbers = new Float64Array(masks.count);
    masks.fill(8, 9, numbers);
    const samples = {
      count: 1,
      inputs: [0.3, -0.7, ...numbers].map((x) => Float64Array.of(x)),
      targets: [Float64Array.of(1)],
    };
    const parameters = Float64Array.from(
      { length: training.parameterCount },
      (_, i) => Math.sin(i + 1) * 0.8,
    );
    const slopes = finish(finish(MeanGradient.compile(interpreter, training)).of(samples, parameters));
    const loss = interpreter.createForward(selectOutputs(training, [0]));
    const at = (place: number, x: number): number => {
      const moved = parameters.slice();
      moved[place] = x;
      loss.setParameters(moved);
      const out = new Float64Array(1);
      loss.run(samples, 0, 1, [out]);
      return out[0];
    };
    slopes.forEach((slope, place) => {
      const asking = estimateDerivative(parameters[place], () => 1e-16);
      let asked = asking.next();
      while (asked.done !== true) asked = asking.next(at(place, asked.value));
      expect(Math.abs(asked.value.derivative - slope)).toBeLessThan(gradientCheck);
    });
    expect(slopes.some((slope) => Math.abs(slope) > 0.01)).toBe(true);
    expect(slopes).toContain(0);
  });

  it('drops each neuron with its probability, and no two neurons or samples alike', () => {
    const settings = { seed: 1, hidden: [40, 3, 25], dropout: [0.5, 0, 0.2], inputNoise: 0 };
    const places = 4000;
    const masks = new EpochPresentation(settings, 0, 2);
    const numbers = new Float64Array(places * masks.count);
    masks.fill(0, places, numbers);
    const isKept = (place: number, k: number): number => (numbers[place * masks.count + k] > 0 ? 1 : 0);
    expect(masks.count).toBe(65);
    expect(new Set(numbers)).toEqual(new Set([0, 2, 1.25]));
    // Five standard deviations of a share, or of how often two agree: beyond it about one seed in 10⁶ per number.
    const within5 = (share: number): number => 5 * Math.sqrt((share * (1 - share)) / places);
    const kept = (k: number): number => (k < 40 ? 0.5 : 0.8);
    const shareOf = (test: (place: number) => boolean): number =>
      Array.from({ length: places }, (_, place) => test(place)).filter(Boolean).length / places;
    const lastPlace = (place: number): number => (place + places - 1) % places;
    for (let k = 0; k < masks.count; k++) {
      const share = shareOf((place) => isKept(place, k) === 1);
      expect(Math.abs(share - kept(k))).toBeLessThan(within5(kept(k)));
      const next = (k + 1) % masks.count;
      const alike = (a: number, b: number): number => a * b + (1 - a) * (1 - b);
      const beside = alike(kept(k), kept(next));
      const withNext = shareOf((place) => isKept(place, k) === isKept(place, next));
      expect(Math.abs(withNext - beside)).toBeLessThan(within5(beside));
      const after = alike(kept(k), kept(k));
      const withLast = shareOf((place) => isKept(place, k) === isKept(lastPlace(place), k));
      expect(Math.abs(withLast - after)).toBeLessThan(within5(after) * 1.5);
    }
    // The control: what is off by a tenth is seen.
    const wrong = shareOf((place) => isKept(place, 0) === 1 || place % 10 === 0);
    expect(Math.abs(wrong - 0.5)).toBeGreaterThan(within5(0.5));
  });

  it('has other masks for another seed or epoch, and the same ones whoever asks for how many', () => {
    const settings = { seed: 1, hidden: [8, 8], dropout: [0.5, 0.5], inputNoise: 0.3 };
    const filled = (seed: number, epoch: number, from: number, to: number): number[] => {
      const masks = new EpochPresentation({ ...settings, seed }, epoch, 3);
      const numbers = new Float64Array((to - from) * masks.count);
      masks.fill(from, to, numbers);
      return [...numbers];
    };
    const whole = filled(1, 2, 0, 50);
    expect([...filled(1, 2, 0, 13), ...filled(1, 2, 13, 14), ...filled(1, 2, 14, 50)]).toEqual(whole);
    expect(filled(2, 2, 0, 50)).not.toEqual(whole);
    expect(filled(1, 3, 0, 50)).not.toEqual(whole);
    // A layer's masks do not depend on how wide another one is.
    const wide = new EpochPresentation({ ...settings, hidden: [20, 8] }, 2, 3);
    const numbers = new Float64Array(wide.count);
    wide.fill(0, 1, numbers);
    expect([...numbers.slice(-8)]).toEqual(whole.slice(11, 19));
  });
});

describe('a run with dropout and noise', () => {
  const settings = { dropout: [0.3, 0.5], inputNoise: 0.1, labelNoise: 0.2, learningRate: 0.1 };

  it.each(backends)('comes to the same bits whatever the calls on %s', (_name, backend) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        fc.array(fc.integer({ min: 1, max: 37 }), { minLength: 1, maxLength: 8 }),
        (batchSize, replacement, pieces) => {
          const changes = { ...settings, batchSize, replacement };
          const whole = trained(changes, backend, 3);
          const run = runOf(changes, backend);
          for (let k = 0; run.epoch < 3; k++) run.advance(now + 0.001 * pieces[k % pieces.length], 3);
          expect(run.parameters()).toEqual(whole);
          run.dispose();
        },
      ),
      { numRuns: 12 },
    );
  });

  it.each(backends)('goes on from a checkpoint inside an epoch to the same bits on %s', (_name, backend) => {
    const whole = trained(settings, backend, 3);
    const first = runOf(settings, backend);
    first.advance(Infinity, 1, 17);
    const second = runOf(settings, backend);
    second.restore(structuredClone(first.state()));
    second.advance(Infinity, 3);
    expect(second.parameters()).toEqual(whole);
    first.dispose();
    second.dispose();
  });

  it('is the same on every engine, straight or in loops', () => {
    const reference = trained(settings, interpreter, 5);
    for (const [, backend] of backends.slice(1)) {
      const isDouble = backend.name === 'wasm-f64';
      expectClose(trained(settings, backend, 5), reference, {
        relative: isDouble ? 1e-10 : 2e-4,
        floor: isDouble ? 1e-3 : 1,
      });
    }
    const off = trained({ ...settings, dropout: [] }, interpreter, 5);
    expect(largestDifference(off, reference, 1)).toBeGreaterThan(0.01);
  });

  it('is the same on a network that is trained in loops, however wide', () => {
    const wide = { ...settings, hidden: [64, 40, 64], dropout: [0.2, 0, 0.5], batchSize: 30, points: 200 };
    const reference = trained(wide, interpreter, 2);
    expectClose(trained(wide, wasmBackend('f64'), 2), reference, { relative: 1e-10, floor: 1e-3 });
    expectClose(trained(wide, wasmBackend('f32'), 2), reference, { relative: 1e-3, floor: 1 });
  });

  it('trains to the bit as one that never had any, when both are 0', () => {
    for (const [, backend] of backends) {
      const without = trained({}, backend, 3);
      expect(trained({ dropout: [0, 0], inputNoise: 0, labelNoise: 0 }, backend, 3)).toEqual(without);
      expect(trained({ dropout: [0, 0.1] }, backend, 3)).not.toEqual(without);
    }
  });

  it('takes another share without new code, and its first without losing the weights', () => {
    const backend = wasmBackend('f64');
    const run = runOf({ dropout: [0.3, 0.3] }, backend);
    run.advance(Infinity, 2);
    const next = { ...run.experiment, dropout: [0.1, 0.6] };
    expect(run.canApply(next)).toBe(true);
    run.applySettings(next);
    run.advance(Infinity, 3);
    expect(run.parameters()).not.toEqual(trained({ dropout: [0.3, 0.3] }, backend, 3));
    const plain = runOf({}, backend);
    plain.advance(Infinity, 2);
    const first = { ...plain.experiment, dropout: [0, 0.5] };
    expect(plain.canApply(first)).toBe(false);
    expect(plain.canContinueAs(first)).toBe(true);
    const after = runOf(first, backend, plain);
    after.restore(plain.state());
    expect(after.parameters()).toEqual(plain.parameters());
    after.advance(Infinity, 4);
    expect(after.epoch).toBe(4);
  });
});

/** A range of places that stays inside a golden training. */
function within({ masks }: GoldenDropoutRun, from: number, to: number): [number, number] {
  const shift = Math.max(0, to - masks.length);
  return [from - shift, to - shift];
}
