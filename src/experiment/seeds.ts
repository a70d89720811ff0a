import { limits } from './limits.ts';

/** The next seed, so that a class can follow: 1, 2, 3… */
export function nextSeed(seed: number): number {
  return seed >= limits.seed.max ? 1 : seed + 1;
}
