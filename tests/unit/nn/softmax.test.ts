import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Value } from '../../../src/autograd/value.ts';
import { losses } from '../../../src/nn/losses.ts';
import { expectClose, largestDifference } from '../helpers/closeness.ts';
import { goldenSoftmaxCases } from '../helpers/goldens.ts';

/** Against f64: digits are lost only below a thousandth, where a small loss is a difference of large logits. */
const close = { relative: 1e-9, floor: 1e-3 };

interface Differentiated {
  readonly loss: number;
  readonly gradients: readonly number[];
  readonly displayed: readonly number[];
}

function softmax(logits: readonly number[], truth: number): Differentiated {
  const { of, target, displayed } = losses['cross-entropy'];
  const leaves = logits.map((logit) => new Value(logit));
  const targets = logits.map((_, output) => new Value(target(truth, output, logits.length)));
  const loss = of(leaves, targets);
  loss.backward();
  return {
    loss: loss.data,
    gradients: leaves.map(({ gradient }) => gradient),
    displayed: displayed(logits.map((logit) => new Value(logit))).map(({ data }) => data),
  };
}

function binary(logit: number, label: 0 | 1): { loss: number; gradient: number; shown: number } {
  const { of, displayed } = losses['binary-cross-entropy'];
  const leaf = new Value(logit);
  const loss = of([leaf], [new Value(label)]);
  loss.backward();
  return { loss: loss.data, gradient: leaf.gradient, shown: displayed([new Value(logit)])[0].data };
}

const cases = goldenSoftmaxCases();

describe('the softmax cross-entropy', () => {
  it.each(Array.from({ length: 19 }, (_, i) => i + 2))('of %i logits is that of PyTorch', (count) => {
    const ofCount = cases.filter(({ logits }) => logits.length === count);
    expect(ofCount).toHaveLength(4);
    for (const { logits, truth, loss, gradients } of ofCount) {
      const ours = softmax(logits, truth);
      expectClose([ours.loss], [loss], close);
      expectClose(ours.gradients, gradients, close);
      // By a logit the slope is its probability, less 1 for the true class.
      const probabilities = gradients.map((gradient, k) => gradient + (k === truth ? 1 : 0));
      expectClose(ours.displayed, probabilities, close);
      const elsewhere = softmax(logits, (truth + 1) % count);
      expect(largestDifference(elsewhere.gradients, gradients, close.floor)).toBeGreaterThan(0.1);
    }
  });

  it('is compared at ordinary logits, and at ±300 and ±700 with losses of 0, of about 1 and beyond 1000', () => {
    const extreme = cases.filter(({ kind }) => kind === 'extreme');
    const sizes = extreme.flatMap(({ logits }) => logits.map(Math.round));
    for (const size of [300, -300, 700, -700]) expect(sizes).toContain(size);
    expect(extreme.some(({ loss }) => loss === 0)).toBe(true);
    expect(extreme.some(({ loss }) => loss > 0.5 && loss < 5)).toBe(true);
    expect(extreme.some(({ loss }) => loss > 1000)).toBe(true);
    expect(cases.filter(({ kind }) => kind === 'ordinary')).toHaveLength(19);
  });

  const logit = fc.double({ min: -750, max: 750, noNaN: true });
  const usual = fc.double({ min: -8, max: 8, noNaN: true });

  it('of two logits is the binary cross-entropy of their difference, slopes and shown side too', () => {
    fc.assert(
      fc.property(fc.oneof(logit, usual), fc.oneof(logit, usual), fc.constantFrom(0, 1), (a, b, truth) => {
        const two = softmax([a, b], truth);
        const one = binary(b - a, truth);
        expectClose([two.loss], [one.loss], { relative: 1e-12, floor: 1 });
        // A difference of two logits near 700 is rounded by some 1e-13, and its slope with it.
        const slopes = { relative: 1e-11, floor: 1 };
        expectClose(two.gradients, [-one.gradient, one.gradient], slopes);
        expectClose([two.displayed[1] - two.displayed[0]], [one.shown], slopes);
      }),
      { numRuns: 500, seed: 4 },
    );
  });

  const logitsAndShift = fc.tuple(
    fc.array(fc.oneof(logit, usual), { minLength: 2, maxLength: 20 }),
    fc.integer({ min: -50, max: 50 }),
  );

  it('gives probabilities that add up to 1, and slopes that add up to 0, whatever is added to all logits', () => {
    fc.assert(
      fc.property(logitsAndShift, ([logits, shift]) => {
        const here = softmax(logits, 0);
        const sum = (terms: readonly number[]): number => terms.reduce((total, term) => total + term, 0);
        expect(sum(here.displayed)).toBeCloseTo(1, 11);
        expect(sum(here.gradients)).toBeCloseTo(0, 11);
        expect(here.displayed.every((share) => share >= 0 && share <= 1 + 1e-12)).toBe(true);
        const shifted = softmax(
          logits.map((z) => z + shift),
          0,
        );
        expectClose(shifted.displayed, here.displayed, { relative: 1e-11, floor: 1 });
        expectClose([shifted.loss], [here.loss], { relative: 1e-11, floor: 1 });
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});
