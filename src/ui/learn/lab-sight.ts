import type { OpName } from '../../autograd/ops.ts';
import { evaluate, type LabGraph } from '../../lab/graph.ts';
import type { StepMode } from '../../lab/step-modes.ts';
import { gradientsOf } from '../../lab/stepper.ts';
import { printedName } from '../../lab/printed-name.ts';
import { shortText } from '../lab/formula/math-number.ts';
import { sayScalar } from '../lab/graph/cards.ts';
import type { LabModel } from '../lab/workbench/lab-model.ts';

interface Seen {
  readonly graph: LabGraph;
  readonly mode: StepMode;
  readonly wrongOp: OpName;
  readonly position: number;
  readonly length: number;
  readonly forwardCount: number;
  readonly isExerciseDone: boolean;
  readonly shownAnswers: number;
  readonly locked: ReadonlySet<string>;
}

/** The graph lab at one moment, as the goals of chapters look at it. */
export class LabSight {
  readonly #seen: Seen;
  #data: Float64Array | null = null;
  #gradients: Float64Array | null = null;
  #trueGradients: Float64Array | null = null;

  constructor(seen: Seen) {
    this.#seen = seen;
  }

  get mode(): StepMode {
    return this.#seen.mode;
  }

  /** Whether the forward pass is done. */
  get isComputed(): boolean {
    const { position, forwardCount } = this.#seen;
    return position >= forwardCount;
  }

  get isAtEnd(): boolean {
    const { position, length } = this.#seen;
    return position === length;
  }

  /** Whether an exercise is going on in which every gradient was worked out, and none was shown. */
  get isExerciseDone(): boolean {
    return this.#seen.isExerciseDone;
  }

  /** How many gradients of the exercise that is going on were shown rather than worked out. */
  get shownAnswers(): number {
    return this.#seen.shownAnswers;
  }

  isLocked(leaf: string): boolean {
    return this.#seen.locked.has(leaf);
  }

  /** What a name comes to, however far the steps have come; NaN if there is no such name. */
  data(name: string): number {
    this.#data ??= evaluate(this.#seen.graph);
    return this.#numberAt(this.#data, name);
  }

  /** What the backward pass of the present mode gives a name in the end; NaN if there is no such name. */
  gradient(name: string): number {
    // Not those of the lab: between a change of the mode and its numbers, they are of the mode before.
    this.#gradients ??= gradientsOf(this.#seen.graph, this.#seen);
    return this.#numberAt(this.#gradients, name);
  }

  /** What it gives when nothing is done wrong; NaN if there is no such name. */
  trueGradient(name: string): number {
    this.#trueGradients ??= gradientsOf(this.#seen.graph);
    return this.#numberAt(this.#trueGradients, name);
  }

  #numberAt(numbers: Float64Array, name: string): number {
    const node = this.#seen.graph.named.get(name);
    return node === undefined ? NaN : numbers[node];
  }

  /** The names of the movable leaves. */
  get leaves(): readonly string[] {
    return [...this.#seen.graph.leaves.keys()];
  }

  /** Whether a name is the result, computed from two others, or from one twice, by an op of the given name. */
  isResultOf(name: string, op: string, operandNames: readonly [string, string]): boolean {
    const { root, ops, operands, named } = this.#seen.graph;
    if (named.get(name) !== root || ops[root] !== op) return false;
    const wanted = operandNames.map((operand) => named.get(operand));
    const isMade = operands[root].every((operand) => wanted.includes(operand));
    return isMade && new Set(operands[root]).size === new Set(wanted).size;
  }
}

/** null while there is nothing to look at: no graph, or a text that cannot be read. Follows the model's signals. */
export function lookAtLab(lab: LabModel): LabSight | null {
  const { graph, error, mode, wrongOp, progress, exercise, locked } = lab;
  const shown = graph.value;
  const steps = progress.value;
  const isReadable = error.value === null;
  const options = { mode: mode.value, wrongOp: wrongOp.value };
  const { right, shown: given, total } = exercise.score.value;
  const isOfGradients = exercise.exercise.value?.kind === 'gradients';
  const shownAnswers = isOfGradients ? given : 0;
  const isExerciseDone = isOfGradients && total > 0 && right === total;
  const lockedLeaves = locked.value;
  if (shown === null || steps === null || !isReadable) return null;
  return new LabSight({
    graph: shown,
    ...options,
    position: steps.position,
    length: steps.length,
    forwardCount: steps.forwardCount,
    isExerciseDone,
    shownAnswers,
    locked: lockedLeaves,
  });
}

/** Equal but for rounding. */
export function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
}

/** Whether leaves are where they were. */
export function areUnmoved(leaves: ReadonlyMap<string, number>, now: LabSight): boolean {
  return [...leaves].every(([name, value]) => now.data(name) === value);
}

/** Which given leaf was moved and stands in the way, as a sentence; null where none was. */
export function movedLeaf(leaves: ReadonlyMap<string, number>, now: LabSight): string | null {
  const moved = [...leaves].find(([name, value]) => now.data(name) !== value);
  if (moved === undefined) return null;
  const [name, value] = moved;
  const is = Number.isNaN(now.data(name)) ? 'is gone' : `is ${sayScalar(now.data(name))}`;
  return `${printedName(name)} ${is}: this counts only with ${printedName(name)} at ${shortText(value)}.`;
}

/** Gradients smaller than this move a leaf by no more than rounding does. */
const smallestGradient = 1e-9;
/** The leaves are written as text and read again, and the difference of two near numbers has few digits. */
const stepTolerance = 1e-3;

/** Whether every leaf has moved by the same negative multiple of the gradient that it had: a step of gradient descent. */
export function isStepDownhill(now: LabSight, before: LabSight): boolean {
  const { leaves } = before;
  if (now.leaves.join() !== leaves.join()) return false;
  const steps = leaves
    .filter((name) => Math.abs(before.trueGradient(name)) > smallestGradient)
    .map((name) => (now.data(name) - before.data(name)) / before.trueGradient(name));
  const [first] = steps;
  return first < 0 && steps.every((step) => Math.abs(step / first - 1) < stepTolerance);
}
