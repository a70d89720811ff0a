import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { classColours } from '../../../charts/class-colours.ts';
import { pairOf } from '../../../charts/class-pairs.ts';
import type { Theme } from '../../../charts/colour-scale.ts';
import type { Answer } from '../../../protocol/ask-messages.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';
import { Announcer } from '../../controls/announcer.ts';
import { exact, formatShare, withMinus } from '../../controls/format.ts';
import { apartStyles } from '../../controls/apart-styles.ts';
import { baseStyles } from '../../controls/styles.ts';
import { classMark } from './class-mark.ts';

/** What the network says of the row that it is asked about: a class with how sure it is, or a number in its own units. */
@customElement('chainrule-answer')
export class AnswerView extends LitElement {
  static override readonly styles = [
    baseStyles,
    apartStyles,
    css`
      .said {
        display: flex;
        align-items: center;
        gap: 6px;
        min-height: 24px;
        margin: 0;
        font-size: 0.875rem;
      }
      .said b {
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .said .share {
        margin-left: auto;
      }
      .share {
        font-variant-numeric: tabular-nums;
        text-align: right;
        white-space: nowrap;
      }
      .class-mark {
        flex: none;
        width: 14px;
        height: 14px;
        forced-color-adjust: none;
      }
      ul {
        display: grid;
        grid-template-columns: fit-content(60%) minmax(48px, 1fr) auto;
        gap: 0 8px;
        max-height: 200px;
        margin: 4px 0 0;
        padding: 0;
        overflow-y: auto;
        list-style: none;
        font-size: 0.75rem;
        line-height: 18px;
      }
      li {
        display: grid;
        grid-template-columns: subgrid;
        grid-column: 1 / -1;
        align-items: center;
      }
      .name {
        display: flex;
        align-items: center;
        gap: 6px;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        min-width: 28px;
      }
      .bar {
        width: 100%;
        height: 8px;
        border-radius: 4px;
        background: var(--well);
        forced-color-adjust: none;
      }
    `,
  ];

  @property({ attribute: false }) answer: Answer | null = null;
  @property({ attribute: false }) data: DataPicture | null = null;
  /** The class that is told from the rest where there are more than have colours. */
  @property({ attribute: false }) chosenClass = 0;
  @property() theme: Theme = 'light';

  @state() private announced = '';
  readonly #announcer = new Announcer(this, (text) => {
    this.announced = text;
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#announcer.stop();
  }

  override render() {
    const prediction = this.answer?.prediction ?? null;
    const place = prediction?.kind === 'class' ? prediction.place : null;
    const probability =
      prediction?.kind === 'class' ? (prediction.probabilities?.[prediction.place] ?? null) : null;
    return html`<p class="said">
        ${place === null ? nothing : classMark(this.#pair(place), this.theme)}
        <b data-testid="answer" data-value=${this.#exact()}>${this.#said()}</b>
        ${prediction?.kind === 'number' ? html`<span>${this.data?.targetName}</span>` : nothing}
        <span class="share" data-testid="answer-probability" data-value=${exact(probability)}
          >${probability === null ? nothing : formatShare(probability)}</span
        >
      </p>
      ${this.#renderBars()}
      <p class="visually-hidden" role="status">${this.announced}</p>`;
  }

  #exact(): string {
    const prediction = this.answer?.prediction ?? null;
    if (prediction === null) return '';
    return prediction.kind === 'number' ? exact(prediction.value) : this.#className(prediction.place);
  }

  #said(): string {
    if (this.answer === null) return '…';
    const { prediction } = this.answer;
    if (prediction === null) return 'no finite number';
    return prediction.kind === 'number'
      ? formatNumber(prediction.value)
      : withMinus(this.#className(prediction.place));
  }

  #pair(place: number): number {
    return pairOf(place, this.data?.classNames.length ?? 0, this.chosenClass);
  }

  #className(place: number): string {
    return this.data?.classNames[place] ?? '';
  }

  /** One for each class: its probability, or where there is none the outputs as they are. */
  #renderBars() {
    const { answer, data } = this;
    if (answer?.prediction?.kind !== 'class' || data === null) return nothing;
    const { probabilities } = answer.prediction;
    if (probabilities === null && answer.outputs.length === 1) {
      return html`<ul aria-label="Output">
        ${this.#renderBar(answer.prediction.place, 'output, −1 to +1', answer.outputs[0], -1)}
      </ul>`;
    }
    const low = probabilities === null ? -1 : 0;
    return html`<ul
      aria-label=${probabilities === null ? 'Outputs' : 'Probabilities'}
      tabindex=${data.classNames.length > 10 ? 0 : nothing}
    >
      ${(probabilities ?? answer.outputs).map((value, place) =>
        this.#renderBar(place, withMinus(this.#className(place)), value, low),
      )}
    </ul>`;
  }

  #renderBar(place: number, name: string, value: number, low: -1 | 0) {
    const width = 100 * Math.min(1, Math.max(0, (value - low) / (1 - low)));
    const fill = classColours[this.theme].css[this.#pair(place)];
    return html`<li>
      <span class="name"
        >${low === -1 && this.answer?.outputs.length === 1 ? nothing : classMark(this.#pair(place), this.theme)}${name}</span
      >
      <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        ${svg`<rect width=${width} height="8" fill=${fill} />`}
      </svg>
      <span class="share" data-value=${exact(value)}
        >${low === 0 ? formatShare(value) : formatNumber(value)}</span
      >
    </li>`;
  }

  protected override updated(): void {
    if (this.answer !== null) this.#announcer.say(`The network says ${this.#said()}.`);
  }
}

/** Four digits and a true minus sign. */
function formatNumber(value: number): string {
  const size = Math.abs(value);
  const text =
    size !== 0 && (size < 1e-4 || size >= 1e7)
      ? size.toExponential(3).replace('e+', 'e').replace('e-', 'e−')
      : String(Number(size.toPrecision(size >= 1e4 ? 7 : 4)));
  return value < 0 ? `−${text}` : text;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-answer': AnswerView;
  }
}
