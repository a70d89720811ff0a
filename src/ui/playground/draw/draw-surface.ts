import { css, html, LitElement, nothing, svg, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  drawingOf,
  drawingWindow,
  drawnTarget,
  mostDrawnPoints,
  redraw,
  type Drawing,
} from '../../../experiment/drawing.ts';
import { drawnCoordinate, drawnValue } from '../../../experiment/drawn-point.ts';
import { isByFinger } from './by-finger.ts';
import { baseStyles } from '../../controls/styles.ts';
import { send, tell } from '../../page-events.ts';
import type { LookDesk } from '../look/look-desk.ts';
import { keyAction, type KeyAction } from './keys.ts';
import { nextStroke } from './next-stroke.ts';
import { ownWords, type OwnWords } from './own-words.ts';
import { firstPen, type Pen } from './pen.ts';
import {
  nearestTo,
  placesBetween,
  sampleOf,
  withMoved,
  without,
  withoutDisc,
  withPoint,
  withScattered,
  type PlanePlace,
} from './strokes.ts';

const [low, high] = drawingWindow;
const width = high - low;
/** A point is hit this far from its middle, in pixels, and moves once the pointer has moved so far. */
const hitPixels = 12;
const dragPixels = 4;
/** Points that the brush scatters at once. */
const scattered = 4;

/** What the pointer that is down does. */
interface Stroke {
  readonly pointerId: number;
  readonly start: PlanePlace;
  last: PlanePlace;
  /** The point that is moved; null for a stroke of brush or eraser. */
  readonly moved: number | null;
  /** A press on a point moves it, or if it stays where it is, adds another. */
  hasMoved: boolean;
}

/** Lies over the picture: what is done on it draws. By pointer, and by keys with a cursor of its own. */
@customElement('chainrule-draw-surface')
export class DrawSurface extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      :host {
        position: absolute;
        inset: 0;
      }
      .surface {
        position: absolute;
        inset: 0;
        cursor: crosshair;
        touch-action: none;
        user-select: none;
        -webkit-user-select: none;
        border-radius: inherit;
      }
      .surface:focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: -2px;
      }
      svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        pointer-events: none;
        fill: none;
      }
      svg .halo {
        stroke: var(--raised);
        stroke-width: 4px;
      }
      svg .line {
        stroke: var(--ink);
        stroke-width: 1.5px;
      }
      .begin {
        position: absolute;
        inset: 0;
        display: grid;
        place-content: center;
        justify-items: center;
        margin: 0;
        pointer-events: none;
      }
      .begin span {
        padding: 6px 14px;
        border-radius: var(--radius-small);
        background: var(--panel);
        font-size: 0.8125rem;
        color: var(--ink);
      }
      .cursor {
        display: none;
      }
      .surface:focus-visible .cursor {
        display: inline;
      }
    `,
  ];

  /** As the setting has it. */
  @property() drawn = '';
  /** Percent. */
  @property({ type: Number }) trainShare = 50;
  @property({ attribute: false }) pen: Pen = firstPen;
  /** Where one looks while nothing is drawn; null where nothing can be looked at. */
  @property({ attribute: false }) look: LookDesk | null = null;

  /** Where keys draw. */
  @state() private cursor: PlanePlace = { x1: 0, x2: 0 };
  /** Where the pointer is; null while it is elsewhere. */
  @state() private hover: PlanePlace | null = null;
  /** What is read out. */
  @state() private said = '';

  #drawing: Drawing = [];
  #words: OwnWords = ownWords('');
  #stroke: Stroke | null = null;
  /** The point that the arrow keys move; null while they move the cursor alone. */
  #carried: number | null = null;
  /** The name of the stroke under way: undo takes back all of it at once. */
  #name = '';

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('drawn')) return;
    this.#drawing = drawingOf(this.drawn);
    this.#words = ownWords(this.drawn);
    // Undo has brought back another drawing: what is carried may be another point there, or none.
    if (this.#carried !== null && !this.#isAtCursor(this.#carried)) this.#carried = null;
  }

  override render() {
    return html`<div
        class="surface"
        role="application"
        tabindex="0"
        aria-label=${`Drawing plane, ${this.#words.plane}`}
        aria-describedby="how"
        @pointerdown=${this.#onDown}
        @pointermove=${this.#onMove}
        @pointerup=${this.#onUp}
        @pointercancel=${this.#onCancel}
        @pointerleave=${this.#onLeave}
        @keydown=${this.#onKey}
      >
        <svg viewBox="-6 -6 12 12" preserveAspectRatio="none" aria-hidden="true">
          ${this.#renderRing(this.hover, '')}
          <g class="cursor">${this.#renderRing(this.cursor, 'keys')}${renderCross(this.cursor)}</g>
        </svg>
        ${this.#drawing.length === 0 ? html`<p class="begin"><span>${isByFinger() ? 'Tap' : 'Click'} here to draw.</span></p>` : nothing}
      </div>
      <p id="how" class="visually-hidden">
        Arrow keys move the cursor, with Shift in larger steps. Enter or Space draws.
        ${this.#isOfNumbers ? 'Plus and minus change the number.' : '1 to 8 choose the class.'} A, B and E
        choose adding, brush and eraser, L looking. Delete removes the nearest point, M moves it.
      </p>
      <p class="visually-hidden" aria-live="polite" data-testid="drawing-status">${this.said}</p>`;
  }

  #isAtCursor(index: number): boolean {
    const point = this.#drawing.at(index);
    const { x1, x2 } = this.cursor;
    return point?.x1 === drawnCoordinate(x1) && point.x2 === drawnCoordinate(x2);
  }

  /** What brush and eraser reach. */
  #renderRing(at: PlanePlace | null, key: string) {
    if (at === null || !hasReach(this.pen)) return svg``;
    return ['halo', 'line'].map(
      (name) =>
        svg`<circle class=${name} data-of=${key} cx=${at.x1} cy=${-at.x2} r=${this.pen.radius} vector-effect="non-scaling-stroke" />`,
    );
  }

  #placeOf({ clientX, clientY }: PointerEvent): PlanePlace {
    const box = this.getBoundingClientRect();
    const part = (value: number): number => Math.max(0, Math.min(1, value));
    return {
      x1: low + width * part((clientX - box.left) / box.width),
      x2: high - width * part((clientY - box.top) / box.height),
    };
  }

  /** A length on the screen in units of the plane. */
  #units(pixels: number): number {
    return (pixels * width) / Math.max(1, this.getBoundingClientRect().width);
  }

  readonly #onDown = (event: PointerEvent): void => {
    if (event.button !== 0 || this.#stroke !== null) return;
    const place = this.#placeOf(event);
    const hit = nearestTo(this.#drawing, place);
    const isHit = hit !== null && hit.distance <= this.#units(hitPixels);
    if (event.altKey || this.pen.tool === 'look') {
      this.#askAbout(place, isHit ? hit.index : null);
      return;
    }
    if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
    this.#carried = null;
    this.#name = nextStroke();
    const { tool } = this.pen;
    const moved = tool !== 'add' ? null : isHit ? hit.index : this.#drawing.length;
    const hasMoved = tool !== 'add' || !isHit;
    this.#stroke = { pointerId: event.pointerId, start: place, last: place, moved, hasMoved };
    this.look?.point(null);
    if (hasMoved) this.#useTool(place);
  };

  readonly #onMove = (event: PointerEvent): void => {
    const place = this.#placeOf(event);
    this.hover = place;
    const stroke = this.#stroke;
    if (stroke === null) this.#lookAt(place);
    if (stroke?.pointerId !== event.pointerId) return;
    const far = Math.hypot(place.x1 - stroke.start.x1, place.x2 - stroke.start.x2);
    if (!stroke.hasMoved && far < this.#units(dragPixels)) return;
    stroke.hasMoved = true;
    if (stroke.moved !== null) this.#move(stroke.moved, place);
    else {
      const apart = this.pen.tool === 'eraser' ? this.pen.radius / 2 : this.pen.radius;
      const away = Math.hypot(place.x1 - stroke.last.x1, place.x2 - stroke.last.x2);
      // The brush paints by the way it goes, not by how often it is heard of.
      if (this.pen.tool === 'brush' && away < apart) return;
      for (const between of placesBetween(stroke.last, place, apart)) this.#useTool(between);
    }
    stroke.last = place;
  };

  readonly #onUp = (event: PointerEvent): void => {
    const stroke = this.#stroke;
    if (stroke?.pointerId !== event.pointerId) return;
    this.#stroke = null;
    if (!stroke.hasMoved) this.#useTool(stroke.start);
    else if (stroke.moved !== null && stroke.moved < this.#drawing.length)
      this.said = `Point at ${this.#words.place(this.#drawing[stroke.moved])}`;
    if (event.pointerType !== 'mouse') this.hover = null;
  };

  readonly #onCancel = (event: PointerEvent): void => {
    if (this.#stroke?.pointerId === event.pointerId) this.#stroke = null;
    this.hover = null;
  };

  readonly #onLeave = (): void => {
    if (this.#stroke !== null) return;
    this.hover = null;
    this.look?.point(null);
  };

  /** As over any other data: a point, or the place between them. */
  #lookAt(place: PlanePlace): void {
    const hit = nearestTo(this.#drawing, place);
    const isHit = hit !== null && hit.distance <= this.#units(hitPixels);
    this.look?.point(
      isHit
        ? { kind: 'sample', ...sampleOf(this.#drawing, hit.index) }
        : { kind: 'place', ...this.#words.own(place) },
    );
  }

  get #isOfNumbers(): boolean {
    return drawnTarget(this.drawn) === 'number';
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.altKey && event.key === 'Enter') this.#askAbout(this.cursor, null);
    else {
      const action = keyAction(event, drawnTarget(this.drawn));
      if (action === null) return;
      this.#perform(action);
    }
    // Neither the page's keys nor its scrolling.
    event.preventDefault();
    event.stopPropagation();
  };

  #perform(action: KeyAction): void {
    const { cursor, pen } = this;
    if (action.kind !== 'step' && action.kind !== 'carry') this.#carried = null;
    if (action.kind === 'step') this.#step(action.by);
    else if (action.kind === 'pen') {
      tell(this, 'pen-change', action.pen);
      const { place, tool } = action.pen;
      this.said = place === undefined ? `Tool: ${tool ?? pen.tool}` : this.#words.className(place);
    } else if (action.kind === 'value') {
      const value = drawnValue(pen.value + action.by);
      tell(this, 'pen-change', { value });
      this.said = this.#words.predicted({ place: 0, value });
    } else if (action.kind === 'draw') {
      this.#name = nextStroke();
      this.#useTool(cursor);
    } else if (action.kind === 'remove') this.#removeNearest(cursor);
    else if (action.kind === 'carry') this.#carry();
  }

  #step({ x1, x2 }: PlanePlace): void {
    const at = (value: number): number => Math.round(1000 * Math.max(low, Math.min(high, value))) / 1000;
    this.cursor = { x1: at(this.cursor.x1 + x1), x2: at(this.cursor.x2 + x2) };
    if (this.#carried === null) this.said = `Cursor at ${this.#words.place(this.cursor)}`;
    else {
      this.#move(this.#carried, this.cursor);
      this.said = `Point at ${this.#words.place(this.cursor)}`;
    }
  }

  /** Takes up the nearest point for the arrow keys, or lets go of it. */
  #carry(): void {
    const nearest = this.#carried === null ? nearestTo(this.#drawing, this.cursor) : null;
    if (nearest === null) {
      this.said =
        this.#carried === null
          ? 'There is no point to move'
          : `Put down at ${this.#words.place(this.cursor)}`;
      this.#carried = null;
      return;
    }
    this.#name = nextStroke();
    this.#carried = nearest.index;
    const { x1, x2 } = this.#drawing[nearest.index];
    this.cursor = { x1, x2 };
    this.said = `Moving the point at ${this.#words.place(this.cursor)}: arrow keys move it, M puts it down`;
  }

  #removeNearest(place: PlanePlace): void {
    const nearest = nearestTo(this.#drawing, place);
    if (nearest === null) {
      this.said = 'There is no point to remove';
      return;
    }
    const gone = this.#drawing[nearest.index];
    this.#name = nextStroke();
    this.#draw(without(this.#drawing, nearest.index));
    this.said = `Removed the point of ${lowerCase(this.#words.predicted(gone))} at ${this.#words.place(gone)}; ${this.#count()}`;
  }

  #useTool(place: PlanePlace): void {
    const { tool, radius } = this.pen;
    if (tool === 'look') {
      const hit = nearestTo(this.#drawing, place);
      this.#askAbout(place, hit !== null && hit.distance <= this.#units(hitPixels) ? hit.index : null);
      return;
    }
    const { trainShare } = this;
    const ink = this.#isOfNumbers
      ? { place: 0, value: this.pen.value, trainShare }
      : { place: this.pen.place, trainShare };
    const before = this.#drawing;
    if (tool === 'eraser') this.#draw(withoutDisc(before, place, radius));
    else if (before.length >= mostDrawnPoints) {
      this.said = `${this.#count()}: that is the most`;
      return;
    } else if (tool === 'add') this.#draw(withPoint(before, place, ink));
    else this.#draw(withScattered(before, place, { ...ink, radius, count: scattered }));
    this.said = `${tool === 'eraser' ? 'Erased' : this.#words.predicted(ink)} at ${this.#words.place(place)}; ${this.#count()}`;
  }

  #move(index: number, place: PlanePlace): void {
    if (index < this.#drawing.length) this.#draw(withMoved(this.#drawing, index, place));
  }

  #draw(drawing: Drawing): void {
    if (drawing === this.#drawing) return;
    this.#drawing = drawing;
    send(this, 'drawing-change', { drawn: redraw(this.drawn, drawing), stroke: this.#name });
  }

  #count(): string {
    const count = this.#drawing.length;
    return `${count.toLocaleString('en-GB')} ${count === 1 ? 'point' : 'points'}`;
  }

  /** What a plain click does over other data. */
  #askAbout(place: PlanePlace, index: number | null): void {
    if (index !== null) {
      send(this, 'point-select', sampleOf(this.#drawing, index));
      return;
    }
    send(this, 'point-select', null);
    const { axes, own, place: say } = this.#words;
    const { x1, x2 } = own(place);
    send(this, 'row-ask', { kind: 'values', values: { [axes[0]]: x1, [axes[1]]: x2 } });
    this.look?.pin({ kind: 'place', x1, x2 });
    this.said = `Looking at ${say(place)}`;
  }
}

/** Within a sentence; names stay as they are. */
function lowerCase(predicted: string): string {
  return predicted.replace(/^(Class|Number)/, (word) => word.toLowerCase());
}

/** Whether it reaches further than a point. */
function hasReach({ tool }: Pen): boolean {
  return tool === 'brush' || tool === 'eraser';
}

function renderCross({ x1, x2 }: PlanePlace) {
  const arm = 0.4;
  const path = `M${x1 - arm} ${-x2}h${2 * arm}M${x1} ${-x2 - arm}v${2 * arm}`;
  return ['halo', 'line'].map(
    (name) => svg`<path class=${name} d=${path} vector-effect="non-scaling-stroke" />`,
  );
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-draw-surface': DrawSurface;
  }
}
