import type { Samples } from '../backends/executor.ts';
import type { DataSet, PointColumns, PlotWindow } from '../data/data-set.ts';
import { featureColumns, featureFactors, inTableOrder } from '../data/features.ts';
import { gridAxes, gridPoints } from '../data/grid.ts';
import type { FeatureName, LossName } from '../experiment/names.ts';
import { losses } from '../nn/losses.ts';

/** Points as the network and its loss see them. */
export function pointSamples(
  points: PointColumns,
  features: readonly FeatureName[],
  loss: LossName,
): Samples {
  return {
    count: points.label.length,
    inputs: featureColumns(features, points.x1, points.x2),
    targets: [points.label.map(losses[loss].target)],
  };
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
  readonly #features: readonly FeatureName[];
  readonly #window: PlotWindow;
  readonly #byResolution = new Map<number, Samples>();
  readonly #axesByResolution = new Map<number, GridAxes>();

  constructor(features: readonly FeatureName[], window: PlotWindow) {
    this.#features = features;
    this.#window = window;
  }

  at(resolution: number): Samples {
    let samples = this.#byResolution.get(resolution);
    if (samples === undefined) {
      const { x1, x2 } = gridPoints(resolution, this.#window);
      samples = { count: x1.length, inputs: featureColumns(this.#features, x1, x2), targets: [] };
      this.#byResolution.set(resolution, samples);
    }
    return samples;
  }

  /** The same cells by their axes. */
  axesAt(resolution: number): GridAxes {
    let axes = this.#axesByResolution.get(resolution);
    if (axes === undefined) {
      const { x1, x2 } = gridAxes(resolution, this.#window);
      const names = inTableOrder(this.#features);
      axes = {
        kind: 'grid',
        resolution,
        columns: names.map((name) => x1.map(featureFactors[name].ofX1)),
        rows: names.map((name) => x2.map(featureFactors[name].ofX2)),
      };
      this.#axesByResolution.set(resolution, axes);
    }
    return axes;
  }
}

/** Labels for accuracy, or null where there are no classes. */
export function classLabels(dataSet: DataSet, points: PointColumns): Float64Array | null {
  return dataSet.task === 'classification' ? points.label : null;
}
