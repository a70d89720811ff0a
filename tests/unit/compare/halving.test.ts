import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ThreadDesk } from '../../../src/cli/compare/thread-desk.ts';
import { usualAsk, type Ask } from '../../../src/compare/ask.ts';
import { costOf, freshOutcomes, planComparison } from '../../../src/compare/comparison.ts';
import { toCsv, toJson } from '../../../src/compare/export.ts';
import { Halts } from '../../../src/compare/halts.ts';
import type { Hand } from '../../../src/compare/hand.ts';
import { Pool, type RunningOrder } from '../../../src/compare/pool.ts';
import { runComparison } from '../../../src/compare/run-comparison.ts';
import type { Outcome } from '../../../src/compare/swarm.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { trialBuffers } from '../../../src/training/trials/trial-buffers.ts';
import type { Trial, TrialAnswer, TrialHalt } from '../../../src/training/trials/trial.ts';

const ask: Ask = {
  ...{ ...usualAsk, kind: 'sweep', search: 'halving', tries: 9, keep: 3, first: 3, epochs: 27, repeats: 2 },
  axes: [
    { setting: 'learningRate', scale: 'log', from: 0.001, to: 1, count: 2 },
    { setting: 'optimizer', scale: 'list', values: ['sgd', 'momentum', 'adam'] },
    { setting: 'neurons', scale: 'linear', from: 2, to: 3, count: 2 },
  ],
};
const experiment: Experiment = {
  ...{ ...defaultExperiment, points: 40, dropout: [0.2, 0], inputNoise: 0.1, schedule: 'cosine' },
  ...{ stopWhen: 'validation', stopPatience: 4 },
};

/** What becomes of a message to a hand, of each in its turn. */
type Fate = 'done' | 'dies before' | 'dies after' | 'forgets';

interface Crew {
  readonly hire: () => Hand<Trial, TrialAnswer>;
  /** What hands have done: where each run went on, and where it was to end. */
  readonly done: { readonly from: number; readonly to: number }[];
}

/** Threads without threads: what they are given is copied, and what they answer is handed over. */
function crew(fates: Iterator<Fate>): Crew {
  const done: Crew['done'] = [];
  const hire = (): Hand<Trial, TrialAnswer> => {
    const desk = new ThreadDesk(null);
    return {
      async work(trials) {
        const fate = fates.next().value as Fate | undefined;
        if (fate === 'dies before') throw new Error('it died');
        // As of a halt that was not kept.
        const known: readonly Trial[] =
          fate === 'forgets' ? trials.map(({ from: _, ...trial }) => trial) : trials;
        const answers = await desk.work(structuredClone(known));
        if (fate === 'dies after') throw new Error('it died');
        done.push(...known.map(({ epochs, from }) => ({ from: from?.point.epoch ?? 0, to: epochs })));
        return structuredClone(answers, { transfer: answers.flatMap(trialBuffers) });
      },
      stop: () => desk.stop(),
      end: () => undefined,
    };
  };
  return { hire, done };
}

const steady = (): Iterator<Fate> => [][Symbol.iterator]();
const always = (fate: Fate): Iterator<Fate> => ({ next: () => ({ value: fate }) });

async function run(fates: Iterator<Fate>, hands = 1, asked = ask, from = experiment) {
  const told = planComparison(from, asked);
  if (!told.ok || told.plan.search === null) throw new Error('it cannot be planned');
  const outcomes = freshOutcomes(told.plan.trials);
  const { hire, done } = crew(fates);
  const now = (): number => performance.now();
  const pool = new Pool<Trial, TrialAnswer>({ hire, now }, hands);
  const parts = { pool, outcomes, now, jobOf: (trial: Trial) => trial, onProgress: () => undefined };
  const { kind } = await runComparison(told.plan, parts).outcome;
  pool.dispose();
  return { kind, outcomes, done, rounds: told.plan.search.rounds };
}

function withoutTimes(outcomes: readonly Outcome[]) {
  return outcomes.map(({ result, ...rest }) => ({
    ...rest,
    result: result && {
      ...result,
      trainingMs: 0,
      curve: { ...result.curve, trainingMs: null },
    },
  }));
}

const epochsOf = (done: Crew['done']): number => done.reduce((sum, { from, to }) => sum + to - from, 0);

describe('a sweep by halving', () => {
  it('trains nothing twice, and comes to what training each round from the beginning comes to', async () => {
    const kept = await run(steady());
    const anew = await run(always('forgets'));
    expect(kept.rounds.map(({ count, epochs }) => [count, epochs])).toEqual([
      [9, 3],
      [3, 9],
      [1, 27],
    ]);
    expect(kept.outcomes).toHaveLength(26);
    expect(kept.outcomes.every(({ result }) => result !== null)).toBe(true);
    expect(withoutTimes(kept.outcomes)).toEqual(withoutTimes(anew.outcomes));
    expect(epochsOf(anew.done)).toBe(2 * (9 * 3 + 3 * 9 + 1 * 27));
    expect(epochsOf(kept.done)).toBe(2 * (9 * 3 + 3 * 6 + 1 * 18));
  });

  it('comes to the same with any number of workers, whichever die and whatever was not kept', async () => {
    const { outcomes: expected } = await run(always('forgets'));
    const deaths = fc.constantFrom<Fate>('dies before', 'dies after');
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.constantFrom<Fate>('done', 'done', 'forgets'), { minLength: 8, maxLength: 8 }),
        // A run that three die at would be given up.
        fc.array(fc.tuple(fc.nat(3), deaths), { minLength: 1, maxLength: 2 }),
        async (hands, fates, ends) => {
          const all = ends.reduce((known, [at, fate]) => known.toSpliced(at, 0, fate), fates);
          const { kind, outcomes } = await run(all[Symbol.iterator](), hands);
          expect(kind).toBe('done');
          expect(withoutTimes(outcomes)).toEqual(withoutTimes(expected));
        },
      ),
      { seed: 3, numRuns: 15 },
    );
  });

  it.each<[Partial<Experiment>, Partial<Ask>]>([
    [
      { engine: 'interpreter', schedule: 'plateau', stopWhen: 'never' },
      { target: 'train-loss', goal: 0.4 },
    ],
    [{ engine: 'wasm-f64', labelNoise: 0.1, replacement: true, stopEpoch: 5 }, { measure: 'best-test-loss' }],
    [
      { optimizer: 'lion', warmUp: 3 },
      { measure: 'test-accuracy', first: 20, epochs: 200, repeats: 1 },
    ],
  ])('has the same numbers and files with %o, asked for %o', async (settings, rest) => {
    const asked = { ...ask, tries: 6, ...rest };
    const from: Experiment = { ...experiment, ...settings };
    const kept = await run(steady(), 2, asked, from);
    const anew = await run(always('forgets'), 1, asked, from);
    expect(kept.kind).toBe('done');
    expect(kept.outcomes.length).toBeGreaterThan(6);
    expect(withoutTimes(kept.outcomes)).toEqual(withoutTimes(anew.outcomes));
    expect(toCsv({ ask: asked, outcomes: kept.outcomes })).toBe(
      toCsv({ ask: asked, outcomes: anew.outcomes }),
    );
  });

  it('tells and writes down nothing of where its runs went on', async () => {
    const { outcomes, done } = await run(steady());
    expect(done.some(({ from }) => from > 0)).toBe(true);
    for (const { result } of outcomes) expect(result).not.toHaveProperty('halt');
    expect(toJson({ ask, outcomes })).not.toMatch(/halt|generator/);
  });

  it('is shared out by what is left to train', () => {
    const trial: Trial = { experiment, epochs: 90, target: null, picture: 0, withState: false };
    const from = haltOf(10, 30);
    expect(costOf({ ...trial, from })).toBeCloseTo((2 / 3) * costOf(trial), 9);
    expect(costOf({ ...trial, from: { ...from, isOver: true } })).toBe(0);
  });

  it('lets go of all of it where it is cancelled', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const told = planComparison({ ...experiment, optimizer: 'adam' }, { ...ask, axes: ask.axes.slice(0, 1) });
    if (!told.ok) throw new Error(told.message);
    const halts: WeakRef<Float64Array>[] = [];
    let round = 0;
    const { hire } = crew(steady());
    const watching = (): Hand<Trial, TrialAnswer> => {
      const hand = hire();
      return {
        ...hand,
        async work(trials) {
          for (const { from } of trials) if (from !== undefined) round = 1;
          const answers = await hand.work(trials);
          for (const answer of answers)
            if (answer.ok && answer.value.halt !== undefined)
              halts.push(...answer.value.halt.point.state.map((column) => new WeakRef(column)));
          return answers;
        },
      };
    };
    const now = (): number => performance.now();
    const pool = new Pool<Trial, TrialAnswer>({ hire: watching, now }, 1);
    const running = runComparison(told.plan, {
      ...{ pool, outcomes: freshOutcomes(told.plan.trials), now, jobOf: (trial: Trial) => trial },
      onProgress: () => {
        if (round === 1) running.cancel();
      },
    });
    expect(await running.outcome).toEqual({ kind: 'cancelled' });
    expect(halts.length).toBeGreaterThan(17);
    // What a weak reference was made of, or gave, stays for the rest of the task, and what a message held a little longer.
    const left = (): number => {
      collect();
      return halts.filter((halt) => halt.deref() !== undefined).length;
    };
    await expect.poll(left).toBe(0);
    expect(running.progress.done).toBeGreaterThanOrEqual(18);
  });

  it('goes on after it was cancelled anywhere, to the same results', async () => {
    const whole = await run(steady(), 2);
    const told = planComparison(experiment, ask);
    if (!told.ok) throw new Error('it cannot be planned');
    const { plan } = told;
    const total = whole.outcomes.length;
    for (const until of [1, 8, 17, 18, 19, 23, total - 1]) {
      let outcomes = freshOutcomes(plan.trials);
      let known = 0;
      let trained = 0;
      for (const isFirst of [true, false]) {
        const { hire, done } = crew(steady());
        const now = (): number => performance.now();
        const pool = new Pool<Trial, TrialAnswer>({ hire, now }, 1);
        // As of what was kept: where runs of the first time ended is not known any more.
        outcomes = structuredClone(outcomes);
        const running: RunningOrder = runComparison(plan, {
          ...{ pool, outcomes, now, jobOf: (trial: Trial) => trial, spentMs: 5000 },
          onProgress: ({ done: settled, total: all, elapsedMs }) => {
            expect(all).toBe(total);
            expect(settled).toBeGreaterThanOrEqual(known);
            expect(elapsedMs).toBeGreaterThanOrEqual(5000);
            if (isFirst && settled >= until) running.cancel();
          },
        });
        const { kind } = await running.outcome;
        pool.dispose();
        expect(kind).toBe(isFirst && until < total ? 'cancelled' : 'done');
        known = outcomes.filter(({ result }) => result !== null).length;
        expect(running.progress.done).toBe(known);
        trained += done.length;
      }
      expect(withoutTimes(outcomes), `after ${until}`).toEqual(withoutTimes(whole.outcomes));
      // One batch at most was under way when it was cancelled.
      expect(trained).toBeLessThan(2 * total);
    }
  });
});

/** With so many parameters, at that epoch. */
function haltOf(parameters: number, epoch = 3): TrialHalt {
  const none = new Float64Array(0);
  const figures = { trainLoss: 1, testLoss: 1, trainAccuracy: null, testAccuracy: null };
  return {
    point: {
      ...{ parameters: new Float64Array(parameters), state: [new Float64Array(parameters)], shared: none },
      ...{ epoch, position: 0, generator: [1, 2, 3, 4], trainingMs: 0, experiment: null, course: null },
    },
    isOver: false,
    told: {
      ...{ final: figures, best: figures, reachedAt: null },
      curve: { epoch: none, trainLoss: none, testLoss: none, trainingMs: none },
    },
  };
}

describe('what is kept for runs to go on from', () => {
  const places = Array.from({ length: 12 }, (_, place) => place);
  // 16 kB of numbers each, and what lies around them.
  const halts = places.map(() => haltOf(1000));
  const never = (): never => {
    throw new Error('there is room enough');
  };

  it('is all of it while there is room, each once', () => {
    const held = new Halts();
    for (const place of places) held.add(place, halts[place], never);
    expect(held.take([7, 3, 20])).toEqual([halts[7], halts[3], undefined]);
    expect(held.take([5])).toEqual([undefined]);
  });

  it('is that of the likeliest where there is not, in so much memory', () => {
    const held = new Halts(100_000);
    const likely = [11, 2, 9, 4, 0, 1, 3, 5, 6, 7, 8, 10];
    for (const place of places) held.add(place, halts[place], () => likely.filter((one) => one <= place));
    const kept = held.take(places);
    const room = kept.filter((halt) => halt !== undefined).length;
    expect(room).toBeGreaterThanOrEqual(4);
    expect(room).toBeLessThanOrEqual(5);
    for (const place of likely.slice(0, 3)) expect(kept[place]).toBe(halts[place]);
  });

  it('is nothing where one alone is too much', () => {
    const held = new Halts(10_000);
    held.add(1, halts[1], () => [1]);
    expect(held.take([1])).toEqual([undefined]);
  });
});
