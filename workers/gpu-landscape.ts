import type { Tape } from '../src/autograd/tape.ts';
import { traceLoss } from '../src/nn/forward-tapes.ts';
import { landscapeCheckSteps } from '../src/backends/webgpu/landscape-check.ts';
import { randomFromSeed, type Random } from '../src/data/random.ts';
import type { Cooperative } from '../src/training/evaluation.ts';
import type { LandscapeEvaluator } from '../src/training/landscape/evaluator.ts';
import type { LossPlane } from '../src/training/landscape/plane.ts';
import type { Run } from '../src/training/run.ts';
import { Meter } from '../src/timing/meter.ts';
import type { GpuKeeper } from './gpu-keeper.ts';
import { gpuClock, programOf } from './gpu-views.ts';
import { settled } from './job.ts';

/** Points of each slice that the CPU evaluates again, and the least there are. */
const checkedShare = 0.01;
const fewestChecked = 3;
/** Seed and stream of the generator that draws them. */
const checkSeed = 1;
const checkStream = 5;

/**
 * Evaluates slices of a run's loss landscape on the GPU, as long as there is one, and never returns one that does not
 * stand the check: a random 1 % of the points is evaluated again in double precision, and a loss that rounding does
 * not explain switches the GPU off.
 */
export class GpuLandscape implements LandscapeEvaluator {
  readonly name = 'gpu';
  readonly #meter = new Meter(gpuClock);
  readonly run: Run;
  readonly #keeper: Pick<GpuKeeper, 'evaluator' | 'distrust'>;
  readonly #random: Random = randomFromSeed(checkSeed, checkStream);
  readonly #loss: Tape;
  #current: AbortController | null = null;

  constructor(run: Run, keeper: Pick<GpuKeeper, 'evaluator' | 'distrust'>) {
    this.run = run;
    this.#keeper = keeper;
    this.#loss = traceLoss(run.experiment.loss, run.network.outputCount, run.network.shape);
  }

  /** Unknown until the first answer: what is not known is tried coarsely. */
  get msPerPoint(): number {
    return this.#meter.mostMsPerUnit;
  }

  get measuredMsPerPoint(): number | null {
    return this.#meter.msPerUnit;
  }

  /** Whoever asks again no longer waits for what was asked before. */
  *evaluate(plane: LossPlane, alphas: Float64Array, betas: Float64Array): Cooperative<Float64Array | null> {
    this.abort();
    const { evaluator } = this.#keeper;
    const { network, measured, experiment } = this.run;
    const samples = measured.train;
    const { delta, labelSmoothing = 0 } = network.shape;
    // What could not be checked is not taken.
    if (evaluator === null || labelSmoothing > 0) return null;
    const { signal } = (this.#current = new AbortController());
    const request = {
      program: programOf(network),
      loss: this.#loss,
      parameters: plane.centre,
      directions: [plane.first, plane.second],
      alphas,
      betas,
      samples,
      signal,
    } as const;
    const result = yield* settled(evaluator.evaluateLandscape(request));
    if (!result.ok) return null;
    const points = Math.max(fewestChecked, Math.ceil(checkedShare * result.losses.length));
    const draw = (): number => this.#random.uniform();
    const outside = yield* landscapeCheckSteps(request, experiment.loss, result.losses, points, draw, delta);
    if (outside !== undefined) {
      this.#keeper.distrust(outside);
      return null;
    }
    this.#meter.add(result.losses.length, result.elapsedMs);
    return Float64Array.from(result.losses);
  }

  /** Ends what is being evaluated. */
  abort(): void {
    this.#current?.abort();
    this.#current = null;
  }
}
