import type { Tape } from '../src/autograd/tape.ts';
import { traceLoss } from '../src/nn/forward-tapes.ts';
import type { Cooperative } from '../src/training/evaluation.ts';
import type { LandscapeEvaluator } from '../src/training/landscape/evaluator.ts';
import type { LossPlane } from '../src/training/landscape/plane.ts';
import type { Run } from '../src/training/run.ts';
import type { GpuKeeper } from './gpu-keeper.ts';
import { programOf } from './gpu-views.ts';
import { settled } from './job.ts';

/** Evaluates slices of a run's loss landscape on the GPU, as long as there is one. */
export class GpuLandscape implements LandscapeEvaluator {
  readonly name = 'gpu';
  /** Unknown until the first answer: what is not known is tried coarsely. */
  msPerPoint = Infinity;
  readonly run: Run;
  readonly #keeper: Pick<GpuKeeper, 'evaluator'>;
  readonly #loss: Tape;
  #current: AbortController | null = null;

  constructor(run: Run, keeper: Pick<GpuKeeper, 'evaluator'>) {
    this.run = run;
    this.#keeper = keeper;
    this.#loss = traceLoss(run.experiment.loss);
  }

  /** Whoever asks again no longer waits for what was asked before. */
  *evaluate(plane: LossPlane, alphas: Float64Array, betas: Float64Array): Cooperative<Float64Array | null> {
    this.abort();
    const { evaluator } = this.#keeper;
    if (evaluator === null) return null;
    const { signal } = (this.#current = new AbortController());
    const { network, train: samples } = this.run;
    const result = yield* settled(
      evaluator.evaluateLandscape({
        program: programOf(network),
        loss: this.#loss,
        parameters: plane.centre,
        directions: [plane.first, plane.second],
        alphas,
        betas,
        samples,
        signal,
      }),
    );
    if (!result.ok) return null;
    this.msPerPoint = result.elapsedMs / result.losses.length;
    return Float64Array.from(result.losses);
  }

  /** Ends what is being evaluated. */
  abort(): void {
    this.#current?.abort();
    this.#current = null;
  }
}
