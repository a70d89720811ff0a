import { parseExpression, type ExpressionGraph } from '../autograd/expression.ts';
import { evaluate, labGraph, type LabGraph } from './graph.ts';
import { randomExpression, type ExerciseLevel } from './random-expression.ts';
import { smallRandom } from './random.ts';
import { gradientsOf } from './stepper.ts';

export type ExerciseKind = 'gradients' | 'values';

export interface Question {
  readonly node: number;
  readonly name: string;
  readonly answer: number;
}

export interface Exercise {
  readonly kind: ExerciseKind;
  readonly source: string;
  readonly expression: ExpressionGraph;
  readonly graph: LabGraph;
  readonly data: Float64Array;
  /** Of the correct backward pass, by node. */
  readonly gradients: Float64Array;
  /** In the order in which one works them out: values forward, gradients backward from below the root. */
  readonly questions: readonly Question[];
}

/** A random exercise; the same seed and level give the same one. */
export function makeExercise(level: ExerciseLevel, seed: number, kind: ExerciseKind = 'gradients'): Exercise {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`a seed is a whole number, got ${seed}`);
  const random = smallRandom(seed * 4 + level);
  for (let attempt = 0; attempt < 200; attempt++) {
    const exercise = exerciseOf(randomExpression(level, random), kind);
    if (isSuitable(exercise, level)) return exercise;
  }
  throw new Error(`no exercise of level ${level} comes from seed ${seed}`);
}

/** An exercise on any expression. Throws a RangeError if the source has a mistake. */
export function exerciseOf(
  source: string,
  kind: ExerciseKind,
  leafData?: ReadonlyMap<string, number>,
): Exercise {
  const result = parseExpression(source, leafData === undefined ? {} : { leafData });
  if (!result.ok) throw new RangeError(`line ${result.error.line}: ${result.error.message}`);
  const graph = labGraph(result.graph);
  const data = evaluate(graph);
  const gradients = gradientsOf(graph);
  const asked =
    kind === 'values'
      ? [...graph.ops.keys()].filter((node) => graph.ops[node] !== null)
      : graph.backwardOrder.filter((node) => node !== graph.root && !isConstant(graph, node));
  const answers = kind === 'values' ? data : gradients;
  const questions = asked.map((node) => ({ node, name: graph.names[node], answer: answers[node] }));
  return { kind, source, expression: result.graph, graph, data, gradients, questions };
}

function isConstant(graph: LabGraph, node: number): boolean {
  return graph.ops[node] === null && graph.leaves.get(graph.names[node]) !== node;
}

/** Numbers that one can work with, and something to learn: a level above 1 uses some node twice. */
function isSuitable({ graph, data, gradients, questions }: Exercise, level: ExerciseLevel): boolean {
  const isHandy = (x: number): boolean => Math.abs(x) <= 200 && (x === 0 || Math.abs(x) >= 0.01);
  const uses = new Map<number, number>();
  for (const operand of graph.operands.flat()) uses.set(operand, (uses.get(operand) ?? 0) + 1);
  return (
    questions.every(({ node }) => isHandy(data[node]) && isHandy(gradients[node])) &&
    questions.filter(({ node }) => gradients[node] === 0).length <= 1 &&
    (level === 1 || [...uses.values()].some((count) => count > 1))
  );
}

/** Off by less than a hundredth of the answer, or of 0.1 where that is more: what rounding to two digits leaves. */
export function isCloseEnough(given: number, answer: number): boolean {
  if (Number.isNaN(answer)) return Number.isNaN(given);
  return given === answer || Math.abs(given - answer) <= 0.01 * Math.max(0.1, Math.abs(answer));
}
