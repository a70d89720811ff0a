import { css, html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { ResidualChart } from '../../../charts/residual-chart.ts';
import type { SplitName } from '../../../experiment/names.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';
import type { Outcomes } from '../../../protocol/snapshot-messages.ts';
import { formatValue } from '../../controls/format.ts';
import { OwnedChart } from '../../controls/owned-chart.ts';
import { baseStyles } from '../../controls/styles.ts';
import { residualsOf } from './residuals.ts';

/** What is left between labels and predictions, point by point. */
@customElement('chainrule-residual-plot')
export class ResidualPlot extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      .area {
        position: relative;
        height: 200px;
      }
    `,
  ];

  @property({ attribute: false }) data: DataPicture | null = null;
  @property({ attribute: false }) outcomes: Outcomes | null = null;
  @property() split: SplitName = 'test';
  @property() theme: Theme = 'light';

  @query('canvas') private readonly canvas!: HTMLCanvasElement;
  readonly #owned = new OwnedChart(this, () => new ResidualChart(this.canvas, this.theme));

  override render() {
    const points = this.#points();
    const largest = points.reduce((most, { y }) => Math.max(most, Math.abs(y)), 0);
    return html`<div class="area">
      <canvas
        role="img"
        data-testid="residuals"
        data-value=${points.length}
        aria-label=${`Residuals of ${points.length} ${this.split} points over their predictions; the largest is ${formatValue(largest)}`}
      ></canvas>
    </div>`;
  }

  #points() {
    const { data, outcomes } = this;
    const numbers = outcomes?.numbers ?? null;
    if (data === null || numbers === null) return [];
    return residualsOf(data[this.split].label, numbers, data.targetScale ?? { shift: 0, scale: 1 });
  }

  protected override updated(): void {
    const chart = this.#owned.current;
    if (chart === null) return;
    chart.show(this.#points(), this.theme);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-residual-plot': ResidualPlot;
  }
}
