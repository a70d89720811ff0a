import type { Chart, Plugin } from 'chart.js';
import { MarksController, type MarksDataset } from './marks-controller.ts';
import { drawingOrder, paintMarks, paintPointedAt, type MarkPlaces } from './point-marks.ts';

/**
 * Marks that are drawn in one frame: without a graphics card each takes about 8 µs, most of it after the call that
 * draws it.
 */
export const marksPerFrame = 1000;

/** What the plugin needs of a page. */
export interface PointsPage {
  createCanvas(): HTMLCanvasElement;
  /** Returns what cancels it. */
  inNextFrame(action: () => void): () => void;
}

const ownPage: PointsPage = {
  createCanvas: () => document.createElement('canvas'),
  inNextFrame: (action) => {
    const handle = requestAnimationFrame(action);
    return () => {
      cancelAnimationFrame(handle);
    };
  },
};

/**
 * A Chart.js plugin that draws the points of all data sets of the type `marks`, the first one on top.
 *
 * What lies below changes many times a second and the points hardly ever, but drawing a thousand outlined points costs
 * far more than copying a picture of them: so they are drawn once on a transparent canvas and copied from there; very
 * many of them over several frames.
 */
export function pointsPlugin(page: PointsPage = ownPage): Plugin<'marks'> {
  const picture = new PointsPicture(page);
  let cancel: (() => void) | null = null;
  return {
    id: 'points',
    afterUpdate() {
      picture.isStale = true;
    },
    afterDatasetsDraw(chart) {
      picture.draw(chart);
      drawPointedAt(chart);
      if (picture.isComplete || cancel !== null) return;
      cancel = page.inNextFrame(() => {
        cancel = null;
        chart.draw();
      });
    },
    afterDestroy() {
      cancel?.();
    },
  };
}

/** The same, drawn at once and without a copy: for a picture that is made once. */
export const pointsAtOncePlugin: Plugin<'marks'> = {
  id: 'points',
  afterDatasetsDraw(chart) {
    for (const { points, places, look, order } of setsOf(chart).reverse())
      paintMarks(chart.ctx, points, places, look, { order, from: 0, to: places.x.length });
  },
};

/** One data set as it was when its drawing began. */
interface DrawnSet extends MarksDataset {
  readonly places: MarkPlaces;
  readonly order: Uint32Array | null;
}

interface Drawing {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  /** The last one comes on top. */
  readonly sets: readonly DrawnSet[];
  set: number;
  place: number;
}

class PointsPicture {
  /** Set where the points, their places or their looks have changed. */
  isStale = true;
  #shown: HTMLCanvasElement;
  #spare: HTMLCanvasElement;
  #drawing: Drawing | null = null;
  /** What places depend on besides the points. */
  #frame = '';

  constructor(page: PointsPage) {
    this.#shown = page.createCanvas();
    this.#spare = page.createCanvas();
  }

  get isComplete(): boolean {
    return this.#drawing === null && !this.isStale;
  }

  /** Draws on for as long as one frame allows, and puts what there is on the chart. */
  draw(chart: Chart): void {
    const frame = frameOf(chart);
    const isMoved = frame !== this.#frame;
    // Whoever changes the points in every frame is shown them all the same: what was begun is ended first.
    if (isMoved || (this.isStale && this.#drawing === null)) this.#begin(chart, isMoved);
    this.#frame = frame;
    this.#drawOn();
    copy(this.#shown, chart.ctx);
  }

  #begin(chart: Chart, isMoved: boolean): void {
    this.isStale = false;
    // In another place the points of before would be wrong.
    const canvas = isMoved ? this.#shown : this.#spare;
    canvas.width = chart.canvas.width;
    canvas.height = chart.canvas.height;
    const context = canvas.getContext('2d');
    if (context === null) return;
    const ratio = chart.currentDevicePixelRatio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#drawing = { canvas, context, sets: setsOf(chart).reverse(), set: 0, place: 0 };
  }

  #drawOn(): void {
    const drawing = this.#drawing;
    if (drawing === null) return;
    const { context, sets } = drawing;
    let left = marksPerFrame;
    for (; drawing.set < sets.length; drawing.set++, drawing.place = 0) {
      const { points, places, look, order } = sets[drawing.set];
      const from = drawing.place;
      drawing.place = Math.min(places.x.length, from + left);
      paintMarks(context, points, places, look, { order, from, to: drawing.place });
      left -= drawing.place - from;
      if (drawing.place < places.x.length) return;
    }
    if (drawing.canvas !== this.#shown) [this.#shown, this.#spare] = [drawing.canvas, this.#shown];
    this.#drawing = null;
  }
}

/** Size of the canvas and what it is a window on. */
function frameOf({ canvas, scales, currentDevicePixelRatio }: Chart): string {
  const ends = ['x', 'y'].flatMap((axis) => [scales[axis].min, scales[axis].max]);
  return [canvas.width, canvas.height, currentDevicePixelRatio, ...ends].join();
}

/** In the order of the chart. */
function setsOf(chart: Chart): DrawnSet[] {
  return chart.getSortedVisibleDatasetMetas().flatMap(({ controller }) => {
    if (!(controller instanceof MarksController)) return [];
    const { places, dataset } = controller;
    return [{ ...dataset, places, order: drawingOrder(dataset.points, dataset.look) }];
  });
}

function drawPointedAt(chart: Chart): void {
  for (const { datasetIndex, index } of chart.getActiveElements()) {
    const { controller } = chart.getDatasetMeta(datasetIndex);
    if (!(controller instanceof MarksController)) continue;
    const { points, look } = controller.dataset;
    // There may be fewer points by now.
    if (index < points.label.length) paintPointedAt(chart.ctx, points, controller.places, look, index);
  }
}

/** Pixel by pixel, whatever scale the target is drawn in. */
function copy(source: HTMLCanvasElement, target: CanvasRenderingContext2D): void {
  if (source.width === 0 || source.height === 0) return;
  target.save();
  target.resetTransform();
  target.drawImage(source, 0, 0);
  target.restore();
}
