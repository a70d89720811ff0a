import { describe, expect, it } from 'vitest';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { optimizerNames } from '../../../src/experiment/names.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { Run } from '../../../src/training/run.ts';
import { wasmBackend } from '../wasm/backends.ts';

/** 2-4-2-1: parameters 0–7 and 8–11 of layer 1, 12–19 and 20–21 of layer 2, 22–23 and 24 of the output. */
const experiment: Experiment = { ...defaultExperiment, points: 60, optimizer: 'adam', engine: 'interpreter' };
const backends = [interpreter, wasmBackend('f64'), wasmBackend('f32')];

function begun(changes: Partial<Experiment> = {}, backend = interpreter): Run {
  return new Run({ ...experiment, ...changes }, backend, () => 0);
}

function trainTo(run: Run, epoch: number): Run {
  run.advance(Infinity, epoch);
  return run;
}

describe.each(backends)('a run with frozen parameters and cut links on $name', (backend) => {
  it.each(optimizerNames)('trains all others, and brings back the weight of a link: %s', (optimizer) => {
    const run = trainTo(begun({ optimizer, l2: 0.01, clipGradients: 0.5 }, backend), 2);
    const before = run.state();
    run.applySettings({ ...run.experiment, frozen: '1.1,3.1.b', cut: '2.1.1' });
    trainTo(run, 4);
    const during = run.state();
    for (const place of [0, 1, 8, 24]) expect(during.parameters[place]).toBe(before.parameters[place]);
    expect(during.parameters[12]).toBe(0);
    expect(during.aside).toEqual([[12, before.parameters[12]]]);
    during.state.forEach((column, k) => {
      for (const place of [0, 1, 8, 12, 24]) expect(column[place]).toBe(before.state[k][place]);
    });
    expect(during.parameters[2]).not.toBe(before.parameters[2]);
    run.applySettings({ ...run.experiment, frozen: '', cut: '' });
    expect(run.parameters()[12]).toBe(before.parameters[12]);
    expect(run.state().aside).toBeUndefined();
    trainTo(run, 5);
    for (const place of [0, 12, 24]) expect(run.parameters()[place]).not.toBe(before.parameters[place]);
  });

  it('goes on from a checkpoint, cut inside an epoch, to the same bits', () => {
    const run = trainTo(begun({}, backend), 1);
    run.advance(-1, 2, 12);
    run.applySettings({ ...run.experiment, frozen: '2', cut: '1.2' });
    run.edit([[3, 0.125]]);
    const saved = structuredClone(run.state());
    const again = new Run(run.experiment, backend, () => 0);
    again.restore(saved);
    const [ended, endedAgain] = [run, again].map((one) => trainTo(one, 4).state());
    expect(endedAgain.parameters).toEqual(ended.parameters);
    expect(endedAgain.state).toEqual(ended.state);
    expect(endedAgain.aside).toEqual(ended.aside);
    again.applySettings({ ...again.experiment, cut: '' });
    run.applySettings({ ...run.experiment, cut: '' });
    expect(again.parameters()).toEqual(run.parameters());
  });
});

describe('weights that are set', () => {
  it('are where training begins, and a new beginning does not know of them', () => {
    const run = begun();
    run.edit([
      [0, 0.1],
      [24, -3],
    ]);
    expect(run.isTouched).toBe(true);
    expect(run.isTrained).toBe(false);
    expect(run.parameters()[0]).toBe(0.1);
    expect(run.state().edited).toBe(true);
    const plain = trainTo(begun(), 1).parameters();
    expect(trainTo(run, 1).parameters()).not.toEqual(plain);
    expect(new Run(run.experiment, interpreter, () => 0, run).parameters()).toEqual(begun().parameters());
  });

  it('of a link that is cut are what it has again', () => {
    const run = begun({ cut: '0.1' });
    expect([...run.parameters()].filter((weight) => weight === 0)).toHaveLength(4);
    run.edit([[0, 2]]);
    expect(run.parameters()[0]).toBe(0);
    run.applySettings({ ...run.experiment, cut: '' });
    expect(run.parameters()[0]).toBe(2);
    expect(run.parameters()[2]).toBe(begun().parameters()[2]);
  });

  it('are refused where the network has no such place', () => {
    expect(() => {
      begun().edit([[25, 1]]);
    }).toThrow('the network has no parameter 25');
  });

  it('forget which weights were the best so far', () => {
    const stops = { stopWhen: 'validation', stopPatience: 1000, points: 100 } as const;
    const run = trainTo(begun(stops), 3);
    expect(run.state().stopping?.best).not.toBeNull();
    run.edit([[0, 5]]);
    expect(run.state().stopping?.best).toBeNull();
    trainTo(run, 5);
    run.applySettings({ ...run.experiment, frozen: '1' });
    expect(run.state().stopping?.best).toBeNull();
  });
});

describe('settings of places that a network does not have', () => {
  it('are left out', () => {
    const { held } = begun({ frozen: '1.1,9,1.5', cut: '4.1,0.2' });
    expect(held.settings).toEqual({ frozen: '1.1', cut: '0.2' });
    expect(held.missing).toEqual({ frozen: ['9', '1.5'], cut: ['4.1'] });
    expect([...held.cut].sort((a, b) => a - b)).toEqual([1, 3, 5, 7]);
  });
});
