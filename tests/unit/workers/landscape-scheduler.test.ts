import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import type { Landscape } from '../../../src/protocol/landscape-messages.ts';
import { Run } from '../../../src/training/run.ts';
import { createEngines } from '../../../workers/engines.ts';
import { LandscapeScheduler } from '../../../workers/landscape-scheduler.ts';

/** A scheduler whose first slice is finished and whose next, of epoch 1, has begun while training goes on. */
function underWay(): { scheduler: LandscapeScheduler; ask: (follow: boolean) => Landscape } {
  let time = 0;
  const now = (): number => time;
  const experiment = { ...defaultExperiment, points: 40, hidden: [3] };
  const run = new Run(experiment, createEngines(now).choose('wasm-f64').backend, now);
  for (const step of run.prepare()) expect(step).toBeUndefined();
  const scheduler = new LandscapeScheduler(now, () => null);
  scheduler.begin(run);
  const ask = (follow: boolean): Landscape =>
    scheduler.request({ settings: { cells: 64, extent: 1, seed: 1, follow }, version: 0 }, 1, true);
  const look = (): void => scheduler.report({ epoch: run.epoch, parameters: run.parameters() });
  look();
  ask(true);
  scheduler.advance(Infinity, true);
  expect(ask(true)).toMatchObject({ slice: { epoch: 0 }, pending: false });
  run.advance(Infinity, 1);
  look();
  time += 200;
  ask(true);
  scheduler.advance(0, true);
  return { scheduler, ask };
}

function finish(scheduler: LandscapeScheduler): void {
  while (scheduler.hasWork(true)) scheduler.advance(Infinity, true);
}

describe('a slice under way', () => {
  it('is given up when the one that is shown is to stay', () => {
    const { scheduler, ask } = underWay();
    expect(ask(false)).toMatchObject({ slice: { epoch: 0 }, path: [{ epoch: 0 }, { epoch: 1 }] });
    finish(scheduler);
    expect(ask(false)).toMatchObject({ slice: { epoch: 0 }, pending: false });
  });

  it('control: is shown when the weights are still followed', () => {
    const { scheduler, ask } = underWay();
    expect(ask(true)).toMatchObject({ slice: { epoch: 0 }, pending: true });
    finish(scheduler);
    expect(ask(true)).toMatchObject({ slice: { epoch: 1 } });
  });
});

describe('a slice of other rows', () => {
  const drawn = '-2,-2,1_2,2,2';
  const now = (): number => 0;
  const runOf = (text: string): Run => {
    const experiment = { ...defaultExperiment, hidden: [3], dataSet: 'draw' as const, drawn: text };
    return new Run(experiment, createEngines(now).choose('interpreter').backend, now);
  };
  const ask = (scheduler: LandscapeScheduler, version: number): Landscape =>
    scheduler.request({ settings: { cells: 64, extent: 1, seed: 1, follow: false }, version }, 1, false);

  it.each([`${drawn}_0,1,1`, drawn])('is computed anew, and no other: %s', (next) => {
    const scheduler = new LandscapeScheduler(now, () => null);
    const run = runOf(drawn);
    scheduler.begin(run);
    scheduler.report({ epoch: 0, parameters: run.parameters() });
    ask(scheduler, 0);
    while (scheduler.hasWork(false)) scheduler.advance(Infinity, false);
    const { version } = ask(scheduler, 0);
    const other = next === drawn ? run : runOf(next);
    scheduler.begin(other, true);
    const { pending, path } = ask(scheduler, version);
    expect(pending).toBe(next !== drawn);
    expect(path).toHaveLength(next === drawn ? 1 : 0);
  });
});
