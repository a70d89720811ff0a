import { certaintySteps, classColours } from './class-colours.ts';
import { chosenPair, isOneAgainstRest, pairOf, restPair } from './class-pairs.ts';
import { colourScales, tableSize, type Theme } from './colour-scale.ts';

/** `values[map][row][column]`, the first row on top; one map unless something else is said. */
export interface GridValues {
  readonly resolution: number;
  readonly values: Float32Array;
}

/** Outputs of which each stands for a class. */
export interface ClassOutputs {
  readonly count: number;
  /** What an output that is certain of another class gives; 1 is one that is certain of its own. */
  readonly low: number;
}

export interface PaintOptions {
  readonly theme: Theme;
  /** First value of the grid in `values`, for several grids in one array. */
  readonly offset?: number;
  /** What is painted in full colour; 1 for outputs. */
  readonly extent?: number;
  /** Only the sign: what the network would answer. */
  readonly discrete?: boolean;
}

export interface ClassPaintOptions extends Pick<PaintOptions, 'theme' | 'discrete'> {
  /** The class that is told from the rest where there are more than have colours; the first unless said otherwise. */
  readonly chosenClass?: number;
}

/** Paints one grid pixel by pixel on a canvas of the grid's own size; the browser scales it. */
export function paintGrid(canvas: HTMLCanvasElement, grid: GridValues, options: PaintOptions): void {
  paintPixels(canvas, grid.resolution, (pixels) => {
    colourPixels(pixels, grid.values, options);
  });
}

/** Paints resolution × resolution pixels, given as little-endian RGBA words row by row. */
export function paintPixels(
  canvas: HTMLCanvasElement,
  resolution: number,
  colour: (pixels: Uint32Array) => void,
): void {
  if (canvas.width !== resolution || canvas.height !== resolution) {
    canvas.width = resolution;
    canvas.height = resolution;
  }
  // Written every frame and never drawn to: kept in main memory, putImageData is a copy and nothing more.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null || resolution === 0) return;
  const image = imageOfSize(resolution);
  colour(new Uint32Array(image.data.buffer));
  context.putImageData(image, 0, 0);
}

/** Values to colours. What is not finite stays transparent: it is never painted as if it were a value. */
export function colourPixels(pixels: Uint32Array, values: Float32Array, options: PaintOptions): void {
  const { theme, offset = 0, extent = 1, discrete = false } = options;
  const { words } = colourScales[theme];
  const half = (tableSize - 1) / 2;
  const scale = half / extent;
  for (let i = 0; i < pixels.length; i++) {
    const value = values[offset + i];
    if (!Number.isFinite(value)) {
      pixels[i] = 0;
      continue;
    }
    const position = discrete ? (value < 0 ? 0 : tableSize - 1) : value * scale + half + 0.5;
    pixels[i] = words[position < 0 ? 0 : position >= tableSize ? tableSize - 1 : position | 0];
  }
}

/**
 * The class of the largest output in each cell, in its colour, the paler the closer the next largest comes. `discrete`
 * paints the class alone. What is not finite stays transparent. Of more classes than have colours, the chosen one
 * against the largest of the rest.
 */
export function paintClasses(
  canvas: HTMLCanvasElement,
  grid: GridValues,
  outputs: ClassOutputs,
  options: ClassPaintOptions,
): void {
  if (isOneAgainstRest(outputs.count)) paintAgainstRest(canvas, grid, outputs, options);
  else paintLargest(canvas, grid, outputs, options);
}

function paintAgainstRest(
  canvas: HTMLCanvasElement,
  { resolution, values }: GridValues,
  { count, low }: ClassOutputs,
  { theme, discrete = false, chosenClass = 0 }: ClassPaintOptions,
): void {
  const { words } = classColours[theme];
  const last = certaintySteps - 1;
  paintPixels(canvas, resolution, (pixels) => {
    const cells = pixels.length;
    for (let i = 0; i < cells; i++) {
      const own = values[chosenClass * cells + i];
      let [sum, rest, isFirst] = [own, -Infinity, true];
      for (let k = 0; k < count; k++) {
        if (k === chosenClass) continue;
        const value = values[k * cells + i];
        sum += value;
        rest = Math.max(rest, value);
        // Of equals the first, as everywhere.
        if (value > own || (value === own && k < chosenClass)) isFirst = false;
      }
      const step = discrete ? last : Math.round((Math.abs(own - rest) / (1 - low)) * last);
      const pair = isFirst ? chosenPair : restPair;
      pixels[i] = Number.isFinite(sum) ? words[pair][Math.min(last, step)] : 0;
    }
  });
}

function paintLargest(
  canvas: HTMLCanvasElement,
  { resolution, values }: GridValues,
  { count, low }: ClassOutputs,
  { theme, discrete = false }: ClassPaintOptions,
): void {
  const { words } = classColours[theme];
  const last = certaintySteps - 1;
  paintPixels(canvas, resolution, (pixels) => {
    const cells = pixels.length;
    for (let i = 0; i < cells; i++) {
      let [best, first, second] = [0, -Infinity, -Infinity];
      let sum = 0;
      for (let k = 0; k < count; k++) {
        const value = values[k * cells + i];
        sum += value;
        if (value > first) [best, first, second] = [k, value, first];
        else if (value > second) second = value;
      }
      const step = discrete ? last : Math.round(((first - second) / (1 - low)) * last);
      // One output that is not finite makes the sum so.
      pixels[i] = Number.isFinite(sum) ? words[best][Math.min(last, Math.max(0, step))] : 0;
    }
  });
}

/** What one output says of its own class, from the paper to the class's colour. */
export function paintOneClass(
  canvas: HTMLCanvasElement,
  { resolution, values }: GridValues,
  place: number,
  { low }: Pick<ClassOutputs, 'low'>,
  { theme, discrete = false, chosenClass = 0 }: ClassPaintOptions,
): void {
  const words = classColours[theme].words[pairOf(place, values.length / resolution ** 2, chosenClass)];
  const last = certaintySteps - 1;
  paintPixels(canvas, resolution, (pixels) => {
    for (let i = 0; i < pixels.length; i++) {
      const share = (values[place * pixels.length + i] - low) / (1 - low);
      const step = Math.round((discrete ? Math.round(share) : share) * last);
      pixels[i] = Number.isFinite(step) ? words[Math.min(last, Math.max(0, step))] : 0;
    }
  });
}

/** The largest |value| that is finite, at least a little above 0 so that it can divide. */
export function extentOf(values: Float32Array): number {
  let largest = 1e-12;
  for (const value of values) {
    const size = Math.abs(value);
    if (size > largest && size < Infinity) largest = size;
  }
  return largest;
}

const images = new Map<number, ImageData>();

/** One scratch image a size; the page has few sizes. */
function imageOfSize(resolution: number): ImageData {
  let image = images.get(resolution);
  if (image === undefined) {
    image = new ImageData(resolution, resolution);
    if (images.size > 16) images.clear();
    images.set(resolution, image);
  }
  return image;
}
