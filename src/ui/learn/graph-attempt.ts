import { batch, computed, effect, signal, untracked } from '@preact/signals-core';
import type { LabStore } from '../lab/workbench/lab-store.ts';
import type { GraphChapter } from './chapter.ts';
import { lookAtLab } from './lab-sight.ts';
import type { Outcome } from './challenge-attempt.ts';
import { StageTrack, type StageState } from './stage-track.ts';

/** A chapter on a graph lab of its own, so that what the user has in theirs is left alone. */
export class GraphAttempt {
  readonly tool = 'graph';
  readonly chapter: GraphChapter;
  readonly lab: LabStore;
  readonly #track;
  /** What the user expects, where the chapter asks: the index of an answer, or a number. */
  readonly prediction = signal<number | null>(null);
  readonly stages;
  readonly outcome;
  readonly isFinished;
  readonly obstacle;
  /** Whether the answer can be seen before anything was predicted. */
  readonly isOffCourse;
  readonly #release: () => void;

  /** The lab is the attempt's own from here on. */
  constructor(chapter: GraphChapter, lab: LabStore) {
    this.chapter = chapter;
    this.#track = new StageTrack(chapter.stages);
    const { prediction } = chapter;
    this.stages = computed(() => withPrediction(this.#track.states.value, chapter, this.prediction.value));
    this.outcome = computed<Outcome | null>(() => {
      const isShown = this.#track.states.value[0]?.isDone ?? false;
      if (prediction === undefined || !isShown) return null;
      const { right: answer, kind } = prediction;
      const report = kind === 'choice' ? prediction.report : prediction.report(this.prediction.value);
      return { answer, report };
    });
    this.isOffCourse = computed(() => {
      if (prediction === undefined || this.prediction.value !== null) return false;
      const sight = lookAtLab(this.lab);
      return sight !== null && chapter.stages[0].isReached(sight, sight);
    });
    this.isFinished = this.#track.isFinished;
    // Of a text that cannot be read the lab says why; what was wrong with the one before is no more so.
    this.obstacle = computed(() => (lab.error.value === null ? this.#track.obstacle.value : null));
    this.lab = lab;
    this.#open();
    this.#release = effect(() => {
      const sight = lookAtLab(this.lab);
      const isAsked = chapter.prediction !== undefined && this.prediction.value === null;
      if (sight !== null && !isAsked) untracked(() => this.#track.look(sight));
    });
  }

  get undoable(): LabStore {
    return this.lab;
  }

  /** Everything as at first, by an edit that undo takes back. */
  setUp(): void {
    batch(() => {
      this.#track.restart();
      this.prediction.value = null;
      this.#open();
    });
  }

  /** Counts only before the answer is seen, and may be changed until then. */
  predict(answer: number): void {
    const { prediction } = this.chapter;
    if (prediction === undefined) throw new RangeError(`${this.chapter.id} asks for no prediction`);
    if (prediction.kind === 'choice') checkAnswer(answer, prediction.answers);
    else if (!Number.isFinite(answer)) throw new RangeError(`a prediction is a finite number, not ${answer}`);
    if (this.outcome.peek() === null && !this.isOffCourse.peek()) this.prediction.value = answer;
  }

  #open(): void {
    const { setup, opens = 'step' } = this.chapter;
    void this.lab.open(setup);
    this.lab.setTool(opens);
  }

  /** Nothing goes on out of sight. */
  rest(): void {
    this.lab.pause();
  }

  dispose(): void {
    this.#release();
    this.lab.dispose();
  }
}

/** @throws RangeError where an index is that of no answer. */
function checkAnswer(answer: number, answers: readonly string[]): void {
  if (answers[answer] === undefined)
    throw new RangeError(`there are ${answers.length} answers, ${answer} is none of them`);
}

/** The question is the first thing to do. */
function withPrediction(
  states: readonly StageState[],
  { prediction }: GraphChapter,
  predicted: number | null,
): readonly StageState[] {
  if (prediction === undefined) return states;
  const isAsked = predicted === null;
  return [
    {
      goal: prediction.kind === 'choice' ? 'Predict: choose an answer.' : 'Predict: write a number.',
      isDone: !isAsked,
      isCurrent: isAsked,
      count: null,
    },
    ...states.map((state) => (isAsked ? { ...state, isCurrent: false } : state)),
  ];
}
