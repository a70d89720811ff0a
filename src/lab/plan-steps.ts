import { numbers } from '../autograd/ops.ts';
import { finish, nodesPerStep, type Steps } from '../autograd/steps.ts';
import { computeNode, type LabGraph } from './graph.ts';
import { StepColumns, type StepPlan } from './step-plan.ts';
import { chainRulesOf, modeRules, type StepperOptions } from './step-modes.ts';

/** More visits than this show nothing that fewer do not. */
export const maximumVisits = 50_000;

/** Runs the whole computation once and notes every change. */
export function planSteps(graph: LabGraph, options: StepperOptions): StepPlan {
  return finish(planStepsInSteps(graph, options));
}

/** The same in steps of a millisecond or so. */
export function* planStepsInSteps(graph: LabGraph, options: StepperOptions): Steps<StepPlan> {
  const data = new Float64Array(graph.values.length);
  const steps = new StepColumns(2 * data.length, 3 * data.length);
  for (let node = 0; node < data.length; node++) {
    data[node] = computeNode(graph, node, data);
    if (node % nodesPerStep === 0) yield;
    if (graph.ops[node] === null) continue;
    steps.begin('forward', node, 0, 0);
    steps.write(node, NaN, data[node], data[node]);
  }
  const forwardCount = steps.length;
  const backward = new BackwardPlan(graph, data, options, steps);
  const { passes, order } = modeRules[options.mode ?? 'correct'];
  let isCutOff = false;
  for (let pass = 1; pass <= passes; pass++) {
    if (pass > 1) backward.renew(pass);
    backward.seed(pass);
    if (order === 'topological') yield* backward.inOrder(pass);
    else isCutOff = !(yield* backward.recursively(pass));
  }
  return { steps, forwardCount, data, isCutOff };
}

class BackwardPlan {
  readonly #graph: LabGraph;
  readonly #data: Float64Array;
  readonly #options: StepperOptions;
  readonly #steps: StepColumns;
  readonly #gradients: Float64Array;

  constructor(graph: LabGraph, data: Float64Array, options: StepperOptions, steps: StepColumns) {
    this.#graph = graph;
    this.#data = data;
    this.#options = options;
    this.#steps = steps;
    this.#gradients = new Float64Array(data.length);
  }

  seed(pass: number): void {
    const { root } = this.#graph;
    this.#steps.begin('seed', root, pass, 0);
    this.#write(root, this.#gradients[root] + 1, 1);
  }

  renew(pass: number): void {
    this.#steps.begin('renew', this.#graph.root, pass, 0);
    for (const node of this.#graph.backwardOrder) {
      this.#write(node, this.#graph.ops[node] === null ? this.#gradients[node] : 0, 0);
    }
  }

  *inOrder(pass: number): Steps<void> {
    const { backwardOrder } = this.#graph;
    for (let i = 0; i < backwardOrder.length; i++) {
      this.#visit(backwardOrder[i], pass);
      if (i % nodesPerStep === 0) yield;
    }
  }

  /** False if the visits were cut off. */
  *recursively(pass: number): Steps<boolean> {
    const open = [this.#graph.root];
    for (let node = open.pop(), visits = 0; node !== undefined; node = open.pop()) {
      if (this.#graph.ops[node] === null) continue;
      if (++visits > maximumVisits) return false;
      if (visits % nodesPerStep === 0) yield;
      this.#visit(node, pass);
      open.push(...[...this.#graph.operands[node]].reverse());
    }
    return true;
  }

  #visit(node: number, pass: number): void {
    const op = this.#graph.ops[node];
    if (op === null) return;
    const operands = this.#graph.operands[node];
    const arriving = this.#gradients[node];
    const place = {
      result: this.#data[node],
      a: this.#data[operands[0]],
      b: operands.length > 1 ? this.#data[operands[1]] : 0,
      exponent: this.#graph.exponents[node],
    };
    const overwrites = modeRules[this.#options.mode ?? 'correct'].write === '=';
    this.#steps.begin('backward', node, pass, arriving);
    chainRulesOf(op, this.#options).forEach((rule, i) => {
      const contribution = rule(numbers, arriving, place);
      const operand = operands[i];
      const after = overwrites ? contribution : this.#gradients[operand] + contribution;
      this.#write(operand, after, contribution);
    });
  }

  #write(node: number, after: number, contribution: number): void {
    this.#steps.write(node, this.#gradients[node], after, contribution);
    this.#gradients[node] = after;
  }
}
