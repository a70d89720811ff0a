import { css, html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { help } from '../../controls/help.ts';
import { tell } from '../../page-events.ts';
import { baseStyles, fieldStyles, sliderStyles } from '../../controls/styles.ts';

/** The least and the largest step, as powers of ten. */
export const stepExponents = { min: -12, max: -1 } as const;

/** The step h of a difference: exactly in a field, or by its power of ten on a slider. Fires `number-change`. */
@customElement('chainrule-step-size-field')
export class StepSizeField extends LitElement {
  static override readonly styles = [
    baseStyles,
    fieldStyles,
    sliderStyles,
    css`
      .field {
        display: grid;
        grid-template-columns: 1fr 88px;
        align-items: center;
        gap: 0 8px;
      }
      label {
        font-size: 0.8125rem;
        color: var(--ink);
      }
      input[type='number'] {
        height: 26px;
        text-align: right;
        border-color: var(--edge-soft);
      }
      input[type='range'] {
        grid-column: 1 / -1;
      }
    `,
  ];

  /** h, 1e-12 to 0.1. */
  @property({ type: Number }) value = 1e-5;

  @query('input[type=number]') private readonly input!: HTMLInputElement;
  @query('input[type=range]') private readonly range!: HTMLInputElement;

  override render() {
    const text = written(this.value);
    return html`<div class="field">
      <label for="number">Step h</label>
      <input
        id="number"
        type="number"
        inputmode="decimal"
        autocomplete="off"
        min="1e-12"
        max="0.1"
        step="any"
        .value=${live(text)}
        @change=${this.#onChange}
        ${help('differenceStep')}
      />
      <input
        type="range"
        aria-label="Step h slider"
        aria-valuetext=${text}
        min=${stepExponents.min}
        max=${stepExponents.max}
        step="0.25"
        .value=${live(String(Math.log10(this.value)))}
        @input=${this.#onSlide}
        ${help('differenceStep')}
      />
    </div>`;
  }

  protected override updated(): void {
    const { min, max } = stepExponents;
    const share = Math.min(1, Math.max(0, (Math.log10(this.value) - min) / (max - min)));
    this.range.style.setProperty('--filled', `${share * 100}%`);
  }

  readonly #onChange = (): void => {
    const value = this.input.valueAsNumber;
    if (value >= 10 ** stepExponents.min && value <= 10 ** stepExponents.max && value !== this.value)
      tell(this, 'number-change', value);
    else this.requestUpdate();
  };

  readonly #onSlide = (): void => {
    // 10 ** -5 is not the number 1e-5 in every engine, and 1.7782794e-6 is no step that one would choose.
    tell(this, 'number-change', Number((10 ** this.range.valueAsNumber).toPrecision(2)));
  };
}

/** 1e-5 rather than 0.00001; a field takes it either way. */
function written(value: number): string {
  return value < 1e-3 ? value.toExponential() : String(value);
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-step-size-field': StepSizeField;
  }
}
