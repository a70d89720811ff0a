import { colourScales, tableIndex } from '../../../charts/colour-scale.ts';
import { signOf, titleHeight, type CardNumber, type NodeMark } from './cards.ts';
import { graphColours, type GraphColours } from './colours.ts';
import type { Scene } from './scene.ts';
import { detailFont, numberFont, titleFont } from './text-measure.ts';

/** From these scales on there is something to read. */
const readableFrom = 0.54;
const namesFrom = 0.33;

const radius = 8;
const padding = 8;

/** How much of a card is worth painting at a scale. */
export type CardLevel = 'full' | 'names' | 'boxes';

export function levelAt(scale: number): CardLevel {
  return scale >= readableFrom ? 'full' : scale >= namesFrom ? 'names' : 'boxes';
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function paintCard(context: CanvasRenderingContext2D, scene: Scene, box: number, scale: number): void {
  const { placed, pose, emphasis, theme } = scene;
  const width = placed.sizes[2 * box];
  const height = placed.sizes[2 * box + 1];
  const place = {
    x: pose.centres[2 * box] - width / 2,
    y: pose.centres[2 * box + 1] - height / 2,
    width,
    height,
  };
  const colours = graphColours[theme];
  const level = levelAt(scale);
  context.globalAlpha = pose.boxAlphas?.[box] ?? 1;
  context.lineWidth = 1 / scale;
  if (placed.drawing.nodes[box].kind === 'group') paintStack(context, place, colours);
  context.fillStyle = colours.panel;
  context.strokeStyle =
    emphasis.hovered === box ? colours.ink : level === 'boxes' ? colours.edgeSoft : colours.edge;
  context.beginPath();
  context.roundRect(place.x, place.y, width, height, radius);
  context.fill();
  if (level === 'full') paintText(context, scene, box, place);
  else paintTints(context, scene, box, place, level);
  context.beginPath();
  context.roundRect(place.x, place.y, width, height, radius);
  context.stroke();
  paintEmphasis(context, scene, box, place, scale);
  for (const mark of scene.cards[box].marks.slice(0, 1)) paintMark(context, mark, place, colours, scale);
  context.globalAlpha = 1;
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

export function toneColour({ tone }: CardNumber, colours: GraphColours): string {
  switch (tone) {
    case 'positive':
      return colours.positive;
    case 'negative':
      return colours.negative;
    case 'odd':
      return colours.danger;
    case 'zero':
      return colours.ink;
    case 'none':
      return colours.muted;
  }
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

function paintEmphasis(
  context: CanvasRenderingContext2D,
  { emphasis, theme }: Scene,
  box: number,
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
  if (emphasis.touched.has(box)) outline(colours.accent, 0, 1.5);
  if (emphasis.active === box) outline(colours.ink, 1, 2.5);
  if (emphasis.selected === box) outline(colours.accent, emphasis.active === box ? 4 : 1, 2);
  if (emphasis.cursor === box) outline(colours.accent, 7, 2);
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
