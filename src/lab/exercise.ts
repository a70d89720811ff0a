import { parseExpression } from '../autograd/expression.ts';
import { hintFor } from './hints.ts';
import { isCloseEnough, type Exercise, type Question } from './make-exercise.ts';

/** What has been answered so far; starts as `noAnswers`. */
export interface ExerciseState {
  /** By question. */
  readonly answers: readonly GivenAnswers[];
}

export interface GivenAnswers {
  /** Wrong answers before the right one. */
  readonly mistakes: number;
  readonly isRight: boolean;
  /** The right answer was shown instead of found: the question is closed and earns nothing. */
  readonly isShown: boolean;
}

export interface Verdict {
  readonly isRight: boolean;
  /** Right: the exact number where it was rounded. Wrong: which rule to use. */
  readonly message: string;
}

export interface Score {
  readonly right: number;
  readonly shown: number;
  readonly total: number;
  readonly mistakes: number;
  readonly isFinished: boolean;
  /** 0…100: each question's share is halved by every mistake in it. */
  readonly points: number;
}

export function noAnswers({ questions }: Exercise): ExerciseState {
  return { answers: questions.map(() => ({ mistakes: 0, isRight: false, isShown: false })) };
}

/** The finite number that a person typed: a decimal number, or arithmetic such as -1/3 or 2*exp(1). */
export function readAnswer(text: string): number | undefined {
  const result = parseExpression(text.replaceAll('−', '-'));
  if (!result.ok || result.graph.named.size > 0) return undefined;
  const { data } = result.graph.root;
  return Number.isFinite(data) ? data : undefined;
}

/**
 * Judges an answer at once. What is no number is wrong but no mistake; a question already right stays right, and one
 * whose answer was shown stays shown.
 */
export function answer(
  exercise: Exercise,
  state: ExerciseState,
  index: number,
  text: string,
): { readonly state: ExerciseState; readonly verdict: Verdict } {
  const question = questionAt(exercise, index);
  const given = readAnswer(text);
  if (given === undefined) return { state, verdict: { isRight: false, message: 'This is not a number.' } };
  const isRight = isCloseEnough(given, question.answer);
  const answers = state.answers.map((old, i) => {
    if (i !== index || old.isRight || old.isShown) return old;
    return { ...old, mistakes: old.mistakes + (isRight ? 0 : 1), isRight };
  });
  const message = !isRight
    ? hintFor(exercise, question, given)
    : given === question.answer
      ? 'Right.'
      : `Right: ${question.answer} in full.`;
  return { state: { answers }, verdict: { isRight, message } };
}

/** Closes a question by showing its answer; one that is right already stays right. */
export function showAnswer(exercise: Exercise, state: ExerciseState, index: number): ExerciseState {
  questionAt(exercise, index);
  return {
    answers: state.answers.map((old, i) => (i !== index || old.isRight ? old : { ...old, isShown: true })),
  };
}

function questionAt({ questions }: Exercise, index: number): Question {
  const question = questions[index];
  if (question === undefined) {
    throw new RangeError(`there are ${questions.length} questions, question ${index} is none of them`);
  }
  return question;
}

export function scoreOf({ answers }: ExerciseState): Score {
  const right = answers.filter(({ isRight }) => isRight).length;
  const shown = answers.filter(({ isShown }) => isShown).length;
  const shares = answers.map(({ mistakes, isRight }) => (isRight ? 0.5 ** mistakes : 0));
  const sum = shares.reduce((total, share) => total + share, 0);
  return {
    right,
    shown,
    total: answers.length,
    mistakes: answers.reduce((total, { mistakes }) => total + mistakes, 0),
    isFinished: right + shown === answers.length,
    points: answers.length === 0 ? 100 : Math.round((100 * sum) / answers.length),
  };
}
