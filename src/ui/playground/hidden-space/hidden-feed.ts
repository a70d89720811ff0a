import { signal } from '@preact/signals-core';
import type { CallResult } from '../../../client/worker-connection.ts';
import type { ViewSettings } from '../../../experiment/schema.ts';
import type { HiddenAnswer, HiddenRequest } from '../../../protocol/hidden-messages.ts';

export interface HiddenFeedOptions {
  readonly ask: (request: HiddenRequest) => Promise<CallResult<HiddenAnswer>>;
  readonly now: () => number;
}

type HiddenSettings = Pick<ViewSettings, 'hiddenLayer' | 'hiddenX' | 'hiddenY'>;

/** While training, from one look to the next at least so long, and so many times what the last one took. */
const leastRestMs = 50;
const restFactor = 3;

/** A layer beyond the last one is the last one. */
const last = 99;

/** Pulls where a hidden layer puts the points: one question on its way, and the latest wins. */
export class HiddenFeed {
  /** null while nothing is known of the present run. */
  readonly shown = signal<HiddenAnswer | null>(null);
  readonly #options: HiddenFeedOptions;
  #isAsking = false;
  #asked = '';
  #askedAt = -Infinity;
  #restMs = 0;
  /** Grows when what is on its way is of another run. */
  #turn = 0;

  constructor(options: HiddenFeedOptions) {
    this.#options = options;
  }

  /** The weights may have changed, or what is looked at; `epoch` is that of the view that is shown. */
  async look(
    settings: HiddenSettings,
    { runId, epoch, isTraining }: { runId: number; epoch: number | null; isTraining: boolean },
  ): Promise<void> {
    if (this.#isAsking) return;
    const request = requestOf(settings);
    const key = JSON.stringify([request, runId, epoch]);
    if (key === this.#asked) return;
    const { now, ask } = this.#options;
    if (isTraining && now() - this.#askedAt < this.#restMs && this.shown.peek() !== null) return;
    this.#isAsking = true;
    const [turn, start] = [this.#turn, now()];
    const reply = await ask(request);
    this.#isAsking = false;
    this.#askedAt = now();
    this.#restMs = Math.max(leastRestMs, restFactor * (this.#askedAt - start));
    if (!reply.ok || turn !== this.#turn || reply.value.runId !== runId) return;
    // While training, the weights of the next moment are asked about all the same.
    this.#asked = isTraining ? '' : key;
    this.shown.value = reply.value;
  }

  forget(): void {
    this.#turn++;
    this.#asked = '';
    this.shown.value = null;
  }
}

function requestOf({ hiddenLayer, hiddenX, hiddenY }: HiddenSettings): HiddenRequest {
  const fromZero = (neuron: number): number | null => (neuron === 0 ? null : neuron - 1);
  return {
    layer: hiddenLayer === 0 ? last : hiddenLayer - 1,
    x: fromZero(hiddenX),
    y: fromZero(hiddenY),
  };
}
