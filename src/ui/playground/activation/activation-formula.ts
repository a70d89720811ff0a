import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import {
  activationFormulaFault,
  activationFormulaProblem,
  type FormulaActivation,
  type FormulaRange,
} from '../../../experiment/activation-formula.ts';
import { markedText, markedTextStyles } from '../../controls/marked-text.ts';
import { baseStyles, fieldStyles } from '../../controls/styles.ts';
import './activation-curve.ts';

/** Where an activation is typed, with its curve, which follows each letter. The network has it once it is entered. */
@customElement('chainrule-activation-formula')
export class ActivationFormula extends LitElement {
  static override readonly styles = [
    baseStyles,
    fieldStyles,
    markedTextStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        margin: 2px 0;
      }
      .typed {
        display: grid;
        flex: 1 1 180px;
        align-content: start;
        gap: 2px;
        min-width: 0;
      }
      chainrule-activation-curve {
        flex: none;
        width: 104px;
        height: 66px;
      }
      .editor {
        display: block;
        background: var(--panel);
      }
      .editor:has(input[aria-invalid='true']) {
        border-color: var(--danger);
      }
      input,
      .marks {
        box-sizing: border-box;
        width: 100%;
        min-width: 0;
        height: 30px;
        margin: 0;
        padding: 5px 8px;
        border: 0;
        font:
          0.8125rem/20px ui-monospace,
          monospace;
        letter-spacing: 0;
      }
      input {
        position: relative;
        display: block;
        color: var(--ink);
        background: transparent;
        border-radius: var(--radius-small);
        outline-offset: -2px;
      }
      p button {
        padding: 0;
        min-height: 24px;
        border: 0;
        font: inherit;
        color: inherit;
        text-decoration: underline;
        background: none;
        cursor: pointer;
      }
      p {
        margin: 0;
        font-size: 0.75rem;
        line-height: 16px;
        color: var(--muted);
        overflow-wrap: anywhere;
      }
      p[role='alert'] {
        color: var(--danger);
      }
    `,
  ];

  @property({ attribute: false }) activation: FormulaActivation = '=z';
  /** The layer that has it, from 0; null: all have it. */
  @property({ attribute: false }) layer: number | null = null;
  @query('input') private readonly input!: HTMLInputElement | null;
  @query('.marks') private readonly marks!: HTMLElement | null;
  /** What is typed and not entered, or not to be read. */
  @state() private draft: string | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('activation')) this.draft = null;
  }

  override render() {
    const text = this.draft ?? this.activation.slice(1);
    const problem = activationFormulaProblem(text);
    const fault = activationFormulaFault(text);
    const drawn: FormulaActivation = problem === null ? `=${text}` : this.activation;
    return html`<div class="typed">
        <label for="formula"
          >Activation formula${this.layer === null ? '' : ` in layer ${this.layer + 1}`}</label
        ><span class="editor"
          ><span class="marks" aria-hidden="true">${markedText(text, fault, true)}</span
          ><input
            id="formula"
            type="text"
            spellcheck="false"
            autocomplete="off"
            autocapitalize="off"
            aria-invalid=${problem !== null}
            aria-describedby="about"
            .value=${live(text)}
            @scroll=${this.#follow}
            @input=${(event: Event) => {
              this.draft = (event.target as HTMLInputElement).value;
            }}
            @change=${(event: Event) => {
              this.#enter((event.target as HTMLInputElement).value);
            }}
        /></span>
        ${
          problem === null
            ? html`<p id="about">
                Of z, what a neuron sums up; the slope, dashed, comes by the chain rules.
              </p>`
            : html`<p id="about" role="alert">
                ${
                  fault === null
                    ? nothing
                    : html`<button @click=${() => this.#goTo(fault)}>Go there</button> `
                }Expected
                ${problem}. Until then the activation is the one of before.
              </p>`
        }
      </div>
      <chainrule-activation-curve .activation=${drawn}></chainrule-activation-curve>`;
  }

  /** The marks lie under the letters, wherever these are scrolled to. */
  readonly #follow = (): void => {
    if (this.marks !== null && this.input !== null) this.marks.scrollLeft = this.input.scrollLeft;
  };

  protected override updated(): void {
    this.#follow();
  }

  #goTo({ from, to }: FormulaRange): void {
    this.input?.focus();
    this.input?.setSelectionRange(from, to);
  }

  #enter(typed: string): void {
    const text = typed.trim();
    this.draft = typed;
    if (activationFormulaProblem(text) !== null) return;
    this.draft = null;
    const detail: FormulaActivation = `=${text}`;
    if (detail !== this.activation) this.dispatchEvent(new CustomEvent('formula-change', { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-activation-formula': ActivationFormula;
  }
}
