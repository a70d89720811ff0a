import type { SpeedName, StepName } from '../src/experiment/names.ts';

/** What is trained for each picture that is painted: so many batches, and never more than so many epochs. */
export interface Frame {
  readonly batches: number;
  readonly epochs: number;
  /** Whether it is shown as far as it has come where it takes too long to be seen as motion. */
  readonly mayBeCut: boolean;
}

/** The film, and its multiples: what has few batches an epoch is not over before it is seen. */
const frames: Readonly<Partial<Record<SpeedName, Frame>>> = {
  film: { batches: 4, epochs: 1, mayBeCut: false },
  '10x': { batches: 40, epochs: 10, mayBeCut: true },
  '100x': { batches: 400, epochs: 100, mayBeCut: true },
};

/** What may be trained on at a time inside an epoch. */
export type EpochPart = Exclude<StepName, 'epoch'>;

/** What goes by the clock: so much of the training at a time, and so long from one to the next. */
const beats: Readonly<Partial<Record<SpeedName, { readonly part: StepName; readonly everyMs: number }>>> = {
  'sample-a-second': { part: 'sample', everyMs: 1000 },
  'batch-a-second': { part: 'batch', everyMs: 1000 },
  'ten-batches-a-second': { part: 'batch', everyMs: 100 },
  'epoch-a-second': { part: 'epoch', everyMs: 1000 },
};

/** Holds training back to a chosen speed. It decides when batches and epochs run, never what they compute. */
export class Pace {
  #speed: SpeedName = 'full';
  #lastEpoch = 0;
  #nextAt = -Infinity;

  set speed(speed: SpeedName) {
    this.#speed = speed;
    this.#nextAt = -Infinity;
  }

  /** What each painted picture is worth where training waits for them; null where it goes by the clock. */
  get frame(): Frame | null {
    return frames[this.#speed] ?? null;
  }

  /** What is trained at each beat where that is less than an epoch. */
  get part(): EpochPart | null {
    const part = beats[this.#speed]?.part ?? 'epoch';
    return part === 'epoch' ? null : part;
  }

  /** The epoch up to which training may go on now. */
  get lastEpoch(): number {
    return this.#speed === 'full' ? Infinity : this.#lastEpoch;
  }

  /** True if the epoch after `epoch` may begin; grants it when its time has come. */
  allows(epoch: number, now: number): boolean {
    if (this.#speed === 'full') return true;
    if (beats[this.#speed]?.part !== 'epoch') return false;
    // Another run, or the same from its beginning, is not to catch up with the one before.
    if (this.#lastEpoch > epoch + 1) this.#lastEpoch = epoch;
    if (this.#lastEpoch > epoch) return true;
    if (!this.beat(now)) return false;
    this.#lastEpoch = epoch + 1;
    return true;
  }

  /** True once in the time of a beat (of a second, where nothing goes by it), on the beat unless that was missed. */
  beat(now: number): boolean {
    if (now < this.#nextAt) return false;
    const { everyMs } = beats[this.#speed] ?? { everyMs: 1000 };
    this.#nextAt = this.#nextAt + everyMs > now ? this.#nextAt + everyMs : now + everyMs;
    return true;
  }

  /** Time until there may be more to train; Infinity where no time will do. */
  waitMs(now: number): number {
    if (this.frame !== null) return Infinity;
    return this.#speed === 'full' ? 0 : Math.max(0, this.#nextAt - now);
  }
}
