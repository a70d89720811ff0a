import { signal } from '@preact/signals-core';
import type { PlaygroundModel } from '../playground-model.ts';
import type { MarkedCell } from '../quality/marked-points.ts';

/** The classes that are picked out, by one room of the page for all the others. Of other data nothing stays picked. */
export class PickedClasses {
  /** The class whose own output is looked at. */
  readonly lookedAt = signal<number | null>(null);
  readonly #model: Pick<PlaygroundModel, 'data' | 'viewSettings'>;
  /** By its name: of other classes it is none, and then the first is. */
  readonly #chosenName = signal<string | null>(null);
  /** With the classes that it is of. */
  readonly #marked = signal<{ readonly cell: MarkedCell; readonly classes: string } | null>(null);

  constructor(model: Pick<PlaygroundModel, 'data' | 'viewSettings'>) {
    this.#model = model;
  }

  get #names(): readonly string[] {
    return this.#model.data.value?.classNames ?? [];
  }

  /** The class that is told from the rest where there are more than have colours. */
  get chosen(): number {
    return Math.max(0, this.#names.indexOf(this.#chosenName.value ?? ''));
  }

  choose(place: number): void {
    this.#chosenName.value = this.#names[place] ?? null;
  }

  /** The cell of the confusion matrix whose points are marked; without the table nothing would let go of it. */
  get cell(): MarkedCell | null {
    const marked = this.#marked.value;
    const isShown = this.#model.viewSettings.value.howWell;
    return isShown && marked?.classes === this.#names.join() ? marked.cell : null;
  }

  mark(cell: MarkedCell | null): void {
    this.#marked.value = cell && { cell, classes: this.#names.join() };
  }
}
