import { batch } from '@preact/signals-core';
import { defaultExperiment, type Experiment } from '../../../experiment/schema.ts';
import type { Configured, ConfigureRequest } from '../../../protocol/messages.ts';
import type { OwnData } from '../import/own-data.ts';
import type { DivergenceReport } from '../learning/divergence.ts';
import type { NoticeBoard } from '../notice-board.ts';
import type { PlaygroundState } from '../playground-state.ts';
import type { ShownRun } from '../shown-run.ts';
import type { GoingOn } from '../time/going-on.ts';
import type { ChangeDesk } from './change-desk.ts';

export interface ChangeAnswersParts {
  readonly state: PlaygroundState;
  readonly board: NoticeBoard;
  readonly shown: ShownRun;
  readonly goingOn: GoingOn;
  readonly divergence: Pick<DivergenceReport, 'configured'>;
  readonly own: Pick<OwnData, 'asksFor'>;
  readonly changes: Pick<ChangeDesk, 'configure' | 'hasWaiting'>;
}

const addedWords = {
  identity: 'The new layer begins as the identity: the network says what it said before.',
  initial:
    'The new layer begins with initial weights. All other weights are kept as far as they fit, but those of the output now read the new layer.',
} as const;

/** What becomes of the worker's answer to a change: settings that hold, or why they do not. */
export class ChangeAnswers {
  readonly #parts: ChangeAnswersParts;

  constructor(parts: ChangeAnswersParts) {
    this.#parts = parts;
  }

  /** The worker trains with these settings, and with what it has fitted to its data. */
  takeIn(configured: Configured, experiment: Experiment): void {
    const { state, board, shown, goingOn, divergence } = this.#parts;
    this.#tellOfLayers(configured);
    const isOther = JSON.stringify(experiment) !== JSON.stringify(state.trained.value);
    if (configured.effect === 'live' && isOther) goingOn.keepCurve(configured.before);
    else if (configured.effect !== 'live' && configured.data !== null) goingOn.dropCurves();
    divergence.configured(configured);
    batch(() => {
      const { fitted } = configured;
      state.trained.value = { ...experiment, ...fitted?.settings };
      if (fitted) {
        state.experiment.value = { ...state.experiment.value, ...fitted.settings };
        board.post('setting', 'info', fitted.message);
      }
      shown.take(configured);
    });
  }

  /** Layers that have come while it was trained. */
  #tellOfLayers({ added, effect }: Configured): void {
    const { board } = this.#parts;
    if (added !== null) board.post('network', 'info', addedWords[added]);
    else if (effect !== 'live') board.withdraw('network');
  }

  /** Says why, and shows again what holds. */
  refuse(message: string, { experiment, restore }: ConfigureRequest): void {
    const { state, board, own, changes } = this.#parts;
    if (restore !== undefined && state.trained.value === null) {
      board.post('kept run', 'warning', `The run that was kept could not be brought back: ${message}`);
      void changes.configure({ experiment }, 'begin');
      return;
    }
    const isMissing = own.asksFor(experiment);
    // A choice that was made since is still to be answered, and what is wrong with that will be said.
    if (changes.hasWaiting) return;
    board.post('refusal', 'warning', message);
    this.#showWhatHolds();
    // Choosing it then asks for it.
    if (isMissing) state.experiment.value = { ...state.experiment.value, file: null };
  }

  /** The settings of what is being trained, or of something that needs nothing from elsewhere. */
  #showWhatHolds(): void {
    const { state, changes } = this.#parts;
    if (state.trained.value !== null) {
      state.experiment.value = state.trained.value;
      return;
    }
    const { dataSet, loss } = defaultExperiment;
    const experiment = { ...state.experiment.value, dataSet, loss };
    if (state.experiment.value.dataSet === dataSet) return;
    state.experiment.value = experiment;
    void changes.configure({ experiment }, 'begin');
  }
}
