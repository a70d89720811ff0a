import type { Training } from '../engines/engine.ts';
import type { ForwardWorkload } from './workloads.ts';

/**
 * Something that can evaluate the forward workloads. A step is a whole evaluation, or, for what would take minutes, a
 * share of one: the first of its points.
 */
export interface ForwardEngine {
  readonly name: string;
  create(workload: ForwardWorkload): Training | Promise<Training>;
}

/** Results that are compared with those of the other engines: any share has as many. */
export const comparedResults = 128;

export interface ForwardTaskOptions extends Pick<Training, 'note' | 'once' | 'share'> {
  readonly dispose?: () => void;
}

/**
 * Evaluates over and over. `evaluate` returns `[row][point]`: the outputs, the neurons layer by layer, or the losses;
 * rows may be longer than the points that were evaluated.
 */
export class ForwardTask implements Training {
  readonly note: string;
  readonly once: boolean;
  readonly share: number;
  readonly #evaluate: () => Results | Promise<Results>;
  readonly #dispose: () => void;
  #last: Results = [];

  constructor(evaluate: () => Results | Promise<Results>, options: ForwardTaskOptions = {}) {
    this.#evaluate = evaluate;
    this.note = options.note ?? '';
    this.once = options.once ?? false;
    this.share = options.share ?? 1;
    this.#dispose = options.dispose ?? (() => undefined);
  }

  async steps(count: number): Promise<void> {
    for (let i = 0; i < count; i++) this.#last = await this.#evaluate();
  }

  /** Of the last row, which depends on all others, the first results. */
  parameters(): Float64Array {
    return Float64Array.from(this.#last[this.#last.length - 1]?.subarray(0, comparedResults) ?? []);
  }

  dispose(): void {
    this.#dispose();
  }
}

export type Results = readonly (Float32Array | Float64Array)[];
