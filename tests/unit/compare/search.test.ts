import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usualAsk, type Ask, type SweepAxis } from '../../../src/compare/ask.ts';
import { askName, askWords } from '../../../src/compare/ask-words.ts';
import { freshOutcomes, planComparison, totalOf } from '../../../src/compare/comparison.ts';
import { toCsv } from '../../../src/compare/export.ts';
import type { Hand } from '../../../src/compare/hand.ts';
import { lineNear, parallelOf } from '../../../src/compare/parallel.ts';
import { Pool } from '../../../src/compare/pool.ts';
import { runComparison } from '../../../src/compare/run-comparison.ts';
import {
  planSearch,
  rankedCandidates,
  roundsOf,
  roundTrials,
  type SearchPlan,
} from '../../../src/compare/search.ts';
import { closerAxis } from '../../../src/compare/sweep.ts';
import { sweepableNames, sweepables, sweepableOf } from '../../../src/compare/sweepable.ts';
import { defaultExperiment, parseExperiment } from '../../../src/experiment/schema.ts';
import type { Trial, TrialAnswer, TrialResult } from '../../../src/training/trials/trial.ts';

const rate: SweepAxis = { setting: 'learningRate', scale: 'log', from: 0.001, to: 1, count: 2 };
const noise: SweepAxis = { setting: 'noise', scale: 'linear', from: 0, to: 50, count: 2 };
const neurons: SweepAxis = { setting: 'neurons', scale: 'linear', from: 1, to: 3, count: 2 };
const optimizer: SweepAxis = { setting: 'optimizer', scale: 'list', values: ['sgd', 'adam'] };

function asked(rest: Partial<Ask>): Ask {
  return { ...usualAsk, kind: 'sweep', search: 'random', axes: [rate, noise], target: 'none', ...rest };
}

function planned(rest: Partial<Ask>): SearchPlan {
  const told = planSearch(defaultExperiment, asked(rest));
  if (!told.ok) throw new Error(told.message);
  return told.plan;
}

describe('the set-ups that are drawn', () => {
  it('lie evenly over a range, over powers and over a list, within them', () => {
    const { candidates } = planned({ axes: [rate, noise, neurons, optimizer], tries: 1000 });
    const column = (at: number): string[] => candidates.map((values) => values[at]);
    const share = (at: number, isIn: (value: string) => boolean): number =>
      column(at).filter(isIn).length / candidates.length;
    expect(candidates).toHaveLength(1000);
    // Three deviations of a share of 1000 draws are below 0.05.
    expect(share(0, (value) => Number(value) < 0.01)).toBeCloseTo(1 / 3, 1);
    expect(share(1, (value) => Number(value) < 12.5)).toBeCloseTo(1 / 4, 1);
    expect(share(2, (value) => value === '2')).toBeCloseTo(1 / 3, 1);
    expect(share(3, (value) => value === 'adam')).toBeCloseTo(1 / 2, 1);
    for (const [low, at, high] of [
      [0.001, 0, 1],
      [0, 1, 50],
      [1, 2, 3],
    ])
      for (const value of column(at).map(Number)) {
        expect(value).toBeGreaterThanOrEqual(low);
        expect(value).toBeLessThanOrEqual(high);
      }
  });

  it('begin a larger sweep, are others by another seed, and keep their values when a setting joins', () => {
    const few = planned({ tries: 10 }).candidates;
    expect(planned({ tries: 30 }).candidates.slice(0, 10)).toEqual(few);
    expect(planned({ tries: 10, draw: 2 }).candidates).not.toEqual(few);
    const more = planned({ tries: 10, axes: [optimizer, rate, noise] }).candidates;
    expect(more.map((values) => values.slice(1))).toEqual(few);
  });

  it('are each another one, and no more than there are', () => {
    const { candidates } = planned({ tries: 50, axes: [neurons, optimizer] });
    expect(new Set(candidates.map((values) => values.join(' '))).size).toBe(candidates.length);
    expect(candidates).toHaveLength(6);
  });

  it('can be trained, whatever is drawn of whichever setting', () => {
    for (const name of sweepableNames) {
      const plan = planned({ tries: 20, axes: [sweepables[name].usual] });
      for (const { experiment } of roundTrials(plan, 0, []))
        expect(parseExperiment(experiment), `${name} ${sweepables[name].of(experiment)}`).toMatchObject({
          ok: true,
        });
    }
  });

  it.each<[Partial<Ask>, string]>([
    [{ axes: [] }, 'No setting is swept: add one.'],
    [{ axes: [rate, noise, rate] }, 'Learning rate is swept twice: choose another setting.'],
    [
      { axes: [{ ...rate, from: 0 }] },
      'Learning rate: a range of powers lies above 0, it cannot go from 0 to 1.',
    ],
  ])('of %o are none, which is told as a sentence', (rest, message) => {
    expect(planSearch(defaultExperiment, asked(rest))).toEqual({ ok: false, message });
  });
});

describe('the rounds of a sweep', () => {
  it('are one at random, and of a halving as many as set-ups and epochs allow', () => {
    const halving = { search: 'halving', keep: 3, first: 10, epochs: 300 } as const;
    expect(roundsOf({ ...halving, search: 'random' }, 81)).toEqual([{ count: 81, epochs: 300 }]);
    expect(roundsOf(halving, 81)).toEqual([
      { count: 81, epochs: 11 },
      { count: 27, epochs: 33 },
      { count: 9, epochs: 100 },
      { count: 3, epochs: 300 },
    ]);
    expect(roundsOf(halving, 8)).toEqual([
      { count: 8, epochs: 100 },
      { count: 2, epochs: 300 },
    ]);
    expect(roundsOf({ ...halving, first: 200 }, 81)).toHaveLength(1);
  });
});

/** How good a set-up is, by its settings alone, and how it gets there: the noisier, the worse. */
function answerTo({ experiment: { learningRate, noise: noisy, seed }, epochs }: Trial): TrialAnswer {
  const diverged = learningRate > 0.5;
  const loss = Math.abs(Math.log10(learningRate) + 2) + noisy / 100 + seed / 1000 + 1 / epochs;
  const figures = {
    trainLoss: loss,
    testLoss: loss,
    trainAccuracy: 1 - loss / 10,
    testAccuracy: 1 - loss / 10,
  };
  const none = new Float64Array(0);
  const value: TrialResult = {
    ...{ epochs, diverged, final: figures, best: figures, reachedAt: null, trainingMs: 1 },
    curve: { epoch: none, trainLoss: none, testLoss: none, trainingMs: none },
    ...{ parameters: none, picture: null, outputCount: 1, state: null },
  };
  return { ok: true, value };
}

/** Answers after as many turns as it is told, and dies when it is told to. */
function createPool(size: number, paces: Iterator<number>) {
  const next = (): number => {
    const pace = paces.next();
    return pace.done === true ? 1 : pace.value;
  };
  const hire = (): Hand<Trial, TrialAnswer> => ({
    work: async (trials) => {
      const pace = next();
      for (let i = pace; i > 0; i--) await Promise.resolve();
      if (pace === 7) throw new Error('it died');
      return trials.map(answerTo);
    },
    stop: () => undefined,
    end: () => undefined,
  });
  let now = 0;
  return new Pool<Trial, TrialAnswer>({ hire, now: () => (now += 3) }, size);
}

async function run(ask: Ask, size: number, paces: Iterator<number>) {
  const told = planComparison(defaultExperiment, ask);
  if (!told.ok || told.plan.search === null) throw new Error('it cannot be planned');
  const outcomes = freshOutcomes(told.plan.trials);
  const total = totalOf(told.plan);
  const seen: number[] = [];
  const running = runComparison(told.plan, {
    ...{ pool: createPool(size, paces), outcomes, now: () => 0 },
    jobOf: (trial: Trial) => trial,
    onProgress: (progress) => {
      expect(progress.total).toBe(total);
      seen.push(progress.done);
    },
  });
  return { outcome: await running.outcome, outcomes, plan: told.plan.search, total, seen, running };
}

describe('a sweep by halving', () => {
  const ask = asked({ search: 'halving', tries: 30, keep: 3, first: 10, epochs: 100, repeats: 2 });
  const steady = [][Symbol.iterator]();

  it('trains the best of each round for longer, and names the best of the last one', async () => {
    const { outcome, outcomes, plan, total, seen } = await run(ask, 2, steady);
    expect(outcome.kind).toBe('done');
    expect(plan.rounds).toEqual([
      { count: 30, epochs: 11 },
      { count: 10, epochs: 33 },
      { count: 3, epochs: 100 },
    ]);
    expect([outcomes.length, total, seen.at(-1)]).toEqual([86, 86, 86]);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    const all = rankedCandidates(plan, outcomes, 'final-test-loss');
    expect(all.map(({ round }) => round)).toEqual([
      ...Array<number>(3).fill(2),
      ...Array<number>(7).fill(1),
      ...Array<number>(20).fill(0),
    ]);
    expect(new Set(all.map(({ place }) => place)).size).toBe(30);
    // How good they are follows from their settings alone: the three that are left are the best of all.
    const goodness = ({ values }: { values: readonly string[] }): number =>
      Number(values[0]) > 0.5
        ? Infinity
        : Math.abs(Math.log10(Number(values[0])) + 2) + Number(values[1]) / 100;
    const best = all.toSorted((a, b) => goodness(a) - goodness(b)).slice(0, 3);
    expect(all.slice(0, 3)).toEqual(best);
    expect(all[0].outcomes.map(({ result }) => result?.epochs)).toEqual([100, 100]);
  });

  it('comes to the same numbers for any number of workers, in whatever order they are done', async () => {
    const { outcomes: expected } = await run(ask, 1, steady);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.infiniteStream(fc.constantFrom(0, 1, 2, 3, 5, 9, 7)),
        async (size, paces) => {
          const { outcome, outcomes } = await run(ask, size, paces);
          // Where too many die in a row it ends early, and what there is then is right as well.
          if (outcome.kind === 'done') expect(outcomes).toHaveLength(expected.length);
          outcomes.forEach(({ result, experiment }, place) => {
            expect(experiment).toEqual(expected[place].experiment);
            if (result !== null) expect(result).toEqual(expected[place].result);
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('lets what diverges go on only where nothing else is left', async () => {
    const { outcomes, plan } = await run(asked({ ...ask, axes: [{ ...rate, from: 0.1 }] }), 2, steady);
    const all = rankedCandidates(plan, outcomes, 'final-test-loss');
    const isBad = all.map(({ value }) => value === Infinity);
    expect(isBad).toContain(true);
    expect(isBad.slice(0, 10)).not.toContain(true);
  });

  it('ends where it is cancelled, with what is known', async () => {
    const told = planComparison(defaultExperiment, ask);
    if (!told.ok || told.plan.search === null) throw new Error('it cannot be planned');
    const outcomes = freshOutcomes(told.plan.trials);
    const running = runComparison(told.plan, {
      ...{ pool: createPool(2, steady), outcomes, now: () => 0 },
      jobOf: (trial: Trial) => trial,
      onProgress: ({ done }) => {
        if (done > 64) running.cancel();
      },
    });
    expect(await running.outcome).toEqual({ kind: 'cancelled' });
    expect(outcomes).toHaveLength(80);
    const all = rankedCandidates(told.plan.search, outcomes, 'final-test-loss');
    expect(all.slice(0, 10).every(({ round }) => round === 1)).toBe(true);
    expect(all[0].value).not.toBe(null);
  });

  it('is written down with every setting and every round', async () => {
    const { outcomes } = await run(ask, 2, steady);
    const lines = toCsv({ ask, outcomes }).trimEnd().split('\r\n');
    expect(lines).toHaveLength(87);
    expect(lines[0]).toMatch(/,set learningRate,set noise$/);
    const [first, last] = [lines[1], lines[86]].map((line) => line.split(','));
    expect([first[3], last[3]]).toEqual(['11', '100']);
    expect(sweepableOf('noise')?.of(outcomes[85].experiment)).toBe(last.at(-1));
  });
});

describe('a line of each set-up', () => {
  const plan = planned({ axes: [rate, optimizer], tries: 3 });
  const candidates = [
    { values: ['0.001', 'adam'], value: 0.01 },
    { values: ['1', 'sgd'], value: 1 },
    { values: ['0.03162277660168379', 'sgd'], value: Infinity },
  ].map((own, place) => ({ ...own, place, round: 0, outcomes: [] }));
  const last = { title: 'loss', measure: 'final-test-loss', isLog: true, write: String } as const;
  const parallel = parallelOf(plan, candidates, last);

  it('goes through its values, by powers, by names and by what came out', () => {
    expect(parallel.axes.map(({ title }) => title)).toEqual(['Learning rate', 'Optimizer', 'loss']);
    expect(parallel.axes[1].marks).toEqual([
      { at: 0, label: 'SGD' },
      { at: 1, label: 'Adam' },
    ]);
    expect(parallel.axes[2].marks.map(({ label }) => label)).toEqual(['0.01', '1']);
    expect(parallel.lines).toEqual([
      [0, 1, 0],
      [1, 0, 1],
      [expect.closeTo(0.5, 9), 0, NaN],
    ]);
  });

  it('is found by a place near it, between the axes too', () => {
    expect(lineNear(parallel, 0.5, 0.48)).toBe(0);
    expect(lineNear(parallel, 0, 0.97)).toBe(1);
    expect(lineNear(parallel, 0.5, 0.25)).toBe(2);
    expect(lineNear(parallel, 1.5, 0.53)).not.toBe(2);
    expect(lineNear(parallel, 2.2, 0.5)).toBe(null);
  });

  it('has a closer range around it: the half of one, within it', () => {
    expect(closerAxis(noise, '25')).toMatchObject({ from: 12.5, to: 37.5 });
    expect(closerAxis(noise, '49')).toMatchObject({ from: 25, to: 50 });
    expect(closerAxis(rate, '0.001')).toMatchObject({ from: 0.001, to: 0.0316 });
    expect(closerAxis(neurons, '3')).toMatchObject({ from: 2, to: 3 });
    expect(closerAxis(optimizer, 'adam')).toEqual(optimizer);
  });
});

describe('what was asked, in words', () => {
  it.each<[Partial<Ask>, string, string]>([
    [{ kind: 'swarm', seeds: 1000, epochs: 3000 }, 'Swarm of 1,000 seeds', '; 3,000 epochs'],
    [{ kind: 'swarm', seeds: 1 }, 'Swarm of 1 seed', '; 300 epochs'],
    [{ search: 'grid' }, 'Sweep of Learning rate and L2', '; 300 epochs'],
    [{ search: 'grid', y: null }, 'Sweep of Learning rate', '; 300 epochs'],
    [{ tries: 9 }, 'Random sweep of 2 settings', '; 9 set-ups of Learning rate, Noise, 300 epochs'],
    [
      { search: 'halving', axes: [rate], epochs: 1 },
      'Halving sweep of 1 setting',
      '; 81 set-ups of Learning rate, 1 epoch',
    ],
    [{ kind: 'swarm', target: 'test-loss' }, 'Swarm of 100 seeds', ', for a test loss of at most 0.1'],
  ])('of %o is a name and a line', (rest, name, end) => {
    const ask = asked(rest);
    expect(askName(ask)).toBe(name);
    expect(askWords(ask, defaultExperiment)).toMatch(/^Circle, 4-2 tanh, SGD at 0.03/);
    expect(askWords(ask, defaultExperiment).endsWith(end)).toBe(true);
  });
});
