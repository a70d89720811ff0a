import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { defaultView, type ViewSettings } from '../../../experiment/schema.ts';
import type { HiddenSpace } from '../../../protocol/hidden-messages.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';
import { selectField, selectStyles } from '../../controls/select-field.ts';
import { baseStyles, fieldStyles } from '../../controls/styles.ts';
import { send } from '../../page-events.ts';
import './hidden-plot.ts';
import { axisNames } from './picture-of.ts';

/** Which layer the picture is of and which of its neurons, and what is seen in it. */
@customElement('chainrule-hidden-view')
export class HiddenView extends LitElement {
  static override readonly styles = [
    baseStyles,
    fieldStyles,
    selectStyles,
    css`
      .choices {
        display: grid;
        grid-template-columns: minmax(0, 1fr) repeat(2, minmax(0, 2fr));
        gap: 4px 8px;
        margin: 6px 0 4px;
      }
      p {
        margin: 4px 0 0;
        font-size: 0.75rem;
        line-height: 16px;
        color: var(--muted);
      }
    `,
  ];

  @property({ attribute: false }) data: DataPicture | null = null;
  /** null until it is computed. */
  @property({ attribute: false }) space: HiddenSpace | null = null;
  @property({ attribute: false }) viewSettings: ViewSettings = defaultView;
  /** Neurons of each hidden layer. */
  @property({ attribute: false }) widths: readonly number[] = [];

  override render() {
    if (this.widths.length === 0)
      return html`<p data-testid="no-hidden-layer">
        This network has no hidden layer, so there is no space between its inputs and its output. Add a layer
        to see one.
      </p>`;
    return html`${this.#renderChoices()} ${this.#renderWords()}`;
  }

  #renderChoices() {
    const { hiddenLayer } = this.viewSettings;
    const layer = hiddenLayer === 0 ? this.widths.length : Math.min(hiddenLayer, this.widths.length);
    return html`<div class="choices">
      ${selectField({
        label: 'Layer',
        help: 'hiddenLayer',
        value: String(layer),
        options: this.widths.map((_, i) => ({ value: String(i + 1), label: String(i + 1) })),
        onSelect: (value) => this.#change({ hiddenLayer: Number(value), hiddenX: 0, hiddenY: 0 }),
      })}
      ${this.#renderAxis('Across', 'hiddenX', layer)} ${this.#renderAxis('Up', 'hiddenY', layer)}
    </div>`;
  }

  #renderAxis(label: 'Across' | 'Up', setting: 'hiddenX' | 'hiddenY', layer: number) {
    const width = this.widths[layer - 1];
    if (width < 2) return nothing;
    const axes = this.space?.axes ?? null;
    const own = axes?.kind === 'neurons' ? axes.neurons[label === 'Across' ? 0 : 1] + 1 : 0;
    const components = width > 2 ? [{ value: '0', label: `component ${label === 'Across' ? 1 : 2}` }] : [];
    const neurons = Array.from({ length: width }, (_, i) => ({
      value: String(i + 1),
      label: `neuron ${i + 1}`,
    }));
    const chosen = this.viewSettings[setting];
    return selectField({
      label,
      help: 'hiddenAxis',
      value: String(own > 0 ? own : chosen),
      options: [...components, ...neurons],
      onSelect: (value) => {
        const neuron = Number(value);
        // Components are both or none.
        this.#change(neuron === 0 ? { hiddenX: 0, hiddenY: 0 } : { [setting]: neuron });
      },
    });
  }

  #change(patch: Partial<ViewSettings>): void {
    send(this, 'view-change', patch);
  }

  #renderWords() {
    const { space } = this;
    if (space === null) return html`<p>Not computed yet.</p>`;
    const isClassification = this.data?.task === 'classification';
    const [across, up] = axisNames(space, isClassification);
    const isDecided = space.outputs !== null && isClassification;
    return html`<p data-testid="hidden-axes">
      Across ${across}, up
      ${up}.${space.gridLines.length > 0 ? ` The grid is ${this.#gridWords()} as this layer bends it.` : ''}
      ${isDecided ? 'Colours: what the network answers there.' : ''}
    </p>`;
  }

  #gridWords(): string {
    const slice = this.data?.slice ?? null;
    if (slice === null) return 'the plane of the inputs';
    if (slice.isLine === true) return 'the line of the input';
    return slice.axes === null
      ? 'the slice along the principal components'
      : `the slice over ${slice.axes.join(' and ')}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-hidden-view': HiddenView;
  }
}
