import type { Followed } from '../src/protocol/snapshot-messages.ts';
import type { Clock } from '../src/training/trainer.ts';

/** How trainings that are followed go: for so many epochs each, and how many came to their end over the last second. */
export class FollowedPace {
  readonly #now: Clock;
  #epochs: number | null = null;
  #endedAt: readonly number[] = [];

  constructor(now: Clock) {
    this.#now = now;
  }

  /** The present run is followed; null where it is not. */
  set epochs(epochs: number | null) {
    this.#epochs = epochs;
  }

  /** One has come to its end. */
  end(): void {
    this.#endedAt = [...this.#endedAt, this.#now()];
  }

  /** null where the present run is not followed. */
  get figures(): Followed | null {
    if (this.#epochs === null) return null;
    const since = this.#now() - 1000;
    this.#endedAt = this.#endedAt.filter((at) => at > since);
    return { epochs: this.#epochs, perSecond: this.#endedAt.length };
  }
}
