import type { Configured } from '../../../protocol/messages.ts';
import type { Snapshot } from '../../../protocol/snapshot-messages.ts';
import { formatEpoch } from '../../controls/format.ts';
import type { NoticeBoard } from '../notice-board.ts';

type Told = Pick<Snapshot, 'divergedInEpoch' | 'canGoBack' | 'stateOverflowed'>;

export interface DivergenceReportOptions {
  readonly board: NoticeBoard;
  readonly learningRate: () => number;
  /** Takes the run back to where it was sound, and goes on from there with this rate once it is told to. */
  readonly goBack: (learningRate: number) => void;
}

/** Tells that a run has diverged, and offers the way back as long as it holds. */
export class DivergenceReport {
  readonly #options: DivergenceReportOptions;
  #told: Told | null = null;
  /** It goes back, to a moment that its next view will show. */
  #isGoingBack = false;

  constructor(options: DivergenceReportOptions) {
    this.#options = options;
  }

  receive(snapshot: Told & Pick<Snapshot, 'status' | 'view'>): void {
    if (snapshot.status === 'diverged') {
      if (this.#told === null) this.#tell(snapshot);
      return;
    }
    // Its remedy would harm a run that is sound again.
    if (this.#told !== null) this.#forget();
    if (this.#isGoingBack && snapshot.view !== null) this.#tellOfReturn(snapshot.view.epoch);
  }

  /** Settings that bring a run back to where it was sound take what came after from its curves. */
  configured({ effect }: Pick<Configured, 'effect'>): void {
    if (effect === 'live') return;
    this.#isGoingBack = effect === 'restored' && this.#told !== null;
    this.#forget();
  }

  /** Whoever asks a run to go on that cannot is told why once more. */
  remind(): void {
    if (this.#told !== null) this.#tell(this.#told);
  }

  #forget(): void {
    this.#told = null;
    this.#options.board.withdraw('divergence');
  }

  #tellOfReturn(epoch: number): void {
    this.#isGoingBack = false;
    const { board, learningRate } = this.#options;
    board.post(
      'divergence',
      'info',
      `The run went back to epoch ${formatEpoch(epoch)}, the last kept with finite numbers; what came after is gone from the curves. It goes on with rate ${learningRate()}.`,
    );
  }

  #tell({ divergedInEpoch, canGoBack, stateOverflowed = false }: Told): void {
    this.#told = { divergedInEpoch, canGoBack, stateOverflowed };
    const { board, learningRate, goBack } = this.#options;
    const lower = Number((learningRate() / 10).toPrecision(3));
    const remedy = {
      label: `Go back and use rate ${lower}`,
      run: () => {
        goBack(lower);
      },
    };
    const what = stateOverflowed
      ? 'what the optimizer remembers of the gradients is no longer a finite number, and some weights would never move again'
      : 'a loss or a weight is no longer a finite number';
    board.post(
      'divergence',
      'error',
      `Training diverged in epoch ${divergedInEpoch ?? '?'}: ${what}. ` +
        `Usually the learning rate (${learningRate()}) is too high.`,
      canGoBack ? remedy : null,
    );
  }
}
