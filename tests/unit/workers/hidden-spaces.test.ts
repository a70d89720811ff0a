import { describe, expect, it } from 'vitest';
import { Value } from '../../../src/autograd/value.ts';
import { principalComponents } from '../../../src/data/principal-components.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { Mlp } from '../../../src/nn/mlp.ts';
import { mlpShape } from '../../../src/nn/network.ts';
import type { HiddenRequest, HiddenSpace } from '../../../src/protocol/hidden-messages.ts';
import type { TrainingService } from '../../../workers/training-service.ts';
import { readFile } from '../helpers/real-tables.ts';
import { createService, snapshotWhere, unwrap } from './harness.ts';

const own: HiddenRequest = { layer: 99, x: null, y: null };

async function serviceFor(settings: Partial<Experiment>) {
  const { service } = createService(undefined, { loadFile: (file) => Promise.resolve(readFile(file)) });
  const experiment = { ...defaultExperiment, points: 60, engine: 'wasm-f64' as const, ...settings };
  const { data } = unwrap(await service.configure({ experiment }));
  unwrap(await service.command('step'));
  await snapshotWhere(service, (s) => s.status === 'paused' && s.view?.epoch === 1);
  return { service, data: data! };
}

async function look(service: TrainingService, request: Partial<HiddenRequest> = {}): Promise<HiddenSpace> {
  const answer = unwrap(await service.hiddenSpace({ ...own, ...request }));
  if (answer.layer === null) throw new Error('there is no hidden layer');
  return answer;
}

/** What every layer makes of a point of the data, in Values. */
async function byHand(service: TrainingService, split: 'train' | 'test', index: number): Promise<number[][]> {
  const { network, parameters, inputs } = unwrap(
    await service.inspectSample({ sample: { kind: 'sample', split, index }, root: { kind: 'loss' } }),
  );
  return forward(network, parameters, [...inputs]);
}

function forward(
  network: Parameters<typeof mlpShape>[0],
  parameters: Float64Array,
  inputs: readonly number[],
): number[][] {
  const mlp = new Mlp(mlpShape(network));
  mlp.parameters().forEach((parameter, i) => (parameter.data = parameters[i]));
  return mlp
    .forwardLayers(inputs.map((input) => new Value(input)))
    .map((layer) => layer.map(({ data }) => data));
}

describe('a hidden space', () => {
  it('has every point where its layer puts it', async () => {
    const { service, data } = await serviceFor({ hidden: [3, 2] });
    const space = await look(service);
    expect(space).toMatchObject({ layer: 1, width: 2, epoch: 1, axes: { kind: 'neurons', neurons: [0, 1] } });
    expect(space.train.x1).toHaveLength(data.train.label.length);
    expect(space.test.x1).toHaveLength(data.test.label.length);
    for (const [split, index] of [
      ['train', 0],
      ['train', 17],
      ['test', 5],
    ] as const) {
      const [, [first, second]] = await byHand(service, split, index);
      expect(space[split].x1[index]).toBeCloseTo(first, 12);
      expect(space[split].x2[index]).toBeCloseTo(second, 12);
    }
  });

  it('has the two neurons that are asked for, of any layer', async () => {
    const { service } = await serviceFor({ hidden: [4, 2] });
    const space = await look(service, { layer: 0, x: 3, y: 1 });
    expect(space).toMatchObject({ layer: 0, width: 4, outputs: null });
    const [layer] = await byHand(service, 'test', 2);
    expect(space.test.x1[2]).toBeCloseTo(layer[3], 12);
    expect(space.test.x2[2]).toBeCloseTo(layer[1], 12);
  });

  it('bends the grid of the plane', async () => {
    const { service, data } = await serviceFor({ hidden: [2] });
    const { gridLines } = await look(service);
    const { network, parameters } = unwrap(
      await service.inspectSample({
        sample: { kind: 'sample', split: 'train', index: 0 },
        root: { kind: 'loss' },
      }),
    );
    expect(gridLines).toHaveLength(26);
    // The first line begins in the lower left corner of the window.
    const [[first, second]] = forward(network, parameters, [data.window.x1[0], data.window.x2[0]]);
    expect(gridLines[0][0]).toBeCloseTo(first, 12);
    expect(gridLines[0][1]).toBeCloseTo(second, 12);
    // Control: a corner on the other side lies elsewhere.
    const end = gridLines[25].subarray(-2);
    expect(Math.hypot(end[0] - first, end[1] - second)).toBeGreaterThan(0.1);
  });

  it.each([
    ['one output', {}],
    ['probabilities of one', { loss: 'binary-cross-entropy' }],
    ['a softmax of three', { dataSet: 'blobs', classes: 3, loss: 'cross-entropy' }],
  ] as const)('over the last layer has what the network answers there: %s', async (_what, settings) => {
    const { service } = await serviceFor({ hidden: [3, 2], ...settings });
    const { outputs, window } = await look(service, { x: 1, y: 0 });
    const { network, parameters } = unwrap(
      await service.inspectSample({
        sample: { kind: 'sample', split: 'train', index: 0 },
        root: { kind: 'loss' },
      }),
    );
    const { resolution = 0, values = new Float32Array() } = outputs ?? {};
    const cells = resolution ** 2;
    const count = values.length / cells;
    const [row, column] = [9, 40];
    const at = (range: readonly [number, number], part: number): number =>
      range[0] + part * (range[1] - range[0]);
    const across = at(window.x1, (column + 0.5) / resolution);
    const up = at(window.x2, 1 - (row + 0.5) / resolution);
    // The last layer alone: neuron 2 lies across, neuron 1 up.
    const from = parameters.length - 3 * count;
    const sums = Array.from({ length: count }, (_, k) => {
      const [first, second] = [parameters[from + 2 * k], parameters[from + 2 * k + 1]];
      return first * up + second * across + parameters[from + 2 * count + k];
    });
    const exponentials = sums.map(Math.exp);
    const total = exponentials.reduce((a, b) => a + b);
    const shown = {
      'squared-error': () => Math.tanh(sums[0]),
      'half-squared-error': () => Math.tanh(sums[0]),
      absolute: () => Math.tanh(sums[0]),
      huber: () => Math.tanh(sums[0]),
      hinge: () => sums[0],
      'squared-hinge': () => sums[0],
      'binary-cross-entropy': () => 2 / (1 + Math.exp(-sums[0])) - 1,
      'cross-entropy': () => exponentials[count - 1] / total,
    }[network.loss]();
    expect(values[(count - 1) * cells + row * resolution + column]).toBeCloseTo(shown, 6);
  });

  it('of more than two neurons lies along their principal components', async () => {
    const { service, data } = await serviceFor({ hidden: [5] });
    const { axes, train, outputs } = await look(service);
    expect(axes.kind).toBe('components');
    expect(outputs).toBeNull();
    const layers = await Promise.all(Array.from(data.train.label, (_, i) => byHand(service, 'train', i)));
    const columns = Array.from({ length: 5 }, (_, k) => Float64Array.from(layers, ([layer]) => layer[k]));
    const { shares, directions, mean } = principalComponents(columns);
    expect(axes.kind === 'components' && axes.shares[0]).toBeCloseTo(shares[0], 10);
    const place = columns.reduce((sum, column, k) => sum + (column[4] - mean[k]) * directions[0][k], 0);
    expect(Math.abs(train.x1[4])).toBeCloseTo(Math.abs(place), 8);
  });

  it('of one neuron is a line, with the classes above each other', async () => {
    const { service, data } = await serviceFor({ hidden: [4, 1] });
    const { axes, train, gridLines, outputs } = await look(service);
    expect(axes).toEqual({ kind: 'line' });
    expect(gridLines).toEqual([]);
    expect([...train.x2]).toEqual([...data.train.label]);
    // Nothing that the network answers changes upwards.
    const { resolution = 0, values = new Float32Array() } = outputs ?? {};
    expect(values[5]).toBe(values[40 * resolution + 5]);
  });

  it('is there for tables of more inputs, over the grid of their slice', async () => {
    const { service, data } = await serviceFor({ dataSet: 'iris', loss: 'cross-entropy', hidden: [4, 2] });
    const { train, test, gridLines } = await look(service);
    expect(train.x1.length + test.x1.length).toBe(150);
    expect(data.slice).not.toBeNull();
    expect(gridLines).toHaveLength(26);
    const [, [first]] = await byHand(service, 'train', 3);
    expect(train.x1[3]).toBeCloseTo(first, 10);
  });

  it('of one input bends its only line', async () => {
    const { service } = await serviceFor({ dataSet: 'x-sin-x', hidden: [2] });
    expect((await look(service)).gridLines).toHaveLength(1);
  });

  it('is not there without a hidden layer', async () => {
    const { service } = await serviceFor({ hidden: [] });
    expect(unwrap(await service.hiddenSpace(own))).toMatchObject({ layer: null });
  });

  it('of a run that is over is not answered', async () => {
    const { service } = await serviceFor({});
    expect(await service.hiddenSpace(own, -5)).toMatchObject({ ok: false, code: 'superseded' });
  });

  it('leaves the training as it was', async () => {
    const weights = async (looks: boolean): Promise<Float64Array> => {
      const { service } = await serviceFor({ hidden: [5, 3] });
      if (looks) await look(service, { layer: 0 });
      if (looks) await look(service);
      unwrap(await service.command('step'));
      const { view } = await snapshotWhere(service, (s) => s.view?.epoch === 2);
      return view!.parameters;
    };
    expect(await weights(true)).toEqual(await weights(false));
  });
});
