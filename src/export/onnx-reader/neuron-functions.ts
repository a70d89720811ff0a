import { Value } from '../../autograd/value.ts';
import { activations } from '../../nn/activations.ts';

/** A setting of a node that may be left out. */
export type NumberSetting = (name: string, otherwise: number) => number;

/**
 * What a node makes of numbers, each by itself; null where there are not as many operands as it needs. An operand that
 * is left out is null.
 */
type OfNumbers = (operands: readonly (Value | null)[], setting: NumberSetting, mode: string) => Value | null;

/** null where one is missing, or one too many. */
function all(operands: readonly (Value | null)[], count = operands.length): Value[] | null {
  const given = operands.filter((operand) => operand !== null);
  return given.length === operands.length && given.length === count ? given : null;
}

function one(of: (z: Value, setting: NumberSetting) => Value): OfNumbers {
  return (operands, setting) => {
    const given = all(operands, 1);
    return given && of(given[0], setting);
  };
}

function two(of: (a: Value, b: Value) => Value): OfNumbers {
  return (operands) => {
    const given = all(operands, 2);
    return given && of(given[0], given[1]);
  };
}

function several(of: (a: Value, b: Value) => Value): OfNumbers {
  return (operands) => all(operands)?.reduce(of) ?? null;
}

const not = (a: Value): Value => new Value(1).sub(a);
const isAbove = (a: Value, b: Value): Value => a.sub(b).step();

/** Slope `slope` below 0. */
const leaky = (z: Value, slope: Value | number): Value => z.max(0).add(z.min(0).mul(slope));
const between = (z: Value, least: Value | number, most: Value | number): Value => z.max(least).min(most);
const hardSigmoid = (z: Value, slope: number, shift: number): Value => between(z.mul(slope).add(shift), 0, 1);

/** The leaf z alone has a name: what has none is a constant. */
const power = (a: Value, b: Value): Value => (b.op === null && b.label === '' ? a.pow(b.data) : a.power(b));

/** Bounds are operands, or settings in older files; those that are not said are none. */
const clip: OfNumbers = ([z, least, most], setting) => {
  if (z === null || z === undefined) return null;
  const [from, to] = [
    least ?? new Value(setting('min', -Infinity)),
    most ?? new Value(setting('max', Infinity)),
  ];
  const above = from.op === null && from.data === -Infinity ? z : z.max(from);
  return to.op === null && to.data === Infinity ? above : above.min(to);
};

/** Operators that treat every number by itself, by their definitions (https://onnx.ai/onnx/operators). Truths are 1 and 0. */
export const ofNumbers: Readonly<Record<string, OfNumbers>> = {
  Identity: one((z) => z),
  Tanh: one((z) => z.tanh()),
  Sigmoid: one((z) => z.sigmoid()),
  Relu: one((z) => z.relu()),
  Softplus: one((z) => z.softplus()),
  Exp: one((z) => z.exp()),
  Log: one((z) => z.log()),
  Sqrt: one((z) => z.sqrt()),
  Sin: one((z) => z.sin()),
  Cos: one((z) => z.cos()),
  Abs: one((z) => z.abs()),
  Neg: one((z) => z.neg()),
  Erf: one((z) => z.erf()),
  Reciprocal: one((z) => new Value(1).div(z)),
  Not: one(not),
  Sign: one((z) => z.step().sub(z.neg().step())),
  Softsign: one((z) => z.div(z.abs().add(1))),
  Mish: one(activations.mish),
  LeakyRelu: one((z, setting) => leaky(z, setting('alpha', 0.01))),
  Elu: one((z, setting) => z.max(0).add(z.min(0).expm1().mul(setting('alpha', 1)))),
  Celu: one((z, setting) => {
    const alpha = setting('alpha', 1);
    return z.max(0).add(z.div(alpha).min(0).expm1().mul(alpha));
  }),
  Selu: one((z, setting) => {
    const [alpha, gamma] = [setting('alpha', 1.6732631921768188), setting('gamma', 1.0507010221481323)];
    return z.max(0).add(z.min(0).expm1().mul(alpha)).mul(gamma);
  }),
  HardSigmoid: one((z, setting) => hardSigmoid(z, setting('alpha', 0.2), setting('beta', 0.5))),
  HardSwish: one((z) => z.mul(hardSigmoid(z, 1 / 6, 0.5))),
  Swish: one((z, setting) => z.mul(z.mul(setting('alpha', 1)).sigmoid())),
  ThresholdedRelu: one((z, setting) => z.mul(isAbove(z, new Value(setting('alpha', 1))))),
  Gelu: (operands, _setting, mode) => {
    const given = all(operands, 1);
    return given && activations[mode === 'tanh' ? 'gelu-tanh' : 'gelu'](given[0]);
  },
  Clip: clip,
  FastGelu: one(activations['gelu-tanh']),
  QuickGelu: one((z, setting) => z.mul(z.mul(setting('alpha', 1.702)).sigmoid())),
  PRelu: two(leaky),
  Add: two((a, b) => a.add(b)),
  Sub: two((a, b) => a.sub(b)),
  Mul: two((a, b) => a.mul(b)),
  Div: two((a, b) => a.div(b)),
  Pow: two(power),
  Sum: several((a, b) => a.add(b)),
  Max: several((a, b) => a.max(b)),
  Min: several((a, b) => a.min(b)),
  Greater: two(isAbove),
  Less: two((a, b) => isAbove(b, a)),
  GreaterOrEqual: two((a, b) => not(isAbove(b, a))),
  LessOrEqual: two((a, b) => not(isAbove(a, b))),
  Where: (operands) => {
    const given = all(operands, 3);
    if (given === null) return null;
    const [truth, yes, no] = given;
    return truth.mul(yes).add(not(truth).mul(no));
  },
};

/** Operators that give truths. */
export const truths: ReadonlySet<string> = new Set([
  'Not',
  'Greater',
  'Less',
  'GreaterOrEqual',
  'LessOrEqual',
]);
