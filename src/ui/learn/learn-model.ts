import type { ReadonlySignal } from '@preact/signals-core';
import type { LabLink } from '../../experiment/lab-link.ts';
import type { LabModel } from '../lab/workbench/lab-model.ts';
import type { Notice, PlaygroundModel } from '../playground/playground-model.ts';
import type { Challenge, Chapter, GraphChapter } from './chapter.ts';
import type { Outcome } from './challenge-attempt.ts';
import type { StageState } from './stage-track.ts';

/** A chapter that the user works on, with the live tool that it is about. */
export type Attempt = (
  | {
      readonly tool: 'graph';
      readonly chapter: GraphChapter;
      readonly lab: LabModel & { readonly link: ReadonlySignal<LabLink> };
      readonly prediction: ReadonlySignal<number | null>;
      readonly outcome: ReadonlySignal<Outcome | null>;
      readonly isOffCourse: ReadonlySignal<boolean>;
    }
  | {
      readonly tool: 'playground';
      readonly chapter: Challenge;
      readonly playground: PlaygroundModel;
      readonly prediction: ReadonlySignal<number | null>;
      readonly outcome: ReadonlySignal<Outcome | null>;
      readonly isAtStart: ReadonlySignal<boolean>;
      readonly isOffCourse: ReadonlySignal<boolean>;
    }
) & {
  readonly stages: ReadonlySignal<readonly StageState[]>;
  /** What keeps the present stage from being reached, as a sentence. */
  readonly obstacle: ReadonlySignal<string | null>;
  readonly isFinished: ReadonlySignal<boolean>;
};

/** All state of the guided path, and all that can be done to it. */
export interface LearnModel {
  readonly chapters: readonly Chapter[];
  readonly attempt: ReadonlySignal<Attempt>;
  /** Ids of the chapters whose goal was reached, now or on an earlier day. */
  readonly done: ReadonlySignal<ReadonlySet<string>>;
  /** False when the device keeps no progress. */
  readonly isKept: ReadonlySignal<boolean>;
  readonly notices: ReadonlySignal<readonly Notice[]>;
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;

  /** The present chapter's tool as at first. */
  setUpAgain(): void;
  predict(answer: number): void;
  resetProgress(): void;
  /** Says why the graph of a point or neuron is not opened here. */
  declineGraph(): void;
  undo(): void;
  redo(): void;
  dismiss(noticeId: number): void;
}

/** What the chapter's panel asks for. */
export type LearnAction =
  { readonly kind: 'set-up' | 'reset-progress' } | { readonly kind: 'predict'; readonly answer: number };
