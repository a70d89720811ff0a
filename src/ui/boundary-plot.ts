import { css, html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { BoundaryChart } from '../charts/boundary-chart.ts';
import type { Theme } from '../charts/colour-scale.ts';
import type { DataPicture, Grid } from '../protocol/messages.ts';
import { baseStyles } from './styles.ts';

/** The points over what the network answers for the plane around them. */
@customElement('chainrule-boundary-plot')
export class BoundaryPlot extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      :host {
        position: relative;
        aspect-ratio: 1;
        border-radius: var(--radius-small);
        overflow: hidden;
        background: var(--well);
      }
      .area {
        position: absolute;
        inset: 0;
      }
    `,
  ];

  @property({ attribute: false }) data: DataPicture | null = null;
  @property({ attribute: false }) grid: Grid | null = null;
  @property({ type: Boolean }) showTest = true;
  @property({ type: Boolean }) discrete = false;
  @property() theme: Theme = 'light';

  @query('canvas') private readonly canvas!: HTMLCanvasElement;
  #chart: BoundaryChart | null = null;

  override render() {
    return html`<div class="area"><canvas role="img" aria-label=${this.#description()}></canvas></div>`;
  }

  #description(): string {
    if (this.data === null) return 'Output over x1 and x2; no data yet';
    const { train, test, window } = this.data;
    const tests = this.showTest ? ` and ${test.label.length} test` : '';
    return (
      `Network output over x1 from ${window.x1.join(' to ')} and x2 from ${window.x2.join(' to ')}, ` +
      `with ${train.label.length} train${tests} points`
    );
  }

  protected override updated(): void {
    const { data, grid, theme, showTest, discrete } = this;
    this.#chart ??= new BoundaryChart(this.canvas, theme);
    this.#chart.show({ data, grid, theme, showTest, discrete });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#chart?.destroy();
    this.#chart = null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-boundary-plot': BoundaryPlot;
  }
}
