import type { Samples } from '../backends/executor.ts';
import { encode, encodeFeatures, factorOf, type Encoding, type Feature } from '../data/encoding.ts';
import { gridAxes, gridTable } from '../data/grid.ts';
import { sliceTable, type Slice } from '../data/slice.ts';
import { allRows, type Table } from '../data/table.ts';
import type { LossName } from '../experiment/names.ts';
import { losses } from '../nn/losses.ts';

/** Samples whose answers are known. */
export interface LabelledSamples extends Samples {
  /** The class of each by its place, from 0; null where a number is predicted. */
  readonly classes: Float64Array | null;
  readonly classCount: number;
}

/** Rows of a table as the network and its loss see them. */
export function encodedSamples(
  encoding: Encoding,
  table: Table,
  rows: Uint32Array,
  loss: LossName,
): LabelledSamples {
  const { count, inputs, target: truths } = encode(encoding, table, rows);
  const classCount = encoding.target.kind === 'class' ? encoding.target.classes.length : 0;
  const { outputCount, target } = losses[loss];
  const targets = Array.from({ length: outputCount(classCount) }, (_, output) =>
    truths.map((truth) => target(truth, output, classCount)),
  );
  return { count, inputs, targets, classes: classCount > 0 ? truths : null, classCount };
}

/** A grid by its axes: input i in a cell is `columns[i][column] * rows[i][row]`. */
export interface GridAxes {
  readonly kind: 'grid';
  readonly resolution: number;
  readonly columns: readonly Float64Array[];
  readonly rows: readonly Float64Array[];
}

/** The cells of a grid as the network sees them. Kept by resolution: the columns of a grid never change. */
export class GridSamples {
  readonly #features: readonly Feature[];
  readonly #slice: Slice;
  readonly #byResolution = new Map<number, Samples>();
  readonly #axesByResolution = new Map<number, GridAxes>();

  constructor(features: readonly Feature[], slice: Slice) {
    this.#features = features;
    this.#slice = slice;
  }

  at(resolution: number): Samples {
    let samples = this.#byResolution.get(resolution);
    if (samples === undefined) {
      const table = gridTable(resolution, this.#slice);
      const inputs = encodeFeatures(this.#features, table, allRows(table));
      samples = { count: table.rowCount, inputs, targets: [] };
      this.#byResolution.set(resolution, samples);
    }
    return samples;
  }

  /** The same cells by their axes. */
  axesAt(resolution: number): GridAxes {
    let axes = this.#axesByResolution.get(resolution);
    if (axes === undefined) {
      const { x1, x2 } = gridAxes(resolution, this.#slice.window);
      const factors = this.#features.map((feature) => this.#factors(feature, x1, x2));
      axes = {
        kind: 'grid',
        resolution,
        columns: factors.map(([ofColumn]) => ofColumn),
        rows: factors.map(([, ofRow]) => ofRow),
      };
      this.#axesByResolution.set(resolution, axes);
    }
    return axes;
  }

  /** A feature as a product of what it is along each axis. */
  #factors(feature: Feature, x1: Float64Array, x2: Float64Array): readonly [Float64Array, Float64Array] {
    const { axes } = this.#slice;
    const columns = typeof feature.of === 'string' ? [feature.of] : feature.of;
    if (columns.some((name) => axes.includes(name)))
      return [x1.map(factorOf(feature, axes[0])), x2.map(factorOf(feature, axes[1]))];
    // It lies on neither axis: the same everywhere.
    const table = sliceTable(this.#slice, x1.subarray(0, 1), x2.subarray(0, 1));
    const [[value]] = encodeFeatures([feature], table, allRows(table));
    return [x1.map(() => value), x2.map(() => 1)];
  }
}
