import { formatEpoch } from '../../../../src/ui/controls/format.ts';
import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../../../src/experiment/schema.ts';
import { writeDrawing } from '../../../../src/experiment/drawing.ts';
import { defaultSettings } from '../../../../src/experiment/url.ts';
import type { ConfigureRequest } from '../../../../src/protocol/messages.ts';
import type { Snapshot } from '../../../../src/protocol/snapshot-messages.ts';
import { PlaygroundStore } from '../../../../src/ui/playground/store.ts';
import { readFile } from '../../helpers/real-tables.ts';
import { storeClientOf } from '../../helpers/store-client.ts';
import { createService, nextTask } from '../../workers/harness.ts';

interface Bench {
  readonly store: PlaygroundStore;
  readonly requests: ConfigureRequest[];
  readonly look: () => Promise<Snapshot>;
}

const withFiles = { loadFile: (file: string) => Promise.resolve(readFile(file)) };

/** The store on the real service, without a worker between. */
async function createBench(
  experiment: Partial<Experiment> = {},
  msPerChange = 10_000,
  parts: Parameters<typeof createService>[1] = {},
): Promise<Bench> {
  const { service } = createService(undefined, parts);
  const requests: ConfigureRequest[] = [];
  let time = 0;
  const store = new PlaygroundStore({
    settings: {
      ...defaultSettings,
      experiment: { ...defaultExperiment, points: 40, hidden: [2], ...experiment },
    },
    client: {
      ...storeClientOf(service),
      configure: (request) => {
        requests.push(request);
        return service.configure(request);
      },
    },
    onChange: (_, outcome) => {
      if (outcome !== undefined) store.receive(outcome);
    },
    now: () => (time += msPerChange),
  });
  const look = async (): Promise<Snapshot> => {
    const reply = await service.snapshot({ viewVersion: 0, historyVersion: 0 });
    if (!reply.ok) throw new Error(reply.message);
    store.receive(reply.value);
    return reply.value;
  };
  store.begin();
  while (store.view.value === null) await settle(look);
  return { store, requests, look };
}

/** The store on a service whose worker is lost whenever it is given a data set; `lose` says that the next one is there. */
async function createLosing(fatal: string) {
  const { service } = createService();
  const requests: ConfigureRequest[] = [];
  const lost = { ok: false, code: 'worker-ended', message: 'It failed: row 0 has no “a”.' } as const;
  const store = new PlaygroundStore({
    settings: { ...defaultSettings, experiment: { ...defaultExperiment, points: 40, hidden: [2] } },
    client: {
      ...storeClientOf(service),
      configure: (request) => {
        requests.push(request);
        return request.experiment.dataSet === fatal ? Promise.resolve(lost) : service.configure(request);
      },
    },
    onChange: () => undefined,
    now: () => 0,
  });
  store.begin();
  await expect.poll(() => store.trained.value?.dataSet).toBe('circle');
  const hello = await service.hello();
  return { store, requests, lose: () => store.handle({ kind: 'connected', hello }) };
}

async function settle(look: () => Promise<unknown>): Promise<void> {
  await nextTask();
  await look().catch(() => undefined);
}

async function until(bench: Bench, condition: () => boolean): Promise<void> {
  while (!condition()) await settle(bench.look);
}

describe('the store', () => {
  it('undoes a change of shape: the trained network comes back as it was', async () => {
    const bench = await createBench();
    const { store } = bench;
    expect(store.canUndo.value).toBe(false);
    await store.step();
    await until(bench, () => store.view.value?.epoch === 1);
    const { parameters } = store.view.value!;
    await store.change({ hidden: [5] });
    await until(bench, () => store.view.value?.parameters.length === 21);
    // It goes on from there: the two neurons have what they had learned.
    expect(store.view.value).toMatchObject({ epoch: 1 });
    expect(store.view.value!.parameters.subarray(0, 4)).toEqual(parameters.subarray(0, 4));
    await store.undo();
    await until(bench, () => store.view.value?.parameters.length === 9);
    expect(store.experiment.value.hidden).toEqual([2]);
    expect(store.view.value!.parameters).toEqual(parameters);
    expect(store.canUndo.value).toBe(false);
  });

  it('brings the run that was there with settings that one goes back to; a link begins anew', async () => {
    const bench = await createBench();
    const { store } = bench;
    const settings = { experiment: store.experiment.value, view: store.viewSettings.value };
    const other = { ...settings, experiment: { ...settings.experiment, hidden: [5] } };
    const untilShown = (length: number, epoch: number): Promise<void> =>
      until(bench, () => store.view.value?.parameters.length === length && store.view.value.epoch === epoch);
    await store.step();
    await untilShown(9, 1);
    const { parameters } = store.view.value!;
    store.adopt({ settings: other, problems: [] });
    await untilShown(21, 0);
    await store.step();
    await untilShown(21, 1);
    store.adopt({ settings, problems: [] }, true);
    await untilShown(9, 1);
    expect(store.view.value!.parameters).toEqual(parameters);
    // There and back before the worker has answered: nothing of the run is lost.
    store.adopt({ settings: other, problems: [] }, true);
    store.adopt({ settings, problems: [] }, true);
    store.adopt({ settings: other, problems: [] }, true);
    await untilShown(21, 1);
    store.adopt({ settings, problems: [] });
    await untilShown(9, 0);
  });

  it('promises what was asked for: it is there when the promise is kept, or what took its place', async () => {
    const bench = await createBench({}, 100);
    const { store } = bench;
    await store.step();
    await until(bench, () => store.view.value?.epoch === 1);
    const shape = store.change({ hidden: [5] });
    expect(store.network.value!.parameterCount).toBe(9);
    await shape;
    expect(store.network.value!.parameterCount).toBe(21);
    await Promise.all([
      store.change({ hidden: [3] }),
      store.change({ hidden: [4] }),
      store.change({ hidden: [6] }),
    ]);
    expect(store.network.value!.parameterCount).toBe(25);
    await store.undo();
    expect(store.network.value!.parameterCount).toBe(9);
    await store.measureEngines();
    expect(store.engines.measurements.value).not.toBeNull();
  });

  it('takes the slice through the chosen point, follows it to another one, and goes back to the mean without', async () => {
    const bench = await createBench({ dataSet: 'iris', loss: 'cross-entropy' }, 10_000, withFiles);
    const { store } = bench;
    const through = (): unknown => store.data.value?.slice?.through;
    const first = { split: 'train', index: 16 } as const;
    const second = { split: 'test', index: 3 } as const;
    const network = store.network.value;
    store.viewers.points.sliceThrough(true);
    expect(store.viewers.points.isSlicedThrough.value).toBe(false);
    store.choosePoint(first);
    store.viewers.points.sliceThrough(true);
    await until(bench, () => through() !== null);
    expect(through()).toEqual(first);
    expect(store.viewers.points.chosen.value).toEqual(first);
    expect(store.data.value?.train.nearness?.[16]).toBe(1);
    store.choosePoint(second);
    await until(bench, () => JSON.stringify(through()) === JSON.stringify(second));
    store.choosePoint(null);
    await until(bench, () => through() === null);
    expect(store.viewers.points.isSlicedThrough.value).toBe(false);
    expect(store.network.value).toEqual(network);
    expect(store.canUndo.value).toBe(false);
  });

  it('goes back to the mean by itself when the rows are others', async () => {
    const bench = await createBench({ dataSet: 'iris', loss: 'cross-entropy' }, 10_000, withFiles);
    const { store } = bench;
    store.choosePoint({ split: 'train', index: 16 });
    store.viewers.points.sliceThrough(true);
    await store.change({ hidden: [3] });
    // What came between the slice and its answer may have let go of the point.
    store.choosePoint({ split: 'train', index: 16 });
    store.viewers.points.sliceThrough(true);
    await until(bench, () => store.data.value?.slice?.through?.index === 16);
    await store.newData();
    await until(bench, () => store.view.value !== null);
    expect(store.data.value?.slice?.through).toBeNull();
    expect([store.viewers.points.isSlicedThrough.value, store.viewers.points.chosen.value]).toEqual([
      false,
      null,
    ]);
  });

  it('undoes a reset', async () => {
    const bench = await createBench();
    const { store } = bench;
    await store.step();
    await until(bench, () => store.view.value?.epoch === 1);
    await store.reset();
    await until(bench, () => store.view.value?.epoch === 0);
    await store.undo();
    await until(bench, () => store.view.value?.epoch === 1);
    expect(store.status.value).toBe('paused');
  });

  it('undoes a change of settings before anything was trained', async () => {
    const bench = await createBench();
    const { store } = bench;
    const { parameters } = store.view.value!;
    await store.change({ learningRate: 0.3 });
    await store.change({ hidden: [3] });
    await until(bench, () => store.view.value?.parameters.length === 13);
    await store.undo();
    await store.undo();
    expect(store.experiment.value).toMatchObject({ learningRate: 0.03, hidden: [2] });
    await until(bench, () => store.view.value?.parameters.length === 9);
    expect(store.view.value!.parameters).toEqual(parameters);
    expect([store.canUndo.value, store.canRedo.value]).toEqual([false, true]);
  });

  it('undoes a change of the rate of a run that goes on: with the rate the point in training comes back', async () => {
    const bench = await createBench();
    const { store } = bench;
    await store.step();
    await until(bench, () => store.view.value?.epoch === 1);
    const { parameters } = store.view.value!;
    await store.change({ learningRate: 0.3 });
    for (const epoch of [2, 3]) {
      await store.step();
      await until(bench, () => store.view.value?.epoch === epoch);
    }
    const later = store.view.value!.parameters;
    await store.undo();
    await until(bench, () => store.view.value?.epoch === 1);
    expect(store.experiment.value.learningRate).toBe(0.03);
    expect(store.view.value!.parameters).toEqual(parameters);
    await store.redo();
    await until(bench, () => store.view.value?.epoch === 3);
    expect(store.experiment.value.learningRate).toBe(0.3);
    expect(store.view.value!.parameters).toEqual(later);
  });

  it('says how a layer begins that comes into a trained network, and takes it back when another begins', async () => {
    const bench = await createBench({ activation: 'relu', hidden: [4] });
    const { store } = bench;
    await store.step();
    await until(bench, () => store.view.value?.epoch === 1);
    const said = (): string[] => store.notices.value.map(({ text }) => text);
    await store.change({ hidden: [4, 4] });
    expect(said()).toEqual(['The new layer begins as the identity: the network says what it said before.']);
    await store.change({ hidden: [4, 4, 3] });
    expect(said()).toEqual([
      expect.stringMatching(
        /^The new layer begins with initial weights\..*those of the output now read the new layer/,
      ),
    ]);
    await store.change({ hidden: [4, 4] });
    expect(said()).toEqual([]);
  });

  it('shows what is trained again when a set of real data can not be had', async () => {
    const { store } = await createBench();
    await store.change({ dataSet: 'digits' });
    expect(store.experiment.value).toMatchObject({ dataSet: 'circle', loss: 'squared-error' });
    expect(store.notices.value.map(({ text }) => text).join()).toContain('“Digits” could not be loaded');
  });

  it('leaves the next choice alone when the one before it is refused', async () => {
    const { store } = await createBench();
    const refused = store.change({ dataSet: 'digits' });
    await Promise.all([refused, store.change({ dataSet: 'xor' })]);
    expect(store.trained.value?.dataSet).toBe('xor');
    expect(store.experiment.value).toEqual(store.trained.value);
    expect(store.experiment.value.loss).toBe('squared-error');
  });

  it('refuses what does not fit with a message, and changes nothing', async () => {
    const { store, requests } = await createBench();
    const before = requests.length;
    await store.change({ learningRate: -1 });
    expect(store.notices.value.at(-1)!.text).toContain('Learning rate: -1 is not a number from 0 to 100');
    expect(store.experiment.value.learningRate).toBe(0.03);
    expect(requests).toHaveLength(before);
  });

  it('turns to squared error for a regression data set, with its usual number of points', async () => {
    const { store } = await createBench({ points: 500, loss: 'binary-cross-entropy' });
    await store.change({ dataSet: 'plane' });
    expect(store.experiment.value).toMatchObject({ loss: 'squared-error', points: 1200 });
    expect(store.notices.value.at(-1)!.text).toContain('regression');
  });

  it('says why a change was refused until there is another, and not again of one that was left meanwhile', async () => {
    const { store } = await createBench({ dataSet: 'formula', formula: 'x1 > 0' });
    const said = (): string[] => store.notices.value.map(({ text }) => text);
    await store.change({ formula: 'sqrt(-1 - x1 ** 2)' });
    expect(said()).toEqual([expect.stringMatching(/^No point is left/)]);
    expect(store.experiment.value.formula).toBe('x1 > 0');
    // As it was, too.
    await store.change({ formula: 'x1 > 0' });
    expect(said()).toEqual([]);
    await Promise.all([
      store.change({ formula: 'sqrt(-1 - x1 ** 2)' }),
      store.change({ formula: 'x1 > x2' }),
    ]);
    expect(store.trained.value?.formula).toBe('x1 > x2');
    expect(said()).toEqual([]);
  });

  it('says what became of the loss as long as it is that loss, of as many classes', async () => {
    const { store } = await createBench({ dataSet: 'blobs', classes: 2 });
    const said = (): string[] => store.notices.value.map(({ text }) => text);
    const isSaid = [
      expect.stringMatching(/^Each of the 3 classes has an output of its own: the loss is now/),
    ];
    await store.change({ classes: 3 });
    expect(said()).toEqual(isSaid);
    await store.change({ learningRate: 0.1 });
    expect(said()).toEqual(isSaid);
    await store.change({ classes: 2 });
    expect(said()).toEqual([]);
    await store.change({ classes: 3 });
    await store.change({ loss: 'squared-error' });
    expect(said()).toEqual([]);
  });

  it('sends only the latest of many quick changes', async () => {
    const bench = await createBench();
    const { store, requests } = bench;
    const before = requests.length;
    for (let noise = 1; noise <= 30; noise++) void store.change({ noise });
    await until(bench, () => requests.at(-1)!.experiment.noise === 30);
    expect(requests.length - before).toBeLessThanOrEqual(3);
  });

  it('reports a divergence once and goes back with a lower rate', async () => {
    const bench = await createBench({ dataSet: 'plane', activation: 'linear', learningRate: 50 });
    const { store, look } = bench;
    void store.play();
    await until(bench, () => store.status.value === 'diverged');
    await look();
    const [notice, ...others] = store.notices.value;
    expect(others).toEqual([]);
    expect(notice.text).toMatch(/diverged in epoch \d+/);
    expect(notice.action!.label).toBe('Go back and use rate 5');
    notice.action!.run();
    await until(bench, () => store.status.value !== 'diverged');
    expect(store.experiment.value.learningRate).toBe(5);
    await until(bench, () => store.notices.value.length === 1);
    expect(store.notices.value[0]).toMatchObject({ kind: 'info', action: null });
    expect(store.notices.value[0].text).toMatch(
      /^The run went back to epoch [\d.]+, the last moment kept before its train loss grew; .* with rate 5\.$/,
    );
    await store.reset();
    await store.change({ seed: 2 });
    expect(store.notices.value).toEqual([]);
  });

  it('drops what belongs to another run', async () => {
    const { store, look } = await createBench();
    const snapshot = await look();
    const { view } = store;
    const shown = view.value;
    store.receive({ ...snapshot, runId: 999, view: { ...snapshot.view!, epoch: 7 } });
    expect(view.value).toBe(shown);
  });

  it('takes a preset back in one step, with the speed and the scale that it chose, and forth again', async () => {
    const bench = await createBench();
    const { store } = bench;
    store.changeView({ speed: '10x', plot: 'accuracy' });
    await store.step();
    await until(bench, () => store.view.value?.epoch === 1);
    await store.start({ hidden: [5] }, { speed: 'film', lossScale: 'log' });
    await until(bench, () => store.experiment.value.hidden[0] === 5 && store.view.value?.epoch === 0);
    const shown = () => {
      const { speed, lossScale, plot } = store.viewSettings.value;
      return { speed, lossScale, plot };
    };
    expect(shown()).toEqual({ speed: 'film', lossScale: 'log', plot: 'accuracy' });
    await store.step();
    await until(bench, () => store.view.value?.epoch === 1);
    store.changeView({ plot: 'loss' });
    await store.undo();
    await until(bench, () => store.canRedo.value && store.view.value?.epoch === 1);
    // What the preset has not touched stays as it is.
    expect(shown()).toEqual({ speed: '10x', lossScale: 'linear', plot: 'loss' });
    await store.redo();
    await until(bench, () => store.experiment.value.hidden[0] === 5);
    expect(shown()).toEqual({ speed: 'film', lossScale: 'log', plot: 'loss' });
    // Of any other change nothing is brought back but the run (control).
    await until(bench, () => store.view.value?.epoch === 1);
    await store.change({ hidden: [3] });
    store.changeView({ speed: '100x' });
    await store.undo();
    expect(shown().speed).toBe('100x');
  });

  it('redoes what undo ended', async () => {
    const bench = await createBench();
    const { store } = bench;
    await store.step();
    await until(bench, () => store.view.value?.epoch === 1);
    await store.reset();
    await until(bench, () => store.view.value?.epoch === 0 && store.canUndo.value);
    for (let epoch = 1; epoch <= 3; epoch++) {
      await store.step();
      await until(bench, () => store.view.value?.epoch === epoch);
    }
    await store.undo();
    await until(bench, () => store.view.value?.epoch === 1);
    expect(store.canRedo.value).toBe(true);
    await store.redo();
    await until(bench, () => store.view.value?.epoch === 3);
    expect(store.canRedo.value).toBe(false);
  });

  it.each([
    [true, 3],
    [false, 1],
  ])(
    'keeps what was trained between quick changes of one thing: by Step (%s), %d runs',
    async (steps, kept) => {
      const bench = await createBench({}, 200);
      const { store } = bench;
      await store.step();
      await until(bench, () => store.view.value?.epoch === 1);
      if (!steps) await store.play();
      for (const width of [3, 4, 5]) {
        await store.change({ hidden: [width] });
        await until(bench, () => store.network.value?.layers[0].width === width && store.view.value !== null);
        if (steps) await store.step();
        await until(bench, () => (store.view.value?.epoch ?? 0) > 0);
      }
      await store.pause();
      await until(bench, () => store.status.value === 'paused');
      let undone = 0;
      for (; store.canUndo.value; undone++) {
        const before = store.network.value;
        await store.undo();
        await until(bench, () => store.network.value !== before && store.view.value !== null);
      }
      expect(undone).toBe(kept);
      expect(store.experiment.value.hidden).toEqual([2]);
    },
  );

  it('undoes the change before it even when that is still on its way', async () => {
    const bench = await createBench();
    const { store } = bench;
    await store.step();
    await until(bench, () => store.view.value?.epoch === 1);
    await store.newData();
    await until(bench, () => store.view.value?.epoch === 0 && store.experiment.value.dataSeed === 2);
    await store.step();
    await until(bench, () => store.view.value?.epoch === 1);
    void store.change({ hidden: [3] });
    await store.undo();
    await until(bench, () => store.network.value?.parameterCount === 9 && store.view.value?.epoch === 1);
    expect(store.experiment.value).toMatchObject({ dataSeed: 2, hidden: [2] });
  });

  it('undoes the change before it even when that still waits for another one, which stays', async () => {
    const bench = await createBench();
    const { store } = bench;
    await store.step();
    await until(bench, () => store.view.value?.epoch === 1);
    void store.change({ learningRate: 0.1 });
    void store.change({ l2: 0.01 });
    void store.undo();
    await until(bench, () => store.canRedo.value);
    expect(store.experiment.value).toMatchObject({ learningRate: 0.1, l2: 0 });
    await store.redo();
    expect(store.experiment.value).toMatchObject({ learningRate: 0.1, l2: 0.01 });
  });

  it('looks at each sample that a step by sample comes to, until it goes on otherwise', async () => {
    const { store, look } = await createBench();
    store.changeView({ stepBy: 'sample' });
    const seen: unknown[] = [];
    for (let pending = 1; pending <= 3; pending++) {
      await store.step();
      await look();
      const sample = store.doctor.sample.value;
      expect(sample).toMatchObject({ pending, batchSize: 10 });
      expect(store.viewers.points.chosen.value).toEqual({ split: 'train', index: sample?.index });
      seen.push(sample?.index);
    }
    expect(new Set(seen).size).toBe(3);
    expect(store.view.value?.epoch).toBe(0);
    await store.reset();
    await look();
    expect(store.doctor.sample.value).toBeNull();
  });

  it('takes down the message of a divergence once the training is sound again, and says where that is', async () => {
    const bench = await createBench({ dataSet: 'plane', activation: 'linear', learningRate: 50 });
    const { store, look } = bench;
    void store.play();
    await until(bench, () => store.status.value === 'diverged' && store.notices.value.length === 1);
    store.dismiss(store.notices.value[0].id);
    await store.step();
    await until(bench, () => store.notices.value.length === 1);
    await store.change({ learningRate: 0.001 });
    await until(bench, () => store.status.value !== 'diverged' && store.view.value !== null);
    await look();
    const { epoch } = store.view.value!;
    expect(store.notices.value.map(({ kind, text }) => [kind, text.split(',')[0]])).toEqual([
      ['info', `The run went back to epoch ${formatEpoch(epoch)}`],
    ]);
    await store.change({ noise: 5 });
    expect(store.notices.value).toEqual([]);
  });

  it('sends a change again that a lost worker never took in', async () => {
    const { service } = createService();
    const configured: ConfigureRequest[] = [];
    let isLost = false;
    const store = new PlaygroundStore({
      settings: defaultSettings,
      client: {
        ...storeClientOf(service),
        configure: (request) => {
          if (isLost) return Promise.resolve({ ok: false, code: 'worker-ended', message: 'gone' } as const);
          configured.push(request);
          return service.configure(request);
        },
      },
      onChange: () => undefined,
      now: () => 0,
    });
    store.begin();
    isLost = true;
    void store.change({ dataSet: 'xor' });
    await nextTask();
    isLost = false;
    const hello = await service.hello();
    store.handle({ kind: 'connected', hello });
    while (configured.at(-1)?.experiment.dataSet !== 'xor') await nextTask();
    expect(store.notices.value).toEqual([]);
  });
});

it('gives up a change that two workers in a row do not survive, and shows what holds', async () => {
  const { store, requests, lose } = await createLosing('spiral');
  void store.change({ dataSet: 'spiral' });
  await expect.poll(() => requests.length).toBe(2);
  expect(store.notices.value).toEqual([]);
  lose();
  await expect.poll(() => store.notices.value.map(({ text }) => text).join()).toContain('given up');
  expect(store.notices.value.at(-1)?.text).toContain('row 0 has no “a”');
  expect([requests.length, store.experiment.value.dataSet]).toEqual([3, 'circle']);
  // A third worker is not given it.
  lose();
  await nextTask();
  expect(requests).toHaveLength(3);
  await store.change({ dataSet: 'xor' });
  expect(store.trained.value?.dataSet).toBe('xor');
});

describe('drawing', () => {
  const pair = '-2,-2,1_2,2,2';
  const stroke = (store: PlaygroundStore, drawn: string, name: string): Promise<void> =>
    store.draw({ drawn, stroke: name });

  it('is shown at once, goes to the same run, and is undone stroke by stroke while that trains on', async () => {
    const bench = await createBench({ dataSet: 'draw', drawn: pair });
    const { store } = bench;
    await store.play();
    await until(bench, () => (store.view.value?.epoch ?? 0) > 2);
    const done = stroke(store, `${pair}_1,1,2`, 'a');
    expect(store.data.value?.summary.rows).toBe(3);
    await done;
    // Faster than the worker can follow: each is a step all the same.
    const strokes = ['b', 'b', 'c'].map((name, i) => stroke(store, `${pair}_1,1,2_0,${i},1`, name));
    await Promise.all(strokes);
    expect(store.data.value?.train.x1.length).toBe(store.pointCounts.value?.train);
    for (const left of [`${pair}_1,1,2_0,1,1`, `${pair}_1,1,2`, pair]) {
      await store.undo();
      expect(store.experiment.value.drawn).toBe(left);
    }
    expect(store.canUndo.value).toBe(false);
    const epoch = store.view.value?.epoch ?? Infinity;
    await until(bench, () => (store.view.value?.epoch ?? 0) > epoch);
    expect(store.status.value).toBe('running');
    // Pressed faster than they are answered.
    await Promise.all([store.redo(), store.redo(), store.redo()]);
    expect(store.experiment.value.drawn).toBe(`${pair}_1,1,2_0,2,1`);
    expect(store.canRedo.value).toBe(false);
    await store.pause();
  });

  it('brings back the run that another class has ended, and its loss', async () => {
    const bench = await createBench({ dataSet: 'draw', drawn: pair });
    const { store } = bench;
    await store.step();
    await until(bench, () => store.view.value?.epoch === 1);
    const parameters = store.view.value?.parameters;
    await stroke(store, `${pair}_0,0,3`, 'a');
    expect(store.experiment.value.loss).toBe('cross-entropy');
    await until(bench, () => store.view.value?.epoch === 0);
    await store.undo();
    await until(bench, () => store.view.value?.epoch === 1);
    expect(store.experiment.value).toMatchObject({ drawn: pair, loss: 'squared-error' });
    expect(store.view.value?.parameters).toEqual(parameters);
    await store.redo();
    expect(store.experiment.value).toMatchObject({ drawn: `${pair}_0,0,3`, loss: 'cross-entropy' });
  });

  it('begins with the points of a set of the plane, each on its side, and undo brings that back', async () => {
    const { store } = await createBench({ dataSet: 'rings', classes: 3, loss: 'cross-entropy' });
    const { train, test } = store.data.value!;
    await store.drawFromPoints();
    expect(store.experiment.value.dataSet).toBe('draw');
    expect(store.data.value?.classNames).toEqual(['class 1', 'class 2', 'class 3']);
    expect(store.data.value?.train.label).toEqual(train.label);
    expect(store.data.value?.test.x1).toEqual(test.x1.map((x) => Math.round(1000 * x) / 1000));
    await store.undo();
    expect(store.experiment.value).toMatchObject({ dataSet: 'rings', drawn: '' });
    expect(store.data.value?.test.x1).toEqual(test.x1);
  });

  it('goes on with the numbers of a set, learns them, and may have classes instead', async () => {
    const bench = await createBench({ dataSet: 'plane', hidden: [], optimizer: 'adam', learningRate: 0.05 });
    const { store } = bench;
    const { train } = store.data.value!;
    await store.drawFromPoints();
    expect(store.experiment.value.dataSet).toBe('draw');
    expect(store.data.value).toMatchObject({ task: 'regression', classNames: [] });
    const thousandths = Math.max(
      ...train.label.map((y, i) => Math.abs(y - store.data.value!.train.label[i])),
    );
    expect(thousandths).toBeLessThan(0.0005001);
    expect(Math.max(...train.label)).toBeGreaterThan(0.1);
    // Points move under the same network.
    const { drawn } = store.experiment.value;
    await store.step();
    await until(bench, () => store.view.value?.epoch === 1);
    await stroke(store, `${drawn}_0,0,0`, 'one more');
    expect(store.data.value?.summary.rows).toBe(41);
    for (let epoch = 2; epoch <= 30; epoch++) {
      await store.step();
      await until(bench, () => (store.view.value?.epoch ?? 0) >= epoch);
    }
    expect(store.view.value?.testLoss).toBeLessThan(0.01);
    await stroke(store, '0,0,1_1,1,2', 'classes');
    expect(store.data.value).toMatchObject({ task: 'classification', classNames: ['class 1', 'class 2'] });
    await until(bench, () => store.view.value?.epoch === 0);
    await store.undo();
    await until(bench, () => (store.view.value?.epoch ?? 0) >= 30);
    expect(store.data.value).toMatchObject({ task: 'regression', summary: { rows: 41 } });
  });

  it('keeps the units in which numbers of a formula are drawn', async () => {
    const { store } = await createBench({ dataSet: 'formula', formula: '100 + 10 * x1', points: 60 });
    const { train, targetScale } = store.data.value!;
    expect(targetScale?.shift).toBeGreaterThan(80);
    await store.drawFromPoints();
    expect(store.data.value?.train.label[0]).toBeCloseTo(train.label[0], 3);
    expect(store.data.value?.targetScale).toEqual(targetScale);
    expect(store.experiment.value.dataSet).toBe('draw');
    expect(store.notices.value).toEqual([]);
    // Control: what is drawn in its own units says none.
    const plane = await createBench({ dataSet: 'plane' });
    await plane.store.drawFromPoints();
    expect(plane.store.experiment.value.drawn).toMatch(/^n_/);
    expect(plane.store.notices.value).toEqual([]);
  });

  it('has numbers that are divided anew, and are no less', async () => {
    const many = `n_${Array.from({ length: 30 }, (_, i) => `${i / 10},0,${i / 100}`).join('_')}`;
    const { store } = await createBench({ dataSet: 'draw', drawn: many, trainShare: 50 });
    await store.newData();
    const { train = 0, test = 0 } = store.pointCounts.value ?? {};
    expect([train + test, Math.abs(train - 15) < 3]).toEqual([30, true]);
    expect(store.experiment.value.drawn.replaceAll(',t', '')).toBe(many);
  });

  it('is divided anew by the next seed, and keeps the network', async () => {
    const many = Array.from({ length: 30 }, (_, i) => `${i / 10},0,${1 + (i % 2)}`).join('_');
    const { store, requests } = await createBench({ dataSet: 'draw', drawn: many, trainShare: 50 });
    const rows = { train: Uint32Array.from(many.split('_'), (_, row) => row), test: new Uint32Array(0) };
    expect(store.pointCounts.value).toEqual({ train: 30, test: 0, rows });
    await store.newData();
    const { train = 0, test = 0 } = store.pointCounts.value ?? {};
    expect(train + test).toBe(30);
    expect(Math.abs(train - 15)).toBeLessThan(3);
    expect(requests.at(-1)?.experiment.dataSeed).toBe(2);
  });

  it('says what is missing where there is nothing to train', async () => {
    const { store } = await createBench({ dataSet: 'draw' });
    await store.play();
    expect(store.status.value).toBe('ready');
    expect(store.notices.value.at(-1)?.text).toBe('Draw at least two points of two classes.');
  });

  it('says so no longer once undo has brought it back, or it trains', async () => {
    const drawn = writeDrawing([
      { x1: 1, x2: 1, place: 0, side: 'train' },
      { x1: -1, x2: 1, place: 1, side: 'train' },
    ]);
    const { store } = await createBench({ dataSet: 'draw', drawn });
    await store.change({ drawn: '' });
    await store.play();
    expect(store.notices.value.map(({ text }) => text)).toEqual(['Draw at least two points of two classes.']);
    await store.undo();
    expect(store.experiment.value.drawn).toBe(drawn);
    expect(store.notices.value).toEqual([]);
    await store.change({ learningRate: -1 });
    expect(store.notices.value).toHaveLength(1);
    await store.step();
    expect(store.notices.value).toEqual([]);
  });

  it('is refused where it is none, and nothing changes', async () => {
    const { store } = await createBench({ dataSet: 'draw', drawn: pair });
    await stroke(store, '9,9,9', 'a');
    expect(store.experiment.value.drawn).toBe(pair);
    expect(store.notices.value.at(-1)?.text).toContain('Drawing');
    expect(store.canUndo.value).toBe(false);
  });

  it('says how long its link is where that is worth a word', async () => {
    const { store } = await createBench({ dataSet: 'draw', drawn: pair });
    store.tellOfLink({ length: 800, leavesOut: false });
    expect(store.notices.value).toEqual([]);
    store.tellOfLink({ length: 60_012, leavesOut: false });
    expect(store.notices.value.at(-1)?.text).toContain('60,012 characters');
  });
});

describe('following', () => {
  it('shows one trained network after another while a setting changes all the time', async () => {
    const bench = await createBench();
    const { store, requests } = bench;
    const epochs = 4000;
    store.changeView({ follow: true, followEpochs: epochs });
    await until(bench, () => store.view.value?.epoch === epochs);
    const shown = new Set<number>();
    const stop = store.view.subscribe((view) => {
      if (view?.epoch === epochs) shown.add(view.trainLoss);
    });
    // It takes several slices, and each of them lets another change in. Nobody asks for what comes of it.
    for (let i = 0; shown.size < 6 && i < 20_000; i++) {
      void store.change({ learningRate: 0.01 + (i % 1000) / 1e5 });
      await nextTask();
    }
    stop();
    expect(shown.size).toBe(6);
    expect(requests.at(-1)).toMatchObject({ follow: epochs });
    // The newest counts in the end.
    const last = store.experiment.value.learningRate;
    await until(bench, () => store.trained.value?.learningRate === last && store.status.value === 'paused');
  });
});
