import type {
  EvaluateOnRequest,
  EvaluationComparison,
  EvaluationState,
} from '../src/protocol/evaluation-messages.ts';
import type { Failure } from '../src/protocol/reply.ts';
import type { Clock } from '../src/timing/clock.ts';
import type { Run } from '../src/training/run.ts';
import { finestResolution } from '../src/training/view.ts';
import { AutoEvaluator } from './auto-evaluator.ts';
import type { Engines } from './engines.ts';
import { GpuKeeper } from './gpu-keeper.ts';
import { GpuLandscape } from './gpu-landscape.ts';
import { GpuViews } from './gpu-views.ts';
import { measureEvaluation, measureProcessors } from './measure-evaluation.ts';
import { failure } from './replies.ts';
import { ViewScheduler } from './view-scheduler.ts';
import type { BuiltView } from './view-steps.ts';

/** How long a call waits for a GPU that is being looked for. */
const gpuPatienceMs = 4000;

export interface EvaluationParts {
  readonly engines: Engines;
  readonly gpu: GPU | undefined;
  readonly now: Clock;
  /** Lets waiting messages in. */
  readonly nextTask: () => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly onView: (view: BuiltView) => void;
  /** There may be something to do that there was not. */
  readonly onChange: () => void;
}

/** Who evaluates what is shown: the CPU, or a GPU that is looked for, tried and watched. */
export class EvaluationDesk {
  readonly views: ViewScheduler;
  readonly #parts: EvaluationParts;
  readonly #gpu: GpuKeeper;
  readonly #auto: AutoEvaluator;
  readonly #gpuViews: GpuViews;
  #onGpu: GpuLandscape | null = null;

  constructor(parts: EvaluationParts) {
    this.#parts = parts;
    this.#gpu = new GpuKeeper(parts);
    this.#auto = new AutoEvaluator({
      keeper: this.#gpu,
      measure: (run, signal) =>
        measureProcessors(run, finestResolution, { ...parts, keeper: this.#gpu, signal }),
      onMeasured: parts.onChange,
    });
    this.#gpuViews = new GpuViews(this.#gpu);
    this.views = new ViewScheduler(this.#gpuViews, this.#auto, parts.now, parts.onView);
  }

  /** Looks for a GPU where nobody did; whoever evaluates on it need not wait for it then. */
  lookOnce(): void {
    if (this.#gpu.state.kind === 'probing') void this.#gpu.open();
  }

  /** Evaluates there from now on; why that is impossible, if it is. */
  async choose({ evaluator, chosenByUser }: EvaluateOnRequest): Promise<Failure | null> {
    if (evaluator === 'auto') void this.#gpu.open().then(this.#parts.onChange);
    const problem = evaluator === 'gpu' ? await this.#problemOfGpu(chosenByUser) : null;
    if (problem !== null) return failure('gpu-unavailable', `Evaluating on the CPU: ${problem}`);
    this.views.evaluator = evaluator;
    this.#parts.onChange();
    return null;
  }

  /** As the end of a sentence; null where there is a GPU to evaluate on. */
  async #problemOfGpu(chosenByUser: boolean): Promise<string | null> {
    await this.#lookForGpu();
    const { state } = this.#gpu;
    if (state.kind === 'probing') return 'a GPU is still being looked for.';
    if (state.kind === 'unavailable' || state.kind === 'lost') return state.reason;
    if (state.kind !== 'available' || !state.isSoftware || chosenByUser) return null;
    const advice = 'It is a software adapter, slower than the CPU; choose GPU to use it all the same.';
    return `the only GPU here is ${state.name}. ${advice}`;
  }

  /** Not for as long as it may take: the page takes a worker that does not answer for dead. */
  #lookForGpu(): Promise<unknown> {
    return Promise.race([this.#gpu.open(), this.#parts.sleep(gpuPatienceMs)]);
  }

  /** Of the present run. */
  state(run: Run | null): EvaluationState {
    const { evaluator, published } = this.views;
    return {
      evaluator,
      gpu: this.#gpu.state,
      maxDifference: published?.check ?? null,
      auto: evaluator === 'auto' && run !== null ? this.#auto.choiceFor(run) : null,
      refusal: run === null ? null : this.#gpuViews.refusalOf(run),
    };
  }

  async measure(run: Run, resolution: number): Promise<EvaluationComparison> {
    await this.#lookForGpu();
    const { state } = this.#gpu;
    const { name } = run.backend;
    const { fused } = run.experiment;
    const compiled = this.#parts.engines.choose(name === 'interpreter' ? 'wasm-f32' : name, fused);
    const parts = { ...this.#parts, keeper: this.#gpu };
    const measurements = await measureEvaluation(run, resolution, compiled, parts);
    const adapter = state.kind === 'available' ? { name: state.name, isSoftware: state.isSoftware } : null;
    return { measurements, adapter };
  }

  /** Who evaluates the landscape of a run on the GPU, where the pictures are evaluated there. */
  landscapeOf(run: Run): GpuLandscape | null {
    if (this.#gpu.evaluator === null || this.views.processorFor(run) !== 'gpu') return null;
    if (this.#onGpu?.run !== run) this.#onGpu = new GpuLandscape(run, this.#gpu);
    return this.#onGpu;
  }
}
