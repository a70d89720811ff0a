import {
  changesSides,
  checkTolerance,
  extrapolate,
  extrapolationSteps,
  isWithinUncertainty,
  relativeError,
  relativeStep,
} from '../autograd/gradient-check.ts';
import type { Steps } from '../autograd/steps.ts';
import { selectOutputs } from '../autograd/tape-builder.ts';
import { instructionCode, type Tape } from '../autograd/tape.ts';
import type { Backend, ForwardExecutor, Samples } from '../backends/executor.ts';
import { chunkSize, evaluateAll, type Cooperative } from './evaluation.ts';
import { summarize, type CheckedGradient, type GradientSummary } from './gradient-summary.ts';
import { MeanGradient } from './mean-gradient.ts';

export interface GradientCheckRequest {
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

/**
 * Compares backward with central differences of the batch's mean loss in every parameter. In steps, between which
 * whoever drives it does something else. The owner calls `end()`.
 */
export class GradientCheck {
  /** The differences' step is this times max(1, |parameter|). */
  readonly h = relativeStep;
  readonly tolerance = checkTolerance;
  readonly total: number;
  /** Parameters checked so far. */
  done = 0;
  /** What came out; null until all is checked. */
  result: GradientSummary | null = null;
  readonly #request: GradientCheckRequest;
  readonly #at: Float64Array;
  readonly #steps: Cooperative<void>;

  constructor(request: GradientCheckRequest) {
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
    const kinkTape = kinkOperandsOf(lossTape);
    const compiled: { dispose(): void }[] = [];
    try {
      const batchLoss = yield* BatchOutputs.compile(backend, lossTape, samples);
      compiled.push(batchLoss);
      const kinks = kinkTape === null ? null : yield* BatchOutputs.compile(backend, kinkTape, samples);
      if (kinks !== null) compiled.push(kinks);
      const backwardPass = yield* MeanGradient.compile(backend, gradient);
      compiled.push(backwardPass);
      const backward = yield* backwardPass.of(samples, parameters);
      const checked: CheckedGradient[] = [];
      for (let p = 0; p < this.total; p++) {
        checked.push(yield* this.#check(p, backward[p], batchLoss, kinks));
        this.done++;
        yield;
      }
      this.result = summarize(checked);
    } finally {
      for (const part of compiled) part.dispose();
    }
  }

  *#check(
    parameter: number,
    backward: number,
    loss: BatchOutputs,
    kinks: BatchOutputs | null,
  ): Cooperative<CheckedGradient> {
    const data = this.#at[parameter];
    const h = this.h * Math.max(1, Math.abs(data));
    const central = yield* this.#centralDifference(loss, parameter, h);
    const error = relativeError(backward, central);
    const plain = { parameter, data, backward, difference: central, error };
    if (error <= this.tolerance) return { ...plain, verdict: 'agrees' };
    if (!Number.isFinite(error)) return { ...plain, verdict: 'unknown' };
    if (kinks !== null && (yield* this.#crossesKink(kinks, parameter, h)))
      return { ...plain, verdict: 'kink' };
    return yield* this.#extrapolated(plain, loss);
  }

  /** One step tells truncation from a mistake badly; many shrinking ones tell them apart. */
  *#extrapolated(plain: Omit<CheckedGradient, 'verdict'>, loss: BatchOutputs): Cooperative<CheckedGradient> {
    const { parameter, data, backward } = plain;
    const differences: number[] = [];
    for (const h of extrapolationSteps(data)) {
      differences.push(yield* this.#centralDifference(loss, parameter, h));
    }
    const extrapolation = extrapolate(differences);
    const { derivative, uncertainty } = extrapolation;
    if (!Number.isFinite(derivative) || !Number.isFinite(uncertainty)) {
      return { ...plain, verdict: 'unknown' };
    }
    const error = relativeError(backward, derivative);
    const agrees = error <= this.tolerance || isWithinUncertainty(backward, extrapolation);
    return { ...plain, difference: derivative, error, verdict: agrees ? 'agrees' : 'differs' };
  }

  *#centralDifference(loss: BatchOutputs, parameter: number, h: number): Cooperative<number> {
    const x = this.#at[parameter];
    const above = mean((yield* this.#moved(loss, parameter, x + h))[0]);
    const below = mean((yield* this.#moved(loss, parameter, x - h))[0]);
    return (above - below) / (2 * h);
  }

  *#crossesKink(kinks: BatchOutputs, parameter: number, h: number): Cooperative<boolean> {
    const x = this.#at[parameter];
    const before = (yield* this.#moved(kinks, parameter, x - h)).map((column) => column.slice());
    const at = (yield* this.#moved(kinks, parameter, x)).map((column) => column.slice());
    const behind = yield* this.#moved(kinks, parameter, x + h);
    return at.some((column, k) => changesSides(before[k], column, behind[k]));
  }

  /** The outputs with one parameter at another place; all others stay where they are. */
  *#moved(outputs: BatchOutputs, parameter: number, x: number): Cooperative<readonly Float64Array[]> {
    const stands = this.#at[parameter];
    this.#at[parameter] = x;
    outputs.setParameters(this.#at);
    this.#at[parameter] = stands;
    return yield* outputs.compute();
  }
}

/** A tape's outputs for every sample of a batch. */
class BatchOutputs {
  readonly #executor: ForwardExecutor;
  readonly #samples: Samples;
  readonly #chunk: number;
  /** `[output][sample]`. */
  readonly #columns: readonly Float64Array[];

  private constructor(executor: ForwardExecutor, tape: Tape, samples: Samples) {
    this.#executor = executor;
    this.#samples = tape.targetCount > 0 ? samples : { ...samples, targets: [] };
    this.#chunk = chunkSize(tape.length, this.#executor.grain);
    this.#columns = Array.from(tape.outputs, () => new Float64Array(samples.count));
  }

  static *compile(backend: Backend, tape: Tape, samples: Samples): Steps<BatchOutputs> {
    return new BatchOutputs(yield* backend.forwardSteps(tape), tape, samples);
  }

  setParameters(parameters: Float64Array): void {
    this.#executor.setParameters(parameters);
  }

  /** The columns are written over by the next call. */
  *compute(): Cooperative<readonly Float64Array[]> {
    const { count } = this.#samples;
    if (count <= this.#chunk) this.#executor.run(this.#samples, 0, count, this.#columns);
    else yield* evaluateAll(this.#executor, this.#samples, this.#columns, this.#chunk);
    return this.#columns;
  }

  dispose(): void {
    this.#executor.dispose();
  }
}

/** The tape of what goes into every relu and step of a tape; null if there is none. */
function kinkOperandsOf(tape: Tape): Tape | null {
  const { relu, step } = instructionCode;
  const operands = tape.left.filter((_, i) => tape.codes[i] === relu || tape.codes[i] === step);
  if (operands.length === 0) return null;
  return selectOutputs({ ...tape, outputs: operands }, [...operands.keys()]);
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
