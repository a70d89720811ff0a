/**
 * Which parameters are frozen and which links are cut, as the settings `frozen` and `cut` write it: places, separated by
 * commas, all counted from 1. `2.3.1` is what neuron 3 of layer 2 makes of its input 1, `2.3.b` its bias; the output
 * layer is the last. Shorter ones stand for more: of what is frozen `2.3` for all that belongs to a neuron and `2` for a
 * layer, of what is cut `2.3` for all links that lead on from that neuron, and `0.1` for those from the first input.
 */
export type PlaceKind = 'frozen' | 'cut';

/** The inputs, the neurons of each hidden layer, the outputs. */
export type Sizes = readonly number[];

/**
 * What is chosen, by layer from 0, the first hidden one: 1 or 0 at `placeAt`. A cut is one of links, never of a bias.
 */
export type ChosenPlaces = readonly Uint8Array[];

/** Where a layer of so many inputs has what belongs to a neuron and its input; its bias stands behind the inputs. */
export function placeAt(inputs: number, neuron: number, input: number | null): number {
  return neuron * (inputs + 1) + (input ?? inputs);
}

/** Nothing is. */
export function noPlaces(sizes: Sizes): Uint8Array[] {
  return sizes.slice(1).map((width, layer) => new Uint8Array(width * (sizes[layer] + 1)));
}

/** What a text chooses of a network, and those of its places that the network does not have. */
export function readPlaces(
  kind: PlaceKind,
  text: string,
  sizes: Sizes,
): { readonly chosen: ChosenPlaces; readonly missing: readonly string[] } {
  const chosen = noPlaces(sizes);
  const places = text === '' ? [] : text.split(',');
  const missing = places.filter((place) => !choose(kind, place, sizes, chosen));
  return { chosen, missing };
}

const form = /^\d+(\.\d+(\.(\d+|b))?)?$/;

/** False where there is no such place. */
function choose(kind: PlaceKind, place: string, sizes: Sizes, chosen: readonly Uint8Array[]): boolean {
  if (!form.test(place)) return false;
  const [layer, neuron, input] = place.split('.');
  const row = neuron === undefined ? null : Number(neuron) - 1;
  return kind === 'cut' && input === undefined
    ? row !== null && chooseFrom(Number(layer), row, sizes, chosen)
    : chooseIn(kind, Number(layer) - 1, row, input, sizes, chosen);
}

/** All links from a neuron of layer `from`, 0 for the inputs. */
function chooseFrom(from: number, source: number, sizes: Sizes, chosen: readonly Uint8Array[]): boolean {
  if (from >= chosen.length || source < 0 || source >= sizes[from]) return false;
  for (let neuron = 0; neuron < sizes[from + 1]; neuron++)
    chosen[from][placeAt(sizes[from], neuron, source)] = 1;
  return true;
}

function chooseIn(
  kind: PlaceKind,
  layer: number,
  neuron: number | null,
  input: string | undefined,
  sizes: Sizes,
  chosen: readonly Uint8Array[],
): boolean {
  if (!(layer in chosen)) return false;
  const inputs = sizes[layer];
  if (neuron === null) {
    chosen[layer].fill(1);
    return true;
  }
  if (neuron < 0 || neuron >= sizes[layer + 1]) return false;
  if (input === undefined) {
    chosen[layer].fill(1, placeAt(inputs, neuron, 0), placeAt(inputs, neuron, null) + 1);
    return true;
  }
  const isBias = input === 'b';
  const column = Number(input) - 1;
  if (isBias ? kind === 'cut' : column < 0 || column >= inputs) return false;
  chosen[layer][placeAt(inputs, neuron, isBias ? null : column)] = 1;
  return true;
}

/** As short as it can be said; the same text for the same choice. */
export function writePlaces(kind: PlaceKind, chosen: ChosenPlaces, sizes: Sizes): string {
  const places = chosen.flatMap((layer, i) => {
    if (!layer.includes(1)) return [];
    return kind === 'frozen' ? frozenIn(layer, i, sizes) : cutIn(layer, i, sizes);
  });
  return places.join();
}

const all = (layer: Uint8Array): boolean => layer.every((isChosen) => isChosen === 1);

function frozenIn(layer: Uint8Array, i: number, sizes: Sizes): string[] {
  if (all(layer)) return [String(i + 1)];
  const inputs = sizes[i];
  return neuronsOf(sizes[i + 1]).flatMap((neuron) => {
    const row = layer.subarray(placeAt(inputs, neuron, 0), placeAt(inputs, neuron, null) + 1);
    const name = `${i + 1}.${neuron + 1}`;
    if (all(row)) return [name];
    return [...row.keys()]
      .filter((input) => row[input] === 1)
      .map((input) => `${name}.${input === inputs ? 'b' : input + 1}`);
  });
}

function cutIn(layer: Uint8Array, i: number, sizes: Sizes): string[] {
  const [inputs, neurons] = [sizes[i], neuronsOf(sizes[i + 1])];
  return neuronsOf(inputs).flatMap((source) => {
    const cut = neurons.filter((neuron) => layer[placeAt(inputs, neuron, source)] === 1);
    if (cut.length === neurons.length) return [`${i}.${source + 1}`];
    return cut.map((neuron) => `${i + 1}.${neuron + 1}.${source + 1}`);
  });
}

function neuronsOf(width: number): number[] {
  return Array.from({ length: width }, (_, neuron) => neuron);
}

/**
 * The same text where hidden layers have come or gone before the output, which keeps its weights and so what was chosen
 * of them: its layer has another number then. What was chosen of layers that have gone goes with them.
 */
export function placesAfter(
  kind: PlaceKind,
  text: string,
  hiddenBefore: number,
  hiddenAfter: number,
): string {
  const after = (place: string): string[] => {
    const [number, ...rest] = place.split('.');
    // Links that lead on from a layer are those into the next one.
    const layer = Number(number) + Number(kind === 'cut' && rest.length === 1);
    if (layer <= Math.min(hiddenBefore, hiddenAfter) || layer > hiddenBefore + 1) return [place];
    return layer > hiddenBefore ? [[Number(number) + hiddenAfter - hiddenBefore, ...rest].join('.')] : [];
  };
  return text === '' ? text : text.split(',').flatMap(after).join();
}
