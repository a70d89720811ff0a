import type { Steps } from '../../../autograd/steps.ts';
import { checkNodeSteps, type LeafCheck } from '../../../lab/check.ts';
import type { LabGraph } from '../../../lab/graph.ts';

export interface LeafCheckTask {
  readonly graph: LabGraph;
  readonly gradients: ArrayLike<number>;
  readonly h: number;
  /** Leaves to check, in this order. */
  readonly leaves: readonly (readonly [name: string, node: number])[];
}

export interface LeafCheckerPorts {
  readonly now: () => number;
  /** Runs a piece of work soon, after the page has had its turn; returns how to cancel it. */
  readonly soon: (work: () => void) => () => void;
  /** Now and then while the work goes on, and at its end. */
  readonly onProgress: () => void;
}

/** One leaf costs a hundred evaluations of the graph: a slice is as many of them as fit into this. */
const sliceMs = 8;

/** Drawing a table of thousands of rows after every slice would cost more than the slices. */
const progressMs = 250;

/** Checks leaves a slice at a time, so that a graph of thousands of nodes never holds the page up. */
export class LeafChecker {
  readonly #ports: LeafCheckerPorts;
  #checks: LeafCheck[] = [];
  #total = 0;
  #cancel: (() => void) | null = null;
  /** End the promise of the present task. */
  #settle: () => void = () => undefined;
  #fail: (error: unknown) => void = () => undefined;
  #toldAt = -Infinity;

  constructor(ports: LeafCheckerPorts) {
    this.#ports = ports;
  }

  /** By leaf of the task, as far as the work has come. */
  get checks(): readonly LeafCheck[] {
    return this.#checks;
  }

  /** How many checks there will be. */
  get total(): number {
    return this.#total;
  }

  get isDone(): boolean {
    return this.#checks.length === this.#total;
  }

  /**
   * Takes up another task; its first slice is done at once, unless it is to be `later`. Resolves when the task is
   * done or dropped, rejects with what a step throws.
   */
  start(task: LeafCheckTask, later = false): Promise<void> {
    this.stop();
    this.#total = task.leaves.length;
    const steps = this.#steps(task, this.#checks);
    return new Promise((resolve, reject) => {
      this.#settle = resolve;
      this.#fail = reject;
      if (later) this.#soon(steps);
      else this.#continue(steps);
    });
  }

  /** Drops the task and what came of it. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#total = 0;
    this.#checks = [];
    this.#settle();
  }

  *#steps({ graph, gradients, h, leaves }: LeafCheckTask, checks: LeafCheck[]): Steps<void> {
    for (const [name, node] of leaves) {
      checks.push(yield* checkNodeSteps(graph, node, gradients[node], name, h));
    }
  }

  #continue(steps: Steps<void>): void {
    const end = this.#ports.now() + sliceMs;
    while (steps.next().done !== true) {
      if (this.#ports.now() < end) continue;
      this.#soon(steps);
      return;
    }
    this.#settle();
  }

  #soon(steps: Steps<void>): void {
    this.#cancel = this.#ports.soon(() => {
      this.#cancel = null;
      try {
        this.#continue(steps);
      } catch (error) {
        this.#fail(error);
      }
      this.#tell();
    });
  }

  #tell(): void {
    const now = this.#ports.now();
    if (!this.isDone && now - this.#toldAt < progressMs) return;
    this.#toldAt = now;
    this.#ports.onProgress();
  }
}

/** The clock and the timer of a browser. */
export const browserPorts = {
  now: () => performance.now(),
  soon: (work: () => void) => {
    const timer = setTimeout(work);
    return () => {
      clearTimeout(timer);
    };
  },
} satisfies Omit<LeafCheckerPorts, 'onProgress'>;
