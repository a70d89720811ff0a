import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exp, expm1, tanh } from '../../../src/elementary/exponential.ts';
import { exponentOf, scaled } from '../../../src/elementary/double-double.ts';
import { log, log1p } from '../../../src/elementary/logarithm.ts';
import { hypot, pow } from '../../../src/elementary/power.ts';
import { cos, sin } from '../../../src/elementary/trigonometric.ts';

const functions = { sin, cos, exp, expm1, log, log1p, tanh, pow, hypot } as const;
type Name = keyof typeof functions;

/** Each row: arguments, the nearest double, and what is left to the true value. */
const goldens = JSON.parse(
  readFileSync(new URL('../../golden/elementary.json', import.meta.url), 'utf8'),
) as Readonly<Record<Name, readonly (readonly number[])[]>>;

/** What each promises, in units in the last place. */
const bounds: Readonly<Record<Name, number>> = {
  ...{
    sin: 0.55,
    cos: 0.55,
    exp: 0.53,
    expm1: 0.6,
    log: 0.53,
    log1p: 0.53,
    tanh: 0.6,
    pow: 0.6,
    hypot: 0.51,
  },
};

function unitOf(value: number): number {
  return value === 0 ? 2 ** -1074 : Math.max(2 ** -1074, scaled(1, exponentOf(value) - 52));
}

function errorOf(name: Name, row: readonly number[]): number {
  const [high, low] = row.slice(-2);
  const compute: (...given: readonly number[]) => number = functions[name];
  const error = compute(...row.slice(0, -2)) - high - low;
  return Math.abs(error) / unitOf(high);
}

describe('an elementary function of our own', () => {
  test.each(Object.keys(functions) as Name[])('%s is as exact as it says', (name) => {
    expect(goldens[name].length).toBeGreaterThan(80);
    let worst = 0;
    for (const row of goldens[name]) {
      const error = errorOf(name, row);
      // Of a subnormal result the last place is a coarse one.
      const isSubnormal = Math.abs(row[row.length - 2]) < 2 ** -1022;
      if (!(error <= (isSubnormal ? 1 : bounds[name])))
        throw new Error(`${name}(${row.slice(0, -2).join(', ')}) is off by ${error} units`);
      worst = Math.max(worst, error);
    }
    // Nothing is nearer than the rounding itself: the measure sees it.
    expect(worst).toBeGreaterThan(0.4);
  });

  test.each(Object.keys(functions) as Name[])('%s has the special values of Math', (name) => {
    const special = [0, -0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 1e300, -1e300, 5e-324, Infinity, -Infinity, NaN];
    const ofMath: (...given: readonly number[]) => number = Math[name];
    const compute: typeof ofMath = functions[name];
    const isOfTwo = functions[name].length === 2;
    const rows = isOfTwo ? special.flatMap((a) => special.map((b) => [a, b])) : special.map((a) => [a]);
    for (const row of rows) {
      // IEEE 754 has 1 for 1 to any power and for -1 to ±∞, JavaScript NaN.
      if (name === 'pow' && Math.abs(row[0]) === 1 && !Number.isFinite(row[1])) continue;
      const [value, expected] = [compute(...row), ofMath(...row)];
      const isNear = Number.isFinite(expected) && Math.abs(value - expected) <= 2 * unitOf(expected);
      if (!Object.is(value, expected) && !(isNear && expected !== 0))
        throw new Error(`${name}(${row.join(', ')}) is ${value}, expected ${expected}`);
    }
    if (name === 'pow') expect([pow(1, NaN), pow(1, Infinity), pow(-1, -Infinity)]).toEqual([1, 1, 1]);
  });

  test.each(Object.keys(functions) as Name[])('%s is everywhere near the one of the machine', (name) => {
    const ofMath: (...given: readonly number[]) => number = Math[name];
    const compute: typeof ofMath = functions[name];
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    const given = functions[name].length === 2 ? fc.tuple(number, number) : fc.tuple(number);
    fc.assert(
      fc.property(given, (row) => {
        const [value, expected] = [compute(...row), ofMath(...row)];
        if (!Number.isFinite(expected) || expected === 0) return Object.is(value, expected);
        return Math.abs(value - expected) <= 3 * unitOf(expected);
      }),
      { numRuns: 3000, seed: 20 },
    );
  });

  test('is exact where the result is', () => {
    for (let n = 0; n <= 22; n++) expect(pow(10, n)).toBe(Number(`1e${n}`));
    for (let n = -1074; n <= 1023; n++) expect(pow(2, n)).toBe(scaled(1, n));
    expect([pow(3, 4), pow(-3, 3), pow(4, 0.5), pow(0.5, -3)]).toEqual([81, -27, 2, 8]);
    const [large, small] = [2 ** 1000, 2 ** -1040];
    expect([hypot(3, 4), hypot(-5, 12)]).toEqual([5, 13]);
    expect([hypot(3 * large, -4 * large), hypot(3 * small, 4 * small)]).toEqual([5 * large, 5 * small]);
    expect([exp(0), log(1), sin(0), cos(0), tanh(0), expm1(0), log1p(0)]).toEqual([1, 0, 0, 1, 0, 0, 0]);
  });
});
