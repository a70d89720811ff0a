import { describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/backends/executor.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { sideOfNext } from '../../../src/experiment/drawn-sides.ts';
import { writeDrawing, type Drawing, type DrawnPoint } from '../../../src/experiment/drawing.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { currentBatch } from '../../../src/training/batches.ts';
import { Run } from '../../../src/training/run.ts';
import { createEngines } from '../../../workers/engines.ts';
import { RunKeeper } from '../../../workers/run-keeper.ts';
import { wasmBackend } from '../wasm/backends.ts';

/** Two rings of points, as many as asked. */
function draw(count: number): Drawing {
  const drawing: DrawnPoint[] = [];
  for (let i = 0; i < count; i++) {
    const [place, angle] = [i % 2, i * 2.4];
    const radius = place === 0 ? 1.5 : 4;
    const [x1, x2] = [Math.cos(angle), Math.sin(angle)].map(
      (value) => Math.round(1000 * radius * value) / 1000,
    );
    drawing.push({ x1: x1 + 0, x2: x2 + 0, place, side: sideOfNext(drawing, place, 70) });
  }
  return drawing;
}

const few = writeDrawing(draw(40));
const more = writeDrawing(draw(61));
const base: Experiment = {
  ...defaultExperiment,
  dataSet: 'draw',
  drawn: few,
  optimizer: 'adam',
  batchSize: 4,
  engine: 'interpreter',
};
const clock = (): number => 0;

function runOf(experiment: Experiment, backend: Backend = interpreter): Run {
  return new Run(experiment, backend, clock);
}

/** A keeper whose run stands so many samples inside the third epoch. */
function keeperAt(position: number, experiment = base): RunKeeper {
  const keeper = new RunKeeper(createEngines(clock), clock);
  keeper.adopt(experiment, null).run.advance(Infinity, 2, position);
  return keeper;
}

describe('a run whose drawing changes', () => {
  it('keeps its weights, its optimizer, its curve and its place', () => {
    const keeper = keeperAt(8);
    const before = keeper.current?.state();
    keeper.current?.history.push(2.5, 0.5, 0.6);
    const { runId } = keeper;
    const { run, effect } = keeper.adopt({ ...base, drawn: more }, null);
    expect(effect).toBe('live');
    expect(keeper.runId).toBe(runId);
    expect(run.train.count + run.test.count).toBe(61);
    const { parameters, state, epoch, position, generator, history } = run.state();
    expect({ parameters, state, epoch, position, generator }).toEqual({
      parameters: before?.parameters,
      state: before?.state,
      epoch: 2,
      position: 8,
      generator: before?.generator,
    });
    expect(history.lastEpoch).toBe(2.5);
  });

  it('ends its epoch with the rows that it began with, and has the new ones from the next on', () => {
    const untouched = runOf(base);
    untouched.advance(Infinity, 3);
    const { run } = keeperAt(8).adopt({ ...base, drawn: more }, null);
    expect(run.epochSamples.count).toBe(untouched.train.count);
    run.advance(Infinity, 3);
    expect(run.parameters()).toEqual(untouched.parameters());
    expect(run.epochSamples).toBe(run.train);

    // As if the drawing had been changed just between the two epochs.
    const between = keeperAt(0, base);
    between.current?.advance(Infinity, 3);
    const { run: reference } = between.adopt({ ...base, drawn: more }, null);
    expect(reference.epochSamples).toBe(reference.train);
    run.advance(Infinity, 5);
    reference.advance(Infinity, 5);
    expect(run.parameters()).toEqual(reference.parameters());
    untouched.advance(Infinity, 5);
    expect(run.parameters()).not.toEqual(untouched.parameters());
  });

  it.each(['interpreter', 'wasm-f32'] as const)(
    'goes on to the same bits from a checkpoint of an epoch that still has the earlier rows (%s)',
    (engine) => {
      const backend = engine === 'interpreter' ? interpreter : wasmBackend('f32');
      const next = { ...base, engine, drawn: more };
      const { run } = keeperAt(12, { ...base, engine }).adopt(next, null);
      run.advance(Infinity, 2, 20);
      const state = run.state();
      expect(state).toMatchObject({ position: 20, epochDrawn: few });
      const copy = runOf(next, backend);
      copy.restore(state);
      const prepared = runOf(next, backend);
      prepared.advance(Infinity, 1);
      prepared.restore(structuredClone(state));
      for (const one of [run, copy, prepared]) one.advance(Infinity, 6, 3);
      expect(copy.state().parameters).toEqual(run.state().parameters);
      expect(prepared.state()).toMatchObject({ parameters: run.state().parameters, epoch: 6 });
      expect(run.state().epochDrawn).toBe(undefined);
    },
  );

  it('may change again and again within an epoch, which ends with its first rows', () => {
    const untouched = runOf(base);
    untouched.advance(Infinity, 3);
    const keeper = keeperAt(4);
    for (const drawn of [more, '', '1,2,1', few, more]) keeper.adopt({ ...base, drawn }, null);
    const run = keeper.current;
    run?.advance(Infinity, 3);
    expect(run?.parameters()).toEqual(untouched.parameters());
    expect(run?.epochSamples.count).toBe(run?.train.count);
  });

  it('takes fewer rows, or none, than it had trained on', () => {
    const keeper = keeperAt(20);
    for (const drawn of [writeDrawing(draw(4)), '']) {
      const { run } = keeper.adopt({ ...base, drawn }, null);
      expect(currentBatch(run)).toHaveLength(4);
      expect(run.progress).toBeLessThan(3);
    }
    const run = keeper.current;
    run?.advance(Infinity, 3);
    expect(run?.epoch).toBe(3);
    // Without rows there are no epochs.
    expect(run?.advance(Infinity, 9)).toBe(0);
    expect([run?.epoch, run?.progress, run && currentBatch(run).length]).toEqual([3, 3, 0]);
    const again = keeper.adopt(base, null).run;
    again.advance(Infinity, 4);
    expect(again.epoch).toBe(4);
  });

  it('begins anew where the drawing has another number of classes', () => {
    const keeper = keeperAt(8);
    const three = `${few}_0,0,3`;
    const { effect } = keeper.adopt({ ...base, drawn: three, loss: 'cross-entropy' }, null);
    expect(effect).toBe('restarted');
  });

  it('measures its first loss anew as long as nothing was trained', () => {
    const keeper = new RunKeeper(createEngines(clock), clock);
    const { run } = keeper.adopt(base, null);
    run.history.push(0, 0.7, 0.8);
    const { version } = run.history;
    const { run: next, effect } = keeper.adopt({ ...base, drawn: more }, null);
    expect(effect).toBe('live');
    expect(next.history.length).toBe(0);
    expect(next.history.version).toBeGreaterThan(version);
    expect(next.parameters()).toEqual(run.parameters());
  });

  it('is trained no differently by a drawing than by itself later', () => {
    const once = runOf({ ...base, drawn: more });
    const again = runOf({ ...base, drawn: more, dataSeed: 9, noise: 30, trainShare: 20 });
    for (const run of [once, again]) run.advance(Infinity, 4);
    expect(again.parameters()).toEqual(once.parameters());
  });
});
