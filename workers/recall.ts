import { DataRefused } from '../src/data/data-refused.ts';
import type { TableSource } from '../src/data/data-set.ts';
import type { Failure } from '../src/protocol/reply.ts';
import type { RunPoint } from '../src/training/run.ts';
import { mostTimelineBytes, Timeline } from '../src/training/timeline.ts';
import type { Clock } from '../src/training/trainer.ts';
import type { Engines } from './engines.ts';
import { Replay, Unreachable } from './replay.ts';
import { failure } from './replies.ts';
import { RunKeeper } from './run-keeper.ts';

/** Between two yields, and until whoever waits is told to ask again: less than the page gives a worker to answer. */
const sliceMs = 10;
const answerMs = 1000;

export interface RecallParts {
  readonly keeper: RunKeeper;
  readonly engines: Engines;
  readonly tables: TableSource;
  readonly now: Clock;
  /** Lets waiting messages in. */
  readonly nextTask: () => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Trains again what was not kept of the present run's past, as after a reload, before a moment of it is gone to. */
export class Recall {
  readonly #parts: RecallParts;
  /** Counts what has ended a recall. */
  #stops = 0;
  #again: RunKeeper | null = null;
  #underWay: Promise<Failure | null> | null = null;

  constructor(parts: RecallParts) {
    this.#parts = parts;
  }

  /** How far it has come, in epochs; null while nothing is trained again. */
  get progress(): number | null {
    return this.#again === null ? null : (this.#again.current?.progress ?? 0);
  }

  /** Something else is wanted of the run. */
  stop(): void {
    this.#stops++;
  }

  /** Sees to it that a moment can be gone to; null once it can. What takes long goes on after it was answered. */
  async upTo(progress: number): Promise<Failure | null> {
    const { keeper, sleep } = this.#parts;
    const { missing } = keeper.timeline;
    if (missing === null || !keeper.isMissing(progress)) return null;
    this.#underWay ??= this.#fill(missing).finally(() => {
      this.#underWay = null;
    });
    return Promise.race([this.#underWay, sleep(answerMs).then(() => notYet)]);
  }

  async #fill(missing: RunPoint): Promise<Failure | null> {
    const { keeper } = this.#parts;
    const stops = this.#stops;
    const again = await this.#train(missing, () => stops !== this.#stops);
    if (stops !== this.#stops) return ended;
    keeper.timeline.fill(again);
    return again === null ? failure('nothing-to-restore', sayLost(missing)) : null;
  }

  /** The past up to a point; null where its course does not lead to it, to the bit. */
  async #train(point: RunPoint, isUnwanted: () => boolean): Promise<Timeline | null> {
    const { engines, now, tables, nextTask } = this.#parts;
    if (typeof point.course !== 'object') return null;
    const keeper = new RunKeeper(engines, now, tables, new Timeline(mostTimelineBytes / 2));
    const replay = new Replay(keeper, now);
    this.#again = keeper;
    try {
      const steps = replay.steps(point.course, point);
      for (let start = now(); ;) {
        const { done, value } = steps.next();
        if (done === true) return isSame(value.parameters, point.parameters) ? keeper.timeline : null;
        if (now() - start < sliceMs) continue;
        await nextTask();
        if (isUnwanted()) return null;
        start = now();
      }
    } catch (error) {
      if (error instanceof Unreachable || error instanceof DataRefused) return null;
      throw error;
    } finally {
      replay.dispose();
      if (this.#again === keeper) this.#again = null;
    }
  }
}

const notYet = failure('recalling', 'The past of the run is trained again.');
const ended = failure('superseded', 'Something else was wanted of the run meanwhile.');

function sayLost({ epoch }: RunPoint): string {
  return `The past of this run begins at epoch ${epoch} here: what was before it does not come to the same bits in this browser.`;
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, k) => Object.is(value, b[k]));
}
