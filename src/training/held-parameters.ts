import {
  placeAt,
  readPlaces,
  writePlaces,
  type ChosenPlaces,
  type Sizes,
} from '../experiment/parameter-places.ts';
import type { Experiment } from '../experiment/schema.ts';
import { biasAt, weightAt, type LayerLayout } from '../nn/parameter-blocks.ts';

export type HeldSettings = Pick<Experiment, 'frozen' | 'cut'>;

/** What of a network rests, as the settings say. */
export interface HeldParameters {
  /** 1 for a parameter that is frozen or cut, by its place in the flat array of all. */
  readonly resting: Uint8Array;
  /** Places of weights that are cut. */
  readonly cut: ReadonlySet<number>;
  /** The settings without what the network does not have. */
  readonly settings: HeldSettings;
  /** Of each setting the places that the network does not have. */
  readonly missing: Readonly<Record<keyof HeldSettings, readonly string[]>>;
}

export function sizesOf(layers: readonly LayerLayout[]): Sizes {
  return [layers[0].inputCount, ...layers.map(({ width }) => width)];
}

export function heldParameters(
  layers: readonly LayerLayout[],
  parameterCount: number,
  { frozen, cut }: HeldSettings,
): HeldParameters {
  const resting = new Uint8Array(parameterCount);
  const cutPlaces = new Set<number>();
  const sizes = sizesOf(layers);
  const [ofFrozen, ofCut] = [readPlaces('frozen', frozen, sizes), readPlaces('cut', cut, sizes)];
  eachChosen(layers, ofFrozen.chosen, (place) => {
    resting[place] = 1;
  });
  eachChosen(layers, ofCut.chosen, (place) => {
    resting[place] = 1;
    cutPlaces.add(place);
  });
  return {
    resting,
    cut: cutPlaces,
    settings: {
      frozen: writePlaces('frozen', ofFrozen.chosen, sizes),
      cut: writePlaces('cut', ofCut.chosen, sizes),
    },
    missing: { frozen: ofFrozen.missing, cut: ofCut.missing },
  };
}

function eachChosen(
  layers: readonly LayerLayout[],
  chosen: ChosenPlaces,
  note: (parameter: number) => void,
): void {
  layers.forEach((layer, i) => {
    if (!chosen[i].includes(1)) return;
    const { inputCount, width } = layer;
    for (let neuron = 0; neuron < width; neuron++) {
      for (let input = 0; input < inputCount; input++)
        if (chosen[i][placeAt(inputCount, neuron, input)] === 1) note(weightAt(layer, neuron, input));
      if (chosen[i][placeAt(inputCount, neuron, null)] === 1) note(biasAt(layer, neuron));
    }
  });
}

/** What the weights that are cut were before, by their places. */
export type ValuesAside = ReadonlyMap<number, number>;

/** Parameters with these cuts and no others: what is cut is 0 and its value kept aside, what no longer is has it again. */
export function withCuts(
  before: Float64Array,
  aside: ValuesAside,
  cut: ReadonlySet<number>,
): { readonly parameters: Float64Array; readonly aside: ValuesAside } {
  const parameters = before.slice();
  const kept = new Map<number, number>();
  for (const [place, value] of aside) if (!cut.has(place)) parameters[place] = value;
  for (const place of cut) {
    kept.set(place, aside.get(place) ?? parameters[place]);
    parameters[place] = 0;
  }
  return { parameters, aside: kept };
}

/** Why there is something less in the settings than there was, as a sentence; null where all is there. */
export function sayMissing({ missing }: HeldParameters): string | null {
  const words = [
    ...(missing.frozen.length > 0 ? [`frozen: ${shortList(missing.frozen)}`] : []),
    ...(missing.cut.length > 0 ? [`cut: ${shortList(missing.cut)}`] : []),
  ];
  return words.length === 0
    ? null
    : `This network does not have what was set as ${words.join('; ')}. It is left out.`;
}

function shortList(places: readonly string[]): string {
  const shown = places.slice(0, 4).join(', ');
  return places.length > 4 ? `${shown} and ${places.length - 4} more` : shown;
}
