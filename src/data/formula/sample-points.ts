import type { Sampling } from '../../experiment/names.ts';
import type { Random } from '../random.ts';

/** Inputs lie in [-6, 6]². */
const extent = 6;

/** Places in the plane, and where their label is read: moved by the noise. */
export interface SampledPlaces {
  readonly x1: Float64Array;
  readonly x2: Float64Array;
  readonly seen1: Float64Array;
  readonly seen2: Float64Array;
}

/**
 * So many places, uniformly at random, or on the largest square grid of at most as many points, from edge to edge.
 * `noise` is a share, 0 to 0.5, of the extent, by which labels are read elsewhere.
 */
export function samplePlaces(
  sampling: Sampling,
  count: number,
  noise: number,
  random: Random,
): SampledPlaces {
  const side = Math.max(2, Math.floor(Math.sqrt(count)));
  const total = sampling === 'grid' ? side * side : count;
  const column = (): Float64Array => new Float64Array(total);
  const places = { x1: column(), x2: column(), seen1: column(), seen2: column() };
  const line = (k: number): number => (2 * extent * k) / (side - 1) - extent;
  for (let i = 0; i < total; i++) {
    const isGrid = sampling === 'grid';
    places.x1[i] = isGrid ? line(i % side) : random.uniform(-extent, extent);
    places.x2[i] = isGrid ? line(Math.floor(i / side)) : random.uniform(-extent, extent);
    places.seen1[i] = places.x1[i] + random.uniform(-extent, extent) * noise;
    places.seen2[i] = places.x2[i] + random.uniform(-extent, extent) * noise;
  }
  return places;
}
