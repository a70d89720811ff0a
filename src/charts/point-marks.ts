import { classColours } from './class-colours.ts';
import { isOneAgainstRest, pairOf } from './class-pairs.ts';
import { traceClassShape } from './class-shapes.ts';
import { colourScales, tableIndex, type Theme } from './colour-scale.ts';
import { opacityOf } from './nearness.ts';
import { palettes } from './palette.ts';

/** What of the points their marks show. */
export interface MarkedPoints {
  readonly label: Float64Array;
  /** 1 in the slice, falling to 0 far from it; left out where all lie in it. */
  readonly nearness?: Float64Array;
}

/** Middles of marks on the canvas, CSS pixels; NaN for a point that is not shown. */
export interface MarkPlaces {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** How many times their usual size the marks are, as `markScale` says. */
  readonly scale: number;
}

export interface MarkLook {
  /** 0 for regression. */
  readonly classCount: number;
  /** The class that is told from the rest where there are more than have colours. */
  readonly chosenClass: number;
  readonly theme: Theme;
  /** Train points are filled, test points hollow. */
  readonly isFilled: boolean;
}

export type MarkContext = Pick<
  CanvasRenderingContext2D,
  | 'arc'
  | 'beginPath'
  | 'closePath'
  | 'fill'
  | 'fillStyle'
  | 'globalAlpha'
  | 'lineTo'
  | 'lineWidth'
  | 'moveTo'
  | 'rect'
  | 'restore'
  | 'save'
  | 'stroke'
  | 'strokeStyle'
>;

/** How far a mark of the usual size reaches from its middle at most, CSS pixels. */
export const largestMark = 8;

/** Up to this width, CSS pixels, a picture's marks are of their usual size. */
const usualPicture = 480;

/** In a picture that is larger, marks are larger too, up to twice: a large screen is looked at from across a room. */
export function markScale(pictureWidth: number): number {
  return Math.min(2, Math.max(1, pictureWidth / usualPicture));
}

/** Half the width of a mark, CSS pixels. */
const radii = { ofClasses: 3.4, square: 3.4 * Math.SQRT1_2, disc: 2.8 } as const;
const pointedAtRadii = { ofClasses: 5, square: 4.5 * Math.SQRT1_2, disc: 4.5 } as const;

/** How near the pointer has to come to a mark of the usual size, CSS pixels. */
const reaches = { ofClasses: 6, square: 4.4, disc: 3.8 } as const;
const pointedAtReaches = { ofClasses: 6, square: 5.5, disc: 5.5 } as const;
export const largestReach = 6;

export type MarkKind = keyof typeof radii;

/** Two classes are told apart by the sign, more by their shapes; numbers have colours alone. */
export function kindOf(label: number, classCount: number): MarkKind {
  if (classCount > 2) return 'ofClasses';
  return classCount === 2 && label < 0 ? 'square' : 'disc';
}

/** How near to its middle a point is met; one that is pointed at lets go a little later. */
export function reachOf(label: number, classCount: number, isPointedAt: boolean): number {
  return (isPointedAt ? pointedAtReaches : reaches)[kindOf(label, classCount)];
}

/**
 * The places of the points in the order in which they are drawn, null for as they come: one class against very many
 * others lies on top of them.
 */
export function drawingOrder(
  { label }: MarkedPoints,
  { classCount, chosenClass }: MarkLook,
): Uint32Array | null {
  if (!isOneAgainstRest(classCount)) return null;
  const order = new Uint32Array(label.length);
  let place = 0;
  label.forEach((own, i) => {
    if (own !== chosenClass) order[place++] = i;
  });
  label.forEach((own, i) => {
    if (own === chosenClass) order[place++] = i;
  });
  return order;
}

/** Class by shape and colour, a number by its colour; far from the slice fainter. From one place of the order to another. */
export function paintMarks(
  context: MarkContext,
  points: MarkedPoints,
  places: MarkPlaces,
  look: MarkLook,
  { order, from, to }: { readonly order: Uint32Array | null; readonly from: number; readonly to: number },
): void {
  const paint = markPainter(context, points, places, look, radii);
  context.save();
  context.lineWidth = lineWidth(places, look);
  for (let place = from; place < to; place++) paint(order?.[place] ?? place);
  context.restore();
}

/** One point as it is while it is pointed at. */
export function paintPointedAt(
  context: MarkContext,
  points: MarkedPoints,
  places: MarkPlaces,
  look: MarkLook,
  index: number,
): void {
  context.save();
  context.lineWidth = lineWidth(places, look);
  markPainter(context, points, places, look, pointedAtRadii)(index);
  context.restore();
}

function lineWidth({ scale }: MarkPlaces, { isFilled }: MarkLook): number {
  return scale * (isFilled ? 0.75 : 1.25);
}

type Radii = Readonly<Record<MarkKind, number>>;

function markPainter(
  context: MarkContext,
  { label, nearness }: MarkedPoints,
  { x, y, scale }: MarkPlaces,
  { classCount, chosenClass, theme, isFilled }: MarkLook,
  size: Radii,
): (index: number) => void {
  const { halo } = palettes[theme];
  const colours = classCount > 2 ? classColours[theme].marks : colourScales[theme].marks;
  return (i) => {
    if (Number.isNaN(x[i])) return;
    const kind = kindOf(label[i], classCount);
    const pair = kind === 'ofClasses' ? pairOf(label[i], classCount, chosenClass) : NaN;
    const colour = colours[kind === 'ofClasses' ? pair : Math.max(0, tableIndex(label[i]))];
    const opacity = opacityOf(nearness?.[i]);
    // Of two classes and of numbers the halo stays as it is.
    const haloOpacity = kind === 'ofClasses' ? opacity : 1;
    context.beginPath();
    trace(context, kind, pair, x[i], y[i], scale * size[kind]);
    context.globalAlpha = isFilled ? opacity : haloOpacity;
    context.fillStyle = isFilled ? colour : halo;
    context.fill();
    context.globalAlpha = isFilled ? haloOpacity : opacity;
    context.strokeStyle = isFilled ? halo : colour;
    context.stroke();
  };
}

function trace(context: MarkContext, kind: MarkKind, pair: number, x: number, y: number, r: number): void {
  if (kind === 'ofClasses') traceClassShape(context, pair, x, y, r);
  else if (kind === 'square') context.rect(x - r, y - r, 2 * r, 2 * r);
  else {
    context.arc(x, y, r, 0, 2 * Math.PI);
    context.closePath();
  }
}
