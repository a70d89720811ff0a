import type { Steps } from '../src/autograd/steps.ts';
import type { Backend, ForwardExecutor } from '../src/backends/executor.ts';
import { columnsBehind, rowAt, tableOfRow, type Row } from '../src/data/asked-row.ts';
import { encodeFeatures, inOwnUnits } from '../src/data/encoding.ts';
import { allRows } from '../src/data/table.ts';
import { losses } from '../src/nn/losses.ts';
import type { Answer, AskRequest, Prediction } from '../src/protocol/ask-messages.ts';
import type { Reply } from '../src/protocol/reply.ts';
import type { RunId } from '../src/protocol/run-id.ts';
import { predictedClass } from '../src/training/evaluation.ts';
import type { Network } from '../src/training/network.ts';
import type { Run } from '../src/training/run.ts';

type Present = Pick<Run, 'network' | 'backend'>;

interface Compiled extends Present {
  readonly executor: ForwardExecutor;
}

/**
 * Answers what the present network says of one row. Computes it in an executor of its own, so that the training is not
 * touched, and keeps that for the next question.
 */
export class Answerer {
  #compiled: Compiled | null = null;
  /** What there are still questions about. */
  #present: Present | null = null;

  /** Lets go of what was compiled for another network or back end, now and when it comes late. */
  keepFor({ network, backend }: Present): void {
    this.#present = { network, backend };
    this.#dropOthers();
  }

  #dropOthers(): void {
    const { network, backend } = this.#present ?? {};
    const compiled = this.#compiled;
    if (network === undefined || compiled === null) return;
    if (compiled.network === network && compiled.backend === backend) return;
    compiled.executor.dispose();
    this.#compiled = null;
  }

  /** In steps: compiling for a large network takes a while. */
  *answer(run: Run, runId: RunId, request: AskRequest): Steps<Reply<Answer>> {
    const asked = rowOf(run, request);
    if (!asked.ok) return asked;
    const row = asked.value;
    const made = tableOfRow(run.dataSet, row);
    if (!made.ok) return { ok: false, code: 'invalid-row', message: made.message };
    const { table } = made;
    const inputs = encodeFeatures(run.encoding.features, table, allRows(table));
    const { network, backend, progress } = run;
    // Taken before the steps: between them the run may be replaced.
    const parameters = run.parameters();
    const { executor } = yield* this.#compile(network, backend);
    const outputs = Array.from({ length: network.outputCount }, () => new Float64Array(1));
    executor.setParameters(parameters);
    executor.run({ count: 1, inputs, targets: [] }, 0, 1, outputs);
    this.#dropOthers();
    const prediction = predictionOf(run, outputs);
    return {
      ok: true,
      value: { runId, epoch: progress, row, outputs: outputs.map(([output]) => output), prediction },
    };
  }

  *#compile(network: Network, backend: Backend): Steps<Compiled> {
    const before = this.#compiled;
    if (before?.network === network && before.backend === backend) return before;
    const { output } = yield* network.trace();
    const compiled = { network, backend, executor: yield* backend.forwardSteps(output) };
    this.#compiled?.executor.dispose();
    this.#compiled = compiled;
    return compiled;
  }
}

function rowOf({ dataSet }: Run, request: AskRequest): Reply<Row> {
  if (request.kind === 'row') return { ok: true, value: request.row };
  const { split, index } = request;
  const rows = dataSet.rows[split];
  if (!Number.isInteger(index) || index < 0 || index >= rows.length) {
    const message = `There is no ${split} point ${index + 1}: there are ${rows.length}.`;
    return { ok: false, code: 'not-found', message };
  }
  return { ok: true, value: rowAt(columnsBehind(dataSet), rows[index]) };
}

/** `displayed[output]` holds the one sample's. */
export function predictionOf(
  { encoding: { target }, experiment }: Pick<Run, 'encoding' | 'experiment'>,
  displayed: readonly Float64Array[],
): Prediction | null {
  const outputs = displayed.map(([output]) => output);
  if (!outputs.every(Number.isFinite)) return null;
  if (target.kind === 'number') return { kind: 'number', value: inOwnUnits(target, outputs[0]) };
  const { probabilities } = losses[experiment.loss];
  return {
    kind: 'class',
    place: predictedClass(displayed, 0),
    probabilities: probabilities === null ? null : probabilities(outputs),
  };
}
