import { describe, expect, it } from 'vitest';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import { Run, type RunPoint } from '../../../src/training/run.ts';
import { Timeline } from '../../../src/training/timeline.ts';

const experiment = { ...defaultExperiment, points: 20, hidden: [2] };

/** A run whose training time is what it is said to be. */
function timed(): { readonly run: Run; readonly trainTo: (epoch: number, ms: number) => void } {
  const run = new Run(experiment, interpreter, () => 0);
  return {
    run,
    trainTo: (epoch, ms) => {
      run.advance(Infinity, epoch);
      run.trainingMs = ms;
    },
  };
}

/** What a time line asks of a run, where the run is said to stand elsewhere. */
function standing(point: RunPoint): Run {
  const { epoch: progress, trainingMs } = point;
  return { progress, trainingMs, diverged: false, point: () => point } as Partial<Run> as Run;
}

describe('a time line', () => {
  it('keeps a point for about every 20 ms of training, and one at every turn', () => {
    const timeline = new Timeline();
    const { run, trainTo } = timed();
    timeline.turn(run);
    for (let epoch = 1; epoch <= 100; epoch++) {
      trainTo(epoch, epoch * 5);
      timeline.keepIfDue(run);
    }
    expect(timeline.length).toBe(26);
    expect(timeline.longestMs(run.trainingMs)).toBe(20);
    expect(timeline.before(50)).toMatchObject({ progress: 48, point: { epoch: 48, trainingMs: 240 } });
    expect(timeline.before(48)?.progress).toBe(48);
    trainTo(101, 502);
    timeline.turn(run);
    expect(timeline.before(1000)?.progress).toBe(101);
    // Of one moment, what was last made of it.
    run.edit([[0, 3]]);
    timeline.turn(run);
    expect(timeline.length).toBe(27);
    expect(timeline.before(101)?.point.parameters[0]).toBe(3);
  });

  it('lets go of every second point where they take too much, of no turn, and says the longest wait', () => {
    const { run, trainTo } = timed();
    const one = new Timeline();
    one.turn(run);
    const timeline = new Timeline(10.5 * one.bytes);
    timeline.turn(run);
    for (let epoch = 1; epoch <= 64; epoch++) {
      trainTo(epoch, epoch * 20);
      if (epoch === 7) timeline.turn(run);
      timeline.keepIfDue(run);
    }
    expect(timeline.bytes).toBeLessThanOrEqual(10.5 * one.bytes);
    expect(timeline.length).toBeGreaterThan(4);
    expect(timeline.from).toBe(0);
    expect(timeline.before(7)?.progress).toBe(7);
    expect(timeline.longestMs(run.trainingMs)).toBeGreaterThan(20);
    expect(timeline.longestMs(run.trainingMs)).toBeLessThanOrEqual(320);
  });

  it('is as quick to tell with very many points', () => {
    const { run, trainTo } = timed();
    const timeline = new Timeline();
    timeline.turn(run);
    // What it takes is what all of them take, and no list of them is made for that.
    trainTo(1, 20);
    timeline.keepIfDue(run);
    const one = timeline.bytes / 2;
    const points = 30_000;
    const point = run.point();
    for (let epoch = 2; epoch <= points; epoch++) {
      timeline.keepIfDue(standing({ ...point, epoch, trainingMs: 20 * epoch }));
    }
    expect(timeline.length).toBe(points + 1);
    expect(timeline.bytes).toBe((points + 1) * one);
    expect(timeline.longestMs(20 * points + 7)).toBe(20);
  });

  it('begins later where turns alone take too much', () => {
    const { run, trainTo } = timed();
    const one = new Timeline();
    one.turn(run);
    const timeline = new Timeline(3.5 * one.bytes);
    for (let epoch = 1; epoch <= 8; epoch++) {
      trainTo(epoch, epoch);
      timeline.turn(run);
    }
    expect(timeline.length).toBe(3);
    expect(timeline.firstKept).toBe(6);
    expect(timeline.before(5)).toBeNull();
    // What is missing can be trained again, which takes as long as it took.
    expect(timeline.from).toBe(0);
    expect(timeline.missing?.epoch).toBe(6);
  });

  it('forgets the future of a moment, and all of it', () => {
    const timeline = new Timeline();
    const { run, trainTo } = timed();
    for (let epoch = 0; epoch <= 5; epoch++) {
      trainTo(epoch, epoch * 30);
      timeline.turn(run);
    }
    timeline.cutAfter(3);
    expect(timeline.before(100)?.progress).toBe(3);
    timeline.clear();
    expect(timeline.from).toBeNull();
    expect(timeline.longestMs(0)).toBe(0);
  });
});
