import { canvasFont } from '../../../charts/palette.ts';
import type { CardMeasure } from './cards.ts';

export const titleFont = `600 12px ${canvasFont}`;
export const detailFont = `400 11px ${canvasFont}`;
export const numberFont =
  '400 11px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace';
export const frameFont = `500 11.5px ${canvasFont}`;

/** Measures text in the fonts of the cards, each text once. */
export class TextMeasure implements CardMeasure {
  readonly #context = document.createElement('canvas').getContext('2d');
  readonly #widths = new Map<string, number>();

  width(text: string, font: string): number {
    const key = `${font} ${text}`;
    let width = this.#widths.get(key);
    if (width === undefined) {
      if (this.#context !== null) this.#context.font = font;
      width = this.#context?.measureText(text).width ?? 7 * text.length;
      this.#widths.set(key, width);
    }
    return width;
  }

  title(text: string): number {
    return this.width(text, titleFont);
  }

  sign(text: string): number {
    return this.width(text, detailFont);
  }

  /** The text, or as much of it as there is room for, with an ellipsis. */
  fitted(text: string, font: string, room: number): string {
    if (this.width(text, font) <= room) return text;
    let low = 0;
    let high = text.length;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.width(`${text.slice(0, middle)}…`, font) <= room) low = middle;
      else high = middle - 1;
    }
    return `${text.slice(0, low)}…`;
  }
}
