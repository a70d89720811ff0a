import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { LossChart } from '../../../charts/loss-chart.ts';
import { lossScales, type LossScale } from '../../../experiment/names.ts';
import type { History, View } from '../../../protocol/snapshot-messages.ts';
import { Announcer } from '../../controls/announcer.ts';
import { exact, formatEpoch, formatLoss, formatCount } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import { lossPanelStyles } from './loss-panel-styles.ts';
import { lossTable } from './loss-table.ts';
import { send } from '../../page-events.ts';
import { segmented } from '../../controls/segmented.ts';
import { baseStyles, panelStyles, segmentedStyles, summaryStyles } from '../../controls/styles.ts';

const scaleLabels: Readonly<Record<LossScale, string>> = { linear: 'Linear', log: 'Log' };

/** How the loss went: as curves, as a sentence and as a table. */
@customElement('chainrule-loss-panel')
export class LossPanel extends LitElement {
  static override readonly styles = [
    baseStyles,
    panelStyles,
    segmentedStyles,
    summaryStyles,
    lossPanelStyles,
  ];

  @property({ attribute: false }) history: History | null = null;
  @property({ attribute: false }) view: View | null = null;
  @property() scale: LossScale = 'linear';
  @property({ type: Number }) l2 = 0;
  /** How many rows the curves are of; null where they are of all. */
  @property({ attribute: false }) measuredRows: number | null = null;
  @property() theme: Theme = 'light';

  @state() private tableIsOpen = false;
  @state() private announcement = '';
  @query('canvas') private readonly canvas!: HTMLCanvasElement;
  #chart: LossChart | null = null;
  readonly #announcer = new Announcer((text) => {
    this.announcement = text;
  });

  override render() {
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head">
        <h2 id="title">Loss</h2>
        <span class="legend" aria-hidden="true"><i></i>train<i class="dashed"></i>test</span>
        ${this.#renderPenalty()}
        ${this.measuredRows === null ? nothing : html`<span class="note">of a sample of ${formatCount(this.measuredRows)} rows</span>`}
        <details @toggle=${this.#onToggle}>
          <summary ${help('lossTable')}>Table</summary>
        </details>
        ${segmented({
          label: 'Loss scale',
          help: 'lossScale',
          value: this.scale,
          segments: lossScales.map((value) => ({ value, label: scaleLabels[value] })),
          onSelect: (lossScale) => {
            send(this, 'view-change', { lossScale });
          },
        })}
      </div>
      <div class="area">
        <div class="chart">
          <canvas
            data-testid="loss-chart"
            role="img"
            aria-label="Loss curves: ${this.#summary() || 'nothing trained yet'}"
          ></canvas>
        </div>
        ${
          this.tableIsOpen
            ? html`<div class="table" tabindex="0" role="region" aria-label="Loss in numbers">
                ${lossTable(this.history)}
              </div>`
            : nothing
        }
      </div>
      <p class="visually-hidden" role="status" data-testid="loss-summary">${this.announcement}</p>
    </section>`;
  }

  /** Shown only where there is one. */
  #renderPenalty() {
    if (this.l2 === 0) return nothing;
    const penalty = this.view?.penalty;
    return html`<span class="penalty" ${help('penalty')}
      >½λΣw²
      <b data-testid="penalty" data-value=${exact(penalty)}
        >${penalty === undefined ? '–' : formatLoss(penalty)}</b
      ></span
    >`;
  }

  protected override updated(): void {
    // An update may come after the element has gone: a chart that it makes then nobody ends.
    if (!this.isConnected) return;
    this.#chart ??= new LossChart(this.canvas);
    this.#chart.show({ history: this.history, scale: this.scale, theme: this.theme });
    this.#announcer.say(this.#summary());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#chart?.destroy();
    this.#chart = null;
    this.#announcer.stop();
  }

  #summary(): string {
    if (this.view === null) return '';
    const { epoch, trainLoss, testLoss } = this.view;
    return `epoch ${formatEpoch(epoch)}, train loss ${formatLoss(trainLoss)}, test loss ${formatLoss(testLoss)}`;
  }

  readonly #onToggle = (event: Event): void => {
    this.tableIsOpen = (event.target as HTMLDetailsElement).open;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-loss-panel': LossPanel;
  }
}
