import { describe, expect, it } from 'vitest';
import { Value } from '../../../src/autograd/value.ts';
import { engineNames } from '../../../src/experiment/names.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { Mlp } from '../../../src/nn/mlp.ts';
import { mlpShape } from '../../../src/nn/network.ts';
import type { Answer, AskRequest, Row } from '../../../src/protocol/ask-messages.ts';
import type { TrainingService } from '../../../workers/training-service.ts';
import { readFile } from '../helpers/real-tables.ts';
import { createService, snapshotWhere, unwrap } from './harness.ts';

const plane: Partial<Experiment> = { features: ['x1', 'x2', 'x1x2', 'sin x2'], hidden: [3] };

async function serviceFor(settings: Partial<Experiment>): Promise<TrainingService> {
  const { service } = createService(undefined, { loadFile: (file) => Promise.resolve(readFile(file)) });
  const experiment = { ...defaultExperiment, points: 60, engine: 'wasm-f64' as const, ...settings };
  unwrap(await service.configure({ experiment }));
  unwrap(await service.command('step'));
  await snapshotWhere(service, (s) => s.status === 'paused' && s.view?.epoch === 1);
  return service;
}

async function ask(service: TrainingService, row: Row): Promise<Answer> {
  return unwrap(await service.ask({ kind: 'row', row }));
}

/** The logits or activations of the output layer, in Values, from what the network reads. */
async function byHand(service: TrainingService, inputs: readonly number[]): Promise<number[]> {
  const { network, parameters } = unwrap(
    await service.inspectSample({
      sample: { kind: 'sample', split: 'train', index: 0 },
      root: { kind: 'loss' },
    }),
  );
  const mlp = new Mlp(mlpShape(network));
  mlp.parameters().forEach((parameter, i) => (parameter.data = parameters[i]));
  return mlp.forward(inputs.map((input) => new Value(input))).map(({ data }) => data);
}

function softmax(logits: readonly number[]): number[] {
  const exponentials = logits.map(Math.exp);
  const sum = exponentials.reduce((total, term) => total + term);
  return exponentials.map((term) => term / sum);
}

async function dataOf(settings: Partial<Experiment>) {
  const { service } = createService(undefined, { loadFile: (file) => Promise.resolve(readFile(file)) });
  const experiment = { ...defaultExperiment, points: 60, ...settings };
  return unwrap(await service.configure({ experiment })).data!;
}

function scaled(inputs: Awaited<ReturnType<typeof dataOf>>['inputs'], name: string, value: number): number {
  const { shift, scale } = inputs!.find((input) => input.name === name)!.scaling!;
  return (value - shift) / scale;
}

describe('asking the network', () => {
  it('answers for a point of the plane what its features and weights come to', async () => {
    const service = await serviceFor(plane);
    const { outputs, prediction, epoch, row } = await ask(service, { x1: 1.5, x2: -2 });
    const [output] = await byHand(service, [1.5, -2, -3, Math.sin(-2)]);
    expect(outputs).toHaveLength(1);
    expect(outputs[0]).toBeCloseTo(output, 12);
    expect(prediction).toEqual({ kind: 'class', place: output >= 0 ? 1 : 0, probabilities: null });
    expect([epoch, row]).toEqual([1, { x1: 1.5, x2: -2 }]);
    const [other] = (await ask(service, { x1: 1.6, x2: -2 })).outputs;
    expect(Math.abs(other - outputs[0])).toBeGreaterThan(1e-6);
  });

  it('gives both probabilities of the logit of binary cross-entropy', async () => {
    const service = await serviceFor({ ...plane, loss: 'binary-cross-entropy' });
    const { prediction, outputs } = await ask(service, { x1: -3, x2: 4 });
    const [logit] = await byHand(service, [-3, 4, -12, Math.sin(4)]);
    const p = 1 / (1 + Math.exp(-logit));
    if (prediction?.kind !== 'class' || prediction.probabilities === null) throw new Error('no probability');
    expect(prediction.place).toBe(p >= 0.5 ? 1 : 0);
    expect(prediction.probabilities[0]).toBeCloseTo(1 - p, 12);
    expect(prediction.probabilities[1]).toBeCloseTo(p, 12);
    expect(outputs[0]).toBeCloseTo(2 * p - 1, 12);
  });

  it('gives the probabilities of irises by their measures in centimetres', async () => {
    const settings: Partial<Experiment> = { dataSet: 'iris', loss: 'cross-entropy', hidden: [4] };
    const service = await serviceFor(settings);
    const { inputs, columns } = await dataOf(settings);
    const values = [6.1, 2.8, 4.7, 1.2];
    const names = columns.map(({ name }) => name);
    expect(names).toEqual(['sepal length (cm)', 'sepal width (cm)', 'petal length (cm)', 'petal width (cm)']);
    const row = Object.fromEntries(names.map((name, i) => [name, values[i]]));
    const { prediction, outputs } = await ask(service, row);
    const expected = softmax(
      await byHand(
        service,
        names.map((name, i) => scaled(inputs, name, values[i])),
      ),
    );
    expected.forEach((probability, place) => expect(outputs[place]).toBeCloseTo(probability, 12));
    const place = expected.indexOf(Math.max(...expected));
    expect(prediction).toEqual({ kind: 'class', place, probabilities: outputs });
  });

  it('takes categories and what is missing as the data have them', async () => {
    const settings: Partial<Experiment> = { dataSet: 'penguins', loss: 'cross-entropy', hidden: [3] };
    const service = await serviceFor(settings);
    const { inputs } = await dataOf(settings);
    const measures = {
      'bill length (mm)': 45,
      'bill depth (mm)': 17,
      'flipper length (mm)': 200,
      'body mass (g)': 4100,
    };
    const read = (island: string, sex: string | null): number[] =>
      inputs!.map(({ name }) => {
        if (name === 'sex missing') return Number(sex === null);
        if (name.endsWith(' missing')) return 0;
        if (name.includes(' = ')) return Number([`island = ${island}`, `sex = ${sex}`].includes(name));
        return scaled(inputs, name, measures[name as keyof typeof measures]);
      });
    for (const [island, sex] of [
      ['Dream', 'female'],
      ['Biscoe', null],
    ] as const) {
      const { outputs } = await ask(service, { island, sex, ...measures });
      const inputsOfRow = read(island, sex);
      expect(inputsOfRow.filter((input) => input === 1)).toHaveLength(2);
      const expected = softmax(await byHand(service, inputsOfRow));
      expected.forEach((probability, place) => expect(outputs[place]).toBeCloseTo(probability, 12));
    }
  });

  it('predicts miles per gallon in miles per gallon', async () => {
    const settings: Partial<Experiment> = { dataSet: 'cars', hidden: [3] };
    const service = await serviceFor(settings);
    const { targetScale, targetName, columns } = await dataOf(settings);
    const { prediction, outputs } = unwrap(await service.ask({ kind: 'sample', split: 'test', index: 3 }));
    const { inputs } = unwrap(
      await service.inspectSample({
        sample: { kind: 'sample', split: 'test', index: 3 },
        root: { kind: 'loss' },
      }),
    );
    const [output] = await byHand(service, [...inputs]);
    expect(outputs[0]).toBeCloseTo(output, 12);
    const { shift, scale } = targetScale!;
    if (prediction?.kind !== 'number') throw new Error('no number');
    expect(prediction.value).toBeCloseTo(output * scale + shift, 10);
    expect(shift).toBeGreaterThan(15);
    expect(targetName).toBe('miles per gallon');
    expect(columns.map(({ kind }) => kind)).toContain('category');
  });

  it('gives a row of the data with its answer, which is the one of the very row', async () => {
    const service = await serviceFor({ dataSet: 'penguins', loss: 'cross-entropy', hidden: [3] });
    for (const index of [0, 5, 11]) {
      const ofSample = unwrap(await service.ask({ kind: 'sample', split: 'train', index }));
      expect(await ask(service, ofSample.row)).toEqual(ofSample);
    }
  });

  it.each(engineNames)('follows the weights, and leaves them alone: %s', async (engine) => {
    const service = await serviceFor({ ...plane, engine });
    const before = await ask(service, { x1: 1, x2: 1 });
    expect(await ask(service, { x1: 1, x2: 1 })).toEqual(before);
    unwrap(await service.command('step'));
    await snapshotWhere(service, (s) => s.status === 'paused' && s.view?.epoch === 2);
    const after = await ask(service, { x1: 1, x2: 1 });
    expect(after.epoch).toBe(2);
    expect(after.outputs).not.toEqual(before.outputs);
    const other = unwrap(
      await service.configure({
        experiment: { ...defaultExperiment, points: 60, engine, hidden: [5, 2], features: ['x2'] },
      }),
    );
    expect(await ask(service, { x1: 1, x2: 1 })).toMatchObject({ runId: other.runId, epoch: 0 });
  });

  it('says what is asked for: the middle, the range and the categories of every column', async () => {
    const { columns, pixels } = await dataOf({ dataSet: 'penguins', loss: 'cross-entropy' });
    expect(columns.map(({ name }) => name)).toEqual([
      'island',
      'bill length (mm)',
      'bill depth (mm)',
      'flipper length (mm)',
      'body mass (g)',
      'sex',
    ]);
    expect(columns[0]).toMatchObject({ middle: 'Biscoe', categories: ['Biscoe', 'Dream', 'Torgersen'] });
    expect(columns[4]).toMatchObject({ range: [2700, 6300], mayBeMissing: true });
    expect(pixels).toBeNull();
    const digits = await dataOf({ dataSet: 'digits', loss: 'cross-entropy' });
    expect(digits.pixels).toEqual({ rows: 8, columns: 8 });
    expect(digits.columns[63]).toMatchObject({ name: 'row 8 column 8', range: [0, 16], mayBeMissing: false });
    const circle = await dataOf({});
    expect(circle.columns.map(({ name }) => name)).toEqual(['x1', 'x2']);
  });
});

describe('a row that cannot be asked about', () => {
  const message = async (service: TrainingService, request: AskRequest): Promise<string> => {
    const reply = await service.ask(request);
    if (reply.ok) throw new Error('it was answered');
    return `${reply.code}: ${reply.message}`;
  };

  it.each<[string, Row, string]>([
    ['a column too many', { x1: 0, x2: 0, x3: 1 }, 'There is no input “x3”: expected “x1” and “x2”.'],
    ['the target', { x1: 0, x2: 0, class: '+1' }, 'There is no input “class”: expected “x1” and “x2”.'],
    ['a value too few', { x1: 0 }, '“x2” has no value: expected a finite number.'],
    ['nothing', { x1: 0, x2: null }, '“x2” has no value: expected a finite number.'],
    ['a text', { x1: '0', x2: 0 }, '“x1” is “0”: expected a finite number.'],
    ['no number', { x1: NaN, x2: 0 }, '“x1” is NaN: expected a finite number.'],
    ['an infinite one', { x1: 0, x2: -Infinity }, '“x2” is -Infinity: expected a finite number.'],
  ])('of the plane: %s', async (_what, row, expected) => {
    const service = await serviceFor(plane);
    expect(await message(service, { kind: 'row', row })).toBe(`invalid-row: ${expected}`);
    expect((await ask(service, { x1: 0, x2: 0 })).outputs).toHaveLength(1);
  });

  it('of penguins: a category that is none, a number in place of one, a row that is not there', async () => {
    const service = await serviceFor({ dataSet: 'penguins', loss: 'cross-entropy', hidden: [2] });
    const { row } = unwrap(await service.ask({ kind: 'sample', split: 'train', index: 0 }));
    expect(await message(service, { kind: 'row', row: { ...row, island: 'Mars' } })).toBe(
      'invalid-row: “island” is “Mars”: expected one of “Biscoe”, “Dream” and “Torgersen”.',
    );
    expect(await message(service, { kind: 'row', row: { ...row, island: 1 } })).toBe(
      'invalid-row: “island” is 1: expected one of “Biscoe”, “Dream” and “Torgersen”.',
    );
    expect((await ask(service, { ...row, island: null, 'body mass (g)': null })).outputs).toHaveLength(3);
    expect(await message(service, { kind: 'sample', split: 'test', index: 500 })).toMatch(
      /^not-found: There is no test point 501: there are \d+\.$/,
    );
  });

  it('of many columns: names some of them, and how many there are', async () => {
    const service = await serviceFor({ dataSet: 'breast-cancer', hidden: [2] });
    const { row } = unwrap(await service.ask({ kind: 'sample', split: 'train', index: 0 }));
    const text = await message(service, { kind: 'row', row: { ...row, x1: 1 } });
    expect(text).toMatch(/^invalid-row: There is no input “x1”: expected “mean radius”, .* \(30 in all\)\.$/);
  });

  it('is told before there is a network', async () => {
    const { service } = createService();
    expect(await message(service, { kind: 'row', row: { x1: 0, x2: 0 } })).toMatch(/^not-configured/);
  });

  it('is answered without a prediction where the outputs are no finite numbers', async () => {
    const service = await serviceFor({ dataSet: 'plane', features: ['x1²'], hidden: [] });
    const { outputs, prediction } = await ask(service, { x1: 1e200, x2: 0 });
    expect(Number.isFinite(outputs[0])).toBe(false);
    expect(prediction).toBeNull();
    expect((await ask(service, { x1: 2, x2: 0 })).prediction).toMatchObject({ kind: 'number' });
  });
});
