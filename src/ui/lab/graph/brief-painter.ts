import type { CardNumber } from './cards.ts';
import { briefText, toneColour } from './card-numbers.ts';
import type { GraphColours } from './colours.ts';
import type { Brief } from './detail.ts';
import { detailFont, numberFont, titleFont } from './text-measure.ts';

export interface BriefTexts {
  readonly title: string;
  /** Of its operation: where there is room for it. */
  readonly sign?: string;
  readonly data: CardNumber;
  readonly gradient: CardNumber;
}

/** Rows from the top, of a brief of its natural size. */
const rows = { card: [12, 28], stack: [10, 24, 37], pair: [9.5], numbers: [9, 23] } as const;
const padding = 4;

/** Writes name, value and gradient in type of one size on the screen, whatever the scale. */
export function paintBrief(
  context: CanvasRenderingContext2D,
  { title, sign = '', data, gradient }: BriefTexts,
  { kind, width, height, enlarged }: Brief,
  middle: { readonly x: number; readonly y: number },
  { scale, colours }: { readonly scale: number; readonly colours: GraphColours },
): void {
  const unit = enlarged / scale;
  const left = middle.x - width / scale / 2;
  const top = middle.y - height / scale / 2;
  const full = width / enlarged;
  const write = (text: string, x: number, row: number, room: number): void => {
    context.fillText(text, left + x * unit, top + row * unit, room * unit);
  };
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const hasTitle = kind === 'card' || kind === 'stack';
  if (hasTitle) {
    context.font = titleFont.replace('12px', `${11 * unit}px`);
    context.fillStyle = colours.ink;
    write(title, padding, rows[kind][0], full - 2 * padding);
    const taken = context.measureText(title).width / unit;
    context.font = detailFont.replace('11px', `${10 * unit}px`);
    const signWidth = context.measureText(sign).width / unit;
    if (taken + signWidth + 3 * padding <= full) {
      context.fillStyle = colours.muted;
      write(sign, full - padding - signWidth, rows[kind][0], signWidth + 1);
    }
  }
  if (data.tone === 'none' && gradient.tone === 'none' && !hasTitle) {
    // Of several nodes none stands for all: then there is their name to say.
    context.font = titleFont.replace('12px', `${11 * unit}px`);
    context.fillStyle = colours.ink;
    write(title, padding, height / enlarged / 2, full - 2 * padding);
    return;
  }
  context.font = numberFont.replace('11px', `${10.5 * unit}px`);
  const isBeside = kind === 'card' || kind === 'pair';
  [data, gradient].forEach((number, i) => {
    context.fillStyle = toneColour(number, colours);
    const row = rows[kind][(hasTitle ? 1 : 0) + (isBeside ? 0 : i)];
    const room = isBeside ? full / 2 - padding - 1 : full - 2 * padding;
    write(briefText(number.text), padding + (isBeside ? (i * full) / 2 : 0), row, room);
  });
}
