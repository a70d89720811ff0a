import { describe, expect, it } from 'vitest';
import { numbers, ops } from '../../../src/autograd/ops.ts';
import { checkNode } from '../../../src/lab/check.ts';
import { labGraph } from '../../../src/lab/graph.ts';
import { slopeNote } from '../../../src/lab/slope-note.ts';
import { gradientsOf } from '../../../src/lab/stepper.ts';
import { verdictSentence } from '../../../src/ui/lab/check/difference-words.ts';
import { graphOf } from '../helpers/expression-sources.ts';

/** Closed forms that lose nothing: with e = exp(-|x|), and exp(-2|x|) for tanh. */
const exactSlopes = {
  sigmoid: (x: number): number => Math.exp(-Math.abs(x)) / (1 + Math.exp(-Math.abs(x))) ** 2,
  tanh: (x: number): number => (4 * Math.exp(-2 * Math.abs(x))) / (1 + Math.exp(-2 * Math.abs(x))) ** 2,
} as const;

const noteAt = (op: 'sigmoid' | 'tanh', x: number): string | null =>
  slopeNote(op, [{ name: 'x', value: x }], ops[op].value(x, 0, 0));

describe('a slope that loses its digits', () => {
  it.each(['sigmoid', 'tanh'] as const)('is off by what the op table says, and no more: %s', (op) => {
    const { value, chainRules, slopeError = () => 0 } = ops[op];
    let largest = 0;
    for (let x = -40; x <= 40; x += 0.125) {
      const result = value(x, 0, 0);
      const slope = chainRules[0](numbers, 1, { result, a: x, b: 0, exponent: 0 });
      const off = Math.abs(slope - exactSlopes[op](x));
      expect(off, `at ${x}`).toBeLessThanOrEqual(2 * Number.EPSILON * (slopeError(result) + slope));
      largest = Math.max(largest, off / exactSlopes[op](x));
    }
    // It does lose them: at the ends all of it.
    expect(largest).toBeCloseTo(1, 6);
  });

  it('is noted where it happens, and only there', () => {
    for (const x of [37, 40]) expect(noteAt('sigmoid', x)).toContain('lost its digits');
    for (const x of [19, -19, 25]) expect(noteAt('tanh', x)).toContain('lost its digits');
    for (const x of [-37, -700, 0, 5, 20]) expect(noteAt('sigmoid', x), `${x}`).toBeNull();
    for (const x of [-5, 0, 5, 10]) expect(noteAt('tanh', x), `${x}`).toBeNull();
  });

  it('is known to the check and to its words', () => {
    const checked = (source: string) => {
      const graph = labGraph(graphOf(source));
      const node = graph.leaves.get('x')!;
      return checkNode(graph, node, gradientsOf(graph)[node]);
    };
    const saturated = checked('x = 37\nsigmoid(x)');
    expect(saturated.verdict).not.toBe('differs');
    expect(verdictSentence(saturated)).toContain('has lost its digits');
    // Scaled up, what is missing could be seen by differences: it must not be called a mistake.
    const scaled = checked('x = 17\n1e9 * tanh(x)');
    expect(scaled.verdict).not.toBe('differs');
    expect(verdictSentence(checked('x = 3\nsigmoid(x)'))).not.toContain('lost');
  });

  it('is told of a power of a negative base by its exponent', () => {
    const operands = (base: number) => [
      { name: 'x', value: base },
      { name: 'n', value: 2 },
    ];
    expect(slopeNote('power', operands(-3), 9)).toContain('no slope by n');
    expect(slopeNote('power', operands(3), 9)).toBeNull();
    expect(slopeNote('mul', operands(-3), -6)).toBeNull();
  });
});
