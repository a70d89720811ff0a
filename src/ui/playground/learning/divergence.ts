import type { Snapshot } from '../../../protocol/snapshot-messages.ts';
import type { NoticeBoard } from '../notice-board.ts';

export interface DivergenceReportOptions {
  readonly board: NoticeBoard;
  readonly learningRate: () => number;
  /** Takes the run back to where it was sound, and goes on from there with this rate once it is told to. */
  readonly goBack: (learningRate: number) => void;
}

/** Tells that a run has diverged, and offers the way back as long as it holds. */
export class DivergenceReport {
  readonly #options: DivergenceReportOptions;
  #told: Pick<Snapshot, 'divergedInEpoch' | 'canGoBack'> | null = null;

  constructor(options: DivergenceReportOptions) {
    this.#options = options;
  }

  receive(snapshot: Pick<Snapshot, 'status' | 'divergedInEpoch' | 'canGoBack'>): void {
    if (snapshot.status !== 'diverged') this.#forget();
    else if (this.#told === null) this.#tell(snapshot);
  }

  /** Whoever asks a run to go on that cannot is told why once more. */
  remind(): void {
    if (this.#told !== null) this.#tell(this.#told);
  }

  /** Its remedy would harm a run that is sound again. */
  #forget(): void {
    this.#told = null;
    this.#options.board.withdraw('divergence');
  }

  #tell({ divergedInEpoch, canGoBack }: Pick<Snapshot, 'divergedInEpoch' | 'canGoBack'>): void {
    this.#told = { divergedInEpoch, canGoBack };
    const { board, learningRate, goBack } = this.#options;
    const lower = Number((learningRate() / 10).toPrecision(3));
    const remedy = {
      label: `Go back and use rate ${lower}`,
      run: () => {
        goBack(lower);
      },
    };
    board.post(
      'divergence',
      'error',
      `Training diverged in epoch ${divergedInEpoch ?? '?'}: a loss or a weight is no longer a finite number. ` +
        `Usually the learning rate (${learningRate()}) is too high.`,
      canGoBack ? remedy : null,
    );
  }
}
