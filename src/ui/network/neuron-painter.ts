import type { Theme } from '../../charts/colour-scale.ts';
import { extentOf, paintGrid } from '../../charts/heat-map-painter.ts';
import type { DataPicture, NetworkPicture, View } from '../../protocol/messages.ts';

export interface NeuronPictures {
  readonly network: NetworkPicture;
  readonly view: View | null;
  readonly featureMaps: DataPicture['featureMaps'] | null;
  readonly theme: Theme;
}

type CanvasOf = (column: number, index: number) => HTMLCanvasElement | null;

/** Paints every neuron's function: inputs their feature, hidden ones their map, the output the boundary. */
export function paintNeurons(canvasOf: CanvasOf, { network, view, featureMaps, theme }: NeuronPictures): void {
  if (featureMaps !== null) {
    network.inputs.forEach((name, index) => {
      const canvas = canvasOf(0, index);
      const values = featureMaps.values[name];
      const grid = { resolution: featureMaps.resolution, values };
      if (canvas !== null) paintGrid(canvas, grid, { theme, extent: extentOf(values) });
    });
  }
  if (view === null) return;
  const { resolution, values } = view.maps;
  network.shownNeurons.forEach(({ layer, neuron }, k) => {
    const offset = k * resolution * resolution;
    const canvas = canvasOf(layer + 1, neuron);
    if (canvas !== null && offset < values.length) paintGrid(canvas, { resolution, values }, { theme, offset });
  });
  const output = canvasOf(network.layers.length, 0);
  if (output !== null) paintGrid(output, view.boundary, { theme });
}
