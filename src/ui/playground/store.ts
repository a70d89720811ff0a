import { batch, computed, signal } from '@preact/signals-core';
import type { TableLibrary } from '../../client/table-library.ts';
import type { ClientEvent, TrainingClient } from '../../client/training-client.ts';
import type { CallResult } from '../../client/worker-connection.ts';
import { classCountOf, fittingLoss, lossProblem } from '../../experiment/data-sets.ts';
import { drawingOf, drawnTarget, splitAnew, writeDrawing } from '../../experiment/drawing.ts';
import type { FileData } from '../../experiment/file-data.ts';
import {
  defaultExperiment,
  defaultPoints,
  parseExperiment,
  type Experiment,
  type ViewSettings,
} from '../../experiment/schema.ts';
import { nextSeed } from '../../experiment/seeds.ts';
import type { DecodedSettings, Settings } from '../../experiment/url.ts';
import type { EngineMeasurement, EngineReport } from '../../protocol/engine-messages.ts';
import type {
  EvaluationComparison,
  EvaluationMeasurement,
  EvaluationState,
  GpuState,
} from '../../protocol/evaluation-messages.ts';
import type { Checkpoint, Configured, ConfigureRequest, TrainingCommand } from '../../protocol/messages.ts';
import type { DataPicture, NetworkPicture, Thumbnails } from '../../protocol/picture-messages.ts';
import type { History, Snapshot, View } from '../../protocol/snapshot-messages.ts';
import { lossLabels } from './labels.ts';
import {
  ImportStore,
  notKept,
  type ImportAction,
  type ImportState,
  type ImportStoreOptions,
} from './import/import-store.ts';
import { AskDesk, type AskAction } from './picture/ask-desk.ts';
import { asSentence, gpuNews } from './engine/gpu-words.ts';
import { ChangeQueue, isLost, isOutdated } from './change-queue.ts';
import { withDrawing } from './draw/optimistic.ts';
import { canBeDrawn, drawingFrom, unitsOfDrawing } from './draw/strokes.ts';
import { HiddenFeed } from './hidden-space/hidden-feed.ts';
import { LandscapeFeed } from './landscape/landscape-feed.ts';
import { comparedResolutions } from '../compare/crossover.ts';
import { NoticeBoard } from './notice-board.ts';
import type { OpenedPoint } from './picture/opened-point.ts';
import type { RowDesk } from './rows/row-desk.ts';
import type {
  CopiedLink,
  DrawingChange,
  PageStatus,
  PlaygroundModel,
  TrainingProgress,
} from './playground-model.ts';
import { drawingKey, UndoHistory } from './undo-history.ts';

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

/** What reads files, and what keeps tables. */
export interface OwnDataParts {
  readonly client: ImportStoreOptions['client'];
  readonly library: ImportStoreOptions['library'] & Pick<TableLibrary, 'find' | 'has'>;
}

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
}

const nothingYet: EvaluationState = {
  evaluator: 'cpu',
  gpu: { kind: 'probing' },
  maxDifference: null,
  auto: null,
};

/** Longer links are worth a word. */
const remarkableLink = 8000;

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
  readonly progress = signal<TrainingProgress>({ trainingMs: 0, samplesPerSecond: null, clockStepMs: 0 });
  readonly evaluation = signal<EvaluationState>(nothingYet);
  readonly engine = signal<EngineReport | null>(null);
  readonly engineMeasurements = signal<readonly EngineMeasurement[] | null>(null);
  readonly chosenPoint = signal<OpenedPoint | null>(null);
  readonly isSliceThroughPoint = signal(false);
  readonly pointCounts = computed(() => {
    const data = this.data.value;
    if (data === null) return null;
    return data.sides ?? { train: data.train.label.length, test: data.test.label.length };
  });
  readonly #board: NoticeBoard;
  readonly notices;
  readonly #landscape: LandscapeFeed;
  readonly landscape;
  readonly #hidden: HiddenFeed;
  readonly hiddenSpace;
  readonly rows: RowDesk | null;
  readonly #asks: AskDesk;
  readonly asked;
  readonly #imports: ImportStore | null;
  readonly importing;
  readonly evaluationComparison = signal<EvaluationComparison | null>(null);
  readonly measuringEvaluation = signal(false);
  readonly #undoHistory = new UndoHistory();
  /** Presses of Play and Step before the change that is on its way. */
  #pressesBefore = 0;
  readonly canUndo = this.#undoHistory.canUndo;
  readonly canRedo = this.#undoHistory.canRedo;

  readonly #options: StoreOptions;
  readonly #changes: ChangeQueue;
  /** The loss that gave way when there were more than two classes, for when there no longer are. */
  #replacedLoss: Experiment['loss'] | null = null;
  #runId = -1;
  /** Ids of tables that the user has had deleted: the worker is told with whatever it is told next. */
  readonly #forgotten = new Set<string>();
  #divergence: Pick<Snapshot, 'divergedInEpoch' | 'canGoBack'> | null = null;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.rows = options.rows ?? null;
    this.#board = options.board ?? new NoticeBoard();
    this.notices = this.#board.shown;
    this.experiment = signal(options.settings.experiment);
    this.viewSettings = signal(options.settings.view);
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
    this.#imports = options.own === undefined ? null : this.#createImports(options.own);
    this.experiment.subscribe(() => void this.#imports?.follow());
    this.importing = this.#imports?.state ?? signal<ImportState>({ kind: 'none' });
    this.#changes = new ChangeQueue({
      configure: (request) => {
        this.#pressesBefore = this.#undoHistory.presses;
        const { sliceX: x, sliceY: y } = this.viewSettings.value;
        const through = this.isSliceThroughPoint.value ? this.chosenPoint.value : null;
        const forget = this.#forgotten.size === 0 ? {} : { forget: [...this.#forgotten] };
        return this.#withTable({ ...request, ...forget, slice: { x, y, through } });
      },
      onConfigured: (configured, key, { experiment }) => {
        this.#undoHistory.keep(this.#remembered(configured.before), {
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
        const { dataSet, file } = experiment;
        const isMissing = dataSet === 'file' && file !== null && options.own?.library.has(file.id) === false;
        if (isMissing) this.#imports?.expect(file);
        this.#board.post('setting', 'warning', message);
        // A choice that was made since is still to be answered.
        if (this.#changes.hasWaiting) return;
        this.#showWhatHolds();
        // Choosing it then asks for it.
        if (isMissing) this.experiment.value = { ...this.experiment.value, file: null };
      },
    });
  }

  #createImports({ client, library }: OwnDataParts): ImportStore {
    return new ImportStore({
      client,
      library,
      experiment: () => this.experiment.peek(),
      onUse: (file) => {
        this.#forgotten.delete(file.id);
        // Whoever was asked for it has opened it.
        this.#board.withdraw('setting');
        return this.change({ dataSet: 'file', file });
      },
      onForgotten: ({ id, name }) => {
        this.#forgotten.add(id);
        this.#undoHistory.forgetTable(id);
        const isPresent = this.experiment.peek().dataSet === 'file';
        void this.change({ file: null, ...(isPresent ? { dataSet: defaultExperiment.dataSet } : {}) });
        this.#board.post(
          'data set',
          'info',
          `“${name}” is deleted from this browser, and what was trained on it is gone: undo does not bring it back.`,
        );
      },
      onProblem: (message) => this.#board.post('own data', 'warning', message),
    });
  }

  /** Of a run on a table that is deleted, nothing is kept. */
  #remembered(before: Checkpoint | null): Checkpoint | null {
    const { dataSet, file } = before?.experiment ?? {};
    return dataSet === 'file' && this.#forgotten.has(file?.id ?? '') ? null : before;
  }

  /** A table of the user's own goes with every request that needs it: the worker may be a new one. */
  #withTable(request: ConfigureRequest): Promise<CallResult<Configured>> {
    const { client, own } = this.#options;
    const { dataSet, file } = request.experiment;
    if (dataSet !== 'file' || file === null || own === undefined) return client.configure(request);
    return this.#withOwnTable(request, file, own.library);
  }

  async #withOwnTable(
    request: ConfigureRequest,
    { id, name }: FileData,
    library: OwnDataParts['library'],
  ): Promise<CallResult<Configured>> {
    const table = await library.find(id);
    const reply = await this.#options.client.configure(table === null ? request : { ...request, table });
    // What a link has brought is kept once the worker has taken it for what it is said to be.
    if (reply.ok && table !== null && !library.has(id)) {
      const problem = await library.keep(table);
      if (problem !== null) this.#board.post('own data', 'warning', notKept(name, problem));
    }
    return reply;
  }

  async ownTable(): Promise<Blob | null> {
    const { dataSet, file } = this.experiment.peek();
    if (dataSet !== 'file' || file === null) return null;
    return (await this.#options.own?.library.find(file.id))?.blob ?? null;
  }

  /** Tells the worker what to train; call once it is connected. */
  begin(): void {
    void this.#options.client.setSpeed(this.viewSettings.value.speed);
    void this.#configure({ experiment: this.experiment.value }, 'begin');
    if (this.viewSettings.value.evaluateOn !== 'cpu') void this.#evaluateOn(false);
  }

  async change(patch: Partial<Experiment>): Promise<void> {
    const next = this.#fitting({ ...this.experiment.value, ...patch }, patch);
    const parsed = parseExperiment(next);
    if (!parsed.ok) {
      this.#board.post('setting', 'warning', parsed.message);
      // A new object of the same value: the controls show again what holds.
      this.experiment.value = { ...this.experiment.value };
      return;
    }
    this.experiment.value = next;
    await this.#configure({ experiment: next }, Object.keys(patch).join());
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

  /** Settings that follow from a change of what there is to predict. */
  #fitting(next: Experiment, patch: Partial<Experiment>): Experiment {
    if (patch.loss !== undefined) this.#replacedLoss = null;
    const concerns = ['dataSet', 'classes', 'file', 'drawn', 'formula'] as const;
    if (concerns.every((setting) => patch[setting] === undefined)) return next;
    const fitted = { ...next };
    if (
      patch.dataSet !== undefined &&
      patch.points === undefined &&
      next.points === defaultPoints(this.experiment.value.dataSet)
    ) {
      fitted.points = defaultPoints(next.dataSet);
    }
    if (patch.loss === undefined) this.#fitLoss(fitted);
    return fitted;
  }

  /** A loss that judges the new number of classes: of more than two each has an output, and cross-entropy suits them. */
  #fitLoss(next: Experiment): void {
    const classCount = classCountOf(next);
    const problem = lossProblem(next.loss, classCount);
    const wereMany = classCountOf(this.experiment.value) > 2;
    const replaced = this.#replacedLoss;
    if (classCount <= 2 && wereMany && replaced !== null && lossProblem(replaced, classCount) === null) {
      next.loss = replaced;
      this.#replacedLoss = null;
      return;
    }
    if (problem === null && (classCount <= 2 || wereMany || next.loss === 'cross-entropy')) return;
    if (classCount > 2) this.#replacedLoss = next.loss;
    next.loss = fittingLoss(classCount);
    const reason = problem ?? `each of the ${classCount} classes has an output of its own`;
    const [first, rest] = [reason[0].toUpperCase(), reason.slice(1)];
    this.#board.post('data set', 'info', `${first}${rest}: the loss is now ${lossLabels[next.loss]}.`);
  }

  changeView(patch: Partial<ViewSettings>): void {
    this.viewSettings.value = { ...this.viewSettings.value, ...patch };
    if (patch.evaluateOn !== undefined) void this.#evaluateOn(true);
    if (patch.sliceX !== undefined || patch.sliceY !== undefined) this.#sliceAnew();
    if (patch.speed !== undefined) void this.#options.client.setSpeed(patch.speed);
    // What is shown is asked for with every snapshot.
    if (['links', 'hiddenLayer', 'hiddenX', 'hiddenY', 'picture'].some((setting) => setting in patch))
      this.#options.onChange(false);
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
      if (evaluatorChanged) void this.#evaluateOn(false);
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
    return this.#command(this.viewSettings.value.stepBy === 'batch' ? 'step-batch' : 'step');
  }

  reset(): Promise<void> {
    return this.#command('reset');
  }

  newSeed(): Promise<void> {
    return this.change({ seed: nextSeed(this.experiment.value.seed) });
  }

  newData(): Promise<void> {
    const { dataSet, drawn, trainShare, dataSeed } = this.experiment.value;
    const seed = nextSeed(dataSeed);
    if (dataSet !== 'draw') return this.change({ dataSeed: seed });
    const divided = writeDrawing(splitAnew(drawingOf(drawn), trainShare, seed), drawnTarget(drawn));
    return this.#drawn({ dataSeed: seed, drawn: divided }, `split ${seed}`);
  }

  draw({ drawn, stroke }: DrawingChange): Promise<void> {
    return this.#drawn({ drawn }, stroke);
  }

  drawFromPoints(): Promise<void> {
    const data = this.data.value;
    if (data === null || !canBeDrawn(data)) return Promise.resolve();
    const drawn = writeDrawing(drawingFrom(data), data.task === 'regression' ? 'number' : 'class');
    const units = unitsOfDrawing(data);
    if (units !== null) this.#board.post('data set', 'info', units);
    return this.#drawn({ dataSet: 'draw', drawn }, `from ${this.experiment.value.dataSet}`);
  }

  /** What is drawn is shown at once, and the worker has it as soon as it can; what it does not get to is never old. */
  async #drawn(patch: Partial<Experiment>, stroke: string): Promise<void> {
    const { dataSet, drawn } = this.experiment.value;
    const next = this.#fitting({ ...this.experiment.value, ...patch }, patch);
    const parsed = parseExperiment(next);
    if (!parsed.ok) {
      this.#board.post('setting', 'warning', parsed.message);
      return;
    }
    this.#undoHistory.keepDrawing({ dataSet, drawn }, stroke);
    this.#showDrawn(next);
    await this.#configure({ experiment: next }, drawingKey);
  }

  #showDrawn(experiment: Experiment): void {
    batch(() => {
      this.experiment.value = experiment;
      this.chosenPoint.value = null;
      if (this.data.value !== null && this.trained.value?.dataSet === 'draw')
        this.data.value = withDrawing(this.data.value, experiment);
    });
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
    if (past?.checkpoint === null) {
      const { drawing } = past;
      const experiment = this.#fitting({ ...this.experiment.value, ...drawing }, drawing);
      this.#showDrawn(experiment);
      return { experiment };
    }
    const checkpoint = past?.checkpoint ?? this.#undoHistory.take(from);
    if (checkpoint === null) return null;
    this.experiment.value = checkpoint.experiment;
    return { experiment: checkpoint.experiment, restore: checkpoint };
  }

  choosePoint(point: OpenedPoint | null): void {
    const before = this.chosenPoint.value;
    this.chosenPoint.value = point;
    if (!this.isSliceThroughPoint.value) return;
    if (point === null) this.isSliceThroughPoint.value = false;
    if (point?.split !== before?.split || point?.index !== before?.index) this.#sliceAnew();
  }

  sliceThroughPoint(isThrough: boolean): void {
    const isNow = isThrough && this.chosenPoint.value !== null;
    if (isNow === this.isSliceThroughPoint.value) return;
    this.isSliceThroughPoint.value = isNow;
    this.#sliceAnew();
  }

  #sliceAnew(): void {
    void this.#configure({ experiment: this.experiment.value }, 'slice');
  }

  ask(action: AskAction): void {
    this.#asks.perform(action);
  }

  import(action: ImportAction): void {
    void this.#imports?.perform(action);
  }

  async measureEngines(): Promise<void> {
    const reply = await this.#options.client.measureEngines();
    if (reply.ok) this.engineMeasurements.value = reply.value;
    else if (!isOutdated(reply)) this.#board.post('engines', 'warning', reply.message);
  }

  /** Size by size, so that the table fills and no call is long. */
  async measureEvaluation(): Promise<void> {
    if (this.measuringEvaluation.value) return;
    this.measuringEvaluation.value = true;
    this.evaluationComparison.value = null;
    const network = this.network.value;
    for (const resolution of comparedResolutions) {
      const reply = await this.#options.client.measureEvaluation(resolution);
      // Figures of two networks do not belong into one table.
      if (network !== this.network.value) break;
      if (!reply.ok) {
        if (!isOutdated(reply)) this.#board.post('engines', 'warning', reply.message);
        break;
      }
      const { measurements, adapter } = reply.value;
      const earlier: readonly EvaluationMeasurement[] = this.evaluationComparison.value?.measurements ?? [];
      this.evaluationComparison.value = { adapter, measurements: [...earlier, ...measurements] };
    }
    this.measuringEvaluation.value = false;
  }

  dismiss(noticeId: number): void {
    this.#board.dismiss(noticeId);
  }

  tellOfLink({ length, leavesOut }: CopiedLink): void {
    const { file } = this.experiment.peek();
    if (leavesOut && file !== null) {
      const rows = file.rows.toLocaleString('en-GB');
      this.#board.post(
        'link',
        'info',
        `The link is copied without the ${rows} rows of “${file.name}”, which are too many for one: whoever opens it is asked for that file.`,
      );
    } else if (length > remarkableLink) {
      const characters = length.toLocaleString('en-GB');
      this.#board.post(
        'link',
        'info',
        `The link is copied and has ${characters} characters. Some programs cut long links.`,
      );
    }
  }

  /** What the bridge has to say. */
  handle(event: ClientEvent): void {
    if (event.kind === 'connected') {
      this.#board.withdraw('worker start');
      // The client answers once the new worker stands where the lost one stood.
      this.#changes.sendAgain();
    } else if (event.kind === 'recovered') {
      this.#apply(event.configured);
      this.#board.post(
        'worker',
        'warning',
        `${asSentence(event.reason)} A new one took over at epoch ${event.fromEpoch}; nothing up to there is lost.`,
      );
    } else if (event.kind === 'silent') {
      this.#board.post(
        'worker start',
        'warning',
        `${asSentence(event.reason)} Another one is being started; without it nothing can be trained.`,
      );
    } else {
      this.#board.withdraw('worker start');
      this.status.value = 'error';
      this.#board.post(
        'worker',
        'error',
        `${asSentence(event.reason)} Training has stopped; your settings are kept.`,
        {
          label: 'Try again',
          run: () => {
            this.status.value = 'loading';
            void this.#retry();
          },
        },
      );
    }
  }

  async #retry(): Promise<void> {
    if ((await this.#options.client.retry()) && this.network.value === null) this.begin();
  }

  /** Takes in what the worker has to show; what belongs to another run is dropped. */
  receive(snapshot: Snapshot): void {
    if (snapshot.runId !== this.#runId) return;
    batch(() => {
      const { status, view, history, evaluation, engine, trainingMs, samplesPerSecond, clockStepMs } =
        snapshot;
      if (status !== 'diverged') this.#forgetDivergence();
      else if (this.#divergence === null) this.#reportDivergence(snapshot);
      this.status.value = status;
      if (view !== null) this.view.value = view;
      if (history !== null) this.history.value = history;
      this.progress.value = { trainingMs, samplesPerSecond, clockStepMs };
      this.#receiveEvaluation(evaluation);
      if (JSON.stringify(engine) !== JSON.stringify(this.engine.value)) this.engine.value = engine;
    });
    if (snapshot.view !== null) this.#asks.look();
    if (this.viewSettings.value.picture === 'landscape')
      void this.#landscape.look(this.viewSettings.value, this.#runId);
    if (this.viewSettings.value.picture === 'hidden') this.#lookInside(snapshot.status === 'running');
  }

  #lookInside(isTraining: boolean): void {
    const epoch = this.view.value?.epoch ?? null;
    void this.#hidden.look(this.viewSettings.value, { runId: this.#runId, epoch, isTraining });
  }

  #receiveEvaluation(evaluation: EvaluationState): void {
    this.#reportGpu(evaluation.gpu);
    if (JSON.stringify(evaluation) !== JSON.stringify(this.evaluation.value))
      this.evaluation.value = evaluation;
  }

  /** What became of the GPU is news for those who use it, and for those who were told that it failed. */
  #reportGpu(gpu: GpuState): void {
    const { gpu: before, auto } = this.evaluation.value;
    const news = gpuNews(before, gpu);
    if (news === null) return;
    const { evaluateOn } = this.viewSettings.value;
    if (evaluateOn !== 'gpu' && auto?.processor !== 'gpu' && before.kind !== 'retrying') return;
    this.#board.post('gpu', news.kind, news.text);
    if (news.isOff && evaluateOn === 'gpu')
      this.viewSettings.value = { ...this.viewSettings.value, evaluateOn: 'cpu' };
  }

  /** Its remedy would harm a run that is sound again. */
  #forgetDivergence(): void {
    this.#divergence = null;
    this.#board.withdraw('divergence');
  }

  #reportDivergence({ divergedInEpoch, canGoBack }: Pick<Snapshot, 'divergedInEpoch' | 'canGoBack'>): void {
    this.#divergence = { divergedInEpoch, canGoBack };
    const { learningRate } = this.experiment.value;
    const lower = Number((learningRate / 10).toPrecision(3));
    const goBack = {
      label: `Go back and use rate ${lower}`,
      run: () => {
        const experiment = { ...this.experiment.value, learningRate: lower };
        this.experiment.value = experiment;
        void this.#changes.send({
          key: 'go back',
          request: () => ({ experiment, restoreLastFinite: true, run: false }),
        });
      },
    };
    this.#board.post(
      'divergence',
      'error',
      `Training diverged in epoch ${divergedInEpoch ?? '?'}: a loss or a weight is no longer a finite number. ` +
        `Usually the learning rate (${learningRate}) is too high.`,
      canGoBack ? goBack : null,
    );
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
    } else if (status === 'diverged' && this.#divergence !== null) this.#reportDivergence(this.#divergence);
    this.#options.onChange(command === 'reset');
  }

  async #evaluateOn(chosenByUser: boolean): Promise<void> {
    const evaluator = this.viewSettings.value.evaluateOn;
    const reply = await this.#options.client.evaluateOn({ evaluator, chosenByUser });
    if (reply.ok) this.evaluation.value = reply.value;
    else {
      this.viewSettings.value = { ...this.viewSettings.value, evaluateOn: 'cpu' };
      if (!isLost(reply)) this.#board.post('gpu', 'warning', reply.message);
    }
    this.#options.onChange(false);
  }

  #configure(request: ConfigureRequest, key: string): Promise<void> {
    return this.#changes.send({ key, request: () => request });
  }

  #apply({ runId, effect, data, thumbnails, network, engine }: Configured): void {
    batch(() => {
      const isSameNetwork = JSON.stringify(network) === JSON.stringify(this.network.value);
      if (!isSameNetwork) {
        this.engineMeasurements.value = null;
        this.evaluationComparison.value = null;
      }
      this.engine.value = engine;
      this.#runId = runId;
      if (thumbnails !== null) this.thumbnails.value = thumbnails;
      if (data !== null) {
        // More may have been drawn since.
        const isDrawn = this.trained.value?.dataSet === 'draw';
        this.data.value = isDrawn ? withDrawing(data, this.experiment.value) : data;
        // Another slice shows the same points.
        if (effect !== 'live') {
          this.chosenPoint.value = null;
          this.isSliceThroughPoint.value = false;
          // A new network may have come with a slice that was asked for just before.
          if ((data.slice?.through ?? null) !== null) this.#sliceAnew();
        }
        this.#asks.setData(data);
      }
      if (effect !== 'live') this.#showNothing();
      this.network.value = network;
      this.#asks.setRun(runId, effect !== 'live');
    });
    this.#options.onChange(effect !== 'live');
  }

  /** Until the new run's first view arrives; old figures must not stand beside a new network. */
  #showNothing(): void {
    this.view.value = null;
    this.history.value = null;
    this.#landscape.forget();
    this.#hidden.forget();
  }
}

function isSameSlice(a: ViewSettings, b: ViewSettings): boolean {
  return a.sliceX === b.sliceX && a.sliceY === b.sliceY;
}
