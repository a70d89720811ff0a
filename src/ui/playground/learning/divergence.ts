import type { Signal } from '@preact/signals-core';
import type { Experiment } from '../../../experiment/schema.ts';
import type { Configured } from '../../../protocol/messages.ts';
import type { Snapshot } from '../../../protocol/snapshot-messages.ts';
import { formatEpoch } from '../../controls/format.ts';
import type { ChangeDesk } from '../changes/change-desk.ts';
import type { NoticeBoard } from '../notice-board.ts';

type Told = Pick<Snapshot, 'divergedInEpoch' | 'canGoBack' | 'stateOverflowed'>;

export interface DivergenceReportParts {
  readonly board: NoticeBoard;
  readonly experiment: Signal<Experiment>;
  readonly changes: Pick<ChangeDesk, 'configure'>;
}

/** Tells that a run has diverged, and offers the way back as long as it holds. */
export class DivergenceReport {
  readonly #parts: DivergenceReportParts;
  #told: Told | null = null;
  /** It goes back, to a moment that its next view will show. */
  #isGoingBack = false;

  constructor(parts: DivergenceReportParts) {
    this.#parts = parts;
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
    this.#parts.board.withdraw('divergence');
  }

  #tellOfReturn(epoch: number): void {
    this.#isGoingBack = false;
    const { board, experiment } = this.#parts;
    board.post(
      'divergence',
      'info',
      `The run went back to epoch ${formatEpoch(epoch)}, the last moment kept before its train loss grew; what came after is gone from the curves. It goes on with rate ${experiment.value.learningRate}.`,
    );
  }

  #tell({ divergedInEpoch, canGoBack, stateOverflowed = false }: Told): void {
    this.#told = { divergedInEpoch, canGoBack, stateOverflowed };
    const { board, experiment } = this.#parts;
    const { learningRate } = experiment.value;
    const lower = Number((learningRate / 10).toPrecision(3));
    const remedy = {
      label: `Go back and use rate ${lower}`,
      run: () => {
        this.#goBack(lower);
      },
    };
    const what = stateOverflowed
      ? 'what the optimizer remembers of the gradients is no longer a finite number, and some weights would never move again'
      : 'a loss or a weight is no longer a finite number';
    board.post(
      'divergence',
      'error',
      `Training diverged in epoch ${divergedInEpoch ?? '?'}: ${what}. ` +
        `Usually the learning rate (${learningRate}) is too high.`,
      canGoBack ? remedy : null,
    );
  }

  /** To the last moment that was kept; it goes on from there with this rate once it is told to. */
  #goBack(learningRate: number): void {
    const { experiment, changes } = this.#parts;
    const request = {
      experiment: { ...experiment.value, learningRate },
      restoreLastFinite: true,
      run: false,
    };
    experiment.value = request.experiment;
    void changes.configure(request, 'go back');
  }
}
