import { batch, computed, effect, signal, untracked, type ReadonlySignal } from '@preact/signals-core';
import { defaultSettings, type Settings } from '../../experiment/url.ts';
import type { PlaygroundModel } from '../playground/playground-model.ts';
import type { Challenge } from './chapter.ts';
import { isSameTraining, lookAtRun, type RunSight } from './run-sight.ts';
import type { StageState } from './stage-track.ts';

/** What the run has shown. */
export interface Outcome {
  /** Index of the answer that is right, or the number. */
  readonly answer: number;
  readonly report: string;
}

/** What the playground of a challenge starts with. */
export function challengeSettings({ setup, speed, lossScale }: Challenge): Settings {
  const { experiment, view } = defaultSettings;
  return {
    experiment: { ...experiment, ...setup },
    view: { ...view, speed: speed ?? view.speed, lossScale: lossScale ?? view.lossScale },
  };
}

/** A challenge on a playground: predict, run, and find what is better. */
export class ChallengeAttempt {
  readonly tool = 'playground';
  readonly chapter: Challenge;
  readonly playground: PlaygroundModel;
  /** Index of the answer that the user expects. */
  readonly prediction = signal<number | null>(null);
  readonly outcome = signal<Outcome | null>(null);
  readonly #isRemedied = signal(false);
  /** The run before its first step; null until the worker has set it up. */
  readonly #start = signal<RunSight | null>(null);
  readonly #settings: Settings;
  readonly #release: () => void;

  constructor(chapter: Challenge, playground: PlaygroundModel) {
    this.chapter = chapter;
    this.playground = playground;
    this.#settings = challengeSettings(chapter);
    this.#release = effect(() => {
      const sight = lookAtRun(playground);
      if (sight !== null) untracked(() => this.#follow(sight));
    });
  }

  get undoable(): PlaygroundModel {
    return this.playground;
  }

  readonly isFinished = computed(() => this.#isRemedied.value);

  readonly stages: ReadonlySignal<readonly StageState[]> = computed(() => {
    const { remedy, run } = this.chapter;
    const done = [this.prediction.value !== null, this.outcome.value !== null, this.#isRemedied.value];
    const current = done.indexOf(false);
    return ['Predict: choose an answer.', run, remedy.goal].map((goal, i) => ({
      goal,
      isDone: done[i],
      isCurrent: i === current,
      count: null,
    }));
  });

  /** What keeps the last part from being reached; the parts before it only want to be done. */
  readonly obstacle: ReadonlySignal<string | null> = computed(() => {
    if (this.outcome.value === null || this.#isRemedied.value) return null;
    const now = lookAtRun(this.playground);
    return now === null ? null : (this.chapter.remedy.obstacle?.(now) ?? null);
  });

  /** The run stands where the question asks about: before its first step. */
  readonly isAtStart = computed(() => {
    const sight = lookAtRun(this.playground);
    return this.#start.value !== null && sight !== null && this.#isStart(sight);
  });

  /** Whether the run that is to decide is no longer the one that was asked about. */
  readonly isOffCourse = computed(() => {
    if (this.#start.value === null || this.outcome.value !== null) return false;
    if (this.prediction.value === null) return !this.isAtStart.value;
    return !isSameTraining(this.playground.experiment.value, this.#settings.experiment);
  });

  /** Counts only before the run begins, and may be changed until then. */
  predict(answer: number): void {
    const { answers } = this.chapter;
    if (answers[answer] === undefined) {
      throw new RangeError(`there are ${answers.length} answers, ${answer} is none of them`);
    }
    if (this.isAtStart.value) this.prediction.value = answer;
  }

  /** Everything as at first; a trained run is kept by undo. */
  setUp(): void {
    const { playground } = this;
    const { experiment, view } = this.#settings;
    batch(() => {
      this.#start.value = null;
      this.prediction.value = null;
      this.outcome.value = null;
      this.#isRemedied.value = false;
      // Before the worker answers, there is nothing to pause or to reset.
      const isThere = playground.trained.value !== null;
      if (isThere) void playground.pause();
      void playground.change(experiment);
      playground.changeView({ speed: view.speed, lossScale: view.lossScale });
      if (isThere) void playground.reset();
    });
  }

  rest(): void {
    if (this.playground.status.peek() === 'running') void this.playground.pause();
  }

  dispose(): void {
    this.#release();
  }

  #isStart({ experiment, status, view }: RunSight): boolean {
    const isUntrained = status === 'ready' && view.epoch === 0 && Number.isFinite(view.trainLoss);
    return isUntrained && isSameTraining(experiment, this.#settings.experiment);
  }

  #follow(now: RunSight): void {
    const start = this.#start.value;
    if (start === null) {
      if (this.#isStart(now)) this.#start.value = now;
    } else if (this.prediction.value === null) {
      // What happens before the prediction decides nothing.
    } else if (this.outcome.value === null) {
      const { chapter } = this;
      if (!isSameTraining(now.experiment, this.#settings.experiment) || !chapter.isDecided(now)) return;
      this.outcome.value = { answer: chapter.answerOf(now, start), report: chapter.report(now, start) };
    } else if (this.chapter.remedy.isReached(now, start)) {
      this.#isRemedied.value = true;
    }
  }
}
