import type { ActivationName, LossName } from '../../src/experiment/names.ts';
import { drawParameters, generator, type Subject } from '../workloads.ts';

/**
 * Adam on rows that lie in memory. Every engine takes the rows of the first epoch as they lie, so that all have done
 * the same after as many steps, and shuffles for each later one by its own means. What is left over at the end of an
 * epoch is less than a batch, and is left out.
 */
export interface RowWorkload extends Subject {
  readonly activation: Extract<ActivationName, 'tanh' | 'relu'>;
  readonly loss: Extract<LossName, 'squared-error' | 'cross-entropy'>;
  readonly rows: number;
  readonly learningRate: number;
  /** Columns of numbers from -1 to 1, single precision. */
  readonly inputs: readonly Float64Array[];
  /** Columns: a number for each output, or one of indices of classes. */
  readonly targets: readonly Float64Array[];
  /** Layer after layer: the weights [output][input], row-major, then the biases. */
  readonly initialParameters: Float64Array;
}

const shapes = {
  W7: { widths: [4, 32, 16, 4], activation: 'tanh', loss: 'squared-error', batchSize: 10_000, rows: 10_000 },
  W8: { widths: [64, 32, 10], activation: 'relu', loss: 'cross-entropy', batchSize: 32, rows: 1797 },
  W9: { widths: [20, 64, 64, 2], activation: 'relu', loss: 'cross-entropy', batchSize: 128, rows: 100_000 },
  /** Only compiled. */
  deep: {
    widths: [64, ...new Array<number>(8).fill(128), 10],
    activation: 'relu',
    loss: 'cross-entropy',
    batchSize: 64,
    rows: 1024,
  },
} as const;

export type RowName = keyof typeof shapes;
export const allRowNames = Object.keys(shapes) as readonly RowName[];
/** Those that are measured by their steps. */
export const rowNames = ['W7', 'W8', 'W9'] as const satisfies readonly RowName[];

/** The same workload, to the bit, on every call. */
export function createRowWorkload(name: RowName): RowWorkload {
  return drawRowWorkload(name, shapes[name]);
}

/** The same for a shape of one's own. */
export function drawRowWorkload(
  name: string,
  shape: Pick<RowWorkload, 'widths' | 'activation' | 'loss' | 'batchSize' | 'rows'>,
): RowWorkload {
  const { widths, loss, rows } = shape;
  const [inputCount, outputCount] = [widths[0], widths[widths.length - 1]];
  const draw = generator(7);
  const single = (): number => Math.fround(2 * draw() - 1);
  const inputs = Array.from({ length: inputCount }, () => Float64Array.from({ length: rows }, single));
  const classOf = (x: number): number => Math.min(outputCount - 1, Math.floor(((x + 1) / 2) * outputCount));
  const targets =
    loss === 'cross-entropy'
      ? [inputs[0].map(classOf)]
      : Array.from({ length: outputCount }, (_, k) =>
          inputs[k % inputCount].map((x) => Math.fround(Math.sin(3 * x))),
        );
  const initialParameters = drawParameters(widths, draw).map(Math.fround);
  return { name, ...shape, learningRate: 0.001, inputs, targets, initialParameters };
}

/** Row by row. */
export function rowMajor(columns: readonly Float64Array[]): Float32Array<ArrayBuffer> {
  const rows = columns[0].length;
  const all = new Float32Array(rows * columns.length);
  for (const [k, column] of columns.entries())
    for (let row = 0; row < rows; row++) all[row * columns.length + k] = column[row];
  return all;
}

/** Which rows come next: as they lie at first, then in a new order in every epoch. */
export class RowOrder {
  readonly #rows: number;
  readonly #batchSize: number;
  readonly #draw = generator(1);
  readonly order: Int32Array;
  #position = 0;

  constructor({ rows, batchSize }: Pick<RowWorkload, 'rows' | 'batchSize'>) {
    this.#rows = rows;
    this.#batchSize = batchSize;
    this.order = Int32Array.from({ length: rows }, (_, row) => row);
  }

  next(): Int32Array {
    const to = this.#position + this.#batchSize;
    if (to <= this.#rows) return this.order.subarray(this.#position, (this.#position = to));
    this.#shuffle();
    this.#position = this.#batchSize;
    return this.order.subarray(0, this.#batchSize);
  }

  /** Fisher and Yates. */
  #shuffle(): void {
    const { order } = this;
    for (let i = this.#rows - 1; i > 0; i--) {
      const j = Math.floor(this.#draw() * (i + 1));
      const row = order[i];
      order[i] = order[j];
      order[j] = row;
    }
  }
}
