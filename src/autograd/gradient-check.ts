import { Value } from './value.ts';

/** (f(x+h) - f(x)) / h: the definition of the derivative, with an error that shrinks as h does. */
export function forwardDifference(f: (x: number) => number, x: number, h: number): number {
  return (f(x + h) - f(x)) / h;
}

/** (f(x+h) - f(x-h)) / 2h: its error shrinks as h². */
export function centralDifference(f: (x: number) => number, x: number, h: number): number {
  return (f(x + h) - f(x - h)) / (2 * h);
}

/** The step at which truncation (h²) and rounding (ε/h) of a central difference balance, for x near 1. */
export const relativeStep = Math.cbrt(Number.EPSILON);

/** |a - b| / max(1, |a|, |b|): the error of two gradients that ought to be equal. */
export function relativeError(a: number, b: number): number {
  return Math.abs(a - b) / Math.max(1, Math.abs(a), Math.abs(b));
}

/** Errors up to this, relative to gradients above 1, are rounding. */
export const checkTolerance = 1e-6;

export interface Extrapolation {
  readonly derivative: number;
  /** How far off the derivative may be: the smallest change between two estimates. */
  readonly uncertainty: number;
}

/** Steps by which Ridders' method shrinks h. */
const shrink = 1.4;

/** The steps whose central differences `extrapolate` takes, for a function around x. */
export function extrapolationSteps(x: number): number[] {
  return Array.from({ length: 20 }, (_, i) => (0.05 * Math.max(1, Math.abs(x))) / shrink ** i);
}

/**
 * From central differences at the shrinking steps of `extrapolationSteps` to the derivative at h = 0, by Ridders'
 * method. See Press et al., Numerical Recipes, section 5.7 (dfridr).
 */
export function extrapolate(differences: readonly number[]): Extrapolation {
  let derivative = NaN;
  let uncertainty = Infinity;
  let previous: number[] = [];
  for (const difference of differences) {
    const row = [difference];
    for (let j = 1, factor = shrink ** 2; j <= previous.length && j < 10; j++, factor *= shrink ** 2) {
      row.push((row[j - 1] * factor - previous[j - 1]) / (factor - 1));
      const change = Math.max(Math.abs(row[j] - row[j - 1]), Math.abs(row[j] - previous[j - 1]));
      if (change < uncertainty) {
        uncertainty = change;
        derivative = row[j];
      }
    }
    previous = row;
  }
  return { derivative, uncertainty };
}

/** Whether what backward says is the extrapolated derivative, as far as that is known. */
export function isWithinUncertainty(backward: number, { derivative, uncertainty }: Extrapolation): boolean {
  const scale = Math.max(1, Math.abs(backward), Math.abs(derivative));
  return Math.abs(backward - derivative) <= 10 * uncertainty && uncertainty < 0.1 * scale;
}

/** Whether some side of a kink (the sign of a relu's operand) at x is another one a step before or behind. */
export function changesSides(
  before: ArrayLike<number>,
  at: ArrayLike<number>,
  behind: ArrayLike<number>,
): boolean {
  for (let i = 0; i < at.length; i++) {
    const side = Math.sign(at[i]);
    if (Math.sign(before[i]) !== side || Math.sign(behind[i]) !== side) return true;
  }
  return false;
}

export interface GradientCheck {
  readonly backward: number;
  readonly central: number;
  /** |backward - central| / max(1, |backward|, |central|). */
  readonly error: number;
}

/**
 * Compares backward with central differences in every leaf.
 * `build` makes the expression of its leaves; it is called once for the graph and twice a leaf.
 * Near a kink (relu at 0) the two may rightly differ.
 */
export function checkGradients(
  build: (leaves: readonly Value[]) => Value,
  at: readonly number[],
): readonly GradientCheck[] {
  const leaves = at.map((x) => new Value(x));
  build(leaves).backward();
  return leaves.map((leaf, i) => {
    const f = (x: number): number => build(at.map((other, j) => new Value(i === j ? x : other))).data;
    const central = centralDifference(f, at[i], relativeStep * Math.max(1, Math.abs(at[i])));
    const backward = leaf.gradient;
    return { backward, central, error: relativeError(backward, central) };
  });
}
