import { describe, expect, it } from 'vitest';
import { finish } from '../../../src/autograd/steps.ts';
import type { Backend } from '../../../src/backends/executor.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { gradientRows } from '../../../src/data/sampled-rows.ts';
import type { Activation } from '../../../src/experiment/activation-formula.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { Network } from '../../../src/training/network.ts';
import { Run } from '../../../src/training/run.ts';
import type { LabelledSamples } from '../../../src/training/samples.ts';
import { VitalsMeter, type Vitals } from '../../../src/training/vitals.ts';
import { meanFirstOutput } from '../helpers/training.ts';
import { wasmBackend } from '../wasm/backends.ts';

const still = (): number => 0;

function vitalsOf(run: Run, update = run.lastUpdate()): Vitals {
  return measured(run.network, run.backend, run.train, run.parameters(), update);
}

function measured(
  network: Network,
  backend: Backend,
  samples: LabelledSamples,
  parameters: Float64Array,
  update: Float64Array | null = null,
): Vitals {
  const meter = new VitalsMeter(network, backend);
  const vitals = finish(meter.measure(samples, parameters, update));
  meter.dispose();
  if (vitals === null) throw new Error('there are rows, but no vitals');
  return vitals;
}

/** One input, one hidden neuron, a number as output: ŷ = w₂ · h(w₁x + b₁) + b₂. */
function tiny(activation: Activation, width = 1): Network {
  const loss = { loss: 'squared-error', task: 'regression' } as const;
  return new Network({
    shape: { inputCount: 1, hidden: [width], activation, ...loss },
    inputs: ['x'],
    classNames: [],
  });
}

function rowsOf(inputs: readonly number[], target = 0): LabelledSamples {
  const targets = [Float64Array.from(inputs, () => target)];
  return { count: inputs.length, inputs: [Float64Array.from(inputs)], targets, classes: null, classCount: 0 };
}

const backends = [
  { backend: interpreter, within: 1e-7 },
  { backend: wasmBackend('f64'), within: 1e-7 },
  { backend: wasmBackend('f32'), within: 1e-4 },
];

describe.each(backends)('vitals by $backend.name', ({ backend, within }) => {
  it('say nothing of ends or deaths where nobody knows of them', () => {
    const saturatedAt = (activation: Activation) => {
      const network = tiny(activation);
      const [hidden] = measured(network, backend, rowsOf([-9, 9]), Float64Array.of(10, 0, 1, 0)).layers;
      return [hidden.saturated, hidden.dead];
    };
    for (const activation of ['gelu', 'elu', 'step', '=erf(z)', '=max(z, 0)'] as const)
      expect(saturatedAt(activation)).toEqual([null, null]);
    // Control: of those that have ends it is said.
    expect(saturatedAt('tanh')).toEqual([1, null]);
    expect(saturatedAt('relu')).toEqual([null, 0]);
  });

  it('give the gradient of the mean loss over the training rows, by every parameter', () => {
    const run = new Run({ ...defaultExperiment, hidden: [3, 2], points: 60 }, backend, still);
    run.advance(Infinity, 2);
    const parameters = run.parameters();
    const { gradient, rows, isSample } = vitalsOf(run);
    expect(isSample).toBe(false);
    expect(rows).toBe(run.train.count);
    const everyRow = Array.from({ length: run.train.count }, (_, row) => row);
    const lossWith = (p: number, shift: number): number => {
      const moved = parameters.map((value, i) => (i === p ? value + shift : value));
      return meanFirstOutput(interpreter, run.network.tapes.metrics, moved, run.train, everyRow);
    };
    expect(gradient.some((value) => Math.abs(value) > 1e-3)).toBe(true);
    gradient.forEach((value, p) => {
      expect(Math.abs(value - (lossWith(p, 1e-5) - lossWith(p, -1e-5)) / 2e-5)).toBeLessThan(within);
    });
    run.dispose();
  });

  it('are those of a small net by hand', () => {
    // ŷ = 3 · (2 · 1) = 6, the loss (6 - 0)², its slope 12; by w₂ 12 · 2, by b₂ 12, by w₁ and b₁ 12 · 3.
    const update = Float64Array.of(0.5, 0, -1, 0);
    const parameters = Float64Array.of(2, 0, 3, 0);
    const { gradient, layers } = measured(tiny('linear'), backend, rowsOf([1]), parameters, update);
    expect([...gradient]).toEqual([36, 36, 24, 12]);
    const [hidden, output] = layers;
    expect(hidden.gradientNorm).toBeCloseTo(36 * Math.SQRT2, 9);
    expect(output.gradientNorm).toBeCloseTo(Math.sqrt(720), 9);
    // Before the update the weights were 1.5 and 4.
    expect(hidden.updateRatio).toBeCloseTo(0.5 / 1.5, 12);
    expect(output.updateRatio).toBeCloseTo(1 / 4, 12);
    expect([hidden.saturated, hidden.dead]).toEqual([null, null]);
  });

  it('count as saturated what is within one percent of an end of the range of tanh or sigmoid', () => {
    const parameters = Float64Array.of(1, 0, 1, 0);
    // tanh 2.64 = 0.9899, tanh 2.66 = 0.9903; σ(5.28) = 0.99493 and σ(5.31) = 0.99508, half a percent of 0…1 being 0.995.
    const tanh = measured(tiny('tanh'), backend, rowsOf([2.64, 2.66, -2.64, -2.66, 9]), parameters);
    expect(tanh.layers.map(({ saturated }) => saturated)).toEqual([3 / 5, null]);
    const sigmoid = measured(tiny('sigmoid'), backend, rowsOf([5.28, 5.31, -5.28, -5.31]), parameters);
    expect(sigmoid.layers.map(({ saturated, dead }) => [saturated, dead])).toEqual([
      [2 / 4, null],
      [null, null],
    ]);
  });

  it('count as dead a ReLU that puts out 0 on every row, and no other', () => {
    // w₁ = 1, -1, 1 with b = 0, 0, -5: the first two are alive on one row each, the third on none.
    const parameters = Float64Array.of(1, -1, 1, 0, 0, -5, 1, 1, 1, 0);
    const { layers, gradient } = measured(tiny('relu', 3), backend, rowsOf([-2, 2]), parameters);
    expect(layers.map(({ dead, saturated }) => [dead, saturated])).toEqual([
      [1 / 3, null],
      [null, null],
    ]);
    expect([gradient[2], gradient[5]]).toEqual([0, 0]);
  });
});

describe('vitals', () => {
  it('show how the gradient fades through eight layers of sigmoids, layer by layer', () => {
    const hidden = [4, 4, 4, 4, 4, 4, 4, 4];
    const deep = new Run({ ...defaultExperiment, hidden, activation: 'sigmoid' }, wasmBackend('f32'), still);
    deep.advance(Infinity, 5);
    const norms = vitalsOf(deep).layers.map(({ gradientNorm }) => gradientNorm);
    norms.slice(1).forEach((norm, i) => {
      expect(norm).toBeGreaterThan(norms[i]);
    });
    expect(norms[8] / norms[0]).toBeGreaterThan(1e4);
    const shallow = new Run({ ...defaultExperiment, hidden: [4] }, wasmBackend('f32'), still);
    shallow.advance(Infinity, 5);
    const [first, last] = vitalsOf(shallow).layers.map(({ gradientNorm }) => gradientNorm);
    expect(last / first).toBeLessThan(100);
    for (const run of [deep, shallow]) run.dispose();
  });

  it('show the explosion that a rate of 3 brings', () => {
    const grown = (learningRate: number): number => {
      const experiment: Experiment = {
        ...defaultExperiment,
        dataSet: 'plane',
        activation: 'relu',
        learningRate,
      };
      const run = new Run(experiment, interpreter, still);
      const largest = (): number => Math.max(...vitalsOf(run).layers.map((layer) => layer.gradientNorm));
      const before = largest();
      run.advance(Infinity, 0, 2 * experiment.batchSize);
      const after = largest();
      run.dispose();
      return after / before;
    };
    expect(grown(3)).toBeGreaterThan(100);
    expect(grown(0.03)).toBeLessThan(2);
  });

  it('are of a sample where all rows would be too many, and say how many rows it has', () => {
    expect(gradientRows(250, 17)).toBe(250);
    expect(gradientRows(100_000, 29_000)).toBe(200);
    expect(gradientRows(100_000, 1000)).toBe(4000);
    const run = new Run(
      { ...defaultExperiment, hidden: [64, 64, 64, 64, 64, 64], points: 1000 },
      wasmBackend('f32'),
      still,
    );
    expect(vitalsOf(run)).toMatchObject({ rows: 200, isSample: true });
    expect(run.train.count).toBe(500);
    run.dispose();
  });

  it('do not exist without rows', () => {
    const network = tiny('tanh');
    const meter = new VitalsMeter(network, interpreter);
    expect(finish(meter.measure(rowsOf([]), new Float64Array(4), null))).toBeNull();
    meter.dispose();
  });
});

describe('the last update', () => {
  const settings: Experiment = { ...defaultExperiment, points: 46, hidden: [3], optimizer: 'adam' };

  /** A clock that moves on by itself, so that calls end in many places. */
  function tickingClock(stepMs: number): () => number {
    let time = 0;
    return () => (time += stepMs);
  }

  const ends = [
    { batchSize: 5, epoch: 1, position: 15 },
    { batchSize: 5, epoch: 2, position: 0 },
    { batchSize: 23, epoch: 2, position: 0 },
    { batchSize: 1, epoch: 0, position: 7 },
  ];

  it.each(ends)('is what the last batch of $batchSize changed before $epoch + $position', (end) => {
    const { batchSize, epoch, position } = end;
    for (const backend of [interpreter, wasmBackend('f32')]) {
      const run = new Run({ ...settings, batchSize }, backend, tickingClock(0.9));
      run.watchesUpdates = true;
      while (!run.isAt(end)) run.advance(0, epoch, position);
      const previous = position > 0 ? { epoch, at: position - batchSize } : { epoch: epoch - 1, at: 0 };
      const before = new Run({ ...settings, batchSize }, backend, still);
      const last = position > 0 ? previous.at : batchSize * (Math.ceil(23 / batchSize) - 1);
      before.advance(Infinity, previous.epoch, last);
      const expected = run.parameters().map((value, i) => value - before.parameters()[i]);
      expect(expected.some((value) => value !== 0)).toBe(true);
      expect(run.lastUpdate()).toEqual(expected);
      for (const one of [run, before]) one.dispose();
    }
  });

  it('changes nothing of the training that it watches', () => {
    const trained = (watches: boolean, batchSize: number): Float64Array => {
      const run = new Run({ ...settings, batchSize }, wasmBackend('f32'), tickingClock(0.7));
      run.watchesUpdates = watches;
      while (run.epoch < 4) run.advance(0, 4);
      const parameters = run.parameters();
      run.dispose();
      return parameters;
    };
    for (const batchSize of [1, 4, 7, 23, 100])
      expect(trained(true, batchSize)).toEqual(trained(false, batchSize));
    expect(trained(true, 4)).not.toEqual(trained(true, 7));
  });

  it('goes on where the batch was made smaller than what is already in it', () => {
    const run = new Run({ ...settings, batchSize: 20 }, interpreter, still);
    run.watchesUpdates = true;
    run.advance(Infinity, 0, 9);
    expect(run.lastUpdate()).toBeNull();
    run.applySettings({ ...settings, batchSize: 2 });
    run.advance(Infinity, 2);
    expect(run.epoch).toBe(2);
    expect(run.lastUpdate()?.some((value) => value !== 0)).toBe(true);
    run.dispose();
  });

  it('is not known before a batch has ended, nor once nobody watches, nor of a state that was restored', () => {
    const run = new Run(settings, interpreter, still);
    run.advance(Infinity, 1);
    expect(run.lastUpdate()).toBeNull();
    run.watchesUpdates = true;
    expect(run.lastUpdate()).toBeNull();
    run.advance(Infinity, 2);
    expect(run.lastUpdate()).not.toBeNull();
    run.restore(run.state());
    expect(run.lastUpdate()).toBeNull();
    run.advance(Infinity, 3);
    run.watchesUpdates = false;
    expect(run.lastUpdate()).toBeNull();
    const next = new Run({ ...settings, seed: 2 }, interpreter, still, run);
    expect(next.watchesUpdates).toBe(false);
    run.watchesUpdates = true;
    const heir = new Run({ ...settings, seed: 3 }, interpreter, still, run);
    heir.advance(Infinity, 1);
    expect(heir.lastUpdate()).not.toBeNull();
  });
});
