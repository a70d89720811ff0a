import { computed, signal } from '@preact/signals-core';
import type { Checkpoint } from '../../protocol/messages.ts';
import { UndoStack, type Change } from './undo-stack.ts';

/** The runs that changes have ended, and those that undo has ended in turn. */
export class UndoHistory {
  readonly #stacks = { undo: new UndoStack(), redo: new UndoStack() };
  readonly #depths = signal({ undo: 0, redo: 0 });
  readonly canUndo = computed(() => this.#depths.value.undo > 0);
  readonly canRedo = computed(() => this.#depths.value.redo > 0);

  #presses = 0;

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
    // Each undo and each redo ends another run than the one before.
    if (key === 'undo' || key === 'redo') stack.endSeries();
    else redo.clear();
    if (before !== null) stack.push(before, change);
    this.#count();
  }

  take(from: 'undo' | 'redo'): Checkpoint | null {
    const checkpoint = this.#stacks[from].pop();
    this.#count();
    return checkpoint;
  }

  #count(): void {
    const { undo, redo } = this.#stacks;
    this.#depths.value = { undo: undo.length, redo: redo.length };
  }
}
