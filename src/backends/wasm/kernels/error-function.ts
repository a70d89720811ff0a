import type { Expression, LaneMath } from '../lane-math.ts';
import { exp } from './exponential.ts';

interface Method {
  /** erf(x) = x·P(x²) for |x| ≤ 1. */
  readonly near: readonly number[];
  /** erf(x) = 1 - e^Q(x - 1) for 1 ≤ x ≤ `end`. */
  readonly far: readonly number[];
  /** From here on erf is 1. */
  readonly end: number;
}

/**
 * Fitted in Chebyshev's basis by weighted least squares, reweighted until the largest errors are alike: P for its
 * relative error, Q, the logarithm of 1 - erf, for what it makes of erf. Before rounding both are within 2e-9 (f32) or
 * 3e-17 (f64). Highest power first.
 */
const methods: Readonly<Record<'f32' | 'f64', Method>> = {
  f32: {
    near: [
      7.853896846e-5, -8.01019817e-4, 5.188327257e-3, -2.685381101e-2, 1.12835851e-1, -3.761262582e-1,
      1.128379166,
    ],
    far: [
      1.855440589e-4, -1.825896431e-3, 9.890189585e-3, -4.149998163e-2, -8.431186213e-1, -2.638966777,
      -1.849605517,
    ],
    end: 4,
  },
  f64: {
    near: [
      -7.779395143799721e-10, 1.3710939821538541e-8, -1.6206304058847018e-7, 1.644713026002724e-6,
      -1.4924712191847161e-5, 1.2055293570949225e-4, -8.5483259291077552e-4, 5.2239776061139892e-3,
      -2.68661706431109e-2, 1.1283791670944181e-1, -3.7612638903183521e-1, 1.1283791670955126,
    ],
    far: [
      1.7399949210699176e-11, -3.6255287802858899e-10, 3.1980328758198461e-9, -1.3828566777147213e-8,
      7.8105066562696786e-9, 2.9737164921958542e-7, -2.2563105475451849e-6, 9.7936318179616554e-6,
      -2.7286469964180035e-5, 2.6341322340382248e-5, 2.3730018425835344e-4, -1.9778972373249021e-3,
      1.0033824553441151e-2, -4.1561097966971654e-2, -8.4310725636217787e-1, -2.6389675142347251,
      -1.8496055099332485,
    ],
    end: 6,
  },
};

/** erf x, within 4 ulp. */
export function erf(m: LaneMath, argument: Expression): Expression {
  const { near, far, end } = methods[m.lanes.type];
  const x = m.let(argument);
  const one = m.constant(1);
  // NaN stays what it is.
  const size = m.let(m.min(m.abs(x), m.constant(end)));
  const square = m.let(m.mul(size, size));
  const inner = m.let(m.mul(size, m.polynomial(square, near)));
  const beyond = m.let(m.sub(size, one));
  const outer = m.let(m.sub(one, exp(m, m.let(m.polynomial(beyond, far)))));
  const value = m.select(m.lessThan(size, one), inner, outer);
  return m.or(value, m.and(x, m.bits(0x80000000)));
}
