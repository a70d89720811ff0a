import type { DataSet } from './data-set-types.ts';
import type { PointColumns } from './plane-table.ts';
import { randomFromSeed, shuffledOrder } from './random.ts';

/** Numbers the stream of the generator that draws what is held out; see `randomFromSeed`. */
const heldOutStream = 9;

/**
 * A data set of which `percent` of the train rows are neither trained on nor shown: validation is judged by them. At least
 * one row trains. They are the last ones, which is a random choice where the rows are in random order; where they are in
 * the order of a file, which may be sorted, they are drawn with `seed` (null: the last ones), and the others keep their order.
 */
export function withHeldOut(dataSet: DataSet, percent: number, seed: number | null = null): DataSet {
  const { rows, train } = dataSet;
  const count = rows.train.length;
  const held = Math.min(count - 1, Math.round((count * percent) / 100));
  if (held < 1) return dataSet;
  const places =
    seed === null
      ? Uint32Array.from({ length: count }, (_, place) => place)
      : shuffledOrder(count, randomFromSeed(seed, heldOutStream));
  const kept = places.slice(0, count - held).sort();
  const aside = places.slice(count - held).sort();
  return {
    ...dataSet,
    rows: { ...rows, train: kept.map((place) => rows.train[place]) },
    heldOut: aside.map((place) => rows.train[place]),
    train: at(kept, train),
  };
}

function at(places: Uint32Array, { x1, x2, label, nearness }: PointColumns): PointColumns {
  const of = (column: Float64Array): Float64Array => Float64Array.from(places, (place) => column[place]);
  return {
    ...{ x1: of(x1), x2: of(x2), label: of(label) },
    ...(nearness === undefined ? {} : { nearness: of(nearness) }),
  };
}
