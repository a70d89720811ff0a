import { describe, expect, it } from 'vitest';
import { Value } from '../../../src/autograd/value.ts';
import { randomFromSeed } from '../../../src/data/random.ts';
import { activationNames, componentsName, engineNames, lossNames } from '../../../src/experiment/names.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { losses } from '../../../src/nn/losses.ts';
import { Mlp } from '../../../src/nn/mlp.ts';
import { mlpShape } from '../../../src/nn/network.ts';
import type { Inspection } from '../../../src/protocol/lab-messages.ts';
import type {
  LookAnswer,
  LookRequest,
  LookSubject,
  LayerNeuron,
} from '../../../src/protocol/look-messages.ts';
import type { TrainingService } from '../../../workers/training-service.ts';
import { readFile } from '../helpers/real-tables.ts';
import { createService, snapshotWhere, unwrap } from './harness.ts';

async function serviceFor(settings: Partial<Experiment>): Promise<TrainingService> {
  const { service } = createService(undefined, { loadFile: (file) => Promise.resolve(readFile(file)) });
  unwrap(await service.configure({ experiment: { ...defaultExperiment, points: 60, ...settings } }));
  unwrap(await service.command('step'));
  await snapshotWhere(service, (s) => s.status === 'paused' && s.view?.epoch === 1);
  return service;
}

async function look<Kind extends LookAnswer['kind']>(
  service: TrainingService,
  request: LookRequest & { readonly kind: Kind },
): Promise<Extract<LookAnswer, { kind: Kind }>> {
  const answer = unwrap(await service.look(request));
  if (answer.kind !== request.kind) throw new Error(`asked for ${request.kind}, got ${answer.kind}`);
  return answer as Extract<LookAnswer, { kind: Kind }>;
}

const first = { kind: 'sample', split: 'train', index: 0 } as const;

function inspect(service: TrainingService): Promise<Inspection> {
  return service.inspectSample({ sample: first, root: { kind: 'loss' } }).then(unwrap);
}

interface ByHand {
  readonly mlp: Mlp;
  readonly layers: readonly (readonly Value[])[];
  readonly loss: Value;
}

/** The same sample in Values, after its backward pass. */
function byHand(
  { network, parameters }: Pick<Inspection, 'network' | 'parameters'>,
  inputs: readonly number[],
  targets: readonly number[],
): ByHand {
  const mlp = new Mlp(mlpShape(network));
  mlp.parameters().forEach((parameter, i) => (parameter.data = parameters[i]));
  const layers = mlp.forwardLayers(inputs.map((input) => new Value(input)));
  const loss = losses[network.loss].of(
    layers[layers.length - 1],
    targets.map((target) => new Value(target)),
  );
  loss.backward();
  return { mlp, layers, loss };
}

/** The loss when one neuron put out something else. */
function lossWith({ mlp, layers }: ByHand, at: LayerNeuron, output: number, inspection: Inspection): number {
  let signals: Value[] = layers[at.layer].map((value, i) => new Value(i === at.neuron ? output : value.data));
  for (const layer of mlp.layers.slice(at.layer + 1)) signals = layer.forward(signals);
  return losses[inspection.network.loss].of(
    signals,
    inspection.targets.map((target) => new Value(target)),
  ).data;
}

/** Random shapes, losses and activations; the seed is in the test's name. */
function randomSettings(seed: number): Partial<Experiment> {
  const random = randomFromSeed(seed, 7);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random.uniform() * from.length)];
  const loss = pick(lossNames);
  return {
    dataSet: loss === 'cross-entropy' ? 'rings' : pick(['circle', 'spiral', 'xor'] as const),
    loss,
    activation: pick(activationNames),
    engine: pick(engineNames),
    features: pick([['x1', 'x2'], ['x1', 'x2', 'x1x2', 'sin x2'], ['x2']] as const).slice(),
    hidden: Array.from(
      { length: Math.floor(random.uniform() * 4) },
      () => 1 + Math.floor(random.uniform() * 5),
    ),
    seed: 1 + Math.floor(random.uniform() * 1000),
    learningRate: 0.1,
  };
}

const seeds = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89];

describe('looking at a point of the data', () => {
  it.each(seeds)('gives every neuron what the Values of the same network give, seed %i', async (seed) => {
    const service = await serviceFor(randomSettings(seed));
    const inspection = await inspect(service);
    const { inputs, targets } = inspection;
    const hand = byHand(inspection, [...inputs], targets);
    const seen = await look(service, { kind: 'values', subject: first, detail: null });
    expect([...seen.inputs]).toEqual([...inputs]);
    expect(seen.layers.map(({ outputs }) => [...outputs])).toEqual(
      hand.layers.map((layer) => layer.map(({ data }) => data)),
    );
    expect(seen.loss).toBeCloseTo(hand.loss.data, 12);
    hand.layers.forEach((layer, i) => {
      layer.forEach(({ gradient }, neuron) => {
        expect(seen.layers[i].reactions?.[neuron]).toBeCloseTo(gradient, 12);
      });
    });
  });

  it.each(seeds)('says how the loss reacts, as central differences find it, seed %i', async (seed) => {
    const settings = randomSettings(seed);
    // At the kink of a ReLU a difference means nothing.
    const service = await serviceFor({
      ...settings,
      activation: 'tanh',
      hidden: [...(settings.hidden ?? []), 3],
    });
    const inspection = await inspect(service);
    const hand = byHand(inspection, [...inspection.inputs], inspection.targets);
    const seen = await look(service, { kind: 'values', subject: first, detail: null });
    const h = 1e-5;
    let largest = 0;
    seen.layers.forEach(({ outputs, reactions }, layer) => {
      outputs.forEach((output, neuron) => {
        const at = { layer, neuron };
        const slope =
          (lossWith(hand, at, output + h, inspection) - lossWith(hand, at, output - h, inspection)) / (2 * h);
        expect(reactions?.[neuron]).toBeCloseTo(slope, 6);
        largest = Math.max(largest, Math.abs(slope));
      });
    });
    expect(largest).toBeGreaterThan(1e-4);
  });

  it('puts the numbers into the formula of a neuron, and its gradients are those that train', async () => {
    const service = await serviceFor({ hidden: [4, 3], engine: 'wasm-f64' });
    const inspection = await inspect(service);
    const hand = byHand(inspection, [...inspection.inputs], inspection.targets);
    for (const at of [
      { layer: 0, neuron: 2 },
      { layer: 1, neuron: 0 },
      { layer: 2, neuron: 0 },
    ]) {
      const { detail, layers } = await look(service, { kind: 'values', subject: first, detail: at });
      if (detail === null || detail.gradients === null) throw new Error('there is no detail');
      const neuron = hand.mlp.layers[at.layer].neurons[at.neuron];
      const terms = detail.weights.map((weight, i) => weight * detail.inputs[i]);
      expect(terms.reduce((sum, term) => sum + term) + detail.bias).toBeCloseTo(detail.sum, 12);
      expect(Math.tanh(detail.sum)).toBeCloseTo(detail.output, 12);
      expect(detail.output).toBe(layers[at.layer].outputs[at.neuron]);
      neuron.weights.forEach(({ gradient }, i) => {
        expect(detail.gradients?.weights[i]).toBeCloseTo(gradient, 12);
      });
      expect(detail.gradients.bias).toBeCloseTo(neuron.bias.gradient, 12);
      expect(detail.gradients.output).toBeCloseTo(hand.layers[at.layer][at.neuron].gradient, 12);
      expect(Math.abs(detail.gradients.bias)).toBeGreaterThan(0);
    }
  });

  it('changes with the training, and another point gives something else', async () => {
    const service = await serviceFor({});
    const request = { kind: 'values', subject: first, detail: null } as const;
    const before = await look(service, request);
    unwrap(await service.command('step'));
    await snapshotWhere(service, (s) => s.status === 'paused' && s.view?.epoch === 2);
    const after = await look(service, request);
    expect([before.epoch, after.epoch]).toEqual([1, 2]);
    expect(after.layers[0].outputs).not.toEqual(before.layers[0].outputs);
    const other = await look(service, { ...request, subject: { ...first, split: 'test' } });
    expect(other.layers[0].outputs).not.toEqual(after.layers[0].outputs);
  });
});

describe('looking at a place of the picture', () => {
  it('gives what its features and weights come to, and no loss', async () => {
    const service = await serviceFor({ features: ['x1', 'x2', 'x1x2', 'sin x2'], hidden: [3] });
    const inspection = await inspect(service);
    const subject: LookSubject = { kind: 'place', x1: 1.5, x2: -2 };
    const seen = await look(service, { kind: 'values', subject, detail: { layer: 0, neuron: 1 } });
    const hand = byHand(inspection, [1.5, -2, -3, Math.sin(-2)], [1]);
    expect(seen.layers.map(({ outputs }) => [...outputs])).toEqual(
      hand.layers.map((layer) => layer.map(({ data }) => data)),
    );
    expect(seen.row).toEqual({ x1: 1.5, x2: -2 });
    expect([seen.loss, seen.layers[0].reactions, seen.detail?.gradients]).toEqual([null, null, null]);
    const asked = unwrap(await service.ask({ kind: 'row', row: seen.row! }));
    expect(seen.outputs[0]).toBeCloseTo(asked.outputs[0], 5);
    expect(seen.prediction).toEqual(asked.prediction);
  });

  it('takes what lies on no axis from the slice, and has no row along components', async () => {
    const experiment: Partial<Experiment> = { dataSet: 'iris', loss: 'cross-entropy', hidden: [3] };
    const service = await serviceFor(experiment);
    const request = { kind: 'values', subject: { kind: 'place', x1: 4, x2: 1 }, detail: null } as const;
    const over = await look(service, request);
    expect(over.row).toMatchObject({ 'petal length (cm)': 4, 'petal width (cm)': 1 });
    const asked = unwrap(await service.ask({ kind: 'row', row: over.row! }));
    over.outputs.forEach((output, i) => expect(output).toBeCloseTo(asked.outputs[i], 5));
    const components = { x: componentsName, y: '', through: null };
    const whole = { ...defaultExperiment, points: 60, ...experiment };
    unwrap(await service.configure({ experiment: whole, slice: components }));
    const along = await look(service, request);
    expect([along.row, along.inputs.length, along.outputs.length]).toEqual([null, 4, 3]);
    expect(along.outputs).not.toEqual(over.outputs);
  });
});

describe('the reaction of the loss over the train points', () => {
  it.each(seeds.slice(0, 5))(
    'is the root of the mean square of those of all points, seed %i',
    async (seed) => {
      const service = await serviceFor(randomSettings(seed));
      const { layers, rows, isSample } = await look(service, { kind: 'reaction' });
      expect(isSample).toBe(false);
      const squares = layers.map((layer) => new Float64Array(layer.length));
      for (let index = 0; index < rows; index++) {
        const seen = await look(service, { kind: 'values', subject: { ...first, index }, detail: null });
        seen.layers.forEach(({ reactions }, layer) => {
          reactions?.forEach((reaction, neuron) => (squares[layer][neuron] += reaction ** 2));
        });
      }
      layers.forEach((layer, i) => {
        layer.forEach((size, neuron) => expect(size).toBeCloseTo(Math.sqrt(squares[i][neuron] / rows), 12));
      });
      expect(Math.max(...layers[layers.length - 1])).toBeGreaterThan(0);
    },
  );
});

describe('the map of a neuron', () => {
  it('has at every cell what the neuron puts out there', async () => {
    const service = await serviceFor({ hidden: [4, 3] });
    const { grid } = await look(service, { kind: 'map', layer: 1, neuron: 2, resolution: 5 });
    expect(grid.values).toHaveLength(25);
    const [left, right] = [-6, 6];
    for (const [row, column] of [
      [0, 0],
      [1, 3],
      [4, 2],
    ]) {
      const at = (part: number): number => left + ((part + 0.5) / 5) * (right - left);
      const subject: LookSubject = { kind: 'place', x1: at(column), x2: -at(row) };
      const { layers } = await look(service, { kind: 'values', subject, detail: null });
      expect(grid.values[row * 5 + column]).toBeCloseTo(layers[1].outputs[2], 5);
    }
    expect(new Set(grid.values).size).toBeGreaterThan(10);
  });

  it('is computed beside another one of the same or of another neuron without mixing them up', async () => {
    const service = await serviceFor({ hidden: [40, 40] });
    const request = { kind: 'map', layer: 1, resolution: 60 } as const;
    const alone = await look(service, { ...request, neuron: 3 });
    const [again, other] = await Promise.all([
      look(service, { ...request, neuron: 3 }),
      look(service, { ...request, neuron: 4 }),
    ]);
    expect(again.grid).toEqual(alone.grid);
    expect(other.grid).not.toEqual(alone.grid);
  });
});

it.each<[string, LookRequest, string]>([
  [
    'a point',
    { kind: 'values', subject: { ...first, index: 999 }, detail: null },
    'There is no train point 1000: there are 30.',
  ],
  [
    'a place',
    { kind: 'values', subject: { kind: 'place', x1: NaN, x2: 0 }, detail: null },
    'A place has finite coordinates.',
  ],
  [
    'a neuron',
    { kind: 'map', layer: 1, neuron: 2, resolution: 9 },
    'There is no neuron 3 in layer 2: it has 2.',
  ],
  [
    'a resolution',
    { kind: 'map', layer: 0, neuron: 0, resolution: 9000 },
    'A map has 1 to 512 cells along each side, not 9000.',
  ],
])('%s that is not there is refused in words', async (_, request, message) => {
  const service = await serviceFor({});
  expect(await service.look(request)).toMatchObject({ ok: false, message });
});
