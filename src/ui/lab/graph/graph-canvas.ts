import { seenBox, type Camera, type Size } from './camera.ts';
import type { Scene } from './scene.ts';
import { paintScene } from './scene-painter.ts';

/** The canvas of a graph. While only the camera moves sideways, what is there already is shifted and not painted anew. */
export class GraphCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D | null;
  #scene: Scene | null = null;
  #camera: Camera | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d');
  }

  /** Gives the canvas its size in device pixels; it has to be painted anew if that changed. */
  resize({ width, height }: Size, ratio: number): void {
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.#canvas.width === w && this.#canvas.height === h) return;
    this.#canvas.width = w;
    this.#canvas.height = h;
    this.#scene = null;
  }

  paint(scene: Scene | null, camera: Camera, ratio: number): void {
    const context = this.#context;
    if (context === null) return;
    const { width, height } = this.#canvas;
    // Whole device pixels, so that what is shifted stays as sharp as what is painted.
    const snapped = {
      x: Math.round(camera.x * ratio),
      y: Math.round(camera.y * ratio),
      scale: camera.scale * ratio,
    };
    const last = this.#camera;
    const canShift = scene !== null && scene === this.#scene && last?.scale === snapped.scale;
    const dx = last === null ? 0 : snapped.x - last.x;
    const dy = last === null ? 0 : snapped.y - last.y;
    this.#scene = scene;
    this.#camera = snapped;
    if (scene === null) {
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, width, height);
    } else if (canShift && Math.abs(dx) < width && Math.abs(dy) < height) {
      if (dx !== 0 || dy !== 0) this.#shift(context, scene, snapped, dx, dy, ratio);
    } else this.#paintPart(context, scene, snapped, 0, 0, width, height, ratio);
  }

  #shift(
    context: CanvasRenderingContext2D,
    scene: Scene,
    camera: Camera,
    dx: number,
    dy: number,
    ratio: number,
  ): void {
    const { width, height } = this.#canvas;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalCompositeOperation = 'copy';
    context.drawImage(this.#canvas, dx, dy);
    context.globalCompositeOperation = 'source-over';
    if (dx !== 0)
      this.#paintPart(context, scene, camera, dx > 0 ? 0 : width + dx, 0, Math.abs(dx), height, ratio);
    if (dy !== 0)
      this.#paintPart(context, scene, camera, 0, dy > 0 ? 0 : height + dy, width, Math.abs(dy), ratio);
  }

  /** Everything in a rectangle of device pixels. */
  #paintPart(
    context: CanvasRenderingContext2D,
    scene: Scene,
    camera: Camera,
    x: number,
    y: number,
    width: number,
    height: number,
    ratio: number,
  ): void {
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    context.clearRect(x, y, width, height);
    context.setTransform(camera.scale, 0, 0, camera.scale, camera.x, camera.y);
    const part = seenBox({ ...camera, x: camera.x - x, y: camera.y - y }, { width, height });
    paintScene(context, scene, part, camera.scale / ratio);
    context.restore();
  }
}
