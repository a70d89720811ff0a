import { html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { EngineName, PictureName } from '../../../experiment/names.ts';
import type { EngineMeasurement, EngineReport } from '../../../protocol/engine-messages.ts';
import type { EvaluationComparison, EvaluationState } from '../../../protocol/evaluation-messages.ts';
import type { LandscapeSlice } from '../../../protocol/landscape-messages.ts';
import type { View } from '../../../protocol/snapshot-messages.ts';
import { formatRate } from '../../controls/format.ts';
import { readout, readoutStyles } from '../../controls/readout.ts';
import { Lazy } from '../../controls/lazy.ts';
import '../../controls/loaded-part.ts';
import { Remembered } from '../../controls/remembered.ts';
import { apartStyles } from '../../controls/apart-styles.ts';
import { baseStyles, foldStyles, panelStyles, summaryStyles } from '../../controls/styles.ts';
import type { TrainingProgress } from '../playground-model.ts';
import './evaluation-readouts.ts';
import './training-readouts.ts';
import { hoodStyles } from './under-the-hood-styles.ts';

/** What says how fast things go; it may be older than the view that is painted. */
export interface Speeds {
  readonly view: View | null;
  readonly progress: TrainingProgress;
}

const comparison = new Lazy(() => import('../../compare/evaluation-comparison.ts'));
const opened = new Remembered('chainrule-under-the-hood');

/** Who computes, how fast and how exactly: folded away until someone wants to know, and then kept open. */
@customElement('chainrule-under-the-hood')
export class UnderTheHood extends LitElement {
  static override readonly styles = [
    baseStyles,
    apartStyles,
    panelStyles,
    summaryStyles,
    foldStyles,
    readoutStyles,
    hoodStyles,
  ];

  @property() picture: PictureName = 'boundary';
  /** The landscape that is shown. */
  @property({ attribute: false }) slice: LandscapeSlice | null = null;
  @property({ attribute: false }) evaluation: EvaluationState | null = null;
  @property({ attribute: false }) comparison: EvaluationComparison | null = null;
  @property({ type: Boolean }) measuring = false;
  @property() engine: EngineName = 'wasm-f32';
  @property({ attribute: false }) report: EngineReport | null = null;
  @property({ attribute: false }) measurements: readonly EngineMeasurement[] | null = null;
  @property({ attribute: false }) speeds: Speeds | null = null;

  @state() private isOpen = opened.value;

  override render() {
    return html`<section class="panel">
      <details ?open=${this.isOpen} @toggle=${this.#onToggle}>
        <summary>Under the hood</summary>
        <div class="content">
          ${
            this.picture === 'landscape'
              ? renderLandscape(this.slice)
              : html`<chainrule-evaluation-readouts
                  .view=${this.speeds?.view ?? null}
                  .evaluation=${this.evaluation}
                ></chainrule-evaluation-readouts>`
          }
          <chainrule-part label="The comparison" .source=${comparison}
            ><chainrule-evaluation-comparison
              .comparison=${this.comparison}
              .measuring=${this.measuring}
            ></chainrule-evaluation-comparison
          ></chainrule-part>
          <chainrule-training-readouts
            .engine=${this.engine}
            .report=${this.report}
            .measurements=${this.measurements}
            .progress=${this.speeds?.progress ?? null}
          ></chainrule-training-readouts>
        </div>
      </details>
    </section>`;
  }

  readonly #onToggle = (event: Event): void => {
    this.isOpen = (event.target as HTMLDetailsElement).open;
    opened.value = this.isOpen;
  };
}

/** The network on a train point is one evaluation. */
function renderLandscape(slice: LandscapeSlice | null) {
  const evaluator = slice?.evaluatedOn;
  return html`<dl>
    <dt>Evaluated on</dt>
    <dd data-testid="evaluated-on" data-value=${evaluator ?? ''}>${evaluator?.toUpperCase() ?? '–'}</dd>
    ${readout('evaluations-per-second', 'Network evaluations', slice?.evaluationsPerSecond, (value) => `${formatRate(value)} / s`)}
  </dl>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-under-the-hood': UnderTheHood;
  }
}
