import type { TrainingClient } from '../../../client/training-client.ts';
import type { TrainingCommand } from '../../../protocol/messages.ts';
import { isOutdated } from '../changes/change-queue.ts';
import type { UndoHistory } from '../changes/undo-history.ts';
import type { NoticeBoard } from '../notice-board.ts';
import type { PlaygroundState } from '../playground-state.ts';
import type { ShownRun } from '../shown-run.ts';
import type { GoingOn } from '../time/going-on.ts';
import type { TimeDesk } from '../time/time-desk.ts';
import type { DivergenceReport } from './divergence.ts';

export interface TrainingCommandsParts {
  readonly client: Pick<TrainingClient, 'command'>;
  readonly state: PlaygroundState;
  readonly board: NoticeBoard;
  readonly undoHistory: UndoHistory;
  readonly shown: ShownRun;
  readonly time: Pick<TimeDesk, 'during'>;
  readonly goingOn: GoingOn;
  readonly divergence: Pick<DivergenceReport, 'remind'>;
  readonly now: () => number;
  /** The page should ask for what is new at once; `forget` when what it has no longer counts. */
  readonly onChange: (forget: boolean) => void;
}

/** Play, Pause, Step and Reset: what follows from each on the page, once the worker has done it. */
export class TrainingCommands {
  readonly #parts: TrainingCommandsParts;

  constructor(parts: TrainingCommandsParts) {
    this.#parts = parts;
  }

  /** Resolves once it is done; what is refused is told to the user. */
  async give(command: TrainingCommand): Promise<void> {
    const { client, state, board, undoHistory, shown, time, goingOn, divergence, now, onChange } =
      this.#parts;
    if (command !== 'reset' && command !== 'pause') undoHistory.press();
    const { presses } = undoHistory;
    const send = () => client.command(command);
    const reply = await (command === 'pause' ? send() : time.during(send));
    if (!reply.ok) {
      if (!isOutdated(reply)) board.post('refusal', 'warning', reply.message);
      return;
    }
    // What kept it from training does so no longer.
    if (command !== 'pause') board.withdraw('refusal');
    const { status, before, runId, experiment } = reply.value;
    state.status.value = status;
    if (experiment !== undefined) {
      goingOn.from(before, experiment);
      onChange(false);
    }
    if (command === 'reset') {
      undoHistory.keep(before, { key: 'reset', presses, nowMs: now() }, { kind: 'other', words: 'reset' });
      shown.beginAnew(runId);
    } else if (status === 'diverged') divergence.remind();
    onChange(command === 'reset');
  }
}
