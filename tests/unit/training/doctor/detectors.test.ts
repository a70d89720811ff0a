import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../../../src/experiment/schema.ts';
import { diagnose } from '../../../../src/training/doctor/diagnose.ts';
import { lowerRate } from '../../../../src/training/doctor/rates.ts';
import { baselineOf, type RunRecord } from '../../../../src/training/doctor/record.ts';
import { LossHistory } from '../../../../src/training/history.ts';
import type { LayerVitals } from '../../../../src/training/vitals.ts';

const well: LayerVitals = { gradientNorm: 0.1, updateRatio: 1e-3, saturated: 0.1, dead: null };

interface Measured {
  readonly epoch: number;
  readonly loss: number;
  readonly layers?: readonly LayerVitals[];
}

/** A run on data whose best constant answer has a loss of 1. */
function recordOf(measured: readonly Measured[], settings: Partial<Experiment> = {}, since = 0): RunRecord {
  const history = new LossHistory();
  const figures = { trainAccuracy: null, testAccuracy: null, learningRate: 0.03 };
  const moments = measured.map(({ epoch, loss, layers = null }) => {
    history.push(epoch, loss, loss);
    return { epoch, trainLoss: loss, testLoss: loss, ...figures, layers };
  });
  return {
    moments,
    curve: history.columns(),
    settings: { ...defaultExperiment, ...settings },
    since,
    baseline: 1,
    inputs: [],
    trainRows: 100,
    testRows: 100,
  };
}

const kindsOf = (record: RunRecord): string[] => diagnose(record).map(({ kind }) => kind);

/** Stuck, and looked at unevenly. */
function stuck(dead: (look: number) => number): Measured[] {
  const epochs = [0, 0.2, 1, 1.5, 4, 9, 10, 17, 23, 31, 32, 47];
  return epochs.map((epoch, look) => ({
    epoch,
    loss: 0.99,
    layers: [{ ...well, dead: dead(look) }, well],
  }));
}

const relu: Partial<Experiment> = { activation: 'relu', hidden: [8] };

describe('a detector', () => {
  it('names nothing for one value, and nothing for two: three looks in a row are a finding', () => {
    expect(
      kindsOf(
        recordOf(
          stuck((look) => (look === 11 ? 1 : 0)),
          relu,
        ),
      ),
    ).toEqual([]);
    expect(
      kindsOf(
        recordOf(
          stuck((look) => (look >= 10 ? 1 : 0)),
          relu,
        ),
      ),
    ).toEqual([]);
    expect(
      kindsOf(
        recordOf(
          stuck((look) => (look >= 9 ? 1 : 0)),
          relu,
        ),
      ),
    ).toEqual(['dead-relus']);
    expect(
      kindsOf(
        recordOf(
          stuck((look) => (look === 10 ? 0 : 1)),
          relu,
        ),
      ),
    ).toEqual([]);
  });

  it('says since when it has been seen without a break', () => {
    const record = recordOf(
      stuck((look) => (look >= 6 ? 1 : 0)),
      relu,
    );
    expect(diagnose(record)).toMatchObject([
      { kind: 'dead-relus', since: 10, dead: 8, neurons: 8, layer: 0 },
    ]);
  });

  it('judges nothing that was trained with other settings', () => {
    const measured = stuck(() => 1);
    expect(kindsOf(recordOf(measured, relu, 9))).toEqual(['dead-relus']);
    expect(kindsOf(recordOf(measured, relu, 31.5))).toEqual([]);
  });

  it('names nothing before there is anything, nor where no vitals were measured', () => {
    expect(kindsOf(recordOf([], relu))).toEqual([]);
    const unmeasured = stuck(() => 1).map(({ epoch, loss }) => ({ epoch, loss }));
    expect(kindsOf(recordOf(unmeasured, relu))).toEqual([]);
  });

  it('sees divergence in the sixth rise, not in the fifth, and not where a rise was broken', () => {
    const rising = (losses: readonly number[]): string[] =>
      kindsOf(recordOf(losses.map((loss, epoch) => ({ epoch, loss }))));
    expect(rising([1, 2, 4, 8, 16, 32])).toEqual([]);
    expect(rising([1, 2, 4, 8, 16, 32, 64])).toEqual(['divergence-coming']);
    expect(rising([1, 2, 4, 3.9, 8, 16, 32])).toEqual([]);
    // As steadily, but nothing that an answer which looks at nothing would not have.
    expect(rising([0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64])).toEqual([]);
  });
});

describe('the loss of the best constant answer', () => {
  it('is the variance of numbers, and the entropy of classes', () => {
    const targets = (...columns: number[][]) => columns.map((column) => Float64Array.from(column));
    const of = (columns: number[][], loss: Experiment['loss']): number =>
      baselineOf({ targets: targets(...columns), count: columns[0].length }, loss);
    expect(of([[1, 1, -1, -1]], 'squared-error')).toBe(1);
    expect(of([[5, 7]], 'squared-error')).toBe(1);
    expect(of([[1, 0, 0, 0]], 'binary-cross-entropy')).toBeCloseTo(
      -0.25 * Math.log(0.25) - 0.75 * Math.log(0.75),
      12,
    );
    const three = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    expect(of(three, 'cross-entropy')).toBeCloseTo(Math.log(3), 12);
    expect(baselineOf({ targets: [], count: 0 }, 'squared-error')).toBe(0);
  });
});

describe('a lower rate', () => {
  it('is the next round number below a third, or below another part', () => {
    expect([0.1, 0.03, 3, 0.2, 1].map((rate) => lowerRate(rate))).toEqual([0.03, 0.01, 1, 0.03, 0.3]);
    expect(lowerRate(3, 10)).toBe(0.3);
    expect(lowerRate(0.3, 7)).toBe(0.03);
  });
});
