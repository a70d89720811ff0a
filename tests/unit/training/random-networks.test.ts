import { describe, expect, it } from 'vitest';
import { estimateOf } from '../../../src/autograd/estimate-derivative.ts';
import { finish } from '../../../src/autograd/steps.ts';
import type { Backend, Samples, TrainingProgram } from '../../../src/backends/executor.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { randomFromSeed } from '../../../src/data/random.ts';
import type { Activation } from '../../../src/experiment/activation-formula.ts';
import {
  activationNames,
  lossNames,
  optimizerNames,
  type OptimizerName,
} from '../../../src/experiment/names.ts';
import { decayMask } from '../../../src/nn/initializers.ts';
import { traceNetwork, type NetworkTapes } from '../../../src/nn/network.ts';
import { hyperParametersOf, optimizerProgram } from '../../../src/nn/optimizers.ts';
import { MeanGradient } from '../../../src/training/mean-gradient.ts';
import { gradientCheck } from '../tolerances.ts';
import { wasmBackend } from '../wasm/backends.ts';
import { inMass } from '../../mass.ts';

const networks = inMass(2000, 60);
/** Others with SEED=…; what fails names its own. */
const firstSeed = Number(process.env['SEED'] ?? 1);

const formulas: readonly Activation[] = ['=z * sigmoid(1.702 * z)', '=tanh(z) + 0.1 * z', '=max(z, 0.1 * z)'];
const batchSize = 4;

interface RandomNetwork {
  readonly words: string;
  readonly tapes: NetworkTapes;
  readonly decay: Float64Array;
  readonly parameters: Float64Array;
  readonly resting: readonly number[];
  readonly samples: Samples;
  readonly optimizer: OptimizerName;
}

/** Mixed activations by layer; some parameters frozen, some weights cut: 0, and resting. */
function randomNetwork(seed: number): RandomNetwork {
  const random = randomFromSeed(seed, 31);
  const upTo = (most: number): number => 1 + Math.floor(random.uniform() * most);
  const pick = <T>(from: readonly T[]): T => from[upTo(from.length) - 1];
  const loss = pick(lossNames);
  const inputCount = upTo(3);
  const hidden = Array.from({ length: upTo(4) }, () => upTo(6));
  const activations = hidden.map(() => pick([...activationNames, ...formulas]));
  const classCount = loss === 'cross-entropy' ? 3 : 1;
  const outputCount = loss === 'cross-entropy' ? 3 : 1;
  const tapes = traceNetwork({
    ...{ inputCount, hidden, activation: activations[0], activations, loss, classCount },
    task: 'classification',
  });
  const { parameterCount } = tapes.gradient;
  const decay = decayMask(inputCount, [...hidden, outputCount]);
  const parameters = Float64Array.from({ length: parameterCount }, () => 2 * random.uniform() - 1);
  const places = [...parameters.keys()];
  const cut = places.filter((place) => decay[place] === 1 && random.uniform() < 0.15);
  for (const place of cut) parameters[place] = 0;
  const resting = places.filter((place) => cut.includes(place) || random.uniform() < 0.15);
  const count = 3 * batchSize;
  const column = (of: () => number): Float64Array => Float64Array.from({ length: count }, of);
  const classes = column(() => upTo(3) - 1);
  const sides = loss === 'binary-cross-entropy' ? [0, 1] : [-1, 1];
  return {
    words: `SEED=${seed}: ${inputCount}-${hidden.join('-')}-${outputCount}, ${activations.join(' ')}, ${loss}, ${cut.length} cut, ${resting.length} rest`,
    ...{ tapes, decay, parameters, resting, optimizer: pick(optimizerNames) },
    samples: {
      count,
      inputs: Array.from({ length: inputCount }, () => column(() => 4 * random.uniform() - 2)),
      targets:
        outputCount === 1
          ? [column(() => pick(sides))]
          : Array.from({ length: 3 }, (_, k) => classes.map((place) => (place === k ? 1 : 0))),
    },
  };
}

/** The parameters after three batches. */
function trained(network: RandomNetwork, backend: Backend): Float64Array {
  const { tapes, decay, parameters, resting, optimizer, samples } = network;
  const options = { l1: 0.01, clipNorm: 1 };
  const updateProgram = optimizerProgram(optimizer, options);
  const program: TrainingProgram = { gradient: tapes.gradient, updateProgram, decay };
  const executor = backend.createTraining(program);
  executor.hyperParameters.set(hyperParametersOf(optimizer, 0.05, 0.02, options));
  for (const place of resting) executor.resting[place] = 1;
  executor.writeState({
    parameters,
    state: Array.from({ length: updateProgram.stateCount }, () => new Float64Array(parameters.length)),
    shared: Float64Array.from(updateProgram.initialShared),
  });
  const order = Uint32Array.from({ length: samples.count }, (_, i) => i);
  let position = 0;
  while (position < samples.count && !executor.diverged)
    position = executor.train(samples, order, position, samples.count, batchSize);
  const after = executor.readParameters();
  executor.dispose();
  return after;
}

/** The mean gradient of one parameter by differences of the loss; null where the loss has no slope that they can tell. */
function slopeByDifferences({ tapes, parameters, samples }: RandomNetwork, place: number): number | null {
  const forward = interpreter.createForward(tapes.metrics);
  const losses = new Float64Array(samples.count);
  const { kind, derivative, uncertainty } = estimateOf(
    parameters[place],
    (x) => {
      const moved = parameters.slice();
      moved[place] = x;
      forward.setParameters(moved);
      forward.run(samples, 0, samples.count, [losses]);
      return losses.reduce((sum, loss) => sum + loss, 0) / samples.count;
    },
    () => 1e-15,
  );
  return kind === 'slope' && uncertainty < gradientCheck / 10 ? derivative : null;
}

describe(`random networks from seed ${firstSeed} on, with activations by layer, freezes and cuts`, () => {
  it(
    'are trained alike by the interpreter and by compiled code, and by the slopes of the loss',
    { timeout: 20 * networks * 100 },
    () => {
      let [told, asked] = [0, 0];
      for (let seed = firstSeed; seed < firstSeed + networks; seed++) {
        const network = randomNetwork(seed);
        const { words, tapes, parameters, resting, samples } = network;
        const shape = seed % 2 === 0 ? 'loops' : 'straight';
        const compiled = wasmBackend('f64', shape);
        const [after, afterCompiled] = [interpreter, compiled].map((backend) => trained(network, backend));
        expect(
          Array.from(
            after,
            (value, place) => Math.abs(value - afterCompiled[place]) / Math.max(1, Math.abs(value)),
          ).every((off) => off <= 1e-10),
          words,
        ).toBe(true);
        for (const place of resting)
          expect([after[place], afterCompiled[place]], words).toEqual([parameters[place], parameters[place]]);

        const gradient = finish(MeanGradient.compile(compiled, tapes.gradient));
        const slopes = finish(gradient.of(samples, parameters));
        gradient.dispose();
        const random = randomFromSeed(seed, 32);
        for (let k = 0; k < 2; k++) {
          const place = Math.floor(random.uniform() * parameters.length);
          const slope = slopeByDifferences(network, place);
          asked++;
          if (slope === null) continue;
          told++;
          const off = Math.abs(slope - slopes[place]) / Math.max(1, Math.abs(slope));
          expect(
            off,
            `${words}, parameter ${place}: ${slope} by differences, ${slopes[place]} backward`,
          ).toBeLessThan(gradientCheck);
        }
      }
      // A check of nothing would pass too.
      expect(told).toBeGreaterThan(asked / 2);
    },
  );

  it('would notice a weight that is off by one part in a thousand, and one that does not rest', () => {
    let noticed = 0;
    for (let seed = firstSeed; seed < firstSeed + 20; seed++) {
      const network = randomNetwork(seed);
      const right = trained(network, interpreter);
      const place = right.findIndex((value, i) => value !== network.parameters[i]);
      if (place < 0) continue;
      const parameters = network.parameters.slice();
      parameters[place] += 1e-3;
      const other = trained({ ...network, parameters }, interpreter);
      if (other.some((value, i) => Math.abs(value - right[i]) > 1e-10)) noticed++;
    }
    expect(noticed).toBeGreaterThan(10);
  });
});
