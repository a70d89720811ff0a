import { mostDrawnClasses } from '../../../experiment/drawing.ts';
import { drawnValueLimits } from '../../../experiment/drawn-point.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';
import { formatCount } from '../../controls/format.ts';

/** Why the points of some data cannot be gone on with by hand, as a sentence; null where they can. */
export function whyNotDrawn({ task, slice, inputs, classNames, train, test }: DataPicture): string | null {
  const count = inputs?.length ?? 2;
  if (count !== 2) return `A drawing has two inputs, and these data have ${formatCount(count)}.`;
  if (slice !== null && slice.columns.length < 2)
    return 'A drawing has two inputs that are numbers, and not both of these are.';
  if (slice !== null && slice.axes === null)
    return 'What is drawn has two columns: choose two for the picture, instead of its components.';
  if (task === 'classification')
    return classNames.length <= mostDrawnClasses
      ? null
      : `A drawing has at most ${mostDrawnClasses} classes, and these data have ${formatCount(classNames.length)}.`;
  const [least, most] = drawnValueLimits;
  return [train, test].every(({ label }) => label.every((value) => value >= least && value <= most))
    ? null
    : `Numbers that are drawn lie from ${signed(least)} to ${signed(most)}, and not all of these do.`;
}

function signed(value: number): string {
  return String(value).replace('-', '−');
}
