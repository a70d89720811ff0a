import { signal } from '@preact/signals-core';
import type { DataPicture } from '../../../protocol/picture-messages.ts';
import type { OpenedPoint } from './opened-point.ts';

/** The point of the data that was chosen, and whether the picture is a slice through it. */
export class PointStore {
  readonly chosen = signal<OpenedPoint | null>(null);
  readonly isSlicedThrough = signal(false);
  /** Another slice is to be taken. */
  readonly #onSlice: () => void;

  constructor(onSlice: () => void) {
    this.#onSlice = onSlice;
  }

  /** What the slice goes through; null for the middle of all. */
  get through(): OpenedPoint | null {
    return this.isSlicedThrough.value ? this.chosen.value : null;
  }

  choose(point: OpenedPoint | null): void {
    const before = this.chosen.value;
    this.chosen.value = point;
    if (!this.isSlicedThrough.value) return;
    if (point === null) this.isSlicedThrough.value = false;
    if (point?.split !== before?.split || point?.index !== before?.index) this.#onSlice();
  }

  /** Takes the slice through the chosen point, as long as there is one, or through the middle. */
  sliceThrough(isThrough: boolean): void {
    const isNow = isThrough && this.chosen.value !== null;
    if (isNow === this.isSlicedThrough.value) return;
    this.isSlicedThrough.value = isNow;
    this.#onSlice();
  }

  /** These are other points. */
  setData({ slice }: Pick<DataPicture, 'slice'>): void {
    this.chosen.value = null;
    this.isSlicedThrough.value = false;
    // A new network may have come with a slice that was asked for just before.
    if ((slice?.through ?? null) !== null) this.#onSlice();
  }
}
