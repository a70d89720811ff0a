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
  readonly steps: StepColumns;
  readonly forwardCount: number;
  /** All data, as after the last forward step. */
  readonly data: Float64Array;
  /** The visits of a graph grow exponentially without an order: steps beyond the limit are left out. */
  readonly isCutOff: boolean;
}

const stepKinds = ['forward', 'seed', 'backward', 'renew'] as const satisfies readonly Step['kind'][];

/** The steps of a graph in typed arrays: those of 10⁵ nodes take 10 MB, as objects they took 35. */
export class StepColumns {
  #length = 0;
  #writeCount = 0;
  #kinds: Uint8Array;
  #nodes: Int32Array;
  #passes: Uint8Array;
  #arriving: Float64Array;
  /** Where a step's writes begin; they end where the next one's begin. */
  #firstWrites: Int32Array;
  #writtenNodes: Int32Array;
  /** `[before, after, contribution]` of each write. */
  #numbers: Float64Array;

  /** Room for so many steps and writes; more is made when it is needed. */
  constructor(steps: number, writes: number) {
    const capacity = Math.max(16, steps);
    this.#kinds = new Uint8Array(capacity);
    this.#nodes = new Int32Array(capacity);
    this.#passes = new Uint8Array(capacity);
    this.#arriving = new Float64Array(capacity);
    this.#firstWrites = new Int32Array(capacity);
    this.#writtenNodes = new Int32Array(Math.max(16, writes));
    this.#numbers = new Float64Array(3 * this.#writtenNodes.length);
  }

  get length(): number {
    return this.#length;
  }

  /** Begins a step; the writes that follow are its own. */
  begin(kind: Step['kind'], node: number, pass: number, arriving: number): void {
    if (this.#length === this.#nodes.length) this.#growSteps();
    const i = this.#length++;
    this.#kinds[i] = stepKinds.indexOf(kind);
    this.#nodes[i] = node;
    this.#passes[i] = pass;
    this.#arriving[i] = arriving;
    this.#firstWrites[i] = this.#writeCount;
  }

  write(node: number, before: number, after: number, contribution: number): void {
    if (this.#writeCount === this.#writtenNodes.length) this.#growWrites();
    const k = this.#writeCount++;
    this.#writtenNodes[k] = node;
    this.#numbers[3 * k] = before;
    this.#numbers[3 * k + 1] = after;
    this.#numbers[3 * k + 2] = contribution;
  }

  kindOf(step: number): Step['kind'] {
    return stepKinds[this.#kinds[step]];
  }

  nodeOf(step: number): number {
    return this.#nodes[step];
  }

  /** Does a step's writes to an array by node. */
  apply(step: number, target: Float64Array): void {
    const end = this.#endOfWrites(step);
    for (let k = this.#firstWrites[step]; k < end; k++) {
      target[this.#writtenNodes[k]] = this.#numbers[3 * k + 1];
    }
  }

  /** Undoes them, last first: x * x writes to x twice. */
  revert(step: number, target: Float64Array): void {
    for (let k = this.#endOfWrites(step) - 1; k >= this.#firstWrites[step]; k--) {
      target[this.#writtenNodes[k]] = this.#numbers[3 * k];
    }
  }

  /** A step as an object; undefined where there is none. */
  at(step: number): Step | undefined {
    if (!(step >= 0 && step < this.#length)) return undefined;
    const writes: Write[] = [];
    for (let k = this.#firstWrites[step]; k < this.#endOfWrites(step); k++) {
      const [before, after, contribution] = this.#numbers.subarray(3 * k, 3 * k + 3);
      writes.push({ node: this.#writtenNodes[k], before, after, contribution });
    }
    return {
      kind: this.kindOf(step),
      node: this.#nodes[step],
      pass: this.#passes[step],
      arriving: this.#arriving[step],
      writes,
    };
  }

  *[Symbol.iterator](): Iterator<Step> {
    for (let i = 0; i < this.#length; i++) {
      const step = this.at(i);
      if (step !== undefined) yield step;
    }
  }

  #endOfWrites(step: number): number {
    return step + 1 < this.#length ? this.#firstWrites[step + 1] : this.#writeCount;
  }

  #growSteps(): void {
    const capacity = 2 * this.#nodes.length;
    this.#kinds = grown(this.#kinds, new Uint8Array(capacity));
    this.#nodes = grown(this.#nodes, new Int32Array(capacity));
    this.#passes = grown(this.#passes, new Uint8Array(capacity));
    this.#arriving = grown(this.#arriving, new Float64Array(capacity));
    this.#firstWrites = grown(this.#firstWrites, new Int32Array(capacity));
  }

  #growWrites(): void {
    const capacity = 2 * this.#writtenNodes.length;
    this.#writtenNodes = grown(this.#writtenNodes, new Int32Array(capacity));
    this.#numbers = grown(this.#numbers, new Float64Array(3 * capacity));
  }
}

function grown<A extends Uint8Array | Int32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
