import { computed, signal, type ReadonlySignal } from '@preact/signals-core';
import { answer, noAnswers, scoreOf, showAnswer } from '../../../lab/exercise.ts';
import type { ExerciseState, Score, Verdict } from '../../../lab/exercise.ts';
import { exerciseOf, makeExercise, type Exercise, type ExerciseKind } from '../../../lab/make-exercise.ts';
import type { ExerciseLevel } from '../../../lab/random-expression.ts';

/** The expression on the page, or a random one. */
export type ExerciseSource = 'present' | { readonly level: ExerciseLevel; readonly seed: number };

/** The expression on the page, to make an exercise of. */
export interface PresentExpression {
  readonly source: string;
  readonly leafData?: ReadonlyMap<string, number>;
}

/** A verdict and the text that it judges: the same text again is no new answer. */
export interface JudgedAnswer extends Verdict {
  readonly text: string;
}

/** What an exercise was made from. */
export interface ExerciseOrigin {
  readonly source: ExerciseSource;
  readonly kind: ExerciseKind;
}

/** Nobody works out more by hand. */
export const mostQuestions = 100;

/** The exercise that is going on, if one is. */
export class ExerciseStore {
  readonly #present: () => PresentExpression | null;
  readonly #exercise = signal<Exercise | null>(null);
  readonly #state = signal<ExerciseState>({ answers: [] });
  readonly #verdicts = signal<readonly (JudgedAnswer | null)[]>([]);
  readonly #problem = signal('');
  readonly #origin = signal<ExerciseOrigin | null>(null);

  /** `present` gives the expression on the page; null where it has none that could be worked out by hand. */
  constructor(present: () => PresentExpression | null) {
    this.#present = present;
  }

  get exercise(): ReadonlySignal<Exercise | null> {
    return this.#exercise;
  }

  get state(): ReadonlySignal<ExerciseState> {
    return this.#state;
  }

  /** By question: what became of the latest answer; null before one. */
  get verdicts(): ReadonlySignal<readonly (JudgedAnswer | null)[]> {
    return this.#verdicts;
  }

  /** Why the latest start led to no exercise; '' if it did. */
  get problem(): ReadonlySignal<string> {
    return this.#problem;
  }

  /** What the latest exercise was made from, also after its end; null before the first. */
  get origin(): ReadonlySignal<ExerciseOrigin | null> {
    return this.#origin;
  }

  readonly score = computed<Score>(() => scoreOf(this.#state.value));

  /** The nodes whose gradients (or values, by the exercise's kind) nobody may see yet. */
  readonly hidden = computed<ReadonlySet<number>>(() => {
    const { answers } = this.#state.value;
    const questions = this.#exercise.value?.questions ?? [];
    const isOpen = (index: number): boolean => !answers[index].isRight && !answers[index].isShown;
    return new Set(questions.flatMap(({ node }, index) => (isOpen(index) ? [node] : [])));
  });

  /** Whether something is still to be found. */
  readonly isOpen = computed(() => this.hidden.value.size > 0);

  start(source: ExerciseSource, kind: ExerciseKind): void {
    this.end();
    this.#origin.value = { source, kind };
    try {
      const exercise = this.#make(source, kind);
      const count = exercise.questions.length;
      if (count > mostQuestions) throw new RangeError(`there are ${count} nodes to work out`);
      if (count === 0) throw new RangeError('there is nothing to work out');
      this.#state.value = noAnswers(exercise);
      this.#verdicts.value = exercise.questions.map(() => null);
      this.#exercise.value = exercise;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.#problem.value = `No exercise: ${error.message}.`;
    }
  }

  #make(source: ExerciseSource, kind: ExerciseKind): Exercise {
    if (source !== 'present') return makeExercise(source.level, source.seed, kind);
    const present = this.#present();
    if (present === null) throw new RangeError('this graph is not one to do by hand');
    return exerciseOf(present.source, kind, present.leafData);
  }

  /** Throws a RangeError if there is no such question. */
  answer(index: number, text: string): void {
    const exercise = this.#exercise.value;
    if (exercise === null) throw new RangeError('no exercise is going on');
    if (this.#verdicts.value[index]?.text === text) return;
    const { state, verdict } = answer(exercise, this.#state.value, index, text);
    this.#state.value = state;
    this.#verdicts.value = this.#verdicts.value.map((old, i) => (i === index ? { ...verdict, text } : old));
  }

  /** Gives a question up. Throws a RangeError if there is no such question. */
  show(index: number): void {
    const exercise = this.#exercise.value;
    if (exercise === null) throw new RangeError('no exercise is going on');
    this.#state.value = showAnswer(exercise, this.#state.value, index);
  }

  /** Back to no exercise. */
  end(): void {
    this.#exercise.value = null;
    this.#state.value = { answers: [] };
    this.#verdicts.value = [];
    this.#problem.value = '';
  }
}
