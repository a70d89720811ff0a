import { computed, signal } from '@preact/signals-core';
import type { LabGraph } from '../../lab/graph.ts';
import type { StepperOptions } from '../../lab/step-modes.ts';
import { Stepper } from '../../lab/stepper.ts';
import type { GraphNumbers } from './graph/cards.ts';
import type { Progress } from './lab-model.ts';
import { orderMistake } from './step-words.ts';
import { touch } from './touch.ts';

/** A stepper that signals what it does. */
export class Stepping {
  readonly #stepper = signal<Stepper | null>(null);
  readonly version = signal(0);
  /** By node: how many steps until something has arrived at it; Infinity if nothing ever does. */
  #arrival = new Float64Array(0);

  readonly numbers = computed<GraphNumbers | null>(() => {
    const stepper = this.#stepper.value;
    if (stepper === null) return null;
    const arrival = this.#arrival;
    return {
      data: stepper.data,
      gradients: stepper.gradients,
      hasData: (node) => stepper.hasData(node),
      // At the end, what nothing arrived at has gradient 0: the result does not depend on it.
      hasGradient: (node) => stepper.position >= Math.min(arrival[node], stepper.length),
    };
  });

  readonly progress = computed<Progress | null>(() => {
    const stepper = this.#stepper.value;
    touch(this.version.value);
    if (stepper === null) return null;
    const { position, length, forwardCount, steps, isCutOff } = stepper;
    const last = position > 0 ? steps[position - 1] : undefined;
    return {
      position,
      length,
      forwardCount,
      isCutOff,
      orderMistake: orderMistake(steps, position - 1),
      done: stepper.describe(),
      next: stepper.describe(position),
      active: last === undefined ? null : last.node,
      touched: last === undefined ? [] : [...new Set(last.writes.map(({ node }) => node))],
    };
  });

  /** The gradients as they are after the last step, wherever the stepping stands. */
  readonly finishedGradients = computed<Float64Array | null>(() => {
    const stepper = this.#stepper.value;
    if (stepper === null) return null;
    const gradients = new Float64Array(stepper.graph.values.length);
    for (const { kind, writes } of stepper.steps) {
      if (kind !== 'forward') for (const { node, after } of writes) gradients[node] = after;
    }
    return gradients;
  });

  get stepper(): Stepper | null {
    return this.#stepper.peek();
  }

  /** Begins with another graph, or another way to run it. `position` may be Infinity for the end. */
  begin(graph: LabGraph, options: StepperOptions, position: number): void {
    const stepper = new Stepper(graph, options);
    const arrival = new Float64Array(graph.values.length).fill(Infinity);
    stepper.steps.forEach(({ kind, writes }, i) => {
      if (kind !== 'forward') for (const { node } of writes) arrival[node] = Math.min(arrival[node], i + 1);
    });
    stepper.seek(Math.min(position, stepper.length));
    this.#arrival = arrival;
    this.#stepper.value = stepper;
    this.version.value++;
  }

  end(): void {
    this.#stepper.value = null;
    this.version.value++;
  }

  /** From the end, a step forth is the first one of another walk. */
  forth(): void {
    const { stepper } = this;
    if (stepper === null) return;
    if (!stepper.forth()) {
      stepper.seek(0);
      stepper.forth();
    }
    this.version.value++;
  }

  back(): void {
    if (this.stepper?.back() === true) this.version.value++;
  }

  seek(position: number): void {
    const { stepper } = this;
    if (stepper === null) return;
    stepper.seek(Math.min(position, stepper.length));
    this.version.value++;
  }
}
