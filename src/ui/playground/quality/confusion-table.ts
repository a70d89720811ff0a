import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { pairOf } from '../../../charts/class-pairs.ts';
import type { Theme } from '../../../charts/colour-scale.ts';
import type { SplitName } from '../../../experiment/names.ts';
import type { Outcomes } from '../../../protocol/snapshot-messages.ts';
import { exact, formatShare, withMinus } from '../../controls/format.ts';
import { baseStyles } from '../../controls/styles.ts';
import { tell } from '../../page-events.ts';
import { classMark } from '../picture/class-mark.ts';
import type { MarkedCell } from './marked-points.ts';
import { mostConfused } from './most-confused.ts';
import { classScores } from './scores.ts';

/** Of more classes a table would be read by nobody: the commonest confusions are listed instead. */
const mostColumns = 12;
const mostListed = 20;
/** Of more classes the columns are narrow. */
const roomy = 5;

/** What is taken for what: true classes down, predicted ones across. Fires `cell-mark` for the cell that is chosen. */
@customElement('chainrule-confusion-table')
export class ConfusionTable extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      :host {
        overflow-x: auto;
      }
      table {
        border-collapse: separate;
        border-spacing: 2px;
        font-size: 0.75rem;
        line-height: 16px;
        font-variant-numeric: tabular-nums;
      }
      p {
        margin: 0 0 4px;
        font-size: 0.75rem;
        line-height: 16px;
        color: var(--muted);
      }
      th {
        max-width: 84px;
        padding: 0 4px;
        overflow: hidden;
        font-weight: 400;
        text-align: right;
        text-overflow: ellipsis;
        white-space: nowrap;
        color: var(--muted);
      }
      thead th {
        text-align: center;
      }
      td {
        padding: 0;
        text-align: right;
      }
      td.score {
        padding: 0 4px;
        white-space: nowrap;
      }
      /* Whose row it is stays in sight. */
      tbody th,
      thead td {
        position: sticky;
        left: 0;
        z-index: 1;
        background: var(--panel);
      }
      .many {
        border-spacing: 1px;
      }
      .many thead th {
        max-width: 48px;
      }
      .many td.score {
        padding: 0 1px;
        font-size: 0.6875rem;
      }
      .many thead svg {
        margin: 0;
      }
      .many button {
        min-width: 28px;
        padding: 0 3px;
      }
      td.score.below {
        text-align: center;
      }
      svg {
        width: 14px;
        height: 14px;
        vertical-align: -3px;
        margin-right: 4px;
        forced-color-adjust: none;
      }
      button {
        position: relative;
        width: 100%;
        min-width: 40px;
        min-height: 28px;
        padding: 0 6px;
        border: 1px solid transparent;
        border-radius: 4px;
        color: inherit;
        background: color-mix(in srgb, var(--tone) calc(var(--share, 0) * 30%), var(--well));
        --tone: var(--danger);
        font: inherit;
        cursor: pointer;
      }
      button.right {
        --tone: var(--ink);
        border-color: var(--edge);
      }
      button:disabled {
        color: var(--muted);
        cursor: default;
      }
      button:hover:not(:disabled) {
        border-color: var(--ink);
      }
      button[aria-pressed='true'] {
        outline: 2px solid var(--ink);
        outline-offset: 0;
        font-weight: 700;
      }
      button:focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: 2px;
      }
      @media (forced-colors: active) {
        button {
          border-color: ButtonBorder;
        }
        button[aria-pressed='true'] {
          outline-color: Highlight;
        }
      }
    `,
  ];

  @property({ attribute: false }) names: readonly string[] = [];
  @property({ attribute: false }) outcomes: Outcomes | null = null;
  @property() split: SplitName = 'test';
  @property({ attribute: false }) cell: MarkedCell | null = null;
  @property({ attribute: false }) chosenClass = 0;
  @property() theme: Theme = 'light';

  override render() {
    const confusion = this.outcomes?.confusion ?? null;
    const size = this.names.length;
    // Of the run before there may have been other classes.
    if (confusion?.length !== size * size) return nothing;
    return size > mostColumns ? this.#renderList(confusion) : this.#renderTable(confusion);
  }

  #renderTable(confusion: Uint32Array) {
    const scores = classScores(confusion);
    const size = this.names.length;
    return html`<p>Across what is predicted, down what is true.</p>
      <table class=${size > roomy ? 'many' : ''} data-testid="confusion" aria-label="Confusion matrix">
        <thead>
          <tr>
            <td></td>
            ${this.names.map((_, place) => html`<th scope="col" title=${this.#name(place)}>${this.#head(place, size > roomy)}</th>`)}
            <th scope="col">recall</th>
          </tr>
        </thead>
        <tbody>
          ${this.names.map(
            (_, truth) =>
              html`<tr>
                <th scope="row" title=${this.#name(truth)}>${this.#head(truth)}</th>
                ${this.names.map((__, predicted) => html`<td>${this.#button(confusion, truth, predicted)}</td>`)}
                ${score(scores[truth].recall, `recall-${truth}`, '', size > roomy)}
              </tr>`,
          )}
          <tr>
            <th scope="row">precision</th>
            ${this.names.map((_, place) => score(scores[place].precision, `precision-${place}`, 'below', size > roomy))}
            <td></td>
          </tr>
        </tbody>
      </table>`;
  }

  /** Over many narrow columns the mark alone, which the rows have with the name. */
  #head(place: number, isShort = false) {
    const mark = classMark(pairOf(place, this.names.length, this.chosenClass), this.theme);
    return isShort
      ? html`${mark}<span class="visually-hidden">${this.#name(place)}</span>`
      : html`${mark}${this.#name(place)}`;
  }

  #name(place: number): string {
    return withMinus(this.names[place]);
  }

  #button(confusion: Uint32Array, truth: number, predicted: number, words = false) {
    const { split } = this;
    const size = this.names.length;
    const count = confusion[truth * size + predicted];
    const isMarked =
      this.cell !== null &&
      this.cell.split === split &&
      this.cell.truth === truth &&
      this.cell.predicted === predicted;
    const said = `${this.#name(truth)} taken for ${this.#name(predicted)}`;
    return html`<button
      class=${truth === predicted ? 'right' : ''}
      data-testid="cell-${truth}-${predicted}"
      data-value=${count}
      data-share=${this.#shareOf(confusion, truth, count)}
      aria-pressed=${isMarked}
      aria-label=${`${count} ${split} points: ${said}. Mark them in the picture`}
      ?disabled=${count === 0}
      @click=${() => tell(this, 'cell-mark', isMarked ? null : { split, truth, predicted })}
    >
      ${words ? `${count} × ${said}` : count.toLocaleString('en-GB')}
    </button>`;
  }

  #shareOf(confusion: Uint32Array, truth: number, count: number): string {
    const size = this.names.length;
    const row = confusion.subarray(truth * size, (truth + 1) * size).reduce((sum, one) => sum + one, 0);
    return row > 0 ? (count / row).toFixed(3) : '0';
  }

  #renderList(confusion: Uint32Array) {
    const cells = mostConfused(confusion, mostListed);
    return html`<p>The commonest confusions of ${this.names.length} classes.</p>
      <table data-testid="confusion" aria-label="Commonest confusions">
        <tbody>
          ${cells.map(
            ({ truth, predicted }) =>
              html`<tr>
                <td>${this.#button(confusion, truth, predicted, true)}</td>
              </tr>`,
          )}
        </tbody>
      </table>`;
  }

  /** A style that is bound is refused by the page's policy: the shares go in by script. */
  protected override updated(): void {
    for (const button of this.renderRoot.querySelectorAll<HTMLElement>('button[data-share]'))
      button.style.setProperty('--share', button.dataset['share'] ?? '0');
  }
}

/** Between narrow columns in whole hundredths; the rest of it is in the title. */
function score(share: number | null, id: string, place: string, isShort: boolean) {
  const whole = share === null ? '–' : formatShare(share);
  return html`<td
    class="score ${place}"
    title=${isShort ? whole : nothing}
    data-testid=${id}
    data-value=${exact(share)}
  >
    ${isShort && share !== null ? `${Math.round(100 * share)} %` : whole}
  </td>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-confusion-table': ConfusionTable;
  }
}
