import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finish } from '../../../src/autograd/steps.ts';
import { predictedClass } from '../../../src/training/evaluation.ts';
import { binOf, outcomeSteps, type Outcomes } from '../../../src/training/outcomes.ts';
import {
  calibrationError,
  classScores,
  rootMeanSquare,
  rSquared,
  wrongOf,
} from '../../../src/ui/playground/quality/scores.ts';
import type { LossName } from '../../../src/experiment/names.ts';

const columns = (rows: readonly (readonly number[])[]): Float64Array[] =>
  rows[0].map((_, output) => Float64Array.from(rows, (row) => row[output]));

function ofClasses(
  rows: readonly (readonly number[])[],
  truths: readonly number[],
  classCount: number,
  loss: LossName,
): Outcomes {
  const samples = { classes: Float64Array.from(truths), classCount, targets: [] };
  return finish(outcomeSteps(columns(rows), samples, loss));
}

function ofNumbers(numbers: readonly number[], truths: readonly number[]): Outcomes {
  const samples = { classes: null, classCount: 0, targets: [Float64Array.from(truths)] };
  return finish(outcomeSteps([Float64Array.from(numbers)], samples, 'squared-error'));
}

describe('a confusion matrix', () => {
  it('is counted by hand once, with precision and recall', () => {
    const rows = [
      [0.8, 0.1, 0.1],
      [0.3, 0.6, 0.1],
      [0.2, 0.7, 0.1],
      [0.5, 0.4, 0.1],
      [0.1, 0.8, 0.1],
    ];
    const { confusion, predicted, count } = ofClasses(rows, [0, 0, 1, 1, 1], 3, 'cross-entropy');
    expect([...(confusion ?? [])]).toEqual([1, 1, 0, 1, 2, 0, 0, 0, 0]);
    expect([...(predicted ?? [])]).toEqual([0, 1, 1, 0, 1]);
    expect(count).toBe(5);
    expect(wrongOf(confusion ?? new Uint32Array())).toBe(2);
    expect(classScores(confusion ?? new Uint32Array())).toEqual([
      { precision: 1 / 2, recall: 1 / 2 },
      { precision: 2 / 3, recall: 2 / 3 },
      { precision: null, recall: null },
    ]);
  });

  it('adds up to the samples and, on its diagonal, to those that are right', () => {
    const cases = fc.integer({ min: 2, max: 6 }).chain((classCount) =>
      fc.record({
        classCount: fc.constant(classCount),
        rows: fc.array(
          fc.record({
            truth: fc.integer({ min: 0, max: classCount - 1 }),
            outputs: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
              minLength: classCount,
              maxLength: classCount,
            }),
          }),
          { minLength: 1, maxLength: 60 },
        ),
      }),
    );
    fc.assert(
      fc.property(cases, ({ classCount, rows }) => {
        const outputs = rows.map((row) => row.outputs);
        const truths = rows.map(({ truth }) => truth);
        const { confusion } = ofClasses(outputs, truths, classCount, 'cross-entropy');
        const counts = confusion ?? new Uint32Array();
        const says = rows.map((_, i) => predictedClass(columns(outputs), i));
        for (let truth = 0; truth < classCount; truth++)
          for (let said = 0; said < classCount; said++) {
            const own = rows.filter((row, i) => row.truth === truth && says[i] === said);
            expect(counts[truth * classCount + said]).toBe(own.length);
          }
        expect(wrongOf(counts)).toBe(rows.filter(({ truth }, i) => truth !== says[i]).length);
      }),
      { numRuns: 100, seed: 81 },
    );
  });
});

describe('calibration', () => {
  it('puts the upper end of a bin into it, as it is defined', () => {
    expect([0, 0.05, 0.1, 0.1001, 0.5, 0.95, 1].map(binOf)).toEqual([0, 0, 0, 1, 4, 9, 9]);
  });

  it('has the expected error that is worked out by hand', () => {
    // Of one output, 2p - 1: confidences 0.9, 0.9, 0.6 and 0.75.
    const { calibration } = ofClasses(
      [[0.8], [-0.8], [0.2], [-0.5]],
      [1, 1, 0, 0],
      2,
      'binary-cross-entropy',
    );
    expect([...(calibration?.counts ?? [])]).toEqual([0, 0, 0, 0, 0, 1, 0, 1, 2, 0]);
    // |1 - 1.8| + |0 - 0.6| + |1 - 0.75|, over four samples.
    expect(calibration && calibrationError(calibration)).toBeCloseTo((0.8 + 0.6 + 0.25) / 4, 12);
  });

  it('is what the definition says of random probabilities, bin by bin', () => {
    const cases = fc.array(
      fc.record({
        weights: fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
        truth: fc.integer({ min: 0, max: 2 }),
      }),
      { minLength: 1, maxLength: 80 },
    );
    fc.assert(
      fc.property(cases, (samples) => {
        const probabilities = samples.map(({ weights }) => {
          const sum = weights.reduce((a, b) => a + b);
          return weights.map((weight) => weight / sum);
        });
        const truths = samples.map(({ truth }) => truth);
        const { calibration } = ofClasses(probabilities, truths, 3, 'cross-entropy');
        let expected = 0;
        for (let m = 1; m <= 10; m++) {
          const inBin = probabilities.flatMap((row, i) => {
            const confidence = Math.max(...row);
            const isIn = confidence > (m - 1) / 10 && confidence <= m / 10;
            return isIn ? [{ confidence, right: Number(row.indexOf(confidence) === truths[i]) }] : [];
          });
          if (inBin.length === 0) continue;
          const mean = (key: 'confidence' | 'right'): number =>
            inBin.reduce((sum, one) => sum + one[key], 0) / inBin.length;
          expected += (inBin.length / samples.length) * Math.abs(mean('right') - mean('confidence'));
        }
        expect(calibration && calibrationError(calibration)).toBeCloseTo(expected, 10);
        expect(calibration?.counts.reduce((a, b) => a + b, 0)).toBe(samples.length);
      }),
      { numRuns: 100, seed: 82 },
    );
  });

  it('is not there for outputs that are no probabilities', () => {
    expect(ofClasses([[0.5], [-0.5]], [1, 0], 2, 'squared-error').calibration).toBeNull();
  });
});

describe('R²', () => {
  it('is that of scikit-learn’s example', () => {
    // sklearn.metrics.r2_score([3, -0.5, 2, 7], [2.5, 0.0, 2, 8]) is 0.948…
    const { fit, count, numbers } = ofNumbers([2.5, 0, 2, 8], [3, -0.5, 2, 7]);
    expect(fit && rSquared(fit)).toBeCloseTo(0.9486081370449679, 14);
    expect(fit && rootMeanSquare(fit, count)).toBeCloseTo(Math.sqrt(1.5 / 4), 14);
    expect([...(numbers ?? [])]).toEqual([2.5, 0, 2, 8]);
  });

  it('is 1 for what is met, 0 for the mean, below 0 for worse, and none where nothing varies', () => {
    const of = (numbers: readonly number[], truths: readonly number[]): number | null => {
      const { fit } = ofNumbers(numbers, truths);
      return fit && rSquared(fit);
    };
    expect(of([1, 2, 3], [1, 2, 3])).toBe(1);
    expect(of([2, 2, 2], [1, 2, 3])).toBe(0);
    expect(of([3, 2, 1], [1, 2, 3])).toBe(-3);
    expect(of([1, 1], [1, 1])).toBeNull();
  });
});
