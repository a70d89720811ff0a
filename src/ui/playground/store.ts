import { batch, computed, signal } from '@preact/signals-core';
import type { ClientEvent, TrainingClient } from '../../client/training-client.ts';
import {
  defaultExperiment,
  parseExperiment,
  type Experiment,
  type ViewSettings,
} from '../../experiment/schema.ts';
import { nextSeed } from '../../experiment/seeds.ts';
import type { DecodedSettings, Settings } from '../../experiment/url.ts';
import type { Configured, ConfigureRequest, TrainingCommand } from '../../protocol/messages.ts';
import type { DataPicture, NetworkPicture, Thumbnails } from '../../protocol/picture-messages.ts';
import type { History, Snapshot, View } from '../../protocol/snapshot-messages.ts';
import { aboutLink } from './link-words.ts';
import { ChangeQueue, isOutdated } from './change-queue.ts';
import { FittingSettings } from './data/fit-settings.ts';
import { DoctorStore } from './doctor/doctor-store.ts';
import { DrawingStore } from './draw/drawing-store.ts';
import { EngineStore } from './engine/engine-store.ts';
import type { ImportAction, ImportState } from './import/import-store.ts';
import { OwnData, type OwnDataParts } from './import/own-data.ts';
import { HiddenFeed } from './hidden-space/hidden-feed.ts';
import { LandscapeFeed } from './landscape/landscape-feed.ts';
import { DivergenceReport } from './learning/divergence.ts';
import type { LookDesk } from './look/look-desk.ts';
import { NoticeBoard } from './notice-board.ts';
import { AskDesk, type AskAction } from './picture/ask-desk.ts';
import type { OpenedPoint } from './picture/opened-point.ts';
import { PointStore } from './picture/point-store.ts';
import { PlotStore } from './plots/plot-store.ts';
import type { RowDesk } from './rows/row-desk.ts';
import type { CopiedLink, DrawingChange, PlaygroundModel, TrainingProgress } from './playground-model.ts';
import type { PageStatus } from './page-status.ts';
import { drawingKey, UndoHistory } from './undo-history.ts';
import { tellOfWorker } from './worker-news.ts';

/** What the store needs of the bridge. */
export type StoreClient = Pick<
  TrainingClient,
  | 'configure'
  | 'command'
  | 'evaluateOn'
  | 'setSpeed'
  | 'measureEngines'
  | 'measureEvaluation'
  | 'landscape'
  | 'hiddenSpace'
  | 'ask'
  | 'retry'
>;

export interface StoreOptions {
  readonly client: StoreClient;
  readonly settings: Settings;
  /** The page should ask for what is new at once; `forget` when what it has no longer counts. */
  readonly onChange: (forget: boolean) => void;
  readonly now: () => number;
  /** Where own data come from; without it there are none. */
  readonly own?: OwnDataParts;
  /** Where the user is told things; shared with the other places of the page. */
  readonly board?: NoticeBoard;
  readonly rows?: RowDesk;
  /** What tells of every neuron; without it none is looked at. */
  readonly look?: LookDesk;
}

const stepCommands = { sample: 'step-sample', batch: 'step-batch', epoch: 'step' } as const;

/** The one store of the page. */
export class PlaygroundStore implements PlaygroundModel {
  readonly experiment;
  readonly trained = signal<Experiment | null>(null);
  readonly viewSettings;
  readonly status = signal<PageStatus>('loading');
  readonly thumbnails = signal<Thumbnails | null>(null);
  readonly data = signal<DataPicture | null>(null);
  readonly network = signal<NetworkPicture | null>(null);
  readonly view = signal<View | null>(null);
  readonly history = signal<History | null>(null);
  readonly plots = new PlotStore();
  readonly progress = signal<TrainingProgress>({ trainingMs: 0, samplesPerSecond: null, clockStepMs: 0 });
  readonly pointCounts = computed(() => {
    const data = this.data.value;
    if (data === null) return null;
    return data.sides ?? { train: data.train.label.length, test: data.test.label.length };
  });
  readonly #board: NoticeBoard;
  readonly notices;
  readonly doctor: DoctorStore;
  readonly #landscape: LandscapeFeed;
  readonly landscape;
  readonly #hidden: HiddenFeed;
  readonly hiddenSpace;
  readonly rows: RowDesk | null;
  readonly look: LookDesk | null;
  readonly #asks: AskDesk;
  readonly asked;
  readonly #own: OwnData;
  readonly importing;
  readonly #engines: EngineStore;
  readonly evaluation;
  readonly engine;
  readonly engineMeasurements;
  readonly evaluationComparison;
  readonly measuringEvaluation;
  readonly #points = new PointStore(() => {
    this.#sliceAnew();
  });
  readonly chosenPoint = this.#points.chosen;
  readonly isSliceThroughPoint = this.#points.isSlicedThrough;
  readonly #fitting = new FittingSettings((message) => {
    this.#board.post('data set', 'info', message);
  });
  readonly #drawing: DrawingStore;
  readonly #divergence: DivergenceReport;
  readonly #undoHistory = new UndoHistory();
  /** Presses of Play and Step before the change that is on its way. */
  #pressesBefore = 0;
  readonly canUndo = this.#undoHistory.canUndo;
  readonly canRedo = this.#undoHistory.canRedo;

  readonly #options: StoreOptions;
  readonly #changes: ChangeQueue;
  #runId = -1;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.rows = options.rows ?? null;
    this.look = options.look ?? null;
    this.#board = options.board ?? new NoticeBoard();
    this.notices = this.#board.shown;
    this.doctor = new DoctorStore(this.#board);
    this.experiment = signal(options.settings.experiment);
    this.viewSettings = signal(options.settings.view);
    this.viewSettings.subscribe(({ neurons }) => this.look?.show(neurons));
    this.chosenPoint.subscribe((point) => this.look?.followPoint(point));
    this.#landscape = new LandscapeFeed({
      ask: (request) => options.client.landscape(request),
      // The page asks anew with every snapshot.
      onPending: () => options.onChange(false),
    });
    this.landscape = this.#landscape.shown;
    const { now } = options;
    this.#hidden = new HiddenFeed({ ask: (request) => options.client.hiddenSpace(request), now });
    this.hiddenSpace = this.#hidden.shown;
    this.#asks = new AskDesk((request) => options.client.ask(request));
    this.asked = this.#asks.shown;
    const [board, undoHistory, fitting] = [this.#board, this.#undoHistory, this.#fitting];
    this.#own = new OwnData({
      parts: options.own ?? null,
      ...{ board, undoHistory, experiment: this.experiment },
      change: (patch) => this.change(patch),
    });
    this.importing = this.#own.imports?.state ?? signal<ImportState>({ kind: 'none' });
    this.#engines = new EngineStore({
      client: options.client,
      ...{ board, viewSettings: this.viewSettings, network: this.network },
    });
    this.evaluation = this.#engines.evaluation;
    this.engine = this.#engines.report;
    this.engineMeasurements = this.#engines.measurements;
    this.evaluationComparison = this.#engines.comparison;
    this.measuringEvaluation = this.#engines.isComparing;
    this.#drawing = new DrawingStore({
      ...{ board, undoHistory, fitting },
      ...{ experiment: this.experiment, trained: this.trained, data: this.data },
      onShown: () => {
        this.chosenPoint.value = null;
      },
      configure: (experiment) => this.#configure({ experiment }, drawingKey),
    });
    this.#divergence = new DivergenceReport({
      board,
      learningRate: () => this.experiment.value.learningRate,
      goBack: (learningRate) => {
        this.#goBack(learningRate);
      },
    });
    this.#changes = new ChangeQueue({
      configure: (request) => {
        this.#pressesBefore = undoHistory.presses;
        const { sliceX: x, sliceY: y } = this.viewSettings.value;
        const slice = { x, y, through: this.#points.through };
        return this.#own.configure(options.client, { ...request, slice });
      },
      onConfigured: (configured, key, { experiment }) => {
        undoHistory.keep(this.#own.remembered(configured.before), {
          key,
          presses: this.#pressesBefore,
          nowMs: options.now(),
        });
        batch(() => {
          this.trained.value = experiment;
          this.#apply(configured);
        });
      },
      onRefused: (message, { experiment }) => {
        const isMissing = this.#own.asksFor(experiment);
        board.post('setting', 'warning', message);
        // A choice that was made since is still to be answered.
        if (this.#changes.hasWaiting) return;
        this.#showWhatHolds();
        // Choosing it then asks for it.
        if (isMissing) this.experiment.value = { ...this.experiment.value, file: null };
      },
    });
  }

  ownTable(): Promise<Blob | null> {
    return this.#own.table();
  }

  /** Tells the worker what to train; call once it is connected. */
  begin(): void {
    void this.#options.client.setSpeed(this.viewSettings.value.speed);
    void this.#configure({ experiment: this.experiment.value }, 'begin');
    if (this.viewSettings.value.evaluateOn !== 'cpu') void this.#evaluate(false);
  }

  treat(remedy: Partial<Experiment>): Promise<void> {
    return this.change(remedy, true);
  }

  async change(patch: Partial<Experiment>, keepsBefore = false): Promise<void> {
    const next = this.#fitting.after(this.experiment.value, patch);
    const parsed = parseExperiment(next);
    if (!parsed.ok) {
      this.#board.post('setting', 'warning', parsed.message);
      // A new object of the same value: the controls show again what holds.
      this.experiment.value = { ...this.experiment.value };
      return;
    }
    this.experiment.value = next;
    const settings = Object.keys(patch).join();
    if (keepsBefore) await this.#configure({ experiment: next, keepsBefore }, `remedy ${settings}`);
    else await this.#configure({ experiment: next }, settings);
  }

  /** After a refusal: the settings of what is being trained, or of something that needs nothing from elsewhere. */
  #showWhatHolds(): void {
    const { trained } = this;
    if (trained.value !== null) {
      this.experiment.value = trained.value;
      return;
    }
    const { dataSet, loss } = defaultExperiment;
    const experiment = { ...this.experiment.value, dataSet, loss };
    if (this.experiment.value.dataSet === dataSet) return;
    this.experiment.value = experiment;
    void this.#configure({ experiment }, 'begin');
  }

  changeView(patch: Partial<ViewSettings>): void {
    this.viewSettings.value = { ...this.viewSettings.value, ...patch };
    if (patch.evaluateOn !== undefined) void this.#evaluate(true);
    if (patch.sliceX !== undefined || patch.sliceY !== undefined) this.#sliceAnew();
    if (patch.speed !== undefined) void this.#options.client.setSpeed(patch.speed);
    // What is shown is asked for with every snapshot.
    const asked = ['links', 'plot', 'hiddenLayer', 'hiddenX', 'hiddenY', 'picture'];
    if (asked.some((setting) => setting in patch)) this.#options.onChange(false);
  }

  /** Takes over settings from a link, with what was wrong in it. */
  adopt({ settings, problems }: DecodedSettings): void {
    this.#board.linkProblems(problems);
    const { experiment, view } = settings;
    const sliceBefore = this.viewSettings.value;
    if (JSON.stringify(view) !== JSON.stringify(this.viewSettings.value)) {
      const evaluatorChanged = view.evaluateOn !== this.viewSettings.value.evaluateOn;
      this.viewSettings.value = view;
      void this.#options.client.setSpeed(view.speed);
      if (evaluatorChanged) void this.#evaluate(false);
    }
    const sameSlice = isSameSlice(view, sliceBefore);
    if (JSON.stringify(experiment) === JSON.stringify(this.experiment.value) && sameSlice) return;
    this.experiment.value = experiment;
    void this.#configure({ experiment }, 'link');
  }

  play(): Promise<void> {
    return this.#command('play');
  }

  pause(): Promise<void> {
    return this.#command('pause');
  }

  step(): Promise<void> {
    return this.#command(stepCommands[this.viewSettings.value.stepBy]);
  }

  reset(): Promise<void> {
    return this.#command('reset');
  }

  newSeed(): Promise<void> {
    return this.change({ seed: nextSeed(this.experiment.value.seed) });
  }

  newData(): Promise<void> {
    const { dataSet, dataSeed } = this.experiment.value;
    const seed = nextSeed(dataSeed);
    return dataSet === 'draw' ? this.#drawing.splitAnew(seed) : this.change({ dataSeed: seed });
  }

  draw(change: DrawingChange): Promise<void> {
    return this.#drawing.draw(change);
  }

  drawFromPoints(): Promise<void> {
    return this.#drawing.fromPoints();
  }

  undo(): Promise<void> {
    return this.#changes.send({ key: 'undo', isStep: true, request: () => this.#bringBack('undo') });
  }

  redo(): Promise<void> {
    return this.#changes.send({ key: 'redo', isStep: true, request: () => this.#bringBack('redo') });
  }

  #bringBack(from: 'undo' | 'redo'): ConfigureRequest | null {
    const { dataSet, drawn } = this.experiment.value;
    const past = this.#undoHistory.takeDrawing(from, { dataSet, drawn });
    if (past?.checkpoint === null) return { experiment: this.#drawing.bringBack(past.drawing) };
    const checkpoint = past?.checkpoint ?? this.#undoHistory.take(from);
    if (checkpoint === null) return null;
    this.experiment.value = checkpoint.experiment;
    return { experiment: checkpoint.experiment, restore: checkpoint };
  }

  choosePoint(point: OpenedPoint | null): void {
    this.#points.choose(point);
  }

  sliceThroughPoint(isThrough: boolean): void {
    this.#points.sliceThrough(isThrough);
  }

  #sliceAnew(): void {
    void this.#configure({ experiment: this.experiment.value }, 'slice');
  }

  ask(action: AskAction): void {
    this.#asks.perform(action);
  }

  import(action: ImportAction): void {
    void this.#own.imports?.perform(action);
  }

  measureEngines(): Promise<void> {
    return this.#engines.measureEngines();
  }

  measureEvaluation(): Promise<void> {
    return this.#engines.compareEvaluation();
  }

  dismiss(noticeId: number): void {
    this.#board.dismiss(noticeId);
  }

  tellOfLink(link: CopiedLink): void {
    const words = aboutLink(link, this.experiment.peek().file);
    if (words !== null) this.#board.post('link', 'info', words);
  }

  /** What the bridge has to say. */
  handle(event: ClientEvent): void {
    // The client answers once the new worker stands where the lost one stood.
    if (event.kind === 'connected') this.#changes.sendAgain();
    else if (event.kind === 'recovered') this.#apply(event.configured);
    else if (event.kind === 'failed') this.status.value = 'error';
    tellOfWorker(this.#board, event, () => void this.#retry());
  }

  async #retry(): Promise<void> {
    this.status.value = 'loading';
    if ((await this.#options.client.retry()) && this.network.value === null) this.begin();
  }

  /** Takes in what the worker has to show; what belongs to another run is dropped. */
  receive(snapshot: Snapshot): void {
    if (snapshot.runId !== this.#runId) return;
    batch(() => {
      const { status, view, history, trainingMs, samplesPerSecond, clockStepMs } = snapshot;
      this.#divergence.receive(snapshot);
      this.status.value = status;
      if (view !== null) this.view.value = view;
      if (history !== null) this.history.value = history;
      const { sample } = this.doctor;
      const before = sample.peek();
      this.doctor.receive(snapshot);
      // Its forward pass and its gradient are what there is to see.
      if (sample.peek() !== before && sample.peek() !== null)
        this.choosePoint({ split: 'train', index: sample.peek()?.index ?? 0 });
      this.plots.receive(snapshot);
      this.progress.value = { trainingMs, samplesPerSecond, clockStepMs };
      this.#engines.receive(snapshot);
    });
    if (snapshot.view !== null) {
      this.#asks.look();
      this.look?.refresh(snapshot.view);
    }
    if (this.viewSettings.value.picture === 'landscape')
      void this.#landscape.look(this.viewSettings.value, this.#runId);
    if (this.viewSettings.value.picture === 'hidden') this.#lookInside(snapshot.status === 'running');
  }

  #lookInside(isTraining: boolean): void {
    const epoch = this.view.value?.epoch ?? null;
    void this.#hidden.look(this.viewSettings.value, { runId: this.#runId, epoch, isTraining });
  }

  /** To the last weights that were finite. */
  #goBack(learningRate: number): void {
    const experiment = { ...this.experiment.value, learningRate };
    this.experiment.value = experiment;
    void this.#changes.send({
      key: 'go back',
      request: () => ({ experiment, restoreLastFinite: true, run: false }),
    });
  }

  async #command(command: TrainingCommand): Promise<void> {
    if (command !== 'reset' && command !== 'pause') this.#undoHistory.press();
    const { presses } = this.#undoHistory;
    const reply = await this.#options.client.command(command);
    if (!reply.ok) {
      if (!isOutdated(reply)) this.#board.post('setting', 'warning', reply.message);
      return;
    }
    const { status, before, runId } = reply.value;
    this.status.value = status;
    if (command === 'reset') {
      this.#undoHistory.keep(before, { key: 'reset', presses, nowMs: this.#options.now() });
      this.#showNothing();
      this.#runId = runId;
      this.#asks.setRun(runId, true);
      if (this.network.value !== null) this.look?.setRun(runId, this.network.value, true);
    } else if (status === 'diverged') this.#divergence.remind();
    this.#options.onChange(command === 'reset');
  }

  async #evaluate(chosenByUser: boolean): Promise<void> {
    await this.#engines.evaluate(chosenByUser);
    this.#options.onChange(false);
  }

  #configure(request: ConfigureRequest, key: string): Promise<void> {
    return this.#changes.send({ key, request: () => request });
  }

  #apply({ runId, effect, data, thumbnails, network, engine }: Configured): void {
    batch(() => {
      const isSameNetwork = JSON.stringify(network) === JSON.stringify(this.network.value);
      if (!isSameNetwork) this.#engines.forgetMeasurements();
      this.engine.value = engine;
      this.#runId = runId;
      if (thumbnails !== null) this.thumbnails.value = thumbnails;
      if (data !== null) {
        this.data.value = this.#drawing.upToDate(data);
        // Another slice shows the same points.
        if (effect !== 'live') this.#points.setData(data);
        this.look?.setData(data, effect !== 'live');
        this.#asks.setData(data);
      }
      if (effect !== 'live') this.#showNothing();
      this.network.value = network;
      this.#asks.setRun(runId, effect !== 'live');
      this.look?.setRun(runId, network, effect !== 'live');
    });
    this.#options.onChange(effect !== 'live');
  }

  /** Until the new run's first view arrives; old figures must not stand beside a new network. */
  #showNothing(): void {
    this.view.value = null;
    this.history.value = null;
    this.doctor.forget();
    this.#landscape.forget();
    this.#hidden.forget();
  }
}

function isSameSlice(a: ViewSettings, b: ViewSettings): boolean {
  return a.sliceX === b.sliceX && a.sliceY === b.sliceY;
}
