import { describeStep, type StepDescription } from './describe-step.ts';
import type { LabGraph } from './graph.ts';
import { planSteps, planStepsInSteps } from './plan-steps.ts';
import type { StepperOptions } from './step-modes.ts';
import type { Steps } from '../autograd/steps.ts';
import type { Step, StepPlan } from './step-plan.ts';

/**
 * Walks a graph forward node by node, then backward node by node, and both ways in any order.
 * The state is a position; the numbers at a position are the same bits however it was reached.
 */
export class Stepper {
  readonly graph: LabGraph;
  readonly options: StepperOptions;
  /** By node; NaN where nothing is computed yet (`hasData` tells that from a NaN that was computed). */
  readonly data: Float64Array;
  /** By node; what has arrived up to this position. */
  readonly gradients: Float64Array;
  readonly #plan: StepPlan;
  #steps: readonly Step[] | null = null;
  #position = 0;

  constructor(graph: LabGraph, options: StepperOptions = {}, plan = planSteps(graph, options)) {
    this.graph = graph;
    this.options = options;
    this.#plan = plan;
    this.data = Float64Array.from(graph.leafData);
    this.gradients = new Float64Array(graph.values.length);
  }

  /** Makes one in steps, for graphs whose plan takes longer than a page may wait. */
  static *inSteps(graph: LabGraph, options: StepperOptions = {}): Steps<Stepper> {
    return new Stepper(graph, options, yield* planStepsInSteps(graph, options));
  }

  /** How many steps there are, forward ones first. */
  get length(): number {
    return this.#plan.steps.length;
  }

  get forwardCount(): number {
    return this.#plan.forwardCount;
  }

  /** How many steps are done. */
  get position(): number {
    return this.#position;
  }

  /** Whether the mode has more steps than are kept. */
  get isCutOff(): boolean {
    return this.#plan.isCutOff;
  }

  /** The step at an index; the one at `position` comes next. */
  step(index: number): Step | undefined {
    return this.#plan.steps.at(index);
  }

  /** One step after the other, each made when its turn comes. */
  eachStep(): Iterable<Step> {
    return this.#plan.steps;
  }

  /** All data, as after the last forward step. */
  get finalData(): Float64Array {
    return this.#plan.data;
  }

  /** All steps at once, made at the first call: on graphs of thousands of nodes that takes its time and room. */
  get steps(): readonly Step[] {
    this.#steps ??= [...this.#plan.steps];
    return this.#steps;
  }

  /** False at the end. */
  forth(): boolean {
    if (this.#position >= this.length) return false;
    const step = this.#position++;
    this.#plan.steps.apply(step, this.#targetOf(step));
    return true;
  }

  /** False at the start. */
  back(): boolean {
    if (this.#position <= 0) return false;
    const step = --this.#position;
    this.#plan.steps.revert(step, this.#targetOf(step));
    return true;
  }

  #targetOf(step: number): Float64Array {
    return step < this.forwardCount ? this.data : this.gradients;
  }

  /** Steps to a position, cut to 0…length; throws a RangeError if it is no whole number. */
  seek(position: number): void {
    if (!Number.isInteger(position)) throw new RangeError(`a position is a whole number, got ${position}`);
    const target = Math.min(Math.max(position, 0), this.length);
    while (this.#position < target) this.forth();
    while (this.#position > target) this.back();
  }

  hasData(node: number): boolean {
    if (this.graph.ops[node] === null) return true;
    const done = Math.min(this.#position, this.forwardCount);
    return done > 0 && this.#plan.steps.nodeOf(done - 1) >= node;
  }

  /** What the step at an index does (by default the one last done); undefined before the first. */
  describe(index = this.#position - 1): StepDescription | undefined {
    const step = this.#plan.steps.at(index);
    return step === undefined ? undefined : describeStep(this.graph, this.#plan.data, step, this.options);
  }
}

/** Every node's gradient at the end of a mode's backward pass. */
export function gradientsOf(graph: LabGraph, options: StepperOptions = {}): Float64Array {
  const stepper = new Stepper(graph, options);
  stepper.seek(stepper.length);
  return stepper.gradients;
}
