import { computed, signal } from '@preact/signals-core';

/** A quick series of edits with the same key is one edit. */
const seriesMs = 1500;
const capacity = 100;

/** What there was before each edit, to go back to and forth again. */
export class EditHistory<State> {
  readonly #states = signal<{ readonly undo: readonly State[]; readonly redo: readonly State[] }>({
    undo: [],
    redo: [],
  });
  readonly canUndo = computed(() => this.#states.value.undo.length > 0);
  readonly canRedo = computed(() => this.#states.value.redo.length > 0);
  #lastKey = '';
  #lastAt = -Infinity;

  /** Keeps what an edit named `key` is about to change. */
  keep(before: State, key: string, nowMs: number): void {
    const isSeries = key === this.#lastKey && nowMs - this.#lastAt < seriesMs;
    this.#lastKey = key;
    this.#lastAt = nowMs;
    const { undo } = this.#states.peek();
    this.#states.value = { undo: isSeries ? undo : [...undo, before].slice(-capacity), redo: [] };
  }

  /** The state to show in place of the present one; null if there is none. */
  step(direction: 'undo' | 'redo', present: State): State | null {
    const { undo, redo } = this.#states.peek();
    const from = direction === 'undo' ? undo : redo;
    if (from.length === 0) return null;
    this.#lastKey = '';
    const rest = from.slice(0, -1);
    this.#states.value =
      direction === 'undo'
        ? { undo: rest, redo: [...redo, present] }
        : { undo: [...undo, present], redo: rest };
    return from[from.length - 1];
  }
}
