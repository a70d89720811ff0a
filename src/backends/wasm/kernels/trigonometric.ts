import type { FunctionReference } from '../encoding/function-body.ts';
import type { Expression, LaneMath } from '../lane-math.ts';
import { perLane } from './per-lane.ts';

interface Method {
  /** π/2 in parts, of which all but the last, times any n that occurs, are exact. */
  readonly halfPi: readonly number[];
  /** Up to here the reduction keeps its accuracy. */
  readonly largest: number;
  /** sin r = r + r·z·S(z), cos r = 1 - z/2 + z²·C(z), z = r², |r| ≤ π/4; highest power first. */
  readonly sine: readonly number[];
  readonly cosine: readonly number[];
}

/** Cephes sinf/cosf and fdlibm k_sin/k_cos/e_rem_pio2. */
const methods: Readonly<Record<'f32' | 'f64', Method>> = {
  f32: {
    halfPi: [1.5703125, 4.837512969970703125e-4, 7.549789948768648e-8],
    largest: 8192,
    sine: [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1],
    cosine: [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2],
  },
  f64: {
    halfPi: [
      1.57079632673412561417, 6.0771005063039659766e-11, 2.0222662487111664558e-21,
      8.47842766036889956997e-32,
    ],
    largest: 1e6,
    sine: [
      1.58969099521155010221e-10, -2.50507602534068634195e-8, 2.75573137070700676789e-6,
      -1.98412698298579493134e-4, 8.33333333332248946124e-3, -1.66666666666666324348e-1,
    ],
    cosine: [
      -1.13596475577881948265e-11, 2.0875723212981748279e-9, -2.75573143513906633035e-7,
      2.48015872894767294178e-5, -1.38888888888741095749e-3, 4.16666666666666019037e-2,
    ],
  },
};

/**
 * sin x by reduction to |r| ≤ π/4 and polynomials. Within 1e-7 (f32) or 3e-16 (f64) absolute up to |x| = 8192
 * (10⁶ in f64); vectors with a larger argument are computed by Math.sin, lane by lane.
 */
export function sin(m: LaneMath, argument: Expression): Expression {
  const x = m.let(argument);
  // The reduction takes the sign from -0.
  return m.select(m.equal(x, m.constant(0)), x, circular(m, x, 0, m.scalars.sin));
}

/** cos x; method and error as `sin`. */
export function cos(m: LaneMath, x: Expression): Expression {
  return circular(m, x, 1, m.scalars.cos);
}

/** sin(x + quarterTurns·π/2). */
function circular(
  m: LaneMath,
  argument: Expression,
  quarterTurns: 0 | 1,
  scalar: FunctionReference,
): Expression {
  const { body, lanes } = m;
  const { largest } = methods[lanes.type];
  const x = m.let(argument);
  const result = m.temporary();
  reducedCircular(m, x, quarterTurns).emit();
  body.set(result);
  m.lessThan(m.constant(largest), m.abs(x)).emit();
  body.op('v128.any_true');
  body.if(() => {
    perLane(m, x, scalar, []).emit();
    body.set(result);
  });
  return m.held(result);
}

function reducedCircular(m: LaneMath, x: Expression, quarterTurns: 0 | 1): Expression {
  const { lanes } = m;
  const { halfPi, sine, cosine } = methods[lanes.type];
  const shift = m.constant(lanes.roundingShift);
  const shifted = m.let(m.add(m.mul(x, m.constant(2 / Math.PI)), shift));
  const n = m.let(m.sub(shifted, shift));
  const r = m.let(halfPi.reduce((rest, part) => m.add(rest, m.mul(n, m.constant(-part))), x));
  const z = m.let(m.mul(r, r));
  const sineOfR = m.let(m.add(r, m.mul(m.mul(r, z), m.polynomial(z, sine))));
  const half = m.let(m.mul(z, m.constant(0.5)));
  const one = m.constant(1);
  const w = m.let(m.sub(one, half));
  // What 1 - z/2 lost in rounding comes back with the small terms.
  const small = m.add(m.sub(m.sub(one, w), half), m.mul(m.mul(z, z), m.polynomial(z, cosine)));
  const cosineOfR = m.let(m.add(w, small));

  const turns = quarterTurns === 0 ? shifted : m.add(shifted, one);
  const quadrant = m.let(turns);
  const width = lanes.bytes * 8;
  const zero = m.bits(0);
  // Bit 0 of the quadrant, spread over the lane: all ones where sine and cosine change places.
  const odd = m.integerSub(zero, m.shiftRight(m.shiftLeft(quadrant, width - 1), width - 1));
  const sign = m.and(m.shiftLeft(quadrant, width - 2), m.bits(0x80000000));
  return m.xor(m.select(odd, cosineOfR, sineOfR), sign);
}
