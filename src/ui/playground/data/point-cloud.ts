import { css } from 'lit';
import { customElement } from 'lit/decorators.js';
import { paintPointCloud } from '../../../charts/point-cloud.ts';
import type { Thumbnail } from '../../../protocol/picture-messages.ts';
import { StillPictureElement } from './still-picture-element.ts';

const size = 44;

/** A small picture of a data set. */
@customElement('chainrule-point-cloud')
export class PointCloud extends StillPictureElement<Thumbnail> {
  static override readonly styles = [
    ...StillPictureElement.styles,
    css`
      img {
        height: auto;
        max-width: 44px;
        aspect-ratio: 1;
        border-radius: 0;
      }
    `,
  ];

  protected override paint(canvas: HTMLCanvasElement, { points, classCount }: Thumbnail): void {
    paintPointCloud(canvas, points, { theme: this.theme, classCount, size, pixelRatio: devicePixelRatio });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-point-cloud': PointCloud;
  }
}
