import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { paintPointCloud } from '../../../charts/point-cloud.ts';
import { stillPicture } from '../../../charts/still-picture.ts';
import type { Thumbnail } from '../../../protocol/picture-messages.ts';
import { baseStyles } from '../../controls/styles.ts';

const size = 44;

/** A small picture of a data set. */
@customElement('chainrule-point-cloud')
export class PointCloud extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      img {
        display: block;
        width: 100%;
        max-width: 44px;
        aspect-ratio: 1;
      }
    `,
  ];

  @property({ attribute: false }) thumbnail: Thumbnail | null = null;
  @property() theme: Theme = 'light';

  #picture: string | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { thumbnail, theme } = this;
    if (thumbnail === null || !(changed.has('thumbnail') || changed.has('theme'))) return;
    const { points, classCount } = thumbnail;
    const options = { theme, classCount, size, pixelRatio: devicePixelRatio };
    this.#picture = stillPicture((canvas) => {
      paintPointCloud(canvas, points, options);
    });
  }

  override render() {
    return html`<img alt="" width=${size} height=${size} src=${this.#picture ?? nothing} decoding="sync" />`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-point-cloud': PointCloud;
  }
}
