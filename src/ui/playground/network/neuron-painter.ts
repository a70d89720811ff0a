import type { Theme } from '../../../charts/colour-scale.ts';
import { curveOf, traceCurve } from '../../../charts/curves.ts';
import { colourPixels, extentOf, paintGrid, paintOneClass } from '../../../charts/heat-map-painter.ts';
import type { Grid, View } from '../../../protocol/snapshot-messages.ts';
import { allWeightsOf, weightAt } from '../../../nn/parameter-blocks.ts';
import type { DataPicture, InputPicture, NetworkPicture } from '../../../protocol/picture-messages.ts';
import { palettes } from '../../../charts/palette.ts';
import type { NetworkLayout } from './layout.ts';

export interface NeuronPictures {
  readonly network: NetworkPicture;
  readonly view: View | null;
  readonly featureMaps: DataPicture['featureMaps'] | null;
  /** The class that is told from the rest where there are more than have colours. */
  readonly chosenClass: number;
  readonly theme: Theme;
}

/** Covered by the frame of each neuron's button. */
const frame = 2;

/**
 * Paints every neuron's function at its place: inputs their feature, hidden ones their map, the output the
 * boundary. All on the one canvas of the stage: a hundred small canvases cost the browser's compositor more in
 * every frame than all the pixels in them.
 */
export class NeuronPainter {
  /** The maps one below the other, as they come: one image, one copy. */
  readonly #maps = document.createElement('canvas');
  readonly #output = document.createElement('canvas');
  readonly #picture = document.createElement('canvas');
  readonly #features: HTMLCanvasElement[] = [];

  paint(context: CanvasRenderingContext2D, layout: NetworkLayout, pictures: NeuronPictures): void {
    const { network, view, featureMaps, theme } = pictures;
    if (featureMaps?.isLine === true) {
      paintCurves(context, layout, pictures);
      return;
    }
    if (network.inputPicture !== null) this.#paintPicture(context, layout, network.inputPicture, theme);
    else if (featureMaps !== null) this.#paintInputs(context, layout, network, featureMaps, theme);
    if (view === null) return;
    this.#paintHidden(context, layout, network, view.maps, theme);
    if (network.inputPicture !== null) this.#paintWeights(context, layout, network, view.parameters, theme);
    const last = layout.columns.length - 1;
    if (last !== network.layers.length) return;
    this.#paintOutputs(context, layout, pictures, view.boundary);
  }

  /** Ink in the colour of what is above 0. */
  #paintPicture(
    context: CanvasRenderingContext2D,
    { columns, inputSize }: NetworkLayout,
    { rows, mean }: InputPicture,
    theme: Theme,
  ): void {
    paintGrid(this.#picture, { resolution: rows, values: mean }, { theme });
    drawSharply(context, () => {
      drawAt(context, this.#picture, 0, columns[0].x, columns[0].ys[0], inputSize);
    });
  }

  /** What a neuron of the first layer looks for in a picture: its weights, each at its pixel. */
  #paintWeights(
    context: CanvasRenderingContext2D,
    { columns, size }: NetworkLayout,
    { layers, inputPicture }: NetworkPicture,
    parameters: Float64Array,
    theme: Theme,
  ): void {
    const [first] = layers;
    // Without hidden layers it is the outputs that read the picture, and they show their answers.
    if (inputPicture === null || layers.length < 2) return;
    const { rows: resolution } = inputPicture;
    const weights = Float32Array.from(allWeightsOf(parameters, first));
    const extent = extentOf(weights);
    drawSharply(context, () => {
      columns[1].ys.forEach((y, neuron) => {
        const options = { theme, extent, offset: weightAt(first, neuron, 0) - weightAt(first, 0, 0) };
        paintGrid(this.#picture, { resolution, values: weights }, options);
        drawAt(context, this.#picture, 0, columns[1].x, y, size);
      });
    });
  }

  /** A single output in the colours from -1 to +1, each of several in that of its class. */
  #paintOutputs(
    context: CanvasRenderingContext2D,
    { columns, outputSize }: NetworkLayout,
    { network: { outputs }, theme, chosenClass }: NeuronPictures,
    boundary: Grid,
  ): void {
    const { x, ys } = columns[columns.length - 1];
    const count = outputs.names.length;
    if (boundary.values.length !== count * boundary.resolution ** 2) return;
    ys.forEach((y, place) => {
      if (count === 1) paintGrid(this.#output, boundary, { theme });
      else paintOneClass(this.#output, boundary, place, outputs, { theme, chosenClass });
      drawAt(context, this.#output, 0, x, y, outputSize);
    });
  }

  #paintInputs(
    context: CanvasRenderingContext2D,
    { columns, inputSize }: NetworkLayout,
    { inputs }: NetworkPicture,
    { resolution, values }: DataPicture['featureMaps'],
    theme: Theme,
  ): void {
    inputs.forEach((name, index) => {
      const y = columns[0].ys[index];
      if (y === undefined) return;
      const canvas = (this.#features[index] ??= document.createElement('canvas'));
      paintGrid(canvas, { resolution, values: values[name] }, { theme, extent: extentOf(values[name]) });
      drawAt(context, canvas, 0, columns[0].x, y, inputSize);
    });
  }

  #paintHidden(
    context: CanvasRenderingContext2D,
    { columns, size }: NetworkLayout,
    { shownNeurons }: NetworkPicture,
    { resolution, values }: Grid,
    theme: Theme,
  ): void {
    const count = resolution === 0 ? 0 : Math.min(shownNeurons.length, values.length / resolution ** 2);
    if (count === 0) return;
    const image = new ImageData(resolution, resolution * count);
    colourPixels(new Uint32Array(image.data.buffer), values, { theme });
    if (this.#maps.width !== image.width || this.#maps.height !== image.height) {
      this.#maps.width = image.width;
      this.#maps.height = image.height;
    }
    this.#maps.getContext('2d', { willReadFrequently: true })?.putImageData(image, 0, 0);
    for (let k = 0; k < count; k++) {
      const { layer, neuron } = shownNeurons[k];
      const column = columns[layer + 1];
      const y = column?.ys[neuron];
      if (y !== undefined) drawAt(context, this.#maps, k * resolution, column.x, y, size);
    }
  }
}

/** Of one input every neuron's function is a curve. */
function paintCurves(
  context: CanvasRenderingContext2D,
  { columns, inputSize, size, outputSize }: NetworkLayout,
  { network, view, featureMaps, theme }: NeuronPictures,
): void {
  const draw = (curve: Float32Array, column: number, index: number, side: number, extent = 1): void => {
    const place = columns[column];
    const y = place?.ys[index];
    if (y !== undefined) drawCurve(context, curve, { x: place.x, y, side, extent }, theme);
  };
  network.inputs.forEach((name, index) => {
    const values = featureMaps?.values[name];
    if (values === undefined || featureMaps === null) return;
    draw(curveOf({ ...featureMaps, values }), 0, index, inputSize, extentOf(values));
  });
  if (view === null) return;
  const { maps, boundary } = view;
  network.shownNeurons.forEach(({ layer, neuron }, k) => {
    const curve = curveOf(maps, k);
    draw(curve, layer + 1, neuron, size, Math.max(1, extentOf(curve)));
  });
  if (columns.length !== network.layers.length + 1) return;
  network.outputs.names.forEach((_, output) => {
    const curve = curveOf(boundary, output);
    draw(curve, columns.length - 1, output, outputSize, Math.max(1, extentOf(curve)));
  });
}

interface CurvePlace {
  readonly x: number;
  readonly y: number;
  readonly side: number;
  /** The value that reaches the upper edge; its negative reaches the lower one. */
  readonly extent: number;
}

function drawCurve(
  context: CanvasRenderingContext2D,
  curve: Float32Array,
  { x, y, side: outer, extent }: CurvePlace,
  theme: Theme,
): void {
  const side = outer - 2 * frame;
  const { panel, hairline, ink } = palettes[theme];
  const [left, top, room] = [x - side / 2, y - side / 2, 3];
  context.save();
  context.fillStyle = panel;
  context.fillRect(left, top, side, side);
  context.strokeStyle = hairline;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(left, y);
  context.lineTo(left + side, y);
  context.stroke();
  const toY = (value: number): number => y - (value / extent) * (side / 2 - room);
  traceCurve(context, curve, { left, width: side, toY });
  context.strokeStyle = ink;
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  context.stroke();
  context.restore();
}

/** Pixels that are meant to be seen as such. */
function drawSharply(context: CanvasRenderingContext2D, draw: () => void): void {
  context.imageSmoothingEnabled = false;
  draw();
  context.imageSmoothingEnabled = true;
}

/** One square picture out of a column of them, centred at a place. */
function drawAt(
  context: CanvasRenderingContext2D,
  canvas: HTMLCanvasElement,
  top: number,
  x: number,
  y: number,
  size: number,
): void {
  const side = size - 2 * frame;
  const { width } = canvas;
  if (width === 0) return;
  context.drawImage(canvas, 0, top, width, width, x - side / 2, y - side / 2, side, side);
}
