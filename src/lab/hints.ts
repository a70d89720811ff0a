import { numbers, ops, type OpName } from '../autograd/ops.ts';
import { isCloseEnough, type Exercise, type Question } from './make-exercise.ts';
import type { LabGraph } from './graph.ts';
import { listed } from './listed.ts';
import { ruleWords } from './rules.ts';

/** One edge of the graph, seen from the operand: which node uses it, in which place. */
interface Use {
  readonly user: number;
  readonly op: OpName;
  readonly place: number;
}

/** Says what a wrong answer looks like, if it looks like anything, and which rule leads to the right one. */
export function hintFor(exercise: Exercise, question: Question, given: number): string {
  return exercise.kind === 'values'
    ? valueHint(exercise, question, given)
    : gradientHint(exercise, question, given);
}

function valueHint({ graph, data }: Exercise, { node, answer }: Question, given: number): string {
  const op = graph.ops[node];
  if (op === null) return 'This is a leaf: its value is given.';
  const operands = graph.operands[node].map((operand) => String(Number(data[operand].toPrecision(6))));
  const [a, b = ''] = operands.map((text) => (text.startsWith('-') && op !== 'neg' ? `(${text})` : text));
  const sign = answer !== 0 && isCloseEnough(given, -answer) ? 'Only the sign is wrong. ' : '';
  return `${sign}This node is ${ops[op].write(a, b, graph.exponents[node])}.`;
}

function gradientHint(exercise: Exercise, question: Question, given: number): string {
  const { graph } = exercise;
  const uses = usesOf(graph, question.node);
  const observation = observe(exercise, question, uses, given);
  const names = [...new Set(uses.map(({ user }) => graph.names[user]))];
  const users = names.length > 2 ? listed(names) : names.join(' and ');
  const rules = [...new Set(uses.map(({ op }) => ruleWords[op]))].join(' ');
  const addition = uses.length > 1 ? ' The gradients from all its uses are added.' : '';
  return `${observation}${question.name} is used by ${users}. ${rules}${addition}`;
}

/** The typical slips leave their own wrong numbers. */
function observe(exercise: Exercise, { answer }: Question, uses: readonly Use[], given: number): string {
  if (answer !== 0 && isCloseEnough(given, -answer)) return 'Only the sign is wrong. ';
  const parts = uses.map((use) => partOf(exercise, use, exercise.gradients[use.user]));
  if (uses.length > 1 && parts.some((part) => isCloseEnough(given, part))) {
    return `This is the part from one use, and there are ${uses.length}. `;
  }
  const local = uses.map((use) => partOf(exercise, use, 1)).reduce((sum, part) => sum + part, 0);
  if (isCloseEnough(given, local))
    return 'This is the local derivative: multiply it by the gradient that arrives. ';
  const arriving = uses.map(({ user }) => exercise.gradients[user]).reduce((sum, part) => sum + part, 0);
  if (isCloseEnough(given, arriving))
    return 'This is the gradient that arrives: multiply it by the local derivative. ';
  return '';
}

/** What a use sends down when `arriving` arrives at the user. */
function partOf({ graph, data }: Exercise, { user, op, place }: Use, arriving: number): number {
  const operands = graph.operands[user];
  return (ops[op].chainRules[place] ?? ops[op].chainRules[0])(numbers, arriving, {
    result: data[user],
    a: data[operands[0]],
    b: data[operands[operands.length - 1]],
    exponent: graph.exponents[user],
  });
}

/** Uses on the way to the root; others send no gradient. */
function usesOf(graph: LabGraph, node: number): Use[] {
  return graph.backwardOrder.flatMap((user) => {
    const op = graph.ops[user];
    if (op === null) return [];
    return graph.operands[user].flatMap((operand, place) => (operand === node ? [{ user, op, place }] : []));
  });
}
