import { css, html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Theme } from '../../charts/colour-scale.ts';
import { extentOf, paintClasses, paintGrid } from '../../charts/heat-map-painter.ts';
import { baseStyles } from '../controls/styles.ts';

/** What a network puts out over the plane, small. What is not known stays empty. */
@customElement('chainrule-boundary-tile')
export class BoundaryTile extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      canvas {
        display: block;
        width: 100%;
        aspect-ratio: 1;
        border-radius: 6px;
        background: var(--well);
      }
    `,
  ];

  /** `values[output][row][column]`; null for an empty tile. */
  @property({ attribute: false }) values: Float32Array | null = null;
  @property({ type: Number }) outputs = 1;
  /** What an output that is certain of another class gives. */
  @property({ type: Number }) low = -1;
  /** What is painted in full colour; 0: the largest of the values. */
  @property({ type: Number }) extent = 1;
  @property() label = '';
  @property() theme: Theme = 'light';

  @query('canvas') private readonly canvas!: HTMLCanvasElement;

  override render() {
    const { label } = this;
    return label === ''
      ? html`<canvas aria-hidden="true"></canvas>`
      : html`<canvas role="img" aria-label=${label}></canvas>`;
  }

  protected override updated(): void {
    const { values, outputs, theme, canvas, low } = this;
    if (values === null) {
      canvas.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height);
      return;
    }
    const resolution = Math.round(Math.sqrt(values.length / outputs));
    const grid = { resolution, values };
    if (outputs > 1) paintClasses(canvas, grid, { count: outputs, low }, { theme });
    else paintGrid(canvas, grid, { theme, extent: this.extent > 0 ? this.extent : extentOf(values) });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-boundary-tile': BoundaryTile;
  }
}
