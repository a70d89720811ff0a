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
const relativeStep = Math.cbrt(Number.EPSILON);

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
    const error = Math.abs(backward - central) / Math.max(1, Math.abs(backward), Math.abs(central));
    return { backward, central, error };
  });
}
