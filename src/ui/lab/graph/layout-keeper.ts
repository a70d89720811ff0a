import type { GraphDrawing } from '../../../lab/drawing.ts';
import type { LayoutRequest, LayoutResult } from '../../../protocol/layout.ts';
import type { PlacedDrawing } from './transition.ts';

/** Places boxes and edges; null where a newer request took this one's place. */
export type LayoutFunction = (request: LayoutRequest) => Promise<LayoutResult | null>;

/** Asks for places, but not twice for the same boxes and edges: moving a leaf changes neither. */
export class LayoutKeeper {
  #request: LayoutRequest | null = null;
  #result: LayoutResult | null = null;
  #latest = 0;

  /** At once, if these boxes and edges are placed already. */
  known(drawing: GraphDrawing, sizes: Float32Array): PlacedDrawing | null {
    const request = requestFor(drawing, sizes);
    if (this.#result === null || this.#request === null || !isSame(request, this.#request)) return null;
    this.#latest++;
    return { drawing, sizes, layout: this.#result };
  }

  /** null if something else was asked for in the meantime. */
  async place(
    drawing: GraphDrawing,
    sizes: Float32Array,
    layout: LayoutFunction,
  ): Promise<PlacedDrawing | null> {
    const turn = ++this.#latest;
    const request = requestFor(drawing, sizes);
    const result = await layout(request);
    if (result === null || turn !== this.#latest) return null;
    this.#request = request;
    this.#result = result;
    return { drawing, sizes, layout: result };
  }

  /** What is asked for now is no longer wanted. */
  forget(): void {
    this.#latest++;
  }
}

export function requestFor({ nodes, edges, frames }: GraphDrawing, sizes: Float32Array): LayoutRequest {
  return {
    sizes,
    edges: Uint32Array.from(edges.flatMap(({ from, to }) => [from, to])),
    frameOf: Int32Array.from(nodes, ({ frame }) => frame),
    frameParents: Int32Array.from(frames, ({ parent }) => parent),
  };
}

function isSame(a: LayoutRequest, b: LayoutRequest): boolean {
  return (['sizes', 'edges', 'frameOf', 'frameParents'] as const).every(
    (name) => a[name].length === b[name].length && a[name].every((value, i) => value === b[name][i]),
  );
}
