import { html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { EvaluationComparison, MeasuredEvaluator } from '../../protocol/evaluation-messages.ts';
import { comparedResolutions, crossoverOf } from './crossover.ts';
import { evaluationComparisonStyles } from './evaluation-comparison-styles.ts';
import { dialogStyles } from '../controls/dialog-styles.ts';
import { exact, formatCount, formatRate } from '../controls/format.ts';
import { help } from '../controls/help.ts';
import { send } from '../page-events.ts';
import { baseStyles, buttonStyles } from '../controls/styles.ts';

const evaluatorLabels: Readonly<Record<MeasuredEvaluator, string>> = {
  interpreted: 'CPU, interpreted',
  compiled: 'CPU, compiled',
  gpu: 'GPU',
};

/** A button, and behind it what evaluates the present network how fast, measured here and now. */
@customElement('chainrule-evaluation-comparison')
export class EvaluationComparisonTable extends LitElement {
  static override readonly styles = [baseStyles, buttonStyles, dialogStyles, evaluationComparisonStyles];

  /** null until it was measured, and after the network changed. */
  @property({ attribute: false }) comparison: EvaluationComparison | null = null;
  @property({ type: Boolean }) measuring = false;

  @query('dialog') private readonly dialog!: HTMLDialogElement;

  override render() {
    return html`<button
        class="open"
        aria-label="Compare evaluation…"
        @click=${this.#open}
        ${help('measureEvaluation')}
      >
        Compare…
      </button>
      <dialog aria-labelledby="title" @click=${this.#onClick}>
        <div class="content">
          <h2 id="title">Evaluation of this network</h2>
          <p>Points a second over grids of three sizes, measured in this browser.</p>
          ${this.#renderTable()}
          <div role="status">${this.#renderFindings()}</div>
          <form method="dialog">
            <button type="button" ?disabled=${this.measuring} @click=${this.#measure}>
              ${this.measuring ? 'Measuring…' : 'Measure again'}
            </button>
            <button>Close</button>
          </form>
        </div>
      </dialog>`;
  }

  #renderTable() {
    const measurements = this.comparison?.measurements ?? [];
    const isSoftware = this.comparison?.adapter?.isSoftware === true;
    const cell = (wanted: MeasuredEvaluator, resolution: number) => {
      const found = measurements.find((m) => m.evaluator === wanted && m.resolution === resolution);
      const rate = found?.pointsPerSecond ?? null;
      return html`<td
        data-testid=${`evaluation-${wanted}-${resolution}`}
        data-value=${exact(rate)}
        title=${found?.reason ?? nothing}
      >
        ${rate === null ? (found === undefined ? '…' : '–') : formatRate(rate)}
      </td>`;
    };
    return html`<table>
      <thead>
        <tr>
          <th scope="col"><span class="visually-hidden">Evaluated by</span></th>
          ${comparedResolutions.map((resolution) => html`<th scope="col">${resolution}²</th>`)}
        </tr>
      </thead>
      <tbody>
        ${(['interpreted', 'compiled', 'gpu'] as const).map(
          (evaluator) =>
            html`<tr>
              <th scope="row">
                ${evaluatorLabels[evaluator]}${isSoftware && evaluator === 'gpu' ? ' (software)' : ''}
              </th>
              ${comparedResolutions.map((resolution) => cell(evaluator, resolution))}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  /** What follows from the table, and of what hardware it speaks. */
  #renderFindings() {
    const { comparison } = this;
    if (comparison === null || this.measuring) return nothing;
    const { adapter, measurements } = comparison;
    const missing = measurements.find(({ evaluator, reason }) => evaluator === 'gpu' && reason !== null);
    return html`${
      adapter === null
        ? html`<p>There is no GPU to compare with.</p>`
        : html`<p data-testid="crossover">${describeCrossover(comparison)}</p>
            <p>
              GPU:
              ${adapter.name}${
                adapter.isSoftware
                  ? ', a software adapter: the CPU plays the GPU. Auto never chooses it.'
                  : '.'
              }
            </p>`
    }
    ${
      missing !== undefined && adapter !== null
        ? html`<p>${missing.resolution}² was not tried on the GPU: ${missing.reason}</p>`
        : nothing
    }`;
  }

  readonly #open = (): void => {
    this.dialog.showModal();
    if (this.comparison === null && !this.measuring) this.#measure();
  };

  readonly #measure = (): void => {
    send(this, 'page-command', 'measure-evaluation');
  };

  /** A click beside the content is a click on the backdrop. */
  readonly #onClick = ({ target }: Event): void => {
    if (target === this.dialog) this.dialog.close();
  };
}

function describeCrossover({ measurements }: EvaluationComparison): string {
  const crossover = crossoverOf(measurements);
  switch (crossover.kind) {
    case 'from':
      return `The GPU is faster from about ${formatCount(crossover.points)} points a picture on.`;
    case 'always':
      return 'The GPU is faster at every size.';
    case 'never':
      return 'The CPU is faster at every size.';
    case 'unknown':
      return 'Too few sizes could be measured to tell where the GPU would be faster.';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-evaluation-comparison': EvaluationComparisonTable;
  }
}
