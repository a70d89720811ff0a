import { FrameTask } from '../../controls/frame-task.ts';
import type { Size } from './camera.ts';
import { CameraKeeper } from './camera-keeper.ts';
import { hitAt, type Hit } from './hit.ts';
import type { Scene } from './scene.ts';
import { Tiles } from './tiles.ts';
import { restingPose, Transition, type PlacedDrawing, type Pose } from './transition.ts';

const transitionMs = 320;

/** What is painted beside the places. */
export type Looks = Omit<Scene, 'placed' | 'pose'>;

export interface Arrival {
  /** How far the box moved that is to stay where it is seen; null where nothing of the last drawing is left. */
  readonly shift: { readonly x: number; readonly y: number } | null;
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
  #placed: PlacedDrawing | null = null;
  #pose: Pose | null = null;
  #transition: { readonly way: Transition; readonly startedAt: number } | null = null;
  #looks: Looks | null = null;
  /** null where it has to be put together anew. */
  #scene: Scene | null = null;

  constructor(sheet: HTMLElement) {
    this.#tiles = new Tiles(sheet);
  }

  /** Moves to another drawing; `look` follows, with what belongs to its boxes. */
  show(placed: PlacedDrawing | null, { shift, isSameGraph }: Arrival): void {
    const [last, pose] = [this.#placed, this.#pose];
    this.#placed = placed;
    this.#transition = null;
    this.#looks = null;
    this.#pose = placed && restingPose(placed);
    if (placed === null) return;
    this.#camera.follow(placed.layout, shift);
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
    this.#paint();
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

  /** What stands at a point of the view. */
  hitAt(x: number, y: number): Hit | null {
    if (this.#placed === null) return null;
    const { camera } = this.#camera;
    const slack = 2 / camera.scale;
    return hitAt(this.#placed, (x - camera.x) / camera.scale, (y - camera.y) / camera.scale, slack);
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
    const [placed, pose, looks] = [this.#placed, this.#pose, this.#looks];
    if (placed === null || pose === null || looks === null) this.#scene = null;
    else this.#scene ??= { ...looks, placed, pose };
    const { camera, view } = this.#camera;
    if (this.#tiles.paint(this.#scene, camera, view, devicePixelRatio)) this.#painting.request();
  }
}
