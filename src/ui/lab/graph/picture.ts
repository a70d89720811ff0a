import { FrameTask } from '../../controls/frame-task.ts';
import type { Size } from './camera.ts';
import { CameraKeeper } from './camera-keeper.ts';
import { detailOf } from './detail.ts';
import { hitAt, type Hit } from './hit.ts';
import type { Scene } from './scene.ts';
import { spread, spreadFactor } from './spread.ts';
import { Tiles } from './tiles.ts';
import { restingPose, Transition, type PlacedDrawing, type Pose } from './transition.ts';

const transitionMs = 320;

/** What is painted beside the places. */
export type Looks = Omit<Scene, 'placed' | 'pose'>;

/** A box, and which it was in the last drawing. */
export interface KeptBox {
  readonly old: number;
  readonly box: number;
}

export interface Arrival {
  /** The box that is to stay where it is seen; null where nothing of the last drawing is left. */
  readonly kept: KeptBox | null;
  /** Whether only groups were opened or closed. */
  readonly isSameGraph: boolean;
}

/** The drawing on its sheet: where its boxes are, from where it is seen, and when it is painted. */
export class Picture {
  readonly #camera = new CameraKeeper();
  readonly #tiles: Tiles;
  readonly #painting = new FrameTask(() => {
    this.#paint();
  });
  /** The drawing as it was placed, and as it is spread to fill the view. */
  #original: PlacedDrawing | null = null;
  #factor = 1;
  #placed: PlacedDrawing | null = null;
  #pose: Pose | null = null;
  #transition: { readonly way: Transition; readonly startedAt: number } | null = null;
  /** When the camera set out for somewhere by itself. */
  #flightAt: number | null = null;
  #looks: Looks | null = null;
  /** null where it has to be put together anew. */
  #scene: Scene | null = null;

  constructor(sheet: HTMLElement) {
    this.#tiles = new Tiles(sheet);
  }

  /** Moves to another drawing; `look` follows, with what belongs to its boxes. */
  show(original: PlacedDrawing | null, { kept, isSameGraph }: Arrival): void {
    const [last, pose] = [this.#placed, this.#pose];
    const isSame = original !== null && this.#original?.layout === original.layout;
    this.#original = original;
    // Who has come nearer keeps the distances that are there.
    if (original !== null && !(this.#camera.isMoved && kept !== null)) {
      this.#factor = spreadFactor(original, this.#camera.view);
    }
    const placed =
      original === null
        ? null
        : isSame && last !== null
          ? { ...original, layout: last.layout }
          : spread(original, this.#factor);
    this.#placed = placed;
    this.#flightAt = null;
    this.#transition = null;
    this.#looks = null;
    this.#pose = placed && restingPose(placed);
    if (placed === null) return;
    this.#camera.follow(placed.layout, kept === null || last === null ? null : shiftOf(kept, last, placed));
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (last !== null && pose !== null && last.layout !== placed.layout && !isCalm) {
      const way = new Transition({ drawing: last.drawing, pose, isSameGraph }, placed);
      this.#transition = { way, startedAt: performance.now() };
      this.#pose = way.at(0);
    }
    this.#camera.travel(this.#transition === null ? 1 : 0);
  }

  look(looks: Looks): void {
    this.#looks = looks;
    this.#scene = null;
    this.#painting.request();
  }

  /** Paints at once, before the browser does: what came into sight would be empty for a frame. */
  resize(view: Size): void {
    this.#camera.resize(view);
    if (!this.#camera.isMoved) this.#respread();
    this.#paint();
  }

  /** Other distances for another view, at once. */
  #respread(): void {
    const original = this.#original;
    if (original === null) return;
    const factor = spreadFactor(original, this.#camera.view);
    if (factor === this.#factor) return;
    this.#factor = factor;
    this.#placed = spread(original, factor);
    this.#pose = restingPose(this.#placed);
    this.#transition = null;
    this.#scene = null;
    this.#camera.refit(this.#placed.layout);
  }

  /** False if the drawing cannot go further that way. */
  pan(dx: number, dy: number): boolean {
    const isMoved = this.#camera.pan(dx, dy);
    if (isMoved) this.#painting.request();
    return isMoved;
  }

  get showsFullHeight(): boolean {
    return this.#camera.showsFullHeight;
  }

  /** Without a place, in the middle. */
  zoom(factor: number, x?: number, y?: number): void {
    this.#camera.zoom(factor, x, y);
    this.#painting.request();
  }

  fit(): void {
    this.#camera.fit();
    this.#respread();
    this.#painting.request();
  }

  /** Brings a box into sight. */
  reveal(box: number): void {
    if (this.#placed === null || box < 0) return;
    const { sizes, layout } = this.#placed;
    const [width, height] = sizes.subarray(2 * box, 2 * box + 2);
    const [x, y] = layout.centres.subarray(2 * box, 2 * box + 2);
    this.#camera.reveal({ left: x - width / 2, top: y - height / 2, width, height });
    this.#painting.request();
  }

  /** Comes near enough to read what is in an open group. */
  approach(frame: number): void {
    if (this.#placed === null) return;
    const [left, top, width, height] = this.#placed.layout.frames.subarray(4 * frame, 4 * frame + 4);
    this.#camera.approach({ left, top, width, height });
    this.#flightAt = performance.now();
    this.#painting.request();
  }

  /** The open group that shows a box as part of it; -1 where the box is shown itself. */
  foldOf(box: number): number {
    if (this.#placed === null || box < 0) return -1;
    const { frame } = this.#placed.drawing.nodes[box];
    return detailOf(this.#placed).folds(this.#camera.camera.scale).has(frame) ? frame : -1;
  }

  /** What stands at a point of the view. */
  hitAt(x: number, y: number): Hit | null {
    if (this.#placed === null) return null;
    const { camera } = this.#camera;
    return hitAt(this.#placed, (x - camera.x) / camera.scale, (y - camera.y) / camera.scale, camera.scale);
  }

  stop(): void {
    this.#painting.cancel();
  }

  #paint(): void {
    if (this.#transition !== null && this.#placed !== null) {
      const { way, startedAt } = this.#transition;
      const t = Math.min(1, (performance.now() - startedAt) / transitionMs);
      this.#camera.travel(t);
      this.#pose = t < 1 ? way.at(t) : restingPose(this.#placed);
      if (t >= 1) this.#transition = null;
      this.#scene = null;
      this.#painting.request();
    }
    this.#fly();
    const [placed, pose, looks] = [this.#placed, this.#pose, this.#looks];
    if (placed === null || pose === null || looks === null) this.#scene = null;
    else this.#scene ??= { ...looks, placed, pose };
    const { camera, view } = this.#camera;
    if (this.#tiles.paint(this.#scene, camera, view, devicePixelRatio)) this.#painting.request();
  }

  #fly(): void {
    if (this.#flightAt === null) return;
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const t = isCalm ? 1 : Math.min(1, (performance.now() - this.#flightAt) / transitionMs);
    this.#camera.travel(t);
    if (t >= 1) this.#flightAt = null;
    else this.#painting.request();
  }
}

function shiftOf(
  { old, box }: KeptBox,
  last: PlacedDrawing,
  placed: PlacedDrawing,
): { x: number; y: number } {
  const [from, to] = [last.layout.centres, placed.layout.centres];
  return { x: to[2 * box] - from[2 * old], y: to[2 * box + 1] - from[2 * old + 1] };
}
