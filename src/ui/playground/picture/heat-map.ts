import { css, html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { extentOf, paintGrid } from '../../../charts/heat-map-painter.ts';
import type { Grid } from '../../../protocol/snapshot-messages.ts';
import { baseStyles } from '../../controls/styles.ts';

/** A picture of a function over the plane, in full colour where it is largest. */
@customElement('chainrule-heat-map')
export class HeatMap extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      canvas {
        display: block;
        width: 100%;
        height: 100%;
        border-radius: inherit;
      }
    `,
  ];

  @property({ attribute: false }) grid: Grid | null = null;
  @property() theme: Theme = 'light';

  @query('canvas') private readonly canvas!: HTMLCanvasElement;

  override render() {
    return html`<canvas aria-hidden="true"></canvas>`;
  }

  protected override updated(): void {
    if (this.grid === null) return;
    paintGrid(this.canvas, this.grid, { theme: this.theme, extent: extentOf(this.grid.values) });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-heat-map': HeatMap;
  }
}
