import { batch, computed, signal } from '@preact/signals-core';
import type { KeptTable } from '../../client/table-library.ts';
import type { ClientEvent, TrainingClient } from '../../client/training-client.ts';
import {
  defaultExperiment,
  parseExperiment,
  type Experiment,
  type ViewSettings,
} from '../../experiment/schema.ts';
import { nextSeed } from '../../experiment/seeds.ts';
import type { DecodedSettings, Settings } from '../../experiment/url.ts';
import type { Checkpoint, Configured, ConfigureRequest, TrainingCommand } from '../../protocol/messages.ts';
import type { DataPicture, NetworkPicture, Thumbnails } from '../../protocol/picture-messages.ts';
import type { Followed, History, Snapshot, View } from '../../protocol/snapshot-messages.ts';
import { aboutLink } from './link-words.ts';
import { ChangeDesk } from './changes/change-desk.ts';
import { isOutdated } from './changes/change-queue.ts';
import { FittingSettings } from './data/fit-settings.ts';
import { DoctorStore } from './doctor/doctor-store.ts';
import { DrawingStore } from './draw/drawing-store.ts';
import { EngineStore } from './engine/engine-store.ts';
import type { ImportAction, ImportState } from './import/import-store.ts';
import { OwnData, type OwnDataParts } from './import/own-data.ts';
import { DivergenceReport } from './learning/divergence.ts';
import { StopReport } from './learning/stop-words.ts';
import type { LookDesk } from './look/look-desk.ts';
import { NoticeBoard } from './notice-board.ts';
import type { AskAction } from './picture/ask-desk.ts';
import type { OpenedPoint } from './picture/opened-point.ts';
import { Viewers } from './picture/viewers.ts';
import { PlotStore } from './plots/plot-store.ts';
import type { RowDesk } from './rows/row-desk.ts';
import type {
  CopiedLink,
  DrawingChange,
  PlaygroundModel,
  Replaying,
  TrainingProgress,
  WeightChange,
} from './playground-model.ts';
import type { PageStatus } from './page-status.ts';
import { drawingKey, UndoHistory } from './changes/undo-history.ts';
import { formatEpoch } from '../controls/format.ts';
import type { OutcomeStrip } from './follow/outcome-strip.ts';
import { TimeDesk } from './time/time-desk.ts';
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
  | 'travel'
  | 'takeAway'
>;

export interface StoreOptions {
  readonly client: StoreClient;
  readonly settings: Settings;
  /** The page should ask for what is new at once; `forget` when what it has no longer counts. */
  readonly onChange: (forget: boolean) => void;
  readonly now: () => number;
  /** How long a training that is followed is waited for; without it, until it is seen. */
  readonly wait?: (ms: number) => Promise<void>;
  /** Where own data come from; without it there are none. */
  readonly own?: OwnDataParts;
  /** Where the user is told things; shared with the other places of the page. */
  readonly board?: NoticeBoard;
  readonly rows?: RowDesk;
  /** What tells of every neuron; without it none is looked at. */
  readonly look?: LookDesk;
}

const addedWords = {
  identity: 'The new layer begins as the identity: the network says what it said before.',
  initial:
    'The new layer begins with initial weights. All other weights are kept as far as they fit, but those of the output now read the new layer.',
} as const;

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
  readonly followed = signal<Followed | null>(null);
  readonly strip = signal<OutcomeStrip | null>(null);
  readonly replay = signal<Replaying | null>(null);
  /** What the address says of the moment that is trained to; empty where none is. */
  readonly linkedMoment = signal('');
  readonly pointCounts = computed(() => {
    const data = this.data.value;
    if (data === null) return null;
    return data.sides ?? { train: data.train.label.length, test: data.test.label.length };
  });
  readonly #board: NoticeBoard;
  readonly notices;
  readonly doctor: DoctorStore;
  readonly rows: RowDesk | null;
  readonly #viewers: Viewers;
  readonly look: LookDesk | null;
  readonly landscape;
  readonly hiddenSpace;
  readonly asked;
  readonly chosenPoint;
  readonly isSliceThroughPoint;
  readonly #own: OwnData;
  readonly importing;
  readonly kept;
  readonly #engines: EngineStore;
  readonly evaluation;
  readonly engine;
  readonly engineMeasurements;
  readonly evaluationComparison;
  readonly measuringEvaluation;
  readonly #fitting = new FittingSettings((message) => {
    this.#board.post('data set', 'info', message);
  });
  readonly #drawing: DrawingStore;
  readonly #divergence: DivergenceReport;
  readonly #stops: StopReport;
  readonly #time: TimeDesk;
  readonly past;
  readonly takenOver;
  readonly #undoHistory = new UndoHistory();
  readonly steps = this.#undoHistory.steps;
  readonly canUndo = this.#undoHistory.canUndo;
  readonly canRedo = this.#undoHistory.canRedo;

  readonly #options: StoreOptions;
  readonly #changes: ChangeDesk;
  #runId = -1;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.rows = options.rows ?? null;
    this.#board = options.board ?? new NoticeBoard();
    this.notices = this.#board.shown;
    this.doctor = new DoctorStore(this.#board);
    this.experiment = signal(options.settings.experiment);
    this.viewSettings = signal(options.settings.view);
    const { client, now, wait } = options;
    const viewers = new Viewers({
      ...{ client, now, look: options.look ?? null, viewSettings: this.viewSettings },
      onPending: () => options.onChange(false),
      onSlice: () => {
        this.#sliceAnew();
      },
    });
    this.#viewers = viewers;
    this.look = viewers.look;
    this.landscape = viewers.landscape.shown;
    this.hiddenSpace = viewers.hidden.shown;
    this.asked = viewers.asks.shown;
    this.chosenPoint = viewers.points.chosen;
    this.isSliceThroughPoint = viewers.points.isSlicedThrough;
    const [board, undoHistory, fitting] = [this.#board, this.#undoHistory, this.#fitting];
    this.#own = new OwnData({
      parts: options.own ?? null,
      ...{ board, undoHistory, experiment: this.experiment },
      change: (patch) => this.change(patch),
    });
    this.importing = this.#own.imports?.state ?? signal<ImportState>({ kind: 'none' });
    this.kept = this.#own.imports?.kept ?? signal<readonly KeptTable[]>([]);
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
      configure: (experiment) => this.#changes.configure({ experiment }, drawingKey),
    });
    this.#stops = new StopReport(board);
    this.#divergence = new DivergenceReport({
      board,
      learningRate: () => this.experiment.value.learningRate,
      goBack: (learningRate) => {
        this.#goBack(learningRate);
      },
    });
    this.#time = new TimeDesk({
      client,
      onArrived: ({ experiment, configured }) => {
        if (configured !== undefined) this.#apply(configured);
        this.#stand(experiment);
      },
      onRefused: (message) => this.#board.post('setting', 'info', message),
    });
    this.past = this.#time.past;
    this.takenOver = this.#time.takenOver;
    this.#changes = new ChangeDesk({
      ...{ client, now, ...(wait === undefined ? {} : { wait }) },
      ...{ own: this.#own, undoHistory, drawing: this.#drawing, points: viewers.points },
      ...{ experiment: this.experiment, trained: this.trained, viewSettings: this.viewSettings },
      changeView: (patch) => {
        this.changeView(patch);
      },
      onConfigured: (configured, experiment) => {
        this.#takeIn(configured, experiment);
      },
      onRefused: (message, request) => {
        this.#refuse(message, request);
      },
    });
  }

  #takeIn(configured: Configured, experiment: Experiment): void {
    this.#tellOfLayers(configured);
    const isOther = JSON.stringify(experiment) !== JSON.stringify(this.trained.value);
    if (configured.effect === 'live' && isOther) this.#keepCurveOfFuture(configured.before);
    this.#divergence.configured(configured);
    batch(() => {
      const { fitted } = configured;
      this.trained.value = { ...experiment, ...fitted?.settings };
      if (fitted) {
        this.experiment.value = { ...this.experiment.value, ...fitted.settings };
        this.#board.post('setting', 'info', fitted.message);
      }
      this.#apply(configured);
    });
  }

  #refuse(message: string, { experiment, restore }: ConfigureRequest): void {
    if (restore !== undefined && this.trained.value === null) {
      this.#board.post('kept run', 'warning', `The run that was kept could not be brought back: ${message}`);
      void this.#changes.configure({ experiment }, 'begin');
      return;
    }
    const isMissing = this.#own.asksFor(experiment);
    this.#board.post('setting', 'warning', message);
    // A choice that was made since is still to be answered.
    if (this.#changes.hasWaiting) return;
    this.#showWhatHolds();
    // Choosing it then asks for it.
    if (isMissing) this.experiment.value = { ...this.experiment.value, file: null };
  }

  ownTable(): Promise<Blob | null> {
    return this.#own.table();
  }

  /** Tells the worker what to train, and where to go on; call once it is connected. */
  begin(restore: Checkpoint | null = null): void {
    void this.#options.client.setSpeed(this.viewSettings.value.speed);
    const experiment = this.experiment.value;
    void this.#changes.configure({ experiment, ...(restore === null ? {} : { restore }) }, 'begin');
    if (this.viewSettings.value.evaluateOn !== 'cpu') void this.#evaluate(false);
  }

  treat(remedy: Partial<Experiment>): Promise<void> {
    return this.#changeAs(`remedy ${Object.keys(remedy).join()}`, remedy);
  }

  /** One change, which one undo takes back. */
  start(patch: Partial<Experiment>, view: Partial<ViewSettings>): Promise<void> {
    const before = this.#changes.shownAs(view);
    this.changeView(view);
    return this.#changeAs(Object.keys(patch).join(), patch, { anew: true, viewBefore: before });
  }

  changeWeights(change: WeightChange): Promise<void> {
    return this.#changes.changeWeights(change, this.#runId);
  }

  change(patch: Partial<Experiment>): Promise<void> {
    return this.#changeAs(Object.keys(patch).join(), patch);
  }

  async #changeAs(
    key: string,
    patch: Partial<Experiment>,
    { anew = false, viewBefore = {} }: { anew?: boolean; viewBefore?: Partial<ViewSettings> } = {},
  ): Promise<void> {
    const next = this.#fitting.after(this.experiment.value, patch);
    const parsed = parseExperiment(next);
    if (!parsed.ok) {
      this.#board.post('setting', 'warning', parsed.message);
      // A new object of the same value: the controls show again what holds.
      this.experiment.value = { ...this.experiment.value };
      return;
    }
    this.experiment.value = next;
    await this.#changes.configure({ experiment: next, ...(anew ? { anew } : {}) }, key, viewBefore);
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
    void this.#changes.configure({ experiment }, 'begin');
  }

  changeView(patch: Partial<ViewSettings>): void {
    this.viewSettings.value = { ...this.viewSettings.value, ...patch };
    if (patch.evaluateOn !== undefined) void this.#evaluate(true);
    if (patch.sliceX !== undefined || patch.sliceY !== undefined) this.#sliceAnew();
    if (patch.follow === true || (patch.followEpochs !== undefined && this.viewSettings.value.follow))
      void this.#changes.configure({ experiment: this.experiment.value }, 'follow');
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
    void this.#changes.configure({ experiment, anew: true }, 'link');
  }

  play(): Promise<void> {
    return this.#command('play');
  }

  pause(): Promise<void> {
    return this.#command('pause');
  }

  step(by = this.viewSettings.value.stepBy): Promise<void> {
    return this.#command(stepCommands[by]);
  }

  travel(to: number): Promise<void> {
    // What is changed there is no series with what was changed before.
    this.#undoHistory.press();
    return this.#time.travel(to);
  }

  /** The run has these settings where it stands. */
  #stand(experiment: Experiment): void {
    batch(() => {
      this.experiment.value = experiment;
      this.trained.value = experiment;
    });
    this.#options.onChange(false);
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
    return this.#changes.undo();
  }

  redo(): Promise<void> {
    return this.#changes.redo();
  }

  /** Layers that have come while it was trained. */
  #tellOfLayers({ added, effect }: Configured): void {
    if (added !== null) this.#board.post('network', 'info', addedWords[added]);
    else if (effect !== 'live') this.#board.withdraw('network');
  }

  choosePoint(point: OpenedPoint | null): void {
    this.#viewers.points.choose(point);
  }

  sliceThroughPoint(isThrough: boolean): void {
    this.#viewers.points.sliceThrough(isThrough);
  }

  #sliceAnew(): void {
    void this.#changes.configure({ experiment: this.experiment.value }, 'slice');
  }

  ask(action: AskAction): void {
    this.#viewers.asks.perform(action);
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

  /** A run that the browser has kept, or that was in a file, takes the place of the present one. */
  bringBackKept(restore: Checkpoint): void {
    const { experiment } = restore;
    // What is opened is a step of its own, however soon it comes after another.
    this.#undoHistory.press();
    this.experiment.value = experiment;
    void this.#changes.configure({ experiment, restore, isForeign: true }, 'kept run');
  }

  async presentRun(): Promise<Checkpoint | null> {
    const reply = await this.#options.client.takeAway();
    return reply.ok ? reply.value.state : null;
  }

  /** The run of a link, trained to its moment. */
  bringToMoment(restore: Checkpoint): void {
    const { experiment } = restore;
    this.experiment.value = experiment;
    void this.#changes.configure({ experiment, restore, isForeign: true }, 'begin');
  }

  /** Weights of another network come with the settings that they are of; what does not fit is refused with a notice. */
  bringIn(patch: Partial<Experiment>, weights: Float64Array): void {
    const experiment = { ...this.experiment.value, ...patch };
    this.#undoHistory.press();
    this.experiment.value = experiment;
    void this.#changes.configure({ experiment, weights }, 'kept run');
  }

  /** What the bridge has to say. */
  handle(event: ClientEvent): void {
    // The client answers once the new worker stands where the lost one stood.
    if (event.kind === 'connected') this.#changes.sendAgain();
    else if (event.kind === 'recovered') {
      this.#apply(event.configured);
      // The new worker stands at the end, with the settings of that.
      if (this.past.value?.isShown === true) void this.travel(Infinity);
    } else if (event.kind === 'failed') this.status.value = 'error';
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
      this.followed.value = snapshot.followed ?? null;
      this.past.value = snapshot.past ?? null;
      this.#divergence.receive(snapshot);
      this.#stops.receive(snapshot.stopped);
      this.status.value = status;
      if (view !== null) this.view.value = view;
      if (view !== null) this.#changes.see(view.epoch, snapshot.followed?.epochs ?? Infinity);
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
    this.#viewers.receive(snapshot, this.view.value);
  }

  /** To the last weights that were finite. */
  #goBack(learningRate: number): void {
    const experiment = { ...this.experiment.value, learningRate };
    this.experiment.value = experiment;
    void this.#changes.configure({ experiment, restoreLastFinite: true, run: false }, 'go back');
  }

  async #command(command: TrainingCommand): Promise<void> {
    if (command !== 'reset' && command !== 'pause') this.#undoHistory.press();
    const { presses } = this.#undoHistory;
    const send = () => this.#options.client.command(command);
    const reply = await (command === 'pause' ? send() : this.#time.during(send));
    if (!reply.ok) {
      if (!isOutdated(reply)) this.#board.post('setting', 'warning', reply.message);
      return;
    }
    const { status, before, runId, experiment } = reply.value;
    this.status.value = status;
    if (experiment !== undefined) this.#keepFuture(before, experiment);
    if (command === 'reset') {
      const change = { key: 'reset', presses, nowMs: this.#options.now() };
      this.#undoHistory.keep(before, change, { kind: 'other', words: 'reset' });
      this.#showNothing();
      this.#runId = runId;
      this.#viewers.setRun(runId, this.network.value, true);
    } else if (status === 'diverged') this.#divergence.remind();
    this.#options.onChange(command === 'reset');
  }

  /** The run goes on from an earlier moment: what came after it is kept for undo, and its curve beside the new one. */
  #keepFuture(before: Checkpoint | null, experiment: Experiment): void {
    const { presses } = this.#undoHistory;
    const change = { key: 'go on', presses, nowMs: this.#options.now() };
    this.#undoHistory.keep(before, change, { kind: 'other', words: this.#wordsOfMoment });
    this.#keepCurveOfFuture(before);
    this.#stand(experiment);
  }

  get #wordsOfMoment(): string {
    return `going on from epoch ${formatEpoch(this.view.value?.epoch ?? 0)}`;
  }

  /** Nothing where the run stands at its end. */
  #keepCurveOfFuture(before: Checkpoint | null): void {
    if (before === null || this.past.value?.isShown !== true) return;
    this.plots.kept.keep(before.experiment, this.history.value, `before ${this.#wordsOfMoment}`);
  }

  async #evaluate(chosenByUser: boolean): Promise<void> {
    await this.#engines.evaluate(chosenByUser);
    this.#options.onChange(false);
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
        this.#viewers.setData(data, effect !== 'live');
      }
      // Of a training that is followed the one before is shown until it is done.
      const staysInView = isSameNetwork && this.viewSettings.value.follow;
      if (effect !== 'live' && !staysInView) this.#showNothing();
      this.network.value = network;
      this.#viewers.setRun(runId, network, effect !== 'live' && !staysInView);
    });
    this.#options.onChange(effect !== 'live');
  }

  /** Until the new run's first view arrives; old figures must not stand beside a new network. */
  #showNothing(): void {
    this.view.value = null;
    this.history.value = null;
    this.doctor.forget();
    this.#viewers.forget();
  }
}

function isSameSlice(a: ViewSettings, b: ViewSettings): boolean {
  return a.sliceX === b.sliceX && a.sliceY === b.sliceY;
}
