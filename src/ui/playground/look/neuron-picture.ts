import type { GridValues } from '../../../charts/heat-map-painter.ts';
import type { NeuronMap } from '../../../protocol/look-messages.ts';
import type { DataPicture, NetworkPicture } from '../../../protocol/picture-messages.ts';
import type { View } from '../../../protocol/snapshot-messages.ts';

/** A neuron as it is drawn: column 0 holds the inputs. */
export interface LookedNeuron {
  readonly column: number;
  readonly index: number;
}

/** What one neuron puts out over the picture. */
export interface NeuronPicture {
  readonly neuron: LookedNeuron;
  /** From -extent to +extent as from -1 to +1. */
  readonly grid: GridValues;
  /** What is shown in full colour. */
  readonly extent: number;
  readonly isFine: boolean;
}

interface Pictured {
  readonly neuron: LookedNeuron | null;
  readonly network: NetworkPicture | null;
  readonly view: Pick<View, 'maps'> | null;
  readonly fine: NeuronMap | null;
  readonly featureMaps: DataPicture['featureMaps'] | null;
}

/** The finest there is; null for outputs, which the picture is of anyway, and for what has no map. */
export function pictureOfNeuron({
  neuron,
  network,
  view,
  fine,
  featureMaps,
}: Pictured): NeuronPicture | null {
  if (neuron === null || network === null || neuron.column >= network.layers.length) return null;
  const { column, index } = neuron;
  if (column === 0) {
    const values = featureMaps?.values[network.inputs[index]];
    if (values === undefined || featureMaps === null || network.inputPicture !== null) return null;
    return scaled(neuron, { resolution: featureMaps.resolution, values }, 0, true);
  }
  if (fine?.layer === column - 1 && fine.neuron === index) return scaled(neuron, fine.grid, 1, true);
  const place = network.shownNeurons.findIndex((one) => one.layer === column - 1 && one.neuron === index);
  if (place < 0 || view === null) return null;
  const { resolution, values } = view.maps;
  const map = values.subarray(place * resolution ** 2, (place + 1) * resolution ** 2);
  return map.length === 0 ? null : scaled(neuron, { resolution, values: map }, 1, false);
}

/** As far as the values reach, and at least `least`; rounded up to two digits, so that it stays while they change a little. */
function scaled(neuron: LookedNeuron, grid: GridValues, least: number, isFine: boolean): NeuronPicture {
  let largest = least;
  for (const value of grid.values) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  const unit = 10 ** (Math.floor(Math.log10(largest)) - 1);
  const extent = largest > 0 ? Number((Math.ceil(largest / unit - 1e-6) * unit).toPrecision(2)) : 1;
  return { neuron, grid: { ...grid, values: grid.values.map((value) => value / extent) }, extent, isFine };
}
