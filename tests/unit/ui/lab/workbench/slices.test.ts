import { describe, expect, it } from 'vitest';
import type { Steps } from '../../../../../src/autograd/steps.ts';
import { Slices } from '../../../../../src/ui/lab/workbench/slices.ts';

/** Time that passes with every step, and what is to be done later. */
function createSlices(msPerStep: number) {
  let time = 0;
  const waiting: (() => void)[] = [];
  const slices = new Slices({ now: () => time, later: (callback) => waiting.push(callback) });
  function* count(to: number): Steps<number> {
    for (let i = 0; i < to; i++) {
      time += msPerStep;
      yield;
    }
    return to;
  }
  const next = (): boolean => {
    const callback = waiting.shift();
    callback?.();
    return callback !== undefined;
  };
  return { slices, count, next };
}

describe('work in slices', () => {
  it('is done at once where it is short', () => {
    const { slices, count } = createSlices(1);
    let result = 0;
    void slices.run(count(5), (value) => (result = value));
    expect([result, slices.isBusy.value]).toEqual([5, false]);
  });

  it('waits for its first turn where it is known to be long', () => {
    const { slices, count, next } = createSlices(1);
    let result = 0;
    void slices.runLater(count(5), (value) => (result = value));
    expect([result, slices.isBusy.value]).toEqual([0, true]);
    expect(next()).toBe(true);
    expect([result, slices.isBusy.value]).toEqual([5, false]);
  });

  it('is cut where it is long, and says so', () => {
    const { slices, count, next } = createSlices(10);
    let result = 0;
    void slices.run(count(10), (value) => (result = value));
    expect([result, slices.isBusy.value]).toEqual([0, true]);
    let turns = 1;
    while (next()) turns++;
    expect([result, slices.isBusy.value]).toEqual([10, false]);
    expect(turns).toBeGreaterThan(4);
  });

  it('is given up for what comes after it', () => {
    const { slices, count, next } = createSlices(10);
    const results: number[] = [];
    void slices.run(count(10), (value) => results.push(value));
    void slices.run(count(3), (value) => results.push(value));
    while (next());
    expect(results).toEqual([3]);
    void slices.run(count(10), (value) => results.push(value));
    slices.cancel();
    while (next());
    expect(results).toEqual([3]);
    expect(slices.isBusy.value).toBe(false);
  });

  it('keeps its promise when it is done, and not before', async () => {
    const { slices, count, next } = createSlices(10);
    const events: string[] = [];
    const ended = slices.run(count(10), () => events.push('done')).then(() => events.push('resolved'));
    await Promise.resolve();
    expect(events).toEqual([]);
    while (next());
    await ended;
    expect(events).toEqual(['done', 'resolved']);
  });

  it('leaves no promise pending when it is given up, cancelled, or fails', async () => {
    const { slices, count, next } = createSlices(10);
    const results: string[] = [];
    const replaced = slices.run(count(10), () => results.push('replaced'));
    const cancelled = slices.runLater(count(10), () => results.push('cancelled'));
    await replaced;
    slices.cancel();
    await cancelled;
    while (next());
    expect(results).toEqual([]);
    const failed = slices.runLater(count(1), () => {
      throw new Error('no place for it');
    });
    next();
    await expect(failed).rejects.toThrow('no place for it');
    expect(slices.isBusy.value).toBe(false);
  });
});
