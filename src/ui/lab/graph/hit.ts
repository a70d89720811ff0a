import type { PlacedDrawing } from './transition.ts';
import { frameTitleHeight } from './scene-painter.ts';

export type Hit =
  | { readonly kind: 'box'; readonly index: number }
  /** The title of an open group. */
  | { readonly kind: 'frame'; readonly index: number };

/** What stands at a point of the drawing; `slack` widens everything, in the drawing's own measure. */
export function hitAt(
  { drawing, sizes, layout }: PlacedDrawing,
  x: number,
  y: number,
  slack: number,
): Hit | null {
  for (let box = drawing.nodes.length - 1; box >= 0; box--) {
    const dx = Math.abs(x - layout.centres[2 * box]) - sizes[2 * box] / 2;
    const dy = Math.abs(y - layout.centres[2 * box + 1]) - sizes[2 * box + 1] / 2;
    if (dx <= slack && dy <= slack) return { kind: 'box', index: box };
  }
  for (let frame = drawing.frames.length - 1; frame >= 0; frame--) {
    const [left, top, width] = layout.frames.subarray(4 * frame, 4 * frame + 4);
    const height = Math.max(frameTitleHeight, 2 * slack);
    if (x >= left && x <= left + width && y >= top - slack && y <= top + height) {
      return { kind: 'frame', index: frame };
    }
  }
  return null;
}
