import type { ReplayClient } from '../../client/replay-client.ts';
import type { Course } from '../../experiment/course.ts';
import type { LinkedMoment } from '../../experiment/moment-link.ts';
import type { Experiment } from '../../experiment/schema.ts';
import type { PackedTable } from '../../protocol/import-messages.ts';
import type { Checkpoint } from '../../protocol/messages.ts';
import type { Reply } from '../../protocol/reply.ts';
import { formatCount } from '../controls/format.ts';
import type { NoticeBoard } from '../playground/notice-board.ts';
import type { PlaygroundStore } from '../playground/store.ts';
import { unpackMoment } from './pack-moment.ts';

export interface MomentParts {
  readonly store: Pick<
    PlaygroundStore,
    'experiment' | 'status' | 'replay' | 'linkedMoment' | 'pause' | 'bringToMoment'
  >;
  readonly board: Pick<NoticeBoard, 'post'>;
  /** The user's own table by its id; null where it is nowhere. */
  readonly findTable: (id: string) => Promise<PackedTable | null>;
  readonly wait: (ms: number) => Promise<void>;
  readonly now: () => number;
  readonly createClient: () => Pick<ReplayClient, 'replay' | 'progress' | 'end'>;
}

/** How often its progress is told, and after how long it is given up. */
const toldMs = 200;
const mostMs = 60_000;

/** Cancelled by the user, left as the user went on otherwise, or too late. */
type Outcome = Reply<Checkpoint> | 'cancelled' | 'left' | 'late';

/**
 * Has the training of a link come to its moment in a worker of its own, and then shows the run of then in the playground,
 * which shows the beginning meanwhile. What the user does there goes before it, and after a minute it is given up.
 */
export async function openMoment(begin: Experiment, moment: LinkedMoment, parts: MomentParts): Promise<void> {
  const { store, board } = parts;
  store.replay.peek()?.cancel();
  const replay = new MomentReplay(moment, parts);
  // At once: the one before, which ends soon, must know that it is no longer its turn.
  replay.tell();
  try {
    const course = await unpackMoment(begin, moment);
    const outcome = course.ok
      ? await replay.train(course.value)
      : ({ ...course, code: 'invalid-settings' } as const);
    if (typeof outcome === 'object' && outcome.ok) store.bringToMoment(outcome.value);
    else if (!replay.isOvertaken)
      board.post('link', typeof outcome === 'object' ? 'warning' : 'info', replay.sayEnd(outcome));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    board.post('link', 'warning', replay.sayEnd({ ok: false, code: 'invalid-settings', message }));
  } finally {
    replay.end();
  }
}

class MomentReplay {
  readonly #moment: LinkedMoment;
  readonly #parts: MomentParts;
  readonly #client: Pick<ReplayClient, 'replay' | 'progress' | 'end'>;
  readonly #start: number;
  #isOver = false;
  /** In epochs. */
  #done = 0;
  #cancel: () => void = () => undefined;
  readonly #cancelled = new Promise<'cancelled'>((resolve) => {
    this.#cancel = () => {
      resolve('cancelled');
    };
  });

  constructor(moment: LinkedMoment, parts: MomentParts) {
    this.#moment = moment;
    this.#parts = parts;
    this.#client = parts.createClient();
    this.#start = parts.now();
  }

  async train(course: Course): Promise<Outcome> {
    const { store, findTable } = this.#parts;
    if (store.status.peek() === 'running') void store.pause();
    this.tell();
    const { dataSet, file } = course.begin;
    const table = dataSet === 'file' && file !== null ? await findTable(file.id) : null;
    const { epoch, position } = this.#moment;
    return Promise.race([
      this.#client.replay({ course, to: { epoch, position }, table }),
      this.#watch(JSON.stringify(course.begin)),
      this.#cancelled,
    ]);
  }

  /** Tells how far it has come, until someone wants otherwise. */
  async #watch(begin: string): Promise<Outcome> {
    const { store, wait, now } = this.#parts;
    let hasRested = false;
    while (!this.#isOver) {
      await wait(toldMs);
      const isRunning = store.status.peek() === 'running';
      hasRested ||= !isRunning;
      if ((hasRested && isRunning) || JSON.stringify(store.experiment.peek()) !== begin) return 'left';
      if (now() - this.#start > mostMs) return 'late';
      this.#done = await this.#client.progress();
      this.tell();
    }
    return 'left';
  }

  tell(): void {
    if (this.#isOver) return;
    const { replay } = this.#parts.store;
    replay.value = { done: this.#done, to: this.#moment.epoch, cancel: this.#cancel };
  }

  /** What is said where the moment is not reached. */
  sayEnd(outcome: Exclude<Outcome, { readonly ok: true }>): string {
    const far = `epoch ${formatCount(Math.floor(this.#done))} of ${formatCount(this.#moment.epoch)}`;
    if (outcome === 'left')
      return `The way to the moment of the link was left at ${far}, since you went on otherwise.`;
    const shown = 'What is shown is the beginning: Play trains from there.';
    if (outcome === 'cancelled') return `The way to the moment of the link was cancelled at ${far}. ${shown}`;
    if (outcome === 'late')
      return `The moment of the link takes more than a minute here, and was given up at ${far}. ${shown}`;
    return `The moment of the link cannot be reached: ${outcome.message.replace(/\.$/, '')}. ${shown}`;
  }

  /** Another link's moment is on its way instead. */
  get isOvertaken(): boolean {
    const shown = this.#parts.store.replay.peek();
    return shown !== null && shown.cancel !== this.#cancel;
  }

  end(): void {
    const { replay, linkedMoment } = this.#parts.store;
    this.#isOver = true;
    this.#client.end();
    if (this.isOvertaken) return;
    replay.value = null;
    linkedMoment.value = '';
  }
}
