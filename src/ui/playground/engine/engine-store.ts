import { batch, signal, type ReadonlySignal, type Signal } from '@preact/signals-core';
import type { TrainingClient } from '../../../client/training-client.ts';
import type { ViewSettings } from '../../../experiment/schema.ts';
import type { EngineMeasurement, EngineReport } from '../../../protocol/engine-messages.ts';
import type {
  EvaluationComparison,
  EvaluationMeasurement,
  EvaluationState,
  GpuState,
} from '../../../protocol/evaluation-messages.ts';
import type { NetworkPicture } from '../../../protocol/picture-messages.ts';
import type { Snapshot } from '../../../protocol/snapshot-messages.ts';
import { comparedResolutions } from '../../compare/crossover.ts';
import { isLost, isOutdated } from '../changes/change-queue.ts';
import { gpuNews } from './gpu-words.ts';

/** Where the user is told of what fails, or of a GPU that comes and goes. */
interface Board {
  post(topic: 'gpu' | 'engines', kind: 'info' | 'warning', text: string): void;
}

export interface EngineStoreOptions {
  readonly client: Pick<TrainingClient, 'evaluateOn' | 'measureEngines' | 'measureEvaluation'>;
  readonly board: Board;
  readonly viewSettings: Signal<ViewSettings>;
  readonly network: ReadonlySignal<NetworkPicture | null>;
}

const nothingYet: EvaluationState = {
  evaluator: 'cpu',
  gpu: { kind: 'probing' },
  maxDifference: null,
  auto: null,
};

/** Under the hood: what trains and evaluates the network, and how fast. */
export class EngineStore {
  readonly evaluation = signal<EvaluationState>(nothingYet);
  readonly report = signal<EngineReport | null>(null);
  /** What each engine did on the present network; null until measured, and after the network changed. */
  readonly measurements = signal<readonly EngineMeasurement[] | null>(null);
  /** How fast the present network is evaluated by what there is; null until measured, and after it changed. */
  readonly comparison = signal<EvaluationComparison | null>(null);
  readonly isComparing = signal(false);
  readonly #options: EngineStoreOptions;

  constructor(options: EngineStoreOptions) {
    this.#options = options;
  }

  receive({ evaluation, engine }: Pick<Snapshot, 'evaluation' | 'engine'>): void {
    this.#reportGpu(evaluation.gpu);
    if (isOther(evaluation, this.evaluation.value)) this.evaluation.value = evaluation;
    if (isOther(engine, this.report.value)) this.report.value = engine;
  }

  /** What was measured was of another network. */
  forgetMeasurements(): void {
    batch(() => {
      this.measurements.value = null;
      this.comparison.value = null;
    });
  }

  /** What became of the GPU is news for those who use it, and for those who were told that it failed. */
  #reportGpu(gpu: GpuState): void {
    const { gpu: before, auto } = this.evaluation.value;
    const news = gpuNews(before, gpu);
    if (news === null) return;
    const { board, viewSettings } = this.#options;
    const { evaluateOn } = viewSettings.value;
    if (evaluateOn !== 'gpu' && auto?.processor !== 'gpu' && before.kind !== 'retrying') return;
    board.post('gpu', news.kind, news.text);
    if (news.isOff && evaluateOn === 'gpu') this.#evaluatesOnCpu();
  }

  #evaluatesOnCpu(): void {
    const { viewSettings } = this.#options;
    viewSettings.value = { ...viewSettings.value, evaluateOn: 'cpu' };
  }

  /** Tells the worker what the settings say. */
  async evaluate(chosenByUser: boolean): Promise<void> {
    const { client, board, viewSettings } = this.#options;
    const reply = await client.evaluateOn({ evaluator: viewSettings.value.evaluateOn, chosenByUser });
    if (reply.ok) this.evaluation.value = reply.value;
    else {
      this.#evaluatesOnCpu();
      if (!isLost(reply)) board.post('gpu', 'warning', reply.message);
    }
  }

  /** Tries every engine on the present network for a moment. */
  async measureEngines(): Promise<void> {
    const reply = await this.#options.client.measureEngines();
    if (reply.ok) this.measurements.value = reply.value;
    else this.#failed(reply);
  }

  /** Evaluates the present network on everything there is: size by size, so that the table fills and no call is long. */
  async compareEvaluation(): Promise<void> {
    if (this.isComparing.value) return;
    this.isComparing.value = true;
    this.comparison.value = null;
    const network = this.#options.network.value;
    for (const resolution of comparedResolutions) {
      const reply = await this.#options.client.measureEvaluation(resolution);
      // Figures of two networks do not belong into one table.
      if (network !== this.#options.network.value) break;
      if (!reply.ok) {
        this.#failed(reply);
        break;
      }
      const { measurements, adapter } = reply.value;
      const earlier: readonly EvaluationMeasurement[] = this.comparison.value?.measurements ?? [];
      this.comparison.value = { adapter, measurements: [...earlier, ...measurements] };
    }
    this.isComparing.value = false;
  }

  #failed(failure: { readonly code: string; readonly message: string }): void {
    if (!isOutdated(failure)) this.#options.board.post('engines', 'warning', failure.message);
  }
}

function isOther(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}
