import { numbers, type OpName } from '../autograd/ops.ts';
import { formulas, localDerivative, type Formula, type RulePlace } from './formula.ts';
import type { LabGraph } from './graph.ts';
import { ruleWords, wrongRules } from './rules.ts';
import { slopeNote } from './slope-note.ts';
import { chainRulesOf, modeRules, type StepperOptions } from './step-modes.ts';
import type { Step, Write } from './step-plan.ts';

export interface Quantity {
  readonly node: number;
  readonly name: string;
  readonly value: number;
}

/** What one operand gets in a backward step. */
export interface Contribution {
  readonly node: number;
  readonly name: string;
  /** First or second operand: 0 or 1. */
  readonly place: number;
  /** d(result)/d(operand), to be shown with names or with numbers put in. */
  readonly local: Formula;
  readonly localValue: number;
  /** The arriving gradient through the chain rule, as it is computed. */
  readonly formula: Formula;
  readonly contribution: number;
  /** The operand's gradient before and after. */
  readonly before: number;
  readonly after: number;
  readonly write: '+=' | '=';
}

export type StepDescription =
  | {
      readonly kind: 'forward';
      readonly result: Quantity;
      readonly op: OpName;
      readonly operands: readonly Quantity[];
      readonly formula: Formula;
      readonly words: string;
    }
  | {
      readonly kind: 'seed';
      readonly root: Quantity;
      readonly pass: number;
      readonly before: number;
      readonly after: number;
      readonly words: string;
    }
  | {
      readonly kind: 'renew';
      readonly pass: number;
      /** Leaves that keep a gradient from the pass before, and that gradient. */
      readonly kept: readonly Quantity[];
      readonly words: string;
    }
  | {
      readonly kind: 'backward';
      readonly result: Quantity;
      readonly op: OpName;
      readonly operands: readonly Quantity[];
      readonly pass: number;
      /** The gradient that the result has now and passes on. */
      readonly arriving: number;
      readonly contributions: readonly Contribution[];
      /** The op's rule, without numbers. */
      readonly rule: string;
      /** What there is to say of this slope at this place; else null. */
      readonly note: string | null;
      /** In the mode of a wrong derivative, what is wrong here; else null. */
      readonly mistake: string | null;
      readonly words: string;
    };

/** Says what a step does. `data` is all data as after the forward pass. */
export function describeStep(
  graph: LabGraph,
  data: Float64Array,
  step: Step,
  options: StepperOptions,
): StepDescription {
  switch (step.kind) {
    case 'forward':
      return describeForward(graph, data, step);
    case 'seed':
      return describeSeed(graph, data, step);
    case 'renew':
      return describeRenewal(graph, step);
    case 'backward':
      return describeBackward(graph, data, step, options);
  }
}

function quantity(graph: LabGraph, data: Float64Array, node: number): Quantity {
  return { node, name: graph.names[node], value: data[node] };
}

/** A number for a sentence: six digits are enough to follow, the exact ones are in the fields. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function opOf(graph: LabGraph, node: number): OpName {
  const op = graph.ops[node];
  if (op === null) throw new TypeError(`node ${node} is a leaf and takes no step`);
  return op;
}

function describeForward(graph: LabGraph, data: Float64Array, { node }: Step): StepDescription {
  const op = opOf(graph, node);
  const operands = graph.operands[node].map((operand) => quantity(graph, data, operand));
  const formula: Formula = {
    kind: 'op',
    op,
    operands: operands.map((operand) => ({ kind: 'data', ...operand })),
    exponent: graph.exponents[node],
  };
  const result = quantity(graph, data, node);
  const known = operands.map(({ name, value }) => givenAs(name, value)).filter((text) => text !== '');
  const from = known.length > 0 ? ` from ${known.join(' and ')}` : '';
  const words = `${result.name} is computed${from}: ${shortNumber(result.value)}.`;
  return { kind: 'forward', result, op, operands, formula, words };
}

/** `a = 2`, or nothing for a number, which says itself what it is. */
function givenAs(name: string, value: number): string {
  return name === String(value) ? '' : `${name} = ${shortNumber(value)}`;
}

function describeSeed(graph: LabGraph, data: Float64Array, { node, pass, writes }: Step): StepDescription {
  const root = quantity(graph, data, node);
  const [{ before, after }] = writes;
  const words = `The backward pass starts at the result: the gradient of ${root.name} by itself is 1.`;
  return { kind: 'seed', root, pass, before, after, words };
}

function describeRenewal(graph: LabGraph, step: Step): StepDescription {
  const gradients = new Map(step.writes.map(({ node, after }) => [node, after]));
  const kept = [...graph.leaves]
    .map(([name, node]) => ({ node, name, value: gradients.get(node) ?? 0 }))
    .filter(({ value }) => value !== 0);
  const words = `Pass ${step.pass} begins: the nodes between start at 0 again, but nobody set the gradients of the leaves back, so the new ones are added to the old.`;
  return { kind: 'renew', pass: step.pass, kept, words };
}

function describeBackward(
  graph: LabGraph,
  data: Float64Array,
  { node, pass, arriving, writes }: Step,
  options: StepperOptions,
): StepDescription {
  const op = opOf(graph, node);
  const result = quantity(graph, data, node);
  const operands = graph.operands[node].map((operand) => quantity(graph, data, operand));
  const contributions = writes.map((write, place) =>
    contributionOf(graph, data, { node, op, arriving, place, write }, options),
  );
  const isWrong = options.mode === 'wrong-derivative' && op === (options.wrongOp ?? 'tanh');
  const parts = contributions.map(
    ({ name, localValue, contribution, before, after, write }) =>
      `${name} gets ${shortNumber(arriving)} × ${shortNumber(localValue)} = ${shortNumber(contribution)}` +
      (write === '=' ? ` in place of ${shortNumber(before)}` : `, in all ${shortNumber(after)}`),
  );
  return {
    kind: 'backward',
    result,
    op,
    operands,
    pass,
    arriving,
    contributions,
    rule: ruleWords[op],
    note: slopeNote(op, operands, result.value),
    mistake: isWrong ? wrongRules[op].mistake : null,
    words: `The gradient ${shortNumber(arriving)} arrives at ${result.name}. ${parts.join('; ')}.`,
  };
}

interface Push {
  readonly node: number;
  readonly op: OpName;
  readonly arriving: number;
  readonly place: number;
  readonly write: Write;
}

function contributionOf(
  graph: LabGraph,
  data: Float64Array,
  { node, op, arriving, place, write }: Push,
  options: StepperOptions,
): Contribution {
  const operands = graph.operands[node];
  const dataOf = (at: number): Formula => ({ kind: 'data', ...quantity(graph, data, at) });
  const formulaPlace: RulePlace = {
    result: dataOf(node),
    a: dataOf(operands[0]),
    b: dataOf(operands[operands.length - 1]),
    exponent: graph.exponents[node],
  };
  const numberPlace = {
    result: data[node],
    a: data[operands[0]],
    b: data[operands[operands.length - 1]],
    exponent: graph.exponents[node],
  };
  const rule = chainRulesOf(op, options)[place];
  const gradient: Formula = { kind: 'gradient', node, name: graph.names[node], value: arriving };
  return {
    node: write.node,
    name: graph.names[write.node],
    place,
    local: localDerivative(rule, formulaPlace),
    localValue: rule(numbers, 1, numberPlace),
    formula: rule(formulas, gradient, formulaPlace),
    contribution: write.contribution,
    before: write.before,
    after: write.after,
    write: modeRules[options.mode ?? 'correct'].write,
  };
}
