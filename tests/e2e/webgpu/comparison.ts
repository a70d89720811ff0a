import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { boundAt } from '../../../src/backends/webgpu/error-bound.ts';
import { traceNetwork } from '../../../src/nn/network.ts';
import type { TestNetwork } from './random-networks.ts';

export interface Comparison {
  readonly compared: number;
  /** Values farther from the interpreter's than their bound. */
  readonly outside: number;
  readonly largestDifference: number;
  /** Difference of the displayed output alone. */
  readonly largestDisplayedDifference: number;
  readonly largestDisplayedBound: number;
  /** Largest difference as a share of its bound: near 0 the bound would say nothing, above 1 it is broken. */
  readonly largestShare: number;
  /** Between the f64 values of the bound and those of the interpreter, relative where they are above 1. */
  readonly largestReferenceGap: number;
}

/** The network's displayed output and neurons in f64, row by row as the GPU orders them. */
function interpreted({ shape, parameters, columns, sampleCount, neurons }: TestNetwork): Float64Array[] {
  const forward = interpreter.createForward(traceNetwork(shape, neurons).activations);
  const rows = Array.from({ length: 1 + neurons.length }, () => new Float64Array(sampleCount));
  forward.setParameters(parameters);
  forward.run({ count: sampleCount, inputs: columns, targets: [] }, 0, sampleCount, rows);
  forward.dispose();
  return rows;
}

/** Holds the GPU's values of a network, `[row][sample]`, against the interpreter's. */
export function compareWithInterpreter(network: TestNetwork, values: Float32Array): Comparison {
  const { plan, parameters, columns, sampleCount, neurons } = network;
  const reference = interpreted(network);
  const bounded = Array.from({ length: sampleCount }, (_, sample) =>
    boundAt(
      plan,
      parameters,
      columns.map((column) => column[sample]),
      neurons,
    ),
  );
  const entries = reference.flatMap((expected, row) =>
    bounded.map((point, sample) => ({
      isDisplayed: row === 0,
      difference: Math.abs(values[row * sampleCount + sample] - expected[sample]),
      bound: point.bounds[row],
      gap: Math.abs(point.values[row] - expected[sample]) / Math.max(1, Math.abs(expected[sample])),
    })),
  );
  const displayed = entries.filter(({ isDisplayed }) => isDisplayed);
  const largest = <T>(list: readonly T[], of: (item: T) => number): number =>
    list.reduce((most, item) => Math.max(most, of(item)), 0);
  return {
    compared: entries.length,
    // Written so that NaN counts.
    outside: entries.filter(({ difference, bound }) => !(difference <= bound)).length,
    largestDifference: largest(entries, ({ difference }) => difference),
    largestDisplayedDifference: largest(displayed, ({ difference }) => difference),
    largestDisplayedBound: largest(displayed, ({ bound }) => bound),
    largestShare: largest(entries, ({ difference, bound }) => (difference === 0 ? 0 : difference / bound)),
    largestReferenceGap: largest(entries, ({ gap }) => gap),
  };
}
