import { finish } from '../autograd/steps.ts';
import type { ForwardExecutor } from '../backends/executor.ts';
import { chunkSize, measure, type SetMetrics } from './evaluation.ts';
import type { Run } from './run.ts';
import type { StopReason } from './stopping.ts';

/** The figures of both sides, as the page shows them. */
export interface Figures {
  readonly train: SetMetrics;
  readonly test: SetMetrics;
}

export interface DriveOptions {
  /** Epochs completed when it ends, unless it ends before. */
  readonly epochs: number;
  /** Told after every epoch; false ends the training there. */
  readonly onEpoch?: ((run: Run) => boolean) | null;
  /** Told between turns of some milliseconds. */
  readonly onTurn?: ((run: Run) => void) | null;
  readonly signal?: { throwIfAborted(): void } | undefined;
  /** Lets others in between two turns. */
  readonly nextTask: () => Promise<void>;
  readonly now: () => number;
}

/** Why a training that was driven ended: by what the settings say, at its number of epochs, as it was told, or by force. */
export type Ended = StopReason['kind'] | 'epochs' | 'told' | 'diverged';

/** One turn, after which others are let in. */
const turnMs = 40;

/** Trains a run to its end, in turns. Rejects with the reason of the signal once that is aborted. */
export async function drive(run: Run, options: DriveOptions): Promise<Ended> {
  const { epochs, onEpoch = null, onTurn = null, signal, nextTask, now } = options;
  signal?.throwIfAborted();
  let turnEnds = now() + turnMs;
  for (const preparing = run.prepare(); preparing.next().done !== true;) {
    if (now() < turnEnds) continue;
    await nextTask();
    signal?.throwIfAborted();
    turnEnds = now() + turnMs;
  }
  while (!run.diverged && run.epoch < epochs) {
    const deadline = now() + turnMs;
    do {
      const { epoch } = run;
      run.advance(deadline, onEpoch === null ? epochs : epoch + 1);
      if (run.stop !== null) return run.takeStop()?.kind ?? 'told';
      if (run.epoch > epoch && onEpoch?.(run) === false) return 'told';
    } while (now() < deadline && !run.diverged && run.epoch < epochs);
    onTurn?.(run);
    await nextTask();
    signal?.throwIfAborted();
  }
  return run.diverged ? 'diverged' : 'epochs';
}

/** Measures a run again and again, by its own back end. The owner disposes of it. */
export class FigureReader {
  readonly #run: Run;
  readonly #executor: ForwardExecutor;
  readonly #chunk: number;

  constructor(run: Run) {
    const { metrics } = run.network.tapes;
    this.#run = run;
    this.#executor = run.backend.createForward(metrics);
    this.#chunk = chunkSize(metrics.length, this.#executor.grain);
  }

  /** Of the sample that live figures are of, or of all rows, however many there are. */
  read(of: 'measured' | 'all' = 'measured'): Figures {
    const { train, test } = of === 'all' ? this.#run : this.#run.measured;
    this.#executor.setParameters(this.#run.parameters());
    return {
      train: finish(measure(this.#executor, train, this.#chunk)),
      test: finish(measure(this.#executor, test, this.#chunk)),
    };
  }

  dispose(): void {
    this.#executor.dispose();
  }
}
