import type { ReactiveControllerHost } from 'lit';
import type { LookSubject } from '../../../protocol/look-messages.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';
import { send } from '../../page-events.ts';
import type { OpenedPoint } from '../picture/opened-point.ts';
import { isSameSubject, type LookDesk } from './look-desk.ts';
import { moveCursor, partsOf, placeSubject } from './plot-look.ts';

/** The plot that is pointed at. */
export interface PointedPlot extends HTMLElement, Pick<ReactiveControllerHost, 'requestUpdate'> {
  readonly look: LookDesk | null;
  readonly data: DataPicture | null;
  /** The point that is spoken of. */
  readonly chosen: OpenedPoint | null;
  readonly showTest: boolean;
}

type Place = readonly [number, number];

/** No farther apart than a hand is steady, or a finger is wide: pixels. */
const reaches = { pointer: 7, touch: 22 } as const;

/** Takes pointer, finger and keys from the picture to what is looked at and pinned. */
export class PlotPointing {
  readonly #plot: PointedPlot;
  readonly #onPlace: (place: Place) => void;
  /** Of the keyboard; null while that is elsewhere. */
  #cursor: LookSubject | null = null;
  /** A finger points by pressing only. */
  #isTouched = false;

  /** `onPlace` is told of a place beside all points that was clicked. */
  constructor(plot: PointedPlot, onPlace: (place: Place) => void) {
    this.#plot = plot;
    this.#onPlace = onPlace;
  }

  readonly onPoint = (point: OpenedPoint | null, place: Place | null): void => {
    if (!this.#isTouched) this.#plot.look?.point(this.#subject(point, place));
  };

  /** Chosen and pinned; once more, neither. */
  readonly onChoose = (point: OpenedPoint | null, place: Place | null): void => {
    const { look, chosen } = this.#plot;
    const isChosen = point !== null && point.split === chosen?.split && point.index === chosen.index;
    send(this.#plot, 'point-select', isChosen && look !== null ? null : point);
    if (place === null) return;
    this.#onPlace(place);
    const pinned = look?.pinned.peek() ?? null;
    const subject = this.#subject(null, place);
    look?.pin(subject !== null && this.#isNear(subject, pinned) ? pinned : subject);
  };

  #subject(point: OpenedPoint | null, place: Place | null): LookSubject | null {
    if (point !== null) return { kind: 'sample', ...point };
    const { data } = this.#plot;
    return place === null || data === null ? null : placeSubject(data, { x1: place[0], x2: place[1] });
  }

  #isNear(subject: LookSubject, pinned: LookSubject | null): boolean {
    const { data, clientWidth: side } = this.#plot;
    if (data === null || pinned?.kind !== 'place') return false;
    const [a, b] = [partsOf(data, subject), partsOf(data, pinned)];
    if (a === null || b === null) return false;
    return Math.hypot(a.x - b.x, a.y - b.y) * side < reaches[this.#isTouched ? 'touch' : 'pointer'];
  }

  readonly onPointer = ({ pointerType }: PointerEvent): void => {
    this.#isTouched = pointerType === 'touch';
  };

  readonly onLeave = (): void => {
    this.#plot.look?.point(this.#cursor, this.#cursor !== null);
  };

  readonly onFocus = ({ target }: FocusEvent): void => {
    if (!(target instanceof Element) || !target.matches(':focus-visible')) return;
    this.#moveTo(this.#plot.look?.pinned.peek() ?? this.#moved({ key: 'Home', shiftKey: false }));
  };

  readonly onBlur = (): void => {
    this.#moveTo(null);
  };

  #moved(key: Pick<KeyboardEvent, 'key' | 'shiftKey'>): LookSubject | null {
    const { data, look, showTest } = this.#plot;
    if (data === null) return null;
    const from = this.#cursor ?? look?.pinned.peek() ?? null;
    return moveCursor(data, from, key, showTest ? ['train', 'test'] : ['train']);
  }

  #moveTo(cursor: LookSubject | null): void {
    this.#cursor = cursor;
    this.#plot.look?.point(cursor, cursor !== null);
    this.#plot.requestUpdate();
  }

  readonly onKey = (event: KeyboardEvent): void => {
    const { look } = this.#plot;
    if (look === null || event.ctrlKey || event.altKey || event.metaKey) return;
    const pinned = look.pinned.peek();
    if (event.key === 'Escape' && pinned !== null) {
      send(this.#plot, 'point-select', null);
      look.pin(null);
    } else if (event.key === 'Enter') {
      const cursor = this.#cursor ?? pinned;
      if (cursor !== null) this.#pin(cursor);
    } else {
      const moved = this.#moved(event);
      if (moved === null) return;
      this.#moveTo(moved);
    }
    event.preventDefault();
  };

  #pin(cursor: LookSubject): void {
    const { look, chosen } = this.#plot;
    if (cursor.kind === 'place') {
      if (chosen !== null) send(this.#plot, 'point-select', null);
      look?.pin(cursor);
      return;
    }
    const isPinned = isSameSubject(cursor, look?.pinned.peek() ?? null);
    send(this.#plot, 'point-select', isPinned ? null : { split: cursor.split, index: cursor.index });
  }

  /** A cross for the keyboard, a ring for a place that is pinned: a point has its ring in the picture. */
  placeMarks(root: ParentNode): void {
    const pinned = this.#plot.look?.pinned.value ?? null;
    this.#mark(root, '.pin', pinned?.kind === 'sample' ? null : pinned);
    this.#mark(root, '.cursor', this.#cursor);
  }

  /** Through the object model: the page's policy allows no style attributes. */
  #mark(root: ParentNode, selector: string, subject: LookSubject | null): void {
    const { data } = this.#plot;
    const mark = root.querySelector<HTMLElement>(selector);
    const at = data === null || subject === null ? null : partsOf(data, subject);
    if (mark === null) return;
    // Set again, an attribute is gone through by every rule that is about it.
    if (mark.hidden !== (at === null)) mark.hidden = at === null;
    if (at === null) return;
    mark.style.setProperty('--x', String(at.x));
    mark.style.setProperty('--y', String(at.y));
  }
}
