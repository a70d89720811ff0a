import { signal } from '@preact/signals-core';
import type { CallResult } from '../../../client/worker-connection.ts';
import type { LookAnswer, LookRequest, ParameterStep } from '../../../protocol/look-messages.ts';

export type StepQuestion = Extract<LookRequest, { kind: 'step' }>;

/** From one question to the next at least so many times what the last one took: the training goes before. */
const restFactor = 3;

/** What the next step does to one parameter: one question on its way, and the latest wins. */
export class StepFeed {
  /** Of the question of now, or null while it is not known. */
  readonly shown = signal<ParameterStep | null>(null);
  /** Why there is nothing; '' where there is something, or it is on its way. */
  readonly problem = signal('');
  readonly #now: () => number;
  #question: StepQuestion | null = null;
  #isWanted = false;
  #isAsking = false;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Another question, or the same once more since what it is about may have changed. */
  put(question: StepQuestion | null, ask: (request: LookRequest) => Promise<CallResult<LookAnswer>>): void {
    if (!isSame(question, this.#question)) this.shown.value = null;
    this.#question = question;
    this.#isWanted = question !== null;
    if (!this.#isAsking) void this.#askOn(ask);
  }

  async #askOn(ask: (request: LookRequest) => Promise<CallResult<LookAnswer>>): Promise<void> {
    this.#isAsking = true;
    while (this.#isWanted && this.#question !== null) {
      this.#isWanted = false;
      const asked = this.#question;
      const start = this.#now();
      const reply = await ask(asked);
      if (isSame(asked, this.#question)) this.#take(reply);
      const rest = restFactor * (this.#now() - start);
      if (rest > 20) await new Promise((resolve) => setTimeout(resolve, Math.min(rest, 1000)));
    }
    this.#isAsking = false;
  }

  #take(reply: CallResult<LookAnswer>): void {
    if (reply.ok) {
      this.problem.value = '';
      if (reply.value.kind === 'step') this.shown.value = reply.value;
      // Of another run it is asked anew.
    } else if (reply.code !== 'superseded') {
      this.shown.value = null;
      this.problem.value = reply.message;
    }
  }
}

function isSame(a: StepQuestion | null, b: StepQuestion | null): boolean {
  if (a === null || b === null) return a === b;
  return a.layer === b.layer && a.neuron === b.neuron && a.input === b.input;
}
