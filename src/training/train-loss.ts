import { finish, type Steps } from '../autograd/steps.ts';
import type { Backend, ForwardExecutor } from '../backends/executor.ts';
import type { Network } from './network.ts';
import type { LabelledSamples } from './samples.ts';

/** Multiplications for one look at the loss: a few milliseconds of compiled code. */
const mostWork = 1e7;
const fewestRows = 100;

/** How many of so many rows plateaus are judged by. */
export function plateauRows(count: number, parameterCount: number): number {
  return Math.min(count, Math.max(fewestRows, Math.floor(mostWork / parameterCount)));
}

/** Mean loss over the first train rows, without the penalty: what is judged after every epoch. The owner disposes of it. */
export class TrainLoss {
  readonly #executor: ForwardExecutor;
  readonly #samples: LabelledSamples;
  readonly #outputs: readonly Float64Array[];
  readonly #rows: number;

  static *steps(backend: Backend, network: Network, samples: LabelledSamples): Steps<TrainLoss> {
    const { metrics } = yield* network.trace();
    const executor = yield* backend.forwardSteps(metrics);
    return new TrainLoss(executor, samples, network.parameterCount, metrics.outputs.length);
  }

  static now(backend: Backend, network: Network, samples: LabelledSamples): TrainLoss {
    return finish(TrainLoss.steps(backend, network, samples));
  }

  private constructor(
    executor: ForwardExecutor,
    samples: LabelledSamples,
    parameterCount: number,
    outputCount: number,
  ) {
    this.#executor = executor;
    this.#samples = samples;
    this.#rows = plateauRows(samples.count, parameterCount);
    this.#outputs = Array.from({ length: outputCount }, () => new Float64Array(samples.count));
  }

  /** NaN without rows. */
  of(parameters: Float64Array): number {
    this.#executor.setParameters(parameters);
    this.#executor.run(this.#samples, 0, this.#rows, this.#outputs);
    let sum = 0;
    for (let row = 0; row < this.#rows; row++) sum += this.#outputs[0][row];
    return sum / this.#rows;
  }

  dispose(): void {
    this.#executor.dispose();
  }
}
