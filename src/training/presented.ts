import type { Presentation } from '../backends/executor.ts';
import { layerDropout } from '../experiment/layer-dropout.ts';
import type { Experiment } from '../experiment/schema.ts';
import { hashOf, mixed, normalAt, uniformOf } from './hash.ts';

/** What makes what samples are presented with. */
export type PresentationSettings = Pick<Experiment, 'seed' | 'hidden' | 'dropout' | 'inputNoise'>;

/** Of `hashOf`: what is dropped, and what is added. */
const dropoutStream = 1;
const noiseStream = 2;

/** Numbers of a presentation that are made alike. */
interface Group {
  /** Of each number, told from all others whatever the widths of other layers are. */
  readonly keys: Int32Array;
  /** The share that is dropped; null for noise. */
  readonly share: number | null;
}

/**
 * What samples are presented with in an epoch: noise on the inputs, then for each layer that drops the numbers that its
 * neurons' outputs are multiplied by. These are 0 with the layer's probability p and else 1/(1-p), as in
 * torch.nn.Dropout. Each is hashed from the seed, the epoch, the place in the epoch's order, and which input or neuron
 * it is for: it depends neither on who asks for it nor on what was asked for before. In the order of `presentedGroups`.
 */
export class EpochPresentation implements Presentation {
  readonly #epochKey: number;
  readonly #groups: readonly Group[];
  readonly #count: number;
  readonly #noise: number;

  constructor(settings: PresentationSettings, epoch: number, inputCount: number) {
    const { seed, hidden, inputNoise } = settings;
    this.#epochKey = hashOf(seed, epoch);
    this.#noise = inputNoise;
    const keys = (stream: number, layer: number, count: number): Int32Array =>
      Int32Array.from({ length: count }, (_, k) => hashOf(stream, layer, k));
    const dropping = layerDropout(settings).flatMap((share, layer) =>
      share > 0 ? [{ keys: keys(dropoutStream, layer, hidden[layer]), share }] : [],
    );
    const noise = inputNoise > 0 ? [{ keys: keys(noiseStream, 0, inputCount), share: null }] : [];
    this.#groups = [...noise, ...dropping];
    this.#count = this.#groups.reduce((sum, group) => sum + group.keys.length, 0);
  }

  fill(from: number, to: number, into: Float32Array | Float64Array): void {
    let at = 0;
    for (let place = from; place < to; place++) {
      const placeKey = mixed(this.#epochKey ^ mixed(place));
      for (const { keys, share } of this.#groups) {
        if (share === null) this.#fillNoise(keys, placeKey, into, at);
        else fillMask(keys, placeKey, share, into, at);
        at += keys.length;
      }
    }
  }

  /** How many numbers a place has. */
  get count(): number {
    return this.#count;
  }

  #fillNoise(keys: Int32Array, placeKey: number, into: Float32Array | Float64Array, at: number): void {
    for (let k = 0; k < keys.length; k++)
      into[at + k] = this.#noise * normalAt(uniformOf(mixed(placeKey ^ keys[k])));
  }
}

/** As `mixed`, of the difference of two that are. */
function mixedAgain(bits: number): number {
  let x = Math.imul(bits, 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}

/**
 * Two numbers of each hash: 16 bits tell probabilities as finely as 1/65536. No branch, which would be guessed wrong as
 * often as a neuron is dropped, and two hashes in a round, so that neither waits for the other.
 */
function fillMask(
  keys: Int32Array,
  placeKey: number,
  share: number,
  into: Float32Array | Float64Array,
  at: number,
): void {
  const last = Math.round(share * 2 ** 16) - 1;
  const scale = 1 / (1 - share);
  const { length } = keys;
  const whole = length - (length % 4);
  for (let k = 0; k < whole; k += 4) {
    const a = mixedAgain(placeKey ^ keys[k]);
    const b = mixedAgain(placeKey ^ keys[k + 2]);
    into[at + k] = ((last - (a & 0xffff)) >>> 31) * scale;
    into[at + k + 1] = ((last - (a >>> 16)) >>> 31) * scale;
    into[at + k + 2] = ((last - (b & 0xffff)) >>> 31) * scale;
    into[at + k + 3] = ((last - (b >>> 16)) >>> 31) * scale;
  }
  for (let k = whole; k < length; k++) {
    const bits = mixedAgain(placeKey ^ keys[k - (k % 2)]);
    into[at + k] = ((last - (k % 2 === 0 ? bits & 0xffff : bits >>> 16)) >>> 31) * scale;
  }
}

/** Whether samples are presented with anything at all. */
export function isPresenting(settings: PresentationSettings): boolean {
  return settings.inputNoise > 0 || layerDropout(settings).some((share) => share > 0);
}

/**
 * Of each hidden layer and neuron, the share of the places [from, to) at which it is dropped; null where no layer drops.
 */
export function droppedAt(
  settings: PresentationSettings,
  epoch: number,
  from: number,
  to: number,
): Float32Array[] | null {
  const shares = layerDropout(settings);
  if (to <= from || !shares.some((share) => share > 0)) return null;
  const masks = new EpochPresentation({ ...settings, inputNoise: 0 }, epoch, 0);
  const place = new Float64Array(masks.count);
  const dropped = settings.hidden.map((width) => new Float32Array(width));
  for (let at = from; at < to; at++) {
    masks.fill(at, at + 1, place);
    let next = 0;
    shares.forEach((share, layer) => {
      if (share === 0) return;
      for (let neuron = 0; neuron < dropped[layer].length; neuron++)
        if (place[next++] === 0) dropped[layer][neuron] += 1 / (to - from);
    });
  }
  return dropped;
}
