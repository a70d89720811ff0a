import { computed, signal } from '@preact/signals-core';
import type { BenchNumbers } from '../workbench/bench.ts';
import { apartTexts } from '../formula/math-number.ts';
import type { GraphNumbers, NodeMark } from '../graph/cards.ts';
import type { Progress } from '../workbench/lab-model.ts';
import { orderMistake } from './step-words.ts';
import { touch } from '../workbench/touch.ts';

/** A walk through a graph that signals what it does. */
export class Stepping {
  readonly #walk = signal<BenchNumbers | null>(null);
  /** Grows whenever any number changes: the arrays behind the numbers are written in place. */
  readonly version = signal(0);

  readonly numbers = computed<GraphNumbers | null>(() => {
    if (this.#walk.value === null) return null;
    const { stepper, arrival } = this.#walk.value;
    return {
      data: stepper.data,
      gradients: stepper.gradients,
      hasData: (node) => stepper.hasData(node),
      // At the end, what nothing arrived at has gradient 0: the result does not depend on it.
      hasGradient: (node) => stepper.position >= Math.min(arrival[node], stepper.length),
    };
  });

  readonly progress = computed<Progress | null>(() => {
    touch(this.version.value);
    if (this.#walk.value === null) return null;
    const { stepper } = this.#walk.value;
    const { position, length, forwardCount, isCutOff } = stepper;
    const last = stepper.step(position - 1);
    return {
      position,
      length,
      forwardCount,
      isCutOff,
      // In an order that is right, nothing is to be found.
      orderMistake:
        stepper.options.mode === 'no-topological-order' ? orderMistake(stepper.steps, position - 1) : '',
      done: stepper.describe(),
      next: stepper.describe(position),
      active: last === undefined ? null : last.node,
      touched: last === undefined ? [] : [...new Set(last.writes.map(({ node }) => node))],
    };
  });

  readonly finishedGradients = computed(() => this.#walk.value?.finishedGradients ?? null);

  /** By node, the gradient that is right, where the pass is over and has come to another one. */
  readonly mistakes = computed<BenchNumbers['mistakes']>(() => {
    touch(this.version.value);
    if (this.#walk.value === null) return new Map();
    const { stepper, mistakes } = this.#walk.value;
    return stepper.position === stepper.length ? mistakes : new Map();
  });

  readonly marks = computed<BenchNumbers['marks']>(() => {
    const walk = this.#walk.value;
    const mistakes = this.mistakes.value;
    if (walk === null || mistakes.size === 0) return walk?.marks ?? new Map();
    const { finishedGradients, marks } = walk;
    const wrong = [...mistakes].map(([node, right]): [number, NodeMark] => {
      const [finished, known] = apartTexts(finishedGradients[node], right);
      return [node, { kind: 'wrong', text: `A gradient of ${finished} is wrong: ${known} is right.` }];
    });
    return new Map([...wrong, ...marks]);
  });

  /** Steps done and to do; null without a graph. */
  get place(): { readonly position: number; readonly length: number; readonly forwardCount: number } | null {
    return this.#walk.peek()?.stepper ?? null;
  }

  /** Begins with other numbers. `position` may be Infinity for the end. */
  begin(walk: BenchNumbers, position: number): void {
    walk.stepper.seek(Math.min(position, walk.stepper.length));
    this.#walk.value = walk;
    this.version.value++;
  }

  /** From the end, a step forth is the first one of another walk. */
  forth(): void {
    const stepper = this.#walk.peek()?.stepper;
    if (stepper === undefined) return;
    if (!stepper.forth()) {
      stepper.seek(0);
      stepper.forth();
    }
    this.version.value++;
  }

  back(): void {
    if (this.#walk.peek()?.stepper.back() === true) this.version.value++;
  }

  seek(position: number): void {
    const stepper = this.#walk.peek()?.stepper;
    if (stepper === undefined) return;
    stepper.seek(Math.min(position, stepper.length));
    this.version.value++;
  }
}
