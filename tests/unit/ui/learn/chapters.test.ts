import { describe, expect, it } from 'vitest';
import { createDataSet } from '../../../../src/data/data-set.ts';
import { defaultExperiment, type Experiment } from '../../../../src/experiment/schema.ts';
import { engineNames } from '../../../../src/experiment/names.ts';
import { evaluate } from '../../../../src/lab/graph.ts';
import { chapters } from '../../../../src/ui/learn/chapters/all.ts';
import type { View } from '../../../../src/protocol/snapshot-messages.ts';
import type { Challenge } from '../../../../src/ui/learn/chapter.ts';
import type { LabStore } from '../../../../src/ui/lab/workbench/lab-store.ts';
import type { PlaygroundModel } from '../../../../src/ui/playground/playground-model.ts';
import {
  challengeAttempt,
  chapterIds,
  graphAttempt,
  openLearn,
  stagesDone,
  type LearnBench,
} from './bench.ts';

const move = (lab: LabStore, name: string, value: number): void => {
  void lab.moveLeaves(new Map([[name, value]]), `leaf ${name}`);
};

/** Every open leaf by step × its gradient, as the lab's own button does. */
function nudgeAll(lab: LabStore, step: number): void {
  const graph = lab.graph.value!;
  const gradients = lab.finishedGradients.value!;
  const moved = [...graph.leaves]
    .filter(([name]) => !lab.locked.value.has(name))
    .map(([name, node]) => [name, graph.leafData[node] + step * gradients[node]] as const);
  void lab.moveLeaves(new Map(moved), 'nudge');
}

function answerAll(lab: LabStore, kind: 'gradients' | 'values'): void {
  void lab.startExercise('present', kind);
  lab.exercise.exercise.value!.questions.forEach(({ answer }, i) => {
    lab.exercise.answer(i, String(answer));
  });
}

function textOf({ subject }: LabStore): string {
  if (subject.value.kind !== 'expression') throw new Error('this is no expression');
  return subject.value.source;
}

interface Script {
  /** What comes near to the goal without reaching anything. */
  readonly wrong: (lab: LabStore) => void;
  /** One entry a stage; after it, that stage is done and no other. */
  readonly stages: readonly ((lab: LabStore) => void)[];
}

const scripts: Readonly<Record<string, Script>> = {
  slope: {
    wrong: (lab) => {
      move(lab, 'x', 0.7);
      void lab.write('x = -1\nf = 3 * x ** 2');
      void lab.write('x = 3\nf = 3 * x ** 2 - 4 * x + 5');
    },
    stages: [
      (lab) => {
        move(lab, 'x', 0.6);
      },
      (lab) => {
        move(lab, 'x', 0.67);
      },
    ],
  },
  graph: {
    wrong: (lab) => {
      lab.forth();
      lab.back();
    },
    stages: [
      (lab) => {
        lab.seek(2);
      },
      (lab) => {
        lab.seek(Infinity);
      },
      (lab) => {
        void lab.write(`${textOf(lab)}\nL = d + f`);
        void lab.write(textOf(lab).replace('d + f', 'd * f'));
      },
    ],
  },
  'chain-rule': {
    wrong: (lab) => {
      answerAll(lab, 'values');
      void lab.startExercise('present', 'gradients');
      lab.exercise.exercise.value!.questions.forEach((_, i) => {
        lab.exercise.show(i);
      });
    },
    stages: [
      (lab) => {
        answerAll(lab, 'gradients');
      },
    ],
  },
  neuron: {
    wrong: (lab) => {
      move(lab, 'x1', 1);
      move(lab, 'x1', 2);
      move(lab, 'b', 7);
    },
    stages: [
      (lab) => {
        move(lab, 'b', 8);
      },
      (lab) => {
        move(lab, 'w1', -6);
      },
    ],
  },
  order: {
    wrong: (lab) => {
      void lab.setMode('overwrite');
      void lab.setMode('correct');
    },
    stages: [
      (lab) => {
        void lab.setMode('no-topological-order');
      },
      (lab) => {
        void lab.setMode('correct');
      },
    ],
  },
  accumulate: {
    wrong: (lab) => {
      void lab.setMode('no-topological-order');
      void lab.setMode('correct');
      void lab.write('a = 3\nb = 2 * a');
      void lab.setMode('overwrite');
    },
    stages: [
      (lab) => {
        void lab.write('a = 3\nb = a + a');
        void lab.setMode('overwrite');
      },
      (lab) => {
        void lab.write('a = 3\nb = 2 * a');
      },
    ],
  },
  network: {
    wrong: (lab) => {
      move(lab, 'y', 0.9446);
      move(lab, 'x1', 5);
      move(lab, 'x1', 0.5);
    },
    stages: [
      (lab) => {
        move(lab, 'y', -1);
      },
      (lab) => {
        move(lab, 'c', -3.5);
      },
    ],
  },
  training: {
    wrong: (lab) => {
      nudgeAll(lab, 0.01);
      void lab.undo();
      move(lab, 'b3_1', -1);
      void lab.undo();
    },
    stages: [
      (lab) => {
        for (let step = 0; step < 10; step++) nudgeAll(lab, -0.001);
      },
      (lab) => {
        for (let step = 0; step < 12; step++) nudgeAll(lab, -0.1);
      },
    ],
  },
};

const graphChapterIds = chapters.filter(({ tool }) => tool === 'graph').map(({ id }) => id);
const challengeIds = chapters.filter(({ tool }) => tool === 'playground').map(({ id }) => id);

/** Looks around without doing anything. */
function lookAround(lab: LabStore): void {
  lab.select(0);
  lab.setTool('take-away');
  lab.select(null);
}

describe('the chapters', () => {
  it('have different names, which an address can hold', () => {
    expect(new Set(chapterIds).size).toBe(chapterIds.length);
    for (const id of chapterIds) expect(id).toMatch(/^[a-z0-9-]{1,40}$/);
  });

  it('say what they have to say in 120 words', () => {
    for (const { id, text } of chapters) {
      const words = text.strings
        .join(' ')
        .replaceAll(/<math[\s\S]*?<\/math>/g, ' ')
        .replaceAll(/<[^>]+>/g, ' ')
        .split(/\s+/)
        .filter((word) => /[a-z0-9]/i.test(word));
      expect(words.length, id).toBeGreaterThan(30);
      expect(words.length, id).toBeLessThanOrEqual(120);
    }
  });

  it('all have a script here', () => {
    expect(Object.keys(scripts).sort()).toEqual([...graphChapterIds].sort());
  });
});

/** Answers the question of a chapter that asks one; how many stages are done by that. */
function predicted({ learn }: LearnBench): number {
  const { chapter } = learn.attempt.value;
  if (chapter.tool !== 'graph' || chapter.prediction === undefined) return 0;
  learn.predict(chapter.prediction.right);
  return 1;
}

describe.each(graphChapterIds)('the chapter %s', (id) => {
  const { wrong, stages } = scripts[id];

  it('is not done by opening it, by looking around, or by something else', () => {
    const bench = openLearn(`/learn/${id}`);
    const { lab } = graphAttempt(bench);
    expect(lab.error.value).toBeNull();
    const asked = predicted(bench);
    lookAround(lab);
    expect(stagesDone(bench)).toBe(asked);
    wrong(lab);
    expect(stagesDone(bench)).toBe(asked);
    expect(bench.learn.done.value.size).toBe(0);
  });

  it('is done stage by stage', () => {
    const bench = openLearn(`/learn/${id}`);
    const { lab, chapter } = graphAttempt(bench);
    expect(stages).toHaveLength(chapter.stages.length);
    const asked = predicted(bench);
    stages.forEach((act, i) => {
      act(lab);
      expect(stagesDone(bench)).toBe(asked + i + 1);
    });
    expect([...bench.learn.done.value]).toEqual([id]);
  });

  it('is as at first when set up again, which can be undone', () => {
    const bench = openLearn(`/learn/${id}`);
    const { lab } = graphAttempt(bench);
    const { link, tool } = lab;
    const before = [link.value, tool.value];
    const source = (): string => textOf(lab);
    const atFirst = source();
    predicted(bench);
    for (const act of stages) act(lab);
    const worked = source();
    bench.learn.setUpAgain();
    expect([link.value, tool.value]).toEqual(before);
    expect(stagesDone(bench)).toBe(0);
    lookAround(lab);
    expect(stagesDone(bench)).toBe(0);
    expect(bench.learn.done.value.has(id)).toBe(true);
    if (worked === atFirst) return;
    bench.learn.undo();
    expect(source()).toBe(worked);
  });
});

describe('a hint', () => {
  const inWords: Readonly<Record<number, string>> = { 5: 'five', 10: 'ten' };

  it.each(['network', 'training'])('of the chapter %s says how many nudges it takes', (id) => {
    const bench = openLearn(`/learn/${id}`);
    const { lab, chapter } = graphAttempt(bench);
    if (id === 'network') move(lab, 'y', -1);
    const loss = (): number => evaluate(lab.graph.value!)[lab.graph.value!.root];
    let nudges = 0;
    for (; loss() > 0.05 && nudges < 100; nudges++) nudgeAll(lab, -0.1);
    expect(chapter.hint.toLowerCase()).toContain(`${inWords[nudges]} nudges of −0.1`);
  });
});

describe('in the chapter accumulate', () => {
  it('a number is predicted before the menus count', () => {
    const bench = openLearn('/learn/accumulate');
    const { lab, isOffCourse, prediction, outcome } = graphAttempt(bench);
    void lab.setMode('overwrite');
    void lab.write('a = 3\nb = 2 * a');
    expect(stagesDone(bench)).toBe(0);
    void lab.write('a = 3\nb = a + a');
    expect(isOffCourse.value).toBe(true);
    bench.learn.predict(1);
    expect(prediction.value).toBeNull();
    void lab.setMode('correct');
    expect(() => {
      bench.learn.predict(NaN);
    }).toThrow(/finite number/);
    bench.learn.predict(2);
    expect(stagesDone(bench)).toBe(1);
    expect(outcome.value).toBeNull();
    void lab.setMode('overwrite');
    expect(stagesDone(bench)).toBe(2);
  });

  it.each([
    [1, /^Two ways bring 1 each/],
    [2, /^2 is what \+= gives/],
    [0, /^What was there is thrown away/],
    [3, /^3 is a value/],
    [6, /^6 is a value/],
    [-1.5, /^Each of the two ways brings 1/],
  ])('of a predicted %d it says what that would be', (predicted, said) => {
    const bench = openLearn('/learn/accumulate');
    const { lab, outcome } = graphAttempt(bench);
    bench.learn.predict(predicted);
    void lab.setMode('overwrite');
    expect(outcome.value).toEqual({
      answer: lab.finishedGradients.value![0],
      report: expect.stringMatching(said) as string,
    });
    // Once it is seen, it is no prediction any more.
    bench.learn.predict(predicted + 1);
    expect(graphAttempt(bench).prediction.value).toBe(predicted);
  });

  it('another mode and back again is no rewriting', () => {
    const bench = openLearn('/learn/accumulate');
    const { lab } = graphAttempt(bench);
    predicted(bench);
    void lab.setMode('overwrite');
    void lab.setMode('correct');
    void lab.setMode('overwrite');
    expect(stagesDone(bench)).toBe(2);
  });

  it('says of every attempt why it does not count', () => {
    const bench = openLearn('/learn/accumulate');
    const { lab, obstacle } = graphAttempt(bench);
    predicted(bench);
    void lab.setMode('overwrite');
    expect(obstacle.value).toBeNull();
    void lab.write('a = 3\nb = 6');
    expect(obstacle.value).toMatch(/^b is 6, twice a, but only as long as a stays there/);
    void lab.write('a = 3\nb = a - -a');
    expect(obstacle.value).toMatch(/^a is still used more than once/);
    void lab.write('a = 3\nb = 3 * a');
    expect(obstacle.value).toBe('b is 9: twice a is 6.');
    void lab.write('a = 3\nc = a');
    expect(obstacle.value).toMatch(/^This takes an a and a b/);
    void lab.write('a = 3\nb = 3 * a');
    void lab.setMode('correct');
    expect(obstacle.value).toMatch(/^This counts only in the pass/);
  });
});

describe('in the chapter graph', () => {
  it('another name or another line than the one asked for is named', () => {
    const bench = openLearn('/learn/graph');
    const { lab, obstacle } = graphAttempt(bench);
    lab.seek(Infinity);
    expect(stagesDone(bench)).toBe(2);
    expect(obstacle.value).toBeNull();
    const before = textOf(lab);
    void lab.write(`${before}\nL = d * F`);
    expect(obstacle.value).toMatch(/^F is a leaf of its own.*Write f\.$/);
    void lab.write(`${before}\nl = d * f`);
    expect(obstacle.value).toMatch(/^l is not L/);
    // What is told is of the last text that could be read: while one types on, it may be of another.
    void lab.write(`${before}\nL = d * `);
    expect(lab.error.value).not.toBeNull();
    expect(obstacle.value).toBeNull();
    void lab.write(`${before}\nL = d + f`);
    expect(obstacle.value).toMatch(/^L is there, but/);
    void lab.write(`${before}\nL = d * f\nM = L + 1`);
    expect(obstacle.value).toMatch(/another line comes after it/);
    void lab.write(`${before}\nL = f * d`);
    expect(obstacle.value).toBeNull();
    expect(bench.learn.done.value.has('graph')).toBe(true);
  });
});

describe('in the chapter chain-rule', () => {
  it('no step stands out in the graph beside the node that is asked for', () => {
    const { lab } = graphAttempt(openLearn('/learn/chain-rule'));
    lab.seek(Infinity);
    expect(lab.shownStep.value?.touched.length).toBeGreaterThan(0);
    void lab.startExercise('present', 'gradients');
    expect(lab.shownStep.value).toBeNull();
    // Whoever looks at the step sees it, and so does whoever is done.
    lab.setTool('step');
    expect(lab.shownStep.value).toBe(lab.progress.value);
    lab.setTool('by-hand');
    answerAll(lab, 'gradients');
    expect(lab.shownStep.value).toBe(lab.progress.value);
  });

  it('an answer that was shown keeps the goal open, and is said to', () => {
    const { lab, obstacle } = graphAttempt(openLearn('/learn/chain-rule'));
    void lab.startExercise('present', 'gradients');
    expect(obstacle.value).toBeNull();
    lab.exercise.show(0);
    expect(obstacle.value).toMatch(/^One was shown, so this goal stays open/);
    lab.exercise.exercise.value!.questions.forEach((_, i) => {
      lab.exercise.show(i);
    });
    expect(obstacle.value).toMatch(/^\d were shown/);
    answerAll(lab, 'gradients');
    expect(obstacle.value).toBeNull();
  });
});

describe('in the chapter order', () => {
  it('an answer that is seen before it was predicted is said to be', () => {
    const bench = openLearn('/learn/order');
    const attempt = graphAttempt(bench);
    expect(attempt.isOffCourse.value).toBe(false);
    void attempt.lab.setMode('no-topological-order');
    expect(attempt.isOffCourse.value).toBe(true);
    bench.learn.predict(2);
    expect(attempt.prediction.value).toBeNull();
    bench.learn.setUpAgain();
    expect(attempt.isOffCourse.value).toBe(false);
    bench.learn.predict(2);
    expect(attempt.prediction.value).toBe(2);
    void attempt.lab.setMode('no-topological-order');
    expect(attempt.isOffCourse.value).toBe(false);
  });

  it('nothing counts before a prediction, which may be changed until the answer is seen', () => {
    const bench = openLearn('/learn/order');
    const attempt = graphAttempt(bench);
    void attempt.lab.setMode('no-topological-order');
    void attempt.lab.setMode('correct');
    expect(stagesDone(bench)).toBe(0);
    bench.learn.predict(0);
    bench.learn.predict(1);
    expect(stagesDone(bench)).toBe(1);
    expect(attempt.outcome.value).toBeNull();
    void attempt.lab.setMode('no-topological-order');
    expect(attempt.outcome.value).toMatchObject({ answer: 2 });
    bench.learn.predict(2);
    expect(attempt.prediction.value).toBe(1);
  });

  it('the wrong gradient is shown with the right one, and no other gradient is', () => {
    const { lab } = graphAttempt(openLearn('/learn/order'));
    const { named } = lab.graph.value!;
    expect(lab.mistakes.value.size).toBe(0);
    void lab.setMode('no-topological-order');
    expect(lab.mistakes.value.get(named.get('a')!)).toBe(26);
    expect(lab.mistakes.value.has(named.get('d')!)).toBe(false);
    expect(lab.marks.value.get(named.get('a')!)).toEqual({
      kind: 'wrong',
      text: 'A gradient of 40 is wrong: 26 is right.',
    });
    lab.back();
    expect(lab.mistakes.value.size).toBe(0);
  });
});

describe('in the chapter network', () => {
  it('inputs and target are locked, each with a lock to open, and closed again when it is set up', () => {
    const bench = openLearn('/learn/network');
    const { lab } = graphAttempt(bench);
    expect([...lab.locked.value].sort()).toEqual(['x1', 'x2', 'y']);
    lab.setLocked('y', false);
    move(lab, 'y', -1);
    expect([...lab.locked.value].sort()).toEqual(['x1', 'x2']);
    lab.setLocked('c', true);
    expect(lab.locked.value.has('c')).toBe(true);
    bench.learn.setUpAgain();
    expect([...lab.locked.value].sort()).toEqual(['x1', 'x2', 'y']);
  });

  it('an unmet goal says what keeps it', () => {
    const bench = openLearn('/learn/network');
    const { lab, obstacle } = graphAttempt(bench);
    expect(obstacle.value).toBeNull();
    move(lab, 'x1', 0.51);
    expect(obstacle.value).toBe('x₁ is 0.51: this counts only with x₁ at 0.5.');
    move(lab, 'x1', 0.5);
    expect(obstacle.value).toBeNull();
    move(lab, 'y', -1);
    expect(stagesDone(bench)).toBe(1);
    move(lab, 'y', 0.9);
    expect(obstacle.value).toBe('y is 0.9: this counts only with y at −1.');
    move(lab, 'y', -1);
    expect(obstacle.value).toBeNull();
    lab.setLocked('y', false);
    expect(obstacle.value).toBe('y is open, so Nudge moves it too: lock it again.');
  });
});

describe('in the chapter xor', () => {
  it('a feature that is no line will do as well as a hidden layer', async () => {
    const bench = openLearn('/learn/xor');
    const { playground } = await atStart(bench);
    bench.learn.predict(2);
    void playground.play();
    await bench.until(() => stagesDone(bench) === 2);
    void playground.change({ features: ['x1', 'x2', 'x1x2'] });
    void playground.play();
    await bench.until(() => bench.learn.done.value.has('xor'));
    bench.learn.dispose();
  });

  it('the best of all lines has about two thirds right, as its hint says', () => {
    const { x1, x2, label } = createDataSet({ ...defaultExperiment, dataSet: 'xor' }).train;
    const sides = Array.from(label, (target) => (target > 0 ? 1 : -1));
    let best = 0;
    for (let angle = 0; angle < 2 * Math.PI; angle += 0.05) {
      for (let distance = -7; distance <= 7; distance += 0.2) {
        const right = sides.filter(
          (side, i) => Math.sign(x1[i] * Math.cos(angle) + x2[i] * Math.sin(angle) - distance) === side,
        );
        best = Math.max(best, right.length / sides.length);
      }
    }
    expect(best).toBeGreaterThan(0.6);
    expect(best).toBeLessThan(0.73);
  });
});

describe('in the chapter rate', () => {
  it('the loss falls and swings before it escapes, over some tens of batches, each a point of its curve', async () => {
    const bench = openLearn('/learn/rate');
    const { playground } = await atStart(bench);
    void playground.play();
    await bench.until(() => playground.status.value === 'diverged');
    const epochs = [...playground.history.value!.epoch];
    const batches = epochs.map((epoch) => epoch * 10);
    expect(batches).toEqual(batches.map((_, k) => expect.closeTo(k, 9) as number));
    expect(batches.length).toBeGreaterThan(30);
    expect(batches.length).toBeLessThan(120);
    const curve = [...playground.history.value!.trainMax];
    const early = curve.slice(0, 20);
    const falls = early.filter((loss, i) => i > 0 && loss < early[i - 1]).length;
    expect(falls).toBeGreaterThanOrEqual(5);
    expect(early[1]).toBeLessThan(early[0]);
    expect(Math.max(...curve)).toBeGreaterThan(1e6 * curve[0]);
    bench.learn.dispose();
  });
});

describe('in the chapter training', () => {
  it('only steps downhill count, one by one', () => {
    const bench = openLearn('/learn/training');
    const { lab, stages } = graphAttempt(bench);
    const count = (): number => stages.value[0].count!.done;
    nudgeAll(lab, -0.1);
    expect(count()).toBe(1);
    nudgeAll(lab, 0.1);
    lab.seek(0);
    lab.seek(Infinity);
    expect(count()).toBe(1);
    nudgeAll(lab, -0.1);
    expect(count()).toBe(2);
  });

  it('a loss that is low before the ten steps are done counts at once', () => {
    const bench = openLearn('/learn/training');
    const { lab, stages } = graphAttempt(bench);
    for (let step = 0; step < 5; step++) nudgeAll(lab, -0.1);
    expect(stages.value.map(({ isDone, isCurrent }) => [isDone, isCurrent])).toEqual([
      [false, true],
      [true, false],
    ]);
    expect(bench.learn.done.value.size).toBe(0);
    for (let step = 0; step < 5; step++) nudgeAll(lab, -0.1);
    expect([...bench.learn.done.value]).toEqual(['training']);
  });
});

describe('in the chapter spiral', () => {
  const { remedy } = chapters.find((chapter): chapter is Challenge => chapter.id === 'spiral')!;
  const at = (hidden: number[], epoch: number, trainAccuracy: number): string | null => {
    const experiment: Experiment = { ...defaultExperiment, dataSet: 'spiral', hidden };
    return remedy.obstacle!({ experiment, status: 'running', view: { epoch, trainAccuracy } as View });
  };

  it('says what to do once more training brings nothing more', () => {
    expect(at([8], 22_800, 0.924)).toMatch(/^92\.4 % after 22,800.*Add a second layer, and press Reset\.$/);
    expect(at([8, 8], 43_000, 0.55)).toMatch(/^55\.0 % after 43,000.*Press Reset/);
    expect(at([8], 900, 0.6)).toBeNull();
    expect(at([2], 22_800, 0.6)).toBeNull();
    expect(at([8, 8], 22_800, 0.996)).toBeNull();
  });

  it('the goal and its hint speak of Reset', () => {
    expect(remedy.goal).toContain('press Reset');
  });
});

interface ChallengeScript {
  readonly answer: number;
  readonly remedy: (playground: PlaygroundModel) => void;
}

const challengeScripts: Readonly<Record<string, ChallengeScript>> = {
  xor: {
    answer: 2,
    remedy: (playground) => {
      void playground.change({ hidden: [4] });
    },
  },
  rate: {
    answer: 2,
    remedy: (playground) => {
      void playground.change({ learningRate: 0.03 });
    },
  },
  spiral: {
    answer: 2,
    remedy: (playground) => {
      void playground.change({ hidden: [8, 8] });
    },
  },
};

/** Until the run stands before its first step. */
async function atStart(bench: LearnBench): Promise<ReturnType<typeof challengeAttempt>> {
  const attempt = challengeAttempt(bench);
  await bench.until(() => attempt.isAtStart.value);
  return attempt;
}

describe.each(challengeIds)('the challenge %s', (id) => {
  const { answer, remedy } = challengeScripts[id];

  it.each(engineNames)('comes to the same answer on the engine %s', async (engine) => {
    const bench = openLearn(`/learn/${id}`);
    const { playground, ...attempt } = await atStart(bench);
    void playground.change({ engine });
    await bench.until(() => playground.trained.value?.engine === engine);
    expect(stagesDone(bench)).toBe(0);
    bench.learn.predict(answer);
    expect(stagesDone(bench)).toBe(1);
    void playground.play();
    await bench.until(() => attempt.outcome.value !== null);
    expect(attempt.outcome.value!.answer).toBe(answer);
    expect(stagesDone(bench)).toBe(2);
    expect(bench.learn.done.value.size).toBe(0);
    bench.learn.dispose();
  });

  it('is done with its remedy', async () => {
    const bench = openLearn(`/learn/${id}`);
    const { playground, ...attempt } = await atStart(bench);
    remedy(playground);
    await bench.until(() => !attempt.isAtStart.value);
    expect(stagesDone(bench)).toBe(0);
    bench.learn.setUpAgain();
    await bench.until(() => attempt.isAtStart.value);
    bench.learn.predict(0);
    void playground.play();
    await bench.until(() => stagesDone(bench) === 2);
    remedy(playground);
    void playground.play();
    await bench.until(() => bench.learn.done.value.has(id));
    expect(stagesDone(bench)).toBe(3);
    bench.learn.dispose();
  });

  it('takes a prediction before the run, and none afterwards', async () => {
    const bench = openLearn(`/learn/${id}`);
    const { playground, ...attempt } = await atStart(bench);
    void playground.play();
    await bench.until(
      () => (playground.view.value?.epoch ?? 0) > 1 || playground.status.value === 'diverged',
    );
    expect(attempt.isOffCourse.value).toBe(true);
    bench.learn.predict(answer);
    expect(attempt.prediction.value).toBeNull();
    bench.learn.setUpAgain();
    await bench.until(() => attempt.isAtStart.value);
    expect(attempt.isOffCourse.value).toBe(false);
    bench.learn.predict(0);
    bench.learn.predict(answer);
    expect(attempt.prediction.value).toBe(answer);
    void playground.play();
    await bench.until(() => !attempt.isAtStart.value);
    bench.learn.predict(0);
    expect(attempt.prediction.value).toBe(answer);
    bench.learn.dispose();
  });

  it('is not decided by a run with other settings', async () => {
    const bench = openLearn(`/learn/${id}`);
    const { playground, ...attempt } = await atStart(bench);
    bench.learn.predict(answer);
    void playground.change({ seed: 2 });
    void playground.play();
    await bench.until(
      () => (playground.view.value?.epoch ?? 0) > 1500 || playground.status.value === 'diverged',
    );
    expect(attempt.outcome.value).toBeNull();
    expect(attempt.isOffCourse.value).toBe(true);
    bench.learn.dispose();
  });
});
