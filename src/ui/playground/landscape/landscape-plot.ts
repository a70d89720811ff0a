import { css, html, LitElement, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { LandscapeChart } from '../../../charts/landscape-chart.ts';
import type { LandscapeSlice, PathPoint } from '../../../protocol/landscape-messages.ts';
import { tell } from '../../page-events.ts';
import { OwnedChart } from '../../controls/owned-chart.ts';
import { baseStyles } from '../../controls/styles.ts';
import { centreOf, describePath, describeSlice, lowestOf, type GridIndex } from './describe.ts';

/** Points that a key moves the cursor by, plain and with Shift. */
const steps = { plain: 1, shift: 8 } as const;

/** Rows and columns that an arrow key moves the cursor by. */
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The slice and the path, and a cursor for the pointer and the keyboard. Fires `cursor-change`. */
@customElement('chainrule-landscape-plot')
export class LandscapePlot extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      :host {
        position: relative;
        aspect-ratio: 1 / 0.93;
      }
      .area {
        position: absolute;
        inset: 0;
        border-radius: var(--radius-small);
        touch-action: manipulation;
        cursor: crosshair;
      }
    `,
  ];

  @property({ attribute: false }) slice: LandscapeSlice | null = null;
  @property({ attribute: false }) path: readonly PathPoint[] = [];
  @property() theme: Theme = 'light';

  /** In parts of the plot, so that it stays where it is when the grid gets finer; null while nobody points. */
  @state() private cursor: { readonly x: number; readonly y: number } | null = null;
  @query('canvas') private readonly canvas!: HTMLCanvasElement;
  readonly #owned = new OwnedChart(this, () => new LandscapeChart(this.canvas, this.theme));

  override render() {
    const description = this.slice === null ? 'not computed yet' : describeSlice(this.slice);
    return html`<div
      class="area"
      data-testid="picture"
      tabindex="0"
      role="application"
      aria-label="Loss landscape"
      aria-description="Arrow keys move the cursor, with Shift faster; Home goes to the centre, End to the lowest loss."
      @pointermove=${this.#onPointer}
      @pointerdown=${this.#onPointer}
      @pointerleave=${this.#onLeave}
      @keydown=${this.#onKey}
      @blur=${this.#onLeave}
    >
      <canvas role="img" aria-label=${`${description} ${describePath(this.path)}`}></canvas>
    </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    const chart = this.#owned.current;
    if (chart === null) return;
    const { slice, path, theme } = this;
    const cursor = this.#index();
    chart.show({ slice, path, cursor, theme });
    if (changed.has('cursor') || changed.has('slice')) tell(this, 'cursor-change', cursor);
  }

  /** The grid point that the cursor is on. */
  #index(): GridIndex | null {
    if (this.slice === null || this.cursor === null) return null;
    const { cells } = this.slice;
    return { row: Math.round(this.cursor.y * cells), column: Math.round(this.cursor.x * cells) };
  }

  #moveTo({ row, column }: GridIndex): void {
    if (this.slice === null) return;
    const { cells } = this.slice;
    const inside = (index: number): number => Math.min(cells, Math.max(0, index)) / cells;
    this.cursor = { x: inside(column), y: inside(row) };
  }

  readonly #onPointer = (event: PointerEvent): void => {
    const { left, top } = this.canvas.getBoundingClientRect();
    const point = this.#owned.shown?.pointAt(event.clientX - left, event.clientY - top) ?? null;
    if (point !== null) this.#moveTo(point);
    else this.cursor = null;
  };

  readonly #onLeave = (): void => {
    this.cursor = null;
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const { slice } = this;
    if (slice === null) return;
    const from = this.#index() ?? centreOf(slice);
    const arrow = arrows[event.key];
    if (arrow !== undefined) {
      const [rows, columns] = arrow;
      const step = event.shiftKey ? steps.shift : steps.plain;
      this.#moveTo({ row: from.row + rows * step, column: from.column + columns * step });
    } else if (event.key === 'Home') this.#moveTo(centreOf(slice));
    else if (event.key === 'End') this.#moveTo(lowestOf(slice));
    else return;
    event.preventDefault();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-landscape-plot': LandscapePlot;
  }
}
