import { batch, computed, signal } from '@preact/signals-core';
import type { CallResult } from '../../../client/worker-connection.ts';
import type { NeuronQuantity } from '../../../experiment/names.ts';
import type {
  LayerNeuron,
  LookAnswer,
  LookRequest,
  LookSubject,
  NeuronMap,
  NeuronReaction,
  NeuronValues,
} from '../../../protocol/look-messages.ts';
import type { DataPicture, NetworkPicture } from '../../../protocol/picture-messages.ts';
import type { View } from '../../../protocol/snapshot-messages.ts';
import { isOutdated } from '../changes/change-queue.ts';
import type { OpenedPoint } from '../picture/opened-point.ts';
import { LatestQuestion } from './latest-question.ts';
import { pictureOfNeuron, type LookedNeuron, type NeuronPicture } from './neuron-picture.ts';

export interface LookParts {
  readonly look: (request: LookRequest) => Promise<CallResult<LookAnswer>>;
  /** Views are wanted with vitals, or no longer. */
  readonly onVitals: () => void;
  /** Asked for less motion: then a picture that is about to be replaced by a finer one is not shown. */
  readonly isCalm?: () => boolean;
}

export type LookedData = Pick<DataPicture, 'featureMaps' | 'slice'>;

/**
 * What is looked at, and what the network makes of it: a place that is pointed at or pinned, the neuron that is pointed
 * at, and the one that is opened. The worker is asked anew whenever the weights have changed.
 */
export class LookDesk {
  readonly pointed = signal<LookSubject | null>(null);
  readonly pinned = signal<LookSubject | null>(null);
  /** What is looked at: what is pinned gives way to what is pointed at. */
  readonly subject = computed(() => this.pointed.value ?? this.pinned.value);
  /** Whether there is anything to say. */
  readonly isLooking = computed(() => this.subject.value !== null || this.neuron.value !== null);
  /** Of the subject, or of the one before it while the next answer is on its way; null without a subject. */
  readonly values = signal<NeuronValues | null>(null);
  /** Followed by whoever need not know them. */
  readonly hasValues = computed(() => this.values.value !== null);
  /** Over the train rows; null while nobody wants it. */
  readonly reaction = signal<NeuronReaction | null>(null);
  /** The neuron that is pointed at, whose map takes the picture's place. */
  readonly neuron = signal<LookedNeuron | null>(null);
  readonly #view = signal<View | null>(null);
  readonly #data = signal<LookedData | null>(null);
  readonly #network = signal<NetworkPicture | null>(null);
  /** A finer map of that neuron; null until there is one. */
  readonly map = signal<NeuronMap | null>(null);
  /** What takes the picture's place; null where the picture stays. */
  readonly picture = computed<NeuronPicture | null>(() =>
    pictureOfNeuron({
      neuron: this.neuron.value,
      network: this.#network.value,
      view: this.#parts.isCalm?.() === true ? null : this.#view.value,
      fine: this.map.value,
      featureMaps: this.#data.value?.featureMaps ?? null,
    }),
  );
  /** The neuron that stands open beside the network. */
  readonly opened = signal<LayerNeuron | null>(null);
  /** A link is pointed at: views are to come with gradients and updates. */
  readonly wantsVitals = signal(false);
  /** What the neurons show while no place is looked at. */
  readonly shows = signal<NeuronQuantity>('output');

  /** Grows with every setting that a run has taken in. */
  readonly configured = signal(0);
  /** Asks the worker whatever else there is to ask of a neuron. */
  readonly ask: LookParts['look'];

  /** The place was come to by keys: then it is read out. */
  isByKeys = false;

  readonly #parts: LookParts;
  readonly #values: LatestQuestion<LookRequest, LookAnswer>;
  readonly #reaction: LatestQuestion<LookRequest, LookAnswer>;
  readonly #map: LatestQuestion<LookRequest, LookAnswer>;
  #runId = -1;

  constructor(parts: LookParts) {
    this.#parts = parts;
    const { look } = parts;
    this.ask = look;
    this.#values = new LatestQuestion(look, (reply) => {
      const answer = this.#ofRun(reply);
      if (answer?.kind === 'values') this.values.value = answer;
      else if (isNews(reply)) this.values.value = null;
    });
    this.#reaction = new LatestQuestion(look, (reply) => {
      const answer = this.#ofRun(reply);
      if (answer?.kind === 'reaction') this.reaction.value = answer;
      else if (isNews(reply)) this.reaction.value = null;
    });
    this.#map = new LatestQuestion(look, (reply) => {
      const answer = this.#ofRun(reply);
      if (answer?.kind === 'map') this.map.value = answer;
    });
  }

  /** What another run has answered is true of another network. */
  #ofRun(reply: CallResult<LookAnswer>): LookAnswer | null {
    return reply.ok && reply.value.runId === this.#runId ? reply.value : null;
  }

  point(subject: LookSubject | null, isByKeys = false): void {
    if (isSameSubject(subject, this.pointed.peek())) return;
    this.isByKeys = isByKeys;
    this.#lookAt(() => (this.pointed.value = subject));
  }

  /** Pins a place; once more lets go of it. */
  pin(subject: LookSubject | null): void {
    const isPinned = isSameSubject(subject, this.pinned.peek());
    this.#lookAt(() => (this.pinned.value = isPinned ? null : subject));
  }

  /** The point that is spoken of is looked at, for as long as it is. */
  followPoint(point: OpenedPoint | null): void {
    const pinned = this.pinned.peek();
    if (point === null) {
      if (pinned?.kind === 'sample') this.#lookAt(() => (this.pinned.value = null));
      return;
    }
    const subject = { kind: 'sample', ...point } as const;
    if (!isSameSubject(subject, pinned)) this.#lookAt(() => (this.pinned.value = subject));
  }

  #lookAt(change: () => void): void {
    batch(() => {
      change();
      if (this.subject.value === null) this.values.value = null;
      this.#askValues();
      this.#askReaction();
    });
  }

  /** A neuron that is none of the network's is not opened. */
  open(neuron: LayerNeuron | null): void {
    const width = this.#network.peek()?.layers[neuron?.layer ?? -1]?.width ?? 0;
    if (neuron !== null && neuron.neuron >= width) return;
    this.opened.value = neuron;
    this.#askValues();
  }

  pointAtNeuron(neuron: LookedNeuron | null): void {
    const before = this.neuron.peek();
    if (before?.column === neuron?.column && before?.index === neuron?.index) return;
    batch(() => {
      this.neuron.value = neuron;
      this.map.value = null;
    });
    this.#askMap();
  }

  wantVitals(wants: boolean): void {
    if (wants === this.wantsVitals.peek()) return;
    this.wantsVitals.value = wants;
    this.#parts.onVitals();
  }

  /** What the neurons show. */
  show(quantity: NeuronQuantity): void {
    if (quantity === this.shows.peek()) return;
    this.shows.value = quantity;
    this.#askReaction();
  }

  /** Another run, or the same with other settings; `isNew` where what was answered is no longer true. */
  setRun(runId: number, network: NetworkPicture, isNew: boolean): void {
    this.#runId = runId;
    batch(() => {
      this.configured.value++;
      this.#network.value = network;
      const opened = this.opened.peek();
      if (opened !== null && opened.neuron >= (network.layers[opened.layer]?.width ?? 0))
        this.opened.value = null;
      if (isNew) {
        this.values.value = null;
        this.reaction.value = null;
        this.map.value = null;
        this.#view.value = null;
      }
    });
    this.#askValues();
    this.#askReaction();
    this.#askMap();
  }

  /** Of other data, or over other axes, nothing is looked at yet. */
  setData(data: LookedData, isNew: boolean): void {
    const axes = axesKey(this.#data.peek());
    this.#data.value = data;
    if (!isNew && axes === axesKey(data)) return;
    this.#lookAt(() => {
      this.pointed.value = null;
      this.pinned.value = null;
    });
  }

  /** The weights may have changed. */
  refresh(view: View): void {
    this.#view.value = view;
    this.#values.again();
    this.#reaction.again();
    this.#askMap();
  }

  #askValues(): void {
    const subject = this.subject.peek();
    this.#values.put(subject && { kind: 'values', subject, detail: this.opened.peek() });
  }

  /** Of one row its own reaction is shown. */
  #askReaction(): void {
    const isWanted = this.shows.peek() === 'reaction' && this.subject.peek()?.kind !== 'sample';
    if (!isWanted) this.reaction.value = null;
    this.#reaction.put(isWanted ? { kind: 'reaction' } : null);
  }

  /** Inputs and outputs are pictured already. */
  #askMap(): void {
    const { column = 0, index = 0 } = this.neuron.peek() ?? {};
    const isHidden = column > 0 && column < (this.#network.peek()?.layers.length ?? 0);
    const resolution = Math.min(finest, this.#view.peek()?.boundary.resolution ?? 0);
    this.#map.put(
      isHidden && resolution > 0 ? { kind: 'map', layer: column - 1, neuron: index, resolution } : null,
    );
  }
}

function axesKey(data: LookedData | null): string {
  return JSON.stringify(data?.slice?.axes ?? null);
}

/** Cells along each side of a neuron's large map. */
const finest = 200;

/** A worker or a run that is being replaced is somebody else's news. */
function isNews(reply: CallResult<LookAnswer>): boolean {
  return !reply.ok && !isOutdated(reply);
}

export function isSameSubject(a: LookSubject | null, b: LookSubject | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.kind === 'place') return b.kind === 'place' && a.x1 === b.x1 && a.x2 === b.x2;
  return b.kind === 'sample' && a.split === b.split && a.index === b.index;
}
