import { computed, signal } from '@preact/signals-core';
import type { Experiment } from '../../experiment/schema.ts';
import type { Checkpoint } from '../../protocol/messages.ts';
import { UndoStack, type Change } from './undo-stack.ts';

/** What was drawn before a stroke, and of which data set the run was. */
export type DrawnBefore = Pick<Experiment, 'dataSet' | 'drawn'>;

/** What an undo or a redo brings back: a drawing, or a run, or a drawing whose change has ended a run. */
export interface Past {
  readonly drawing: DrawnBefore | null;
  readonly checkpoint: Checkpoint | null;
}

type Direction = 'undo' | 'redo';

/** The runs that changes have ended and the drawings that strokes have changed, and those that undo has in turn. */
export class UndoHistory {
  readonly #stacks = { undo: new UndoStack<Past>(), redo: new UndoStack<Past>() };
  readonly #depths = signal({ undo: 0, redo: 0 });
  readonly canUndo = computed(() => this.#depths.value.undo > 0);
  readonly canRedo = computed(() => this.#depths.value.redo > 0);

  #presses = 0;
  /** Of the change under way, where it was a stroke: what it changed is kept already. */
  #isDrawingTaken = false;

  /** How often the user has pressed Play or Step: what was trained between two presses is one thing to lose. */
  get presses(): number {
    return this.#presses;
  }

  /** The user has pressed Play or Step. */
  press(): void {
    this.#presses++;
  }

  /** What a change has ended can be brought back: by undo, or what undo itself has ended by redo. */
  keep(before: Checkpoint | null, change: Change): void {
    const { undo, redo } = this.#stacks;
    const { key } = change;
    const stack = key === 'undo' ? redo : undo;
    const isStep = key === 'undo' || key === 'redo';
    // Each undo and each redo ends another run than the one before.
    if (isStep) stack.endSeries();
    else redo.clear();
    const isDrawing = isStep ? this.#isDrawingTaken : key === drawingKey;
    if (before !== null && !(isDrawing && attach(stack, before)))
      stack.push({ drawing: null, checkpoint: before }, change);
    this.#count();
  }

  /**
   * A stroke is about to change what is drawn: undo brings the drawing back, and the training goes on. All changes of
   * one stroke are one. What is known only later, the run that the change ends, comes to it by `keep`.
   */
  keepDrawing(drawing: DrawnBefore, stroke: string): void {
    this.#stacks.redo.clear();
    this.#stacks.undo.push({ drawing, checkpoint: null }, { key: `stroke ${stroke}`, presses: 0, nowMs: 0 });
    this.#count();
  }

  /** The latest change, if it was a stroke; `present` can then be brought back the other way. */
  takeDrawing(from: Direction, present: DrawnBefore): (Past & { readonly drawing: DrawnBefore }) | null {
    const { drawing = null, checkpoint = null } = this.#stacks[from].last ?? {};
    this.#isDrawingTaken = drawing !== null;
    if (drawing === null) return null;
    this.#stacks[from].pop();
    const other = this.#stacks[from === 'undo' ? 'redo' : 'undo'];
    other.endSeries();
    other.push({ drawing: present, checkpoint: null }, { key: from, presses: 0, nowMs: 0 });
    this.#count();
    return { drawing, checkpoint };
  }

  take(from: Direction): Checkpoint | null {
    const past = this.#stacks[from].pop();
    this.#count();
    return past?.checkpoint ?? null;
  }

  /** Nothing brings back what was trained on this table; settings that only name it no longer do. */
  forgetTable(id: string): void {
    const without = (past: Past): Past | null => {
      const { drawing, checkpoint } = past;
      const experiment = checkpoint?.experiment;
      if (checkpoint === null || experiment?.file?.id !== id) return past;
      if (experiment.dataSet === 'file') return null;
      return { drawing, checkpoint: { ...checkpoint, experiment: { ...experiment, file: null } } };
    };
    for (const stack of Object.values(this.#stacks)) stack.revise(without);
    this.#count();
  }

  #count(): void {
    const { undo, redo } = this.#stacks;
    this.#depths.value = { undo: undo.length, redo: redo.length };
  }
}

/** What changes of the drawing are called on their way to the worker. */
export const drawingKey = 'drawing';

/** Keeps the run that a stroke has ended with what was drawn then; false where that is not in the stack. */
function attach(stack: UndoStack<Past>, before: Checkpoint): boolean {
  const { dataSet, drawn } = before.experiment;
  return stack.replaceLast(
    ({ drawing }) => drawing?.dataSet === dataSet && drawing.drawn === drawn,
    ({ drawing }) => ({ drawing, checkpoint: before }),
  );
}
