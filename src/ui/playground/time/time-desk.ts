import { signal } from '@preact/signals-core';
import type { TrainingClient } from '../../../client/training-client.ts';
import type { Travelled } from '../../../protocol/messages.ts';
import type { Past } from '../../../protocol/snapshot-messages.ts';

export interface TimeDeskParts {
  readonly client: Pick<TrainingClient, 'travel'>;
  /** The run stands elsewhere in its past now, and had these settings then. */
  readonly onArrived: (where: Travelled) => void;
  readonly onRefused: (message: string) => void;
}

/** Takes the run to moments of its past: one journey at a time, and of those that wait the latest. */
export class TimeDesk {
  /** null before anything was trained. */
  readonly past = signal<Past | null>(null);
  readonly #parts: TimeDeskParts;
  #wanted: number | null = null;
  #isTravelling = false;
  /** Commands that are on their way. */
  #held = 0;

  constructor(parts: TimeDeskParts) {
    this.#parts = parts;
  }

  /** To so many epochs; Infinity for where the run had come to. */
  async travel(to: number): Promise<void> {
    if (this.#held > 0) return;
    this.#wanted = to;
    if (this.#isTravelling) return;
    this.#isTravelling = true;
    for (let next = this.#takeWanted(); next !== null; next = this.#takeWanted()) {
      const reply = await this.#parts.client.travel({ to: next });
      if (reply.ok) this.#parts.onArrived(reply.value);
      else if (reply.code === 'recalling') this.#wanted ??= next;
      else if (reply.code === 'nothing-to-restore') this.#parts.onRefused(reply.message);
    }
    this.#isTravelling = false;
  }

  /** Whoever trains the run, or begins it anew, ends all journeys: none comes after that and takes it back. */
  async during<Answer>(command: () => Promise<Answer>): Promise<Answer> {
    this.#wanted = null;
    this.#held++;
    const answer = await command();
    this.#held--;
    return answer;
  }

  #takeWanted(): number | null {
    const wanted = this.#wanted;
    this.#wanted = null;
    return wanted;
  }
}
