/** Weights at a moment of the training; the epoch has the fraction of the running one that they have seen. */
export interface TrailPoint {
  readonly epoch: number;
  readonly parameters: Float64Array;
}

/** Positions kept at most. */
export const longestTrail = 64;

/**
 * Where a run's weights have been: at most 64 positions, evenly through all that were reported. When it is full,
 * every other one is forgotten and from then on only every other one is kept.
 */
export class Trail {
  #positions: TrailPoint[] = [];
  /** Of how many reported positions one is kept. */
  #stride = 1;
  #reported = 0;

  get positions(): readonly TrailPoint[] {
    return this.#positions;
  }

  /** Takes over the arrays: they must not be written to any more. */
  report(position: TrailPoint): void {
    if (this.#reported++ % this.#stride !== 0) return;
    this.#positions.push(position);
    if (this.#positions.length <= longestTrail) return;
    this.#positions = this.#positions.filter((_, i) => i % 2 === 0);
    this.#stride *= 2;
  }

  /** The run goes on otherwise from there. */
  cutAfter(epoch: number): void {
    this.#positions = this.#positions.filter((position) => position.epoch <= epoch);
  }

  clear(): void {
    this.#positions = [];
    this.#stride = 1;
    this.#reported = 0;
  }
}
