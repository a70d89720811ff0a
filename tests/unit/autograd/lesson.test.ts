import { describe, expect, it } from 'vitest';
import { centralDifference, forwardDifference } from '../../../src/autograd/gradient-check.ts';
import { propagate, Value } from '../../../src/autograd/value.ts';
import { expectClose } from '../helpers/closeness.ts';
import { rounding } from '../tolerances.ts';

/** d(root)/d(leaf) for each leaf, their gradients starting at 0. */
function gradients(root: Value, leaves: readonly Value[]): number[] {
  for (const leaf of leaves) leaf.gradient = 0;
  root.backward();
  return leaves.map((leaf) => leaf.gradient);
}

/** Backward without a topological order: push to the operands, then visit each in the list, repeats included. */
function naiveBackward(node: Value): void {
  propagate(node);
  for (const operand of node.operands) naiveBackward(operand);
}

describe('f(x) = 3x² - 4x + 5', () => {
  const f = (x: number): number => 3 * x ** 2 - 4 * x + 5;
  const slopeOf = (at: number): number => {
    const x = new Value(at);
    return gradients(x.pow(2).mul(3).sub(x.mul(4)).add(5), [x])[0];
  };

  it('is 20 at 3 with slope 14', () => {
    expect(f(3)).toBe(20);
    expect(slopeOf(3)).toBe(14);
  });

  it('is flat at x = 2/3', () => {
    expect(slopeOf(2 / 3)).toBe(0);
    expect(Math.abs(centralDifference(f, 2 / 3, 1e-6))).toBeLessThan(1e-9);
    expect(forwardDifference(f, 2 / 3, 0.001)).toBeCloseTo(0.003, 9);
  });
});

describe('d = a·b + c at a = 2, b = -3, c = 10', () => {
  it('has slope 1 in c, b in a and a in b', () => {
    const leaves = [2, -3, 10].map((x) => new Value(x));
    const [a, b, c] = leaves;
    const d = a.mul(b).add(c);
    expect(d.data).toBe(4);
    expect(gradients(d, leaves)).toEqual([-3, 2, 1]);
    expect(forwardDifference((x) => 2 * -3 + x, 10, 0.0001)).toBeCloseTo(1, 9);
  });
});

describe('L = (a·b + c)·f at a = 2, b = -3, c = 10, f = -2', () => {
  const build = () => {
    const leaves = [2, -3, 10, -2].map((x, i) => new Value(x, 'abcf'[i]));
    const [a, b, c, f] = leaves;
    return { leaves, loss: a.mul(b).add(c).mul(f) };
  };

  it('is -8 with gradients 6, -4, -2, 4', () => {
    const { leaves, loss } = build();
    expect(loss.data).toBe(-8);
    expect(gradients(loss, leaves)).toEqual([6, -4, -2, 4]);
  });

  it('rises to -7.286496 when every leaf moves by 0.01 of its gradient', () => {
    const { leaves, loss } = build();
    loss.backward();
    for (const leaf of leaves) leaf.data += 0.01 * leaf.gradient;
    loss.forward();
    expectClose([loss.data], [-7.286496], rounding);
  });
});

describe('the neuron x = (2, 0), w = (-3, 1), b = 6.8813735870195432', () => {
  const build = (activate: (n: Value) => Value) => {
    const leaves = [2, 0, -3, 1].map((x) => new Value(x));
    const [x1, x2, w1, w2] = leaves;
    const bias = new Value(6.8813735870195432);
    return { leaves, output: activate(x1.mul(w1).add(x2.mul(w2)).add(bias)) };
  };
  const viaExp = (n: Value): Value => {
    const e = n.mul(2).exp();
    return e.sub(1).div(e.add(1));
  };

  it.each([
    ['tanh', (n: Value) => n.tanh()],
    ['(e^2n - 1)/(e^2n + 1)', viaExp],
  ])('gives 0.7071067811865476 and gradients -1.5, 0.5, 1, 0 by %s', (_name, activate) => {
    const { leaves, output } = build(activate);
    expectClose([output.data], [0.7071067811865476], rounding);
    expectClose(gradients(output, leaves), [-1.5, 0.5, 1, 0], rounding);
  });

  it('gives something else without the bias', () => {
    const { output } = build((n) => n.sub(6.8813735870195432).tanh());
    expect(Math.abs(output.data - 0.7071067811865476)).toBeGreaterThan(1);
  });
});

describe('gradients accumulate where a node is used more than once', () => {
  it('b = a + a at 3 has slope 2', () => {
    const a = new Value(3);
    expect(gradients(a.add(a), [a])).toEqual([2]);
  });

  it('f = (a·b)(a + b) at a = -2, b = 3 has slopes -3 and -8', () => {
    const a = new Value(-2);
    const b = new Value(3);
    expect(gradients(a.mul(b).mul(a.add(b)), [a, b])).toEqual([-3, -8]);
  });

  it('c = b + b, b = a + a at 1 has slope 4, where recursion without an order gets 8', () => {
    const build = () => {
      const a = new Value(1);
      const b = a.add(a);
      return { a, c: b.add(b) };
    };
    const ordered = build();
    expect(gradients(ordered.c, [ordered.a])).toEqual([4]);
    const naive = build();
    naive.c.gradient = 1;
    naiveBackward(naive.c);
    expect(naive.a.gradient).toBe(8);
  });

  it('f = d·e, e = d + 1, d = a·2 at 3 has slope 26, where recursion without an order gets more', () => {
    const build = () => {
      const a = new Value(3);
      const d = a.mul(2);
      return { a, f: d.mul(d.add(1)) };
    };
    const ordered = build();
    expect(gradients(ordered.f, [ordered.a])).toEqual([26]);
    const naive = build();
    naive.f.gradient = 1;
    naiveBackward(naive.f);
    expect(naive.a.gradient).not.toBe(26);
  });
});

describe('the graph of micrograd’s README at a = -4, b = 2', () => {
  it('is 24.70408163265306 with slopes 138.83381924198252 and 645.5772594752186', () => {
    const a = new Value(-4);
    const b = new Value(2);
    let c = a.add(b);
    let d = a.mul(b).add(b.pow(3));
    c = c.add(c.add(1));
    c = c.add(new Value(1).add(c).add(a.neg()));
    d = d.add(d.mul(2).add(b.add(a).relu()));
    d = d.add(new Value(3).mul(d).add(b.sub(a).relu()));
    const e = c.sub(d);
    const f = e.pow(2);
    const g = f.div(2).add(new Value(10).div(f));
    expectClose([g.data], [24.70408163265306], rounding);
    expectClose(gradients(g, [a, b]), [138.83381924198252, 645.5772594752186], rounding);
  });
});
