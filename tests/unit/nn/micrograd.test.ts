import { describe, expect, it } from 'vitest';
import { differentiate } from '../../../src/autograd/differentiate.ts';
import { selectOutputs } from '../../../src/autograd/tape-builder.ts';
import type { Tape } from '../../../src/autograd/tape.ts';
import { trace } from '../../../src/autograd/trace.ts';
import { Value } from '../../../src/autograd/value.ts';
import type { Samples, TrainingProgram } from '../../../src/backends/executor.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { Mlp } from '../../../src/nn/mlp.ts';
import { hyperParametersOf, optimizerProgram } from '../../../src/nn/optimizers.ts';
import { expectClose } from '../helpers/closeness.ts';
import { goldenDemo, goldenLesson } from '../helpers/goldens.ts';
import { identityOrder } from '../helpers/problems.ts';
import { meanFirstOutput } from '../helpers/training.ts';
import { golden, tolerances } from '../tolerances.ts';

const sum = (values: readonly Value[]): Value =>
  values.slice(1).reduce((total, value) => total.add(value), values[0]);

const columnsOf = (rows: readonly (readonly number[])[]): Float64Array[] =>
  rows[0].map((_, i) => Float64Array.from(rows, (row) => row[i]));

interface Descent {
  readonly losses: number[];
  readonly parameters: readonly number[];
}

interface FullBatchRun {
  /** Its first output is the loss of one sample; a step descends its mean. */
  readonly loss: Tape;
  readonly samples: Samples;
  readonly initialParameters: readonly number[];
  readonly learningRates: readonly number[];
}

/** Full-batch gradient descent on a traced loss, by the interpreter; the mean loss before every step. */
function descend({ loss, samples, initialParameters, learningRates }: FullBatchRun): Descent {
  const parameters = Float64Array.from(initialParameters);
  const decay = new Float64Array(parameters.length);
  const program: TrainingProgram = {
    gradient: differentiate(selectOutputs(loss, [0])),
    updateProgram: optimizerProgram('sgd'),
    decay,
  };
  const executor = interpreter.createTraining(program);
  executor.writeState({ parameters, state: [], shared: new Float64Array(0) });
  const order = identityOrder(samples.count);
  const losses = learningRates.map((learningRate) => {
    const before = meanFirstOutput(interpreter, loss, executor.readParameters(), samples, order);
    executor.hyperParameters.set(hyperParametersOf('sgd', learningRate, 0));
    executor.train(samples, order, 0, samples.count, samples.count);
    return before;
  });
  return { losses, parameters: [...executor.readParameters()] };
}

describe('the lesson’s network 3-[4,4,1] on its four rows', () => {
  const { points, labels, learningRate, initialParameters, losses, finalParameters } = goldenLesson();
  const lessonMlp = (): Mlp =>
    new Mlp({ inputCount: 3, widths: [4, 4, 1], hiddenActivation: 'tanh', outputActivation: 'tanh' });

  /** As the lesson does it: one graph for all four rows, backward, nudge, again. */
  function lessonByValues(rate: number): Descent {
    const mlp = lessonMlp();
    const parameters = mlp.parameters();
    parameters.forEach((parameter, i) => (parameter.data = initialParameters[i]));
    const seen = losses.map(() => {
      const rows = points.map((point) => mlp.forward(point.map((x) => new Value(x)))[0]);
      const loss = sum(rows.map((prediction, i) => prediction.sub(labels[i]).pow(2)));
      for (const parameter of parameters) parameter.gradient = 0;
      loss.backward();
      for (const parameter of parameters) parameter.data -= rate * parameter.gradient;
      return loss.data;
    });
    return { losses: seen, parameters: parameters.map(({ data }) => data) };
  }

  it('learns as in PyTorch through Values', () => {
    const result = lessonByValues(learningRate);
    expectClose(result.losses, losses, golden);
    expectClose(result.parameters, finalParameters, golden);
  });

  it('learns the same from the mean with four times the learning rate, on a tape', () => {
    const inputs = [0, 0, 0].map((zero) => new Value(zero));
    const target = new Value(0);
    const mlp = lessonMlp();
    const loss = trace({
      inputs,
      targets: [target],
      parameters: mlp.parameters(),
      outputs: [mlp.forward(inputs)[0].sub(target).pow(2)],
    });
    const samples = { count: 4, inputs: columnsOf(points), targets: [Float64Array.from(labels)] };
    const learningRates = losses.map(() => 4 * learningRate);
    const result = descend({ loss, samples, initialParameters, learningRates });
    expectClose(
      result.losses.map((mean) => 4 * mean),
      losses,
      golden,
    );
    expectClose(result.parameters, finalParameters, golden);
  });

  it('reaches a loss below 0.02 in 20 steps, and not with a tenth of the learning rate', () => {
    expect(losses).toHaveLength(20);
    expect(losses[19]).toBeLessThan(0.02);
    expect(lessonByValues(learningRate / 10).losses[19]).toBeGreaterThan(0.02);
  });
});

describe('micrograd’s demo: two moons, 2-16-16-1 relu, hinge loss, 100 steps', () => {
  const { points, labels, decay, initialParameters, losses, finalParameters, accuracy } = goldenDemo();
  const samples = { count: points.length, inputs: columnsOf(points), targets: [Float64Array.from(labels)] };

  /** [hinge loss + decay · Σp², score] of one sample. */
  function demoTape(): Tape {
    const inputs = [new Value(0), new Value(0)];
    const target = new Value(0);
    const mlp = new Mlp({
      inputCount: 2,
      widths: [16, 16, 1],
      hiddenActivation: 'relu',
      outputActivation: 'linear',
    });
    const parameters = mlp.parameters();
    const [score] = mlp.forward(inputs);
    const hinge = new Value(1).sub(target.mul(score)).relu();
    const penalty = sum(parameters.map((parameter) => parameter.mul(parameter))).mul(decay);
    return trace({ inputs, targets: [target], parameters, outputs: [hinge.add(penalty), score] });
  }

  const loss = demoTape();
  const learningRates = losses.map((_, k) => 1 - (0.9 * k) / 100);

  it('has 337 parameters and 100 points', () => {
    expect(loss.parameterCount).toBe(337);
    expect(samples.count).toBe(100);
    expect(losses).toHaveLength(100);
  });

  it('learns as in PyTorch', () => {
    const result = descend({ loss, samples, initialParameters, learningRates });
    expectClose(result.losses, losses, tolerances.interpreter.trainingRun);
    expectClose(result.parameters, finalParameters, tolerances.interpreter.trainingRun);
  });

  it('puts 99 of 100 points on the right side at the end, and not at the start', () => {
    const accuracyOf = (parameters: readonly number[]): number => {
      const executor = interpreter.createForward(loss);
      const outputs = [new Float64Array(samples.count), new Float64Array(samples.count)];
      executor.setParameters(Float64Array.from(parameters));
      executor.run(samples, 0, samples.count, outputs);
      return labels.filter((label, i) => label > 0 === outputs[1][i] > 0).length / samples.count;
    };
    expect(accuracyOf(finalParameters)).toBe(accuracy);
    expect(accuracy).toBeGreaterThanOrEqual(0.99);
    expect(accuracyOf(initialParameters)).toBeLessThan(0.9);
  });
});
