import { html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { defaultExperiment, type Experiment } from '../../../experiment/schema.ts';
import type { LayerNeuron, NeuronValues } from '../../../protocol/look-messages.ts';
import type { DataPicture, NetworkPicture } from '../../../protocol/picture-messages.ts';
import type { View } from '../../../protocol/snapshot-messages.ts';
import { exact } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import { icon } from '../../controls/icons.ts';
import { paintInFrame } from '../../controls/frames.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { baseStyles, buttonStyles, panelStyles } from '../../controls/styles.ts';
import { send } from '../../page-events.ts';
import { isFormula } from '../../../experiment/activation-formula.ts';
import { activationLabel, captionOf } from '../labels.ts';
import { chosenLink } from '../network/chosen-link.ts';
import '../network/neuron-parameters.ts';
import { isStepping, stepParts } from '../update/stepping.ts';
import type { LookDesk } from './look-desk.ts';
import { sayLook, titleOf } from './look-words.ts';
import { neuronDrawerStyles } from './neuron-drawer-styles.ts';
import { formatGradient, formatTerm, formulaOf, type NeuronFormula } from './neuron-formula.ts';

/** Characters of a name that stand beside three numbers wherever the drawer opens. */
const shortName = 5;

/** One neuron beside the network: its sum with the numbers put in, and how the loss reacts to each of them. */
@customElement('chainrule-neuron-drawer')
export class NeuronDrawer extends SignalElement {
  static override readonly styles = [baseStyles, panelStyles, buttonStyles, neuronDrawerStyles];

  @property({ attribute: false }) look: LookDesk | null = null;
  @property({ attribute: false }) data: DataPicture | null = null;
  @property({ attribute: false }) network: NetworkPicture | null = null;
  @property({ attribute: false }) view: View | null = null;
  @property({ attribute: false }) experiment: Experiment = defaultExperiment;
  @query('section') private readonly section!: HTMLElement | null;
  /** Which neuron the focus was given to. */
  #focused: LayerNeuron | null = null;

  override render() {
    const opened = this.look?.opened.value ?? null;
    const { network } = this;
    if (opened === null || network === null) return nothing;
    const values = this.look?.values.value ?? null;
    const detail = values?.detail ?? null;
    const isThere = detail?.layer === opened.layer && detail.neuron === opened.neuron;
    const title = titleOf(network, { column: opened.layer + 1, index: opened.neuron });
    return html`<section
      class="panel"
      tabindex="-1"
      aria-label=${title === 'Output' ? 'Neuron of the output' : title}
      data-testid="neuron-drawer"
      data-layer=${opened.layer}
      data-neuron=${opened.neuron}
      data-epoch=${isThere ? exact(values?.epoch) : ''}
    >
      <div class="panel-head">
        <h2>${title}</h2>
        <button class="quiet close" aria-label="Close" @click=${this.#close}>${icon('close')}</button>
      </div>
      <p class="at">${this.#sayAt(values)}</p>
      <div class="doors">
        <button @click=${this.#openGraph} ${help('openNeuron')}>Open in Graph</button>
        <button
          aria-expanded=${isStepping.value}
          @click=${() => (isStepping.value = !isStepping.value)}
          ${help('updateStep')}
        >
          Step the update
        </button>
      </div>
      ${isStepping.value ? this.#renderSteps(opened) : nothing}
      <chainrule-neuron-parameters
        .neuron=${opened}
        .names=${this.#names(opened)}
        .network=${network}
        .view=${this.view}
        .experiment=${this.experiment}
      ></chainrule-neuron-parameters>
      ${isThere && values !== null ? this.#renderNumbers(formulaOf(detail, this.#names(opened)), values) : nothing}
    </section>`;
  }

  #renderSteps(opened: LayerNeuron) {
    return html`<chainrule-part label="The optimizer" .source=${stepParts}
      ><chainrule-update-step
        .look=${this.look}
        .neuron=${opened}
        .names=${this.#names(opened)}
        .experiment=${this.experiment}
        .view=${this.view}
      ></chainrule-update-step
    ></chainrule-part>`;
  }

  #sayAt(values: NeuronValues | null): string {
    if (values !== null && this.data !== null) return sayLook(this.data, values);
    return 'Choose a point of the picture, or any place of it: its numbers are put in here.';
  }

  #names({ layer }: LayerNeuron): readonly string[] {
    const { network } = this;
    if (network === null) return [];
    return layer === 0
      ? network.inputs.map(captionOf)
      : Array.from({ length: network.layers[layer - 1].width }, (_, i) => `n${i + 1}`);
  }

  #renderNumbers(formula: NeuronFormula, { outputs, loss }: NeuronValues) {
    const { terms, rest, bias, sum, activation, output } = formula;
    const isOutput = this.look?.opened.peek()?.layer === (this.network?.layers.length ?? 0) - 1;
    const displayed = outputs[this.look?.opened.peek()?.neuron ?? 0];
    const name = activation === 'linear' ? null : isFormula(activation) ? 'f' : activationLabel(activation);
    return html`<p class="formula" data-testid="neuron-formula">
        ${
          name === null
            ? html`Σ wᵢxᵢ + b = <b>${formatTerm(sum)}</b>`
            : html`${name}(Σ wᵢxᵢ + b) = ${name}(<b>${formatTerm(sum)}</b>) = <b>${formatTerm(output)}</b>`
        }
        ${isFormula(activation) ? html`, f(z) = ${activationLabel(activation)}` : nothing}
      </p>
      <table class=${terms.some((term) => term.name.length > shortName) ? 'long' : ''}>
        <caption>
          The sum
        </caption>
        <thead>
          <tr>
            <th scope="col"><span class="visually-hidden">input</span></th>
            <th scope="col">w</th>
            <th scope="col">· x</th>
            <th scope="col">=</th>
          </tr>
        </thead>
        <tbody>
          ${terms.map(
            ({ name, weight, input, product }) =>
              html`<tr>
                <th scope="row" title=${name}>${name}</th>
                <td>${formatTerm(weight)}</td>
                <td>${formatTerm(input)}</td>
                <td data-testid="term" data-value=${product}>${formatTerm(product)}</td>
              </tr>`,
          )}
          ${
            rest === null
              ? nothing
              : html`<tr>
                  <th scope="row" colspan="3">${rest.count} smaller ones</th>
                  <td data-testid="term" data-value=${rest.product}>${formatTerm(rest.product)}</td>
                </tr>`
          }
          ${row('bias b', 'term', bias)}
        </tbody>
        <tfoot>
          ${row('sum', 'neuron-sum', sum)} ${row(name ?? 'output', 'neuron-output', output)}
          ${isOutput && displayed !== output ? row('shown as', 'neuron-displayed', displayed) : nothing}
        </tfoot>
      </table>
      ${this.#renderGradients(formula, loss)}`;
  }

  #renderGradients({ gradients, terms }: NeuronFormula, loss: number | null) {
    if (gradients === null || loss === null)
      return html`<p class="at" data-testid="no-loss">
        No label here: no loss, and nothing that it could react to.
      </p>`;
    return html`<table>
      <caption>
        How the loss ${formatTerm(loss)} of this point reacts
      </caption>
      <tbody>
        ${slope('to the output', '∂L/∂h', 'gradient-output', gradients.output)}
        ${slope('to the bias', '∂L/∂b', 'gradient-bias', gradients.bias)}
        ${terms.map(({ name, gradient }) => (gradient === null ? nothing : slope(`to the weight of ${name}`, `∂L/∂w ${name}`, 'gradient-weight', gradient)))}
      </tbody>
    </table>`;
  }

  protected override updated(): void {
    const opened = this.look?.opened.peek() ?? null;
    const before = this.#focused;
    this.#focused = opened;
    if (opened === null) return;
    if (before?.layer === opened.layer && before.neuron === opened.neuron) return;
    // Whoever has chosen one of its weights goes on there.
    if (chosenLink.peek() !== null) return;
    // What has only just been loaded takes no focus before whatever it is in shows it.
    paintInFrame(() => this.section?.focus({ preventScroll: true }));
    if (this.section !== null) this.section.scrollTop = 0;
  }

  readonly #close = (): void => {
    this.look?.open(null);
  };

  readonly #openGraph = (): void => {
    const opened = this.look?.opened.peek() ?? null;
    const { network } = this;
    if (opened === null || network === null) return;
    const values = this.look?.values.peek() ?? null;
    const isOutput = opened.layer === network.layers.length - 1;
    send(this, 'neuron-graph-open', {
      subject: values?.subject ?? null,
      row: values?.row ?? null,
      part: isOutput ? { output: opened.neuron } : opened,
    });
  };
}

function row(name: string, id: string, value: number) {
  return html`<tr>
    <th scope="row" colspan="3">${name}</th>
    <td data-testid=${id} data-value=${value}>${formatTerm(value)}</td>
  </tr>`;
}

function slope(words: string, symbol: string, id: string, value: number) {
  return html`<tr>
    <th scope="row" colspan="3" aria-label=${words}>${symbol}</th>
    <td data-testid=${id} data-value=${value}>${formatGradient(value)}</td>
  </tr>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-neuron-drawer': NeuronDrawer;
  }
}
