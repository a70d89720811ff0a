import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type { View } from '../../../src/protocol/snapshot-messages.ts';
import { Run } from '../../../src/training/run.ts';
import { AutoEvaluator } from '../../../workers/auto-evaluator.ts';
import { createEngines } from '../../../workers/engines.ts';
import { GpuKeeper } from '../../../workers/gpu-keeper.ts';
import { GpuViews } from '../../../workers/gpu-views.ts';
import { snapshotBuffers } from '../../../workers/transferables.ts';
import { ViewScheduler } from '../../../workers/view-scheduler.ts';
import type { BuiltView } from '../../../workers/view-steps.ts';
import { createService, snapshotWhere, unwrap } from './harness.ts';

const experiment: Experiment = { ...defaultExperiment, points: 60, hidden: [3] };

/** A scheduler on the CPU by a clock that stands still unless a test turns it. */
class Bench {
  time = 0;
  readonly recorded: BuiltView[] = [];
  readonly run: Run;
  readonly views: ViewScheduler;

  constructor() {
    const now = (): number => this.time;
    const parts = { gpu: undefined, now, sleep: () => Promise.resolve() };
    const keeper = new GpuKeeper(parts);
    const measure = (): never => {
      throw new Error('nothing is measured without a GPU');
    };
    const auto = new AutoEvaluator({ keeper, measure, onMeasured: () => undefined });
    this.run = new Run(experiment, createEngines(now).choose('wasm-f64').backend, now);
    for (const step of this.run.prepare()) expect(step).toBeUndefined();
    this.views = new ViewScheduler(new GpuViews(keeper), auto, now, (view) => this.recorded.push(view));
    this.views.begin(this.run);
  }

  /** Trains an epoch and looks at it. */
  train(): void {
    this.run.advance(Infinity, this.run.epoch + 1);
    this.views.capture(this.run, false, true);
    this.views.advance(Infinity, true);
  }

  /** Lets the scheduler work until it rests. */
  rest(): void {
    while (this.views.hasWork(false)) this.views.advance(Infinity, false);
  }

  take(version = 0): View {
    const view = this.views.take(version);
    if (view === null) throw new Error(`there is no view after version ${version}`);
    return view;
  }
}

describe('the pictures of a view', () => {
  it('are handed over as they were computed, once, and the weights as a copy', () => {
    const bench = new Bench();
    bench.views.capture(bench.run, true, false);
    bench.rest();
    const { pictures, figures } = bench.views.published!;
    const view = bench.take();
    expect(view.boundary).toBe(pictures!.boundary);
    expect(view.maps).toBe(pictures!.maps);
    expect(view.parameters).toEqual(figures.parameters);
    expect(view.parameters.buffer).not.toBe(figures.parameters.buffer);
    expect(bench.views.published!.pictures).toBeNull();
    expect(bench.views.take(0)).toBeNull();
    expect(bench.views.hasWork(false)).toBe(false);
  });

  it('are computed again for someone who has lost them, and not for someone who has them', () => {
    const bench = new Bench();
    bench.views.capture(bench.run, true, false);
    bench.rest();
    const first = bench.take();
    bench.views.request(first.version);
    expect(bench.views.hasWork(false)).toBe(false);
    const kept = structuredClone(first, { transfer: [first.boundary.values.buffer as ArrayBuffer] });
    bench.views.request(0);
    expect(bench.views.hasWork(false)).toBe(true);
    bench.rest();
    const second = bench.take();
    expect(second).toEqual({
      ...kept,
      version: first.version + 1,
      pointsPerSecond: second.pointsPerSecond,
    });
    // It is not a new measurement.
    expect(bench.recorded.map(({ epoch }) => epoch)).toEqual([0]);
  });

  it('that are asked for again while training do not keep newer weights from being looked at', () => {
    const bench = new Bench();
    bench.train();
    const first = bench.take();
    bench.views.request(0);
    expect(bench.views.hasWork(true)).toBe(true);
    bench.views.advance(0, true);
    expect(bench.views.isDue).toBe(false);
    bench.time += 40;
    expect(bench.views.isDue).toBe(true);
    bench.train();
    expect(bench.take()).toMatchObject({ epoch: first.epoch + 1, version: first.version + 1 });
    expect(bench.recorded.map(({ epoch }) => epoch)).toEqual([1, 2]);
  });

  it('share young maps while training, each view with a copy of its own', () => {
    const bench = new Bench();
    bench.train();
    const first = bench.take();
    const values = first.maps.values.slice();
    structuredClone(first, {
      transfer: [first.boundary.values.buffer as ArrayBuffer, first.maps.values.buffer as ArrayBuffer],
    });
    expect(first.maps.values).toHaveLength(0);
    bench.time += 40;
    bench.train();
    const second = bench.take();
    expect(second.epoch).toBe(2);
    expect(second.maps.values).toEqual(values);
    bench.time += 100;
    bench.train();
    const third = bench.take();
    expect(third.epoch).toBe(3);
    expect(third.maps.values).toHaveLength(values.length);
    expect(third.maps.values).not.toEqual(values);
  });
});

describe('a snapshot', () => {
  it('survives that the one before was transferred, also when the same view is asked for again', async () => {
    const { service, crashes } = createService();
    unwrap(await service.configure({ experiment }));
    for (let time = 0; time < 3; time++) {
      const snapshot = await snapshotWhere(service, ({ view }) => view !== null);
      const buffers = snapshotBuffers({ ok: true, value: snapshot });
      const arrived = structuredClone(snapshot, { transfer: buffers });
      expect(arrived.view!.boundary.values).toHaveLength(arrived.view!.boundary.resolution ** 2);
      expect(arrived.view!.maps.values.length).toBeGreaterThan(0);
      // Control: what was handed over is gone from here.
      expect(snapshot.view!.boundary.values).toHaveLength(0);
    }
    expect(crashes).toEqual([]);
  });
});
