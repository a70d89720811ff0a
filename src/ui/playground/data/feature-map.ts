import { customElement } from 'lit/decorators.js';
import { extentOf, paintGrid } from '../../../charts/heat-map-painter.ts';
import type { Grid } from '../../../protocol/snapshot-messages.ts';
import { StillPictureElement } from './still-picture-element.ts';

/** A small picture of a feature over the plane, in full colour where it is largest. */
@customElement('chainrule-feature-map')
export class FeatureMap extends StillPictureElement<Grid> {
  protected override paint(canvas: HTMLCanvasElement, grid: Grid): void {
    paintGrid(canvas, grid, { theme: this.theme, extent: extentOf(grid.values) });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-feature-map': FeatureMap;
  }
}
