import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { extentOf, paintGrid } from '../../../charts/heat-map-painter.ts';
import { stillPicture } from '../../../charts/still-picture.ts';
import type { Grid } from '../../../protocol/snapshot-messages.ts';
import { baseStyles } from '../../controls/styles.ts';

/** A small picture of a feature over the plane, in full colour where it is largest. */
@customElement('chainrule-feature-map')
export class FeatureMap extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      img {
        display: block;
        width: 100%;
        height: 100%;
        border-radius: inherit;
      }
    `,
  ];

  @property({ attribute: false }) grid: Grid | null = null;
  @property() theme: Theme = 'light';

  #picture: string | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { grid, theme } = this;
    if (grid === null || !(changed.has('grid') || changed.has('theme'))) return;
    this.#picture = stillPicture((canvas) => {
      paintGrid(canvas, grid, { theme, extent: extentOf(grid.values) });
    });
  }

  override render() {
    return html`<img alt="" src=${this.#picture ?? nothing} decoding="sync" />`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-feature-map': FeatureMap;
  }
}
