import { DataRefused } from '../src/data/data-refused.ts';
import { parseCourse } from '../src/experiment/course.ts';
import type { ReplayApi, ReplayRequest } from '../src/protocol/replay-messages.ts';
import type { Reply } from '../src/protocol/reply.ts';
import type { RunState } from '../src/training/run.ts';
import type { Clock } from '../src/training/trainer.ts';
import type { Engines } from './engines.ts';
import { inSlices } from './in-tasks.ts';
import { Replay, Unreachable } from './replay.ts';
import { failure } from './replies.ts';
import { RunKeeper } from './run-keeper.ts';
import { TableStore, type FileLoader } from './table-store.ts';

/** Between two answers. */
const sliceMs = 20;

export interface ReplayServiceParts {
  readonly engines: Engines;
  readonly now: Clock;
  /** Lets waiting messages in. */
  readonly nextTask: () => Promise<void>;
  readonly loadFile: FileLoader;
}

/** Trains a course again, with every change at its place, as the playground's own worker would have: to the same bits. */
export class ReplayService implements ReplayApi {
  readonly #parts: ReplayServiceParts;
  readonly #tables: TableStore;
  #keeper: RunKeeper | null = null;

  constructor(parts: ReplayServiceParts) {
    this.#parts = parts;
    this.#tables = new TableStore(parts.loadFile);
  }

  progress(): Promise<number> {
    return Promise.resolve(this.#keeper?.current?.progress ?? 0);
  }

  async replay({ course: given, to, table }: ReplayRequest): Promise<Reply<RunState>> {
    const parsed = parseCourse(given);
    if (!parsed.ok) return failure('invalid-settings', parsed.message);
    const course = parsed.value;
    const problem = await this.#tables.provide(course.begin, table);
    if (problem !== null) return failure('data-unavailable', problem);
    const { engines, now } = this.#parts;
    const keeper = new RunKeeper(engines, now, this.#tables.source);
    this.#keeper = keeper;
    const replay = new Replay(keeper, now);
    try {
      const value = await inSlices(replay.steps(course, to), { ...this.#parts, sliceMs });
      return { ok: true, value };
    } catch (error) {
      if (error instanceof Unreachable) return failure('invalid-settings', error.message);
      if (error instanceof DataRefused) return failure('data-unavailable', error.message);
      throw error;
    } finally {
      replay.dispose();
      this.#keeper = null;
    }
  }
}
