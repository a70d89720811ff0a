import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { splitNames, type LossName, type SplitName } from '../../../experiment/names.ts';
import { lossLabels } from '../../../experiment/shown-names.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';
import type { Outcomes, View } from '../../../protocol/snapshot-messages.ts';
import { exact, formatValue } from '../../controls/format.ts';
import { icon } from '../../controls/icons.ts';
import { readoutStyles } from '../../controls/readout.ts';
import { segmented } from '../../controls/segmented.ts';
import { baseStyles, buttonStyles, panelStyles, segmentedStyles } from '../../controls/styles.ts';
import { send, tell } from '../../page-events.ts';
import './calibration-plot.ts';
import './confusion-table.ts';
import type { MarkedCell } from './marked-points.ts';
import './residual-plot.ts';
import { rootMeanSquare, rSquared } from './scores.ts';

const splitLabels: Readonly<Record<SplitName, string>> = { train: 'Train', test: 'Test' };

/** How well the network does, class by class or point by point: over the network, beside the picture that it is about. */
@customElement('chainrule-quality-panel')
export class QualityPanel extends LitElement {
  static override readonly styles = [
    baseStyles,
    panelStyles,
    buttonStyles,
    segmentedStyles,
    readoutStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
      }
      .panel {
        min-height: 0;
        overflow: auto;
        box-shadow: var(--shadow-high);
      }
      h3 {
        margin: 10px 0 2px;
        font-size: 0.75rem;
        font-weight: 600;
        line-height: 16px;
      }
      .panel-head button {
        padding: 0 4px;
      }
    `,
  ];

  @property({ attribute: false }) data: DataPicture | null = null;
  @property({ attribute: false }) view: View | null = null;
  @property() split: SplitName = 'test';
  @property({ attribute: false }) cell: MarkedCell | null = null;
  @property() loss: LossName = 'squared-error';
  @property({ attribute: false }) chosenClass = 0;
  @property() theme: Theme = 'light';

  override render() {
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head">
        <h2 id="title">How well?</h2>
        ${segmented({
          label: 'Figures of',
          help: 'howWellOf',
          value: this.split,
          segments: splitNames.map((value) => ({ value, label: splitLabels[value] })),
          onSelect: (howWellOf) => send(this, 'view-change', { howWellOf }),
        })}
        <button
          class="quiet"
          aria-label="Close How well?"
          @click=${() => send(this, 'view-change', { howWell: false })}
        >
          ${icon('close')}
        </button>
      </div>
      ${this.#renderFigures()}
    </section>`;
  }

  #renderFigures() {
    const outcomes = (this.split === 'train' ? this.view?.trainOutcomes : this.view?.testOutcomes) ?? null;
    if (outcomes === null || this.data === null) return html`<p class="note">Not computed yet.</p>`;
    if (outcomes.count === 0) return html`<p class="note">There are no ${this.split} points.</p>`;
    return html`${
      this.data.task === 'classification' ? this.#renderClasses(outcomes) : this.#renderNumbers(outcomes)
    }
    ${this.#renderSample()}`;
  }

  #renderClasses(outcomes: Outcomes) {
    return html`<chainrule-confusion-table
        .names=${this.data?.classNames ?? []}
        .outcomes=${outcomes}
        .cell=${this.cell}
        .chosenClass=${this.chosenClass}
        split=${this.split}
        theme=${this.theme}
        @cell-mark=${({ detail }: CustomEvent<MarkedCell | null>) => tell(this, 'cell-mark', detail)}
      ></chainrule-confusion-table>
      <p class="note">A cell marks its points in the picture; again, it lets go of them.</p>
      <h3>Calibration</h3>
      ${
        outcomes.calibration === null
          ? html`<p class="note" data-testid="no-calibration">
              With ${lossLabels[this.loss].toLowerCase()} loss the outputs are no probabilities, so there is
              nothing to compare with how often they are right. Cross-entropy has them.
            </p>`
          : html`<chainrule-calibration-plot
              .calibration=${outcomes.calibration}
              theme=${this.theme}
            ></chainrule-calibration-plot>`
      }`;
  }

  #renderNumbers(outcomes: Outcomes) {
    const { fit, count } = outcomes;
    if (fit === null) return nothing;
    const { scale } = this.data?.targetScale ?? { scale: 1 };
    const error = rootMeanSquare(fit, count);
    const share = rSquared(fit);
    return html`<dl>
        <dt>R², the share of the variance that is explained</dt>
        <dd data-testid="r-squared" data-value=${exact(share)}>
          ${share === null ? '–' : formatValue(share)}
        </dd>
        <dt>Root mean square error</dt>
        <dd data-testid="rms-error" data-value=${exact(error === null ? null : error * scale)}>
          ${error === null ? '–' : formatValue(error * scale)}
        </dd>
      </dl>
      <h3>Residuals: label minus prediction</h3>
      <chainrule-residual-plot
        .data=${this.data}
        .outcomes=${outcomes}
        split=${this.split}
        theme=${this.theme}
      ></chainrule-residual-plot>`;
  }

  #renderSample() {
    const rows = this.view?.sampleRows ?? null;
    return rows === null
      ? nothing
      : html`<p class="note">Of a sample of ${rows.toLocaleString('en-GB')} rows while it trains.</p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-quality-panel': QualityPanel;
  }
}
