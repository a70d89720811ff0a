import { css, html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { paintPointCloud } from '../../../charts/point-cloud.ts';
import type { Task } from '../../../experiment/names.ts';
import type { PointColumns } from '../../../protocol/messages.ts';
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
        width: 44px;
        height: 44px;
      }
    `,
  ];

  @property({ attribute: false }) points: PointColumns | null = null;
  @property() task: Task = 'classification';
  @property() theme: Theme = 'light';

  @query('canvas') private readonly canvas!: HTMLCanvasElement;

  override render() {
    return html`<canvas width=${size} height=${size} aria-hidden="true"></canvas>`;
  }

  protected override updated(): void {
    if (this.points === null) return;
    paintPointCloud(this.canvas, this.points, {
      theme: this.theme,
      isClassification: this.task === 'classification',
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
