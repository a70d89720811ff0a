import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import { decodeAddress, encodeAddress } from '../../../../../src/experiment/address.ts';
import { defaultExperiment, type Experiment } from '../../../../../src/experiment/schema.ts';
import type { LabLink } from '../../../../../src/experiment/lab-link.ts';
import { defaultSettings } from '../../../../../src/experiment/url.ts';
import { nudge, nudgedLeaves } from '../../../../../src/lab/nudge.ts';
import type { TrainingService } from '../../../../../workers/training-service.ts';
import { LabStore } from '../../../../../src/ui/lab/workbench/lab-store.ts';
import { nameOf, partAt, partsOf } from '../../../../../src/ui/lab/network/network-parts.ts';
import { createService, nextTask, snapshotWhere, unwrap } from '../../../workers/harness.ts';

interface Bench {
  readonly lab: LabStore;
  readonly service: TrainingService;
  readonly messages: string[];
  readonly until: (condition: () => boolean) => Promise<void>;
}

/** The lab on the real service, without a worker between. */
async function openNetwork(link: LabLink, settings: Partial<Experiment> = {}): Promise<Bench> {
  const { service } = createService();
  const experiment = { ...defaultExperiment, points: 40, hidden: [3, 2], ...settings };
  unwrap(await service.configure({ experiment }));
  const rows = { train: new Uint32Array(20), test: new Uint32Array(20) };
  const messages: string[] = [];
  let time = 0;
  const lab = new LabStore({
    onProblems: (list) => messages.push(...list),
    onFailure: (message) => messages.push(message),
    now: () => (time += 10_000),
    wait: () => nextTask(),
    playground: {
      inspectSample: (request) => service.inspectSample(request),
      checkGradients: (request) => service.checkGradients(request),
      pointCounts: signal({ train: 20, test: 20, rows }),
    },
    slices: { now: () => 0, later: (callback) => callback() },
  });
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await nextTask();
  };
  await lab.open(link);
  await lab.setShown(true);
  return { lab, service, messages, until };
}

async function train(service: TrainingService, epoch: number): Promise<void> {
  unwrap(await service.command('step'));
  await snapshotWhere(service, (s) => s.status === 'paused' && s.view?.epoch === epoch);
}

describe('the playground’s network in the lab', () => {
  it('lists its outputs by the classes that they stand for, and a single one as the output', async () => {
    const labelsOf = async (experiment: Partial<Experiment>): Promise<string[]> => {
      const { lab, until } = await openNetwork(
        { sample: 'train.3' },
        { engine: 'interpreter', ...experiment },
      );
      await until(() => lab.network.value !== null);
      const { widths, outputs } = lab.network.value!;
      return partsOf(widths, outputs, false).map(({ label }) => label);
    };
    expect((await labelsOf({ dataSet: 'blobs', classes: 3, loss: 'cross-entropy' })).slice(0, 4)).toEqual([
      'the whole loss',
      'output for blob 1',
      'output for blob 2',
      'output for blob 3',
    ]);
    expect((await labelsOf({})).slice(0, 3)).toEqual(['the whole loss', 'the output', 'layer 1, neuron 1']);
  });

  it('tells of each of several outputs the class that it stands for', async () => {
    const titlesOf = async (experiment: Partial<Experiment>): Promise<string[]> => {
      const { lab, until } = await openNetwork({ sample: 'train.3' }, { hidden: [2], ...experiment });
      await until(() => lab.network.value !== null);
      return lab.groups.value.map(({ title }) => title).filter((title) => title.startsWith('output'));
    };
    expect(await titlesOf({ dataSet: 'blobs', classes: 3, loss: 'cross-entropy' })).toEqual([
      'output 1 for blob 1',
      'output 2 for blob 2',
      'output 3 for blob 3',
    ]);
    expect(await titlesOf({})).toEqual(['output']);
  });

  it('takes every part by its name in the list', () => {
    for (const { value } of partsOf([2, 3, 2, 3], ['a', 'b', 'c'], false))
      expect(nameOf(partAt(value))).toBe(value);
    expect(partAt('output.2')).toEqual({ output: 2 });
    expect(partAt('1.0')).toEqual({ layer: 1, neuron: 0 });
  });

  it('is opened as the loss of a point, with the gradients that the trainer computes', async () => {
    const { lab, until } = await openNetwork({ sample: 'train.3' }, { engine: 'interpreter' });
    await until(() => lab.network.value !== null);
    expect(lab.network.value?.widths).toEqual([2, 3, 2, 1]);
    const { root } = lab.graph.value!;
    expect(lab.numbers.value!.data[root]).toBe(lab.network.value!.trainerValue);
    expect(lab.comparison.value).toMatchObject({ count: 20, exact: 20 });
  });

  it('shows a mistake of the backward pass as a difference from the trainer', async () => {
    const { lab, until } = await openNetwork({ sample: 'train.3' }, { engine: 'interpreter' });
    await until(() => lab.network.value !== null);
    await lab.setMode('wrong-derivative');
    expect(lab.comparison.value!.largest.difference).toBeGreaterThan(1e-4);
  });

  it('is opened as one neuron', async () => {
    const { lab, until } = await openNetwork({ sample: 'test.0', neuron: '1.2' });
    await until(() => lab.network.value !== null);
    const { names, root } = lab.graph.value!;
    expect(names[root]).toBe('h1_2');
    expect(lab.comparison.value!.largest.difference).toBeLessThan(1e-6);
  });

  it('says what does not exist, and keeps what was shown', async () => {
    const { lab, messages, until } = await openNetwork({ sample: 'train.3' });
    await until(() => lab.network.value !== null);
    const { graph } = lab;
    const before = graph.value;
    await lab.openNetwork({ split: 'train', index: 5000 }, null);
    await until(() => messages.length > 0);
    expect(messages[0]).toMatch(/20/);
    expect(graph.value).toBe(before);
    expect(lab.subject.value).toMatchObject({ point: { split: 'train', index: 3 } });
  });

  it('follows the training where asked to, at the same step', async () => {
    const { lab, service, until } = await openNetwork({ sample: 'train.3' });
    await until(() => lab.network.value !== null);
    lab.seek(5);
    const structure = lab.graph.value!.operands;
    await train(service, 1);
    expect(lab.network.value?.epoch).toBe(0);
    await lab.setFollows(true);
    await until(() => lab.network.value?.epoch === 1);
    expect(lab.progress.value?.position).toBe(5);
    expect(lab.graph.value!.operands).toBe(structure);
    await train(service, 2);
    await until(() => lab.network.value?.epoch === 2);
    await lab.setFollows(false);
    await train(service, 3);
    for (let i = 0; i < 20; i++) await nextTask();
    expect(lab.network.value?.epoch).toBe(2);
    lab.dispose();
  });

  it('does not touch the training, which ends in the same bits with and without a lab', async () => {
    const bits = async (isWatched: boolean): Promise<Float64Array> => {
      const { lab, service, until } = await openNetwork({ sample: 'train.3' });
      await until(() => lab.network.value !== null);
      if (isWatched) await lab.setFollows(true);
      for (let epoch = 1; epoch <= 4; epoch++) await train(service, epoch);
      lab.dispose();
      return unwrap(await service.checkpoint())!.parameters;
    };
    expect(await bits(true)).toEqual(await bits(false));
  });

  it('moves leaves here alone, and says that the trainer does not know these numbers', async () => {
    const { lab, until } = await openNetwork({ sample: 'train.3' });
    await until(() => lab.network.value !== null);
    await lab.moveLeaves(new Map([['x1', 2]]), 'leaf x1');
    const node = lab.graph.value!.leaves.get('x1')!;
    expect(lab.graph.value!.leafData[node]).toBe(2);
    expect(lab.comparison.value).toBeNull();
    await lab.undo();
    await until(() => lab.comparison.value !== null);
    expect(lab.graph.value!.leafData[lab.graph.value!.leaves.get('x1')!]).not.toBe(2);
  });

  it.each(['wasm-f32', 'wasm-f64', 'interpreter'] as const)(
    'comes back from its link with its weights to the bit, on the engine %s',
    async (engine) => {
      const { lab, service, until } = await openNetwork({ sample: 'train.3' }, { engine });
      await until(() => lab.network.value !== null);
      await train(service, 1);
      await lab.openNetwork({ split: 'train', index: 7 }, { layer: 0, neuron: 1 });
      await until(() => lab.network.value?.epoch === 1);
      lab.seek(3);
      const link = lab.link.value;
      const again = await openNetwork(link, { engine });
      await again.until(() => again.lab.network.value !== null);
      expect(again.messages).toEqual([]);
      expect(again.lab.graph.value!.leafData).toEqual(lab.graph.value!.leafData);
      expect(again.lab.progress.value?.position).toBe(3);
      expect(again.lab.link.value).toEqual(link);
    },
  );

  it('comes back from a copied link to the bit, however large, with leaves moved and groups opened', async () => {
    const { lab, service, until } = await openNetwork({ sample: 'train.3' }, { hidden: [20, 20] });
    await until(() => lab.network.value !== null);
    await train(service, 1);
    await lab.openNetwork({ split: 'test', index: 2 }, null);
    await until(() => lab.network.value?.epoch === 1);
    const { graph, finishedGradients } = lab;
    await lab.moveLeaves(
      nudgedLeaves(graph.value!, nudge(graph.value!, finishedGradients.value!, -0.1)),
      'nudge',
    );
    await lab.moveLeaves(new Map([['y', Infinity]]), 'leaf y');
    lab.setOpenGroups(new Set(['layer-1', 'layer-1/neuron-2']));
    expect(lab.linkIsPartial.value).toBe(true);
    expect(lab.link.value.weights).toBeUndefined();
    const whole = lab.wholeLink();
    // Weights are among the weights, moved or not: as text, they would be three times as long.
    expect(whole.leaves?.length).toBeLessThan(80);
    const fragment = encodeAddress({ place: { name: 'graph' }, lab: whole, settings: defaultSettings });
    const { lab: read, problems } = decodeAddress(fragment);
    expect(problems).toEqual([]);
    const again = await openNetwork(read, { hidden: [20, 20] });
    await again.until(() => again.lab.network.value !== null);
    expect(again.messages).toEqual([]);
    expect(again.lab.graph.value!.leafData).toEqual(lab.graph.value!.leafData);
    expect(again.lab.openGroups.value).toEqual(lab.openGroups.value);
    expect(again.lab.wholeLink()).toEqual(whole);
  });

  it('compares with the trainer again when a link brings the trainer’s own weights', async () => {
    const { lab, until } = await openNetwork({ sample: 'train.3' });
    await until(() => lab.comparison.value !== null);
    await lab.open(lab.wholeLink());
    await until(() => !lab.isBusy.value && lab.comparison.value !== null);
    expect(lab.comparison.value?.largest.difference).toBeLessThan(1e-5);
  });

  it('takes another network of the playground for the old one when it is looked at again, moved leaves and all', async () => {
    const { lab, service, messages, until } = await openNetwork({ sample: 'train.3' });
    await until(() => lab.network.value !== null);
    await lab.moveLeaves(new Map([['x1', 2]]), 'leaf x1');
    await lab.setShown(false);
    unwrap(await service.configure({ experiment: { ...defaultExperiment, points: 40, hidden: [3, 2, 4] } }));
    await lab.setShown(true);
    await until(() => lab.network.value?.widths.length === 5);
    await until(() => lab.comparison.value !== null);
    expect(messages).toEqual([]);
    const { graph } = lab;
    await lab.moveLeaves(new Map([['x1', 2]]), 'leaf x1');
    await lab.setShown(false);
    await lab.setShown(true);
    for (let turn = 0; turn < 20; turn++) await nextTask();
    // The same network: what was moved stays moved.
    expect(graph.value!.leafData[graph.value!.leaves.get('x1')!]).toBe(2);
  });

  it('shows the point that is opened while the lab is out of sight, not the one before', async () => {
    const { lab, messages, until } = await openNetwork({ sample: 'train.3' });
    await until(() => lab.network.value !== null);
    const target = (): number => lab.graph.value!.leafData[lab.graph.value!.leaves.get('x1')!];
    const before = target();
    await lab.setShown(false);
    // As the playground does: first what to open, then the place.
    await lab.open({ sample: 'test.2' });
    await lab.setShown(true);
    await until(() => target() !== before);
    expect(lab.subject.value).toMatchObject({ point: { split: 'test', index: 2 } });
    expect(lab.comparison.value).not.toBeNull();
    expect(messages).toEqual([]);
  });

  it('asks again for what a link brings, and never mixes its weights with another network', async () => {
    const { lab, service, messages, until } = await openNetwork({ sample: 'train.3' });
    await until(() => lab.network.value !== null);
    const { link } = lab;
    const old = link.value;
    unwrap(await service.configure({ experiment: { ...defaultExperiment, points: 40, hidden: [3, 2, 4] } }));
    await lab.openNetwork({ split: 'train', index: 3 }, null);
    await until(() => lab.network.value?.widths.length === 5);
    await lab.open(old);
    await until(() => messages.length > 0);
    expect(messages).toEqual(['the weights are 20, the network has 34']);
    await until(() => lab.comparison.value !== null);
    expect(Array.from(lab.numbers.value!.data).every(Number.isFinite)).toBe(true);
  });

  it('follows again when its link is opened', async () => {
    const { lab, until } = await openNetwork({ sample: 'train.3' });
    await until(() => lab.network.value !== null);
    await lab.setFollows(true);
    const { link } = lab;
    expect(link.value).toEqual({ sample: 'train.3', followTraining: '1' });
    const again = await openNetwork(link.value);
    await again.until(() => again.lab.network.value !== null);
    expect(again.lab.follows.value).toBe(true);
    await train(again.service, 1);
    await again.until(() => again.lab.network.value?.epoch === 1);
    again.lab.dispose();
    lab.dispose();
  });

  it('refuses weights of another network or damaged ones, and says so', async () => {
    const { lab, messages, until } = await openNetwork({ sample: 'train.3', weights: 'sAAAAAA' });
    await until(() => lab.network.value !== null);
    expect(messages).toEqual(['the weights are 1, the network has 20']);
    const other = await openNetwork({ sample: 'train.3', weights: 'garbage' });
    await other.until(() => other.lab.network.value !== null);
    expect(other.messages).toEqual(['the weights in it are damaged']);
  });

  it.each([
    [{ dataSet: 'circle', loss: 'squared-error' }, '1'],
    [{ dataSet: 'circle', loss: 'binary-cross-entropy' }, '1'],
    [{ dataSet: 'blobs', classes: 3, loss: 'cross-entropy' }, '3'],
    [{ dataSet: 'blobs', classes: 3, loss: 'squared-error' }, '2'],
  ] as const)(
    'is opened as what it says of an input of one’s own, %o, and comes back',
    async (settings, output) => {
      const { lab, service, until } = await openNetwork(
        { row: 'x1:1.5,x2:-2', output },
        { ...settings, engine: 'interpreter' },
      );
      await until(() => lab.network.value !== null);
      const answer = unwrap(await service.ask({ kind: 'row', row: { x1: 1.5, x2: -2 } }));
      const expected = answer.outputs[Number(output) - 1];
      const { root, leaves } = lab.graph.value!;
      expect(lab.numbers.value!.data[root]).toBe(expected);
      expect(lab.network.value!.trainerValue).toBe(expected);
      expect([leaves.has('x1'), leaves.has('y'), leaves.has('y1')]).toEqual([true, false, false]);
      expect(lab.comparison.value!.largest.difference).toBeLessThan(1e-12);
      expect(lab.comparison.value!.count).toBe(lab.network.value!.parameters.length);
      expect(lab.groups.value.every(({ nodes }) => nodes.every((node) => node >= 0))).toBe(true);
      const link = lab.wholeLink();
      expect(link).toMatchObject({ row: 'x1:1.5,x2:-2', output });
      await train(service, 1);
      await lab.openPreset('neuron');
      await lab.open(link);
      expect(lab.numbers.value!.data[lab.graph.value!.root]).toBe(expected);
      await lab.openNetwork({ row: { x1: 1.5, x2: -2 } }, { output: Number(output) - 1 });
      expect(lab.numbers.value!.data[lab.graph.value!.root]).not.toBe(expected);
    },
  );

  it('opens neurons for an input of one’s own, and says why its loss is not to be had', async () => {
    const { lab, until, messages } = await openNetwork({ row: 'x1:1.5,x2:-2', neuron: '1.2' });
    await until(() => lab.network.value !== null);
    expect(lab.graph.value!.names[lab.graph.value!.root]).toBe('h1_2');
    const before = lab.graph.value;
    await lab.openNetwork({ row: { x1: 1.5, x2: -2 } }, null);
    expect(messages.at(-1)).toBe(
      'What is right for this input is not known, so it has no loss: open an output or a neuron.',
    );
    expect(lab.graph.value).toBe(before);
  });

  it.each([
    [{ row: 'x1:1.5' }, '“x2” has no value: expected a finite number.'],
    [{ row: 'x1:1.5,x2:1,x9:2' }, 'There is no input “x9”: expected “x1” and “x2”.'],
    [{ row: 'x1:1.5,x2:1', output: '2' }, 'There is no output 2: there is one.'],
    [{ row: 'x1' }, 'the input in it is damaged'],
  ])('refuses a link to an input that is none, in words: %o', async (link, message) => {
    const { lab, messages, until } = await openNetwork(link);
    await until(() => messages.length > 0 && lab.graph.value !== null);
    expect(messages).toEqual([message]);
    expect(lab.subject.value.kind).toBe('expression');
  });
});
