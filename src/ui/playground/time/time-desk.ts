import { computed, signal } from '@preact/signals-core';
import type { TrainingClient } from '../../../client/training-client.ts';
import type { Travelled } from '../../../protocol/messages.ts';
import type { Past } from '../../../protocol/snapshot-messages.ts';
import type { UndoHistory } from '../changes/undo-history.ts';

export interface TimeDeskParts {
  readonly client: Pick<TrainingClient, 'travel'>;
  readonly undoHistory: Pick<UndoHistory, 'press'>;
  /** The run stands elsewhere in its past now, and had these settings then. */
  readonly onArrived: (where: Travelled) => void;
  readonly onRefused: (message: string) => void;
}

/** Takes the run to moments of its past: one journey at a time, and of those that wait the latest. */
export class TimeDesk {
  /** What of the run can be seen again; null before anything was trained. */
  readonly past = signal<Past | null>(null);
  /** Whether a moment before its end is shown, with the settings of then. */
  readonly isPast = computed(() => this.past.value?.isShown === true);
  readonly #parts: TimeDeskParts;
  /** How often whoever trains the run has taken it over: a way backwards that began before then is over. */
  readonly takenOver = signal(0);
  #wanted: number | null = null;
  #isTravelling = false;
  /** Commands that are on their way. */
  #held = 0;

  constructor(parts: TimeDeskParts) {
    this.#parts = parts;
  }

  /**
   * Shows the run as it was after so many epochs; Infinity for where it had come to. Training pauses. What is wanted
   * during a command is done after it.
   */
  async travel(to: number): Promise<void> {
    // What is changed there is no series with what was changed before.
    this.#parts.undoHistory.press();
    this.#wanted = to;
    await this.#go();
  }

  /** Whoever trains the run, or begins it anew, ends all journeys: none of before comes after that and takes it back. */
  async during<Answer>(command: () => Promise<Answer>): Promise<Answer> {
    this.#wanted = null;
    this.takenOver.value++;
    this.#held++;
    try {
      return await command();
    } finally {
      this.#held--;
      void this.#go();
    }
  }

  async #go(): Promise<void> {
    if (this.#isTravelling) return;
    this.#isTravelling = true;
    while (this.#wanted !== null && this.#held === 0) {
      const next = this.#wanted;
      this.#wanted = null;
      const takenOver = this.takenOver.peek();
      const reply = await this.#parts.client.travel({ to: next });
      if (reply.ok) this.#parts.onArrived(reply.value);
      else if (reply.code === 'nothing-to-restore') this.#parts.onRefused(reply.message);
      else if (reply.code === 'recalling' && takenOver === this.takenOver.peek()) this.#wanted ??= next;
    }
    this.#isTravelling = false;
  }
}
