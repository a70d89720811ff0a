import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { sampleCountOf } from '../../../src/backends/webgpu/batch.ts';
import { boundAt } from '../../../src/backends/webgpu/error-bound.ts';
import { outputCount, rowCountOf } from '../../../src/backends/webgpu/network-plan.ts';
import type { SampleSource } from '../../../src/backends/webgpu/requests.ts';
import { inputsOf } from '../../../src/backends/webgpu/spot-check.ts';
import type { TestNetwork } from './random-networks.ts';

/** What the interpreter's own f64 may be off, for each unit of a point's largest prediction. */
const referenceError = 1e-14;
/** A point whose bound is larger than this is undecided: agreement there says little. */
const decidedBound = 1e-2;

export interface Comparison {
  readonly compared: number;
  /** Values farther from the interpreter's than their bound. */
  readonly outside: number;
  readonly undecided: number;
  readonly largestDifference: number;
  /** Largest difference as a share of its bound: near 0 the bound would say nothing, above 1 it is broken. */
  readonly largestShare: number;
  /**
   * Between the f64 values of the bound and those of the interpreter, relative to the value or the largest prediction of
   * the point, where either is above 1: a softmax has lost the digits before the point of its logits.
   */
  readonly largestReferenceGap: number;
}

/** All rows of the network in f64, as the GPU orders them. */
function interpreted({ program, parameters }: TestNetwork, inputs: readonly Float64Array[]): Float64Array[] {
  const forward = interpreter.createForward(program.trace());
  const count = inputs[0].length;
  const rows = Array.from({ length: rowCountOf(program) }, () => new Float64Array(count));
  forward.setParameters(parameters);
  forward.run({ count, inputs, targets: [] }, 0, count, rows);
  forward.dispose();
  return rows;
}

/** Holds the GPU's values of all rows, `[row][sample]`, against the interpreter's. */
export function compareWithInterpreter(
  network: TestNetwork,
  source: SampleSource,
  values: Float32Array,
): Comparison {
  const { program, parameters } = network;
  const count = sampleCountOf(source);
  const points = Array.from({ length: count }, (_, sample) => inputsOf(source, sample));
  const inputs = Array.from({ length: program.plan.inputCount }, (_, i) =>
    Float64Array.from(points, (point) => point[i]),
  );
  const reference = interpreted(network, inputs);
  const bounded = points.map((point) =>
    boundAt(program.plan, parameters, point, program.neurons, source.kind === 'grid'),
  );
  const predictions = reference.slice(outputCount(program.plan), 2 * outputCount(program.plan));
  const scales = points.map((_, sample) => Math.max(1, ...predictions.map((row) => Math.abs(row[sample]))));
  const entries = reference.flatMap((expected, row) =>
    bounded.map((point, sample) => ({
      difference: Math.abs(values[row * count + sample] - expected[sample]),
      bound: point.bounds[row] + referenceError * scales[sample],
      gap:
        Math.abs(point.values[row] - expected[sample]) / Math.max(scales[sample], Math.abs(expected[sample])),
    })),
  );
  const largest = (of: (entry: (typeof entries)[number]) => number): number =>
    entries.reduce((most, entry) => Math.max(most, of(entry)), 0);
  return {
    compared: entries.length,
    // Written so that NaN counts.
    outside: entries.filter(({ difference, bound }) => !(difference <= bound)).length,
    undecided: entries.filter(({ bound }) => bound > decidedBound).length,
    largestDifference: largest(({ difference }) => difference),
    largestShare: largest(({ difference, bound }) => (difference === 0 ? 0 : difference / bound)),
    largestReferenceGap: largest(({ gap }) => gap),
  };
}
