import type { GraphDrawing } from '../../../lab/drawing.ts';

/** The frames whose inside are neurons one above the other, open or closed, and not what a neuron is made of. */
export function rowFrames({ nodes, frames }: GraphDrawing): ReadonlySet<number> {
  return new Set([
    ...frames.map(({ parent }) => parent),
    ...nodes.flatMap(({ kind, frame }) => (kind === 'group' ? [frame] : [])),
  ]);
}
