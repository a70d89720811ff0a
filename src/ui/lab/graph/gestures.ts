/** What a hand does to the drawing, in pixels of the stage. */
export interface GestureTarget {
  /** False if the drawing cannot go further that way. */
  pan(dx: number, dy: number): boolean;
  /** Whether all of the drawing's height is in sight. */
  showsFullHeight(): boolean;
  zoom(factor: number, x: number, y: number): void;
  click(x: number, y: number): void;
  hover(x: number, y: number): void;
  leave(): void;
}

/** A press that moves less than this is a click. */
const clickSlop = 4;
/** Lines and pages of a wheel that counts in these, in pixels. */
const wheelUnits = [1, 16, 400] as const;

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Drags and wheels pan; pinches and ctrl with the wheel zoom; a press in place is a click. A finger or a wheel that
 * moves a drawing up or down that is all in sight scrolls the page instead. So does a wheel whose turning began elsewhere:
 * a page that is scrolled does not stop where a drawing comes under the pointer.
 */
export class Gestures {
  readonly #stage: HTMLElement;
  readonly #target: GestureTarget;
  readonly #pointers = new Map<number, Point>();
  readonly #listeners = new AbortController();
  #pressedAt: Point | null = null;

  constructor(stage: HTMLElement, target: GestureTarget) {
    this.#stage = stage;
    this.#target = target;
    const { signal } = this.#listeners;
    stage.addEventListener('pointerdown', (event) => this.#onDown(event), { signal });
    stage.addEventListener('pointermove', (event) => this.#onMove(event), { signal });
    stage.addEventListener('pointerup', (event) => this.#onUp(event, true), { signal });
    stage.addEventListener('pointercancel', (event) => this.#onUp(event, false), { signal });
    stage.addEventListener('pointerleave', () => target.leave(), { signal });
    stage.addEventListener('wheel', (event) => this.#onWheel(event), { signal, passive: false });
  }

  release(): void {
    this.#listeners.abort();
    this.#pointers.clear();
  }

  #pointOf(event: MouseEvent): Point {
    const { left, top } = this.#stage.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  #onDown(event: PointerEvent): void {
    if (event.pointerType === 'mouse' && event.button > 1) return;
    const point = this.#pointOf(event);
    this.#stage.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, point);
    this.#pressedAt = this.#pointers.size === 1 ? point : null;
  }

  #onMove(event: PointerEvent): void {
    const point = this.#pointOf(event);
    const last = this.#pointers.get(event.pointerId);
    if (last === undefined) {
      if (event.pointerType === 'mouse') this.#target.hover(point.x, point.y);
      return;
    }
    if (this.#pressedAt !== null) {
      if (distance(this.#pressedAt, point) < clickSlop) return;
      this.#pressedAt = null;
      this.#target.leave();
    }
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.#pointers.set(event.pointerId, point);
    if (other === undefined) this.#drag(event, point.x - last.x, point.y - last.y);
    else {
      const factor = distance(other, point) / Math.max(1, distance(other, last));
      // Half: the other finger stands still meanwhile.
      this.#target.pan((point.x - last.x) / 2, (point.y - last.y) / 2);
      this.#target.zoom(factor, (other.x + point.x) / 2, (other.y + point.y) / 2);
    }
  }

  #drag(event: PointerEvent, dx: number, dy: number): void {
    if (event.pointerType !== 'touch') {
      this.#target.pan(dx, dy);
      return;
    }
    if (this.#target.showsFullHeight()) this.#target.pan(dx, 0);
    else if (this.#target.pan(dx, dy)) return;
    scrollBy({ top: -dy, behavior: 'instant' });
    // The stage has moved under the finger.
    this.#pointers.set(event.pointerId, this.#pointOf(event));
  }

  #onUp(event: PointerEvent, isClick: boolean): void {
    this.#pointers.delete(event.pointerId);
    const pressed = this.#pressedAt;
    this.#pressedAt = null;
    if (isClick && pressed !== null) this.#target.click(pressed.x, pressed.y);
  }

  #onWheel(event: WheelEvent): void {
    const unit = wheelUnits[event.deltaMode] ?? 1;
    // A pinch on a touchpad arrives as a wheel with ctrl and small steps.
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const { x, y } = this.#pointOf(event);
      const steps = Math.max(-50, Math.min(50, event.deltaY * unit));
      this.#target.zoom(Math.exp(-steps * 0.01), x, y);
      return;
    }
    // Of a scroll that the page has begun the browser lets nobody take the rest.
    if (!event.cancelable) return;
    const [dx, dy] = event.shiftKey && event.deltaX === 0 ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
    // Where there is no more of the drawing to see that way, the page scrolls on.
    const down = this.#target.showsFullHeight() ? 0 : dy;
    if (this.#target.pan(-dx * unit, -down * unit)) event.preventDefault();
  }
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
