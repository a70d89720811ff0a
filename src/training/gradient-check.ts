import { estimateDerivative } from '../autograd/estimate-derivative.ts';
import type { DerivativeEstimate } from '../autograd/surroundings.ts';
import { checkTolerance, relativeError } from '../autograd/gradient-check.ts';
import { certainEnough, judgeGradient } from '../autograd/judge-gradient.ts';
import type { Steps } from '../autograd/steps.ts';
import { selectOutputs } from '../autograd/tape-builder.ts';
import type { Tape } from '../autograd/tape.ts';
import type { Backend, ForwardExecutor, Samples } from '../backends/executor.ts';
import { batchRounding, type BatchRounding } from './batch-rounding.ts';
import { chunkSize, evaluateAll, type Cooperative } from './evaluation.ts';
import { summarize, type CheckedGradient, type GradientSummary } from './gradient-summary.ts';
import { MeanGradient } from './mean-gradient.ts';

export interface GradientCheckSubject {
  /** In double precision. */
  readonly backend: Backend;
  /** The differentiated tape under test: `[loss, ...gradient by parameter]`. */
  readonly gradient: Tape;
  /** A tape whose first output is the loss; the differences come from it alone. */
  readonly loss: Tape;
  readonly parameters: Float64Array;
  /** The batch. */
  readonly samples: Samples;
}

/** The step of a first central difference, where truncation (h²) and rounding (ε/h) balance for numbers near 1. */
const firstStep = Math.cbrt(Number.EPSILON);

/** Rounding is a few of its standard deviations at the most. */
const roundingFactor = 8;

/** Slopes before and behind that differ by a larger share of them are looked at more closely. */
const straightEnough = 0.01;

interface FirstDifference extends Pick<CheckedGradient, 'difference' | 'error'> {
  /** |loss a step behind - loss a step before|. */
  readonly height: number;
  readonly settlesIt: boolean;
}

/** What all parameters' checks share. */
interface Ground {
  readonly loss: BatchLoss;
  /** The loss at the parameters as they are. */
  readonly here: number;
  readonly rounding: BatchRounding;
}

/**
 * Compares backward with differences of the batch's mean loss in every parameter. In steps, between which
 * whoever drives it does something else. The owner calls `end()`.
 */
export class GradientCheck {
  /** The first differences' step is this times max(1, |parameter|); where that does not settle it, many are taken. */
  readonly h = firstStep;
  readonly tolerance = checkTolerance;
  readonly total: number;
  /** Parameters checked so far. */
  done = 0;
  /** What came out; null until all is checked. */
  result: GradientSummary | null = null;
  readonly #request: GradientCheckSubject;
  readonly #at: Float64Array;
  readonly #steps: Cooperative<void>;

  constructor(request: GradientCheckSubject) {
    this.#request = request;
    this.#at = request.parameters.slice();
    this.total = request.parameters.length;
    this.#steps = this.#run();
  }

  /** One step of about a millisecond at most; does nothing after the end. */
  advance(): void {
    this.#steps.next();
  }

  /** Gives the check up, if it is not done, and lets go of what was compiled for it. */
  end(): void {
    this.#steps.return();
  }

  *#run(): Cooperative<void> {
    const { backend, loss, gradient, samples, parameters } = this.#request;
    const lossTape = selectOutputs(loss, [0]);
    const compiled: { dispose(): void }[] = [];
    try {
      const batchLoss = yield* BatchLoss.compile(backend, lossTape, samples);
      compiled.push(batchLoss);
      const backwardPass = yield* MeanGradient.compile(backend, gradient);
      compiled.push(backwardPass);
      const backward = yield* backwardPass.of(samples, parameters);
      const rounding = yield* batchRounding(lossTape, samples, parameters);
      batchLoss.setParameters(parameters);
      const ground = { loss: batchLoss, here: yield* batchLoss.compute(), rounding };
      const checked: CheckedGradient[] = [];
      for (let p = 0; p < this.total; p++) {
        checked.push(yield* this.#check(p, backward[p], ground));
        this.done++;
        yield;
      }
      this.result = summarize(checked);
    } finally {
      for (const part of compiled) part.dispose();
    }
  }

  *#check(parameter: number, backward: number, ground: Ground): Cooperative<CheckedGradient> {
    const data = this.#at[parameter];
    const found = { parameter, data, backward };
    const first = yield* this.#firstDifference(parameter, backward, ground);
    const { difference, error } = first;
    if (first.settlesIt) return { ...found, difference, error, verdict: 'agrees' };
    const { gradients, lost, jumps, mean } = ground.rounding;
    // A jump that rounding hides is one for those parameters only that move the loss by as much.
    const isAtJump = jumps > mean && first.height > jumps / 10;
    const estimate = yield* this.#estimate(parameter, ground, isAtJump);
    const judged = judgeGradient(backward, estimate, gradients[parameter], lost[parameter]);
    return { ...found, difference: estimate.derivative, ...judged };
  }

  /** One central difference. It settles the matter where it is backward, far above rounding, and there is no corner. */
  *#firstDifference(
    parameter: number,
    backward: number,
    { loss, here, rounding }: Ground,
  ): Cooperative<FirstDifference> {
    const x = this.#at[parameter];
    const h = this.h * Math.max(1, Math.abs(x));
    const above = yield* this.#lossAt(loss, parameter, x + h);
    const below = yield* this.#lossAt(loss, parameter, x - h);
    const difference = (above - below) / (2 * h);
    const error = relativeError(backward, difference);
    const height = Math.abs(above - below);
    if (!(error <= this.tolerance)) return { difference, error, height, settlesIt: false };
    const size = Math.max(Math.abs(backward), Math.abs(difference));
    const bend = Math.abs(above - 2 * here + below) / h;
    const noise = (roundingFactor * rounding.mean) / h;
    const isFlat = size === 0 && bend === 0 && noise <= this.tolerance;
    const isClear = noise <= certainEnough * size;
    return { difference, error, height, settlesIt: isFlat || (isClear && bend <= straightEnough * size) };
  }

  *#estimate(
    parameter: number,
    { loss, rounding: { mean, jumps } }: Ground,
    isAtJump: boolean,
  ): Cooperative<DerivativeEstimate> {
    const here = this.#at[parameter];
    const roundingAt = (x: number): number => mean + (isAtJump && x === here ? jumps : 0);
    const asking = estimateDerivative(here, roundingAt, isAtJump);
    let asked = asking.next();
    while (asked.done !== true) asked = asking.next(yield* this.#lossAt(loss, parameter, asked.value));
    return asked.value;
  }

  /** The loss with one parameter at another place; all others stay where they are. */
  *#lossAt(loss: BatchLoss, parameter: number, x: number): Cooperative<number> {
    const stands = this.#at[parameter];
    this.#at[parameter] = x;
    loss.setParameters(this.#at);
    this.#at[parameter] = stands;
    return yield* loss.compute();
  }
}

/** A batch's mean of a tape's one output. */
class BatchLoss {
  readonly #executor: ForwardExecutor;
  readonly #samples: Samples;
  readonly #chunk: number;
  readonly #losses: Float64Array;

  private constructor(executor: ForwardExecutor, tape: Tape, samples: Samples) {
    this.#executor = executor;
    this.#samples = tape.targetCount > 0 ? samples : { ...samples, targets: [] };
    this.#chunk = chunkSize(tape.length, this.#executor.grain);
    this.#losses = new Float64Array(samples.count);
  }

  static *compile(backend: Backend, tape: Tape, samples: Samples): Steps<BatchLoss> {
    return new BatchLoss(yield* backend.forwardSteps(tape), tape, samples);
  }

  setParameters(parameters: Float64Array): void {
    this.#executor.setParameters(parameters);
  }

  *compute(): Cooperative<number> {
    const { count } = this.#samples;
    const outputs = [this.#losses];
    if (count <= this.#chunk) this.#executor.run(this.#samples, 0, count, outputs);
    else yield* evaluateAll(this.#executor, this.#samples, outputs, this.#chunk);
    return mean(this.#losses);
  }

  dispose(): void {
    this.#executor.dispose();
  }
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
