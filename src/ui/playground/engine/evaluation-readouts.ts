import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { EvaluationState } from '../../../protocol/evaluation-messages.ts';
import type { View } from '../../../protocol/snapshot-messages.ts';
import { exact, formatDifference, formatRate } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import { readout, readoutStyles } from '../../controls/readout.ts';
import { baseStyles } from '../../controls/styles.ts';

/** Who computed what is shown, how fast, and how exactly. */
@customElement('chainrule-evaluation-readouts')
export class EvaluationReadouts extends LitElement {
  static override readonly styles = [
    baseStyles,
    readoutStyles,
    css`
      [data-testid='evaluated-on'] {
        text-transform: uppercase;
      }
    `,
  ];

  @property({ attribute: false }) view: View | null = null;
  @property({ attribute: false }) evaluation: EvaluationState | null = null;

  override render() {
    const { view } = this;
    const speed = view?.pointsPerSecond;
    return html`<dl>
      <dt>Evaluated on</dt>
      <dd data-testid="evaluated-on" data-value=${view?.evaluatedOn ?? ''}>${view?.evaluatedOn ?? '–'}</dd>
      ${readout('points-per-second', 'Points evaluated', speed, (value) => `${formatRate(value)} / s`)}
      ${this.#renderDifference()}
    </dl>`;
  }

  #renderDifference() {
    const difference = this.evaluation?.maxDifference ?? null;
    const shown =
      difference === null
        ? '–'
        : `${formatDifference(difference.value)} (bound ${formatDifference(difference.bound)})`;
    return html`<dt ${help('maxDifference')}>Difference from CPU</dt>
      <dd
        data-testid="max-difference"
        data-value=${exact(difference?.value)}
        data-bound=${exact(difference?.bound)}
        data-points=${exact(difference?.points)}
        data-epoch=${exact(difference?.epoch)}
      >
        ${shown}
      </dd>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-evaluation-readouts': EvaluationReadouts;
  }
}
