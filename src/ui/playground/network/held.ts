import {
  placeAt,
  readPlaces,
  writePlaces,
  type ChosenPlaces,
  type PlaceKind,
  type Sizes,
} from '../../../experiment/parameter-places.ts';
import type { Experiment } from '../../../experiment/schema.ts';
import { biasAt, weightAt } from '../../../nn/parameter-blocks.ts';
import type { NetworkPicture } from '../../../protocol/picture-messages.ts';

/** A weight, or a bias where `input` is null; all from 0, the first hidden layer being layer 0. */
export interface ParameterAddress {
  readonly layer: number;
  readonly neuron: number;
  readonly input: number | null;
}

type Layers = NetworkPicture['layers'];

/** What of a network is frozen and cut, and the settings by which more or less of it is. */
export class Held {
  readonly #layers: Layers;
  readonly #sizes: Sizes;
  readonly #chosen: Readonly<Record<PlaceKind, ChosenPlaces>>;

  constructor(layers: Layers, { frozen, cut }: Pick<Experiment, PlaceKind>) {
    this.#layers = layers;
    this.#sizes = [layers[0].inputCount, ...layers.map(({ width }) => width)];
    const read = (kind: PlaceKind, text: string): ChosenPlaces => readPlaces(kind, text, this.#sizes).chosen;
    this.#chosen = { frozen: read('frozen', frozen), cut: read('cut', cut) };
  }

  is(kind: PlaceKind, { layer, neuron, input }: ParameterAddress): boolean {
    return this.#chosen[kind][layer][placeAt(this.#sizes[layer], neuron, input)] === 1;
  }

  /** Whether all of them are; false of none. */
  areAll(kind: PlaceKind, addresses: readonly ParameterAddress[]): boolean {
    return addresses.length > 0 && addresses.every((address) => this.is(kind, address));
  }

  /** The setting with which these are, or are no longer. */
  changed(
    kind: PlaceKind,
    addresses: readonly ParameterAddress[],
    isChosen: boolean,
  ): Partial<Pick<Experiment, PlaceKind>> {
    const chosen = this.#chosen[kind].map((layer) => layer.slice());
    for (const { layer, neuron, input } of addresses)
      chosen[layer][placeAt(this.#sizes[layer], neuron, input)] = isChosen ? 1 : 0;
    return { [kind]: writePlaces(kind, chosen, this.#sizes) };
  }

  /** Its weights and its bias. */
  ofNeuron(layer: number, neuron: number): readonly ParameterAddress[] {
    const inputs = Array.from({ length: this.#layers[layer].inputCount }, (_, input) => input);
    return [...inputs, null].map((input) => ({ layer, neuron, input }));
  }

  ofLayer(layer: number): readonly ParameterAddress[] {
    const neurons = Array.from({ length: this.#layers[layer].width }, (_, neuron) => neuron);
    return neurons.flatMap((neuron) => this.ofNeuron(layer, neuron));
  }

  /** The links that lead on from a neuron of a column, 0 for the inputs; of an output there are none. */
  linksFrom(column: number, index: number): readonly ParameterAddress[] {
    if (column >= this.#layers.length) return [];
    const { width } = this.#layers[column];
    return Array.from({ length: width }, (_, neuron) => ({ layer: column, neuron, input: index }));
  }

  /** Its place in `View.parameters`. */
  placeOf({ layer, neuron, input }: ParameterAddress): number {
    const layout = this.#layers[layer];
    return input === null ? biasAt(layout, neuron) : weightAt(layout, neuron, input);
  }
}
