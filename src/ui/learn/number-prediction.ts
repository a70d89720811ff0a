import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { icon } from '../controls/icons.ts';
import { baseStyles, buttonStyles } from '../controls/styles.ts';
import { textFieldStyles } from '../controls/text-field-styles.ts';
import { shortText } from '../lab/formula/math-number.ts';
import { send } from '../page-events.ts';
import type { NumberPrediction } from './chapter.ts';

/** A question that a number answers. It asks for what was written by a `learn-action` of the kind `predict`. */
@customElement('chainrule-number-prediction')
export class NumberPredictionField extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    textFieldStyles,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      form {
        display: grid;
        grid-template-columns: auto 72px auto minmax(0, 1fr);
        align-items: center;
        gap: 4px 8px;
        font-size: 0.875rem;
        line-height: 20px;
      }
      .question,
      .said {
        grid-column: 1 / -1;
        margin: 0;
      }
      .question {
        font-weight: 600;
      }
      @container (max-width: 280px) {
        form {
          grid-template-columns: 72px auto minmax(0, 1fr);
        }
        label {
          grid-column: 1 / -1;
        }
      }
      input[type='text'] {
        text-align: right;
        font-variant-numeric: tabular-nums;
      }
      input[type='text']:read-only {
        color: var(--muted);
        border-color: var(--hairline);
      }
      .mark {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        font-size: 0.75rem;
        color: var(--accent);
      }
      .mark.wrong,
      .said.refused {
        color: var(--danger);
      }
      .said {
        color: var(--muted);
        font-size: 0.8125rem;
      }
    `,
  ];

  @property({ attribute: false }) asked: NumberPrediction | null = null;
  @property({ attribute: false }) prediction: number | null = null;
  /** What came out; null as long as nothing has. */
  @property({ attribute: false }) answer: number | null = null;
  /** Whether it may be predicted, and changed, now. */
  @property({ type: Boolean }) open = false;

  @state() private refused = '';
  @query('input') private readonly field!: HTMLInputElement | null;

  override render() {
    const { asked, open, prediction } = this;
    if (asked === null) return nothing;
    return html`<form aria-labelledby="question" novalidate @submit=${this.#onSubmit}>
      <p class="question" id="question">${asked.question}</p>
      <label for="number">${asked.label}</label>
      <input
        id="number"
        type="text"
        inputmode="text"
        autocomplete="off"
        spellcheck="false"
        aria-describedby="question said"
        aria-invalid=${this.refused === '' ? 'false' : 'true'}
        ?readonly=${!open}
        @input=${this.#onInput}
      />
      ${open ? html`<button type="submit">Predict</button>` : this.#renderMark()}
      <p class="said ${this.refused === '' ? '' : 'refused'}" id="said" role="status">
        ${
          this.refused !== ''
            ? this.refused
            : open && prediction !== null
              ? `You predict ${shortText(prediction)}. Until you have looked, it may be changed.`
              : ''
        }
      </p>
    </form>`;
  }

  #renderMark() {
    const { answer, prediction } = this;
    if (answer === null) return nothing;
    return answer === prediction
      ? html`<span class="mark">${icon('check')} so it was</span>`
      : html`<span class="mark wrong" data-testid="wrong-answer"
          >${icon('close')} not so: ${shortText(answer)}</span
        >`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (this.field === null || !(changed.has('prediction') || changed.has('asked'))) return;
    // What is half written stays as long as nothing was predicted and nothing is set up again.
    const isNew = changed.has('asked') || changed.get('prediction') !== undefined || this.prediction !== null;
    if (isNew) this.field.value = this.prediction === null ? '' : shortText(this.prediction);
  }

  readonly #onInput = (): void => {
    this.refused = '';
  };

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (this.field === null || !this.open) return;
    // Some write a minus sign, and some a comma.
    const text = this.field.value.trim();
    const value = Number(text.replace('−', '-').replace(',', '.'));
    if (text === '' || !Number.isFinite(value)) {
      this.refused =
        text === '' ? 'Write a number here, such as 0.5.' : `“${text}” is no number: write one such as 0.5.`;
      this.field.focus();
      return;
    }
    send(this, 'learn-action', { kind: 'predict', answer: value });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-number-prediction': NumberPredictionField;
  }
}
