import { html, LitElement, svg } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { help } from '../../controls/help.ts';
import { baseStyles } from '../../controls/styles.ts';
import { tell } from '../../page-events.ts';
import { pixelPadStyles } from './pixel-pad-styles.ts';

/** Of full ink. */
export const fullInk = 16;
/** How far from the middle of a stroke there is still ink, pixels of the picture. */
const reach = 1.2;
/** Between two dabs of a stroke, pixels of the picture. */
const dabDistance = 0.25;

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** Ink of a dab at a distance from its middle, 0…1. */
function inkAt(distance: number): number {
  return Math.min(1, Math.max(0, (reach - distance) / (reach - 0.4)));
}

/**
 * A picture of a few pixels to draw on, by a pen or by the keyboard: arrows move, Space inks or empties a pixel, + and -
 * change it by one. Fires `pixels-change` with all values, 0…16 in whole numbers.
 */
@customElement('chainrule-pixel-pad')
export class PixelPad extends LitElement {
  static override readonly styles = [baseStyles, pixelPadStyles];

  @property({ attribute: false }) size: { readonly rows: number; readonly columns: number } = {
    rows: 8,
    columns: 8,
  };
  /** Row by row from the top, 0…16. */
  @property({ attribute: false }) values: readonly number[] = [];
  /** Takes ink away where it is drawn. */
  @property({ type: Boolean }) erases = false;

  @state() private cursor = 0;
  @query('svg') private readonly surface!: SVGSVGElement;
  /** Where the pen was last, in pixels of the picture; null while it does not draw. */
  #pen: readonly [number, number] | null = null;
  /** What was drawn and has not come back as `values` yet. */
  #drawn: number[] | null = null;

  override render() {
    const { rows, columns } = this.size;
    const row = (r: number) =>
      svg`<g role="row">${Array.from({ length: columns }, (_, c) => this.#renderPixel(r, c))}</g>`;
    return html`<svg
      viewBox="0 0 ${columns} ${rows}"
      role="grid"
      tabindex="0"
      aria-label="Picture to draw on"
      aria-activedescendant="pixel-${this.cursor}"
      @pointerdown=${this.#onDown}
      @pointermove=${this.#onMove}
      @pointerup=${this.#onUp}
      @pointercancel=${this.#onUp}
      @keydown=${this.#onKey}
      ${help('pixelPad')}
    >
      ${Array.from({ length: rows }, (_, r) => row(r))}
      ${svg`<rect class="cursor" aria-hidden="true" x=${(this.cursor % columns) + 0.06} y=${Math.floor(this.cursor / columns) + 0.06} width="0.88" height="0.88" />`}
    </svg>`;
  }

  #renderPixel(row: number, column: number) {
    const at = row * this.size.columns + column;
    const value = this.values[at] ?? 0;
    const label = `row ${row + 1}, column ${column + 1}: ${Number(value.toFixed(1))} of ${fullInk}`;
    return svg`<rect id="pixel-${at}" role="gridcell" aria-label=${label} data-value=${value}
      x=${column} y=${row} width="1" height="1" fill-opacity=${Math.min(1, Math.max(0, value / fullInk))} />`;
  }

  protected override willUpdate(): void {
    if (this.#pen === null) this.#drawn = null;
  }

  readonly #onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    // Where there is no such pointer any more, it draws without.
    if (event.isTrusted) this.surface.setPointerCapture(event.pointerId);
    this.#drawn = [...this.values];
    this.#pen = this.#placeOf(event);
    this.#dab(this.#pen);
    this.#tell();
  };

  readonly #onMove = (event: PointerEvent): void => {
    if (this.#pen === null) return;
    const to = this.#placeOf(event);
    const [fromX, fromY] = this.#pen;
    const dabs = Math.max(1, Math.ceil(Math.hypot(to[0] - fromX, to[1] - fromY) / dabDistance));
    for (let i = 1; i <= dabs; i++) {
      this.#dab([fromX + ((to[0] - fromX) * i) / dabs, fromY + ((to[1] - fromY) * i) / dabs]);
    }
    this.#pen = to;
    this.#tell();
  };

  readonly #onUp = (): void => {
    this.#pen = null;
  };

  #placeOf({ clientX, clientY }: PointerEvent): readonly [number, number] {
    const { left, top, width, height } = this.surface.getBoundingClientRect();
    const { rows, columns } = this.size;
    return [((clientX - left) / width) * columns, ((clientY - top) / height) * rows];
  }

  #dab([x, y]: readonly [number, number]): void {
    const drawn = (this.#drawn ??= [...this.values]);
    const { columns } = this.size;
    drawn.forEach((value, at) => {
      const ink = inkAt(Math.hypot((at % columns) + 0.5 - x, Math.floor(at / columns) + 0.5 - y));
      const paint = Math.round(fullInk * ink);
      drawn[at] = this.erases ? Math.min(value, fullInk - paint) : Math.max(value, paint);
    });
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { rows, columns } = this.size;
    const move = Object.hasOwn(moves, event.key) ? moves[event.key] : null;
    const value = this.values[this.cursor] ?? 0;
    if (move !== null) {
      const row = Math.min(rows - 1, Math.max(0, Math.floor(this.cursor / columns) + move[0]));
      const column = Math.min(columns - 1, Math.max(0, (this.cursor % columns) + move[1]));
      this.cursor = row * columns + column;
    } else if (event.key === ' ' || event.key === 'Enter') this.#set(value < fullInk / 2 ? fullInk : 0);
    else if (event.key === 'Delete' || event.key === 'Backspace') this.#set(0);
    else if (event.key === '+') this.#set(Math.min(fullInk, Math.floor(value) + 1));
    else if (event.key === '-') this.#set(Math.max(0, Math.ceil(value) - 1));
    else return;
    event.preventDefault();
  };

  #set(value: number): void {
    this.#drawn = this.values.map((other, at) => (at === this.cursor ? value : other));
    this.#tell();
  }

  #tell(): void {
    if (this.#drawn !== null) tell(this, 'pixels-change', [...this.#drawn]);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-pixel-pad': PixelPad;
  }
}
