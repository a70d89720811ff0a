import type { RunId } from '../protocol/run-id.ts';
import type { CallResult, WorkerConnection } from './worker-connection.ts';

type AskAboutRun<T> = (connection: WorkerConnection, run: RunId | null) => Promise<CallResult<T>>;

export const unavailable = {
  ok: false,
  code: 'worker-ended',
  message: 'The training worker is not running.',
} as const;

const superseded = {
  ok: false,
  code: 'superseded',
  message: 'The network that this was about is gone: another one has taken its place meanwhile.',
} as const;

/** The run that the page is told of: names it in all that is asked about it, and takes no late answer for one about it. */
export class PresentRun {
  /** null before the present worker has told of any. */
  id: RunId | null = null;
  /** null while there is no worker. */
  readonly #connected: () => Promise<WorkerConnection | null>;
  /** Settles when all changes are answered: another run may have begun with each. */
  #changes: Promise<void> = Promise.resolve();

  constructor(connected: () => Promise<WorkerConnection | null>) {
    this.#connected = connected;
  }

  /** Something with which another run may begin; it is told when the changes before it are answered. */
  change<T>(send: (before: Promise<void>) => Promise<T>): Promise<T> {
    const before = this.#changes;
    const answered = send(before);
    // Keeps nothing of what is answered.
    this.#changes = Promise.all([before, answered]).then(() => undefined);
    return answered;
  }

  /** What is answered about a run that is no longer present is not an answer. */
  async about<T>(ask: AskAboutRun<T>): Promise<CallResult<T>> {
    const connection = await this.#connected();
    if (connection === null) return unavailable;
    const run = this.id;
    const reply = await ask(connection, run);
    const wasLost = !reply.ok && (reply.code === 'worker-ended' || reply.code === 'timeout');
    return run === null || run === this.id || wasLost ? reply : superseded;
  }

  /** As `about`; where a change has put another run in its place, of that one, once `changes` are answered. */
  async aboutPresent<T>(ask: AskAboutRun<T>, changes?: Promise<void>): Promise<CallResult<T>> {
    for (;;) {
      const run = this.id;
      const reply = await this.about(ask);
      if (reply.ok || reply.code !== 'superseded') return reply;
      await (changes ?? this.#changes);
      if (this.id === run) return reply;
    }
  }
}
