import { describe, expect, it, vi } from 'vitest';
import { axisValues } from '../../../src/compare/sweepable.ts';
import { closerAxis } from '../../../src/compare/sweep.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { scheduledRate, scheduleOf } from '../../../src/experiment/schedules.ts';
import { engineNamed } from '../../../src/training/engine.ts';
import { Run } from '../../../src/training/run.ts';

/** What browsers and Node each round in their own way. */
const machineFunctions = [
  ...(['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2', 'sinh', 'cosh', 'tanh'] as const),
  ...(['exp', 'expm1', 'log', 'log1p', 'log10', 'pow', 'cbrt', 'hypot'] as const),
];

const small: Experiment = { ...defaultExperiment, points: 40, hidden: [3], engine: 'wasm-f64' };

const settings: Readonly<Record<string, Partial<Experiment>>> = {
  'cosine annealing': { schedule: 'cosine', scheduleEpochs: 7 },
  'cosine restarts': { schedule: 'cosine-restarts', scheduleEpochs: 3 },
  'one cycle': { schedule: 'one-cycle', scheduleEpochs: 8 },
  'an exponential rate': { schedule: 'exponential', scheduleFactor: 0.93 },
  'a rate that was typed': {
    schedule: 'formula',
    rateFormula: 'lr * exp(-e / 9) * 0.9 ** sin(e) + 2 ** (0.1 * cos(1)) / 99',
  },
  'an activation that was typed': {
    activation: '=z * sigmoid(exp(0.3) * z) + abs(z) ** (1 + tanh(1)) / 2 ** 0.7 + 3 ** tanh(z)',
  },
  'data by formula': { dataSet: 'formula', formula: 'abs(x1) ** exp(0.2) + sin(x2)' },
  'noise on inputs': { inputNoise: 0.1, labelNoise: 0.1 },
  'normal weights': { initialization: 'normal', dataSet: 'spiral', features: ['x1', 'sin x1'] },
};

/** Weights after some epochs, and what was learned by. */
function trained(patch: Partial<Experiment>): Float64Array {
  const experiment = { ...small, ...patch };
  const run = new Run(experiment, engineNamed(experiment.engine, false).backend, () => 0);
  while (run.epoch < 9) run.advance(Infinity, run.epoch + 1);
  const parameters = Float64Array.from(run.parameters());
  run.dispose();
  return parameters;
}

/** In a machine whose functions are all a little off. */
function elsewhere<T>(make: () => T): T {
  for (const name of machineFunctions) {
    const own: (a: number, b: number) => number = Math[name];
    vi.spyOn(Math, name).mockImplementation((a: number, b = 0) => own(a, b) * (1 + 1e-6));
  }
  try {
    expect(Math.exp(0)).toBe(1 + 1e-6);
    return make();
  } finally {
    vi.restoreAllMocks();
  }
}

describe('where sines and powers are rounded otherwise', () => {
  it.each(Object.entries(settings))('%s gives the same weights', (_, patch) => {
    const here = trained(patch);
    expect(here.every(Number.isFinite)).toBe(true);
    expect(here).not.toEqual(trained({ ...patch, seed: 2 }));
    expect(elsewhere(() => trained(patch))).toEqual(here);
  });

  it('the rate of every schedule is the same in every epoch', () => {
    const schedules = (
      ['step', 'exponential', 'cosine', 'cosine-restarts', 'one-cycle', 'plateau'] as const
    ).map((schedule) => scheduleOf({ ...defaultExperiment, schedule, scheduleFactor: 0.37 }));
    const rates = (): number[] =>
      schedules.flatMap((schedule) =>
        Array.from({ length: 120 }, (_, epoch) => scheduledRate(schedule, 0.03, epoch, epoch % 5)),
      );
    const here = rates();
    expect(new Set(here).size).toBeGreaterThan(200);
    expect(elsewhere(rates)).toEqual(here);
  });

  it('a sweep tries the same values', () => {
    const axis = { setting: 'learningRate', scale: 'log', from: 0.001, to: 1, count: 16 } as const;
    const values = () => [axisValues(axis), closerAxis(axis, '0.03')];
    const here = values();
    expect(here[0]).toHaveLength(16);
    expect(elsewhere(values)).toEqual(here);
  });
});
