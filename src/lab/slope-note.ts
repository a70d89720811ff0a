import { numbers, ops, type OpName } from '../autograd/ops.ts';

/** A slope that is off by more than this share of it has lost its digits. */
const lostShare = 1e-3;

const lostDigits: Readonly<Partial<Record<OpName, string>>> = {
  tanh: 'tanh is so near ±1 here that 1 − tanh² has lost its digits: the true slope is small, but not this number.',
  sigmoid:
    'The sigmoid is so near 1 here that 1 − σ has lost its digits: the true slope is small, but not this number.',
};

/** What a person should know of an op's slope at this place; null where there is nothing. */
export function slopeNote(
  op: OpName,
  operands: readonly { readonly name: string; readonly value: number }[],
  result: number,
): string | null {
  const { slopeError, chainRules } = ops[op];
  if (slopeError !== undefined) {
    const place = { result, a: operands[0].value, b: 0, exponent: 0 };
    const slope = Math.abs(chainRules[0](numbers, 1, place));
    const off = slopeError(result) * Number.EPSILON;
    return off > lostShare * slope ? (lostDigits[op] ?? null) : null;
  }
  if (op !== 'power') return null;
  const [base, exponent] = operands;
  if (base.value < 0) {
    return `${base.name} is negative: its powers exist for whole exponents only, so there is no slope by ${exponent.name}.`;
  }
  return null;
}
