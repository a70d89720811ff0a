import { html, noChange, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { defaultExperiment, type Experiment } from '../../../experiment/schema.ts';
import type { LayerNeuron } from '../../../protocol/look-messages.ts';
import type { NetworkPicture } from '../../../protocol/picture-messages.ts';
import type { View } from '../../../protocol/snapshot-messages.ts';
import { cutName, cutNames, cutNameStyles } from '../../controls/cut-name.ts';
import { paintInFrame } from '../../controls/frames.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { baseStyles, buttonStyles, fieldStyles } from '../../controls/styles.ts';
import { send } from '../../page-events.ts';
import { chosenLink } from './chosen-link.ts';
import { cutIcon, lockIcon } from './held-icons.ts';
import { neuronParametersStyles } from './neuron-parameters-styles.ts';
import { Held, type ParameterAddress } from './held.ts';
import { weightOf, weightText } from './weight-text.ts';

/** Of more inputs than these, the others are listed when they are asked for. */
const mostListed = 16;
/** Characters of a name that stand beside its number wherever the drawer opens. */
const shortName = 7;
/** What an arrow key adds; with Shift a tenth of it. */
const step = 0.1;

/** So that each is a step of its own to undo. */
let gestures = 0;

/** What a neuron's weights and bias are, to be set, frozen and cut. */
@customElement('chainrule-neuron-parameters')
export class NeuronParameters extends SignalElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    neuronParametersStyles,
    cutNameStyles,
  ];

  @property({ attribute: false }) neuron: LayerNeuron = { layer: 0, neuron: 0 };
  /** Of what it reads, in the order of its weights. */
  @property({ attribute: false }) names: readonly string[] = [];
  @property({ attribute: false }) network: NetworkPicture | null = null;
  @property({ attribute: false }) view: View | null = null;
  @property({ attribute: false }) experiment: Experiment = defaultExperiment;

  @state() private listsAll = false;
  @state() private said = '';
  /** The field that is being typed into: what stands there is the user's until it is committed. */
  #typedInto: string | null = null;

  override render() {
    const { network, neuron, names } = this;
    if (network === null) return nothing;
    const { layer, neuron: index } = neuron;
    const held = new Held(network.layers, this.experiment);
    const shown = this.listsAll ? names : names.slice(0, mostListed);
    const bias = { layer, neuron: index, input: null };
    const isExact = this.experiment.engine !== 'wasm-f32';
    const cut = cutNames(names);
    const isLong = names.some((name) => name.length > shortName);
    return html`${this.#renderActions(held, network.layers.length)}
      <ul class=${`${isExact ? 'exact' : ''} ${isLong ? 'long' : ''}`} aria-label="Weights and bias">
        ${shown.map((name, input) => this.#renderRow(held, { layer, neuron: index, input }, name, cutName(cut[input])))}
        ${this.#renderRow(held, bias, 'bias b', 'bias b')}
      </ul>
      ${
        shown.length < names.length
          ? html`<button
              @click=${() => {
                this.listsAll = true;
              }}
            >
              Show all ${names.length} weights
            </button>`
          : nothing
      }
      <span class="visually-hidden" role="status" data-testid="parameters-said">${this.said}</span>`;
  }

  #renderActions(held: Held, layers: number) {
    const { layer, neuron } = this.neuron;
    const own = held.ofNeuron(layer, neuron);
    const onward = held.linksFrom(layer + 1, neuron);
    const isFrozen = held.areAll('frozen', own);
    const ofLayer = held.ofLayer(layer);
    const isLayerFrozen = held.areAll('frozen', ofLayer);
    const isMuted = held.areAll('cut', onward);
    return html`<div class="actions" role="group" aria-label="This neuron">
      <button
        aria-pressed=${String(isFrozen)}
        title="Its weights and its bias are not trained"
        @click=${() => {
          this.#change(
            held.changed('frozen', own, !isFrozen),
            isFrozen ? 'It is trained again' : 'It is frozen',
          );
        }}
      >
        ${lockIcon(isFrozen)}Freeze
      </button>
      <button
        aria-pressed=${String(isLayerFrozen)}
        title="All weights and biases of the layer are not trained"
        @click=${() => {
          this.#change(
            held.changed('frozen', ofLayer, !isLayerFrozen),
            isLayerFrozen ? 'Its layer is trained again' : 'Its layer is frozen',
          );
        }}
      >
        ${lockIcon(isLayerFrozen)}Freeze layer
      </button>
      ${
        layer === layers - 1
          ? nothing
          : html`<button
              aria-pressed=${String(isMuted)}
              title="All links that lead on from it are cut"
              @click=${() => {
                this.#change(
                  held.changed('cut', onward, !isMuted),
                  isMuted ? 'It is heard again' : 'It is muted',
                );
              }}
            >
              ${cutIcon(isMuted)}Mute
            </button>`
      }
    </div>`;
  }

  #renderRow(held: Held, address: ParameterAddress, name: string, shownName: TemplateResult | string) {
    const { input } = address;
    const what = input === null ? 'bias' : `weight of ${name}`;
    const isFrozen = held.is('frozen', address);
    const isCut = held.is('cut', address);
    const value = this.view?.parameters[held.placeOf(address)];
    const text = value === undefined ? '' : weightText(value, this.experiment.engine);
    const key = String(input);
    return html`<li class=${isCut ? 'cut' : ''}>
      <span class="name cut-name" title=${name}>${shownName}</span>
      <input
        type="number"
        step="any"
        autocomplete="off"
        aria-label=${input === null ? 'Bias' : `Weight of ${name}`}
        data-input=${key}
        data-value=${value ?? ''}
        ?disabled=${isCut}
        .value=${this.#typedInto === key ? noChange : live(text)}
        @input=${() => {
          this.#typedInto = key;
        }}
        @change=${(event: Event) => {
          this.#commit(held, address, (event.target as HTMLInputElement).value);
        }}
        @blur=${() => {
          this.#typedInto = null;
          this.requestUpdate();
        }}
        @keydown=${(event: KeyboardEvent) => {
          this.#onKey(event, held, address);
        }}
      />
      <button
        aria-label="Freeze ${what}"
        title="Freeze the ${what}: it is not trained"
        aria-pressed=${String(isFrozen)}
        @click=${() => {
          this.#change(
            held.changed('frozen', [address], !isFrozen),
            `The ${what} is ${isFrozen ? 'trained again' : 'frozen'}`,
          );
        }}
      >
        ${lockIcon(isFrozen)}
      </button>
      ${
        input === null
          ? nothing
          : html`<button
              aria-label="Cut link from ${name}"
              title="Cut the link from ${name}: its weight is 0 until it is not"
              aria-pressed=${String(isCut)}
              @click=${() => {
                this.#change(
                  held.changed('cut', [address], !isCut),
                  isCut ? `The link from ${name} is back, with its weight` : `The link from ${name} is cut`,
                );
              }}
            >
              ${cutIcon(isCut)}
            </button>`
      }
    </li>`;
  }

  #change(settings: Partial<Pick<Experiment, 'frozen' | 'cut'>>, said: string): void {
    send(this, 'weights-change', { settings, gesture: `hold ${(gestures++).toString()}` });
    this.said = said;
  }

  #commit(held: Held, address: ParameterAddress, text: string): void {
    this.#typedInto = null;
    const value = weightOf(text);
    // What is refused leaves no trace: the old number stands there again.
    this.requestUpdate();
    if (value === null) this.said = `${text === '' ? 'Nothing' : text} is no weight, so it stays as it was`;
    else this.#set(held, address, value, `set ${(gestures++).toString()}`);
  }

  #set(held: Held, address: ParameterAddress, value: number, gesture: string): void {
    send(this, 'weights-change', { values: [[held.placeOf(address), value]], gesture });
    this.said = `${address.input === null ? 'The bias' : 'The weight'} is ${value}`;
  }

  readonly #onKey = (event: KeyboardEvent, held: Held, address: ParameterAddress): void => {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (direction === 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const field = event.target as HTMLInputElement;
    const value = weightOf(field.value);
    if (value === null) return;
    const next = value + direction * step * (event.shiftKey ? 0.1 : 1);
    // Without the digits that only the sum of two rounded numbers has.
    const rounded = Number(next.toPrecision(12));
    field.value = String(rounded);
    this.#typedInto = null;
    this.#set(held, address, rounded, `arrow ${String(held.placeOf(address))}`);
  };

  protected override updated(): void {
    const chosen = chosenLink.value;
    const { layer, neuron } = this.neuron;
    if (chosen?.layer !== layer || chosen.neuron !== neuron) return;
    if (chosen.input !== null && chosen.input >= mostListed && !this.listsAll) {
      this.listsAll = true;
      return;
    }
    const field = this.renderRoot.querySelector<HTMLInputElement>(`[data-input='${String(chosen.input)}']`);
    if (field === null) return;
    chosenLink.value = null;
    // What has only just been loaded takes no focus before whatever it is in shows it.
    paintInFrame(() => {
      field.scrollIntoView({ block: 'nearest' });
      field.focus();
      field.select();
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-neuron-parameters': NeuronParameters;
  }
}
