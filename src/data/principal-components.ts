/** Directions in which rows of numbers vary most. */
export interface PrincipalComponents {
  /** Mean of each column. */
  readonly mean: Float64Array;
  /** Unit vectors, the first in which the rows vary most, each at right angles to those before. */
  readonly directions: readonly [Float64Array, Float64Array];
  /** Of the whole variance, what lies in each direction, 0…1; 0 if there is none. */
  readonly shares: readonly [number, number];
}

/** So many rows tell the directions; of more every so manieth is taken. */
const mostRows = 5000;
const iterations = 300;
/** Iterated together, so that the second converges by its distance to the one after the last. */
const block = 4;

/**
 * The first two principal components of rows in columns, `columns[column][row]`, by orthogonal iteration on their
 * covariance. A direction's largest part is positive. Throws a RangeError for fewer than two columns.
 */
export function principalComponents(columns: readonly Float64Array[]): PrincipalComponents {
  const size = columns.length;
  if (size < 2) throw new RangeError(`two directions need at least two columns, got ${size}`);
  const mean = Float64Array.from(columns, meanOf);
  const covariance = covarianceOf(columns, mean);
  const vectors = startOf(covariance, Math.min(block, size));
  for (let i = 0; i < iterations; i++) {
    vectors.forEach((vector, k) => {
      vectors[k] = times(covariance, vector);
    });
    orthonormalize(vectors);
  }
  const ranked = vectors
    .map((vector) => ({ vector, variance: dot(vector, times(covariance, vector)) }))
    .sort((a, b) => b.variance - a.variance);
  const whole = covariance.reduce((sum, row, i) => sum + row[i], 0);
  const [first, second] = ranked;
  const share = (variance: number): number => (whole > 0 ? Math.max(0, variance / whole) : 0);
  return {
    mean,
    directions: [upright(first.vector), upright(second.vector)],
    shares: [share(first.variance), share(second.variance)],
  };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function covarianceOf(columns: readonly Float64Array[], mean: Float64Array): Float64Array[] {
  const count = columns[0].length;
  const stride = Math.max(1, Math.ceil(count / mostRows));
  const centred = columns.map((column, i) =>
    Float64Array.from({ length: Math.ceil(count / stride) }, (_, row) => column[row * stride] - mean[i]),
  );
  return centred.map((a) => Float64Array.from(centred, (b) => dot(a, b) / Math.max(1, a.length)));
}

/** Unit vectors along the columns that vary most. */
function startOf(covariance: readonly Float64Array[], count: number): Float64Array[] {
  const order = covariance.map((_, i) => i).sort((a, b) => covariance[b][b] - covariance[a][a]);
  return order.slice(0, count).map((at) => {
    // A little of everything: a direction at right angles to the start would never be found.
    const vector = new Float64Array(covariance.length).fill(1e-3);
    vector[at] = 1;
    return vector;
  });
}

/** Of a unit vector, what the others must leave for its direction to be more than rounding. */
const least = 1e-8;

/** Gram-Schmidt; a vector that the others leave nothing of becomes any that is at right angles to them. */
function orthonormalize(vectors: Float64Array[]): void {
  vectors.forEach((vector, k) => {
    const others = vectors.slice(0, k);
    let isOwn = normalize(vector) > 0 && leave(vector, others) > least;
    for (let at = 0; !isOwn; at++) {
      vector.fill(0);
      vector[at] = 1;
      isOwn = leave(vector, others) > least;
    }
    // What was left was small and so was rounded: once more.
    leave(vector, others);
  });
}

/** Takes the others' directions out of a unit vector and makes it one again; how long it was in between. */
function leave(vector: Float64Array, others: readonly Float64Array[]): number {
  for (const other of others) {
    const shared = dot(vector, other);
    for (let i = 0; i < vector.length; i++) vector[i] -= shared * other[i];
  }
  return normalize(vector);
}

/** How long it was; a vector of no length stays as it is. */
function normalize(vector: Float64Array): number {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return 0;
  for (let i = 0; i < vector.length; i++) vector[i] /= largest;
  const length = Math.sqrt(dot(vector, vector));
  for (let i = 0; i < vector.length; i++) vector[i] /= length;
  return length * largest;
}

function times(matrix: readonly Float64Array[], vector: Float64Array): Float64Array {
  return Float64Array.from(matrix, (row) => dot(row, vector));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function upright(vector: Float64Array): Float64Array {
  const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return largest < 0 ? vector.map((value) => -value) : vector;
}
