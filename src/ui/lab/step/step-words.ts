import type { StepDescription } from '../../../lab/describe-step.ts';
import { printedName } from '../../../lab/printed-name.ts';
import type { Step } from '../../../lab/step-plan.ts';

/** What a step did, as one announcement. */
export function stepSentence(description: StepDescription): string {
  const mistake = mistakeIn(description);
  const pass = description.kind !== 'forward' && description.pass > 1 ? `Pass ${description.pass}. ` : '';
  const kept = description.kind === 'renew' ? '' : pass;
  return `${kept}${description.words}${mistake === '' ? '' : ` Mistake: ${mistake}`}`;
}

/** What a mode does wrong in this very step; '' where it does everything right. */
export function mistakeIn(description: StepDescription): string {
  if (description.kind === 'renew' && description.kept.length > 0)
    return 'the gradients of the leaves were not set back to 0.';
  if (description.kind !== 'backward') return '';
  if (description.mistake !== null) return `${description.mistake}.`;
  const lost = description.contributions.find(({ write, before }) => write === '=' && before !== 0);
  return lost === undefined
    ? ''
    : `the gradient that ${printedName(lost.name)} had is lost: = puts the new one in its place.`;
}

/**
 * What is wrong about the order of the backward step at an index: the node passes on a gradient that is not
 * finished, or one that it has passed on before. '' where neither is so.
 */
export function orderMistake(steps: readonly Step[], index: number): string {
  const step = steps[index];
  if (step?.kind !== 'backward') return '';
  const { node, pass } = step;
  const isVisit = (other: Step): boolean =>
    other.kind === 'backward' && other.pass === pass && other.node === node;
  const adds = (other: Step): boolean =>
    other.kind === 'backward' && other.pass === pass && other.writes.some((write) => write.node === node);
  if (steps.slice(0, index).some(isVisit))
    return 'this node has passed its gradient on before, and passes all of it on again.';
  const isUnfinished = steps.slice(index + 1).some(adds);
  return isUnfinished ? 'this node passes its gradient on before all of it has arrived.' : '';
}

/** What comes next, before it happens. */
export function nextSentence(next: StepDescription): string {
  switch (next.kind) {
    case 'forward':
      return `Next: the value of ${printedName(next.result.name)}.`;
    case 'seed':
      return `Next: the backward pass starts at ${printedName(next.root.name)}.`;
    case 'renew':
      return 'Next: another backward pass.';
    case 'backward':
      return `Next: ${printedName(next.result.name)} passes its gradient on to ${operandNames(next)}.`;
  }
}

function operandNames({ operands }: Extract<StepDescription, { kind: 'backward' }>): string {
  return [...new Set(operands.map(({ name }) => printedName(name)))].join(' and ');
}
