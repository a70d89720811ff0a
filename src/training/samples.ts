import { finish, type Steps } from '../autograd/steps.ts';
import type { Samples } from '../backends/executor.ts';
import { encodeSteps, factorOf, type Encoding, type Feature } from '../data/encoding.ts';
import { gridAxes, gridPoints } from '../data/grid.ts';
import { sliceInputs, type ComponentSlice, type Slice } from '../data/slice.ts';
import type { Table } from '../data/table.ts';
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
  return finish(encodedSampleSteps(encoding, table, rows, loss));
}

/** As `encodedSamples`, an input at a time. */
export function* encodedSampleSteps(
  encoding: Encoding,
  table: Table,
  rows: Uint32Array,
  loss: LossName,
): Steps<LabelledSamples> {
  const { count, inputs, target: truths } = yield* encodeSteps(encoding, table, rows);
  const classCount = encoding.target.kind === 'class' ? encoding.target.classes.length : 0;
  const { outputCount, target } = losses[loss];
  const targets = Array.from({ length: outputCount(classCount) }, (_, output) =>
    truths.map((truth) => target(truth, output, classCount)),
  );
  return { count, inputs, targets, classes: classCount > 0 ? truths : null, classCount };
}

/** The first of the samples, where they lie. */
export function leadingSamples(samples: LabelledSamples, count: number): LabelledSamples {
  if (count >= samples.count) return samples;
  const leading = (column: Float64Array): Float64Array => column.subarray(0, count);
  return {
    ...samples,
    count,
    inputs: samples.inputs.map(leading),
    targets: samples.targets.map(leading),
    classes: samples.classes && leading(samples.classes),
  };
}

/** A grid by its axes: input i in a cell is `columns[i][column] * rows[i][row]`. */
export interface GridAxes {
  readonly kind: 'grid';
  readonly resolution: number;
  readonly columns: readonly Float64Array[];
  readonly rows: readonly Float64Array[];
}

/** Cells of a grid in columns, `columns[input][cell]`. */
export interface CellColumns {
  readonly kind: 'columns';
  readonly count: number;
  readonly columns: readonly Float64Array[];
}

/** The cells of a grid as the network sees them. Kept by resolution: the columns of a grid never change. */
export class GridSamples {
  readonly #features: readonly Feature[];
  readonly #slice: Slice;
  readonly #byResolution = new Map<number, Samples>();
  readonly #axesByResolution = new Map<number, GridAxes | CellColumns>();

  constructor(features: readonly Feature[], slice: Slice) {
    this.#features = features;
    this.#slice = slice;
  }

  at(resolution: number): Samples {
    let samples = this.#byResolution.get(resolution);
    if (samples === undefined) {
      const cells = gridPoints(resolution, this.#slice.window);
      const inputs = sliceInputs(this.#features, this.#slice, cells);
      samples = { count: cells.x1.length, inputs, targets: [] };
      this.#byResolution.set(resolution, samples);
    }
    return samples;
  }

  /** The same cells by their axes; of a slice whose inputs are no products of these, one by one. */
  axesAt(resolution: number): GridAxes | CellColumns {
    let axes = this.#axesByResolution.get(resolution);
    if (axes === undefined) {
      axes = this.#axesOf(resolution);
      this.#axesByResolution.set(resolution, axes);
    }
    return axes;
  }

  #axesOf(resolution: number): GridAxes | CellColumns {
    const slice = this.#slice;
    if (slice.kind === 'components') {
      const { count, inputs } = this.at(resolution);
      return { kind: 'columns', count, columns: inputs };
    }
    const { x1, x2 } = gridAxes(resolution, slice.window);
    const factors = this.#features.map((feature) => factorsOf(feature, slice, x1, x2));
    return {
      kind: 'grid',
      resolution,
      columns: factors.map(([ofColumn]) => ofColumn),
      rows: factors.map(([, ofRow]) => ofRow),
    };
  }
}

/** A feature as a product of what it is along each axis. */
function factorsOf(
  feature: Feature,
  slice: Exclude<Slice, ComponentSlice>,
  x1: Float64Array,
  x2: Float64Array,
): readonly [Float64Array, Float64Array] {
  const alike = (): Float64Array => x2.map(() => 1);
  if (slice.kind === 'line') return [x1.map(factorOf(feature, slice.axis)), alike()];
  const { axes } = slice;
  const columns = typeof feature.of === 'string' ? [feature.of] : feature.of;
  if (columns.some((name) => axes.includes(name)))
    return [x1.map(factorOf(feature, axes[0])), x2.map(factorOf(feature, axes[1]))];
  // It lies on neither axis: the same everywhere.
  const corner = { x1: x1.subarray(0, 1), x2: x2.subarray(0, 1) };
  const [[value]] = sliceInputs([feature], slice, corner);
  return [x1.map(() => value), alike()];
}
