import type { Processor } from '../src/experiment/names.ts';
import type { AutoChoice } from '../src/protocol/evaluation-messages.ts';
import type { Run } from '../src/training/run.ts';
import type { GpuKeeper } from './gpu-keeper.ts';

type Rates = Readonly<Record<Processor, number>>;

export interface AutoEvaluatorParts {
  readonly keeper: Pick<GpuKeeper, 'state'>;
  /** Points a second of a run's network on both; null if the GPU gave no figure, or once the signal is aborted. */
  readonly measure: (run: Run, signal: AbortSignal) => Promise<Rates | null>;
  /** A measurement has come to an end. */
  readonly onMeasured: () => void;
}

/** Chooses between CPU and GPU by measuring each network on both. A software adapter is never chosen. */
export class AutoEvaluator {
  readonly #parts: AutoEvaluatorParts;
  #measured: { readonly key: string; readonly rates: Rates | null } | null = null;
  #measuring: { readonly key: string; readonly controller: AbortController } | null = null;

  constructor(parts: AutoEvaluatorParts) {
    this.#parts = parts;
  }

  processorFor(run: Run): Processor {
    return this.choiceFor(run).processor;
  }

  /** What is chosen for a run now. Measures a network that it does not know; until then the CPU is chosen. */
  choiceFor(run: Run): AutoChoice {
    const { state } = this.#parts.keeper;
    switch (state.kind) {
      case 'probing':
        return cpu('measuring');
      case 'unavailable':
        return cpu('no-gpu');
      case 'retrying':
      case 'lost':
        return cpu('gpu-failed');
      case 'available':
        return state.isSoftware ? cpu('software-adapter') : this.#faster(run);
    }
  }

  #faster(run: Run): AutoChoice {
    const key = `${run.backend.name} ${run.network.key}`;
    if (this.#measured?.key !== key) {
      if (this.#measuring?.key !== key) void this.#measure(run, key);
      return cpu('measuring');
    }
    const { rates } = this.#measured;
    if (rates === null) return cpu('gpu-failed');
    const processor = rates.gpu > rates.cpu ? 'gpu' : 'cpu';
    return { processor, because: 'measured', pointsPerSecond: rates };
  }

  async #measure(run: Run, key: string): Promise<void> {
    this.#measuring?.controller.abort();
    const controller = new AbortController();
    const measuring = { key, controller };
    this.#measuring = measuring;
    const rates = await this.#parts.measure(run, controller.signal);
    // Another network may have come meanwhile, and its measurement is then the one that counts.
    if (this.#measuring !== measuring) return;
    this.#measuring = null;
    this.#measured = { key, rates };
    this.#parts.onMeasured();
  }
}

function cpu(because: AutoChoice['because']): AutoChoice {
  return { processor: 'cpu', because, pointsPerSecond: null };
}
