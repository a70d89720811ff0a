import { detailOf } from './detail.ts';
import type { PlacedDrawing } from './transition.ts';
import { frameTitleHeight } from './scene-painter.ts';

export type Hit =
  /** An open group that is shown as one. */
  | { readonly kind: 'fold'; readonly index: number }
  | { readonly kind: 'box'; readonly index: number }
  /** The title of an open group. */
  | { readonly kind: 'frame'; readonly index: number };

/** What stands at a point of the drawing as it is shown at a scale; everything is a little wider than it looks. */
export function hitAt(placed: PlacedDrawing, x: number, y: number, scale: number): Hit | null {
  const { drawing, layout } = placed;
  const slack = 2 / scale;
  const detail = detailOf(placed);
  const folds = detail.folds(scale);
  for (const fold of folds.values()) {
    const place = detail.foldPlace(fold, scale);
    const dx = Math.abs(x - place.x - place.width / 2) - place.width / 2;
    const dy = Math.abs(y - place.y - place.height / 2) - place.height / 2;
    if (dx <= slack && dy <= slack) return { kind: 'fold', index: fold.frame };
  }
  for (let box = drawing.nodes.length - 1; box >= 0; box--) {
    if (folds.has(drawing.nodes[box].frame)) continue;
    const [width, height] = detail.sizeOf(box, scale);
    const dx = Math.abs(x - layout.centres[2 * box]) - width / 2;
    const dy = Math.abs(y - layout.centres[2 * box + 1]) - height / 2;
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
