import { css, html, LitElement, noChange, nothing, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { HelpName } from './help-text.ts';
import { help } from './help.ts';
import { tell } from '../page-events.ts';
import { apartStyles } from './apart-styles.ts';
import { baseStyles, fieldStyles, sliderStyles } from './styles.ts';

export interface NumberLimits {
  readonly min: number;
  readonly max: number;
  readonly step: number | 'any';
}

/** A pause in typing that means the number is finished. */
const typingPauseMs = 900;

/**
 * A labelled number, with a slider under it or a list of usual values behind it. Fires `number-change` with what
 * was asked for; whether that is allowed the model decides, and the field shows again what holds.
 */
@customElement('chainrule-number-field')
export class NumberField extends LitElement {
  static override readonly styles = [
    baseStyles,
    apartStyles,
    fieldStyles,
    sliderStyles,
    css`
      .field {
        display: grid;
        gap: 2px;
      }
      :host([slider]) .field {
        grid-template-columns: 1fr auto;
        align-items: center;
        gap: 0 8px;
      }
      :host([slider]) label {
        font-size: 0.8125rem;
        color: var(--ink);
      }
      .value {
        display: flex;
        align-items: center;
        gap: 4px;
      }
      :host([slider]) .value input {
        width: 56px;
        height: 26px;
        text-align: right;
        border-color: var(--edge-soft);
      }
      .unit {
        width: 12px;
        color: var(--muted);
        font-size: 0.8125rem;
      }
      input[type='range'] {
        grid-column: 1 / -1;
      }
      /* What came out along the slider lies over its lower edge: nothing moves when it comes and goes. */
      label {
        grid-area: 1 / 1;
      }
      .value {
        grid-area: 2 / 1;
      }
      input[type='range'],
      chainrule-outcome-strip::part(track) {
        grid-row: 3;
      }
      .field:has(chainrule-outcome-strip) input[type='range'] {
        position: relative;
        z-index: 1;
      }
      chainrule-outcome-strip::part(track) {
        align-self: end;
        grid-column: 1 / -1;
        margin-bottom: -3px;
      }
      chainrule-outcome-strip::part(best) {
        grid-area: 4 / 1;
      }
      :host([followed]:not([slider])) .field {
        grid-template-rows: repeat(3, auto) 14px;
      }
      :host([slider]) .value {
        grid-area: 1 / 2;
      }
      :host([slider]) input[type='range'],
      :host([slider]) chainrule-outcome-strip::part(track) {
        grid-row: 2;
      }
      :host([slider]) chainrule-outcome-strip::part(best) {
        grid-area: 1 / 1;
        justify-self: end;
      }
      /* Where it is one of many, in one line. */
      @container (min-width: 1376px) {
        :host([slider]) .field {
          grid-template-columns: 74px minmax(0, 1fr) 72px;
        }
        :host([slider]) .value {
          grid-area: 1 / 3;
        }
        :host([slider]) input[type='range'],
        :host([slider]) chainrule-outcome-strip::part(track) {
          grid-area: 1 / 2;
        }
        /* The best place is said below the name. */
        :host([slider]) .field:has(chainrule-outcome-strip) label {
          align-self: start;
          line-height: 14px;
        }
        :host([slider]) chainrule-outcome-strip::part(best) {
          align-self: end;
          justify-self: start;
        }
      }
      /* In one line, or with the slider below, whatever the page's width: where it stands is as narrow there. */
      :host([slider][shape='line']) .field {
        grid-template-columns: auto minmax(0, 1fr) auto;
      }
      :host([slider][shape='line']) .value {
        grid-area: 1 / 3;
      }
      :host([slider][shape='line']) input[type='range'] {
        grid-area: 1 / 2;
      }
      :host([slider][shape='stack']) .field {
        grid-template-columns: 1fr auto;
      }
      :host([slider][shape='stack']) .value {
        grid-area: 1 / 2;
      }
      :host([slider][shape='stack']) input[type='range'] {
        grid-area: 2 / 1 / auto / -1;
      }
      :host([shape='line']) .value input,
      :host([shape='stack']) .value input {
        width: 48px;
      }
    `,
  ];

  @property() label = '';
  @property({ type: Number }) value = 0;
  @property({ attribute: false }) limits: NumberLimits = { min: 0, max: 1, step: 'any' };
  /** Usual values, ascending: offered as a list, and what the arrow keys go through. */
  @property({ attribute: false }) choices: readonly number[] = [];
  @property() unit = '';
  @property({ type: Boolean, reflect: true }) slider = false;
  /** How field and slider stand; empty where the page's width decides. */
  @property({ reflect: true }) shape: '' | 'line' | 'stack' = '';
  @property() help: HelpName | '' = '';
  /** Whether training follows it: a slider is there then, with room for what came out along it. */
  @property({ type: Boolean, reflect: true }) followed = false;
  /** What is shown along the slider by `chainrule-outcome-strip`; null for nothing. */
  @property({ attribute: false }) strip: object | null = null;

  @query('input[type=number]') private readonly input!: HTMLInputElement;
  @query('input[type=range]') private readonly range!: HTMLInputElement | null;
  #typing: ReturnType<typeof setTimeout> | null = null;

  override render() {
    const { min, max, step } = this.limits;
    return html`<div class="field">
      <label for="number">${this.label}</label>
      <div class="value">
        <input
          id="number"
          type="number"
          inputmode="decimal"
          autocomplete="off"
          min=${min}
          max=${max}
          step=${step}
          list=${this.#hasList ? 'choices' : nothing}
          .value=${this.#typing === null ? live(String(this.value)) : noChange}
          @input=${this.#onTyping}
          @change=${this.#onChange}
          @keydown=${this.#onKey}
          ${this.help === '' ? nothing : help(this.help)}
        />
        ${this.unit === '' ? nothing : html`<span class="unit" aria-hidden="true">${this.unit}</span>`}
      </div>
      ${this.slider || this.followed ? this.#renderSlider() : nothing}
      ${
        this.strip === null
          ? nothing
          : html`<chainrule-outcome-strip .strip=${this.strip}></chainrule-outcome-strip>`
      }
      ${
        this.#hasList
          ? html`<datalist id="choices">
              ${this.choices.map((choice) => html`<option value=${choice}></option>`)}
            </datalist>`
          : nothing
      }
    </div>`;
  }

  /** A slider offers the usual values itself. */
  get #hasList(): boolean {
    return this.choices.length > 0 && !this.slider;
  }

  /** With usual values the slider goes from one to the next: small numbers get as much of it as large ones. */
  #renderSlider() {
    const { min, max, step } = this.limits;
    const isScale = this.choices.length > 0;
    return html`<input
      type="range"
      aria-label="${this.label} slider"
      min=${isScale ? 0 : min}
      max=${isScale ? this.choices.length - 1 : max}
      step=${isScale ? 1 : step}
      aria-valuetext=${isScale ? String(this.value) : nothing}
      .value=${live(String(isScale ? positionOf(this.value, this.choices) : this.value))}
      @input=${this.#onSlide}
      @keydown=${this.#onSliderKey}
      ${this.help === '' ? nothing : help(this.help)}
    />`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('value') && !changed.has('limits') && !changed.has('followed')) return;
    const { min, max } = this.limits;
    const { choices } = this;
    const share =
      choices.length > 0
        ? positionOf(this.value, choices) / (choices.length - 1)
        : Math.min(1, Math.max(0, (this.value - min) / (max - min)));
    this.range?.style.setProperty('--filled', `${share * 100}%`);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopTyping();
  }

  readonly #onSlide = (event: Event): void => {
    const { valueAsNumber } = event.target as HTMLInputElement;
    this.#ask(this.choices.length > 0 ? this.choices[valueAsNumber] : valueAsNumber);
  };

  readonly #onTyping = (): void => {
    this.#stopTyping();
    this.#typing = setTimeout(() => {
      const value = this.input.valueAsNumber;
      const { min, max } = this.limits;
      // Half a number ('1' of '10' points) is not asked for; leaving the field asks for whatever stands there.
      if (!(value >= min && value <= max)) return;
      this.#typing = null;
      if (value !== this.value) this.#ask(value);
    }, typingPauseMs);
  };

  readonly #onChange = (): void => {
    this.#stopTyping();
    const value = this.input.valueAsNumber;
    if (Number.isNaN(value)) this.requestUpdate();
    else if (value !== this.value) this.#ask(value);
  };

  /** On a scale of powers an arrow key must not add 1: it goes to the next usual value. */
  readonly #onKey = (event: KeyboardEvent): void => {
    // The others move the caret.
    const direction =
      event.key.endsWith('Up') || event.key.endsWith('Down') ? directions.get(event.key) : undefined;
    if (this.choices.length > 0 && direction !== undefined) this.#goOn(event, direction);
  };

  /** From between two usual values, where the thumb stands at the nearer one. */
  readonly #onSliderKey = (event: KeyboardEvent): void => {
    const direction = directions.get(event.key);
    if (this.choices.length > 0 && direction !== undefined && !this.choices.includes(this.value))
      this.#goOn(event, direction);
  };

  #goOn(event: KeyboardEvent, direction: 1 | -1): void {
    event.preventDefault();
    const value = this.input.valueAsNumber;
    const next =
      direction > 0
        ? this.choices.find((choice) => choice > value)
        : this.choices.findLast((choice) => choice < value);
    if (next === undefined) return;
    this.#stopTyping();
    this.#ask(next);
  }

  #ask(value: number): void {
    tell(this, 'number-change', value);
    // If it was refused, nothing else would bring the old number back into the field.
    this.requestUpdate();
  }

  #stopTyping(): void {
    if (this.#typing !== null) clearTimeout(this.#typing);
    this.#typing = null;
  }
}

const directions: ReadonlyMap<string, 1 | -1> = new Map([
  ['ArrowUp', 1],
  ['ArrowRight', 1],
  ['ArrowDown', -1],
  ['ArrowLeft', -1],
]);

/** The place of the usual value nearest to this one. */
function positionOf(value: number, choices: readonly number[]): number {
  let nearest = 0;
  choices.forEach((choice, i) => {
    if (Math.abs(choice - value) < Math.abs(choices[nearest] - value)) nearest = i;
  });
  return nearest;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-number-field': NumberField;
  }
}
