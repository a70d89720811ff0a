import { shuffledOrder, type Random } from './random.ts';
import { categoriesOf, columnOf, type Table } from './table.ts';

/** Rows of a table, in the order in which they are used. */
export interface Split {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/**
 * Shuffles rows; of every class the first `trainShare` percent train, at least one of its rows on each side where it
 * has two, and in training if it has but one. In all as many train as they would without classes, `trainShare`
 * percent rounded down, unless too many classes are that small. Without classes (`classColumn` null) the first
 * `trainShare` percent train, at least one row on each side where there are two. Throws a RangeError for a row that
 * has no class.
 */
export function splitRows(
  table: Table,
  rows: Uint32Array,
  classColumn: string | null,
  trainShare: number,
  random: Random,
): Split {
  const shuffled = shuffledOrder(rows.length, random).map((place) => rows[place]);
  const { classOf, classCount } = classesOf(table, rows, classColumn);
  const counts = new Uint32Array(classCount);
  for (const row of rows) counts[classOf(row)]++;

  const left = trainCounts(counts, trainShare);
  const train = new Uint32Array(left.reduce((sum, count) => sum + count, 0));
  const test = new Uint32Array(rows.length - train.length);
  let [trained, tested] = [0, 0];
  for (const row of shuffled) {
    const place = classOf(row);
    if (left[place] > 0) {
      left[place]--;
      train[trained++] = row;
    } else test[tested++] = row;
  }
  return { train, test };
}

function classesOf(
  table: Table,
  rows: Uint32Array,
  classColumn: string | null,
): { classOf: (row: number) => number; classCount: number } {
  if (classColumn === null) return { classOf: () => 0, classCount: 1 };
  const { codes, categories } = categoriesOf(table, classColumn);
  const without = rows.find((row) => codes[row] < 0);
  if (without !== undefined) throw new RangeError(`row ${without} has no class in “${classColumn}”`);
  return { classOf: (row) => codes[row], classCount: categories.length };
}

/** How many of each class train: by largest remainder, within what each class must have on either side. */
function trainCounts(counts: Uint32Array, trainShare: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const wanted = within(Math.floor((total * trainShare) / 100), 1, total - 1);
  const bounds = Array.from(counts, (count) => ({
    least: Math.min(1, count),
    most: count > 1 ? count - 1 : count,
  }));
  const ideal = Array.from(counts, (count) => (count * trainShare) / 100);
  const given = ideal.map((share, i) => within(Math.floor(share), bounds[i].least, bounds[i].most));
  let open = wanted - given.reduce((sum, count) => sum + count, 0);
  // Largest remainders first to add; to take away, those that were rounded up the most.
  while (open !== 0) {
    const step = Math.sign(open);
    let best = -1;
    for (let i = 0; i < given.length; i++) {
      const changed = given[i] + step;
      if (changed < bounds[i].least || changed > bounds[i].most) continue;
      if (best < 0 || step * (ideal[i] - given[i]) > step * (ideal[best] - given[best])) best = i;
    }
    if (best < 0) break;
    given[best] += step;
    open -= step;
  }
  return given;
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}

/**
 * Rows in which a column has one of these values are for the test, those in which it has another train, in the order
 * given; what has none is on neither side. Numbers are compared as they are written.
 */
export function splitByColumn(
  table: Table,
  rows: Uint32Array,
  name: string,
  testValues: readonly string[],
): Split {
  const column = columnOf(table, name);
  const valueOf =
    column.kind === 'number'
      ? (row: number) => (Number.isNaN(column.values[row]) ? undefined : String(column.values[row]))
      : (row: number) => column.categories[column.codes[row]] as string | undefined;
  const isTest = (row: number): boolean | undefined => {
    const value = valueOf(row);
    return value === undefined ? undefined : testValues.includes(value);
  };
  return {
    train: rows.filter((row) => isTest(row) === false),
    test: rows.filter((row) => isTest(row) === true),
  };
}
