import type { SpeedName } from '../src/experiment/names.ts';
import { DataRefused } from '../src/data/file-data-set.ts';
import { parseExperiment, type Experiment } from '../src/experiment/schema.ts';
import type {
  Checkpoint,
  CommandDone,
  ConfigureRequest,
  Configured,
  EngineMeasurement,
  EngineReport,
  EvaluateOnRequest,
  EvaluationComparison,
  EvaluationState,
  Failure,
  FailureCode,
  Hello,
  Landscape,
  LandscapeRequest,
  Reply,
  Snapshot,
  SnapshotRequest,
  TrainingApi,
  TrainingCommand,
} from '../src/protocol/messages.ts';
import type { Answer, AskRequest } from '../src/protocol/ask-messages.ts';
import type {
  GradientCheckRequest,
  GradientCheckState,
  Inspection,
  InspectRequest,
} from '../src/protocol/lab-messages.ts';
import type { RowAnswer, RowExport, RowExportRequest, RowRequest } from '../src/protocol/row-messages.ts';
import { stepOf } from '../src/timing/clock.ts';
import type { Run } from '../src/training/run.ts';
import { finestResolution, type Metrics } from '../src/training/view.ts';
import type { Engines } from './engines.ts';
import { Answerer } from './answerer.ts';
import { AutoEvaluator } from './auto-evaluator.ts';
import { EpochMeter } from './epoch-meter.ts';
import { GpuLandscape } from './gpu-landscape.ts';
import { GpuKeeper } from './gpu-keeper.ts';
import { GpuViews } from './gpu-views.ts';
import { GradientChecks } from './gradient-checks.ts';
import { LandscapeScheduler } from './landscape-scheduler.ts';
import { inTasks } from './in-tasks.ts';
import { measureEvaluation, measureProcessors } from './measure-evaluation.ts';
import { measureEngines } from './measure-engines.ts';
import { drawAlike, pictureData, pictureNetwork, pictureThumbnails } from './pictures.ts';
import { RunKeeper, type Adopted } from './run-keeper.ts';
import { TableStore, type FileLoader } from './table-store.ts';
import { RowTable, type PresentRun } from './row-table.ts';
import { SampleInspector } from './sample-inspector.ts';
import { TrainingLoop, type LoopParts } from './training-loop.ts';
import { isFinite, isMeasuredLoss, ViewScheduler } from './view-scheduler.ts';
import type { BuiltView } from './view-steps.ts';

export interface ServiceParts extends Omit<LoopParts, 'keeper' | 'views' | 'landscape' | 'meter'> {
  readonly engines: Engines;
  readonly gpu: GPU | undefined;
  /** Fetches what lies beside the page; without it there are no real sets. */
  readonly loadFile?: FileLoader;
}

/** How long a call waits for a GPU that is being looked for. */
const gpuPatienceMs = 4000;

/** The training as the page sees it: one run at a time, trained in slices between which calls are answered. */
export class TrainingService implements TrainingApi {
  readonly #parts: ServiceParts;
  readonly #gpu: GpuKeeper;
  readonly #auto: AutoEvaluator;
  readonly #gpuViews: GpuViews;
  readonly #views: ViewScheduler;
  readonly #landscape: LandscapeScheduler;
  #onGpu: GpuLandscape | null = null;
  readonly #tables: TableStore;
  readonly #keeper: RunKeeper;
  readonly #loop: TrainingLoop;
  readonly #inspector = new SampleInspector();
  readonly #answerer = new Answerer();
  readonly #gradientChecks: GradientChecks;
  readonly #rows: RowTable;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
    this.#gpu = new GpuKeeper(parts);
    this.#tables = new TableStore(parts.loadFile ?? noFiles);
    this.#keeper = new RunKeeper(parts.engines, parts.now, this.#tables.source);
    this.#auto = new AutoEvaluator({
      keeper: this.#gpu,
      measure: (run, signal) =>
        measureProcessors(run, finestResolution, { ...parts, keeper: this.#gpu, signal }),
      onMeasured: () => this.#loop.wake(),
    });
    this.#gpuViews = new GpuViews(this.#gpu);
    this.#views = new ViewScheduler(this.#gpuViews, this.#auto, parts.now, (view) => {
      this.#record(view);
    });
    this.#gradientChecks = new GradientChecks(parts);
    this.#rows = new RowTable(parts);
    this.#landscape = new LandscapeScheduler(parts.now, (run) => this.#gpuLandscape(run));
    const { views, landscape } = { views: this.#views, landscape: this.#landscape };
    const meter = new EpochMeter({
      now: parts.now,
      cpu: () => views.cpu,
      onMeasured: (epoch, metrics) => {
        this.#write(epoch, metrics);
      },
    });
    this.#loop = new TrainingLoop({ ...parts, keeper: this.#keeper, views, landscape, meter });
  }

  hello(): Promise<Hello> {
    return Promise.resolve({});
  }

  ping(): Promise<Reply<null>> {
    return accept(null);
  }

  configure(request: ConfigureRequest): Promise<Reply<Configured>> {
    const parsed = parseExperiment(request.experiment);
    if (!parsed.ok) return refuse('invalid-settings', parsed.message);
    const { value } = parsed;
    // What needs nothing from elsewhere is done at once.
    return this.#tables.has(value) ? this.#configure(request, value) : this.#configureLater(request, value);
  }

  /** Once its data are there; training goes on meanwhile, and if they can not be had. */
  async #configureLater(request: ConfigureRequest, experiment: Experiment): Promise<Reply<Configured>> {
    const problem = await this.#tables.provide(experiment, request.table);
    return problem === null ? this.#configure(request, experiment) : failure('data-unavailable', problem);
  }

  #configure(request: ConfigureRequest, experiment: Experiment): Promise<Reply<Configured>> {
    const { lastFinite } = this.#keeper;
    const restore = request.restoreLastFinite === true ? lastFinite : (request.restore ?? null);
    if (request.restoreLastFinite === true && restore === null) {
      return refuse('nothing-to-restore', 'There is no earlier state to go back to.');
    }
    const previous = this.#keeper.current;
    const before = this.#keeper.checkpointForUndo();
    const shownBefore = previous?.shown;
    if (request.slice !== undefined) this.#keeper.choose(request.slice);
    const adopted = this.#adopt(experiment, restore);
    if (!adopted.ok) return Promise.resolve(adopted);
    const { run, effect } = adopted;
    // Whatever was trained on them has ended.
    this.#tables.forget(request.forget ?? []);
    this.#inspector.keepFor(run);
    this.#answerer.keepFor(run);
    const isShownAnew = run.shown !== shownBefore;
    if (effect !== 'live') this.#begin(run, request.run ?? this.#loop.status === 'running');
    else if (run !== previous) {
      this.#views.begin(run, !isShownAnew);
      this.#landscape.begin(run, true);
    } else if (isShownAnew) this.#views.begin(run);
    if (run.shortfall !== null) this.#loop.pause(run);
    if (effect === 'live' && isShownAnew && run.isReady)
      this.#views.capture(run, true, this.#loop.status === 'running');
    this.#loop.wake();
    if (this.#gpu.state.kind === 'probing') void this.#gpu.open();
    return accept({
      runId: this.#keeper.runId,
      effect,
      before: effect === 'live' ? null : before,
      data: isShownAnew ? pictureData(run) : null,
      thumbnails:
        previous !== null && drawAlike(previous.experiment, run.experiment)
          ? null
          : pictureThumbnails(run.experiment),
      network: pictureNetwork(run),
      engine: this.#engineReport(run),
    });
  }

  /** Data that cannot be trained on are refused, and what was trained is trained on. */
  #adopt(experiment: Experiment, restore: Checkpoint | null): ({ readonly ok: true } & Adopted) | Failure {
    try {
      return { ok: true, ...this.#keeper.adopt(experiment, restore) };
    } catch (error) {
      if (error instanceof DataRefused) return failure('data-unavailable', error.message);
      throw error;
    }
  }

  #begin(run: Run, running: boolean): void {
    this.#views.begin(run);
    this.#landscape.begin(run);
    if (run.isReady) this.#views.capture(run, true, false);
    this.#loop.begin(running && run.shortfall === null ? 'running' : run.isTrained ? 'paused' : 'ready');
  }

  #engineReport(run: Run): EngineReport {
    const { fallbackReason } = this.#parts.engines.choose(run.experiment.engine);
    return { name: run.backend.name, fallbackReason, compiled: run.figures };
  }

  command(command: TrainingCommand): Promise<Reply<CommandDone>> {
    const run = this.#keeper.current;
    if (run === null) return notConfigured();
    if ((command === 'play' || command === 'step') && run.shortfall !== null)
      return refuse('nothing-to-train', run.shortfall);
    const before = command === 'reset' ? this.#keeper.checkpointForUndo() : null;
    if (command === 'reset') this.#begin(this.#keeper.restart(run), false);
    else if (command === 'pause') this.#loop.pause(run);
    else this.#loop.play(command === 'step' ? run.epoch + 1 : Infinity);
    return accept({ runId: this.#keeper.runId, status: this.#loop.status, before });
  }

  snapshot({ viewVersion, historyVersion, frames }: SnapshotRequest): Promise<Reply<Snapshot>> {
    const { current: run, runId, lastFinite } = this.#keeper;
    if (run === null) return notConfigured();
    this.#views.request(viewVersion);
    this.#loop.wake();
    const { history } = run;
    const hasNewHistory = historyVersion >= 0 && history.version !== historyVersion;
    const view = this.#views.take(viewVersion);
    this.#loop.paint(run, frames ?? 1);
    return accept({
      runId,
      status: this.#loop.status,
      trainingMs: run.trainingMs,
      samplesPerSecond: this.#loop.throughput.perSecond(this.#parts.now(), stepOf(this.#parts.now)),
      clockStepMs: stepOf(this.#parts.now),
      divergedInEpoch: this.#loop.divergedInEpoch,
      canGoBack: lastFinite !== null,
      view,
      viewPending: this.#viewIsPending(run),
      history: hasNewHistory ? { ...history.columns(), version: history.version } : null,
      evaluation: this.#evaluationState(),
      engine: this.#engineReport(run),
    });
  }

  #viewIsPending(run: Run): boolean {
    return (
      !run.isReady || this.#views.hasWork(this.#loop.status === 'running') || this.#views.waitingFor !== null
    );
  }

  checkpoint(): Promise<Reply<Checkpoint | null>> {
    return accept(this.#keeper.checkpoint());
  }

  async measureEngines(): Promise<Reply<readonly EngineMeasurement[]>> {
    const run = await this.#readyRun();
    if (run === null) return notConfigured();
    if (run.shortfall !== null) return failure('nothing-to-train', run.shortfall);
    if (run.diverged)
      return failure('not-configured', 'A diverged network cannot be measured: reset it first.');
    const { engines, now, nextTask } = this.#parts;
    return { ok: true, value: await measureEngines(run, engines, now, nextTask) };
  }

  /** The present run once it can train, or the one that has taken its place by then; null if there is none. */
  async #readyRun(): Promise<Run | null> {
    while (this.#keeper.current?.isReady === false) await this.#parts.nextTask();
    return this.#keeper.current;
  }

  async measureEvaluation(resolution: number): Promise<Reply<EvaluationComparison>> {
    const run = await this.#readyRun();
    if (run === null) return notConfigured();
    if (run.shortfall !== null) return failure('nothing-to-train', run.shortfall);
    if (run.diverged)
      return failure('not-configured', 'A diverged network cannot be measured: reset it first.');
    await this.#lookForGpu();
    const { state } = this.#gpu;
    const { name } = run.backend;
    const compiled = this.#parts.engines.choose(name === 'interpreter' ? 'wasm-f32' : name);
    const parts = { ...this.#parts, keeper: this.#gpu };
    const measurements = await measureEvaluation(run, resolution, compiled, parts);
    const adapter = state.kind === 'available' ? { name: state.name, isSoftware: state.isSoftware } : null;
    return { ok: true, value: { measurements, adapter } };
  }

  setSpeed(speed: SpeedName): Promise<Reply<null>> {
    this.#loop.speed = speed;
    return accept(null);
  }

  async evaluateOn({ evaluator, chosenByUser }: EvaluateOnRequest): Promise<Reply<EvaluationState>> {
    if (evaluator === 'auto') void this.#gpu.open().then(() => this.#loop.wake());
    if (evaluator === 'gpu') {
      await this.#lookForGpu();
      const { state } = this.#gpu;
      if (state.kind !== 'available' && state.kind !== 'retrying') {
        const reason = state.kind === 'probing' ? 'a GPU is still being looked for.' : state.reason;
        return failure('gpu-unavailable', `Evaluating on the CPU: ${reason}`);
      }
      if (state.kind === 'available' && state.isSoftware && !chosenByUser) {
        const advice = 'It is a software adapter, slower than the CPU; choose GPU to use it all the same.';
        return failure(
          'gpu-unavailable',
          `Evaluating on the CPU: the only GPU here is ${state.name}. ${advice}`,
        );
      }
    }
    this.#views.evaluator = evaluator;
    this.#loop.wake();
    return { ok: true, value: this.#evaluationState() };
  }

  /** Not for as long as it may take: the page takes a worker that does not answer for dead. */
  #lookForGpu(): Promise<unknown> {
    return Promise.race([this.#gpu.open(), this.#parts.sleep(gpuPatienceMs)]);
  }

  landscape(request: LandscapeRequest): Promise<Reply<Landscape>> {
    if (this.#keeper.current === null) return notConfigured();
    this.#loop.wake();
    return accept(this.#landscape.request(request, this.#keeper.runId, this.#loop.status === 'running'));
  }

  #evaluationState(): EvaluationState {
    const { evaluator, published } = this.#views;
    const run = this.#keeper.current;
    return {
      evaluator,
      gpu: this.#gpu.state,
      maxDifference: published?.check ?? null,
      auto: evaluator === 'auto' && run !== null ? this.#auto.choiceFor(run) : null,
      refusal: run === null ? null : this.#gpuViews.refusalOf(run),
    };
  }

  /** Who evaluates the landscape of a run on the GPU, where the pictures are evaluated there. */
  #gpuLandscape(run: Run): GpuLandscape | null {
    if (this.#gpu.evaluator === null || this.#views.processorFor(run) !== 'gpu') return null;
    if (this.#onGpu?.run !== run) this.#onGpu = new GpuLandscape(run, this.#gpu);
    return this.#onGpu;
  }

  async inspectSample(request: InspectRequest): Promise<Reply<Inspection>> {
    const run = await this.#readyRun();
    if (run === null) return notConfigured();
    const { runId } = this.#keeper;
    return inTasks(this.#inspector.inspect(run, runId, request), this.#parts.nextTask);
  }

  async ask(request: AskRequest): Promise<Reply<Answer>> {
    const run = await this.#readyRun();
    if (run === null) return notConfigured();
    const { runId } = this.#keeper;
    return inTasks(this.#answerer.answer(run, runId, request), this.#parts.nextTask);
  }

  async checkGradients(request: GradientCheckRequest): Promise<Reply<GradientCheckState>> {
    if (request.kind !== 'start') return accept(this.#gradientChecks.handle(request));
    const run = await this.#readyRun();
    if (run === null) return notConfigured();
    if (run.shortfall !== null) return failure('nothing-to-train', run.shortfall);
    const { backend } = this.#parts.engines.choose('wasm-f64');
    return accept(this.#gradientChecks.start(run, this.#keeper.runId, backend));
  }

  rows(request: RowRequest): Promise<Reply<RowAnswer>> {
    const present = this.#presentRun();
    return present === null ? notConfigured() : this.#rows.window(present, request);
  }

  exportRows(request: RowExportRequest): Promise<Reply<RowExport>> {
    const present = this.#presentRun();
    return present === null ? notConfigured() : this.#rows.export(present, request);
  }

  #presentRun(): PresentRun | null {
    const { current: run, runId } = this.#keeper;
    return run === null ? null : { run, runId, isTraining: () => this.#loop.status === 'running' };
  }

  #record(view: BuiltView): void {
    const run = this.#keeper.current;
    if (run === null) return;
    if (!isFinite(view, run)) {
      this.#loop.markDiverged(Math.ceil(view.epoch));
      return;
    }
    this.#landscape.report({ epoch: view.epoch, parameters: view.parameters });
    this.#write(view.epoch, view);
  }

  /** What was measured of the present run becomes part of its history, unless later weights are there already. */
  #write(epoch: number, { trainLoss, testLoss }: Pick<Metrics, 'trainLoss' | 'testLoss'>): void {
    const run = this.#keeper.current;
    if (run === null || run.train.count === 0 || epoch <= run.history.lastEpoch) return;
    const isSound = isMeasuredLoss(trainLoss, run.train) && isMeasuredLoss(testLoss, run.test);
    if (isSound) run.history.push(epoch, trainLoss, testLoss);
    else this.#loop.markDiverged(Math.ceil(epoch));
  }
}

const noFiles: FileLoader = () => Promise.reject(new Error('there is nowhere to load it from'));

function accept<T>(value: T): Promise<Reply<T>> {
  return Promise.resolve({ ok: true, value });
}

function failure(code: FailureCode, message: string): Failure {
  return { ok: false, code, message };
}

function refuse(code: FailureCode, message: string): Promise<Failure> {
  return Promise.resolve(failure(code, message));
}

function notConfigured(): Promise<Failure> {
  return refuse('not-configured', 'No experiment has been set up yet.');
}
