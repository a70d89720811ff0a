import type { Contribution } from '../../../lab/describe-step.ts';
import type { Ordinal } from '../formula/formula-math.ts';

/** Which place of its operand a part belongs to, where one node is both operands: their slopes are two, its gradient is one. */
export function ordinalOf(part: Contribution, all: readonly Contribution[]): Ordinal {
  const isShared = all.some((other) => other !== part && other.node === part.node);
  if (!isShared) return '';
  return part.place === 0 ? '1st' : '2nd';
}

/**
 * The gradient that is right, where this part leaves another one behind; undefined where it does not. What a later
 * part of the same step still changes is not yet wrong.
 */
export function rightGradient(
  part: Contribution,
  all: readonly Contribution[],
  mistakes: ReadonlyMap<number, number>,
): number | undefined {
  const isLast = !all.some(({ node, place }) => node === part.node && place > part.place);
  return isLast ? mistakes.get(part.node) : undefined;
}
