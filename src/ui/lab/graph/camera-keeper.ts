import {
  approach,
  between,
  home,
  keepInSight,
  panBy,
  reveal,
  zoomAt,
  type Box,
  type Camera,
  type Size,
} from './camera.ts';

/** The camera, which goes with the drawing until the user moves it. */
export class CameraKeeper {
  #camera: Camera = { x: 0, y: 0, scale: 1 };
  #view: Size = { width: 0, height: 0 };
  #drawing: Size = { width: 0, height: 0 };
  /** All of the drawing is seen, whatever it is and however large the view, until somebody moves it. */
  #isMoved = false;
  /** On its way with the boxes. */
  #journey: { readonly from: Camera; readonly to: Camera } | null = null;

  get camera(): Camera {
    return this.#camera;
  }

  get isMoved(): boolean {
    return this.#isMoved;
  }

  get view(): Size {
    return this.#view;
  }

  resize(view: Size): void {
    this.#view = view;
    this.#settle();
  }

  /**
   * Another drawing takes the place of the last. `shift` is how far the box moved that is to stay where it is seen;
   * null where nothing of the last drawing is left.
   */
  follow(drawing: Size, shift: { readonly x: number; readonly y: number } | null): void {
    const from = this.#camera;
    this.#drawing = drawing;
    if (shift === null) this.#isMoved = false;
    if (this.#isMoved && shift !== null) {
      this.#camera = panBy(from, -shift.x * from.scale, -shift.y * from.scale);
    }
    this.#settle();
    this.#journey = { from, to: this.#camera };
  }

  /** The same drawing with other distances, for another view. */
  refit(drawing: Size): void {
    this.#drawing = drawing;
    this.#settle();
  }

  /** t from 0 to 1 on the way to where the last `follow` or `approach` leads. */
  travel(t: number): void {
    if (this.#journey === null) return;
    const { from, to } = this.#journey;
    this.#camera = t >= 1 ? to : between(from, to, 1 - (1 - t) ** 3);
    if (t >= 1) this.#journey = null;
  }

  /** False if the drawing cannot go further that way. */
  pan(dx: number, dy: number): boolean {
    return this.#move(panBy(this.#camera, dx, dy));
  }

  /** Whether top and bottom of the drawing are in sight. */
  get showsFullHeight(): boolean {
    const { y, scale } = this.#camera;
    return y >= 0 && y + this.#drawing.height * scale <= this.#view.height;
  }

  /** Without a place, in the middle. */
  zoom(factor: number, x = this.#view.width / 2, y = this.#view.height / 2): void {
    this.#move(zoomAt(this.#camera, factor, x, y));
  }

  fit(): void {
    this.#isMoved = false;
    this.#journey = null;
    this.#settle();
  }

  /** Sets out for a box, to where it can be read. */
  approach(box: Box): void {
    const from = this.#camera;
    this.#isMoved = true;
    this.#journey = { from, to: keepInSight(approach(from, box, this.#view), this.#drawing, this.#view) };
  }

  /** Pans as far as needed to see a box. */
  reveal(box: Box): void {
    if (this.#isMoved) this.#move(reveal(this.#camera, box, this.#view));
  }

  #move(wanted: Camera): boolean {
    const next = keepInSight(wanted, this.#drawing, this.#view);
    const last = this.#camera;
    if (next.x === last.x && next.y === last.y && next.scale === last.scale) return false;
    this.#isMoved = true;
    this.#journey = null;
    this.#camera = next;
    return true;
  }

  #settle(): void {
    this.#camera = this.#isMoved
      ? keepInSight(this.#camera, this.#drawing, this.#view)
      : home(this.#drawing, this.#view);
  }
}
