import { describe, expect, it } from 'vitest';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { normalAt } from '../../../src/training/hash.ts';
import { withLabelNoise } from '../../../src/training/label-noise.ts';
import { EpochPresentation } from '../../../src/training/presented.ts';
import { dropped } from '../../../src/training/batches.ts';
import { Run } from '../../../src/training/run.ts';
import type { LabelledSamples } from '../../../src/training/samples.ts';

const count = 20_000;
const rows = Uint32Array.from({ length: count }, (_, i) => i);

function classesOf(classCount: number): LabelledSamples {
  const classes = Float64Array.from(rows, (row) => row % classCount);
  const targets = Array.from({ length: classCount > 2 ? classCount : 1 }, () => new Float64Array(count));
  return { count, inputs: [], targets, classes, classCount };
}

const shareOf = (values: ArrayLike<number>, test: (value: number, i: number) => boolean): number =>
  Array.from(values).filter(test).length / values.length;

/** Five standard deviations of a share: beyond it about once in 10⁶. */
const beyond = (share: number, of = count): number => 5 * Math.sqrt((share * (1 - share)) / of);

function runOf(changes: Partial<Experiment>): Run {
  const experiment = { ...defaultExperiment, points: 60, ...changes };
  return new Run(experiment, interpreter, () => 0);
}

describe('the normal distribution', () => {
  it('has the quantiles of the tables', () => {
    // Abramowitz and Stegun, table 26.5.
    const known = [
      [0.5, 0],
      [0.75, 0.6744897502],
      [0.95, 1.644853627],
      [0.999, 3.0902323062],
      [0.0000001, -5.1993375822],
      [1e-12, -7.0344838253],
    ];
    for (const [probability, value] of known) expect(normalAt(probability)).toBeCloseTo(value, 6);
    expect(Math.abs(normalAt(0.75) - 0.68)).toBeGreaterThan(1e-3);
  });
});

describe('label noise', () => {
  it('changes its share of the labels, to each other class alike, the same rows for the same seed', () => {
    const samples = classesOf(4);
    const noise = { labelNoise: 0.3, seed: 7, loss: 'cross-entropy' } as const;
    const { classes, targets } = withLabelNoise(samples, rows, noise);
    const own = samples.classes as Float64Array;
    const steps = (classes as Float64Array).map((label, i) => (label - own[i] + 4) % 4);
    expect(Math.abs(shareOf(steps, (step) => step > 0) - 0.3)).toBeLessThan(beyond(0.3));
    for (const step of [1, 2, 3])
      expect(Math.abs(shareOf(steps, (other) => other === step) - 0.1)).toBeLessThan(beyond(0.1));
    targets.forEach((column, output) =>
      expect(column).toEqual((classes as Float64Array).map((label) => (label === output ? 1 : 0))),
    );
    expect(withLabelNoise(samples, rows, noise).classes).toEqual(classes);
    expect(withLabelNoise(samples, rows, { ...noise, seed: 8 }).classes).not.toEqual(classes);
    // More noise changes the same rows, and others.
    const more = withLabelNoise(samples, rows, { ...noise, labelNoise: 0.5 }).classes as Float64Array;
    expect(steps.every((step, i) => step === 0 || more[i] === (classes as Float64Array)[i])).toBe(true);
    expect(withLabelNoise(samples, rows, { ...noise, labelNoise: 0 })).toBe(samples);
  });

  it('goes by the row, wherever it stands among those that train', () => {
    const samples = classesOf(2);
    const noise = { labelNoise: 0.5, seed: 1, loss: 'squared-error' } as const;
    const whole = withLabelNoise(samples, rows, noise).classes as Float64Array;
    const turned = rows.slice().reverse();
    const classes = Float64Array.from(turned, (row) => row % 2);
    const other = withLabelNoise({ ...samples, classes }, turned, noise).classes as Float64Array;
    expect(other).toEqual(whole.slice().reverse());
  });

  it('adds a normal number to what is to be predicted', () => {
    const targets = [Float64Array.from(rows, (row) => row / count)];
    const samples = { count, inputs: [], targets, classes: null, classCount: 0 };
    const noisy = withLabelNoise(samples, rows, { labelNoise: 0.25, seed: 3, loss: 'squared-error' });
    const added = noisy.targets[0].map((target, i) => (target - targets[0][i]) / 0.25);
    for (const bound of [-1.5, -0.5, 0, 1]) {
      const below = { '-1.5': 0.0668072, '-0.5': 0.3085375, '0': 0.5, '1': 0.8413447 }[String(bound)] ?? NaN;
      expect(Math.abs(shareOf(added, (value) => value < bound) - below)).toBeLessThan(beyond(below));
    }
    expect(Math.abs(shareOf(added, (value) => value < 1.1) - 0.8413447)).toBeGreaterThan(beyond(0.84));
  });

  it('leaves alone all that is measured, and keeps the weights when it changes', () => {
    const noisy = runOf({ labelNoise: 0.4 });
    const plain = runOf({});
    expect(noisy.train.targets).toEqual(plain.train.targets);
    expect(noisy.test.targets).toEqual(plain.test.targets);
    noisy.advance(Infinity, 2);
    plain.advance(Infinity, 2);
    expect(noisy.parameters()).not.toEqual(plain.parameters());
    const less = { ...noisy.experiment, labelNoise: 0.1 };
    expect(noisy.canApply(less)).toBe(false);
    expect(noisy.canContinueAs(less)).toBe(true);
  });
});

describe('input noise', () => {
  it('is normal, of the width that is set, and other at each place and for each input', () => {
    const settings = { seed: 2, hidden: [3], dropout: [], inputNoise: 0.5 };
    const noise = new EpochPresentation(settings, 4, 2);
    const numbers = new Float64Array(2 * count);
    noise.fill(0, count, numbers);
    const share = shareOf(numbers, (value) => value < 0.5);
    expect(Math.abs(share - 0.8413447)).toBeLessThan(beyond(0.84, 2 * count));
    expect(new Set(numbers).size).toBeGreaterThan(1.99 * count);
    const alike = shareOf(rows, (row) => numbers[2 * row] < 0 === numbers[2 * row + 1] < 0);
    expect(Math.abs(alike - 0.5)).toBeLessThan(beyond(0.5));
  });

  it('trains on what it is told, and on nothing where it is 0', () => {
    const plain = runOf({});
    const noisy = runOf({ inputNoise: 0.2 });
    for (const run of [plain, noisy]) run.advance(Infinity, 2);
    expect(noisy.parameters()).not.toEqual(plain.parameters());
    expect(noisy.train.inputs).toEqual(plain.train.inputs);
    expect(plain.network.tapes.training).toBe(plain.network.tapes.gradient);
    expect(noisy.network.tapes.training).not.toBe(noisy.network.tapes.gradient);
  });
});

describe('what a run tells of the neurons that were dropped', () => {
  it('is of its last batch or of one sample in it, as they were trained', () => {
    const settings = { hidden: [5, 4], dropout: [0.5, 0.2], batchSize: 7 };
    const run = runOf(settings);
    expect(dropped(run, null)).toBeNull();
    run.advance(Infinity, 1, 14);
    const maskOf = (place: number): number[] => {
      const masks = new EpochPresentation({ ...run.experiment }, 1, 2);
      const numbers = new Float64Array(masks.count);
      masks.fill(place, place + 1, numbers);
      return [...numbers].map((number) => (number === 0 ? 1 : 0));
    };
    const told = (pending: number | null): number[] =>
      (dropped(run, pending) ?? []).flatMap((layer) => [...layer]);
    expect(told(0)).toEqual(maskOf(13));
    expect(told(2)).toEqual(maskOf(15));
    const batch = Array.from({ length: 7 }, (_, i) => maskOf(7 + i));
    const shares = batch[0].map((_, k) => batch.reduce((sum, mask) => sum + mask[k], 0) / 7);
    told(null).forEach((share, k) => expect(share).toBeCloseTo(shares[k], 5));
    expect(dropped(runOf({ batchSize: 7 }), null)).toBeNull();
  });
});
