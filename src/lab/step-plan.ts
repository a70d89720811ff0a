import { numbers } from '../autograd/ops.ts';
import { evaluate, type LabGraph } from './graph.ts';
import { chainRulesOf, modeRules, type StepperOptions } from './step-modes.ts';

/** A change of one number by a step; steps are undone by writing `before` again, so no bit is lost. */
export interface Write {
  readonly node: number;
  readonly before: number;
  readonly after: number;
  /** What the chain rule gave: added to `before`, or put in its place. */
  readonly contribution: number;
}

export interface Step {
  /**
   * forward: a node's data is computed. seed: the root's gradient becomes 1.
   * backward: a node pushes its gradient to its operands, one write each.
   * renew: before a further pass, the nodes between get gradient 0 and the leaves do not.
   */
  readonly kind: 'forward' | 'seed' | 'backward' | 'renew';
  readonly node: number;
  /** Which backward pass, from 1; 0 for forward steps. */
  readonly pass: number;
  /** backward only: the gradient that the node has when it passes it on. */
  readonly arriving: number;
  readonly writes: readonly Write[];
}

export interface StepPlan {
  readonly steps: readonly Step[];
  readonly forwardCount: number;
  /** All data, as after the last forward step. */
  readonly data: Float64Array;
  /** The visits of a graph grow exponentially without an order: steps beyond the limit are left out. */
  readonly isCutOff: boolean;
}

/** More visits than this show nothing that fewer do not. */
export const maximumVisits = 50_000;

/** Runs the whole computation once and notes every change. */
export function planSteps(graph: LabGraph, options: StepperOptions): StepPlan {
  const data = evaluate(graph);
  const steps: Step[] = [];
  for (let node = 0; node < data.length; node++) {
    if (graph.ops[node] === null) continue;
    const write = { node, before: NaN, after: data[node], contribution: data[node] };
    steps.push({ kind: 'forward', node, pass: 0, arriving: 0, writes: [write] });
  }
  const forwardCount = steps.length;
  const backward = new BackwardPlan(graph, data, options, steps);
  const { passes, order } = modeRules[options.mode ?? 'correct'];
  let isCutOff = false;
  for (let pass = 1; pass <= passes; pass++) {
    if (pass > 1) backward.renew(pass);
    backward.seed(pass);
    if (order === 'topological') backward.runInOrder(pass);
    else isCutOff = !backward.runRecursively(pass);
  }
  return { steps, forwardCount, data, isCutOff };
}

class BackwardPlan {
  readonly #graph: LabGraph;
  readonly #data: Float64Array;
  readonly #options: StepperOptions;
  readonly #steps: Step[];
  readonly #gradients: Float64Array;

  constructor(graph: LabGraph, data: Float64Array, options: StepperOptions, steps: Step[]) {
    this.#graph = graph;
    this.#data = data;
    this.#options = options;
    this.#steps = steps;
    this.#gradients = new Float64Array(data.length);
  }

  seed(pass: number): void {
    const { root } = this.#graph;
    const write = this.#write(root, this.#gradients[root] + 1, 1);
    this.#steps.push({ kind: 'seed', node: root, pass, arriving: 0, writes: [write] });
  }

  renew(pass: number): void {
    const writes = this.#graph.backwardOrder.map((node) =>
      this.#write(node, this.#graph.ops[node] === null ? this.#gradients[node] : 0, 0),
    );
    this.#steps.push({ kind: 'renew', node: this.#graph.root, pass, arriving: 0, writes });
  }

  runInOrder(pass: number): void {
    for (const node of this.#graph.backwardOrder) this.#visit(node, pass);
  }

  /** False if the visits were cut off. */
  runRecursively(pass: number): boolean {
    const open = [this.#graph.root];
    for (let node = open.pop(), visits = 0; node !== undefined; node = open.pop()) {
      if (this.#graph.ops[node] === null) continue;
      if (++visits > maximumVisits) return false;
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
    const writes = chainRulesOf(op, this.#options).map((rule, i) => {
      const contribution = rule(numbers, arriving, place);
      const operand = operands[i];
      return this.#write(
        operand,
        overwrites ? contribution : this.#gradients[operand] + contribution,
        contribution,
      );
    });
    this.#steps.push({ kind: 'backward', node, pass, arriving, writes });
  }

  #write(node: number, after: number, contribution: number): Write {
    const before = this.#gradients[node];
    this.#gradients[node] = after;
    return { node, before, after, contribution };
  }
}
