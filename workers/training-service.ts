import type { SpeedName } from '../src/experiment/names.ts';
import { DataRefused } from '../src/data/file-data-set.ts';
import { parseExperiment, type Experiment } from '../src/experiment/schema.ts';
import type { EngineMeasurement, EngineReport } from '../src/protocol/engine-messages.ts';
import type {
  EvaluateOnRequest,
  EvaluationComparison,
  EvaluationState,
} from '../src/protocol/evaluation-messages.ts';
import type { HiddenAnswer, HiddenRequest } from '../src/protocol/hidden-messages.ts';
import type { Landscape, LandscapeRequest } from '../src/protocol/landscape-messages.ts';
import type {
  Checkpoint,
  CommandDone,
  ConfigureRequest,
  Configured,
  Hello,
  TrainingApi,
  TrainingCommand,
  Travelled,
  TravelRequest,
} from '../src/protocol/messages.ts';
import type { Failure, Reply } from '../src/protocol/reply.ts';
import type { Snapshot, SnapshotRequest } from '../src/protocol/snapshot-messages.ts';
import type { Departure } from '../src/protocol/take-away-messages.ts';
import type { Answer, AskRequest } from '../src/protocol/ask-messages.ts';
import type {
  GradientCheckRequest,
  GradientCheckState,
  Inspection,
  InspectRequest,
} from '../src/protocol/lab-messages.ts';
import type { LookAnswer, LookRequest } from '../src/protocol/look-messages.ts';
import type { RowAnswer, RowExport, RowExportRequest, RowRequest } from '../src/protocol/row-messages.ts';
import type { RunId } from '../src/protocol/run-id.ts';
import { stepOf } from '../src/timing/clock.ts';
import { sayMissing } from '../src/training/held-parameters.ts';
import { dropped } from '../src/training/batches.ts';
import type { Run } from '../src/training/run.ts';
import type { RunData } from '../src/training/run-data.ts';
import { beginningWith, refusalOf } from './arrivals.ts';
import { DoctorDesk } from './doctor-desk.ts';
import type { Engines } from './engines.ts';
import { EpochMeter } from './epoch-meter.ts';
import { EvaluationDesk } from './evaluation-desk.ts';
import { LandscapeScheduler } from './landscape-scheduler.ts';
import { InTurn } from './in-turn.ts';
import { inSlices } from './in-tasks.ts';
import { measureEngines } from './measure-engines.ts';
import { CurveWriter } from './curve-writer.ts';
import { drawAlike, noiseKey, pictureData, pictureNetwork, pictureThumbnails } from './pictures.ts';
import { NamedRuns } from './named-runs.ts';
import { QuestionDesk } from './question-desk.ts';
import { accept, failure, refuse } from './replies.ts';
import { Recall } from './recall.ts';
import { RunKeeper, type Adopted } from './run-keeper.ts';
import { TableStore, type FileLoader } from './table-store.ts';
import { TrainingLoop, type LoopParts } from './training-loop.ts';
import type { ViewScheduler } from './view-scheduler.ts';

export interface ServiceParts extends Omit<LoopParts, 'keeper' | 'views' | 'landscape' | 'meter'> {
  readonly engines: Engines;
  readonly gpu: GPU | undefined;
  /** Fetches what lies beside the page; without it there are no real sets. */
  readonly loadFile?: FileLoader;
}

/** Of a table's preparation at a time: longer than what trains meanwhile, and what is asked meanwhile waits no longer. */
const preparationMs = 24;

/** What each step is one of. */
const stepNamed = { step: 'epoch', 'step-batch': 'batch', 'step-sample': 'sample' } as const;

/** The training as the page sees it: one run at a time, trained in slices between which calls are answered. */
export class TrainingService implements TrainingApi {
  readonly #parts: ServiceParts;
  readonly #evaluation: EvaluationDesk;
  readonly #views: ViewScheduler;
  readonly #landscape: LandscapeScheduler;
  readonly #tables: TableStore;
  readonly #keeper: RunKeeper;
  readonly #runs: NamedRuns;
  readonly #loop: TrainingLoop;
  readonly #questions: QuestionDesk;
  readonly #doctor: DoctorDesk;
  readonly #recall: Recall;
  /** What is waited for, and whatever was asked for after it. */
  readonly #configurations = new InTurn();

  constructor(parts: ServiceParts) {
    this.#parts = parts;
    this.#tables = new TableStore(parts.loadFile ?? noFiles);
    this.#keeper = new RunKeeper(parts.engines, parts.now, this.#tables.source);
    this.#recall = new Recall({ ...parts, keeper: this.#keeper, tables: this.#tables.source });
    this.#doctor = new DoctorDesk(parts.now);
    this.#runs = new NamedRuns(this.#keeper, parts.nextTask);
    this.#evaluation = new EvaluationDesk({
      ...parts,
      onView: (view) => {
        curve.record(view);
      },
      onChange: () => this.#loop.wake(),
    });
    this.#views = this.#evaluation.views;
    this.#questions = new QuestionDesk({
      ...parts,
      runs: this.#runs,
      isTraining: () => this.#loop.status === 'running',
    });
    this.#landscape = new LandscapeScheduler(parts.now, (run) => this.#evaluation.landscapeOf(run));
    const { views, landscape, keeper } = {
      views: this.#views,
      landscape: this.#landscape,
      keeper: this.#keeper,
    };
    const onDiverged = (epoch: number): void => {
      this.#keeper.current?.markOverflow();
      this.#loop.markDiverged(epoch);
    };
    const curve = new CurveWriter({ keeper, landscape, onDiverged });
    const meter = new EpochMeter({
      now: parts.now,
      cpu: () => views.cpu,
      onMeasured: (epoch, metrics) => {
        curve.write(epoch, metrics);
      },
    });
    this.#loop = new TrainingLoop({ ...parts, keeper, views, landscape, meter });
  }

  // Without the name of a run, requests are about whichever there is.

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
    // What needs nothing from elsewhere is done at once, unless something else was asked for before it.
    const isSoonDone = this.#tables.has(value) && !this.#keeper.mustPrepare(value);
    return isSoonDone && !this.#configurations.isBusy
      ? this.#configure(request, value)
      : this.#configurations.add(() => this.#configureLater(request, value));
  }

  /** Once its data are there; training goes on meanwhile, and if they can not be had. */
  async #configureLater(request: ConfigureRequest, experiment: Experiment): Promise<Reply<Configured>> {
    const problem = await this.#tables.provide(experiment, request.table);
    if (problem !== null) return failure('data-unavailable', problem);
    if (!this.#keeper.mustPrepare(experiment)) return this.#configure(request, experiment);
    try {
      const data = await inSlices(this.#keeper.prepare(experiment), {
        ...this.#parts,
        sliceMs: preparationMs,
      });
      return await this.#configure(request, experiment, data);
    } catch (error) {
      if (error instanceof DataRefused) return failure('data-unavailable', error.message);
      throw error;
    }
  }

  #configure(request: ConfigureRequest, experiment: Experiment, data?: RunData): Promise<Reply<Configured>> {
    const { lastFinite } = this.#keeper;
    this.#recall.stop();
    const begun =
      request.weights === undefined ? null : beginningWith(this.#keeper, experiment, request.weights, data);
    if (typeof begun === 'string') return refuse('invalid-settings', begun);
    const restore = begun ?? (request.restoreLastFinite === true ? lastFinite : (request.restore ?? null));
    if (request.restoreLastFinite === true && restore === null) {
      return refuse('nothing-to-restore', 'There is no earlier state to go back to.');
    }
    if (request.isForeign === true && restore !== null) {
      const refusal = refusalOf(this.#keeper, experiment, restore, data);
      if (refusal !== null) return refuse('invalid-settings', refusal);
    }
    const previous = this.#keeper.current;
    const edits = request.edits?.run === this.#keeper.runId ? request.edits.values : [];
    const unfit = edits.find(([place, value]) => !canSet(place, value, previous));
    if (unfit !== undefined)
      return refuse('invalid-settings', `${unfit[1]} is no weight: expected a number that 32 bits can hold.`);
    const keepsBefore = request.keepsBefore === true;
    const before = keepsBefore ? this.#keeper.checkpoint() : this.#keeper.checkpointForUndo();
    const isBranch =
      this.#keeper.isInPast && (edits.length > 0 || isOther(experiment, previous?.experiment ?? experiment));
    if (isBranch) this.#goOnFromHere();
    const heldBefore = previous?.held;
    const shownBefore = previous?.shown;
    const noiseBefore = previous && noiseKey(previous.experiment);
    if (request.slice !== undefined) this.#keeper.choose(request.slice);
    const adopted = this.#adopt(experiment, request, restore, data);
    if (!adopted.ok) return Promise.resolve(adopted);
    const { run, effect, added = null } = adopted;
    const isEdited = edits.length > 0 && run.network === previous?.network && effect !== 'restarted';
    if (isEdited) {
      run.edit(edits);
      this.#keeper.timeline.turn(run);
    }
    const fitted = this.#fitHeld(run);
    const hasOtherWeights = effect === 'live' && (isEdited || run.held !== heldBefore);
    if (hasOtherWeights) this.#keeper.keepCheckpoint();
    // Whatever was trained on them has ended.
    this.#tables.forget(request.forget ?? []);
    this.#questions.keepFor(run);
    const isShownAnew = run.shown !== shownBefore;
    if (request.follow !== undefined) this.#follow(run, request.follow);
    else if (effect !== 'live') this.#begin(run, request.run ?? this.#loop.status === 'running');
    else if (run !== previous) {
      this.#views.begin(run, !isShownAnew);
      this.#landscape.begin(run, true);
    } else if (isShownAnew) this.#views.begin(run);
    if (run.shortfall !== null) this.#loop.pause(run);
    if (effect === 'live' && (isShownAnew || hasOtherWeights) && run.isReady)
      this.#views.capture(run, true, this.#loop.status === 'running');
    this.#loop.wake();
    this.#evaluation.lookOnce();
    return accept({
      runId: this.#keeper.runId,
      effect,
      added,
      before: effect === 'live' && !keepsBefore && !isBranch ? null : before,
      data: isShownAnew || noiseKey(run.experiment) !== noiseBefore ? pictureData(run) : null,
      thumbnails:
        previous !== null && drawAlike(previous.experiment, run.experiment)
          ? null
          : pictureThumbnails(run.experiment),
      network: pictureNetwork(run),
      engine: this.#engineReport(run),
      ...(fitted === null ? {} : { fitted }),
    });
  }

  /** Only the network tells which of the places in the settings it has. */
  #fitHeld(run: Run): NonNullable<Configured['fitted']> | null {
    const message = sayMissing(run.held);
    if (message === null) return null;
    const { settings } = run.held;
    run.applySettings({ ...run.experiment, ...settings });
    return { settings, message };
  }

  /** Data that cannot be trained on are refused, and what was trained is trained on. */
  #adopt(
    experiment: Experiment,
    { anew = false, follow }: ConfigureRequest,
    restore: Checkpoint | null,
    data?: RunData,
  ): ({ readonly ok: true } & Adopted) | Failure {
    try {
      const adopted =
        follow === undefined
          ? this.#keeper.adopt(experiment, restore, data, anew)
          : this.#keeper.beginAnew(experiment, data);
      return { ok: true, ...adopted };
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

  /** Nothing is looked at before it is trained: initial weights are not what is asked for. */
  #follow(run: Run, epochs: number): void {
    this.#views.begin(run);
    this.#landscape.begin(run);
    if (run.shortfall === null) this.#loop.follow(epochs);
    else this.#loop.begin('ready');
  }

  #engineReport(run: Run): EngineReport {
    const { fallbackReason } = this.#parts.engines.choose(run.experiment.engine, run.experiment.fused);
    return { name: run.backend.name, fallbackReason, compiled: run.figures };
  }

  command(command: TrainingCommand, name: RunId | null = null): Promise<Reply<CommandDone>> {
    const found = this.#runs.find(name);
    if (!found.ok) return Promise.resolve(found);
    const { run } = found;
    const trains = command !== 'reset' && command !== 'pause';
    this.#recall.stop();
    if (trains && run.shortfall !== null) return refuse('nothing-to-train', run.shortfall);
    const before = command === 'reset' ? this.#keeper.checkpointForUndo() : null;
    const left = trains ? this.#goOnFromHere() : null;
    if (command === 'reset') this.#begin(this.#keeper.restart(run), false);
    else if (command === 'pause') this.#loop.pause(run);
    else if (command === 'play') this.#loop.play();
    else this.#loop.step(run, stepNamed[command]);
    return accept({
      runId: this.#keeper.runId,
      status: this.#loop.status,
      before: left ?? before,
      ...(left === null ? {} : { experiment: run.experiment }),
    });
  }

  #goOnFromHere(): Checkpoint | null {
    const left = this.#keeper.goOnFromHere();
    if (left !== null) this.#landscape.cutAfter(this.#keeper.current?.progress ?? 0);
    return left;
  }

  travel({ to }: TravelRequest, name: RunId | null = null): Promise<Reply<Travelled>> {
    return this.#runs.withReady(name, async ({ run: previous }): Promise<Reply<Travelled>> => {
      if (Number.isNaN(to)) return failure('invalid-settings', 'There is no such epoch: expected a number.');
      if (this.#keeper.checkpointForUndo() === null)
        return failure('nothing-to-restore', 'Nothing was trained yet: there is no past.');
      if (this.#loop.status === 'running') this.#loop.pause(previous);
      const problem = await this.#recall.upTo(Math.max(0, to));
      if (problem !== null) return problem;
      return { ok: true, value: this.#travelTo(previous, Math.max(0, to)) };
    });
  }

  #travelTo(previous: Run, to: number): Travelled {
    const [shownBefore, before] = [previous.shown, this.#keeper.runId];
    const goal = this.#keeper.travel(to);
    const run = this.#keeper.current ?? previous;
    const { runId } = this.#keeper;
    if (run !== previous) {
      this.#questions.keepFor(run);
      this.#views.begin(run, run.shown === shownBefore && runId === before);
      this.#landscape.begin(run, runId === before);
    }
    this.#loop.travel(run, goal);
    const { experiment } = run;
    return runId === before ? { runId, experiment } : { runId, experiment, configured: this.#shapeOf(run) };
  }

  /** Of a network of another shape, at a moment of the past: all else is as it was. */
  #shapeOf(run: Run): Configured {
    return {
      ...{ runId: this.#keeper.runId, effect: 'restored', added: null, before: null },
      ...{ data: pictureData(run), thumbnails: null, network: pictureNetwork(run) },
      engine: this.#engineReport(run),
    };
  }

  #past(run: Run): Pick<Snapshot, 'past'> {
    const { isInPast, timeline, end, endMs } = this.#keeper;
    const { from, bytes } = timeline;
    if (from === null || !(run.isTouched || isInPast)) return {};
    const longestMs = timeline.longestMs(endMs);
    const { progress: recalled } = this.#recall;
    const past = { from, end, isShown: isInPast, longestMs, bytes };
    return { past: recalled === null ? past : { ...past, recalled } };
  }

  snapshot(
    { viewVersion, historyVersion, frames, vitals = false, momentsVersion }: SnapshotRequest,
    name: RunId | null = null,
  ): Promise<Reply<Snapshot>> {
    const found = this.#runs.find(name);
    if (!found.ok) return Promise.resolve(found);
    const { run, runId } = found;
    const isUrgent = this.#doctor.wantsVitals(run);
    this.#views.request(viewVersion, vitals, momentsVersion !== undefined, isUrgent);
    run.watchesUpdates = this.#views.watchesUpdates;
    this.#loop.wake();
    const { history, moments } = run;
    const hasNewMoments =
      momentsVersion !== undefined && momentsVersion >= 0 && moments.version !== momentsVersion;
    const hasNewHistory = historyVersion >= 0 && history.version !== historyVersion;
    const view = this.#views.take(viewVersion);
    this.#loop.paint(run, frames ?? 1);
    const diagnosis = this.#doctor.news(run, this.#loop.status === 'running', viewVersion === 0);
    return accept({
      runId,
      status: this.#loop.status,
      trainingMs: run.trainingMs,
      samplesPerSecond: this.#loop.throughput.perSecond(this.#parts.now(), stepOf(this.#parts.now)),
      clockStepMs: stepOf(this.#parts.now),
      divergedInEpoch: this.#loop.divergedInEpoch,
      ...(run.stateOverflowed ? { stateOverflowed: true } : {}),
      ...(this.#loop.stopped === null ? {} : { stopped: this.#loop.stopped }),
      canGoBack: this.#keeper.lastFinite !== null,
      ...this.#past(run),
      ...(this.#loop.followed === null ? {} : { followed: this.#loop.followed }),
      ...(this.#loop.sample === null ? {} : { sample: this.#loop.sample }),
      ...this.#dropped(run),
      ...(run.reductions > 0 ? { reductions: run.reductions } : {}),
      view,
      viewPending: this.#viewIsPending(run),
      history: hasNewHistory ? { ...history.columns(), version: history.version } : null,
      ...(hasNewMoments ? { moments: { ...moments.columns(), version: moments.version } } : {}),
      ...(diagnosis === null ? {} : { diagnosis }),
      evaluation: this.#evaluation.state(run),
      engine: this.#engineReport(run),
    });
  }

  #dropped(run: Run): Pick<Snapshot, 'dropped'> {
    const { isSlow, sample } = this.#loop;
    const shares = isSlow ? dropped(run, sample?.pending ?? null) : null;
    return shares === null ? {} : { dropped: shares };
  }

  #viewIsPending(run: Run): boolean {
    return (
      !run.isReady || this.#views.hasWork(this.#loop.status === 'running') || this.#views.waitingFor !== null
    );
  }

  checkpoint(name: RunId | null = null): Promise<Reply<Checkpoint | null>> {
    const found = this.#runs.find(name);
    if (!found.ok && found.code === 'superseded') return Promise.resolve(found);
    return accept(this.#keeper.checkpoint());
  }

  measureEngines(name: RunId | null = null): Promise<Reply<readonly EngineMeasurement[]>> {
    const { engines, now, nextTask } = this.#parts;
    return this.#withMeasurable(name, (run) => measureEngines(run, engines, now, nextTask));
  }

  measureEvaluation(resolution: number, name: RunId | null = null): Promise<Reply<EvaluationComparison>> {
    return this.#withMeasurable(name, (run) => this.#evaluation.measure(run, resolution));
  }

  /** A run once it can train, unless there is nothing to measure. */
  #withMeasurable<T>(name: RunId | null, measure: (run: Run) => Promise<T>): Promise<Reply<T>> {
    return this.#runs.withReady(name, async ({ run }): Promise<Reply<T>> => {
      if (run.shortfall !== null) return failure('nothing-to-train', run.shortfall);
      if (run.diverged)
        return failure('not-configured', 'A diverged network cannot be measured: reset it first.');
      return { ok: true, value: await measure(run) };
    });
  }

  setSpeed(speed: SpeedName): Promise<Reply<null>> {
    this.#loop.speed = speed;
    return accept(null);
  }

  async evaluateOn(request: EvaluateOnRequest): Promise<Reply<EvaluationState>> {
    const problem = await this.#evaluation.choose(request);
    return problem ?? { ok: true, value: this.#evaluation.state(this.#keeper.current) };
  }

  landscape(request: LandscapeRequest, name: RunId | null = null): Promise<Reply<Landscape>> {
    const found = this.#runs.find(name);
    if (!found.ok) return Promise.resolve(found);
    this.#loop.wake();
    return accept(this.#landscape.request(request, found.runId, this.#loop.status === 'running'));
  }

  hiddenSpace(request: HiddenRequest, name: RunId | null = null): Promise<Reply<HiddenAnswer>> {
    return this.#questions.hiddenSpace(request, name);
  }

  takeAway(name: RunId | null = null): Promise<Reply<Departure>> {
    return this.#questions.takeAway(name, (run) => this.#keeper.present() ?? run.state());
  }

  inspectSample(request: InspectRequest, name: RunId | null = null): Promise<Reply<Inspection>> {
    return this.#questions.inspect(request, name);
  }

  ask(request: AskRequest, name: RunId | null = null): Promise<Reply<Answer>> {
    return this.#questions.ask(request, name);
  }

  look(request: LookRequest, name: RunId | null = null): Promise<Reply<LookAnswer>> {
    return this.#questions.look(request, name);
  }

  checkGradients(
    request: GradientCheckRequest,
    name: RunId | null = null,
  ): Promise<Reply<GradientCheckState>> {
    return this.#questions.checkGradients(request, name);
  }

  rows(request: RowRequest, name: RunId | null = null): Promise<Reply<RowAnswer>> {
    return this.#questions.rows(request, name);
  }

  exportRows(request: RowExportRequest, name: RunId | null = null): Promise<Reply<RowExport>> {
    return this.#questions.exportRows(request, name);
  }
}

function isOther(a: Experiment, b: Experiment): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}

/** Whether it is a parameter's place and a number of any engine. */
function canSet(place: number, value: number, run: Run | null): boolean {
  return place in (run?.held.resting ?? []) && Number.isFinite(Math.fround(value));
}

const noFiles: FileLoader = () => Promise.reject(new Error('there is nowhere to load it from'));
