import { describe, expect, it } from 'vitest';
import { finish } from '../../../src/autograd/steps.ts';
import { TapeBuilder } from '../../../src/autograd/tape-builder.ts';
import type { Tape } from '../../../src/autograd/tape.ts';
import { commonGradientFactor } from '../../../src/backends/wasm/batch-mask.ts';
import { findRows } from '../../../src/backends/wasm/structure/find-rows.ts';
import { gradientBlocks } from '../../../src/backends/wasm/structure/gradient-blocks.ts';
import { activationNames, lossNames } from '../../../src/experiment/names.ts';
import { traceNetwork, type NetworkShape } from '../../../src/nn/network.ts';
import { runTape } from '../helpers/run-tape.ts';
import { wasmBackend } from './backends.ts';

function shapeOf(hidden: readonly number[], overrides: Partial<NetworkShape> = {}): NetworkShape {
  return {
    inputCount: 2,
    hidden,
    activation: 'tanh',
    loss: 'squared-error',
    task: 'regression',
    ...overrides,
  };
}

/** Matrix–vector products as [results, operands]. */
function productsOf(tape: Tape): number[][] {
  return findRows(tape, 1).nests.flatMap((nest) =>
    nest.kind === 'matrix-vector' ? [[nest.result.length, nest.dots.operands.length]] : [],
  );
}

describe('the layers of a network', () => {
  it('are found in its scalar tape: forward, and transposed on the way back', () => {
    expect(productsOf(traceNetwork(shapeOf([5, 7])).gradient)).toEqual([
      [5, 2],
      [7, 5],
      [1, 7],
      [7, 1],
      [5, 7],
    ]);
  });

  it('leave one outer product and one sum a layer for the gradients', () => {
    const { gradient } = traceNetwork(shapeOf([5, 7]));
    const blocks = finish(gradientBlocks(gradient, findRows(gradient, 1)));
    expect(
      blocks.map((block) => (block.kind === 'row-sum' ? [block.count] : [block.rowCount, block.columnCount])),
    ).toEqual([[5, 2], [5], [7, 5], [7], [1, 7], [1]]);
  });

  it('leave nothing scalar but the loss, whatever the activation and loss', () => {
    for (const activation of activationNames) {
      for (const loss of lossNames) {
        const { gradient } = traceNetwork(shapeOf([9, 6], { activation, loss, task: 'classification' }));
        const { nests } = findRows(gradient, 1);
        const scalar = nests.filter((nest) => nest.kind === 'elementwise-nest' && nest.length === 1);
        const ops = scalar.reduce(
          (sum, nest) => sum + (nest.kind === 'elementwise-nest' ? nest.ops.length : 0),
          0,
        );
        // A softmax of two is a dozen more, and losses with edges have a few steps.
        const hasEdges = ['absolute', 'huber', 'hinge', 'squared-hinge'].includes(loss);
        expect(ops, loss).toBeLessThan(loss === 'cross-entropy' ? 40 : hasEdges ? 36 : 12);
        // Nothing flows back through a step: only the output layer has gradients.
        expect(productsOf(gradient)).toHaveLength(activation === 'step' ? 3 : 5);
      }
    }
  });

  it('take no more code when they are wider', () => {
    const [narrow, wide] = [16, 128].map((width) => {
      const { gradient } = traceNetwork(shapeOf([width, width]));
      const { nests } = findRows(gradient, 1);
      return nests.length + finish(gradientBlocks(gradient, findRows(gradient, 1))).length;
    });
    expect(wide).toBe(narrow);
  });

  it('are found behind a softmax too, whose slopes are brought together for the way back', () => {
    const shape = shapeOf([64, 64], { loss: 'cross-entropy', task: 'classification', classCount: 10 });
    const { gradient } = traceNetwork(shape);
    expect(productsOf(gradient)).toEqual([
      [64, 2],
      [64, 64],
      [10, 64],
      [64, 10],
      [64, 64],
    ]);
    const { nests } = findRows(gradient, 1);
    expect(nests.filter(({ kind }) => kind === 'pack')).toHaveLength(1);
    const scalar = nests.flatMap((nest) =>
      nest.kind === 'elementwise-nest' && nest.length === 1 ? nest.ops : [],
    );
    // Some for each class, however wide the layers are.
    expect(scalar.length).toBeLessThan(20 * 10);
  });

  it('of one output have one instruction that all gradients are multiples of', () => {
    for (const loss of lossNames.filter((name) => name !== 'cross-entropy')) {
      const { gradient } = traceNetwork(shapeOf([4], { loss, task: 'classification' }));
      expect(commonGradientFactor(gradient)).not.toBeNull();
    }
  });
});

describe('tapes without such structure', () => {
  const shape = { inputCount: 2, targetCount: 0, parameterCount: 5 };

  /** Sums with irregular strides, shared terms, and rows that are not complete. */
  function irregular(): Tape {
    const b = new TapeBuilder(shape);
    const x = [0, 1].map((slot) => b.leaf('input', slot));
    const p = Array.from({ length: 5 }, (_, slot) => b.leaf('parameter', slot));
    const first = b.add(b.add(b.mul(p[0], x[0]), b.mul(p[3], x[1])), p[1]);
    const second = b.add(b.mul(p[1], x[0]), b.mul(p[2], x[1]));
    const third = b.add(b.mul(p[2], x[0]), b.mul(p[3], x[1]));
    const crossed = b.mul(b.tanh(second), third);
    return b.build([
      b.add(first, crossed),
      b.sin(b.mul(first, second)),
      b.exp(third),
      p[4],
      b.constant(3),
      x[1],
    ]);
  }

  it.each(['f32', 'f64'] as const)('compute the same in %s', (lanes) => {
    const leaves = { inputs: [0.5, -1.25], parameters: [0.25, -0.5, 0.75, 1.5, -2] };
    const expected = runTape(irregular(), leaves);
    for (const code of ['straight', 'loops'] as const) {
      runTape(irregular(), leaves, wasmBackend(lanes, code)).forEach((actual, k) => {
        expect(actual).toBeCloseTo(expected[k], lanes === 'f32' ? 5 : 13);
      });
    }
  });

  it('have no common factor where gradients add to what is no multiple of it', () => {
    const b = new TapeBuilder(shape);
    const x = b.leaf('input', 0);
    expect(commonGradientFactor(b.build([x, b.exp(x), b.add(b.exp(x), b.constant(1))]))).toBeNull();
    expect(commonGradientFactor(b.build([x, b.constant(0)]))).toBeNull();
    const g = b.exp(x);
    expect(commonGradientFactor(b.build([x, g, b.neg(b.mul(g, x))]))).not.toBeNull();
  });
});
