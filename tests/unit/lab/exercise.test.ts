import { describe, expect, it } from 'vitest';
import { answer, noAnswers, readAnswer, scoreOf, showAnswer } from '../../../src/lab/exercise.ts';
import { hintFor } from '../../../src/lab/hints.ts';
import { exerciseOf, isCloseEnough, makeExercise, type Exercise } from '../../../src/lab/make-exercise.ts';
import { exerciseLevels } from '../../../src/lab/random-expression.ts';
import { graphOf } from '../helpers/expression-sources.ts';

const questionOf = ({ questions }: Exercise, name: string): number =>
  questions.findIndex((question) => question.name === name);
const judge = (exercise: Exercise, name: string, text: string): string =>
  answer(exercise, noAnswers(exercise), questionOf(exercise, name), text).verdict.message;

describe('an exercise', () => {
  it('is the same from the same seed, and another from another', () => {
    for (const level of exerciseLevels) {
      expect(makeExercise(level, 7).source).toBe(makeExercise(level, 7).source);
      const sources = Array.from({ length: 100 }, (_, seed) => makeExercise(level, seed).source);
      expect(new Set(sources).size).toBeGreaterThan(80);
    }
    expect(() => makeExercise(1, 0.5)).toThrow(RangeError);
  });

  it('asks for what Value.backward computes', () => {
    for (const level of exerciseLevels) {
      for (let seed = 0; seed < 50; seed++) {
        const { source, questions, graph } = makeExercise(level, seed);
        const expression = graphOf(source);
        expression.root.backward();
        const byName = new Map(graph.names.map((name, node) => [name, expression.nodes[node].gradient]));
        for (const { name, answer } of questions) expect(answer).toBe(byName.get(name));
        // Every leaf is of use, so every leaf is asked for.
        for (const name of graph.leaves.keys())
          expect(questions.map((question) => question.name)).toContain(name);
      }
    }
  });

  it('grows with its level', () => {
    const mean = (level: 1 | 2 | 3): number => {
      const counts = Array.from({ length: 30 }, (_, seed) => makeExercise(level, seed).questions.length);
      return counts.reduce((sum, count) => sum + count) / counts.length;
    };
    expect(mean(1)).toBeLessThan(mean(2));
    expect(mean(2)).toBeLessThan(mean(3));
  });

  it('can ask for values instead', () => {
    const exercise = exerciseOf('a = 2\nb = -3\nd = a * b\ne = d + 1', 'values');
    expect(exercise.questions).toMatchObject([
      { name: 'd', answer: -6 },
      { name: 'e', answer: -5 },
    ]);
    expect(judge(exercise, 'd', '6')).toBe('Only the sign is wrong. This node is 2 * (-3).');
  });

  it('refuses a text with a mistake', () => {
    expect(() => exerciseOf('a +', 'values')).toThrow('line 1');
  });
});

describe('an answer', () => {
  it('is a decimal number or arithmetic', () => {
    expect(readAnswer(' -2.5 ')).toBe(-2.5);
    expect(readAnswer('-1/3')).toBe(-1 / 3);
    // The page itself writes a true minus sign.
    expect(readAnswer('−1/3')).toBe(-1 / 3);
    expect(readAnswer('1 - tanh(0.5)**2')).toBe(1 - Math.tanh(0.5) ** 2);
    for (const text of ['', 'x', 'a = 2', '1 +', 'alert(1)']) expect(readAnswer(text), text).toBeUndefined();
  });

  it('may be rounded to two digits', () => {
    expect(isCloseEnough(0.66, 2 / 3)).toBe(true);
    expect(isCloseEnough(0.6, 2 / 3)).toBe(false);
    expect(isCloseEnough(0, 0)).toBe(true);
    expect(isCloseEnough(6.1, 6)).toBe(false);
    expect(isCloseEnough(NaN, NaN)).toBe(true);
  });

  it('is told which slip it looks like', () => {
    const product = exerciseOf('a = 2\nb = -3\nd = a * b\nL = d * 5', 'gradients');
    expect(judge(product, 'a', '-15')).toBe('Right.');
    expect(judge(product, 'a', '15')).toContain('Only the sign is wrong.');
    expect(judge(product, 'a', '-3')).toContain('local derivative');
    expect(judge(product, 'a', '5')).toContain('gradient that arrives');
    expect(judge(product, 'a', '77')).toBe(
      'a is used by d. A product sends each operand the arriving gradient times the other operand.',
    );
    const twice = exerciseOf('a = 3\nb = a * 4\nL = a * b', 'gradients');
    expect(judge(twice, 'a', '12')).toContain('the part from one use, and there are 2');
    expect(judge(twice, 'a', '99')).toContain('The gradients from all its uses are added.');
    expect(judge(product, 'a', 'hm')).toBe('This is not a number.');
    expect(judge(exerciseOf('a = 3\nb = a / 7', 'gradients'), 'a', '0.143')).toContain('Right: 0.142857');
  });

  it('counts by half after each mistake', () => {
    const exercise = exerciseOf('a = 2\nb = -3\nL = a * b', 'gradients');
    let state = noAnswers(exercise);
    const give = (name: string, text: string): void => {
      state = answer(exercise, state, questionOf(exercise, name), text).state;
    };
    expect(scoreOf(state)).toEqual({
      right: 0,
      shown: 0,
      total: 2,
      mistakes: 0,
      isFinished: false,
      points: 0,
    });
    give('a', '3');
    give('a', 'hm');
    give('a', '-3');
    expect(scoreOf(state)).toEqual({
      right: 1,
      shown: 0,
      total: 2,
      mistakes: 1,
      isFinished: false,
      points: 25,
    });
    give('a', '0');
    give('b', '2');
    expect(scoreOf(state)).toEqual({
      right: 2,
      shown: 0,
      total: 2,
      mistakes: 1,
      isFinished: true,
      points: 75,
    });
    expect(() => answer(exercise, state, 2, '1')).toThrow(RangeError);
  });

  it('earns nothing when it was shown, and is closed', () => {
    const exercise = exerciseOf('a = 2\nb = -3\nL = a * b', 'gradients');
    const a = questionOf(exercise, 'a');
    const shown = showAnswer(exercise, noAnswers(exercise), a);
    expect(scoreOf(shown)).toEqual({
      right: 0,
      shown: 1,
      total: 2,
      mistakes: 0,
      isFinished: false,
      points: 0,
    });
    const later = answer(exercise, shown, a, '-3').state;
    expect(later.answers[a]).toEqual({ mistakes: 0, isRight: false, isShown: true });
    const finished = answer(exercise, later, questionOf(exercise, 'b'), '2').state;
    expect(scoreOf(finished)).toMatchObject({ right: 1, shown: 1, isFinished: true, points: 50 });
    expect(showAnswer(exercise, finished, questionOf(exercise, 'b'))).toEqual(finished);
    expect(() => showAnswer(exercise, finished, 9)).toThrow(RangeError);
  });
});

describe('a typed answer', () => {
  it('is a finite number, as Python writes one, or arithmetic that gives one', () => {
    for (const [text, value] of [
      ['.5', 0.5],
      ['−.5', -0.5],
      ['+3', 3],
      ['007', 7],
      ['1e-3', 0.001],
      ['-1/3', -1 / 3],
      ['2*exp(1)', 2 * Math.E],
    ] as const) {
      expect(readAnswer(text), text).toBe(value);
    }
    const none = [
      '',
      '.e5',
      '.',
      'e5',
      '1_000',
      '0x10',
      '1e999',
      '1/0',
      '0/0',
      '12%',
      '1,5',
      'NaN',
      'inf',
      'a',
      'x = 2',
    ];
    for (const text of none) expect(readAnswer(text), text).toBeUndefined();
  });
});

describe('a hint about a node with many uses', () => {
  const hintWith = (uses: number): string => {
    const lines = Array.from({ length: uses }, (_, i) => `u${i} = x * ${i + 2}`);
    const sum = `L = ${lines.map((_, i) => `u${i}`).join(' + ')}`;
    const exercise = exerciseOf(['x = 2', ...lines, sum].join('\n'), 'gradients');
    const index = exercise.questions.findIndex(({ name }) => name === 'x');
    return hintFor(exercise, exercise.questions[index], 123456);
  };

  it('names so many that a sentence can hold them, and counts the others', () => {
    expect(hintWith(2)).toContain('x is used by u1 and u0.');
    expect(hintWith(90)).toContain('u78 and 78 more.');
    expect(hintWith(90).length).toBeLessThan(300);
  });
});
