import type { Size } from './camera.ts';
import { roomsOf } from './rooms.ts';
import { rowFrames } from './row-frames.ts';
import type { PlacedDrawing } from './transition.ts';

/** From this scale on there are cards as they are drawn, where nothing has room to be written larger. */
export const cardsFrom = 0.54;
/** From this scale on they can be read: their numbers are as large as those of a brief of its usual size. */
export const readableFrom = 0.95;

/**
 * What is written on something that is too small for a whole card, in type of a size that can be read: `card` a
 * name over value and gradient side by side, `stack` the three one below the other, `pair` and `numbers` the two
 * numbers alone.
 */
export type BriefKind = 'card' | 'stack' | 'pair' | 'numbers';

/** Its kind and its size on the screen, CSS pixels, with how many times larger than necessary it is written. */
export interface Brief {
  readonly kind: BriefKind;
  readonly width: number;
  readonly height: number;
  readonly enlarged: number;
}

/** What each kind takes in its usual size, CSS pixels: with a name, the better first, and without one. */
type Need = readonly [kind: BriefKind, width: number, height: number];
const needs: readonly (readonly Need[])[] = [
  [
    ['card', 108, 38],
    ['stack', 46, 44],
  ],
  [
    ['pair', 100, 19],
    ['numbers', 46, 31],
  ],
];
/** Times its usual size. What is smaller cannot be read. */
const enlargedBy = { least: 0.86, most: 1.5 } as const;
/** Between two neighbours that take all the room they have, CSS pixels: beside each other, their link is to be seen. */
const gaps = { beside: 10, below: 4 } as const;

/** What is written largest, with its name if there is room for one; null where not even two numbers can be read. */
export function briefFor(width: number, height: number): Brief | null {
  for (const kinds of needs) {
    const [best] = kinds
      .map(([kind, w, h]) => {
        const room = Math.min((width - gaps.beside) / w, (height - gaps.below) / h);
        const enlarged = Math.min(enlargedBy.most, room);
        return { kind, width: w * enlarged, height: h * enlarged, enlarged };
      })
      .sort((a, b) => b.enlarged - a.enlarged);
    if (best.enlarged >= enlargedBy.least) return best;
  }
  return null;
}

function hasName({ kind }: Brief): boolean {
  return kind === 'card' || kind === 'stack';
}

/** A neuron whose inside is too small to read. */
export interface Fold {
  readonly frame: number;
  readonly brief: Brief;
}

/** How far something may grow, in the drawing's measure: to its neighbours, and to the edge of the drawing. */
interface Room {
  readonly width: number;
  readonly height: number;
  readonly edgeWidth: number;
  readonly edgeHeight: number;
}

const sides = ['width', 'height', 'edgeWidth', 'edgeHeight'] as const;

/** How much of a placed drawing is shown at a scale. */
export class Detail {
  readonly #placed: PlacedDrawing;
  /** Of every box among all boxes. */
  readonly #boxRooms: readonly Room[];
  /** Of every box that is in no innermost frame, among these and the innermost frames. */
  readonly #looseRooms = new Map<number, Room>();
  readonly #frameRooms = new Map<number, Room>();
  /** The least room that a box of the frame has. */
  readonly #least = new Map<number, Room>();
  readonly #usual: { readonly boxes: Room; readonly loose: Room; readonly frames: ReadonlyMap<number, Room> };
  #scale = 0;
  #folds: ReadonlyMap<number, Fold> = new Map();

  constructor(placed: PlacedDrawing) {
    this.#placed = placed;
    const { drawing, layout } = placed;
    const boxes = drawing.nodes.map((_, box) => box);
    const rectangle = (box: number): Rectangle => boxRectangle(placed, box);
    this.#boxRooms = roomsWithin(layout, boxes.map(rectangle));
    const outer = rowFrames(drawing);
    const inner = drawing.frames.flatMap((_, frame) =>
      outer.has(frame) || layout.frames[4 * frame + 2] === 0 ? [] : [frame],
    );
    const isInside = new Set(inner);
    const loose = boxes.filter((box) => !isInside.has(drawing.nodes[box].frame));
    const rectangles = [...inner.map((frame) => frameRectangle(placed, frame)), ...loose.map(rectangle)];
    const rooms = roomsWithin(layout, rectangles, (i) => i < inner.length);
    inner.forEach((frame, i) => this.#frameRooms.set(frame, rooms[i]));
    loose.forEach((box, i) => this.#looseRooms.set(box, rooms[inner.length + i]));
    boxes.forEach((box) => {
      const { frame } = drawing.nodes[box];
      this.#least.set(frame, narrower(this.#boxRooms[box], this.#least.get(frame) ?? this.#boxRooms[box]));
    });
    const layers = new Map<number, Room[]>();
    for (const [frame, room] of this.#frameRooms) {
      const { parent } = drawing.frames[frame];
      layers.set(parent, [...(layers.get(parent) ?? []), room]);
    }
    this.#usual = {
      boxes: usual(this.#boxRooms),
      loose: usual([...this.#looseRooms.values()]),
      frames: new Map([...layers].map(([parent, list]) => [parent, usual(list)])),
    };
  }

  /** The neurons that are shown as one at a scale, by frame. */
  folds(scale: number): ReadonlyMap<number, Fold> {
    if (scale === this.#scale) return this.#folds;
    const folds = new Map<number, Fold>();
    const { frames } = this.#placed.drawing;
    if (scale < cardsFrom) {
      for (const [frame, room] of this.#frameRooms) {
        const inside = this.#least.get(frame);
        if (inside === undefined || briefIn(inside, scale) !== null) continue;
        const brief = alike(room, this.#usual.frames.get(frames[frame].parent) ?? room, scale);
        if (brief !== null) folds.set(frame, { frame, brief });
      }
    }
    this.#scale = scale;
    this.#folds = folds;
    return folds;
  }

  /** What a box shows where its card is too small to read; null where the card is large enough, or all too small. */
  briefOf(box: number, scale: number): Brief | null {
    if (scale >= readableFrom) return null;
    if (scale >= cardsFrom) {
      // In a frame stands its title as well, which nothing may grow over.
      if (this.#placed.drawing.nodes[box].frame >= 0) return null;
      const brief = alike(this.#boxRooms[box], this.#usual.boxes, scale);
      return brief !== null && hasName(brief) ? brief : null;
    }
    const loose = this.#looseRooms.get(box);
    // Beside neurons that are shown as one there is more room.
    return loose !== undefined && this.folds(scale).size > 0
      ? alike(loose, this.#usual.loose, scale)
      : alike(this.#boxRooms[box], this.#usual.boxes, scale);
  }

  /** How large a box is painted, in the drawing's measure. */
  sizeOf(box: number, scale: number): readonly [width: number, height: number] {
    const brief = this.briefOf(box, scale);
    const [width, height] = this.#placed.sizes.subarray(2 * box, 2 * box + 2);
    return [Math.max(width, (brief?.width ?? 0) / scale), Math.max(height, (brief?.height ?? 0) / scale)];
  }

  /** Where the frame of a fold is painted, in the drawing's measure: as large as the frame at least. */
  foldPlace({ frame, brief }: Fold, scale: number): { x: number; y: number; width: number; height: number } {
    const [x, y, w, h] = frameRectangle(this.#placed, frame);
    const width = Math.max(w, brief.width / scale);
    const height = Math.max(h, brief.height / scale);
    return { x: x - width / 2, y: y - height / 2, width, height };
  }
}

/** Around a drawing that is seen as a whole so much is free on each side, CSS pixels. */
const aroundAll = 18;

function briefIn({ width, height, edgeWidth, edgeHeight }: Room, scale: number): Brief | null {
  return briefFor(
    Math.min(width * scale, edgeWidth * scale + 2 * aroundAll),
    Math.min(height * scale, edgeHeight * scale + 2 * aroundAll),
  );
}

/** What most of its kind show, or less where there is less room. */
function alike(own: Room, usualRoom: Room, scale: number): Brief | null {
  return briefIn(narrower(own, usualRoom), scale);
}

function narrower(a: Room, b: Room): Room {
  return roomBy((side) => Math.min(a[side], b[side]));
}

function roomBy(lengthOf: (side: (typeof sides)[number]) => number): Room {
  const [width, height, edgeWidth, edgeHeight] = sides.map(lengthOf);
  return { width, height, edgeWidth, edgeHeight };
}

/** So many of a hundred may have less room than the rest. */
const tightShare = 0.1;

function usual(rooms: readonly Room[]): Room {
  const at = Math.floor(tightShare * rooms.length);
  return roomBy((side) => rooms.map((room) => room[side]).sort((a, b) => a - b)[at] ?? 0);
}

type Rectangle = readonly [x: number, y: number, width: number, height: number];

function boxRectangle({ layout, sizes }: PlacedDrawing, box: number): Rectangle {
  return [layout.centres[2 * box], layout.centres[2 * box + 1], sizes[2 * box], sizes[2 * box + 1]];
}

function frameRectangle({ layout }: PlacedDrawing, frame: number): Rectangle {
  const [left, top, width, height] = layout.frames.subarray(4 * frame, 4 * frame + 4);
  return [left + width / 2, top + height / 2, width, height];
}

function roomsWithin(
  drawing: Size,
  rectangles: readonly Rectangle[],
  isWide: (rectangle: number) => boolean = () => false,
): Room[] {
  const rooms = roomsOf(Float32Array.from(rectangles.flat()), isWide);
  return rectangles.map(([x, y], i) => ({
    width: rooms[2 * i],
    height: rooms[2 * i + 1],
    edgeWidth: 2 * Math.min(x, drawing.width - x),
    edgeHeight: 2 * Math.min(y, drawing.height - y),
  }));
}

const details = new WeakMap<PlacedDrawing, Detail>();

/** Made once for a drawing. */
export function detailOf(placed: PlacedDrawing): Detail {
  const known = details.get(placed);
  if (known !== undefined) return known;
  const detail = new Detail(placed);
  details.set(placed, detail);
  return detail;
}
