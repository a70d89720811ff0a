import type { SpeedName } from '../src/experiment/names.ts';
import type { EngineMeasurement } from '../src/protocol/engine-messages.ts';
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
import type { Reply } from '../src/protocol/reply.ts';
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
import type { Run } from '../src/training/run.ts';
import { DoctorDesk } from './doctor-desk.ts';
import type { Engines } from './engines.ts';
import { EpochMeter } from './epoch-meter.ts';
import { EvaluationDesk } from './evaluation-desk.ts';
import { FirstSight } from './first-sight.ts';
import { LandscapeScheduler } from './landscape-scheduler.ts';
import { measureEngines } from './measure-engines.ts';
import { ConfigureDesk } from './configure-desk.ts';
import { CurveWriter } from './curve-writer.ts';
import { NamedRuns } from './named-runs.ts';
import { QuestionDesk } from './question-desk.ts';
import { accept, failure, refuse } from './replies.ts';
import { Recall } from './recall.ts';
import { RunKeeper } from './run-keeper.ts';
import { RunStage } from './run-stage.ts';
import { SnapshotDesk } from './snapshot-desk.ts';
import { TableStore, type FileLoader } from './table-store.ts';
import { TrainingLoop, type LoopParts } from './training-loop.ts';
import { TravelDesk } from './travel-desk.ts';

export interface ServiceParts extends Omit<LoopParts, 'keeper' | 'views' | 'landscape' | 'meter'> {
  readonly engines: Engines;
  readonly gpu: GPU | undefined;
  /** Fetches what lies beside the page; without it there are no real sets. */
  readonly loadFile?: FileLoader;
}

/** What each step is one of. */
const stepNamed = { step: 'epoch', 'step-batch': 'batch', 'step-sample': 'sample' } as const;

/** The training as the page sees it: one run at a time, trained in slices between which calls are answered. */
export class TrainingService implements TrainingApi {
  readonly #parts: ServiceParts;
  readonly #evaluation: EvaluationDesk;
  readonly #landscape: LandscapeScheduler;
  readonly #keeper: RunKeeper;
  readonly #runs: NamedRuns;
  readonly #loop: TrainingLoop;
  readonly #questions: QuestionDesk;
  readonly #recall: Recall;
  readonly #stage: RunStage;
  readonly #configuring: ConfigureDesk;
  readonly #travels: TravelDesk;
  readonly #snapshots: SnapshotDesk;
  readonly #sight: FirstSight;

  constructor(parts: ServiceParts) {
    const { engines, now, nextTask, sleep } = parts;
    this.#sight = new FirstSight(sleep);
    const tables = new TableStore(parts.loadFile ?? noFiles);
    const keeper = (this.#keeper = new RunKeeper(engines, now, tables.source));
    const recall = (this.#recall = new Recall({ ...parts, keeper, tables: tables.source }));
    const runs = (this.#runs = new NamedRuns(keeper, nextTask));
    const evaluation = (this.#evaluation = new EvaluationDesk({
      ...parts,
      onView: (view) => {
        curve.record(view);
        this.#sight.see();
      },
      onChange: () => this.#loop.wake(),
    }));
    const { views } = evaluation;
    const questions = (this.#questions = new QuestionDesk({
      ...parts,
      runs,
      isTraining: () => this.#loop.status === 'running',
    }));
    const landscape = (this.#landscape = new LandscapeScheduler(now, (run) => evaluation.landscapeOf(run)));
    const onDiverged = (epoch: number): void => {
      keeper.current?.markOverflow();
      this.#loop.markDiverged(epoch);
    };
    const curve = new CurveWriter({ keeper, landscape, onDiverged });
    const meter = new EpochMeter({
      now,
      cpu: () => views.cpu,
      onMeasured: (epoch, metrics) => {
        curve.write(epoch, metrics);
      },
    });
    const loop = (this.#loop = new TrainingLoop({ ...parts, keeper, views, landscape, meter }));
    const stage = (this.#stage = new RunStage({ keeper, views, landscape, loop, engines }));
    this.#configuring = new ConfigureDesk({ ...parts, stage, tables, recall, questions, evaluation });
    const travels = (this.#travels = new TravelDesk({ stage, runs, recall, questions }));
    this.#snapshots = new SnapshotDesk({ stage, evaluation, travels, now, doctor: new DoctorDesk(now) });
    this.#parts = parts;
  }

  // Without the name of a run, requests are about whichever there is.

  hello(): Promise<Hello> {
    return Promise.resolve({});
  }

  ping(): Promise<Reply<null>> {
    return accept(null);
  }

  /** One that is to be followed is answered with what it has come to. */
  configure(request: ConfigureRequest): Promise<Reply<Configured>> {
    return request.follow === undefined ? this.#configuring.configure(request) : this.#follow(request);
  }

  async #follow(request: ConfigureRequest): Promise<Reply<Configured>> {
    const sight = this.#sight.expect();
    const reply = await this.#configuring.configure(request);
    if (!reply.ok) return reply;
    await sight.wait();
    const found = this.#runs.find(reply.value.runId);
    if (!found.ok) return reply;
    return { ok: true, value: { ...reply.value, outcome: this.#snapshots.outcome(found) } };
  }

  command(command: TrainingCommand, name: RunId | null = null): Promise<Reply<CommandDone>> {
    const found = this.#runs.find(name);
    if (!found.ok) return Promise.resolve(found);
    const { run } = found;
    const trains = command !== 'reset' && command !== 'pause';
    this.#recall.stop();
    if (trains && run.shortfall !== null) return refuse('nothing-to-train', run.shortfall);
    const before = command === 'reset' ? this.#keeper.checkpointForUndo() : null;
    const left = trains ? this.#stage.goOnFromHere() : null;
    if (command === 'reset') this.#stage.begin(this.#keeper.restart(run), false);
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

  travel(request: TravelRequest, name: RunId | null = null): Promise<Reply<Travelled>> {
    return this.#travels.travel(request, name);
  }

  snapshot(request: SnapshotRequest, name: RunId | null = null): Promise<Reply<Snapshot>> {
    const found = this.#runs.find(name);
    return found.ok ? accept(this.#snapshots.snapshot(request, found)) : Promise.resolve(found);
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

const noFiles: FileLoader = () => Promise.reject(new Error('there is nowhere to load it from'));
