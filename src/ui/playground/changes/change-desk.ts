import type { Signal, ReadonlySignal } from '@preact/signals-core';
import type { TrainingClient } from '../../../client/training-client.ts';
import type { Experiment, ViewSettings } from '../../../experiment/schema.ts';
import type { Configured, ConfigureRequest } from '../../../protocol/messages.ts';
import type { DrawingStore } from '../draw/drawing-store.ts';
import type { OwnData } from '../import/own-data.ts';
import type { PointStore } from '../picture/point-store.ts';
import type { WeightChange } from '../playground-model.ts';
import { ChangeQueue } from './change-queue.ts';
import { drawingKey, type Step, type UndoHistory } from './undo-history.ts';
import type { Change } from './undo-stack.ts';

export interface ChangeDeskParts {
  readonly client: Pick<TrainingClient, 'configure'>;
  readonly own: Pick<OwnData, 'configure' | 'remembered'>;
  readonly undoHistory: UndoHistory;
  readonly drawing: Pick<DrawingStore, 'bringBack'>;
  readonly points: Pick<PointStore, 'through'>;
  readonly experiment: Signal<Experiment>;
  /** Settings of the run that is there. */
  readonly trained: ReadonlySignal<Experiment | null>;
  readonly viewSettings: ReadonlySignal<ViewSettings>;
  readonly changeView: (patch: Partial<ViewSettings>) => void;
  readonly now: () => number;
  /** Lets go what else is on its way to the worker. */
  readonly nextTask: () => Promise<void>;
  readonly onConfigured: (configured: Configured, experiment: Experiment) => void;
  readonly onRefused: (message: string, request: ConfigureRequest) => void;
}

/** Whether undo takes it back: not the beginning, nor what is only looked at. */
function isStep(key: string): boolean {
  return key !== 'begin' && key !== 'slice' && key !== drawingKey;
}

/** Changes on their way to the worker, and the way back from them. */
export class ChangeDesk {
  readonly #parts: ChangeDeskParts;
  readonly #queue: ChangeQueue;
  /** What the change on its way is called, where it is not by its settings. */
  #words: string | null = null;
  /** The one that is on its way. */
  #change: Change = { key: '', presses: 0, nowMs: 0 };
  /** What that change changes of the way the run is shown, as it was before. */
  #viewBefore: Partial<ViewSettings> = {};
  /** Weights that are to be set, by their places. */
  #edits = { run: -1, values: new Map<number, number>() };

  constructor(parts: ChangeDeskParts) {
    this.#parts = parts;
    this.#queue = new ChangeQueue({
      configure: (request, key) => this.#send(request, key),
      onConfigured: (configured, key, { experiment }) => {
        this.#keepStep(configured, key, experiment);
        parts.onConfigured(configured, experiment);
      },
      onRefused: parts.onRefused,
    });
  }

  /** Whether another change will be sent when the present one is answered. */
  get hasWaiting(): boolean {
    return this.#queue.hasWaiting;
  }

  /** There is a new worker. */
  sendAgain(): void {
    this.#queue.sendAgain();
  }

  /** Resolves once it is answered, or a later change that took its place. */
  configure(request: ConfigureRequest, key: string, viewBefore: Partial<ViewSettings> = {}): Promise<void> {
    const make = (): ConfigureRequest => {
      this.#viewBefore = viewBefore;
      return request;
    };
    return this.#queue.send({ key, request: make });
  }

  /** Weights of the run of that name, and the settings that go with them. */
  changeWeights({ settings, values = [], gesture }: WeightChange, run: number): Promise<void> {
    const experiment = { ...this.#parts.experiment.value, ...settings };
    this.#parts.experiment.value = experiment;
    if (this.#edits.run !== run) this.#edits = { run, values: new Map() };
    for (const [place, value] of values) this.#edits.values.set(place, value);
    return this.configure({ experiment, keepsBefore: true }, gesture);
  }

  /** Settings that were there before, with the run of then; one that is not known any more begins anew. */
  comeBack(experiment: Experiment): Promise<void> {
    const { undoHistory, trained } = this.#parts;
    const make = (): ConfigureRequest => {
      this.#viewBefore = {};
      // Of several steps back and forth, only the last is made.
      if (trained.value !== null && isSame(trained.value, experiment)) return { experiment };
      const restore = undoHistory.latestOf(experiment);
      return { experiment, ...(restore === null ? { anew: true } : { restore }) };
    };
    return this.#queue.send({ key: 'link', request: make });
  }

  undo(): Promise<void> {
    return this.#queue.send({ key: 'undo', isStep: true, request: () => this.#bringBack('undo') });
  }

  redo(): Promise<void> {
    return this.#queue.send({ key: 'redo', isStep: true, request: () => this.#bringBack('redo') });
  }

  /** The present values of those settings. */
  shownAs(view: Partial<ViewSettings>): Partial<ViewSettings> {
    const present = Object.entries(this.#parts.viewSettings.peek());
    return Object.fromEntries(present.filter(([name]) => name in view));
  }

  #send(request: ConfigureRequest, key: string): ReturnType<TrainingClient['configure']> {
    const { undoHistory, now, viewSettings, points, own, client, nextTask } = this.#parts;
    const { presses } = undoHistory;
    this.#change = { key, presses, nowMs: now() };
    const { sliceX: x, sliceY: y } = viewSettings.value;
    const slice = { x, y, through: points.through };
    const keepsBefore = request.keepsBefore ?? (isStep(key) && !undoHistory.isSeries(this.#change));
    const edits = this.#takeEdits();
    // Weights that are set by hand are of the network that is there.
    const follow = edits.edits === undefined ? this.#follow(request, key) : {};
    this.#words = edits.edits !== undefined ? 'weights set by hand' : key === 'follow' ? 'follow' : null;
    const sent = { ...request, ...follow, ...edits, keepsBefore, slice };
    // What is asked about the training before, now that it is there, goes first.
    const send = () => own.configure(client, sent);
    return follow.follow === undefined ? send() : nextTask().then(send);
  }

  /** What a change is to do while training is followed; what is brought back stays as it was. */
  #follow(
    { restore, restoreLastFinite, weights }: ConfigureRequest,
    key: string,
  ): Pick<ConfigureRequest, 'follow'> {
    const { follow, followEpochs } = this.#parts.viewSettings.value;
    const isBack = restore !== undefined || restoreLastFinite === true || weights !== undefined;
    return follow && !isBack && key !== 'slice' && key !== 'link' ? { follow: followEpochs } : {};
  }

  /** With whatever is sent next: of changes that wait only the latest is. */
  #takeEdits(): Pick<ConfigureRequest, 'edits'> {
    const { run, values } = this.#edits;
    const edits = { run, values: [...values] };
    values.clear();
    return edits.values.length > 0 ? { edits } : {};
  }

  /** What there was before a change is kept; one that has changed nothing is no step. */
  #keepStep({ effect, before }: Configured, key: string, to: Experiment): void {
    const { trained, undoHistory, own } = this.#parts;
    const from = trained.value ?? to;
    const words = this.#words;
    const isNothing = effect === 'live' && words === null && isSame(from, to);
    const isBack = key === 'undo' || key === 'redo';
    if (!isBack && (isNothing || (!isStep(key) && before === null))) return;
    const step: Step = words === null ? { kind: 'settings', from, to } : { kind: 'other', words };
    undoHistory.keep(own.remembered(before), this.#change, step, this.#viewBefore);
  }

  #bringBack(from: 'undo' | 'redo'): ConfigureRequest | null {
    const { experiment, undoHistory, drawing, changeView } = this.#parts;
    this.#viewBefore = {};
    const { dataSet, drawn } = experiment.value;
    const past = undoHistory.takeDrawing(from, { dataSet, drawn });
    if (past?.checkpoint === null) return { experiment: drawing.bringBack(past.drawing), keepsBefore: false };
    const { checkpoint = null, view = {} } = past ?? undoHistory.take(from) ?? {};
    if (checkpoint === null) return null;
    this.#viewBefore = this.shownAs(view);
    changeView(view);
    experiment.value = checkpoint.experiment;
    return { experiment: checkpoint.experiment, restore: checkpoint };
  }
}

function isSame(a: Experiment, b: Experiment): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
