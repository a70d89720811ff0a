import type { Steps } from '../../autograd/steps.ts';
import type { DataSet } from '../../data/data-set-types.ts';
import { columnOf, type CategoryColumn, type Column } from '../../data/table.ts';
import type { EvaluatedRows, RowSamples } from './evaluate-rows.ts';
import { ranksOf } from './rank-categories.ts';
import type { RowFilter, RowKey, RowOrder } from './row-order.ts';
import { rowsPerStep, sortPlaces } from './sort-places.ts';

/** Rows with what is known of them. */
export interface RowSource extends RowSamples {
  readonly dataSet: Pick<DataSet, 'table' | 'rows'>;
}

/** Where the row at a place stands in the table. */
export function rowOfPlace({ dataSet: { rows } }: Pick<RowSource, 'dataSet'>, place: number): number {
  const { train, test } = rows;
  return place < train.length ? train[place] : test[place - train.length];
}

/** The true class by its place among them; NaN where a number is predicted. */
export function classOfPlace({ train, test }: RowSource, place: number): number {
  return (place < train.count ? train.classes?.[place] : test.classes?.[place - train.count]) ?? NaN;
}

/** Sorts and filters the rows of one data set. */
export class RowRanking {
  readonly #source: RowSource;
  #byRow: Uint32Array | null = null;
  /** Of categories that were sorted by. */
  readonly #ranks = new Map<CategoryColumn, Float64Array>();

  constructor(source: RowSource) {
    this.#source = source;
  }

  /** The places of the rows that pass, in their order. Throws a RangeError for a column that there is not. */
  *of(evaluated: EvaluatedRows, order: RowOrder, filter: RowFilter): Steps<Uint32Array> {
    this.#byRow ??= yield* placesByRow(this.#source);
    const passing = yield* this.#passing(this.#byRow, evaluated, filter);
    if (order.by === 'row') return order.descending ? passing.reverse() : passing;
    const { dataSet, target } = this.#source;
    const isNumber = order.by === 'truth' && target.kind === 'number';
    const name = order.by === 'column' ? order.column : isNumber ? target.column : null;
    const keyOf =
      name === null ? this.#key(order.by, evaluated) : yield* this.#columnKey(columnOf(dataSet.table, name));
    return yield* sortPlaces(passing, keyOf, order.descending);
  }

  *#passing(
    places: Uint32Array,
    { right }: EvaluatedRows,
    { side, verdict, classes }: RowFilter,
  ): Steps<Uint32Array> {
    const source = this.#source;
    const trainCount = source.train.count;
    const isClass = source.target.kind === 'class';
    const allowed = classes === null || !isClass ? null : new Set(classes);
    const wantedRight = right === null || verdict === 'all' ? null : Number(verdict === 'right');
    const passing = new Uint32Array(places.length);
    let count = 0;
    for (let from = 0; from < places.length; from += rowsPerStep) {
      for (const place of places.subarray(from, from + rowsPerStep)) {
        if (side !== 'all' && place < trainCount !== (side === 'train')) continue;
        if (wantedRight !== null && right?.[place] !== wantedRight) continue;
        if (allowed !== null && !allowed.has(classOfPlace(source, place))) continue;
        passing[count++] = place;
      }
      yield;
    }
    return passing.slice(0, count);
  }

  #key(by: RowKey, evaluated: EvaluatedRows): (place: number) => number {
    const source = this.#source;
    const { losses, answers, certainties, right } = evaluated;
    switch (by) {
      case 'row':
      case 'column':
        throw new RangeError(`“${by}” is nothing that the network makes of a row`);
      case 'side':
        return (place) => Number(place >= source.train.count);
      case 'verdict':
        return (place) => right?.[place] ?? NaN;
      case 'loss':
        return (place) => losses[place];
      case 'truth':
        return (place) => classOfPlace(source, place);
      case 'answer':
        return (place) => answers[place];
      case 'certainty':
        return (place) => certainties?.[place] ?? NaN;
    }
  }

  *#columnKey(column: Column): Steps<(place: number) => number> {
    const source = this.#source;
    if (column.kind === 'number') return (place) => column.values[rowOfPlace(source, place)];
    const ranks = this.#ranks.get(column) ?? (yield* ranksOf(column.categories));
    this.#ranks.set(column, ranks);
    // A code of -1 has no rank.
    return (place) => ranks[column.codes[rowOfPlace(source, place)]] ?? NaN;
  }
}

/** All places, in the order of the table; of a row that is on both sides the one that trains comes first. */
function* placesByRow(source: RowSource): Steps<Uint32Array> {
  const { table, rows } = source.dataSet;
  const count = rows.train.length + rows.test.length;
  /** Where the places of each row begin, and then end. */
  const ends = new Uint32Array(table.rowCount + 1);
  for (let place = 0; place < count; place++) {
    ends[rowOfPlace(source, place) + 1]++;
    if (place % rowsPerStep === rowsPerStep - 1) yield;
  }
  for (let row = 0; row < table.rowCount; row++) {
    ends[row + 1] += ends[row];
    if (row % rowsPerStep === rowsPerStep - 1) yield;
  }
  const places = new Uint32Array(count);
  for (let place = 0; place < count; place++) {
    places[ends[rowOfPlace(source, place)]++] = place;
    if (place % rowsPerStep === rowsPerStep - 1) yield;
  }
  return places;
}
