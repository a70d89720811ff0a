import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { predictedClass, summarize } from '../../../src/training/evaluation.ts';

const columns = (rows: readonly (readonly number[])[]): Float64Array[] =>
  rows[0].map((_, output) => Float64Array.from(rows, (row) => row[output]));

describe('the predicted class', () => {
  const predicted = (rows: readonly (readonly number[])[]): number[] =>
    rows.map((_, sample) => predictedClass(columns(rows), sample));

  it('of one output is the first below 0 and the second from 0 on', () => {
    expect(predicted([[-1], [-1e-300], [-0], [0], [1e-300], [1]])).toEqual([0, 0, 1, 1, 1, 1]);
  });

  it('of several outputs is the largest, and the first of equals', () => {
    expect(
      predicted([
        [0.1, 0.7, 0.2],
        [0.4, 0.2, 0.4],
        [0.2, 0.4, 0.4],
        [0, 0, 0],
        [-0, 0, 0],
        [-0.9, -0.5, -0.3],
      ]),
    ).toEqual([1, 0, 1, 0, 0, 2]);
  });
});

/** Samples of up to ten classes with what a network says of each; values often equal, so that there are ties. */
const samples = fc.integer({ min: 2, max: 10 }).chain((classCount) =>
  fc.record({
    classCount: fc.constant(classCount),
    rows: fc.array(
      fc.record({
        place: fc.integer({ min: 0, max: classCount - 1 }),
        loss: fc.double({ min: 0, max: 50, noNaN: true }),
        outputs: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: classCount, maxLength: classCount }),
      }),
      { minLength: 1, maxLength: 40 },
    ),
  }),
);

describe('the figures by class', () => {
  it('add up to those of the whole set', () => {
    fc.assert(
      fc.property(samples, ({ classCount, rows }) => {
        const classes = Float64Array.from(rows, ({ place }) => place);
        const losses = Float64Array.from(rows, (row) => row.loss);
        const { loss, accuracy, byClass } = summarize(losses, columns(rows.map(({ outputs }) => outputs)), {
          classes,
          classCount,
        });
        const parts = byClass ?? [];
        expect(parts).toHaveLength(classCount);
        expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
        const right = parts.reduce((sum, part) => sum + part.right, 0);
        expect(accuracy).toBe(right / rows.length);
        const total = parts.reduce((sum, part) => sum + part.count * (part.loss ?? 0), 0);
        expect(total / rows.length).toBeCloseTo(loss, 10);
        for (const [place, part] of parts.entries()) {
          const own = rows.filter((row) => row.place === place);
          expect(part.count).toBe(own.length);
          expect(part.loss === null).toBe(own.length === 0);
          const isRight = ({ outputs }: (typeof rows)[number]): boolean =>
            outputs.indexOf(Math.max(...outputs)) === place;
          expect(part.right).toBe(own.filter(isRight).length);
        }
      }),
      { numRuns: 200, seed: 6 },
    );
  });

  it('are worked out by hand once', () => {
    const figures = summarize(
      Float64Array.of(1, 3, 0.5, 2),
      columns([
        [0.9, 0.1, 0],
        [0.2, 0.2, 0.6],
        [0.3, 0.5, 0.2],
        [0.3, 0.5, 0.2],
      ]),
      { classes: Float64Array.of(0, 0, 1, 0), classCount: 3 },
    );
    expect(figures).toEqual({
      loss: 1.625,
      accuracy: 0.5,
      byClass: [
        { count: 3, loss: 2, right: 1 },
        { count: 1, loss: 0.5, right: 1 },
        { count: 0, loss: null, right: 0 },
      ],
    });
  });

  it('are those of two classes told apart by the sign of one output', () => {
    const { accuracy, byClass } = summarize(
      Float64Array.of(1, 1, 4, 0),
      [Float64Array.of(-0.5, 0, -0.1, 0.9)],
      { classes: Float64Array.of(0, 0, 1, 1), classCount: 2 },
    );
    expect(accuracy).toBe(0.5);
    expect(byClass).toEqual([
      { count: 2, loss: 1, right: 1 },
      { count: 2, loss: 2, right: 1 },
    ]);
  });

  it('are not there where numbers are predicted', () => {
    const figures = summarize(Float64Array.of(1, 3), [Float64Array.of(0, 0)], {
      classes: null,
      classCount: 0,
    });
    expect(figures).toEqual({ loss: 2, accuracy: null, byClass: null });
  });
});
