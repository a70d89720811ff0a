import { batch } from '@preact/signals-core';
import type { Experiment } from '../../../experiment/schema.ts';
import type { Checkpoint } from '../../../protocol/messages.ts';
import { formatEpoch } from '../../controls/format.ts';
import type { UndoHistory } from '../changes/undo-history.ts';
import type { PlaygroundState } from '../playground-state.ts';
import type { PlotStore } from '../plots/plot-store.ts';
import type { TimeDesk } from './time-desk.ts';

export interface GoingOnParts {
  readonly state: PlaygroundState;
  readonly undoHistory: UndoHistory;
  readonly plots: Pick<PlotStore, 'kept'>;
  readonly past: TimeDesk['past'];
  readonly now: () => number;
}

/** A run goes on from an earlier moment: what came after that is kept for undo, and its curve beside the new one. */
export class GoingOn {
  readonly #parts: GoingOnParts;

  constructor(parts: GoingOnParts) {
    this.#parts = parts;
  }

  /** `before` is the run at its end; `experiment`, the settings of the moment. */
  from(before: Checkpoint | null, experiment: Experiment): void {
    const { state, undoHistory, now } = this.#parts;
    const change = { key: 'go on', presses: undoHistory.presses, nowMs: now() };
    undoHistory.keep(before, change, { kind: 'other', words: this.#words });
    this.keepCurve(before);
    standAt(state, experiment);
  }

  /** Nothing where the run stands at its end. */
  keepCurve(before: Checkpoint | null): void {
    const { state, plots, past } = this.#parts;
    if (before === null || past.value?.isShown !== true) return;
    plots.kept.keep(before.experiment, state.history.value, `before ${this.#words}`);
  }

  /** Another run has begun, on other data. */
  dropCurves(): void {
    this.#parts.plots.kept.dropBranches();
  }

  get #words(): string {
    return `going on from epoch ${formatEpoch(this.#parts.state.view.value?.epoch ?? 0)}`;
  }
}

/** The run has these settings where it stands. */
export function standAt({ experiment, trained }: PlaygroundState, settings: Experiment): void {
  batch(() => {
    experiment.value = settings;
    trained.value = settings;
  });
}
