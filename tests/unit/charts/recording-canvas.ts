/** A shape as it was put on a canvas. */
export interface DrawnShape {
  /** Middle of an arc, or first corner. */
  readonly x: number;
  readonly y: number;
  readonly kind: 'arc' | 'rect' | 'path';
  /** Radius of an arc, side of a rectangle; NaN of a path. */
  readonly size: number;
  readonly fill: string;
  readonly fillAlpha: number;
  readonly stroke: string;
  readonly strokeAlpha: number;
}

type Begun = { -readonly [key in keyof DrawnShape]?: DrawnShape[key] };

/** A canvas that draws nothing and remembers which shapes it was to draw, and which canvases were copied on it. */
export class RecordingCanvas {
  readonly shapes: DrawnShape[] = [];
  readonly copied: unknown[] = [];
  /** Shapes since the beginning, those that are gone among them. */
  drawnCount = 0;
  #size = { width: 0, height: 0 };
  readonly #context = this.#record();

  constructor(width = 0, height = 0) {
    this.#size = { width, height };
  }

  get width(): number {
    return this.#size.width;
  }

  /** Empties it, as that of a page does. */
  set width(width: number) {
    this.shapes.length = 0;
    this.#size.width = width;
  }

  get height(): number {
    return this.#size.height;
  }

  set height(height: number) {
    this.shapes.length = 0;
    this.#size.height = height;
  }

  getContext(): CanvasRenderingContext2D {
    return this.#context;
  }

  /** For who wants a canvas of a page. */
  get asElement(): HTMLCanvasElement {
    return this as unknown as HTMLCanvasElement;
  }

  /** Whatever is not recorded does nothing. */
  #record(): CanvasRenderingContext2D {
    const style: Record<string, unknown> = { globalAlpha: 1, fillStyle: '', strokeStyle: '' };
    const saved: Record<string, unknown>[] = [];
    let begun: Begun = {};
    const start = (kind: DrawnShape['kind'], x: number, y: number, size: number): void => {
      begun = begun.kind === undefined || kind === 'arc' ? { ...begun, kind, x, y, size } : begun;
    };
    const calls: Record<string, unknown> = {
      save: () => saved.push({ ...style }),
      restore: () => Object.assign(style, saved.pop()),
      beginPath: () => (begun = {}),
      moveTo: (x: number, y: number) => start('path', x, y, NaN),
      rect: (x: number, y: number, side: number) => start('rect', x, y, side),
      arc: (x: number, y: number, radius: number) => start('arc', x, y, radius),
      fill: () => Object.assign(begun, { fill: style['fillStyle'], fillAlpha: style['globalAlpha'] }),
      stroke: () => {
        const stroked = { stroke: style['strokeStyle'], strokeAlpha: style['globalAlpha'] };
        this.drawnCount++;
        this.shapes.push(Object.assign(begun, stroked) as DrawnShape);
      },
      drawImage: (source: unknown) => this.copied.push(source),
      measureText: () => ({ width: 0 }),
      canvas: this,
    };
    return new Proxy(style, {
      get: (_, name: string) => calls[name] ?? style[name] ?? (() => undefined),
      set: (_, name: string, value) => {
        style[name] = value;
        return true;
      },
    }) as unknown as CanvasRenderingContext2D;
  }
}
