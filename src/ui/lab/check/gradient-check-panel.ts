import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { errorVerdicts } from '../../../charts/error-bins.ts';
import { ErrorHistogramChart } from '../../../charts/error-histogram.ts';
import type { GradientCheckResult } from '../../../protocol/lab-messages.ts';
import { shortText } from '../formula/math-number.ts';
import { formatCount, formatDifference, formatEpoch } from '../../controls/format.ts';
import { FocusKeeper } from '../../controls/focus-keeper.ts';
import { help } from '../../controls/help.ts';
import { send } from '../../page-events.ts';
import { baseStyles, buttonStyles, panelStyles } from '../../controls/styles.ts';
import { gradientCheckStyles } from './gradient-check-styles.ts';
import { histogramTable, worstTable } from './gradient-check-table.ts';
import { summaryOf, verdictLabels } from './gradient-check-words.ts';
import type { NetworkCheckState } from './network-check-store.ts';

/**
 * The check of every gradient of the network: a button, how far it is, and what came out as a sentence, a histogram
 * and a table. Sends `gradient-check`.
 */
@customElement('chainrule-gradient-check')
export class GradientCheckPanel extends LitElement {
  static override readonly styles = [baseStyles, panelStyles, buttonStyles, gradientCheckStyles];

  @property({ attribute: false }) check: NetworkCheckState = { kind: 'idle' };
  /** The graph beside it runs with a mistake. */
  @property({ type: Boolean }) isMistaken = false;
  @property() theme: Theme = 'light';

  @state() private announcement = '';
  @query('canvas') private readonly canvas!: HTMLCanvasElement | null;
  #chart: ErrorHistogramChart | null = null;
  protected readonly focusKeeper = new FocusKeeper(this, 'button');

  override render() {
    const { check } = this;
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head">
        <h2 id="title">Network gradients</h2>
        ${check.kind === 'running' ? this.#renderCancel() : this.#renderStart()}
      </div>
      ${this.#renderState(check)}
      ${
        this.isMistaken
          ? html`<p class="note">
              The trainer’s own backward pass is checked here: it does not make the mistake that is chosen for
              the graph.
            </p>`
          : nothing
      }
      <p class="visually-hidden" role="status" data-testid="gradient-check-announcement">
        ${this.announcement}
      </p>
    </section>`;
  }

  #renderStart() {
    return html`<button
      class="start"
      @click=${() => {
        send(this, 'gradient-check', 'start');
      }}
      ${help('checkGradients')}
    >
      Check every gradient
    </button>`;
  }

  #renderCancel() {
    return html`<button
      class="cancel"
      @click=${() => {
        send(this, 'gradient-check', 'cancel');
      }}
    >
      Cancel
    </button>`;
  }

  #renderState(check: NetworkCheckState) {
    switch (check.kind) {
      case 'idle':
        return html`<p class="note">
          Backward against central differences of the loss, for every weight and bias, in double precision: of
          the whole network, without dropout and noise. Training goes on meanwhile.
        </p>`;
      case 'running':
        return this.#renderProgress(check.done, check.total);
      case 'failed':
        return html`<p class="failure" data-testid="gradient-check-failure">${check.message}</p>`;
      case 'finished':
        return this.#renderResult(check.result);
    }
  }

  #renderProgress(done: number, total: number) {
    return html`<div class="progress">
      <progress
        aria-label="Gradients checked"
        max=${Math.max(1, total)}
        .value=${done}
        data-testid="gradient-check-progress"
      ></progress>
      <span>${total === 0 ? 'starting' : `${formatCount(done)} of ${formatCount(total)}`}</span>
    </div>`;
  }

  #renderResult(result: GradientCheckResult) {
    const { epoch, h, tolerance, counts, histogram } = result;
    const summary = summaryOf(result);
    return html`<p
        class=${counts.differs > 0 ? 'summary failure' : 'summary'}
        data-testid="gradient-check-summary"
      >
        ${summary}
      </p>
      <p class="note">
        Epoch ${formatEpoch(epoch)}, first step ${formatDifference(h)} × max(1, |parameter|), many steps where
        that does not settle it. Errors are relative to the larger of the two gradients.
        ${counts.kink > 0 ? kinkNote : nothing} ${counts.unknown > 0 ? unknownNote : nothing}
      </p>
      <div class="legend" aria-hidden="true">
        ${errorVerdicts
          .filter((verdict) => counts[verdict] > 0)
          .map((verdict) => html`<span class=${verdict}><i></i>${verdictLabels[verdict]}</span>`)}
        ${histogram.notFinite > 0 ? html`<span>(${formatCount(histogram.notFinite)} not drawn)</span>` : nothing}
      </div>
      <div class="chart">
        <canvas
          role="img"
          aria-label="Errors by size, tolerance ${shortText(tolerance)}: ${summary}"
        ></canvas>
      </div>
      ${histogramTable(result)}
      <h3 id="worst">Furthest off</h3>
      <div class="worst" tabindex="0" role="region" aria-labelledby="worst">${worstTable(result)}</div>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('check')) return;
    const { check } = this;
    // A result is said once; a voice that counts along helps nobody.
    if (check.kind === 'finished') this.announcement = summaryOf(check.result);
    else if (check.kind === 'failed') this.announcement = check.message;
    else this.announcement = check.kind === 'running' ? 'Checking every gradient.' : '';
  }

  protected override updated(): void {
    // An update may come after the element has gone: a chart that it makes then nobody ends.
    if (!this.isConnected) return;
    const { check, canvas } = this;
    if (check.kind !== 'finished' || canvas === null) {
      this.#release();
      return;
    }
    const { histogram, tolerance } = check.result;
    this.#chart ??= new ErrorHistogramChart(canvas);
    this.#chart.show({ histogram, tolerance, theme: this.theme, labels: verdictLabels });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#release();
  }

  #release(): void {
    this.#chart?.destroy();
    this.#chart = null;
  }
}

const kinkNote =
  'At a kink a relu stands at its corner: there the loss has two slopes, and backward takes one of them.';

const unknownNote =
  'Differences cannot tell where the loss is not finite or jumps about, or where a gradient is too small to show above rounding.';

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-gradient-check': GradientCheckPanel;
  }
}
