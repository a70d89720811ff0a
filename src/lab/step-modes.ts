import { ops, type ChainRule, type OpName } from '../autograd/ops.ts';
import { wrongRules } from './rules.ts';

/** Ways to run the backward pass. All but the first are mistakes that people make, run for real. */
export const stepModes = [
  'correct',
  'no-topological-order',
  'overwrite',
  'no-zeroing',
  'wrong-derivative',
] as const;
export type StepMode = (typeof stepModes)[number];

export interface ModeRules {
  readonly title: string;
  /** What happens in this mode, and why it is wrong. */
  readonly explanation: string;
  /**
   * topological: each node once, after everything that uses it.
   * recursive: a node pushes to its operands, then each operand is visited in turn, repeats included.
   */
  readonly order: 'topological' | 'recursive';
  readonly write: '+=' | '=';
  /** Backward passes run one after the other; leaves keep their gradients between them. */
  readonly passes: 1 | 2;
}

const correct = { order: 'topological', write: '+=', passes: 1 } as const;

export const modeRules: Readonly<Record<StepMode, ModeRules>> = {
  correct: {
    ...correct,
    title: 'Correct',
    explanation:
      'Every node passes its gradient on once, after everything that uses it has added its part: reverse topological order.',
  },
  'no-topological-order': {
    ...correct,
    order: 'recursive',
    title: 'Without topological order',
    explanation:
      'A node pushes to its operands and then visits each of them, without waiting for their other users: a node that is used twice passes on an unfinished gradient, and then passes it on again.',
  },
  overwrite: {
    ...correct,
    write: '=',
    title: '= instead of +=',
    explanation: 'A node that is used twice keeps only what arrived last, instead of the sum over its uses.',
  },
  'no-zeroing': {
    ...correct,
    passes: 2,
    title: 'Without zeroing gradients',
    explanation:
      'A second backward pass adds to the gradients that the first one left in the leaves. The nodes between are made anew by every forward pass, as in PyTorch.',
  },
  'wrong-derivative': {
    ...correct,
    title: 'A wrong derivative',
    explanation: 'One op has a mistake in its chain rule; everything else is right.',
  },
};

export interface StepperOptions {
  readonly mode?: StepMode;
  /** Whose derivative is wrong in the mode `wrong-derivative`; by default tanh. */
  readonly wrongOp?: OpName;
}

/** The chain rules that the mode uses, by op. */
export function chainRulesOf(
  op: OpName,
  { mode = 'correct', wrongOp = 'tanh' }: StepperOptions,
): readonly ChainRule[] {
  return mode === 'wrong-derivative' && op === wrongOp ? wrongRules[op].chainRules : ops[op].chainRules;
}
