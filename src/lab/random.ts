/**
 * A small seeded generator for exercises: mulberry32, public domain, by Tommy Ettinger
 * (https://gist.github.com/tommyettinger/46a874533244883189143505d203312c). Its 2³² states are plenty here.
 */
export interface SmallRandom {
  /** Uniform in 0…count-1. */
  below(count: number): number;
  pick<T>(from: readonly T[]): T;
}

export function smallRandom(seed: number): SmallRandom {
  let state = seed | 0;
  const below = (count: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * count);
  };
  return { below, pick: (from) => from[below(from.length)] };
}
