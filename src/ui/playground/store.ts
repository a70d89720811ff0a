import { batch } from '@preact/signals-core';
import type { ClientEvent } from '../../client/training-client.ts';
import type { Experiment, ViewSettings } from '../../experiment/schema.ts';
import { nextSeed } from '../../experiment/seeds.ts';
import type { DecodedSettings } from '../../experiment/url.ts';
import type { Checkpoint, ConfigureRequest } from '../../protocol/messages.ts';
import type { Snapshot } from '../../protocol/snapshot-messages.ts';
import { composePlayground, type StoreClient, type StoreOptions } from './compose.ts';
import { aboutLink } from './link-words.ts';
import type { OpenedPoint } from './picture/opened-point.ts';
import type { CopiedLink, DrawingChange, PlaygroundModel, WeightChange } from './playground-model.ts';
import { PlaygroundState } from './playground-state.ts';
import { tellOfWorker } from './worker-news.ts';

const stepCommands = { sample: 'step-sample', batch: 'step-batch', epoch: 'step' } as const;

/** The one store of the page: who of its parts does what is asked for. */
export class PlaygroundStore extends PlaygroundState implements PlaygroundModel {
  readonly #client: StoreClient;
  readonly #parts;
  readonly plots;
  readonly doctor;
  readonly engines;
  readonly viewers;
  readonly time;
  readonly imports;
  readonly rows;
  readonly notices;
  readonly steps;
  readonly canUndo;
  readonly canRedo;

  constructor(options: StoreOptions) {
    super(options.settings);
    const parts = composePlayground(options, this);
    this.#client = options.client;
    this.#parts = parts;
    this.plots = parts.plots;
    this.doctor = parts.doctor;
    this.engines = parts.engines;
    this.viewers = parts.viewers;
    this.time = parts.time;
    this.imports = parts.own.imports;
    this.rows = options.rows ?? null;
    this.notices = parts.board.shown;
    this.steps = parts.undoHistory.steps;
    this.canUndo = parts.undoHistory.canUndo;
    this.canRedo = parts.undoHistory.canRedo;
  }

  /** Tells the worker what to train, and where to go on; call once it is connected. */
  begin(restore: Checkpoint | null = null, asKept = false): void {
    this.#parts.settings.begin(restore, asKept);
  }

  /** What the bridge has to say. */
  handle(event: ClientEvent): void {
    const { board, changes, shown, time } = this.#parts;
    // The client answers once the new worker stands where the lost one stood.
    if (event.kind === 'connected') changes.sendAgain();
    else if (event.kind === 'recovered') {
      shown.take(event.configured);
      // The new worker stands at the end, with the settings of that.
      if (time.past.value?.isShown === true) void time.travel(Infinity);
    } else if (event.kind === 'failed') this.status.value = 'error';
    tellOfWorker(board, event, () => void this.#retry());
  }

  async #retry(): Promise<void> {
    this.status.value = 'loading';
    if ((await this.#client.retry()) && this.network.value === null) this.begin();
  }

  /** Takes in what the worker has to show; what belongs to another run is dropped. */
  receive(snapshot: Snapshot): void {
    const { shown, time, divergence, stops, viewers } = this.#parts;
    if (snapshot.runId !== shown.id) return;
    const { stopped, past = null } = snapshot;
    batch(() => {
      time.past.value = past;
      divergence.receive(snapshot);
      stops.receive(stopped);
      shown.receive(snapshot);
    });
    viewers.receive(snapshot, this.view.value);
  }

  change(patch: Partial<Experiment>): Promise<void> {
    return this.#parts.settings.change(patch);
  }

  treat(remedy: Partial<Experiment>): Promise<void> {
    return this.#parts.settings.change(remedy, { key: `remedy ${Object.keys(remedy).join()}` });
  }

  start(patch: Partial<Experiment>, view: Partial<ViewSettings>): Promise<void> {
    return this.#parts.settings.start(patch, view);
  }

  changeView(patch: Partial<ViewSettings>): void {
    this.#parts.settings.changeView(patch);
  }

  changeWeights(change: WeightChange): Promise<void> {
    return this.#parts.changes.changeWeights(change, this.#parts.shown.id);
  }

  /** Takes over settings from a link, with what was wrong in it, or from the way back in the browser's history. */
  adopt({ settings, problems }: DecodedSettings, isWayBack = false): void {
    this.#parts.board.linkProblems(problems);
    this.#parts.settings.adopt(settings, isWayBack);
  }

  play(): Promise<void> {
    return this.#parts.commands.give('play');
  }

  pause(): Promise<void> {
    return this.#parts.commands.give('pause');
  }

  step(by = this.viewSettings.value.stepBy): Promise<void> {
    return this.#parts.commands.give(stepCommands[by]);
  }

  reset(): Promise<void> {
    return this.#parts.commands.give('reset');
  }

  newSeed(): Promise<void> {
    return this.change({ seed: nextSeed(this.experiment.value.seed) });
  }

  newData(): Promise<void> {
    const { dataSet, dataSeed } = this.experiment.value;
    const seed = nextSeed(dataSeed);
    return dataSet === 'draw' ? this.#parts.drawing.splitAnew(seed) : this.change({ dataSeed: seed });
  }

  draw(change: DrawingChange): Promise<void> {
    return this.#parts.drawing.draw(change);
  }

  drawFromPoints(): Promise<void> {
    return this.#parts.drawing.fromPoints();
  }

  undo(): Promise<void> {
    this.#parts.board.withdraw('refusal');
    return this.#parts.changes.undo();
  }

  redo(): Promise<void> {
    this.#parts.board.withdraw('refusal');
    return this.#parts.changes.redo();
  }

  choosePoint(point: OpenedPoint | null): void {
    this.viewers.points.choose(point);
  }

  measureEngines(): Promise<void> {
    return this.engines.measureEngines();
  }

  measureEvaluation(): Promise<void> {
    return this.engines.compareEvaluation();
  }

  dismiss(noticeId: number): void {
    this.#parts.board.dismiss(noticeId);
  }

  tellOfLink(link: CopiedLink): void {
    const words = aboutLink(link, this.experiment.peek().file);
    if (words !== null) this.#parts.board.post('link', 'info', words);
  }

  ownTable(): Promise<Blob | null> {
    return this.#parts.own.table();
  }

  async presentRun(): Promise<Checkpoint | null> {
    const reply = await this.#client.takeAway();
    return reply.ok ? reply.value.state : null;
  }

  /** A run that the browser has kept, or that was in a file, takes the place of the present one. */
  bringBackKept(restore: Checkpoint): void {
    // What is opened is a step of its own, however soon it comes after another.
    this.#parts.undoHistory.press();
    this.#bring({ experiment: restore.experiment, restore, isForeign: true }, 'kept run');
  }

  /** The run of a link, trained to its moment. */
  bringToMoment(restore: Checkpoint): void {
    this.#bring({ experiment: restore.experiment, restore, isForeign: true }, 'begin');
  }

  /** Weights of another network come with the settings that they are of; what does not fit is refused with a notice. */
  bringIn(patch: Partial<Experiment>, weights: Float64Array): void {
    this.#parts.undoHistory.press();
    this.#bring({ experiment: { ...this.experiment.value, ...patch }, weights }, 'kept run');
  }

  #bring(request: ConfigureRequest, key: string): void {
    this.experiment.value = request.experiment;
    void this.#parts.changes.configure(request, key);
  }
}
