import { log } from '../elementary/logarithm.ts';
import { cos } from '../elementary/trigonometric.ts';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { shuffle } from './shuffle.ts';

/** A seeded generator whose state can be kept, so that a run can be resumed to the same bits. */
export interface Random {
  /** Uniform in [from, to), by default [0, 1). */
  uniform(from?: number, to?: number): number;
  /** Normal with the given variance, by the Box–Muller transform. */
  normal(mean: number, variance: number): number;
  /** Fills `order` with 0…length-1 in a uniformly random order, by Fisher and Yates: a uniform number for each but one. */
  shuffle(order: Uint32Array): void;
  state(): readonly number[];
}

/**
 * Independent streams for different purposes come from the same seed by different `stream` numbers,
 * so that drawing more points never changes the initial weights.
 */
export function randomFromSeed(seed: number, stream: number): Random {
  // Spread neighbouring seeds apart: the first outputs of xoroshiro from seeds 1, 2, 3 are alike otherwise.
  const mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(stream + 1, 0xc2b2ae35);
  return wrap(xoroshiro128plus(mixed ^ (mixed >>> 15)));
}

export function randomFromState(state: readonly number[]): Random {
  return wrap(xoroshiro128plusFromState(state));
}

function wrap(start: ReturnType<typeof xoroshiro128plus>): Random {
  let generator = start;
  const uniform = (from = 0, to = 1): number => from + (to - from) * uniformFloat64(generator);
  return {
    uniform,
    normal(mean, variance) {
      const radius = Math.sqrt(-2 * variance * log(1 - uniform()));
      return mean + radius * cos(2 * Math.PI * uniform());
    },
    shuffle(order) {
      generator = xoroshiro128plusFromState(shuffle(order, generator.getState()));
    },
    state: () => [...generator.getState()],
  };
}

/** As many places out of 0…count-1, each drawn as if there had been none before: some more than once, others not at all. */
export function drawnOrder(count: number, random: Random): Uint32Array {
  return Uint32Array.from({ length: count }, () => Math.floor(random.uniform(0, count)));
}

/** A uniformly random order of 0…count-1, by Fisher and Yates; `order` is filled with it, whose length is `count`. */
export function shuffledOrder(
  count: number,
  random: Random,
  order: Uint32Array = new Uint32Array(count),
): Uint32Array {
  random.shuffle(order);
  return order;
}
