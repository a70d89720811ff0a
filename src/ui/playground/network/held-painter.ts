import type { Theme } from '../../../charts/colour-scale.ts';
import { palettes, type Palette } from '../../../charts/palette.ts';
import type { Held } from './held.ts';
import type { NetworkLayout } from './layout.ts';
import { clearStage, spanOf, traceLink } from './link-painter.ts';

/** More locks on lines than these hide the lines; the neurons have theirs as well. */
const mostLocks = 40;
/** Of a link that the painter below draws at its widest, and a little more. */
const widest = 8;

interface Line {
  readonly column: number;
  readonly from: number;
  readonly to: number;
}

/** Over the diagram: cut links dashed, frozen ones pale with a lock, frozen neurons with a lock, muted ones greyed. */
export function paintHeld(
  canvas: HTMLCanvasElement,
  held: Held,
  layout: NetworkLayout,
  { theme, hasLinks }: { readonly theme: Theme; readonly hasLinks: (column: number) => boolean },
): void {
  const context = clearStage(canvas, layout);
  if (context === null) return;
  const palette = palettes[theme];
  const lines = linesOf(layout).filter(({ column }) => hasLinks(column));
  const cut = lines.filter((line) => held.is('cut', addressOf(line)));
  const frozen = lines.filter((line) => held.is('frozen', addressOf(line)) && !cut.includes(line));
  context.globalAlpha = 0.6;
  stroke(context, layout, frozen, { colour: palette.panel, width: widest, dash: [] });
  context.globalAlpha = 1;
  stroke(context, layout, cut, { colour: palette.panel, width: 4, dash: [] });
  stroke(context, layout, cut, { colour: palette.muted, width: 1, dash: [4, 4] });
  const single = frozen.filter(({ column, to }) => !held.areAll('frozen', held.ofNeuron(column, to)));
  if (single.length <= mostLocks)
    for (const line of single) paintLock(context, ...middleOf(line, layout), palette);
  paintNeurons(context, held, layout, palette);
}

const addressOf = ({ column, from, to }: Line) => ({ layer: column, neuron: to, input: from });

function linesOf({ columns }: NetworkLayout): Line[] {
  return columns
    .slice(1)
    .flatMap(({ ys }, column) =>
      ys.flatMap((_, to) => columns[column].ys.map((_y, from) => ({ column, from, to }))),
    );
}

function stroke(
  context: CanvasRenderingContext2D,
  layout: NetworkLayout,
  lines: readonly Line[],
  { colour, width, dash }: { readonly colour: string; readonly width: number; readonly dash: number[] },
): void {
  const { columns } = layout;
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.beginPath();
  for (const { column, from, to } of lines)
    traceLink(context, spanOf(column, layout), columns[column].ys[from], columns[column + 1].ys[to]);
  context.stroke();
  context.setLineDash([]);
}

/** Where a curve is half way. */
function middleOf({ column, from, to }: Line, layout: NetworkLayout): [number, number] {
  const { x0, x1 } = spanOf(column, layout);
  const { columns } = layout;
  return [(x0 + x1) / 2, (columns[column].ys[from] + columns[column + 1].ys[to]) / 2];
}

function paintNeurons(
  context: CanvasRenderingContext2D,
  held: Held,
  layout: NetworkLayout,
  palette: Palette,
): void {
  const { columns, size, inputSize, outputSize } = layout;
  columns.forEach(({ x, ys }, column) => {
    const side = column === 0 ? inputSize : column === columns.length - 1 ? outputSize : size;
    ys.forEach((y, index) => {
      if (held.areAll('cut', held.linksFrom(column, index))) {
        context.globalAlpha = 0.65;
        context.fillStyle = palette.panel;
        context.fillRect(x - side / 2, y - side / 2, side, side);
        context.globalAlpha = 1;
        context.strokeStyle = palette.muted;
        context.lineWidth = 1.5;
        context.setLineDash([4, 3]);
        context.strokeRect(x - side / 2 + 1, y - side / 2 + 1, side - 2, side - 2);
        context.setLineDash([]);
      }
      if (column > 0 && held.areAll('frozen', held.ofNeuron(column - 1, index)))
        paintLock(context, x - side / 2 + 8, y - side / 2 + 8, palette);
      else if (column > 0 && held.is('frozen', { layer: column - 1, neuron: index, input: null }))
        paintLock(context, x - side / 2 + 8, y + side / 2 - 8, palette);
    });
  });
}

function paintLock(context: CanvasRenderingContext2D, x: number, y: number, palette: Palette): void {
  context.fillStyle = palette.panel;
  context.beginPath();
  context.arc(x, y, 7, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = palette.ink;
  context.strokeStyle = palette.ink;
  context.lineWidth = 1.5;
  context.fillRect(x - 3.5, y - 0.5, 7, 5);
  context.beginPath();
  context.arc(x, y - 1, 2.25, Math.PI, 0);
  context.stroke();
}
