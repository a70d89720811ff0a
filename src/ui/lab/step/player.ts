import { signal } from '@preact/signals-core';

/** Speeds to choose from, steps a second. */
export const playSpeeds = [0.5, 1, 2, 5, 20] as const;

/** Takes steps at a chosen speed until there is none left. */
export class Player {
  readonly isPlaying = signal(false);
  readonly speed = signal<number>(2);
  /** False when that was the last one. */
  readonly #step: () => boolean;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(step: () => boolean) {
    this.#step = step;
  }

  play(): void {
    this.isPlaying.value = true;
    this.#turn();
  }

  pause(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.isPlaying.value = false;
  }

  setSpeed(stepsPerSecond: number): void {
    this.speed.value = stepsPerSecond;
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#wait();
  }

  #turn(): void {
    if (this.#step()) this.#wait();
    else this.pause();
  }

  #wait(): void {
    this.#timer = setTimeout(() => {
      this.#turn();
    }, 1000 / this.speed.peek());
  }
}
