import { seenBox, type Camera, type Size } from './camera.ts';
import type { Scene } from './scene.ts';
import { paintScene } from './scene-painter.ts';

/** Side of a tile, device pixels: small enough to be painted between two frames. */
const side = 384;
/** How far beyond what is seen tiles are painted ahead, in tiles. */
const ahead = 1;

interface Range {
  readonly columns: readonly [first: number, last: number];
  readonly rows: readonly [first: number, last: number];
}

interface Tile {
  readonly canvas: HTMLCanvasElement;
  readonly column: number;
  readonly row: number;
}

/**
 * The drawing as tiles on a sheet, as maps are shown: while only the camera moves sideways the browser moves the
 * sheet, and one tile that comes into reach is painted a frame.
 */
export class Tiles {
  readonly #sheet: HTMLElement;
  readonly #tiles = new Map<string, Tile>();
  readonly #spare: HTMLCanvasElement[] = [];
  #scene: Scene | null = null;
  #scale = 0;
  #ratio = 0;
  /** The top left corner of tile 0, 0 in the scaled drawing, device pixels. */
  #origin = { x: 0, y: 0 };

  constructor(sheet: HTMLElement) {
    this.#sheet = sheet;
  }

  /**
   * Shows the part of the scene that the camera sees in a view, in CSS pixels.
   * True if it would like another frame to paint ahead.
   */
  paint(scene: Scene | null, camera: Camera, view: Size, ratio: number): boolean {
    // Whole device pixels, so that nothing is blurred.
    const x = Math.round(camera.x * ratio);
    const y = Math.round(camera.y * ratio);
    const isAnew = scene !== this.#scene || camera.scale !== this.#scale || ratio !== this.#ratio;
    if (isAnew) {
      this.#scene = scene;
      this.#scale = camera.scale;
      this.#ratio = ratio;
      // The first tile begins where the view does: as few as possible have to be painted at once.
      this.#origin = { x: -x, y: -y };
      this.#release(() => true);
    }
    const left = -x - this.#origin.x;
    const top = -y - this.#origin.y;
    this.#sheet.style.setProperty('transform', `translate3d(${-left / ratio}px, ${-top / ratio}px, 0)`);
    if (scene === null) return false;
    const range = (margin: number): Range => ({
      columns: [Math.floor(left / side) - margin, Math.ceil((left + view.width * ratio) / side) - 1 + margin],
      rows: [Math.floor(top / side) - margin, Math.ceil((top + view.height * ratio) / side) - 1 + margin],
    });
    const reach = range(ahead);
    this.#release(({ column, row }) => !isWithin(reach, column, row));
    const urgent = this.#missing(range(0));
    for (const [column, row] of urgent) this.#paintTile(scene, column, row);
    const later = this.#missing(reach);
    // What had to be painted at once was enough for one frame.
    if (urgent.length > 0 || later.length === 0) return later.length > 0;
    this.#paintTile(scene, ...later[0]);
    return later.length > 1;
  }

  #missing({ columns, rows }: Range): [column: number, row: number][] {
    const missing: [number, number][] = [];
    for (let row = rows[0]; row <= rows[1]; row++) {
      for (let column = columns[0]; column <= columns[1]; column++) {
        if (!this.#tiles.has(`${column} ${row}`)) missing.push([column, row]);
      }
    }
    return missing;
  }

  #release(isDone: (tile: Tile) => boolean): void {
    for (const [key, tile] of this.#tiles) {
      if (!isDone(tile)) continue;
      tile.canvas.hidden = true;
      this.#spare.push(tile.canvas);
      this.#tiles.delete(key);
    }
  }

  #paintTile(scene: Scene, column: number, row: number): void {
    const canvas = this.#spare.pop() ?? this.#createCanvas();
    this.#tiles.set(`${column} ${row}`, { canvas, column, row });
    canvas.hidden = false;
    const { style } = canvas;
    style.setProperty('left', `${(column * side) / this.#ratio}px`);
    style.setProperty('top', `${(row * side) / this.#ratio}px`);
    style.setProperty('width', `${side / this.#ratio}px`);
    style.setProperty('height', `${side / this.#ratio}px`);
    const context = canvas.getContext('2d');
    if (context === null) return;
    const scale = this.#scale * this.#ratio;
    const x = -this.#origin.x - column * side;
    const y = -this.#origin.y - row * side;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, side, side);
    context.setTransform(scale, 0, 0, scale, x, y);
    paintScene(context, scene, seenBox({ x, y, scale }, { width: side, height: side }), this.#scale);
  }

  #createCanvas(): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    canvas.width = side;
    canvas.height = side;
    this.#sheet.append(canvas);
    return canvas;
  }
}

function isWithin({ columns, rows }: Range, column: number, row: number): boolean {
  return column >= columns[0] && column <= columns[1] && row >= rows[0] && row <= rows[1];
}
