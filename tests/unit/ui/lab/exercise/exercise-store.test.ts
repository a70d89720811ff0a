import { describe, expect, it } from 'vitest';
import { ExerciseStore, mostQuestions } from '../../../../../src/ui/lab/exercise/exercise-store.ts';
import { finishText, progressText } from '../../../../../src/ui/lab/exercise/exercise-words.ts';

const product = 'a = 2\nb = -3\nL = a * b';

function started(source = product): ExerciseStore {
  const store = new ExerciseStore(() => ({ source }));
  store.start('present', 'gradients');
  return store;
}

const indexOf = (store: ExerciseStore, name: string): number =>
  store.exercise.value?.questions.findIndex((question) => question.name === name) ?? -1;

describe('the exercise store', () => {
  it('makes an exercise of what is on the page, with its leaves as they stand', () => {
    const store = new ExerciseStore(() => ({ source: product, leafData: new Map([['b', 7]]) }));
    expect(store.exercise.value).toBeNull();
    store.start('present', 'gradients');
    expect(store.exercise.value?.questions.find(({ name }) => name === 'a')?.answer).toBe(7);
    store.start('present', 'values');
    expect(store.exercise.value?.questions).toMatchObject([{ name: 'L', answer: 14 }]);
  });

  it('makes the same random exercise from the same level and seed', () => {
    const sourceOf = (seed: number): string => {
      const store = new ExerciseStore(() => null);
      store.start({ level: 2, seed }, 'gradients');
      return store.exercise.value?.source ?? '';
    };
    expect(sourceOf(5)).toBe(sourceOf(5));
    expect(sourceOf(5)).not.toBe(sourceOf(6));
  });

  it('remembers what the latest exercise was made from, also after its end', () => {
    const store = new ExerciseStore(() => null);
    expect(store.origin.value).toBeNull();
    store.start({ level: 3, seed: 4 }, 'values');
    store.end();
    expect(store.origin.value).toEqual({ source: { level: 3, seed: 4 }, kind: 'values' });
  });

  it('judges answers, and the same text only once', () => {
    const store = started();
    const a = indexOf(store, 'a');
    store.answer(a, '3');
    expect(store.verdicts.value[a]).toMatchObject({ isRight: false, text: '3' });
    store.answer(a, '3');
    expect(store.state.value.answers[a].mistakes).toBe(1);
    store.answer(a, '4');
    expect(store.state.value.answers[a].mistakes).toBe(2);
    store.answer(a, '-3');
    expect(store.state.value.answers[a]).toEqual({ mistakes: 2, isRight: true, isShown: false });
    expect(() => store.answer(9, '1')).toThrow(RangeError);
  });

  it('hides a node until its answer is found or shown', () => {
    const store = started();
    const [a, b] = [indexOf(store, 'a'), indexOf(store, 'b')];
    const nodeOf = (index: number): number => store.exercise.value?.questions[index].node ?? -1;
    expect(store.hidden.value).toEqual(new Set([nodeOf(a), nodeOf(b)]));
    store.answer(a, '5');
    expect(store.hidden.value.has(nodeOf(a))).toBe(true);
    store.answer(a, '-3');
    expect(store.hidden.value).toEqual(new Set([nodeOf(b)]));
    store.show(b);
    expect(store.hidden.value.size).toBe(0);
    expect(store.score.value).toMatchObject({ isFinished: true, right: 1, shown: 1, points: 25 });
  });

  it('says why there is no exercise, and takes that back with the next one', () => {
    const store = new ExerciseStore(() => null);
    store.start('present', 'gradients');
    expect(store.exercise.value).toBeNull();
    expect(store.problem.value).toMatch(/^No exercise: /);
    store.start({ level: 1, seed: 1 }, 'gradients');
    expect(store.problem.value).toBe('');
    expect(store.exercise.value).not.toBeNull();
    store.end();
    expect(store.exercise.value).toBeNull();
    expect(store.hidden.value.size).toBe(0);
    expect(() => store.answer(0, '1')).toThrow('no exercise');
    expect(started('a = ').problem.value).toContain('line 1');
    expect(started('a = 3').problem.value).toContain('nothing to work out');
    const long = Array.from({ length: mostQuestions + 2 }, (_, i) => `a${i}`).join(' + ');
    expect(started(long).problem.value).toContain('nodes to work out');
  });
});

describe('the words of a score', () => {
  it('count what was found, missed and shown', () => {
    const score = { right: 4, shown: 1, total: 5, mistakes: 2, isFinished: true, points: 65 };
    expect(progressText(score)).toBe('5 of 5');
    expect(finishText(score)).toBe('4 of 5 right, 2 mistakes, 1 shown.');
    expect(finishText({ ...score, right: 5, shown: 0, mistakes: 0 })).toBe(
      '5 of 5 right, without a mistake.',
    );
    expect(finishText({ ...score, right: 5, shown: 0, mistakes: 1 })).toBe('5 of 5 right, 1 mistake.');
  });
});
