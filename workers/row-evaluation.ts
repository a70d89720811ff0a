import type { Backend, ForwardExecutor, Samples } from '../src/backends/executor.ts';
import { losses } from '../src/nn/losses.ts';
import type { RunId } from '../src/protocol/run-id.ts';
import { chunkSize, type Cooperative } from '../src/training/evaluation.ts';
import type { Network } from '../src/training/network.ts';
import { evaluateRows, type EvaluatedRows, type RunsMetrics } from '../src/training/rows/evaluate-rows.ts';
import type { RowSource } from '../src/training/rows/rank-rows.ts';
import type { Run } from '../src/training/run.ts';

/** The metrics of one network, compiled; computes with whichever weights it is asked with. */
export class RowExecutor {
  readonly #network: Network;
  readonly #backend: Backend;
  readonly #executor: ForwardExecutor;
  #parameters: Float64Array | null = null;

  private constructor(network: Network, backend: Backend, executor: ForwardExecutor) {
    this.#network = network;
    this.#backend = backend;
    this.#executor = executor;
  }

  /** In steps: compiling for a large network takes a while. */
  static *compile({ network, backend }: Run): Cooperative<RowExecutor> {
    const { metrics } = yield* network.trace();
    return new RowExecutor(network, backend, yield* backend.forwardSteps(metrics));
  }

  fits({ network, backend }: Run): boolean {
    return network === this.#network && backend === this.#backend;
  }

  /** Samples between two yields. */
  get chunk(): number {
    return chunkSize(this.#network.tapes.metrics.length, this.#executor.grain);
  }

  with(parameters: Float64Array): RunsMetrics {
    return {
      run: (samples: Samples, from, to, outputs) => {
        if (this.#parameters !== parameters) this.#executor.setParameters(parameters);
        this.#parameters = parameters;
        this.#executor.run(samples, from, to, outputs);
      },
    };
  }

  dispose(): void {
    this.#executor.dispose();
  }
}

/** All rows of a run's data set, evaluated at one moment of its training. */
export interface RowEvaluation {
  readonly runId: RunId;
  readonly dataSet: Run['dataSet'];
  readonly backend: Backend;
  /** As in `Inspection`. */
  readonly epoch: number;
  readonly source: RowSource;
  readonly executor: RowExecutor;
  readonly parameters: Float64Array;
  readonly rows: EvaluatedRows;
}

/** What a run's rows are evaluated on: taken at once, because between two steps the run may train on. */
export function momentOf(run: Run, runId: RunId): Omit<RowEvaluation, 'executor' | 'rows'> {
  const { dataSet, backend, progress, train, test, encoding, experiment } = run;
  const source = { dataSet, train, test, target: encoding.target, loss: experiment.loss };
  return { runId, dataSet, backend, epoch: progress, source, parameters: run.parameters() };
}

export function* evaluationSteps(
  moment: Omit<RowEvaluation, 'executor' | 'rows'>,
  executor: RowExecutor,
  onProgress: (done: number) => void,
): Cooperative<RowEvaluation> {
  const runner = executor.with(moment.parameters);
  const rows = yield* evaluateRows(runner, moment.source, executor.chunk, onProgress);
  return { ...moment, executor, rows };
}

/** True where the evaluation is of this run and its present data, if not of its present weights. */
export function isOfRun({ runId, dataSet, backend }: RowEvaluation, run: Run, presentId: number): boolean {
  return runId === presentId && dataSet === run.dataSet && backend === run.backend;
}

/** What `certainty` says under this loss; see `EvaluatedRows`. */
export function certaintyKind({ target, loss }: RowSource): 'probability' | 'output' | null {
  if (target.kind === 'number') return null;
  return losses[loss].probabilities === null ? 'output' : 'probability';
}
