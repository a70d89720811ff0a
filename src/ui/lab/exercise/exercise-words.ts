import type { Score } from '../../../lab/exercise.ts';

/** How far one has come: '2 of 5'. */
export function progressText({ right, shown, total }: Score): string {
  return `${right + shown} of ${total}`;
}

/** What a finished exercise comes to, after its points. */
export function finishText({ right, shown, total, mistakes }: Score): string {
  const parts = [`${right} of ${total} right`];
  if (mistakes > 0) parts.push(`${mistakes} ${mistakes === 1 ? 'mistake' : 'mistakes'}`);
  if (shown > 0) parts.push(`${shown} shown`);
  const praise = right === total && mistakes === 0 ? 'without a mistake' : '';
  return `${parts.join(', ')}${praise === '' ? '' : `, ${praise}`}.`;
}
