import type { Chart, Plugin } from 'chart.js';
import { paintCertainty } from './certainty.ts';
import type { Theme } from './colour-scale.ts';
import {
  paintClasses,
  paintGrid,
  paintOneClass,
  type ClassOutputs,
  type GridValues,
} from './heat-map-painter.ts';

export interface HeatMapState {
  readonly grid: GridValues | null;
  /** Where the grid holds an output for each class; null for one output from -1 to +1. */
  readonly classes: ClassOutputs | null;
  /** The class whose own output is shown; null for the largest of all. */
  readonly lookedAt: number | null;
  /** The class that is told from the rest where there are more than have colours. */
  readonly chosenClass: number;
  readonly theme: Theme;
  readonly discrete: boolean;
  /** How sure the outputs are, instead of what they say. */
  readonly certainty?: boolean;
}

/** A Chart.js plugin that paints a grid below the points. `state` is asked at every draw. */
export function heatMapPlugin(state: () => HeatMapState): Plugin<'marks'> {
  const heatMap = new HeatMapPicture();
  return {
    id: 'heat-map',
    beforeDatasetsDraw(chart) {
      heatMap.draw(chart, state());
    },
  };
}

/** The grid as an image of its own size, coloured again only when something in it changed. */
class HeatMapPicture {
  readonly #canvas = document.createElement('canvas');
  #painted: HeatMapState | null = null;

  draw({ ctx, chartArea }: Chart, wanted: HeatMapState): void {
    const { grid, discrete } = wanted;
    if (grid === null) return;
    const painted = this.#painted;
    if (painted === null || shownKeys.some((key) => painted[key] !== wanted[key])) {
      paint(this.#canvas, grid, wanted);
      this.#painted = wanted;
    }
    const { left, top, width, height } = chartArea;
    ctx.save();
    ctx.imageSmoothingEnabled = !discrete;
    // Finer than the plot: every cell counts, not only the four around each pixel.
    ctx.imageSmoothingQuality = grid.resolution > width ? 'medium' : 'low';
    ctx.drawImage(this.#canvas, left, top, width, height);
    ctx.restore();
  }
}

const shownKeys = ['grid', 'classes', 'lookedAt', 'chosenClass', 'theme', 'discrete', 'certainty'] as const;

function paint(
  canvas: HTMLCanvasElement,
  grid: GridValues,
  { classes: known, lookedAt, certainty = false, ...options }: HeatMapState,
): void {
  // A grid of the run before may have another number of outputs.
  const classes = grid.values.length === (known?.count ?? 1) * grid.resolution ** 2 ? known : null;
  if (certainty) paintCertainty(canvas, grid, classes, options.theme);
  else if (classes === null) paintGrid(canvas, grid, options);
  else if (lookedAt === null) paintClasses(canvas, grid, classes, options);
  else paintOneClass(canvas, grid, lookedAt, classes, options);
}
