import { afterEach, describe, expect, it, vi } from 'vitest';
import { finish } from '../../../src/autograd/steps.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type { View, Vitals } from '../../../src/protocol/snapshot-messages.ts';
import type { TrainingCommand } from '../../../src/protocol/messages.ts';
import { Run } from '../../../src/training/run.ts';
import { VitalsMeter } from '../../../src/training/vitals.ts';
import { snapshotBuffers } from '../../../workers/transferables.ts';
import type { TrainingService } from '../../../workers/training-service.ts';
import { createService, nextTask, unwrap } from './harness.ts';

const experiment: Experiment = { ...defaultExperiment, points: 60, hidden: [3], engine: 'wasm-f64' };

/** A page that looks at a service: it keeps the last view, and hands its buffers over as the worker does. */
class Page {
  view: View | null = null;
  vitals = false;
  readonly service: TrainingService;

  constructor(service: TrainingService) {
    this.service = service;
  }

  /** Looks until nothing more is to come. */
  async rest(): Promise<View> {
    for (;;) {
      const request = { viewVersion: this.view?.version ?? 0, historyVersion: -1 };
      const reply = await this.service.snapshot(this.vitals ? { ...request, vitals: true } : request);
      const received = structuredClone(reply, { transfer: snapshotBuffers(reply) });
      const { view, viewPending, status } = unwrap(received);
      this.view = view ?? this.view;
      if (this.view !== null && !viewPending && status !== 'running') return this.view;
      await nextTask();
    }
  }

  async after(command: TrainingCommand): Promise<View> {
    unwrap(await this.service.command(command));
    return this.rest();
  }
}

async function openPage(): Promise<Page> {
  const { service, crashes } = createService();
  unwrap(await service.configure({ experiment }));
  expect(crashes).toEqual([]);
  const page = new Page(service);
  await page.rest();
  return page;
}

function vitalsOf({ vitals }: View): Vitals {
  if (vitals === undefined) throw new Error('the view came without vitals');
  return vitals;
}

/** What they should be, by the interpreter, of all training rows. */
function expectedOf(view: View): Vitals | null {
  const run = new Run(experiment, interpreter, () => 0);
  const meter = new VitalsMeter(run.network, interpreter);
  return finish(meter.measure(run.train, view.parameters, view.vitals?.update ?? null));
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('vitals beside a view', () => {
  it('are those of its weights, and the update is what the last batch made of the weights before', async () => {
    const page = await openPage();
    page.vitals = true;
    const first = await page.after('step-batch');
    const second = await page.after('step-batch');
    const { gradient, update, layers, rows } = vitalsOf(second);
    expect(rows).toBe(30);
    expect(update).toEqual(second.parameters.map((value, p) => value - first.parameters[p]));
    const expected = expectedOf(second);
    expect(expected).not.toBeNull();
    expected?.gradient.forEach((value, p) => {
      expect(gradient[p]).toBeCloseTo(value, 10);
    });
    expect(layers.map(({ updateRatio }) => updateRatio)).toEqual(
      expected?.layers.map(({ updateRatio }) => updateRatio),
    );
    expect(vitalsOf(first).gradient).not.toEqual(gradient);
  });

  it('come for weights that rest, once they are asked for, and no longer when they are not', async () => {
    const page = await openPage();
    const before = await page.after('step');
    expect(before.vitals).toBeUndefined();
    page.vitals = true;
    const resting = await page.rest();
    expect(resting.parameters).toEqual(before.parameters);
    expect(resting.epoch).toBe(before.epoch);
    // Nobody watched the batch that made them.
    expect(vitalsOf(resting).update).toBeNull();
    expect(vitalsOf(resting).layers.map(({ updateRatio }) => updateRatio)).toEqual([null, null]);
    const { version } = resting;
    expect((await page.rest()).version).toBe(version);
    page.vitals = false;
    expect((await page.after('step')).vitals).toBeUndefined();
  });

  it('are given to every asker who lost them, the update too', async () => {
    const page = await openPage();
    page.vitals = true;
    const first = structuredClone(await page.after('step-batch'));
    page.view = null;
    const again = await page.rest();
    expect(again.version).toBeGreaterThan(first.version);
    expect(vitalsOf(again)).toEqual(vitalsOf(first));
    expect(vitalsOf(again).update?.some((value) => value !== 0)).toBe(true);
  });

  it('go on with a new run, whose first batch is seen', async () => {
    const page = await openPage();
    page.vitals = true;
    await page.rest();
    unwrap(await page.service.command('reset'));
    page.view = null;
    const view = await page.after('step-batch');
    expect(vitalsOf(view).update?.some((value) => value !== 0)).toBe(true);
  });

  it('cost nothing while nobody asks for them', async () => {
    const measure = vi.spyOn(VitalsMeter.prototype, 'measure');
    const lastUpdate = vi.spyOn(Run.prototype, 'lastUpdate');
    const page = await openPage();
    await page.after('step');
    expect(measure).not.toHaveBeenCalled();
    expect(lastUpdate).not.toHaveBeenCalled();
    page.vitals = true;
    await page.after('step');
    expect(measure).toHaveBeenCalled();
    expect(lastUpdate).toHaveBeenCalled();
  });
});
