import { computed, signal } from '@preact/signals-core';
import type { Experiment, ViewSettings } from '../../../experiment/schema.ts';
import type { Checkpoint } from '../../../protocol/messages.ts';
import { bytesOf } from './bytes-of.ts';
import { UndoStack, type Change } from './undo-stack.ts';

/** What was drawn before a stroke, and of which data set the run was. */
export type DrawnBefore = Pick<Experiment, 'dataSet' | 'drawn'>;

/** What a change was: of settings from one to another, or what has words of its own. */
export type Step =
  | { readonly kind: 'settings'; readonly from: Experiment; readonly to: Experiment }
  | { readonly kind: 'other'; readonly words: string };

/** What an undo or a redo brings back: a drawing, or a run, or a drawing whose change has ended a run. */
export interface Past {
  readonly step: Step;
  readonly drawing: DrawnBefore | null;
  readonly checkpoint: Checkpoint | null;
  /** What the change has changed of the way it is shown. */
  readonly view: Partial<ViewSettings>;
}

/** All that can be brought back, newest last, and the memory that it takes. */
export interface Steps {
  readonly undo: readonly Past[];
  readonly redo: readonly Past[];
  readonly bytes: number;
}

type Direction = 'undo' | 'redo';

/** What is older than what fits is forgotten. */
export const mostBytes = 64e6;

const drawingStep: Step = { kind: 'other', words: 'drawing' };

/** The runs as they were before each change, the drawings before each stroke, and those that undo has taken back in turn. */
export class UndoHistory {
  readonly #stacks = { undo: new UndoStack<Past>(), redo: new UndoStack<Past>() };
  readonly #steps = signal<Steps>({ undo: [], redo: [], bytes: 0 });
  /** To be listed. */
  readonly steps = this.#steps;
  readonly canUndo = computed(() => this.#steps.value.undo.length > 0);
  readonly canRedo = computed(() => this.#steps.value.redo.length > 0);
  readonly #mostBytes: number;

  #presses = 0;
  /** What the last undo or redo has taken: what it was comes to the other side. */
  #taken: Past | null = null;

  constructor(most = mostBytes) {
    this.#mostBytes = most;
  }

  /** How often the user has pressed Play or Step: what was trained between two presses is one thing to lose. */
  get presses(): number {
    return this.#presses;
  }

  /** The user has pressed Play or Step. */
  press(): void {
    this.#presses++;
  }

  /** Whether what there was before this change is kept already: it goes on with the one before it. */
  isSeries(change: Change): boolean {
    return this.#stacks.undo.isSeries(change);
  }

  /** A change was made: undo brings back what there was before it, and redo what undo itself has ended. */
  keep(before: Checkpoint | null, change: Change, step: Step, view: Partial<ViewSettings> = {}): void {
    const { undo, redo } = this.#stacks;
    const { key } = change;
    const stack = key === 'undo' ? redo : undo;
    const isStep = key === 'undo' || key === 'redo';
    // Each undo and each redo ends another run than the one before.
    if (isStep) stack.endSeries();
    else redo.clear();
    const isDrawing = isStep ? this.#taken?.drawing !== null : key === drawingKey;
    const isSeries = stack.isSeries(change);
    const past: Past = {
      step: isStep ? (this.#taken?.step ?? step) : step,
      ...{ drawing: null, checkpoint: before, view },
    };
    if (isDrawing) {
      if (before !== null && !attach(stack, before)) stack.push(past, change, joined);
    } else if (before !== null || isSeries) stack.push(past, change, joined);
    this.#count();
  }

  /**
   * A stroke is about to change what is drawn: undo brings the drawing back, and the training goes on. All changes of
   * one stroke are one. What is known only later, the run that the change ends, comes to it by `keep`.
   */
  keepDrawing(drawing: DrawnBefore, stroke: string): void {
    this.#stacks.redo.clear();
    this.#push('undo', drawing, `stroke ${stroke}`);
    this.#count();
  }

  #push(to: Direction, drawing: DrawnBefore, key: string): void {
    const past: Past = { step: drawingStep, drawing, checkpoint: null, view: {} };
    this.#stacks[to].push(past, { key, presses: 0, nowMs: 0 }, joined);
  }

  /** The latest change, if it was a stroke; `present` can then be brought back the other way. */
  takeDrawing(from: Direction, present: DrawnBefore): (Past & { readonly drawing: DrawnBefore }) | null {
    const { last } = this.#stacks[from];
    this.#taken = last;
    if (last === null || last.drawing === null) return null;
    this.#stacks[from].pop();
    const other = from === 'undo' ? 'redo' : 'undo';
    this.#stacks[other].endSeries();
    this.#push(other, present, from);
    this.#count();
    return { ...last, drawing: last.drawing };
  }

  /** The latest run that was changed, and how that was shown, as far as its change has changed it. */
  take(from: Direction): Past | null {
    const past = this.#stacks[from].pop();
    this.#taken = past;
    this.#count();
    return past;
  }

  /** The run of these settings that was there last; null where it is not known any more. */
  latestOf(experiment: Experiment): Checkpoint | null {
    const { undo, redo } = this.#steps.peek();
    const isOfThem = ({ checkpoint }: Past): boolean =>
      checkpoint !== null && isSame(checkpoint.experiment, experiment);
    return (undo.findLast(isOfThem) ?? redo.findLast(isOfThem))?.checkpoint ?? null;
  }

  /** Nothing brings back what was trained on this table; settings that only name it no longer do. */
  forgetTable(id: string): void {
    const without = (past: Past): Past | null => {
      const { checkpoint } = past;
      const step = withoutTable(past.step, id);
      const experiment = checkpoint?.experiment;
      if (checkpoint === null || experiment?.file?.id !== id) return { ...past, step };
      if (experiment.dataSet === 'file') return null;
      return { ...past, step, checkpoint: { ...checkpoint, experiment: { ...experiment, file: null } } };
    };
    for (const stack of Object.values(this.#stacks)) stack.revise(without);
    this.#count();
  }

  get #bytes(): number {
    const { undo, redo } = this.#stacks;
    return [...undo.entries, ...redo.entries].reduce((sum, past) => sum + sizeOf(past), 0);
  }

  /** The oldest go where they are too large together; the latest never. */
  #count(): void {
    const { undo, redo } = this.#stacks;
    let bytes = this.#bytes;
    for (; bytes > this.#mostBytes && undo.length + redo.length > 1; bytes = this.#bytes)
      (undo.length > 1 ? undo : redo).dropOldest();
    this.#steps.value = { undo: [...undo.entries], redo: [...redo.entries], bytes };
  }
}

/** Whatever the order of the settings. */
function isSame(a: Experiment, b: Experiment): boolean {
  const names = Object.keys(a) as (keyof Experiment)[];
  return names.every((name) => JSON.stringify(a[name]) === JSON.stringify(b[name]));
}

/** What changes of the drawing are called on their way to the worker. */
export const drawingKey = 'drawing';

const sizes = new WeakMap<Past, number>();

function sizeOf(past: Past): number {
  const size = sizes.get(past) ?? bytesOf(past);
  sizes.set(past, size);
  return size;
}

/** What a step was, and nothing of the table. */
function withoutTable(step: Step, id: string): Step {
  if (step.kind !== 'settings') return step;
  const without = (settings: Experiment): Experiment =>
    settings.file?.id === id ? { ...settings, file: null } : settings;
  return { ...step, from: without(step.from), to: without(step.to) };
}

/** What there was before the first of a series, and what the last has made of it. */
function joined(first: Past, latest: Past): Past {
  const { step } = first;
  if (step.kind !== 'settings' || latest.step.kind !== 'settings') return first;
  return { ...first, step: { ...step, to: latest.step.to } };
}

/** Keeps the run that a stroke has ended with what was drawn then; false where that is not in the stack. */
function attach(stack: UndoStack<Past>, before: Checkpoint): boolean {
  const { dataSet, drawn } = before.experiment;
  return stack.replaceLast(
    ({ drawing }) => drawing?.dataSet === dataSet && drawing.drawn === drawn,
    (past) => ({ ...past, checkpoint: before }),
  );
}
