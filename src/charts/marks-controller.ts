import {
  DatasetController,
  Element,
  Interaction,
  type CartesianParsedData,
  type CartesianScaleTypeRegistry,
  type Chart,
  type ChartEvent,
  type CoreChartOptions,
  type InteractionItem,
  type InteractionModeFunction,
} from 'chart.js';
import {
  largestMark,
  largestReach,
  markScale,
  reachOf,
  type MarkedPoints,
  type MarkLook,
  type MarkPlaces,
} from './point-marks.ts';

/** Points as columns, and how they are drawn. */
export interface MarksDataset {
  readonly points: MarkedPoints & { readonly x1: Float64Array; readonly x2: Float64Array };
  readonly look: MarkLook;
  /** Classes whose points are not shown. */
  readonly hiddenClasses: ReadonlySet<number>;
}

declare module 'chart.js' {
  interface ChartTypeRegistry {
    marks: {
      chartOptions: CoreChartOptions<'marks'>;
      datasetOptions: MarksDataset;
      defaultDataPoint: never;
      metaExtensions: object;
      parsedDataType: CartesianParsedData;
      scales: keyof CartesianScaleTypeRegistry;
    };
  }
  interface InteractionModeMap {
    marks: InteractionModeFunction;
  }
}

/** Whether a point with this label is of a class that is not shown. */
export function isHidden(label: number, classCount: number, hiddenClasses: ReadonlySet<number>): boolean {
  return hiddenClasses.size > 0 && hiddenClasses.has(classCount === 2 ? Number(label > 0) : label);
}

function isMarksDataset(dataset: object): dataset is MarksDataset {
  return 'points' in dataset && 'look' in dataset && 'hiddenClasses' in dataset;
}

/** A point that is pointed at, for the tooltip. */
class Mark extends Element<{ x: number; y: number }> {
  constructor(x: number, y: number) {
    super();
    this.x = x;
    this.y = y;
  }
}

/**
 * Points without an element of Chart.js each: it would ask every one for its style, and ten thousand of them take a
 * second. They are drawn by `pointsPlugin` and found by the interaction mode `marks`; `data` stays empty.
 */
export class MarksController extends DatasetController<'marks'> {
  static readonly id = 'marks';
  static readonly defaults = { datasetElementType: false, dataElementType: 'point' };

  places: MarkPlaces = { x: new Float64Array(0), y: new Float64Array(0), scale: 1 };

  /** Throws a TypeError for a data set of another kind. */
  get dataset(): MarksDataset {
    const dataset = this.getDataset();
    if (!isMarksDataset(dataset)) throw new TypeError('a data set of marks has points and a look');
    return dataset;
  }

  override update(): void {
    const { xScale, yScale } = this.getMeta();
    if (xScale === undefined || yScale === undefined) return;
    const { points, look, hiddenClasses } = this.dataset;
    this.places = {
      x: points.x1.map((x, i) =>
        isHidden(points.label[i], look.classCount, hiddenClasses) ? NaN : xScale.getPixelForValue(x),
      ),
      y: points.x2.map((y) => yScale.getPixelForValue(y)),
      scale: markScale(Math.min(xScale.width, yScale.height)),
    };
  }

  protected override getMaxOverflow(): number {
    return largestMark * this.places.scale;
  }

  protected override getLabelAndValue(): { label: string; value: string } {
    return { label: '', value: '' };
  }

  /** undefined for a point that is not there any more. */
  protected override getParsed(index: number): CartesianParsedData {
    const { points } = this.dataset;
    return index < points.x1.length ? { x: points.x1[index], y: points.x2[index] } : super.getParsed(index);
  }

  /** What is pointed at is drawn over the rest. */
  override setHoverStyle(): void {
    return;
  }

  override removeHoverStyle(): void {
    return;
  }
}

Interaction.modes.marks = (chart, event) => marksAt(chart, event);

/** The points nearest to a place that lies on them, all those of the same distance. */
function marksAt(chart: Chart, { x, y }: Pick<ChartEvent, 'x' | 'y'>): InteractionItem[] {
  const { left, right, top, bottom } = chart.chartArea;
  if (x === null || y === null || x < left || x > right || y < top || y > bottom) return [];
  const active = chart.getActiveElements();
  let nearest = Infinity;
  let items: InteractionItem[] = [];
  for (const { index: datasetIndex, controller } of chart.getSortedVisibleDatasetMetas()) {
    if (!(controller instanceof MarksController)) continue;
    const { places } = controller;
    const { points, look } = controller.dataset;
    nearest = Math.min(nearest, (places.scale * largestReach) ** 2);
    const isActive = (i: number): boolean =>
      active.some((item) => item.datasetIndex === datasetIndex && item.index === i);
    for (let i = 0; i < places.x.length; i++) {
      const square = (places.x[i] - x) ** 2 + (places.y[i] - y) ** 2;
      // Neither is what is not shown: its place is no number.
      if (!(square <= nearest)) continue;
      const reach = places.scale * reachOf(points.label[i], look.classCount, isActive(i));
      if (square >= reach ** 2) continue;
      if (square < nearest) items = [];
      nearest = square;
      items.push({ element: new Mark(places.x[i], places.y[i]), datasetIndex, index: i });
    }
  }
  return items;
}
