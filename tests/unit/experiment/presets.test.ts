import { describe, expect, it } from 'vitest';
import { presetExperiment, presets } from '../../../src/experiment/presets.ts';
import {
  defaultExperiment,
  defaultView,
  parseExperiment,
  type Experiment,
} from '../../../src/experiment/schema.ts';
import { decodeSettings, encodeSettings } from '../../../src/experiment/url.ts';
import { presetOf, PresetRun, type Figures } from '../helpers/preset-run.ts';

/** Trains a preset up to an epoch. */
function after(id: string, epochs: number): Figures {
  return withRun(id, (run) => run.to(epochs).figures());
}

function withRun<R>(id: string, use: (run: PresetRun) => R): R {
  const run = new PresetRun(id);
  try {
    return use(run);
  } finally {
    run.run.dispose();
  }
}

/** Mean size of the changes from one loss to the next, as a share of the losses. */
function jaggedness(losses: readonly number[]): number {
  const changes = losses.slice(1).map((loss, i) => Math.abs(loss - losses[i]));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return mean(changes) / mean(losses);
}

/** The first layer's gradient beside the last one's. */
function shareOfFirstLayer(run: PresetRun): number {
  const norms = run.gradientNorms();
  return norms[0] / norms[norms.length - 1];
}

/** Each does what its sentence says. */
const proofs: Readonly<Record<string, () => void>> = {
  circle() {
    expect(after('circle', 0).test.accuracy).toBeLessThan(0.6);
    expect(after('circle', 50).test.accuracy).toBeGreaterThan(0.97);
  },
  line() {
    expect(presetOf('line').settings.hidden).toEqual([]);
    expect(after('line', 20).test.accuracy).toBeGreaterThan(0.98);
  },
  'too-small'() {
    for (const epochs of [100, 1000]) {
      const { train, test } = after('too-small', epochs);
      expect(test.accuracy).toBeLessThan(0.9);
      expect(train.accuracy).toBeLessThan(0.93);
      expect(train.loss).toBeGreaterThan(0.3);
      expect(test.loss).toBeLessThan(train.loss * 2);
    }
  },
  'xor-line'() {
    for (const epochs of [50, 400]) expect(after('xor-line', epochs).train.accuracy).toBeLessThan(0.75);
  },
  'xor-feature'() {
    expect(presetOf('xor-feature').settings.hidden).toEqual([]);
    expect(after('xor-feature', 10).test.accuracy).toBeGreaterThan(0.98);
  },
  'xor-layer'() {
    expect(after('xor-layer', 100).test.accuracy).toBeGreaterThan(0.97);
  },
  'spiral-small'() {
    expect(after('spiral-small', 600).test.accuracy).toBeLessThan(0.8);
  },
  spiral() {
    expect(after('spiral', 20).test.accuracy).toBeLessThan(0.8);
    expect(after('spiral', 200).test.accuracy).toBeGreaterThan(0.95);
  },
  overfit() {
    withRun('overfit', (run) => {
      const early = run.to(20).figures();
      const late = run.to(600).figures();
      expect(late.train.accuracy).toBeGreaterThan(0.98);
      expect(late.train.loss).toBeLessThan(late.test.loss / 10);
      expect(late.test.loss).toBeGreaterThan(early.test.loss * 1.2);
    });
  },
  l2() {
    const { train, test } = after('l2', 600);
    expect(test.loss).toBeLessThan(after('overfit', 600).test.loss * 0.85);
    expect(test.loss).toBeLessThan(train.loss * 1.3);
  },
  'more-data'() {
    const { train, test } = after('more-data', 200);
    expect(Math.abs(test.loss - train.loss)).toBeLessThan(train.loss * 0.2);
    expect(test.loss).toBeLessThan(after('overfit', 200).test.loss);
  },
  vanishing() {
    withRun('vanishing', (run) => {
      expect(shareOfFirstLayer(run)).toBeLessThan(1e-5);
      const { train } = run.to(200).figures();
      expect(train.accuracy).toBeLessThan(0.6);
      expect(train.loss).toBeGreaterThan(0.9);
    });
  },
  'deep-relu'() {
    withRun('deep-relu', (run) => {
      expect(run.run.network.layers).toHaveLength(9);
      const vanished = withRun('vanishing', shareOfFirstLayer);
      expect(shareOfFirstLayer(run)).toBeGreaterThan(100 * vanished);
      expect(run.to(30).figures().test.accuracy).toBeGreaterThan(0.97);
    });
  },
  'dying-relu'() {
    withRun('dying-relu', (run) => {
      expect(run.deadShare()).toBe(0);
      expect(run.to(20).deadShare()).toBeGreaterThanOrEqual(0.5);
      const { train } = run.to(200).figures();
      expect(run.deadShare()).toBeGreaterThanOrEqual(0.5);
      expect(train.accuracy).toBeLessThan(0.65);
    });
  },
  'rate-high'() {
    withRun('rate-high', (run) => {
      const losses = run.trainLosses(20);
      losses.slice(5).forEach((loss, i) => {
        expect(loss).toBeGreaterThan(losses[i + 4]);
      });
      expect(run.run.diverged).toBe(false);
      expect(run.to(300).run.diverged).toBe(true);
    });
  },
  'rate-low'() {
    const [start, end] = [after('rate-low', 0).train, after('rate-low', 100).train];
    expect(end.loss).toBeLessThan(start.loss * 0.97);
    expect(end.loss).toBeGreaterThan(start.loss * 0.8);
    expect(end.accuracy).toBeLessThan(0.6);
  },
  plane() {
    expect(after('plane', 0).test.loss).toBeGreaterThan(1);
    expect(after('plane', 5).test.loss).toBeLessThan(1e-4);
  },
  'batch-one'() {
    withRun('batch-one', (run) => {
      expect(run.to(5).figures().train.loss).toBeLessThan(0.4);
      const one = jaggedness(run.trainLosses(50));
      expect(one).toBeGreaterThan(
        10 * withRun('batch-full', (full) => jaggedness(full.to(60).trainLosses(50))),
      );
    });
  },
  'batch-full'() {
    withRun('batch-full', (run) => {
      expect(run.run.train.count).toBe(run.run.experiment.batchSize);
      expect(run.to(5).figures().train.loss).toBeGreaterThan(0.5);
      const losses = run.trainLosses(95);
      losses.slice(1).forEach((loss, i) => {
        expect(loss).toBeLessThan(losses[i]);
      });
      expect(losses[losses.length - 1]).toBeLessThan(0.4);
    });
  },
  blobs() {
    withRun('blobs', (run) => {
      expect(run.run.network.outputs).toHaveLength(5);
      expect(run.to(20).figures().test.accuracy).toBeGreaterThan(0.97);
    });
  },
  digits() {
    withRun('digits', (run) => {
      expect(run.run.network.inputs).toHaveLength(64);
      expect(presetOf('digits').settings.hidden).toEqual([32]);
      expect(run.figures().test.accuracy).toBeLessThan(0.3);
      expect(run.to(10).figures().test.accuracy).toBeGreaterThan(0.95);
    });
  },
  wave() {
    expect(after('wave', 0).test.loss).toBeGreaterThan(1);
    expect(after('wave', 400).test.loss).toBeLessThan(0.06);
  },
};

describe('a preset', () => {
  it.each(presets.map(({ id, lookFor }) => [id, lookFor]))('%s: %s', (id) => {
    const before = expect.getState().assertionCalls;
    proofs[id]();
    // One whose proof asserts nothing proves nothing.
    expect(expect.getState().assertionCalls).toBeGreaterThan(before);
  });

  it('has a proof, a name of its own, and one sentence', () => {
    expect(Object.keys(proofs).sort()).toEqual(presets.map(({ id }) => id).sort());
    expect(presets.length).toBeGreaterThanOrEqual(20);
    expect(new Set(presets.map(({ name }) => name)).size).toBe(presets.length);
    for (const { lookFor } of presets) expect(lookFor).toMatch(/^[A-Z][^.!?]*\.$/);
    expect(new Set(presets.map(({ outcome }) => outcome))).toEqual(new Set(['works', 'fails']));
  });

  it('is a valid experiment, and survives a link', () => {
    for (const preset of presets) {
      const experiment = presetExperiment(preset, defaultExperiment);
      expect(parseExperiment(experiment)).toEqual({ ok: true, value: experiment });
      const view = { ...defaultView, ...preset.view };
      const { settings, problems } = decodeSettings(encodeSettings({ experiment, view }));
      expect(problems).toEqual([]);
      expect(settings).toEqual({ experiment, view });
    }
  });

  it('decides every setting but what is the user’s own: nothing of the last experiment is left', () => {
    const present: Experiment = {
      ...defaultExperiment,
      dataSet: 'xor',
      noise: 35,
      hidden: [1],
      l2: 0.5,
      drawn: '1,1,1',
      engine: 'interpreter',
    };
    const next = presetExperiment(presetOf('circle'), present);
    expect(next).toEqual({ ...defaultExperiment, drawn: '1,1,1', engine: 'interpreter' });
  });
});
