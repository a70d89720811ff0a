import { css, html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { CalibrationChart, wordsOf } from '../../../charts/calibration-chart.ts';
import type { Theme } from '../../../charts/colour-scale.ts';
import { reliabilityOf } from '../../../charts/reliability.ts';
import type { Calibration } from '../../../protocol/snapshot-messages.ts';
import { exact, formatValue } from '../../controls/format.ts';
import { readoutStyles } from '../../controls/readout.ts';
import { OwnedChart } from '../../controls/owned-chart.ts';
import { baseStyles } from '../../controls/styles.ts';
import { calibrationError } from './scores.ts';

/** How often the network is right against how sure it is. */
@customElement('chainrule-calibration-plot')
export class CalibrationPlot extends LitElement {
  static override readonly styles = [
    baseStyles,
    readoutStyles,
    css`
      .area {
        position: relative;
        height: 190px;
      }
      .note {
        margin: 2px 0 0;
        font-size: 0.75rem;
        line-height: 16px;
        color: var(--muted);
      }
    `,
  ];

  @property({ attribute: false }) calibration: Calibration | null = null;
  @property() theme: Theme = 'light';

  @query('canvas') private readonly canvas!: HTMLCanvasElement;
  readonly #owned = new OwnedChart(this, () => new CalibrationChart(this.canvas, this.theme));

  override render() {
    const { calibration } = this;
    const error = calibration === null ? null : calibrationError(calibration);
    return html`<dl>
        <dt>Expected calibration error</dt>
        <dd data-testid="calibration-error" data-value=${exact(error)}>
          ${error === null ? '–' : formatValue(error)}
        </dd>
      </dl>
      <div class="area">
        <canvas
          role="img"
          aria-label="Share that is right by confidence; on the dashed line they agree"
        ></canvas>
      </div>
      ${this.#renderTable()}
      <p class="note">Confidence: the probability of the predicted class. Numbers: points in the bin.</p>`;
  }

  /** What the bars say, for those who do not see them. */
  #renderTable() {
    const bins = this.calibration === null ? [] : reliabilityOf(this.calibration);
    return html`<ul class="visually-hidden" data-testid="calibration-bins">
      ${bins.map(
        (bin) =>
          html`<li data-value=${bin.count}>
            ${`Confidence ${bin.from.toFixed(1)} to ${bin.to.toFixed(1)}: ${wordsOf(bin)}`}
          </li>`,
      )}
    </ul>`;
  }

  protected override updated(): void {
    if (this.calibration === null) return;
    this.#owned.current?.show(reliabilityOf(this.calibration), this.theme);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-calibration-plot': CalibrationPlot;
  }
}
