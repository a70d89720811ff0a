import type { Backend, Samples } from '../src/backends/executor.ts';
import type { NetworkShape } from '../src/nn/network.ts';
import type { GradientCheckRequest, GradientCheckState } from '../src/protocol/lab-messages.ts';
import type { RunId } from '../src/protocol/run-id.ts';
import { GradientCheck } from '../src/training/gradient-check.ts';
import type { GradientSummary } from '../src/training/gradient-summary.ts';
import { currentBatch } from '../src/training/batches.ts';
import type { Run } from '../src/training/run.ts';
import type { Clock } from '../src/training/trainer.ts';

/** How long the check works before messages and training are let in. */
const sliceMs = 6;

export interface GradientCheckParts {
  readonly now: Clock;
  readonly nextTask: () => Promise<void>;
  readonly onCrash: (error: unknown) => void;
}

interface RunningCheck {
  readonly id: number;
  readonly runId: RunId;
  readonly epoch: number;
  readonly network: NetworkShape;
  readonly sampleCount: number;
  readonly check: GradientCheck;
}

/**
 * One check of all gradients at a time, in slices between those of the training. It works on the weights and the
 * batch as they were when it began; the training goes on and is not touched. What it checks is the network as it is
 * evaluated: without masks of dropout and without noise, which differ with every presentation.
 */
export class GradientChecks {
  readonly #parts: GradientCheckParts;
  #lastId = 0;
  #running: RunningCheck | null = null;
  /** How the last one stands when it no longer runs. */
  #last: GradientCheckState | null = null;

  constructor(parts: GradientCheckParts) {
    this.#parts = parts;
  }

  /** `backend` computes in double precision. A check that runs is given up for the new one. */
  start(run: Run, runId: RunId, backend: Backend): GradientCheckState {
    if (this.#running !== null) this.cancel(this.#running.id);
    const samples = samplesOfBatch(run);
    const { gradient, metrics } = run.network.tapes;
    const check = new GradientCheck({
      backend,
      gradient,
      loss: metrics,
      parameters: run.parameters(),
      samples,
    });
    const running = {
      id: ++this.#lastId,
      runId,
      epoch: run.progress,
      network: run.network.shape,
      sampleCount: samples.count,
      check,
    };
    this.#running = running;
    this.#work(running).catch(this.#parts.onCrash);
    return this.state(running.id);
  }

  state(id: number): GradientCheckState {
    if (this.#running?.id === id) {
      const { done, total } = this.#running.check;
      return { kind: 'running', id, done, total };
    }
    return this.#last?.id === id ? this.#last : { kind: 'ended', id };
  }

  cancel(id: number): GradientCheckState {
    if (this.#running?.id !== id) return this.state(id);
    this.#running.check.end();
    this.#running = null;
    this.#last = { kind: 'ended', id };
    return this.#last;
  }

  handle(request: Exclude<GradientCheckRequest, { kind: 'start' }>): GradientCheckState {
    return request.kind === 'cancel' ? this.cancel(request.id) : this.state(request.id);
  }

  async #work(running: RunningCheck): Promise<void> {
    const { now, nextTask } = this.#parts;
    for (;;) {
      // The call that started it is answered first.
      await nextTask();
      if (this.#running !== running) return;
      const deadline = now() + sliceMs;
      do {
        running.check.advance();
      } while (running.check.result === null && now() < deadline);
      if (running.check.result !== null) {
        this.#finish(running, running.check.result);
        return;
      }
    }
  }

  #finish({ id, check, ...about }: RunningCheck, summary: GradientSummary): void {
    const { h, tolerance } = check;
    this.#running = null;
    this.#last = { kind: 'finished', id, result: { ...summary, ...about, h, tolerance } };
  }
}

/** The samples of the batch that is open or comes next. */
function samplesOfBatch(run: Run): Samples {
  const batch = currentBatch(run);
  const gather = (column: Float64Array): Float64Array => Float64Array.from(batch, (i) => column[i]);
  const { inputs, targets } = run.epochSamples;
  return { count: batch.length, inputs: inputs.map(gather), targets: targets.map(gather) };
}
