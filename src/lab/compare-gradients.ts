import type { SampleGraph } from './sample-graph.ts';

/** One parameter's gradient by the lab's backward pass and by the trainer. */
export interface ComparedGradient {
  /** Place in `Mlp.parameters`. */
  readonly parameter: number;
  /** -1 where the root does not depend on the parameter: the lab's gradient is 0. */
  readonly node: number;
  readonly lab: number;
  readonly trainer: number;
  /** |lab - trainer|. */
  readonly difference: number;
  /** |lab - trainer|, relative to the largest gradient of all parameters: what rounding does to sums goes by that. */
  readonly relative: number;
}

export interface GradientComparison {
  /** Parameters compared. */
  readonly count: number;
  /** Those whose two numbers are the same to the last bit. */
  readonly exact: number;
  /** Where the relative difference is largest; one that is not a number counts as the largest of all. */
  readonly largest: ComparedGradient;
}

/** `gradients` come by node, `trainer` by parameter; `scale` is the size of the largest of them. */
export function compareParameter(
  { parameterNodes }: SampleGraph,
  gradients: ArrayLike<number>,
  trainer: ArrayLike<number>,
  parameter: number,
  scale: number,
): ComparedGradient {
  const node = parameterNodes[parameter];
  const lab = node < 0 ? 0 : gradients[node];
  const other = trainer[parameter];
  const difference = Object.is(lab, other) ? 0 : Math.abs(lab - other);
  const relative = difference === 0 ? 0 : difference / scale;
  return { parameter, node, lab, trainer: other, difference, relative };
}

/** Compares every parameter's gradient of a complete backward pass with the trainer's. */
export function compareGradients(
  graph: SampleGraph,
  gradients: ArrayLike<number>,
  trainer: ArrayLike<number>,
): GradientComparison {
  const count = graph.parameterNodes.length;
  if (trainer.length !== count) {
    throw new RangeError(`the graph has ${count} parameters, the trainer gave ${trainer.length} gradients`);
  }
  const scale = largestOf(count, (p) => [trainer[p], gradients[graph.parameterNodes[p]] ?? 0]);
  let exact = 0;
  let largest = compareParameter(graph, gradients, trainer, 0, scale);
  for (let p = 0; p < count; p++) {
    const compared = compareParameter(graph, gradients, trainer, p, scale);
    if (compared.difference === 0) exact++;
    if (!(compared.relative <= largest.relative) && !Number.isNaN(largest.relative)) largest = compared;
  }
  return { count, exact, largest };
}

/** The largest size among finite numbers. */
function largestOf(count: number, numbersOf: (i: number) => readonly number[]): number {
  let largest = 0;
  for (let i = 0; i < count; i++) {
    for (const number of numbersOf(i)) {
      if (Number.isFinite(number)) largest = Math.max(largest, Math.abs(number));
    }
  }
  return largest;
}
