import { describe, expect, it } from 'vitest';
import { differentiate } from '../../../src/autograd/differentiate.ts';
import { trace } from '../../../src/autograd/trace.ts';
import { Value } from '../../../src/autograd/value.ts';
import { expectClose } from '../helpers/closeness.ts';
import { runTape } from '../helpers/run-tape.ts';
import { rounding } from '../tolerances.ts';

const length = 100_000;

/** sin(p + sin(p + …sin(p + x)…)), its result and slope in p worked out in a loop. */
function chain(): { x: Value; p: Value; root: Value; expected: { value: number; slope: number } } {
  const x = new Value(0.3);
  const p = new Value(1.9);
  let root = x;
  const expected = { value: x.data, slope: 0 };
  for (let i = 0; i < length / 2; i++) {
    root = p.add(root).sin();
    expected.slope = Math.cos(p.data + expected.value) * (1 + expected.slope);
    expected.value = Math.sin(p.data + expected.value);
  }
  return { x, p, root, expected };
}

/** p + p + … + p: every node has slope 1, so p has slope `length`. */
function sum(): { p: Value; root: Value } {
  const p = new Value(1);
  let root: Value = new Value(0);
  for (let i = 0; i < length; i++) root = root.add(p);
  return { p, root };
}

describe('a chain of 10⁵ nodes', () => {
  it('would overflow the stack of a recursive visit', () => {
    const visit = (node: Value): number =>
      1 + node.operands.reduce((deepest, operand) => Math.max(deepest, visit(operand)), 0);
    expect(() => visit(chain().root)).toThrow(RangeError);
  });

  it('goes through backward', () => {
    const { p, root } = sum();
    root.backward();
    expect([root.data, p.gradient]).toEqual([length, length]);
    const deep = chain();
    deep.root.backward();
    expect(deep.root.data).toBe(deep.expected.value);
    expectClose([deep.p.gradient], [deep.expected.slope], rounding);
    expect(Math.abs(deep.expected.slope)).toBeGreaterThan(0.1);
  });

  it('goes through forward after a leaf was changed', () => {
    const { p, root } = sum();
    p.data = 2;
    root.forward();
    expect(root.data).toBe(2 * length);
  });

  it('goes through trace, differentiate and the interpreter', () => {
    const { x, p, root, expected } = chain();
    const tape = trace({ inputs: [x], parameters: [p], outputs: [root] });
    expect(tape.length).toBe(length + 2);
    const leaves = { inputs: [x.data], parameters: [p.data] };
    expect(runTape(tape, leaves)).toEqual([expected.value]);
    expectClose(runTape(differentiate(tape), leaves), [expected.value, expected.slope], rounding);
  });

  it('has a slope that is not lost on the way', () => {
    const { p, root } = sum();
    const tape = trace({ parameters: [p], outputs: [root] });
    expect(runTape(differentiate(tape), { parameters: [1] })).toEqual([length, length]);
  });
});

describe('a graph with 2¹⁰⁰ paths', () => {
  it('is walked node by node', () => {
    const a = new Value(1);
    let root = a;
    for (let i = 0; i < 100; i++) root = root.add(root);
    root.backward();
    expect(a.gradient).toBe(2 ** 100);
    const tape = trace({ parameters: [a], outputs: [root] });
    expect(tape.length).toBe(101);
    expect(runTape(differentiate(tape), { parameters: [1] })).toEqual([2 ** 100, 2 ** 100]);
  });
});
