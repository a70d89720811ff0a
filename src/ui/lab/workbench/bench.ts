import type { ExpressionGraph, NamedGraph } from '../../../autograd/expression.ts';
import { nodesPerStep, type Steps } from '../../../autograd/steps.ts';
import { labGraphSteps, type LabGraph } from '../../../lab/graph.ts';
import { blockGroups, type NodeGroup } from '../../../lab/groups.ts';
import { neuronGroups } from '../../../lab/neuron-groups.ts';
import { dataOrigins, gradientOrigins } from '../../../lab/non-finite.ts';
import type { SampleGraph } from '../../../lab/sample-graph.ts';
import type { StepperOptions } from '../../../lab/step-modes.ts';
import { Stepper } from '../../../lab/stepper.ts';
import type { NodeMark } from '../graph/cards.ts';

/** A graph and what groups it; made once for every shape. */
export interface BenchGraph {
  readonly named: NamedGraph;
  /** What a text was read as; null for a network. */
  readonly expression: ExpressionGraph | null;
  /** The network that it is; null for an expression. */
  readonly sample: SampleGraph | null;
  readonly graph: LabGraph;
  readonly groups: readonly NodeGroup[];
}

/** All that is known of a graph's numbers in one mode. */
export interface BenchNumbers {
  readonly stepper: Stepper;
  /** By node: how many steps until something has arrived at it; Infinity if nothing ever does. */
  readonly arrival: Float64Array;
  /** The gradients as they are after the last step, wherever the stepping stands. */
  readonly finishedGradients: Float64Array;
  /** Where a mode's backward pass ends up wrong: by node, the gradient that is right. */
  readonly mistakes: ReadonlyMap<number, number>;
  /** Where numbers stop being finite, and why. */
  readonly marks: ReadonlyMap<number, NodeMark>;
}

export function* expressionBenchSteps(expression: ExpressionGraph): Steps<BenchGraph> {
  const graph = yield* labGraphSteps(expression);
  const blocks = blockGroups(graph);
  const groups = blocks.length > 0 ? blocks : neuronGroups(graph);
  return { named: expression, expression, sample: null, graph, groups };
}

export function* sampleBenchSteps(making: Steps<SampleGraph>): Steps<BenchGraph> {
  const sample = yield* making;
  const { named, graph, groups } = sample;
  return { named, expression: null, sample, graph, groups };
}

export function* benchNumberSteps(graph: LabGraph, options: StepperOptions): Steps<BenchNumbers> {
  const stepper = yield* Stepper.inSteps(graph, options);
  const arrival = new Float64Array(graph.values.length).fill(Infinity);
  const finishedGradients = new Float64Array(graph.values.length);
  for (let i = stepper.forwardCount; i < stepper.length; i++) {
    for (const { node, after } of stepper.step(i)?.writes ?? []) {
      arrival[node] = Math.min(arrival[node], i + 1);
      finishedGradients[node] = after;
    }
    if (i % nodesPerStep === 0) yield;
  }
  const { finalData } = stepper;
  const isFinite = finalData.every(Number.isFinite) && finishedGradients.every(Number.isFinite);
  const mistakes = yield* mistakeSteps(graph, options, finishedGradients);
  return { stepper, arrival, finishedGradients, mistakes, marks: isFinite ? new Map() : marksOf(stepper) };
}

/** Another order of the same sum differs by this much, relatively. */
const rounding = 1e-9;

function* mistakeSteps(
  graph: LabGraph,
  { mode = 'correct' }: StepperOptions,
  finished: Float64Array,
): Steps<ReadonlyMap<number, number>> {
  const mistakes = new Map<number, number>();
  if (mode === 'correct') return mistakes;
  const { gradients } = yield* finishedStepperSteps(graph);
  gradients.forEach((right, node) => {
    const isEqual =
      Object.is(right, finished[node]) || Math.abs(right - finished[node]) <= rounding * Math.abs(right);
    if (!isEqual) mistakes.set(node, right);
  });
  return mistakes;
}

function* finishedStepperSteps(graph: LabGraph): Steps<Stepper> {
  const stepper = yield* Stepper.inSteps(graph, { mode: 'correct' });
  while (stepper.position < stepper.length) {
    stepper.seek(Math.min(stepper.length, stepper.position + nodesPerStep));
    yield;
  }
  return stepper;
}

function marksOf(stepper: Stepper): ReadonlyMap<number, NodeMark> {
  const { graph, finalData } = stepper;
  const ofGradients = gradientOrigins(graph, finalData, stepper.eachStep());
  const origins = [...dataOrigins(graph, finalData), ...ofGradients];
  return new Map(origins.map(({ node, reason }) => [node, { kind: 'non-finite', text: reason }]));
}

/** Whether two graphs differ in numbers alone. */
export function haveSameShape(a: LabGraph, b: LabGraph): boolean {
  if (a.operands === b.operands) return true;
  return (
    a.ops.length === b.ops.length &&
    a.root === b.root &&
    a.ops.every(
      (op, i) =>
        op === b.ops[i] &&
        a.exponents[i] === b.exponents[i] &&
        a.operands[i].every((operand, k) => operand === b.operands[i][k]) &&
        // Constants are named by their numbers.
        (op === null || a.names[i] === b.names[i]),
    )
  );
}

/** The node of the same name in another graph; null if there is none. */
export function sameNode(before: LabGraph | null, after: LabGraph, node: number | null): number | null {
  if (before === null || node === null) return null;
  const found = after.names.indexOf(before.names[node]);
  return found < 0 ? null : found;
}
