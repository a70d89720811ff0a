import { describe, expect, it } from 'vitest';
import { opNames, ops } from '../../../src/autograd/ops.ts';
import { topologicalOrder, Value } from '../../../src/autograd/value.ts';

describe('Value', () => {
  it('computes its data when it is built', () => {
    expect(new Value(2).mul(3).add(1).div(2).sub(0.5).neg().data).toBe(-3);
  });

  it('takes a number wherever it takes a Value', () => {
    const a = new Value(6);
    expect([a.add(2), a.sub(2), a.mul(2), a.div(2)].map((x) => x.data)).toEqual([8, 4, 12, 3]);
  });

  it('adds to the gradients of leaves over calls', () => {
    const a = new Value(3);
    const b = a.mul(a);
    b.backward();
    b.backward();
    expect(a.gradient).toBe(12);
    a.gradient = 0;
    b.backward();
    expect(a.gradient).toBe(6);
  });

  it('sets the gradients between to those of the last pass', () => {
    const a = new Value(3);
    const square = a.mul(a);
    const root = square.mul(2);
    root.backward();
    root.backward();
    expect(square.gradient).toBe(2);
    expect(root.gradient).toBe(1);
    expect(a.gradient).toBe(24);
  });

  it('forgets what another root sent to a shared node', () => {
    const a = new Value(3);
    const shared = a.mul(2);
    shared.mul(10).backward();
    shared.mul(100).backward();
    expect(shared.gradient).toBe(100);
    expect(a.gradient).toBe(2 * 10 + 2 * 100);
  });

  it('leaves nodes alone that the root does not use', () => {
    const a = new Value(3);
    const other = a.mul(7);
    a.mul(2).backward();
    expect(other.gradient).toBe(0);
    expect(a.gradient).toBe(2);
  });

  it('has slope 1 in itself when it is a leaf', () => {
    const a = new Value(3);
    a.backward();
    expect(a.gradient).toBe(1);
  });

  it('computes everything again after leaves were changed', () => {
    const a = new Value(2);
    const b = new Value(5);
    const root = a.mul(b).add(a.pow(3)).tanh();
    const inner = root.operands[0];
    a.data = 0.5;
    b.data = -1;
    expect(inner.data).toBe(18);
    root.forward();
    expect(inner.data).toBe(-0.375);
    expect(root.data).toBe(Math.tanh(-0.375));
    root.backward();
    expect(b.gradient).toBe(0.5 * (1 - root.data ** 2));
  });

  it('keeps its label, its op and its operands', () => {
    const a = new Value(2, 'a');
    const b = a.exp().named('b');
    expect([a.label, a.op, b.label, b.op]).toEqual(['a', null, 'b', 'exp']);
    expect(b.operands).toEqual([a]);
  });

  it('refuses a wrong number of operands and names the op', () => {
    const a = new Value(1);
    expect(() => Value.apply('add', [a])).toThrow(/add takes 2 operands, got 1/);
    expect(() => Value.apply('exp', [a, a])).toThrow(/exp takes 1 operand, got 2/);
    expect(Value.apply('add', [a, a]).data).toBe(2);
  });

  it('refuses a Value as an exponent', () => {
    const a = new Value(2);
    // @ts-expect-error JavaScript callers are not checked by the compiler.
    expect(() => a.pow(new Value(2))).toThrow(TypeError);
    expect(a.pow(2).data).toBe(4);
  });

  it('has one method for every op of the table', () => {
    for (const op of opNames) {
      const method: unknown = Reflect.get(Value.prototype, op);
      if (typeof method !== 'function') throw new Error(`Value has no method ${op}`);
      const made: unknown = Reflect.apply(
        method,
        new Value(0.7),
        op === 'pow' || ops[op].arity === 2 ? [3] : [],
      );
      expect(made).toMatchObject({ op, data: ops[op].value(0.7, 3, 3) });
    }
  });
});

describe('topological order', () => {
  it('lists every node once, operands before their results', () => {
    const a = new Value(1);
    const b = a.mul(a);
    const c = b.add(a);
    const d = c.mul(b);
    const order = topologicalOrder([d]);
    expect(new Set(order)).toEqual(new Set([a, b, c, d]));
    expect(order).toHaveLength(4);
    for (const node of order) {
      for (const operand of node.operands) expect(order.indexOf(operand)).toBeLessThan(order.indexOf(node));
      expect(order[node.position]).toBe(node);
    }
  });

  it('covers several roots, shared parts once', () => {
    const a = new Value(1);
    const b = a.exp();
    const c = a.sin();
    expect(topologicalOrder([b, c, b, a])).toEqual([a, b, c]);
  });

  it('is not misled by positions from an earlier order', () => {
    const a = new Value(1);
    const b = new Value(2);
    topologicalOrder([a.add(b).mul(b)]);
    const late = b.sub(a);
    expect(topologicalOrder([late])).toEqual([b, a, late]);
  });
});
