/** Boxes and edges to be placed, and where they are placed; lengths in pixels, y downwards. */
export interface LayoutRequest {
  /** Width and height of every box: w0, h0, w1, h1, … */
  readonly sizes: Float32Array;
  /** Pairs of boxes, from left to right: from0, to0, … */
  readonly edges: Uint32Array;
  /** The frame around every box; -1 for none. */
  readonly frameOf: Int32Array;
  /** The frame around every frame, which comes before it; -1 for none. */
  readonly frameParents: Int32Array;
}

export interface LayoutResult {
  readonly width: number;
  readonly height: number;
  /** Centre of every box: x0, y0, … */
  readonly centres: Float32Array;
  /** Cubic Bézier curves, x and y of each point: a start and then three points for every piece. */
  readonly curves: Float32Array;
  /** Edge i owns the points `curveStarts[i]` up to `curveStarts[i + 1]`. */
  readonly curveStarts: Uint32Array;
  /** Left, top, width and height of every frame, room for its title included. */
  readonly frames: Float32Array;
  readonly engine: 'graphviz' | 'layered';
}

/** The layout worker as the page calls it. */
export interface LayoutApi {
  /** Loads Graphviz and gives its version. */
  prepare(): Promise<string>;
  layout(request: LayoutRequest): Promise<LayoutResult>;
}
