import type { Steps } from '../../../autograd/steps.ts';
import {
  checkNodeSteps,
  errorSeriesSteps,
  stepSizes,
  type DifferenceErrors,
  type LeafCheck,
} from '../../../lab/check.ts';
import type { LabGraph } from '../../../lab/graph.ts';
import { browserPorts, LeafChecker, type LeafCheckerPorts } from './leaf-checker.ts';
import { Slices, type SlicePorts } from '../workbench/slices.ts';

/** What is to be compared with differences. */
export interface CheckRequest {
  readonly graph: LabGraph;
  /** By node. */
  readonly gradients: ArrayLike<number>;
  /** The step h of the differences. */
  readonly h: number;
  /** The node to look at closely; null for none. */
  readonly node: number | null;
  /** So many leaves at most, the first ones, are checked too. */
  readonly mostLeaves: number;
}

export interface NodeFindings {
  readonly check: LeafCheck;
  readonly series: readonly DifferenceErrors[];
}

export interface NodeChecksPorts {
  readonly onChange: () => void;
  readonly slices?: SlicePorts;
  readonly leaves?: Omit<LeafCheckerPorts, 'onProgress'>;
}

/** Above so many nodes a curve gets one point a decade, and nothing is done at once. */
const manyNodes = 2000;

/** Checks one node closely, and leaves beside it, a slice at a time; small graphs are done when `check` returns. */
export class NodeChecks {
  readonly #onChange: () => void;
  readonly #slices: Slices;
  readonly #leaves: LeafChecker;
  #found: NodeFindings | null = null;
  #request: CheckRequest | null = null;
  /** What to do when the present work is done. */
  #next: CheckRequest | null = null;
  #nodeDone = Promise.resolve();
  #leavesDone = Promise.resolve();

  constructor({ onChange, slices, leaves }: NodeChecksPorts) {
    const onProgress = (): void => {
      this.#onWork();
    };
    this.#onChange = onChange;
    this.#slices = new Slices(slices);
    this.#leaves = new LeafChecker({ ...(leaves ?? browserPorts), onProgress });
  }

  /** null while it is being worked out, or where there is nothing to check. */
  get found(): NodeFindings | null {
    return this.#found;
  }

  /** The first leaves, as far as the work has come. */
  get leafChecks(): readonly LeafCheck[] {
    return this.#leaves.checks;
  }

  get isWorking(): boolean {
    return this.#slices.isBusy.peek() || !this.#leaves.isDone;
  }

  /**
   * Takes up what differs from the last request; null drops everything. Resolves when nothing is left to do, so also
   * when what was asked for was dropped for a later request and that is done.
   */
  async check(request: CheckRequest | null): Promise<void> {
    this.#take(request);
    while (this.isWorking) await Promise.all([this.#nodeDone, this.#leavesDone]);
  }

  #take(request: CheckRequest | null): void {
    const last = this.#next ?? this.#request;
    if (request === null) this.stop();
    else if (last === null || !isSame(last, request)) {
      // Numbers that change all the time would let a large graph's check never come to an end.
      if (this.isWorking && this.#request !== null && isAlike(this.#request, request)) this.#next = request;
      else this.#start(request);
    }
  }

  stop(): void {
    this.#slices.cancel();
    this.#leaves.stop();
    this.#found = null;
    this.#request = null;
    this.#next = null;
  }

  #start(request: CheckRequest): void {
    const { graph, gradients, h, node, mostLeaves } = request;
    const isLarge = graph.values.length > manyNodes;
    const last = this.#request;
    const areNumbersSame = last !== null && haveSameNumbers(last, request);
    this.#request = request;
    this.#next = null;
    if (last === null || !isAlike(last, request)) this.#found = null;
    if (!areNumbersSame || mostLeaves !== last.mostLeaves) {
      const leaves = [...graph.leaves].slice(0, mostLeaves);
      this.#leavesDone = this.#leaves.start({ graph, gradients, h, leaves }, isLarge);
    }
    if (node === null) this.#slices.cancel();
    else if (!areNumbersSame || node !== last.node) {
      this.#nodeDone = this.#slices[isLarge ? 'runLater' : 'run'](findingSteps(request, node), (found) => {
        this.#found = found;
        this.#onWork();
      });
    }
  }

  #onWork(): void {
    if (this.#next !== null && !this.isWorking) this.#start(this.#next);
    this.#onChange();
  }
}

function isSame(a: CheckRequest, b: CheckRequest): boolean {
  return haveSameNumbers(a, b) && a.node === b.node && a.mostLeaves === b.mostLeaves;
}

function haveSameNumbers(a: CheckRequest, b: CheckRequest): boolean {
  return a.graph === b.graph && a.gradients === b.gradients && a.h === b.h;
}

/** Whether two requests are of the same node, whatever the numbers. */
function isAlike(a: CheckRequest, b: CheckRequest): boolean {
  const nameOf = ({ graph, node }: CheckRequest): string | null => (node === null ? null : graph.names[node]);
  return (
    a.graph.ops.length === b.graph.ops.length && a.mostLeaves === b.mostLeaves && nameOf(a) === nameOf(b)
  );
}

function* findingSteps({ graph, gradients, h }: CheckRequest, node: number): Steps<NodeFindings> {
  const check = yield* checkNodeSteps(graph, node, gradients[node], graph.names[node], h);
  const steps = stepSizes(graph.values.length > manyNodes ? 1 : 4);
  return { check, series: yield* errorSeriesSteps(graph, node, gradients[node], steps) };
}
