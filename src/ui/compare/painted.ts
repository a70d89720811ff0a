import { css, html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { PaintedChart, type Painting } from '../../charts/compare/painted-chart.ts';
import { OwnedChart } from '../controls/owned-chart.ts';
import { baseStyles } from '../controls/styles.ts';
import { tell } from '../page-events.ts';

/** A chart that is painted; a click fires `place-pick` with what lies there. */
@customElement('chainrule-painted')
export class Painted extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      .area {
        position: relative;
        height: var(--chart-height, 200px);
      }
    `,
  ];

  @property({ attribute: false }) painting: Painting | null = null;
  /** What is seen, in words; its table tells the rest. */
  @property() label = '';

  @query('canvas') private readonly canvas!: HTMLCanvasElement;
  readonly #owned = new OwnedChart(this, () => new PaintedChart(this.canvas));

  override render() {
    return html`<div class="area">
      <canvas role="img" aria-label=${this.label} @click=${this.#onClick}></canvas>
    </div>`;
  }

  protected override updated(): void {
    if (this.painting !== null) this.#owned.current?.show(this.painting);
  }

  readonly #onClick = ({ clientX, clientY }: MouseEvent): void => {
    const place = this.#owned.shown?.at(clientX, clientY) ?? null;
    if (place !== null) tell(this, 'place-pick', place);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-painted': Painted;
  }
}
