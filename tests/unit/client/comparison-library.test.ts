import { describe, expect, it } from 'vitest';
import { bytesOf, ComparisonLibrary, type EndedComparison } from '../../../src/client/comparison-library.ts';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import type { TrialResult } from '../../../src/protocol/compare-messages.ts';
import { MemoryShelf } from './comparison-memory.ts';

const figures = { trainLoss: 0.1, testLoss: 0.2, trainAccuracy: null, testAccuracy: null };

function resultOf(weights: number): TrialResult {
  const one = new Float64Array(1);
  return {
    ...{ epochs: 1, diverged: false, final: figures, best: figures, reachedAt: null, trainingMs: 1 },
    curve: { epoch: one, trainLoss: one, testLoss: one, trainingMs: one },
    parameters: new Float64Array(weights),
    ...{ picture: null, outputCount: 1, state: null },
  };
}

function endedAs(name: string): EndedComparison {
  return {
    name,
    ...{ ask: '', experiment: defaultExperiment, phase: 'done', done: 1, total: 1, elapsedMs: 5 },
  };
}

const limits = { count: 4, bytes: 24_000 };

function createLibrary() {
  const shelf = new MemoryShelf();
  let [now, ids] = [0, 0];
  const library = new ComparisonLibrary({
    ...{ shelf, limits, nowMs: () => ++now, newId: () => `id ${++ids}` },
  });
  const names = async () => (await library.list()).map(({ name }) => name);
  return { shelf, library, names };
}

describe('the comparisons that a browser keeps', () => {
  it('are the latest so many, and the oldest go first', async () => {
    const { library, names } = createLibrary();
    const all = Array.from({ length: limits.count + 3 }, (_, i) => `number ${i}`);
    // All at once, as tabs may do.
    await Promise.all(all.map((name) => library.keep(endedAs(name), [resultOf(1)])));
    expect(await names()).toEqual(all.toReversed().slice(0, limits.count));
  });

  it('take no more room than they may, and one that alone would is not kept', async () => {
    const { shelf, library, names } = createLibrary();
    const third = limits.bytes / 8 / 3;
    for (const name of ['first', 'second', 'third']) await library.keep(endedAs(name), [resultOf(third)]);
    expect(await names()).toEqual(['third', 'second']);
    const sum = [...shelf.kept.values()].reduce((bytes, { about }) => bytes + about.bytes, 0);
    expect(sum).toBeLessThanOrEqual(limits.bytes);
    expect(await library.keep(endedAs('huge'), [resultOf(limits.bytes / 8)])).toBe(false);
    expect(await names()).toEqual(['third', 'second']);
  });

  it('are counted with every number of their results', () => {
    expect(bytesOf([null])).toBe(0);
    expect(bytesOf([resultOf(1000)]) - bytesOf([resultOf(0)])).toBe(8000);
    expect(bytesOf([resultOf(0), 'a failure'])).toBeGreaterThan(bytesOf([resultOf(0)]));
  });

  it('come back as they were after they were forgotten, under the name that they were given', async () => {
    const { library, names } = createLibrary();
    await library.keep(endedAs('a'), [resultOf(2), null, 'why']);
    await library.keep(endedAs('b'), [resultOf(1)]);
    const [, a] = await library.list();
    await library.rename(a, 'mine');
    const [, renamed] = await library.list();
    const results = await library.results(a.id);
    await library.forget(a.id);
    expect(await names()).toEqual(['b']);
    expect(await library.results(a.id)).toBe(null);
    await library.bringBack(renamed, results ?? []);
    expect(await names()).toEqual(['b', 'mine']);
    expect(await library.results(a.id)).toEqual([resultOf(2), null, 'why']);
  });

  it('go on being kept after one could not be', async () => {
    const { shelf, library, names } = createLibrary();
    shelf.fault = new Error('it is full');
    await expect(library.keep(endedAs('a'), [resultOf(1)])).rejects.toThrow('it is full');
    shelf.fault = null;
    await library.keep(endedAs('b'), [resultOf(1)]);
    expect(await names()).toEqual(['b']);
  });
});
