import { createDataSet } from '../src/data/data-set.ts';
import { dataSetNames, type SpeedName } from '../src/experiment/names.ts';
import { defaultExperiment, parseExperiment, type Experiment } from '../src/experiment/schema.ts';
import type {
  Checkpoint,
  CommandDone,
  ConfigureRequest,
  Configured,
  EngineMeasurement,
  EvaluateOnRequest,
  EvaluationState,
  Failure,
  FailureCode,
  Hello,
  Reply,
  Snapshot,
  SnapshotRequest,
  TrainingApi,
  TrainingCommand,
  TrainingStatus,
  View,
} from '../src/protocol/messages.ts';
import { Run } from '../src/training/run.ts';
import type { Clock } from '../src/training/trainer.ts';
import type { Engines } from './engines.ts';
import { GpuViews } from './gpu-views.ts';
import { measureEngines } from './measure-engines.ts';
import { Pace } from './pace.ts';
import { pictureData, pictureNetwork } from './pictures.ts';
import { Throughput } from './throughput.ts';
import { isFinite, ViewScheduler } from './view-scheduler.ts';
import type { BuiltView } from './view-steps.ts';

/** One turn of the loop: how long it may train, and look, before messages are let in. */
const sliceMs = 10;
const sliceWithViewMs = { training: 7, view: 3 };
/** A pause still finishes the running epoch if that takes no longer than this. */
const finishEpochMs = 30;
const checkpointIntervalMs = 1000;

export interface ServiceParts {
  readonly engines: Engines;
  readonly gpu: GPU | undefined;
  readonly now: Clock;
  /** Lets waiting messages in. */
  readonly nextTask: () => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
  /** What escapes the loop: the owner must learn of it, or the page waits for ever. */
  readonly onCrash: (error: unknown) => void;
}

/** The training as the page sees it: one run at a time, trained in slices between which calls are answered. */
export class TrainingService implements TrainingApi {
  readonly #parts: ServiceParts;
  readonly #gpu: GpuViews;
  readonly #views: ViewScheduler;
  readonly #throughput = new Throughput();
  readonly #pace = new Pace();
  #run: Run | null = null;
  #runId = 0;
  #status: TrainingStatus = 'ready';
  /** Where 'step' ends. */
  #lastEpoch = Infinity;
  #divergedInEpoch: number | null = null;
  #lastFinite: Checkpoint | null = null;
  #lastFiniteAt = -Infinity;
  #looping = false;
  #interrupt: () => void = () => undefined;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
    this.#gpu = new GpuViews(parts.gpu);
    this.#views = new ViewScheduler(this.#gpu, parts.now, (view) => {
      this.#record(view);
    });
  }

  hello(): Promise<Hello> {
    const thumbnail = (dataSet: Experiment['dataSet']): Hello['thumbnails'][typeof dataSet] =>
      createDataSet({ ...defaultExperiment, dataSet, points: 240, trainShare: 50 }).train;
    const entries = dataSetNames.map((name) => [name, thumbnail(name)] as const);
    return Promise.resolve({ thumbnails: Object.fromEntries(entries) as Hello['thumbnails'] });
  }

  configure(request: ConfigureRequest): Promise<Reply<Configured>> {
    const parsed = parseExperiment(request.experiment);
    if (!parsed.ok) return refuse('invalid-settings', parsed.message);
    const restore = request.restoreLastFinite === true ? this.#lastFinite : (request.restore ?? null);
    if (request.restoreLastFinite === true && restore === null) {
      return refuse('nothing-to-restore', 'There is no earlier state to go back to.');
    }
    const previous = this.#run;
    const before = this.#checkpointForUndo();
    const effect = this.#adopt(parsed.value, restore);
    if (effect !== 'live') this.#status = this.#statusAfterChange(request.run);
    const run = this.#run!;
    this.#wake();
    if (this.#gpu.state.kind === 'probing') void this.#gpu.open();
    return accept({
      runId: this.#runId,
      effect,
      before: effect === 'live' ? null : before,
      data: previous?.dataSet === run.dataSet ? null : pictureData(run.dataSet),
      network: pictureNetwork(run.network),
      engine: {
        name: run.backend.name,
        fallbackReason: this.#parts.engines.choose(run.experiment.engine).fallbackReason,
        compiled: run.figures,
      },
    });
  }

  /** Makes the experiment the current run, by the gentlest change that will do. */
  #adopt(experiment: Experiment, restore: Checkpoint | null): Configured['effect'] {
    const current = this.#run;
    const continues = restore === null && current !== null && !current.diverged && current.canContinueAs(experiment);
    if (continues && current.canApply(experiment)) {
      current.applySettings(experiment);
      return 'live';
    }
    const state = restore ?? (continues ? current.state() : null);
    const run = this.#createRun(experiment);
    if (state !== null) run.restore(state);
    this.#replaceRun(run, continues);
    return continues ? 'live' : restore === null ? 'restarted' : 'restored';
  }

  #createRun(experiment: Experiment): Run {
    const { engines, now } = this.#parts;
    return new Run(experiment, engines.choose(experiment.engine).backend, now, this.#run);
  }

  #replaceRun(run: Run, keepView: boolean): void {
    this.#run?.dispose();
    this.#run = run;
    this.#divergedInEpoch = null;
    this.#keepCheckpoint();
    this.#views.begin(run, keepView);
    if (keepView) return;
    this.#runId++;
    this.#lastEpoch = Infinity;
    this.#views.capture(run, true, false);
  }

  #statusAfterChange(run: boolean | undefined): TrainingStatus {
    const goesOn = run ?? this.#status === 'running';
    if (goesOn) return 'running';
    return this.#run!.isTrained ? 'paused' : 'ready';
  }

  command(command: TrainingCommand): Promise<Reply<CommandDone>> {
    const run = this.#run;
    if (run === null) return refuse('not-configured', 'No experiment has been set up yet.');
    let before: Checkpoint | null = null;
    if (command === 'reset') {
      before = this.#checkpointForUndo();
      this.#replaceRun(this.#createRun(run.experiment), false);
      this.#status = 'ready';
    } else if (command === 'pause') {
      this.#pause(run);
    } else if (this.#status !== 'diverged') {
      this.#lastEpoch = command === 'step' ? run.epoch + 1 : Infinity;
      this.#status = 'running';
    }
    this.#wake();
    return accept({ runId: this.#runId, status: this.#status, before });
  }

  #pause(run: Run): void {
    if (this.#status !== 'running') return;
    if (run.insideEpoch) this.#train(run, this.#parts.now() + finishEpochMs, run.epoch + 1);
    if (this.#status === 'running') this.#stop(run);
  }

  /** Ends the training for now and looks at where it stands, unless that is in the middle of a long epoch. */
  #stop(run: Run): void {
    this.#status = 'paused';
    this.#lastEpoch = Infinity;
    if (!run.insideEpoch || this.#views.published === null) this.#views.capture(run, true, false);
  }

  snapshot({ viewVersion, historyVersion }: SnapshotRequest): Promise<Reply<Snapshot>> {
    const run = this.#run;
    if (run === null) return refuse('not-configured', 'No experiment has been set up yet.');
    this.#views.request();
    this.#wake();
    const { published, version } = this.#views;
    const { history } = run;
    return accept({
      runId: this.#runId,
      status: this.#status,
      trainingMs: run.trainingMs,
      samplesPerSecond: this.#throughput.perSecond(this.#parts.now()),
      divergedInEpoch: this.#divergedInEpoch,
      canGoBack: this.#lastFinite !== null,
      view: published === null || version <= viewVersion ? null : copyView(published, version),
      history:
        historyVersion < 0 || history.version === historyVersion
          ? null
          : { ...history.columns(), version: history.version },
      evaluation: this.#evaluationState(),
    });
  }

  checkpoint(): Promise<Reply<Checkpoint | null>> {
    return accept(this.#run === null ? null : this.#run.diverged ? this.#lastFinite : this.#run.state());
  }

  async measureEngines(): Promise<Reply<readonly EngineMeasurement[]>> {
    const run = this.#run;
    if (run === null || run.diverged) return failure('not-configured', 'There is no finite network to measure with.');
    const { engines, now, nextTask } = this.#parts;
    return { ok: true, value: await measureEngines(run, engines, now, nextTask) };
  }

  setSpeed(speed: SpeedName): Promise<Reply<null>> {
    this.#pace.speed = speed;
    this.#wake();
    return accept(null);
  }

  async evaluateOn({ evaluator, chosenByUser }: EvaluateOnRequest): Promise<Reply<EvaluationState>> {
    if (evaluator === 'gpu') {
      await this.#gpu.open();
      const { state } = this.#gpu;
      if (state.kind !== 'available') {
        const reason = state.kind === 'probing' ? 'It is still being looked for.' : state.reason;
        return failure('gpu-unavailable', `Evaluating on the CPU: ${reason}`);
      }
      if (state.isSoftware && !chosenByUser) {
        const advice = 'It is a software adapter, slower than the CPU; choose GPU to use it all the same.';
        return failure('gpu-unavailable', `Evaluating on the CPU: the only GPU here is ${state.name}. ${advice}`);
      }
    }
    this.#views.evaluator = evaluator;
    this.#wake();
    return { ok: true, value: this.#evaluationState() };
  }

  #evaluationState(): EvaluationState {
    const gpu = this.#gpu.state;
    const evaluator = gpu.kind === 'available' ? this.#views.evaluator : 'cpu';
    return { evaluator, gpu, maxDifference: evaluator === 'gpu' ? this.#views.difference : null };
  }

  #checkpointForUndo(): Checkpoint | null {
    if (this.#run === null || !this.#run.isTrained) return null;
    return this.#run.diverged ? this.#lastFinite : this.#run.state();
  }

  #keepCheckpoint(): void {
    if (this.#run === null || this.#run.diverged) return;
    this.#lastFinite = this.#run.state();
    this.#lastFiniteAt = this.#parts.now();
  }

  #record(view: BuiltView): void {
    if (this.#run === null) return;
    if (!isFinite(view)) this.#markDiverged(view.epoch);
    else if (view.epoch > this.#run.history.lastEpoch) {
      this.#run.history.push(view.epoch, view.trainLoss, view.testLoss);
    }
  }

  #markDiverged(epoch: number): void {
    this.#status = 'diverged';
    this.#divergedInEpoch = epoch;
  }

  /** Sees to it that the loop runs, and that it looks again if it waits. */
  #wake(): void {
    this.#interrupt();
    if (this.#looping) return;
    this.#looping = true;
    this.#loop().catch(this.#parts.onCrash);
  }

  async #loop(): Promise<void> {
    while (this.#run !== null) {
      const now = this.#parts.now();
      const running = this.#status === 'running';
      const training = running && this.#mayTrain(this.#run, now);
      if (training || this.#views.hasWork(running)) {
        this.#slice(this.#run, training);
        await this.#parts.nextTask();
        continue;
      }
      const waits = [this.#views.waitingFor, running ? this.#parts.sleep(this.#pace.waitMs(now)) : null];
      const reasons = waits.filter((wait) => wait !== null);
      if (reasons.length === 0) break;
      await Promise.race([...reasons, this.#interrupted()]);
    }
    this.#looping = false;
  }

  /** A step is not held back, and an epoch once begun is finished. */
  #mayTrain(run: Run, now: number): boolean {
    return this.#lastEpoch < Infinity || run.insideEpoch || this.#pace.allows(run.epoch, now);
  }

  #lastEpochNow(run: Run): number {
    if (this.#lastEpoch < Infinity) return this.#lastEpoch;
    return Math.max(this.#pace.lastEpoch, run.insideEpoch ? run.epoch + 1 : 0);
  }

  #interrupted(): Promise<void> {
    return new Promise((resolve) => (this.#interrupt = resolve));
  }

  #slice(run: Run, training: boolean): void {
    const { now } = this.#parts;
    const looking = this.#views.hasWork(this.#status === 'running');
    if (training) {
      const deadline = now() + (looking ? sliceWithViewMs.training : sliceMs);
      const lastEpoch = this.#lastEpochNow(run);
      if (this.#views.isDue) {
        this.#train(run, deadline, Math.min(lastEpoch, run.epoch + 1));
        if (!run.insideEpoch && this.#status === 'running') this.#views.capture(run, false, true);
      }
      if (this.#status === 'running') this.#train(run, deadline, lastEpoch);
      if (this.#status === 'running' && run.epoch >= this.#lastEpoch) this.#stop(run);
      if (now() - this.#lastFiniteAt >= checkpointIntervalMs) this.#keepCheckpoint();
    }
    const stillTraining = this.#status === 'running';
    if (this.#views.hasWork(stillTraining)) {
      this.#views.advance(now() + (stillTraining ? sliceWithViewMs.view : sliceMs), stillTraining);
    }
  }

  #train(run: Run, deadline: number, lastEpoch: number): void {
    const before = run.trainingMs;
    const used = run.advance(deadline, lastEpoch);
    if (used > 0) this.#throughput.add(this.#parts.now(), used, run.trainingMs - before);
    if (run.diverged) this.#markDiverged(run.epoch + 1);
  }
}

function copyView(view: BuiltView, version: number): View {
  const { boundary, maps, parameters } = view;
  return {
    ...view,
    version,
    parameters: parameters.slice(),
    boundary: { ...boundary, values: boundary.values.slice() },
    maps: { ...maps, values: maps.values.slice() },
  };
}

function accept<T>(value: T): Promise<Reply<T>> {
  return Promise.resolve({ ok: true, value });
}

function failure(code: FailureCode, message: string): Failure {
  return { ok: false, code, message };
}

function refuse(code: FailureCode, message: string): Promise<Failure> {
  return Promise.resolve(failure(code, message));
}
