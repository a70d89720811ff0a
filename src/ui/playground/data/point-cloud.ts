import { css, html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { paintPointCloud } from '../../../charts/point-cloud.ts';
import type { Thumbnail } from '../../../protocol/picture-messages.ts';
import { baseStyles } from '../../controls/styles.ts';

const size = 44;

/** A small picture of a data set. */
@customElement('chainrule-point-cloud')
export class PointCloud extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      canvas {
        display: block;
        width: 100%;
        max-width: 44px;
        aspect-ratio: 1;
      }
    `,
  ];

  @property({ attribute: false }) thumbnail: Thumbnail | null = null;
  @property() theme: Theme = 'light';

  @query('canvas') private readonly canvas!: HTMLCanvasElement;

  override render() {
    return html`<canvas width=${size} height=${size} aria-hidden="true"></canvas>`;
  }

  protected override updated(): void {
    if (this.thumbnail === null) return;
    const { points, classCount } = this.thumbnail;
    paintPointCloud(this.canvas, points, {
      theme: this.theme,
      classCount,
      size,
      pixelRatio: devicePixelRatio,
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-point-cloud': PointCloud;
  }
}
