import { colourScales, tableIndex } from '../../../charts/colour-scale.ts';
import { paintBrief } from './brief-painter.ts';
import { toneColour } from './card-numbers.ts';
import { signOf, titleHeight, type CardNumber, type NodeMark } from './cards.ts';
import { graphColours, type GraphColours } from './colours.ts';
import { cardsFrom, detailOf, type Fold } from './detail.ts';
import type { Emphasis, Scene } from './scene.ts';
import { detailFont, numberFont, titleFont } from './text-measure.ts';

/** From this scale on names are written, in larger type. */
const namesFrom = 0.33;

const radius = 8;
const padding = 8;

/** How much of a card is worth painting at a scale. */
export type CardLevel = 'full' | 'names' | 'boxes';

export function levelAt(scale: number): CardLevel {
  return scale >= cardsFrom ? 'full' : scale >= namesFrom ? 'names' : 'boxes';
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function paintCard(context: CanvasRenderingContext2D, scene: Scene, box: number, scale: number): void {
  const { placed, pose, emphasis, theme } = scene;
  const brief = detailOf(placed).briefOf(box, scale);
  const [width, height] = detailOf(placed).sizeOf(box, scale);
  const middle = { x: pose.centres[2 * box], y: pose.centres[2 * box + 1] };
  const place = { x: middle.x - width / 2, y: middle.y - height / 2, width, height };
  const colours = graphColours[theme];
  const level = brief === null ? levelAt(scale) : 'full';
  context.globalAlpha = pose.boxAlphas?.[box] ?? 1;
  context.lineWidth = 1 / scale;
  if (placed.drawing.nodes[box].kind === 'group') paintStack(context, place, colours);
  context.fillStyle = colours.panel;
  context.strokeStyle =
    emphasis.hovered === box ? colours.ink : level === 'boxes' ? colours.edgeSoft : colours.edge;
  context.beginPath();
  context.roundRect(place.x, place.y, width, height, radius);
  context.fill();
  if (brief !== null) {
    if (emphasis.touched.has(box)) paintTouch(context, place, colours);
    const { title: whole, frame } = placed.drawing.nodes[box];
    const title = shortTitle(whole, placed.drawing.frames[frame]?.title) ?? scene.titles[box];
    const texts = { title, sign: signOf(placed.drawing.nodes[box]), ...scene.cards[box] };
    paintBrief(context, texts, brief, middle, { scale, colours });
  } else if (level === 'full') paintText(context, scene, box, place);
  else paintTints(context, scene, box, place, level);
  context.beginPath();
  context.roundRect(place.x, place.y, width, height, radius);
  context.stroke();
  paintEmphasis(context, { emphasis, theme }, (one) => one === box, place, scale);
  for (const mark of scene.cards[box].marks.slice(0, 1)) paintMark(context, mark, place, colours, scale);
  context.globalAlpha = 1;
}

/** A neuron whose inside is too small to read: its name, its value and its gradient. */
export function paintFold(context: CanvasRenderingContext2D, scene: Scene, fold: Fold, scale: number): void {
  const { placed, pose, emphasis, theme, frameCards } = scene;
  const colours = graphColours[theme];
  const { frame, brief } = fold;
  const { nodes, frames } = placed.drawing;
  const place = detailOf(placed).foldPlace(fold, scale);
  const middle = { x: place.x + place.width / 2, y: place.y + place.height / 2 };
  context.globalAlpha = pose.frameAlphas?.[frame] ?? 1;
  context.lineWidth = 1 / scale;
  context.fillStyle = colours.panel;
  context.strokeStyle = emphasis.hoveredFold === frame ? colours.ink : colours.edge;
  context.beginPath();
  context.roundRect(place.x, place.y, place.width, place.height, radius / scale);
  context.fill();
  const isInside = (box: number): boolean => nodes[box]?.frame === frame;
  if ([...emphasis.touched].some(isInside)) paintTouch(context, place, colours);
  context.beginPath();
  context.roundRect(place.x, place.y, place.width, place.height, radius / scale);
  context.stroke();
  const { title: whole, parent } = frames[frame];
  const title = shortTitle(whole, frames[parent]?.title) ?? whole;
  paintBrief(context, { title, ...frameCards[frame] }, brief, middle, { scale, colours });
  paintEmphasis(context, { emphasis, theme }, isInside, place, scale);
  for (const mark of frameCards[frame].marks.slice(0, 1)) paintMark(context, mark, place, colours, scale);
  context.globalAlpha = 1;
}

/** `layer 1, neuron 2` in `layer 1` is `neuron 2`; null where there is nothing to leave out. */
function shortTitle(title: string, around: string | undefined): string | null {
  return around !== undefined && title.startsWith(`${around}, `) ? title.slice(around.length + 2) : null;
}

function paintTouch(context: CanvasRenderingContext2D, place: Place, { accent }: GraphColours): void {
  const alpha = context.globalAlpha;
  context.fillStyle = accent;
  context.globalAlpha = alpha * 0.13;
  context.beginPath();
  context.roundRect(place.x, place.y, place.width, place.height, radius);
  context.fill();
  context.globalAlpha = alpha;
}

/** A second card peeks out from under a group's. */
function paintStack(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Place,
  colours: GraphColours,
): void {
  context.fillStyle = colours.well;
  context.strokeStyle = colours.edge;
  for (const shift of [6, 3]) {
    context.beginPath();
    context.roundRect(x + shift, y + shift, width, height, radius);
    context.fill();
    context.stroke();
  }
}

function paintText(context: CanvasRenderingContext2D, scene: Scene, box: number, place: Place): void {
  const { placed, cards, titles, emphasis, theme } = scene;
  const colours = graphColours[theme];
  const { x, y, width, height } = place;
  const middle = x + width / 2;
  if (emphasis.touched.has(box)) {
    context.fillStyle = colours.accent;
    context.globalAlpha *= 0.13;
    context.beginPath();
    context.roundRect(x, y + titleHeight, width, height - titleHeight, [0, 0, radius, radius]);
    context.fill();
    context.globalAlpha = scene.pose.boxAlphas?.[box] ?? 1;
  }
  context.strokeStyle = colours.edgeSoft;
  context.beginPath();
  context.moveTo(x, y + titleHeight);
  context.lineTo(x + width, y + titleHeight);
  context.moveTo(middle, y + titleHeight);
  context.lineTo(middle, y + height);
  context.stroke();
  context.strokeStyle = emphasis.hovered === box ? colours.ink : colours.edge;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.font = titleFont;
  context.fillStyle = colours.ink;
  context.fillText(titles[box], x + padding, y + titleHeight / 2 + 0.5);
  context.font = detailFont;
  context.fillStyle = colours.muted;
  context.textAlign = 'right';
  context.fillText(signOf(placed.drawing.nodes[box]), x + width - padding, y + titleHeight / 2 + 0.5);
  context.textAlign = 'left';
  context.font = numberFont;
  const line = y + (titleHeight + height) / 2 + 0.5;
  paintNumber(context, cards[box].data, x + padding, line, width / 2 - padding - 3, colours);
  paintNumber(context, cards[box].gradient, middle + padding, line, width / 2 - padding - 3, colours);
}

function paintNumber(
  context: CanvasRenderingContext2D,
  number: CardNumber,
  x: number,
  y: number,
  room: number,
  colours: GraphColours,
): void {
  context.fillStyle = toneColour(number, colours);
  context.fillText(number.text, x, y, room);
}

/** Too small to read: data and gradient as two fields of colour, and the name while it can be read. */
function paintTints(
  context: CanvasRenderingContext2D,
  { cards, titles, theme }: Scene,
  box: number,
  { x, y, width, height }: Place,
  level: CardLevel,
): void {
  const { data, gradient } = cards[box];
  const top = level === 'names' ? y + 30 : y;
  [data, gradient].forEach((number, i) => {
    if (number.tone === 'none') return;
    context.fillStyle =
      number.tone === 'odd'
        ? graphColours[theme].danger
        : colourScales[theme].css[tableIndex(number.strength)];
    context.beginPath();
    const corners = [level === 'boxes' && i === 0 ? radius : 0, level === 'boxes' && i === 1 ? radius : 0];
    context.roundRect(x + (i * width) / 2, top, width / 2, y + height - top, [
      ...corners,
      i === 1 ? radius : 0,
      i === 0 ? radius : 0,
    ]);
    context.fill();
  });
  if (level !== 'names') return;
  context.font = titleFont.replace('12px', '21px');
  context.fillStyle = graphColours[theme].ink;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(titles[box], x + padding, y + 16, width - 2 * padding);
}

/** `isHere` tells which boxes the place shows. */
function paintEmphasis(
  context: CanvasRenderingContext2D,
  { emphasis, theme }: { readonly emphasis: Emphasis; readonly theme: Scene['theme'] },
  isHere: (box: number) => boolean,
  { x, y, width, height }: Place,
  scale: number,
): void {
  const outline = (colour: string, distance: number, pixels: number): void => {
    // As wide on the screen as in the drawing, or wider: it must be found from afar.
    const far = Math.max(1, 0.7 / scale);
    const off = distance * far;
    context.strokeStyle = colour;
    context.lineWidth = pixels * far;
    context.beginPath();
    context.roundRect(x - off, y - off, width + 2 * off, height + 2 * off, radius + off);
    context.stroke();
  };
  const colours = graphColours[theme];
  const isActive = isHere(emphasis.active);
  if ([...emphasis.touched].some(isHere)) outline(colours.accent, 0, 1.5);
  if (isActive) outline(colours.ink, 1, 2.5);
  if (isHere(emphasis.selected)) outline(colours.accent, isActive ? 4 : 1, 2);
  if (isHere(emphasis.cursor)) outline(colours.accent, 7, 2);
}

export const markSigns: Readonly<Record<NodeMark['kind'], string>> = {
  'non-finite': '!',
  kink: '∠',
  right: '✓',
  wrong: '×',
};

export function markColour(kind: NodeMark['kind'], colours: GraphColours): string {
  return kind === 'right' ? colours.positive : kind === 'kink' ? colours.muted : colours.danger;
}

function paintMark(
  context: CanvasRenderingContext2D,
  { kind }: NodeMark,
  { x, y, width }: Place,
  colours: GraphColours,
  scale: number,
): void {
  const size = Math.max(1, 0.6 / scale);
  const [centreX, centreY] = [x + width - 4, y + 2];
  context.fillStyle = markColour(kind, colours);
  context.strokeStyle = colours.panel;
  context.lineWidth = 1.5 * size;
  context.beginPath();
  context.arc(centreX, centreY, 8 * size, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  context.font = titleFont.replace('12px', `${11 * size}px`);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = colours.panel;
  context.fillText(markSigns[kind], centreX, centreY + 0.5 * size);
}
