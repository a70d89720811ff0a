import { describe, expect, test } from 'vitest';
import { randomFromSeed } from '../../../src/data/random.ts';
import { train, type TrainOptions } from '../../../src/package/train.ts';
import { fitBatches } from '../../../src/training/fit-batches.ts';
import { exportJavaScript } from '../../../src/export/javascript.ts';

/** Points of two or three heaps, far from 0 and in large units. */
function heaps(names: readonly string[], seed = 1): { inputs: number[][]; targets: string[] } {
  const random = randomFromSeed(seed, 1);
  const targets = Array.from({ length: 120 }, (_, i) => names[i % names.length]);
  const inputs = targets.map((name) => {
    const at = names.indexOf(name);
    return [1000 + 300 * at + random.normal(0, 2000), (at === 1 ? 7 : 5) + random.normal(0, 0.04)];
  });
  return { inputs, targets };
}

const line = {
  inputs: Array.from({ length: 40 }, (_, i) => [i]),
  targets: Array.from({ length: 40 }, (_, i) => 3000 + 20 * i),
};

describe('train', () => {
  test('tells classes by their names apart, with probabilities', async () => {
    const data = heaps(['dog', 'cat']);
    const model = await train({
      data,
      hidden: [16, 16],
      loss: 'binary-cross-entropy',
      optimizer: 'adam',
      learningRate: 0.01,
      epochs: 60,
      seed: 1,
    });
    expect(model.classes).toEqual(['cat', 'dog']);
    expect(model.accuracy).toBeGreaterThan(0.95);
    const predicted = model.predict(data.inputs);
    const right = predicted.filter(({ class: name }, i) => name === data.targets[i]).length / 120;
    expect(right).toBe(model.accuracy);
    for (const { class: name, probabilities } of predicted) {
      expect(probabilities!['cat'] + probabilities!['dog']).toBeCloseTo(1, 12);
      expect(probabilities![name]).toBeGreaterThanOrEqual(0.5);
    }
  });

  test('takes numbers for names of classes where the loss tells classes apart', async () => {
    const names = heaps(['a', 'b', 'c']);
    const targets = names.targets.map((name) => ({ a: 10, b: 9, c: -1 })[name]!);
    const model = await train({
      data: { inputs: names.inputs, targets },
      loss: 'cross-entropy',
      epochs: 80,
      learningRate: 0.03,
    });
    expect(model.classes).toEqual([-1, 9, 10]);
    expect(targets).toContain(model.predict([names.inputs[0]])[0].class);
    const { probabilities } = model.predict([names.inputs[1]])[0];
    expect(Object.keys(probabilities!).sort()).toEqual(['-1', '10', '9']);
    expect(model.accuracy).toBeGreaterThan(0.6);
  });

  test('predicts numbers in their own units', async () => {
    const model = await train({ data: line, epochs: 200, learningRate: 0.03, hidden: [] });
    const [low, high] = model.predict([[0], [39]]);
    expect(Math.abs(low - 3000)).toBeLessThan(5);
    expect(Math.abs(high - 3780)).toBeLessThan(5);
  });

  test('is the engine of the page: as they are, rows give the weights that fitBatches gives', async () => {
    const random = randomFromSeed(5, 1);
    const inputs = Array.from({ length: 8 }, () => [random.uniform(-1, 1), random.uniform(-1, 1)]);
    const targets = inputs.map(([a, b]) => a * b);
    const common = { data: { inputs, targets }, hidden: [3], batchSize: 8, standardise: false } as const;
    const fresh = await train({ ...common, epochs: 0, engine: 'wasm-f64', optimizer: 'sgd' });
    const model = await train({ ...common, epochs: 20, engine: 'wasm-f64', optimizer: 'sgd' });
    const fitted = fitBatches({
      sizes: [2, 3, 1],
      activations: ['tanh'],
      loss: 'squared-error',
      optimizer: 'sgd',
      hyper: { learningRate: 0.01 },
      parameters: fresh.parameters,
      inputs,
      targets,
      batches: Array.from({ length: 20 }, () => [0, 1, 2, 3, 4, 5, 6, 7]),
      engine: 'wasm-f64',
    });
    // The order within a batch differs, and nothing else.
    model.parameters.forEach((weight, i) => expect(weight).toBeCloseTo(fitted.parameters[i], 12));
    expect(model.parameters).not.toEqual(fresh.parameters);
  });

  test('gives the same bits for the same seed, whoever listens, and others for another', async () => {
    const data = heaps(['u', 'v']);
    const epochs: number[] = [];
    const plain = await train({ data, epochs: 5 });
    const heard = await train({ data, epochs: 5, onEpoch: ({ epoch }) => void epochs.push(epoch) });
    expect(epochs).toEqual([1, 2, 3, 4, 5]);
    expect(heard.parameters).toEqual(plain.parameters);
    expect((await train({ data, epochs: 5, seed: 2 })).parameters).not.toEqual(plain.parameters);
  });

  test('judges rows that were not trained on', async () => {
    const model = await train({ data: heaps(['u', 'v']), test: heaps(['u', 'v'], 2), epochs: 30 });
    expect(model.testAccuracy).toBeGreaterThan(0.9);
    expect(model.testLoss).not.toBe(model.loss);
    expect((await train({ data: line, epochs: 1 })).testLoss).toBeNull();
  });

  test('ends where it is told to', async () => {
    const model = await train({ data: line, epochs: 1000, onEpoch: ({ epoch }) => epoch < 3 });
    expect(model.epoch).toBe(3);
  });

  test('rejects with the reason of its signal, before and on the way', async () => {
    const reason = new Error('enough');
    await expect(train({ data: line, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const training = train({
      data: line,
      epochs: 10_000_000,
      signal: controller.signal,
      onEpoch: () => controller.abort(reason),
    });
    await expect(training).rejects.toBe(reason);
  });

  test('says what a training that diverged could do', async () => {
    const training = train({ data: line, standardise: false, learningRate: 50, optimizer: 'sgd' });
    await expect(training).rejects.toThrow(/^the training diverged in epoch \d+: .*standardise: true$/);
  });

  test('takes a trained network away', async () => {
    const data = { ...heaps(['dog', 'cat']), names: ['weight', 'ears'] };
    const model = await train({ data, epochs: 20, engine: 'wasm-f64', title: 'pets' });
    const text = exportJavaScript(model.describe());
    expect(text).toContain('pets');
    const module = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as {
      predict(row: readonly number[]): { class: string };
    };
    const said = model.predict(data.inputs.slice(0, 20)).map(({ class: name }) => name);
    expect(data.inputs.slice(0, 20).map((row) => module.predict(row).class)).toEqual(said);
  });
});

const rows = { inputs: [[1, 2], [3, 4]], targets: [0, 1] }; // prettier-ignore

const wrong: readonly (readonly [string, unknown, string])[] = [
  ['no options', undefined, 'data: { inputs, targets }'],
  ['no data', {}, 'data is undefined, expected { inputs, targets }'],
  ['another option', { data: rows, epoch: 3 }, 'no option “epoch”'],
  ['a setting as an option', { data: rows, dropout: [0.1] }, 'settings: { dropout: … }'],
  ['no such setting', { data: rows, settings: { drop: 1 } }, 'no setting “drop”'],
  ['no rows', { data: { inputs: [], targets: [] } }, 'data.inputs is empty'],
  ['ragged rows', { data: { inputs: [[1, 2], [3]], targets: [0, 1] } }, 'data.inputs[1] has 1 numbers, expected 2'],
  ['a hole', { data: { inputs: [[1, NaN], [3, 4]], targets: [0, 1] } }, 'data.inputs[0][1] is NaN'],
  ['a text', { data: { inputs: [['1', 2], [3, 4]], targets: [0, 1] } }, 'data.inputs[0][0] is “1”'],
  ['too few targets', { data: { inputs: rows.inputs, targets: [1] } }, 'there are 1 data.targets, expected 2'],
  ['mixed targets', { data: { inputs: rows.inputs, targets: ['a', 1] } }, 'data.targets[1] is 1, expected the name'],
  ['an infinite target', { data: { inputs: rows.inputs, targets: [1, Infinity] } }, 'data.targets[1] is Infinity'],
  ['one class', { data: { inputs: rows.inputs, targets: ['a', 'a'] } }, 'at least two classes'],
  ['a loss for classes only', { data: rows, loss: 'cross-entropie' }, 'loss: “cross-entropie” is not one of'],
  ['three classes and a binary loss', { data: { inputs: [[1], [2], [3]], targets: ['a', 'b', 'c'] }, loss: 'binary-cross-entropy' }, 'tells two classes apart'],
  ['a rate', { data: rows, learningRate: '0.1' }, 'Learning rate: “0.1” is not a number from 0 to 100'],
  ['a width', { data: rows, hidden: [4, 0] }, 'Neurons in layer 2: 0 is not'],
  ['epochs', { data: rows, epochs: 1.5 }, 'epochs is 1.5, expected a whole number'],
  ['a listener', { data: rows, onEpoch: 3 }, 'onEpoch is a number, expected a function'],
  ['names', { data: { ...rows, names: ['a'] } }, 'data.names has 1 names, expected one for each of 2'],
  ['names twice', { data: { ...rows, names: ['a', 'a'] } }, 'data.names has “a” twice'],
  ['a class of the test alone', { data: { inputs: rows.inputs, targets: ['a', 'b'] }, test: { inputs: [[1, 2]], targets: ['c'] } }, 'test.targets[0] is “c”, expected a class of data.targets: a, b'],
  ['a wider test', { data: rows, test: { inputs: [[1, 2, 3]], targets: [0] } }, 'test.inputs[0] has 3 numbers, expected 2'],
  ['an engine', { data: rows, engine: 'cuda' }, 'engine: “cuda” is not one of'],
]; // prettier-ignore

describe('train refuses', () => {
  test.each(wrong)('%s', async (_, options, message) => {
    await expect(train(options as TrainOptions<string>)).rejects.toThrow(message);
  });

  test('to predict from a row of another width', async () => {
    const model = await train({ data: rows, epochs: 1 });
    expect(model.predict([[1, 2]])).toHaveLength(1);
    expect(() => model.predict([[1]])).toThrow('row 0 has 1 numbers, expected 2');
    expect(() => model.predict([1, 2] as unknown as number[][])).toThrow('row 0 is 1, expected a list');
  });
});
