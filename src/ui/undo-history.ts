import { computed, signal } from '@preact/signals-core';
import type { Checkpoint } from '../protocol/messages.ts';
import { UndoStack } from './undo-stack.ts';

/** The runs that changes have ended, and those that undo has ended in turn. */
export class UndoHistory {
  readonly #stacks = { undo: new UndoStack(), redo: new UndoStack() };
  readonly #depths = signal({ undo: 0, redo: 0 });
  readonly canUndo = computed(() => this.#depths.value.undo > 0);
  readonly canRedo = computed(() => this.#depths.value.redo > 0);

  /** What the change named `key` has ended can be brought back: by undo, or what undo itself has ended by redo. */
  keep(before: Checkpoint | null, key: string, nowMs: number): void {
    const { undo, redo } = this.#stacks;
    if (key !== 'undo' && key !== 'redo') redo.clear();
    if (before !== null) (key === 'undo' ? redo : undo).push(before, key, nowMs);
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
