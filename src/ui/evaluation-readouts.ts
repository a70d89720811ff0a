import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { EvaluationState, View } from '../protocol/messages.ts';
import { exact, formatCount, formatDifference, formatDuration, formatRate } from './format.ts';
import type { Progress } from './playground-model.ts';
import { baseStyles } from './styles.ts';

/** Who computed what is shown, how fast, and how exactly. */
@customElement('chainrule-evaluation-readouts')
export class EvaluationReadouts extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0 12px;
        margin: 0;
        font-size: 0.8125rem;
        line-height: 22px;
      }
      dt {
        color: var(--muted);
        white-space: nowrap;
      }
      dd {
        margin: 0;
        text-align: right;
        white-space: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) view: View | null = null;
  @property({ attribute: false }) evaluation: EvaluationState | null = null;
  @property({ attribute: false }) progress: Progress | null = null;

  override render() {
    const { view, progress } = this;
    const speed = view?.pointsPerSecond;
    const samples = progress?.samplesPerSecond;
    const trainingMs = progress?.trainingMs;
    return html`<dl>
      <dt>Evaluated on</dt>
      <dd data-testid="evaluated-on" data-value=${view?.evaluatedOn ?? ''}>${view?.evaluatedOn.toUpperCase() ?? '–'}</dd>
      ${readout('points-per-second', 'Points evaluated', speed, (value) => `${formatRate(value)} / s`)}
      ${this.#renderDifference()}
      ${readout('samples-per-second', 'Samples trained', samples, (value) => `${formatRate(value)} / s`)}
      ${readout('training-ms', 'Training time', trainingMs, formatDuration)}
    </dl>`;
  }

  #renderDifference() {
    const difference = this.evaluation?.maxDifference ?? null;
    const shown =
      difference === null
        ? '–'
        : `${formatDifference(difference.value)} at epoch ${formatCount(difference.epoch)}`;
    return html`<dt>Largest difference from CPU</dt>
      <dd data-testid="max-difference" data-value=${exact(difference?.value)} data-epoch=${exact(difference?.epoch)}>
        ${shown}
      </dd>`;
  }
}

function readout(
  id: string,
  label: string,
  value: number | null | undefined,
  format: (value: number) => string,
): TemplateResult {
  const known = value !== null && value !== undefined;
  return html`<dt>${label}</dt>
    <dd data-testid=${id} data-value=${exact(value)}>${known ? format(value) : '–'}</dd>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-evaluation-readouts': EvaluationReadouts;
  }
}
