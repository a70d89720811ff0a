import { css, html, LitElement, noChange, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import {
  isFormula,
  usualActivationFormula,
  type Activation,
} from '../../../experiment/activation-formula.ts';
import { limits } from '../../../experiment/limits.ts';
import { help } from '../../controls/help.ts';
import { icon } from '../../controls/icons.ts';
import { send } from '../../page-events.ts';
import { baseStyles, buttonStyles, fieldStyles } from '../../controls/styles.ts';
import { wantActivationParts } from '../activation/parts.ts';
import { activationChoices } from '../labels.ts';

/** Narrower columns stack the number on its buttons. */
const roomForARow = 84;

function areOthers(these: readonly unknown[], before: readonly unknown[] | undefined): boolean {
  return these.length !== before?.length || these.some((item, i) => item !== before[i]);
}

/** How many neurons each hidden layer has and what they do with their sums, right above it. */
@customElement('chainrule-layer-controls')
export class LayerControls extends LitElement {
  static override readonly styles = [
    baseStyles,
    fieldStyles,
    buttonStyles,
    css`
      :host {
        position: relative;
        height: 43px;
      }
      :host([stacked]) {
        height: 87px;
      }
      .column {
        position: absolute;
        left: var(--x);
        top: 0;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: center;
        gap: 0 2px;
        width: 80px;
        translate: -50% 0;
      }
      :host([stacked]) .column {
        width: 50px;
      }
      :host([stacked]) .column input {
        order: -1;
        width: 48px;
      }
      .column button {
        width: 24px;
        min-height: 24px;
        height: 24px;
        padding: 0;
        border-radius: 6px;
        color: var(--muted);
      }
      .column input[type='number'] {
        width: 28px;
        height: 24px;
        padding: 0;
        text-align: center;
        border-color: transparent;
        border-radius: 6px;
      }
      /* Inside: the diagram's edge would cut it off. */
      .column input[type='number']:focus-visible,
      .column button:focus-visible {
        outline-offset: -2px;
      }
      .column input[type='number']:hover {
        border-color: var(--edge);
      }
      chainrule-activation-curve {
        width: 20px;
        height: 17px;
      }
      :host([stacked]) chainrule-activation-curve {
        width: 36px;
      }
      select {
        width: 58px;
        height: 24px;
        /* As high as a finger needs, from the row of its curve on; the word stays beside that. */
        margin: 0 0 -5px;
        padding: 0 1px 3px;
        font-size: 0.6875rem;
        color: var(--muted);
        text-align: center;
        text-overflow: ellipsis;
        background: none;
        border-color: transparent;
        border-radius: 6px;
        appearance: none;
      }
      /* As wide as the column: the longest name needs all of it. */
      :host([stacked]) select {
        width: 50px;
        padding-inline: 0;
        border-inline: 0;
        letter-spacing: -0.03em;
      }
      select:hover {
        border-color: var(--edge);
      }
      :host([stacked]) select:hover {
        border-color: transparent;
        background: var(--well);
      }
      select:focus-visible {
        outline-offset: -2px;
      }
    `,
  ];

  @property({ attribute: false }) widths: readonly number[] = [];
  /** One for each width. */
  @property({ attribute: false, hasChanged: areOthers }) activations: readonly Activation[] = [];
  /** Centre of every column, inputs and output included. */
  @property({ attribute: false }) xs: readonly number[] = [];
  /** Least distance of two columns, whatever the height: what is stacked takes of it, and must not change the answer. */
  @property({ type: Number }) gap = Infinity;
  @property({ type: Boolean, reflect: true }) stacked = false;

  /** The field that is being typed into: what stands there is the user's until it is committed. */
  #typedInto: number | null = null;

  override render() {
    // Nothing before its place is known: what appears in place has not jumped.
    if (this.xs.length === 0) return nothing;
    return html`${this.widths.map((width, layer) => this.#renderLayer(width, layer))}`;
  }

  #renderLayer(width: number, layer: number) {
    const { min, max } = limits.neurons;
    return html`<div class="column" role="group" aria-label="Layer ${layer + 1}">
      <button
        class="quiet"
        aria-label="Remove neuron from layer ${layer + 1}"
        ?disabled=${width <= min}
        @click=${() => this.#resize(layer, width - 1)}
        ${help('removeNeuron')}
      >
        ${icon('minus', 14)}
      </button>
      <input
        type="number"
        aria-label="Neurons in layer ${layer + 1}"
        min=${min}
        max=${max}
        step="1"
        autocomplete="off"
        .value=${this.#typedInto === layer ? noChange : live(String(width))}
        @input=${() => {
          this.#typedInto = layer;
        }}
        @change=${(event: Event) => {
          this.#typedInto = null;
          this.#onInput(layer, event);
        }}
        ${help('neurons')}
      />
      <button
        class="quiet"
        aria-label="Add neuron to layer ${layer + 1}"
        ?disabled=${width >= max}
        @click=${() => this.#resize(layer, width + 1)}
        ${help('addNeuron')}
      >
        ${icon('plus', 14)}
      </button>
      ${this.#renderActivation(layer)}
    </div>`;
  }

  #renderActivation(layer: number) {
    const shown = this.activations[layer];
    const choice = isFormula(shown) ? 'formula' : shown;
    return html`<chainrule-activation-curve .activation=${shown}></chainrule-activation-curve
      ><select
        aria-label="Activation in layer ${layer + 1}"
        .value=${live(choice)}
        @change=${(event: Event) => {
          const { value } = activationChoices[(event.target as HTMLSelectElement).selectedIndex];
          const chosen: Activation = value === 'formula' ? `=${usualActivationFormula}` : value;
          send(this, 'experiment-change', {
            activations: this.activations.map((old, i) => (i === layer ? chosen : old)),
          });
        }}
        ${help('layerActivation')}
      >
        ${activationChoices.map(
          ({ value, label }) => html`<option value=${value} ?selected=${value === choice}>${label}</option>`,
        )}
      </select>`;
  }

  protected override willUpdate(): void {
    this.stacked = this.gap < roomForARow;
  }

  protected override updated(): void {
    if (this.widths.length > 0) wantActivationParts();
    this.renderRoot.querySelectorAll<HTMLElement>('.column').forEach((column, layer) => {
      const x = this.xs[layer + 1];
      if (x !== undefined) column.style.setProperty('--x', `${x}px`);
    });
  }

  #onInput(layer: number, event: Event): void {
    const wanted = (event.target as HTMLInputElement).valueAsNumber;
    if (!Number.isNaN(wanted)) this.#resize(layer, wanted);
    // A refused number leaves no trace in the model: write the old one back.
    this.requestUpdate();
  }

  #resize(layer: number, width: number): void {
    send(this, 'experiment-change', { hidden: this.widths.map((old, i) => (i === layer ? width : old)) });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-layer-controls': LayerControls;
  }
}
