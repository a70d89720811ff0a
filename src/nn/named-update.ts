import { topologicalOrder, type Value } from '../autograd/value.ts';
import type { OptimizerName } from '../experiment/names.ts';
import { programOf, updateGraph, type OptimizerProgram, type UpdateOptions } from './optimizers.ts';

/** How a scalar of an update is written, and what it is in words. */
export interface ScalarName {
  readonly symbol: string;
  readonly words: string;
}

/** A scalar that is named, with the formula by which it is computed: texts, and between them the keys of other scalars. */
export interface NamedScalar extends ScalarName {
  readonly key: string;
  readonly formula: readonly (string | { readonly key: string })[];
}

export interface NamedUpdate {
  /** The optimizer's program, which keeps each line's value as one more state, after its own. */
  readonly program: OptimizerProgram;
  /** States that are the optimizer's own. */
  readonly ownStates: number;
  /** Keys of the columns behind those, as `program` has them. */
  readonly shown: readonly string[];
  /** Keys of the optimizer's own states before the step. */
  readonly stateKeys: readonly string[];
  /** Keys of the program's hyper-parameters and shared scalars. */
  readonly scalarKeys: readonly string[];
  /** What is put in. */
  readonly leaves: readonly (ScalarName & { readonly key: string })[];
  /** From the gradient to the parameter after the step. */
  readonly lines: readonly NamedScalar[];
}

const names: Readonly<Record<string, readonly [symbol: string, words: string]>> = {
  parameter: ['w', 'before the step'],
  gradient: ['g', 'gradient, the mean over the batch'],
  decayed: ['d', 'penalties count: 1 of a weight, 0 of a bias'],
  squares: ['Σg²', 'over all parameters'],
  learningRate: ['η', 'learning rate of now'],
  l1: ['λ₁', 'L1'],
  l2: ['λ₂', 'L2'],
  weightDecay: ['λ₃', 'weight decay, of biases too'],
  clipValue: ['c', 'largest number that is left'],
  clipNorm: ['c', 'greatest length that is left'],
  momentum: ['μ', 'momentum'],
  dampening: ['τ', 'dampening'],
  alpha: ['α', 'what the means keep'],
  centered: ['centred', '1: with the variance'],
  rho: ['ρ', 'what the means keep'],
  beta1: ['β₁', 'what the mean keeps'],
  beta2: ['β₂', 'what the mean square keeps'],
  epsilon: ['ε', 'keeps the divisor from 0'],
  lrDecay: ['γ', 'how the rate falls'],
  initialAccumulator: ['a', 'initial accumulator'],
  amsgrad: ['amsgrad', '1: by the largest mean square'],
  steps: ['t', 'steps, this one included'],
  beta1Power: ['β₁ᵗ', 'after this many steps'],
  beta2Power: ['β₂ᵗ', 'after this many steps'],
};

/** Of what an optimizer carries and computes: the symbol before a step has ₀ behind it. */
const states: Readonly<Record<string, readonly [symbol: string, words: string]>> = {
  mean: ['m', 'mean of the gradients'],
  meanSquare: ['v', 'mean of their squares'],
  largestSquare: ['vₘ', 'largest mean square so far'],
  sumOfSquares: ['s', 'sum of their squares'],
  meanSquareStep: ['u', 'mean of the squares of the steps'],
  velocity: ['b', 'velocity'],
};

const onTheWay: Readonly<Record<string, readonly [symbol: string, words: string]>> = {
  ...states,
  withL1: ['g₁', 'with L1'],
  isAbove: ['a₊', '1: above the limit'],
  isBelow: ['a₋', '1: below the limit'],
  clipped: ['g₂', 'clipped'],
  norm: ['‖g‖', 'length of the whole gradient'],
  shortening: ['k', 'by which it is shortened'],
  shortened: ['g₃', 'shortened'],
  decay: ['λ', 'decay of this parameter'],
  withDecay: ['g₄', 'with the decay'],
  signOfWeight: ['sgn w', 'the side of 0 it is on'],
  sign: ['sgn q', 'the way it goes'],
  shrunk: ['w₁', 'shrunk by the decay'],
  dampened: ['g₅', 'dampened'],
  ahead: ['g₆', 'looked ahead'],
  blend: ['q', 'what the sign is of'],
  isLess: ['j', '1: there is a larger one'],
  variance: ['σ²', 'variance of the gradients'],
  stepSize: ['ηₜ', 'rate of this step'],
  denominator: ['q', 'divisor'],
  ratio: ['r', 'length of the steps by that of the gradients'],
  scaled: ['g₇', 'scaled'],
  step: ['Δ', 'what is taken off'],
  correctedMean: ['m̂', 'mean, corrected for its start at 0'],
  correctedSquare: ['v̂', 'mean square, corrected likewise'],
  after: ['w′', 'after the step'],
  change: ['Δw', 'the change'],
};

/** An update with every scalar on its way by name. What `program` makes of a parameter is to the bit what the optimizer does. */
export function namedUpdate(name: OptimizerName, options: UpdateOptions = {}): NamedUpdate {
  const graph = updateGraph(name, options);
  const { result, inputs, hyper, shared, squares, carried } = graph;
  const [parameter] = inputs;
  const after = result.parameter;
  const besides = Object.entries(result.besides ?? {}).map(([key, value]) => value.named(key));
  const change = after.sub(parameter).named('change');
  after.named('after');
  const own = carried.state.map((key) => result.state[key]);
  const order = topologicalOrder([...own, ...besides, after, change]);
  const named = order.filter(({ op, label }) => op !== null && label !== '');
  const lines = [...named.filter((value) => value !== after && value !== change), after, change];
  const keyOf = keysOf(lines);
  const used = new Set(order);
  const leaves = [
    ...inputs,
    ...Object.values(graph.state),
    ...Object.values(hyper),
    ...Object.values(shared),
  ];
  const shown = [inputs[1], ...(squares === null ? [] : [squares]), ...lines];
  const program = programOf(graph, shown);
  return {
    program,
    ownStates: own.length,
    shown: shown.map(keyOf),
    stateKeys: Object.values(graph.state).map(keyOf),
    scalarKeys: [...Object.values(hyper), ...Object.values(shared)].map(keyOf),
    leaves: [...leaves, ...(squares === null ? [] : [squares])]
      .filter((leaf) => used.has(leaf))
      .map((leaf) => ({ key: keyOf(leaf), ...nameOf(leaf) })),
    lines: lines.map((line) => ({ key: keyOf(line), ...nameOf(line), formula: formulaOf(line, keyOf) })),
  };
}

/** Leaves have their labels, and what is computed has a prime behind it, and a number where a name comes again. */
function keysOf(lines: readonly Value[]): (value: Value) => string {
  const keys = new Map<Value, string>();
  const seen = new Map<string, number>();
  for (const line of lines) {
    const count = (seen.get(line.label) ?? 0) + 1;
    seen.set(line.label, count);
    keys.set(line, `${line.label}′${count > 1 ? count : ''}`);
  }
  return (value) => keys.get(value) ?? value.label;
}

function nameOf({ op, label }: Value): ScalarName {
  const isState = op === null && label in states;
  const [symbol, words] = (op === null && !isState ? names : onTheWay)[label] ?? [label, ''];
  return isState ? { symbol: `${symbol}₀`, words: `${words}, before` } : { symbol, words };
}

type Part = NamedScalar['formula'][number];

/** How strongly an op holds its operands together. */
const strength: Readonly<Record<string, number>> = { add: 1, sub: 1, mul: 2, div: 2, neg: 3 };
const signs: Readonly<Record<string, string>> = { add: ' + ', sub: ' − ', mul: '·', div: ' / ' };

/** The formula of a scalar, down to the next that are named. Of x `[x > 0]` is 1 where that holds and 0 elsewhere. */
function formulaOf(root: Value, keyOf: (value: Value) => string): Part[] {
  const write = (value: Value, outer: number, isRoot = false): Part[] => {
    const { op, label, operands, data } = value;
    if (label !== '' && !isRoot) return [{ key: keyOf(value) }];
    if (op === null) return [String(data).replace('-', '−')];
    if (op === 'step') return ['[', ...write(operands[0], 0), ' > 0]'];
    if (op === 'relu') return ['max(0, ', ...write(operands[0], 0), ')'];
    if (op === 'mul' && operands[0] === operands[1]) return [...write(operands[0], 4), '²'];
    const own = strength[op];
    if (own === undefined) {
      const [open, close] = op === 'sqrt' ? ['√(', ')'] : [`${op}(`, ')'];
      return [open, ...operands.flatMap((part, i) => [...(i > 0 ? [', '] : []), ...write(part, 0)]), close];
    }
    const written =
      op === 'neg'
        ? ['−', ...write(operands[0], own)]
        : [
            ...write(operands[0], own),
            signs[op],
            // Computed before it is joined to what stands on the left.
            ...write(operands[1], own + 1),
          ];
    return own < outer ? ['(', ...written, ')'] : written;
  };
  return write(root, 0, true);
}
