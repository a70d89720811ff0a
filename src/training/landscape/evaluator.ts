import { selectOutputs } from '../../autograd/tape-builder.ts';
import type { SumExecutor } from '../../backends/executor.ts';
import type { Processor } from '../../experiment/names.ts';
import { chunkSize, type Cooperative } from '../evaluation.ts';
import { Meter } from '../../timing/meter.ts';
import type { Run } from '../run.ts';
import type { Clock } from '../trainer.ts';
import { parametersAt, type LossPlane } from './plane.ts';

/** Something that knows the training set and evaluates a network on it, over and over. */
export interface LandscapeEvaluator {
  readonly name: Processor;
  /** What a point took lately, or is expected to take, at most. */
  readonly msPerPoint: number;
  /** The same as it was measured; null while that cannot be told. */
  readonly measuredMsPerPoint?: number | null;
  /**
   * The mean training loss, without the penalty, at every β (by row) and α (by column) of the plane. Null when the
   * evaluator could not do it: another one then should.
   */
  evaluate(plane: LossPlane, alphas: Float64Array, betas: Float64Array): Cooperative<Float64Array | null>;
}

/** Milliseconds that an instruction of a tape takes for one sample, before anything was measured. */
const guessedMsPerInstruction = 1e-6;

/** Evaluates on the CPU by the run's own back end. The owner calls `dispose()`. */
export class CpuLandscape implements LandscapeEvaluator {
  readonly name = 'cpu';
  readonly #guessedMsPerPoint: number;
  readonly #meter: Meter;
  readonly #run: Run;
  readonly #now: Clock;
  readonly #executor: SumExecutor;
  readonly #chunk: number;

  /** Compiles the loss of the run's network for its training set. */
  constructor(run: Run, now: Clock) {
    const { network, backend } = run;
    const { train } = run.measured;
    const lossTape = selectOutputs(network.tapes.metrics, [0]);
    this.#run = run;
    this.#now = now;
    this.#executor = backend.createSum(lossTape, train);
    this.#chunk = chunkSize(lossTape.length, this.#executor.grain);
    this.#meter = new Meter(now);
    this.#guessedMsPerPoint = lossTape.length * train.count * guessedMsPerInstruction;
  }

  get msPerPoint(): number {
    return this.#meter.msPerUnit ?? this.#guessedMsPerPoint;
  }

  get measuredMsPerPoint(): number | null {
    return this.#meter.msPerUnit;
  }

  /** True if what was compiled serves this run too. */
  isFor({ network, backend, dataSet }: Run): boolean {
    const mine = this.#run;
    return network === mine.network && backend === mine.backend && dataSet === mine.dataSet;
  }

  *evaluate(plane: LossPlane, alphas: Float64Array, betas: Float64Array): Cooperative<Float64Array> {
    const { count } = this.#run.measured.train;
    const parameters = new Float64Array(plane.centre.length);
    const losses = new Float64Array(alphas.length * betas.length);
    let spent = 0;
    let spans = 1;
    let start = this.#now();
    // Samples since the last yield: small sets share a chunk.
    let evaluated = 0;
    for (let i = 0; i < losses.length; i++) {
      parametersAt(plane, alphas[i % alphas.length], betas[Math.floor(i / alphas.length)], parameters);
      this.#executor.setParameters(parameters);
      let sum = 0;
      for (let from = 0; from < count; from += this.#chunk) {
        const to = Math.min(count, from + this.#chunk);
        sum += this.#executor.sum(from, to);
        evaluated += to - from;
        if (evaluated < this.#chunk) continue;
        evaluated = 0;
        spent += this.#now() - start;
        spans++;
        yield;
        start = this.#now();
      }
      losses[i] = sum / count;
    }
    this.#meter.add(losses.length, spent + this.#now() - start, spans);
    return losses;
  }

  dispose(): void {
    this.#executor.dispose();
  }
}
