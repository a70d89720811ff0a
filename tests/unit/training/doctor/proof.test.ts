import { describe, expect, it } from 'vitest';
import { presetExperiment, presets } from '../../../../src/experiment/presets.ts';
import { defaultExperiment, parseExperiment } from '../../../../src/experiment/schema.ts';
import { diagnose } from '../../../../src/training/doctor/diagnose.ts';
import type { FindingKind } from '../../../../src/training/doctor/finding.ts';
import { healthyRuns, plantedFailures, type Case, type Planted } from '../../helpers/doctor-corpus.ts';
import { RecordedRun } from '../../helpers/doctor-run.ts';
import { isMass } from '../../../mass.ts';

/** Thresholds were chosen on seeds 1 to 20. Each case has a seed of its own here, and ten in the mass of tests. */
const firstPlanted = 101;
const firstHealthy = firstPlanted + plantedFailures.length;

const planted = plantedFailures.map(
  (failure, i) => [failure.kind, failure.name, firstPlanted + i, failure] as const,
);
const healthy = healthyRuns.map((run, i) => [run.name, firstHealthy + i, run] as const);

function using<R>(run: RecordedRun, look: (run: RecordedRun) => R): R {
  try {
    return look(run);
  } finally {
    run.dispose();
  }
}

const kindsOf = (run: RecordedRun): FindingKind[] => diagnose(run.record()).map(({ kind }) => kind);

/** The loss that the remedy is to lower: of overfitting it is the test loss. */
function lossOf(run: RecordedRun, kind: FindingKind): number {
  const last = run.record().moments.at(-1);
  return (kind === 'overfitting' ? last?.testLoss : last?.trainLoss) ?? NaN;
}

/** How it goes on, or anew, with what the doctor proposes. */
function afterRemedy(run: RecordedRun, { kind, settings, epochs, pace }: Planted) {
  const finding = diagnose(run.record()).find((found) => found.kind === kind);
  const remedied = { ...run.run.experiment, ...finding?.remedy };
  expect(parseExperiment({ ...defaultExperiment, ...settings, ...finding?.remedy }).ok).toBe(true);
  return using(new RecordedRun(remedied, pace, run).train(epochs), (next) => ({
    isGone: !kindsOf(next).includes(kind),
    isBetter: lossOf(next, kind) < lossOf(run, kind),
  }));
}

describe('a planted failure', () => {
  it.each(planted)('%s is found in %s (seed %i), and its remedy helps', (kind, _, seed, failure) => {
    const { settings, epochs, pace } = failure;
    using(new RecordedRun({ ...settings, seed, dataSeed: seed }, pace).train(epochs), (run) => {
      expect(kindsOf(run)).toContain(kind);
      const { isGone, isBetter } = afterRemedy(run, failure);
      expect(isGone || isBetter).toBe(true);
    });
  });

  it('is of every kind, and there are 24 of them at least', () => {
    expect(plantedFailures.length).toBeGreaterThanOrEqual(24);
    const counts = plantedFailures.reduce(
      (all, { kind }) => all.set(kind, (all.get(kind) ?? 0) + 1),
      new Map<FindingKind, number>(),
    );
    expect(counts.size).toBe(10);
    for (const count of counts.values()) expect(count).toBeGreaterThanOrEqual(2);
  });
});

describe('a healthy run', () => {
  it.each(healthy)('has no finding: %s (seed %i)', (_, seed, { settings, epochs, pace }) => {
    using(new RecordedRun({ ...settings, seed, dataSeed: seed }, pace), (run) => {
      // At no time: not while it is on its way either.
      for (let part = 0; part < 4; part++) expect(kindsOf(run.train(epochs / 4))).toEqual([]);
      const { moments, baseline } = run.record();
      expect(moments[moments.length - 1].trainLoss).toBeLessThan(0.7 * baseline);
    });
  });

  it('is one of 24 at least', () => {
    expect(healthyRuns.length).toBeGreaterThanOrEqual(24);
  });
});

/** Epochs to train a preset for, and what is found then; nothing where nothing is said. */
const expected: Readonly<
  Record<string, { readonly epochs: number; readonly kinds?: readonly FindingKind[] }>
> = {
  circle: { epochs: 60 },
  line: { epochs: 40 },
  'too-small': { epochs: 120, kinds: ['underfitting'] },
  'xor-line': { epochs: 60, kinds: ['underfitting'] },
  'xor-feature': { epochs: 40 },
  'xor-layer': { epochs: 80 },
  'spiral-small': { epochs: 600, kinds: ['underfitting'] },
  spiral: { epochs: 120 },
  overfit: { epochs: 300, kinds: ['overfitting'] },
  l2: { epochs: 200 },
  'more-data': { epochs: 40 },
  vanishing: { epochs: 40, kinds: ['vanishing-gradients'] },
  'deep-relu': { epochs: 24 },
  'dying-relu': { epochs: 40, kinds: ['dead-relus'] },
  'rate-high': { epochs: 24, kinds: ['divergence-coming', 'exploding-gradients'] },
  'rate-low': { epochs: 60, kinds: ['rate-too-low'] },
  plane: { epochs: 40 },
  'batch-one': { epochs: 60 },
  'batch-full': { epochs: 100 },
  blobs: { epochs: 40 },
  digits: { epochs: 20 },
  wave: { epochs: 160 },
};

/** Of so many others hardly any is missed, and there is hardly a false alarm: some seeds fail, or learn, against all odds. */
function judgeMany(): void {
  const seeds = Array.from({ length: 10 }, (_, i) => 201 + i * 100);

  const shareOf = <T extends Case>(
    cases: readonly T[],
    isRight: (kinds: FindingKind[], of: T) => boolean,
  ) => {
    const runs = cases.flatMap((of, place) => seeds.map((seed) => ({ of, seed: seed + place })));
    const right = runs.filter(({ of, seed }) =>
      using(new RecordedRun({ ...of.settings, seed, dataSeed: seed }, of.pace).train(of.epochs), (run) =>
        isRight(kindsOf(run), of),
      ),
    );
    return right.length / runs.length;
  };

  it('97 of 100 failures are found', { timeout: 600_000 }, () => {
    expect(shareOf(plantedFailures, (kinds, { kind }) => kinds.includes(kind))).toBeGreaterThan(0.97);
  });

  it('at 98 of 100 healthy runs nothing is', { timeout: 600_000 }, () => {
    expect(shareOf(healthyRuns, (kinds) => kinds.length === 0)).toBeGreaterThan(0.98);
  });
}

if (isMass) describe('of ten times as many', judgeMany);

describe('of the presets', () => {
  it.each(presets.map((preset) => [preset.id, preset.outcome, preset] as const))(
    '%s %s, and that is what is found',
    (id, outcome, preset) => {
      const { epochs, kinds = [] } = expected[id];
      expect(kinds.length > 0).toBe(outcome === 'fails');
      using(new RecordedRun(presetExperiment(preset, defaultExperiment)).train(epochs), (run) => {
        expect(kindsOf(run)).toEqual(kinds);
      });
    },
  );
});
