import type { TrialHalt } from '../training/trials/trial.ts';

/** Of a round; those of the one before are still there while its runs go on from them. */
const mostBytes = 64e6;
/** So much stays where it was too much, so that it is not too much again with the next one. */
const keptShare = 3 / 4;
/** What an entry has beside its numbers, about. */
const entryBytes = 2000;

/**
 * From where runs go on in the next round of a halving, by their places. In bounded memory: where it is too much, only
 * those that are likely to go on stay. A run whose halt is not there trains from its beginning, to the same bits.
 */
export class Halts {
  readonly #most: number;
  readonly #held = new Map<number, TrialHalt>();
  #bytes = 0;

  constructor(most = mostBytes) {
    this.#most = most;
  }

  /** `likely` tells the places of runs that would go on by what is known by now, first those that are the most likely to. */
  add(place: number, halt: TrialHalt, likely: () => readonly number[]): void {
    this.#hold(place, halt);
    if (this.#bytes > this.#most) this.#keep(likely());
  }

  #keep(likely: readonly number[]): void {
    const held = new Map(this.#held);
    this.clear();
    for (const place of likely) {
      const halt = held.get(place);
      if (halt === undefined) continue;
      if (this.#bytes + bytesOf(halt) > this.#most * keptShare) return;
      this.#hold(place, halt);
    }
  }

  #hold(place: number, halt: TrialHalt): void {
    this.#held.set(place, halt);
    this.#bytes += bytesOf(halt);
  }

  /** Those of these runs, in their order, undefined where there is none; nothing is held any more. */
  take(places: readonly number[]): readonly (TrialHalt | undefined)[] {
    const taken = places.map((place) => this.#held.get(place));
    this.clear();
    return taken;
  }

  clear(): void {
    this.#held.clear();
    this.#bytes = 0;
  }
}

/** Memory that it takes: what it shares with its result counts, since the result may have been let go of. */
function bytesOf({ point, told }: TrialHalt): number {
  const best = point.stopping?.best?.weights;
  const { epoch, trainLoss, testLoss, trainingMs } = told.curve;
  const arrays = [
    ...[point.parameters, ...point.state, epoch, trainLoss, testLoss, trainingMs],
    ...(best === undefined ? [] : [best.parameters, ...best.state]),
  ];
  return arrays.reduce((sum, { byteLength }) => sum + byteLength, entryBytes);
}
