import { differentiate } from '../autograd/differentiate.ts';
import type { Steps } from '../autograd/steps.ts';
import { selectOutputs } from '../autograd/tape-builder.ts';
import type { Tape } from '../autograd/tape.ts';
import { trace } from '../autograd/trace.ts';
import { Value } from '../autograd/value.ts';
import type { Backend, Samples, TrainingExecutor, UpdateProgram } from '../backends/executor.ts';
import type { NeuronAddress } from '../nn/module.ts';
import { networkSteps } from '../nn/network.ts';
import { chunkSize, type Cooperative } from './evaluation.ts';
import type { Network } from './network.ts';

/**
 * Gradients by the very code that trains: a training executor whose update leaves the parameters as they are and
 * keeps the mean gradient of the batch. The owner calls `dispose()`.
 */
export class MeanGradient {
  readonly #executor: TrainingExecutor;
  readonly #parameterCount: number;
  readonly #chunk: number;

  private constructor(executor: TrainingExecutor, gradient: Tape) {
    this.#executor = executor;
    this.#parameterCount = gradient.parameterCount;
    this.#chunk = chunkSize(gradient.length, 1);
  }

  /** Compiles in steps. `gradient` returns `[root of one sample, ...its gradient by each parameter]`. */
  static *compile(backend: Backend, gradient: Tape): Steps<MeanGradient> {
    const decay = new Float64Array(gradient.parameterCount);
    const program = { gradient, updateProgram: gradientKeeper(), decay };
    return new MeanGradient(yield* backend.trainingSteps(program), gradient);
  }

  /** The gradients by parameter, averaged over all samples; `at` are the parameters. */
  *of(samples: Samples, at: Float64Array): Cooperative<Float64Array> {
    const { count } = samples;
    const order = Uint32Array.from({ length: count }, (_, i) => i);
    this.#executor.writeState({
      parameters: at,
      state: [new Float64Array(this.#parameterCount)],
      shared: new Float64Array(0),
    });
    let position = 0;
    while (position < count) {
      const to = Math.min(count, position + this.#chunk);
      position = this.#executor.train(samples, order, position, to, count);
      if (position < count) yield;
    }
    return this.#executor.readState().state[0];
  }

  dispose(): void {
    this.#executor.dispose();
  }
}

/** An optimizer that only notes what it is given. */
function gradientKeeper(): UpdateProgram {
  const [parameter, gradient, decayed, kept] = ['parameter', 'gradient', 'decayed', 'kept'].map(
    (leaf) => new Value(0.5, leaf),
  );
  return {
    update: trace({ inputs: [parameter, gradient, decayed, kept], outputs: [parameter, gradient] }),
    advance: trace({ outputs: [] }),
    stateCount: 1,
    hyperParameterCount: 0,
    initialShared: [],
  };
}

/** The tape of `[y, ...dy/d(parameter)]` for a displayed output. */
export function* outputGradientTape(network: Network, output: number): Steps<Tape> {
  const tapes = yield* network.trace();
  const displayed = selectOutputs(tapes.output, [output]);
  yield;
  return differentiate(displayed);
}

/** The tape of `[h, ...dh/d(parameter)]` for what a hidden neuron puts out. */
export function* neuronGradientTape(network: Network, address: NeuronAddress): Steps<Tape> {
  const { shape, shownNeurons } = network;
  const shown = shownNeurons.findIndex(
    ({ layer, neuron }) => layer === address.layer && neuron === address.neuron,
  );
  const { activations } = yield* shown < 0 ? networkSteps(shape, [address]) : network.trace();
  const neuron = selectOutputs(activations, [network.outputCount + Math.max(shown, 0)]);
  yield;
  return differentiate(neuron);
}
