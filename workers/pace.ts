import type { SpeedName } from '../src/experiment/names.ts';

/** What a film trains for each picture that is painted, and never more than an epoch. */
export const batchesPerFrame = 4;

/** How many epochs are let through at a time, and how often. Full speed knows no pace, a film no clock. */
const grants: Readonly<Record<Exclude<SpeedName, 'full' | 'film'>, { epochs: number; everyMs: number }>> = {
  'epoch-a-second': { epochs: 1, everyMs: 1000 },
  'real-time': { epochs: 1, everyMs: 40 },
  'fast-forward': { epochs: 20, everyMs: 40 },
};

/** Holds training back to a chosen speed. It decides when epochs run, never what they compute. */
export class Pace {
  #speed: SpeedName = 'full';
  #lastEpoch = 0;
  #nextAt = -Infinity;

  set speed(speed: SpeedName) {
    this.#speed = speed;
    this.#nextAt = -Infinity;
  }

  /** True where training waits for frames instead of for the clock. */
  get isFilm(): boolean {
    return this.#speed === 'film';
  }

  /** The epoch up to which training may go on now. */
  get lastEpoch(): number {
    return this.#speed === 'full' ? Infinity : this.#lastEpoch;
  }

  /** True if the epoch after `epoch` may begin; grants it when its time has come. */
  allows(epoch: number, now: number): boolean {
    if (this.#speed === 'full') return true;
    if (this.#speed === 'film') return false;
    // Another run, or the same from its beginning, is not to catch up with the one before.
    const { epochs, everyMs } = grants[this.#speed];
    if (this.#lastEpoch > epoch + epochs) this.#lastEpoch = epoch;
    if (this.#lastEpoch > epoch) return true;
    if (now < this.#nextAt) return false;
    this.#lastEpoch = epoch + epochs;
    // On the beat, unless the beat was missed.
    this.#nextAt = this.#nextAt + everyMs > now ? this.#nextAt + everyMs : now + everyMs;
    return true;
  }

  /** Time until the next epoch is let through; Infinity where no time will do. */
  waitMs(now: number): number {
    if (this.#speed === 'film') return Infinity;
    return this.#speed === 'full' ? 0 : Math.max(0, this.#nextAt - now);
  }
}
