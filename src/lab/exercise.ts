import { parseExpression } from '../autograd/expression.ts';
import { hintFor } from './hints.ts';
import { isCloseEnough, type Exercise } from './make-exercise.ts';

/** What has been answered so far; starts as `noAnswers`. */
export interface ExerciseState {
  /** By question: wrong answers before the right one, and whether that has come. */
  readonly answers: readonly { readonly mistakes: number; readonly isRight: boolean }[];
}

export interface Verdict {
  readonly isRight: boolean;
  /** Right: the exact number where it was rounded. Wrong: which rule to use. */
  readonly message: string;
}

export interface Score {
  readonly right: number;
  readonly total: number;
  readonly mistakes: number;
  readonly isFinished: boolean;
  /** 0…100: each question's share is halved by every mistake in it. */
  readonly points: number;
}

export function noAnswers({ questions }: Exercise): ExerciseState {
  return { answers: questions.map(() => ({ mistakes: 0, isRight: false })) };
}

/** The number that a person typed: a decimal number, or arithmetic such as -1/3 or 2*exp(1). */
export function readAnswer(text: string): number | undefined {
  const result = parseExpression(text);
  return result.ok && result.graph.named.size === 0 ? result.graph.root.data : undefined;
}

/** Judges an answer at once. What is no number is wrong but no mistake; a question already right stays right. */
export function answer(
  exercise: Exercise,
  state: ExerciseState,
  index: number,
  text: string,
): { readonly state: ExerciseState; readonly verdict: Verdict } {
  const question = exercise.questions[index];
  if (question === undefined) {
    throw new RangeError(
      `there are ${exercise.questions.length} questions, question ${index} is none of them`,
    );
  }
  const given = readAnswer(text);
  if (given === undefined) return { state, verdict: { isRight: false, message: 'This is not a number.' } };
  const isRight = isCloseEnough(given, question.answer);
  const answers = state.answers.map((old, i) => {
    if (i !== index || old.isRight) return old;
    return { mistakes: old.mistakes + (isRight ? 0 : 1), isRight };
  });
  const message = !isRight
    ? hintFor(exercise, question, given)
    : given === question.answer
      ? 'Right.'
      : `Right: ${question.answer} in full.`;
  return { state: { answers }, verdict: { isRight, message } };
}

export function scoreOf({ answers }: ExerciseState): Score {
  const right = answers.filter(({ isRight }) => isRight).length;
  const shares = answers.map(({ mistakes, isRight }) => (isRight ? 0.5 ** mistakes : 0));
  const sum = shares.reduce((total, share) => total + share, 0);
  return {
    right,
    total: answers.length,
    mistakes: answers.reduce((total, { mistakes }) => total + mistakes, 0),
    isFinished: right === answers.length,
    points: answers.length === 0 ? 100 : Math.round((100 * sum) / answers.length),
  };
}
