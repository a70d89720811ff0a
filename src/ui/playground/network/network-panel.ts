import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { isFormula, type Activation } from '../../../experiment/activation-formula.ts';
import { commonActivation, layerActivations } from '../../../experiment/layer-activations.ts';
import { linkNames, neuronNames, type LinkQuantity, type NeuronQuantity } from '../../../experiment/names.ts';
import { limits } from '../../../experiment/limits.ts';
import { defaultExperiment, type Experiment } from '../../../experiment/schema.ts';
import type { DataPicture, NetworkPicture } from '../../../protocol/picture-messages.ts';
import type { Snapshot, View } from '../../../protocol/snapshot-messages.ts';
import { formatCount } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import { icon } from '../../controls/icons.ts';
import { Lazy } from '../../controls/lazy.ts';
import '../../controls/loaded-part.ts';
import { segmented } from '../../controls/segmented.ts';
import { differsBesidesRate } from '../settings/rate-and-penalties.ts';
import { send } from '../../page-events.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { apartStyles } from '../../controls/apart-styles.ts';
import { baseStyles, buttonStyles, panelStyles, segmentedStyles } from '../../controls/styles.ts';
import { activationParts } from '../activation/parts.ts';
import './layer-controls.ts';
import { keyLine } from './key-line.ts';
import { captionOf } from '../labels.ts';
import {
  columnWidths,
  layoutNetwork,
  longNamesWidth,
  outputNamesWidth,
  mostShown,
  shortNames,
  type NetworkLayout,
} from './layout.ts';
import type { LookDesk } from '../look/look-desk.ts';
import { rowName } from '../picture/row-name.ts';
import type { LinkMeasure } from './links.ts';
import './network-graph.ts';
import { networkPanelStyles } from './panel-styles.ts';

/** Width of a layer that is added. */
const newLayerWidth = 4;

const linkLabels: Readonly<Record<LinkQuantity, string>> = {
  weight: 'Weight',
  gradient: 'Gradient',
  update: 'Update',
};

const neuronLabels: Readonly<Record<NeuronQuantity, string>> = {
  output: 'Output',
  reaction: 'Reaction',
};

/** What shows gradients and updates: few look at them at once. */
const vitalsParts = new Lazy(() => import('./layer-vitals.ts'));
const nothingMeasured: LinkMeasure = { values: null, strengthOf: () => 0 };

/** The network and its shape. */
@customElement('chainrule-network-panel')
export class NetworkPanel extends SignalElement {
  static override readonly styles = [
    baseStyles,
    apartStyles,
    panelStyles,
    buttonStyles,
    segmentedStyles,
    networkPanelStyles,
  ];

  @property({ attribute: false, hasChanged: differsBesidesRate })
  experiment: Experiment = defaultExperiment;
  @property({ attribute: false }) network: NetworkPicture | null = null;
  @property({ attribute: false }) view: View | null = null;
  @property({ attribute: false }) data: DataPicture | null = null;
  /** The class that is told from the rest where there are more than have colours. */
  @property({ attribute: false }) chosenClass = 0;
  /** What the lines show. */
  @property() links: LinkQuantity = 'weight';
  /** What the neurons show. */
  @property() neurons: NeuronQuantity = 'output';
  /** What is looked at; null where nothing can be. */
  @property({ attribute: false }) look: LookDesk | null = null;
  /** By hidden layer and neuron, how much of the last batch it was dropped in; null where that is not seen. */
  @property({ attribute: false }) dropped: Snapshot['dropped'] | null = null;
  @property() theme: Theme = 'light';

  @state() private room = { width: 0, height: 0 };
  @query('.stage') private readonly stage!: HTMLElement;

  readonly #observer = new ResizeObserver(([entry]) => {
    const { width, height } = entry.contentRect;
    if (width !== this.room.width || height !== this.room.height) this.room = { width, height };
  });
  #layout: NetworkLayout | null = null;
  #measure: LinkMeasure | null = null;
  /** The same array as long as the layout is the same: the controls are then left alone. */
  #xs: readonly number[] = [];

  protected override firstUpdated(): void {
    this.#observer.observe(this.stage);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#observer.observe(this.stage);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { network, room } = this;
    this.#measure = this.#measured();
    if (room.width === 0) return;
    if (this.#layout === null || changed.has('network') || this.#isStale()) {
      const { features, hidden } = this.experiment;
      // Before the worker has answered, the settings say where the columns will stand.
      const widths = network === null ? [features.length, ...hidden, 1] : columnWidths(network);
      const isShort = network === null || network.inputs.every((name) => captionOf(name).length <= 4);
      const namesWidth = isShort ? shortNames : longNamesWidth(room.width);
      const outputNames = outputNamesWidth(network?.outputs.names ?? [], room.width);
      this.#layout = layoutNetwork(widths, room.width, room.height, namesWidth, outputNames);
      this.#xs = this.#layout.columns.map(({ x }) => x);
    }
  }

  #measured(): LinkMeasure | null {
    const { links, view } = this;
    if (links === 'weight') return null;
    const parts = vitalsParts.value.value;
    if (parts !== null) return parts.measureOf(view?.vitals ?? null, links);
    if (vitalsParts.failure.value === '') void vitalsParts.open();
    return nothingMeasured;
  }

  #isStale(): boolean {
    return this.#layout?.width !== this.room.width || this.#layout.height !== this.room.height;
  }

  override render() {
    const { hidden, seed } = this.experiment;
    const count = hidden.length;
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head">
        <h2 id="title">
          Network
          <span class="detail"
            ><span>· ${count} hidden ${count === 1 ? 'layer' : 'layers'}</span> · ${this.#parameterText()}
            parameters</span
          >
        </h2>
        <div class="tools">
          <button
            class="quiet"
            aria-label="Remove layer"
            ?disabled=${count === 0}
            @click=${this.#removeLayer}
            ${help('removeLayer')}
          >
            ${icon('minus')}<span class="verb">Remove</span>layer
          </button>
          <button
            class="quiet"
            aria-label="Add layer"
            ?disabled=${count >= limits.hiddenLayers.max}
            @click=${this.#addLayer}
            ${help('addLayer')}
          >
            ${icon('plus')}<span class="verb">Add</span>layer
          </button>
          <button class="quiet" @click=${this.#newSeed} ${help('newSeed')}>${icon('dices')}New seed</button>
          <span class="note">seed <span data-testid="seed" data-value=${seed}>${seed}</span></span>
        </div>
      </div>
      ${this.#renderLinks()} ${this.#renderFormulas()}
      <div class="scroller">
        <div class="diagram">
          <chainrule-layer-controls
            .widths=${hidden}
            .activations=${layerActivations(this.experiment)}
            .xs=${this.#xs}
            .gap=${this.#layout?.leastGap ?? Infinity}
          ></chainrule-layer-controls>
          <div class=${this.links === 'weight' ? 'stage' : 'stage low'}>
            <chainrule-network-graph
              .network=${this.network}
              .view=${this.view}
              .featureMaps=${this.data?.featureMaps ?? null}
              .layout=${this.#layout}
              .measure=${this.#measure}
              .look=${this.look}
              .dropped=${this.dropped}
              neurons=${this.neurons}
              .chosenClass=${this.chosenClass}
              theme=${this.theme}
            ></chainrule-network-graph>
            <chainrule-weight-handles
              .network=${this.network}
              .view=${this.view}
              .layout=${this.#layout}
              .measure=${this.#measure}
              .look=${this.look}
              .frozen=${this.experiment.frozen}
              .cut=${this.experiment.cut}
              theme=${this.theme}
            ></chainrule-weight-handles>
          </div>
          ${
            this.links === 'weight'
              ? nothing
              : html`<chainrule-layer-vitals
                  .network=${this.network}
                  .vitals=${this.view?.vitals ?? null}
                  .links=${this.links}
                  .xs=${this.#xs}
                ></chainrule-layer-vitals>`
          }
        </div>
      </div>
    </section>`;
  }

  /** Of the layers that have one, unless all have the same and it stands beside the other settings. */
  #renderFormulas() {
    const activations = layerActivations(this.experiment);
    if (activations.length > 1 && commonActivation(this.experiment) !== null) return nothing;
    return activations.map((activation, layer) =>
      isFormula(activation)
        ? html`<chainrule-part label="The formula" .source=${activationParts}
            ><chainrule-activation-formula
              .layer=${layer}
              .activation=${activation}
              @formula-change=${({ detail }: CustomEvent<Activation>) => {
                send(this, 'experiment-change', { activations: activations.with(layer, detail) });
              }}
            ></chainrule-activation-formula
          ></chainrule-part>`
        : nothing,
    );
  }

  #renderLinks() {
    const { links, view, theme } = this;
    const failure = links === 'weight' ? '' : vitalsParts.failure.value;
    return html`<div class="links">
      <span aria-hidden="true">Links</span>
      ${segmented({
        label: 'Links',
        help: 'links',
        value: links,
        segments: linkNames.map((value) => ({ value, label: linkLabels[value] })),
        onSelect: (chosen) => {
          send(this, 'view-change', { links: chosen });
        },
      })}
      ${this.look === null ? nothing : this.#renderNeurons()}
      ${keyLine({
        links,
        vitals: view?.vitals ?? null,
        theme,
        reaction: this.look === null || this.neurons === 'output' ? null : this.#sayReaction(),
      })}
      ${
        failure === ''
          ? nothing
          : html`<span role="alert">could not be loaded (${failure})</span>
              <button @click=${() => void vitalsParts.open()}>Try again</button>`
      }
    </div>`;
  }

  #renderNeurons() {
    return html`<span class="group"
      ><span aria-hidden="true">Neurons</span>${segmented({
        label: 'Neurons',
        help: 'neuronsShow',
        value: this.neurons,
        segments: neuronNames.map((value) => ({ value, label: neuronLabels[value] })),
        onSelect: (chosen) => {
          send(this, 'view-change', { neurons: chosen });
        },
      })}</span
    >`;
  }

  /** Of which rows the numbers in the neurons are. */
  #sayReaction(): string {
    const subject = this.look?.subject.value;
    if (subject?.kind === 'sample') return `d loss / d output at ${rowName(this.data?.rows, subject)}`;
    const reaction = this.look?.reaction.value ?? null;
    if (reaction === null) return 'd loss / d output';
    const rows = `${reaction.isSample ? 'the first ' : ''}${formatCount(reaction.rows)} train points`;
    return `d loss / d output, root mean square over ${rows}`;
  }

  #parameterText(): string {
    return this.network === null ? '…' : formatCount(this.network.parameterCount);
  }

  protected override updated(): void {
    const { hidden, features } = this.experiment;
    const widths = this.network === null ? [...hidden, features.length] : columnWidths(this.network);
    const rows = Math.max(4, ...widths.map((width) => Math.min(width, mostShown)));
    this.style.setProperty('--rows', String(rows));
    this.style.setProperty('--columns', String(hidden.length + 2));
  }

  readonly #addLayer = (): void => {
    send(this, 'experiment-change', { hidden: [...this.experiment.hidden, newLayerWidth] });
  };

  readonly #removeLayer = (): void => {
    send(this, 'experiment-change', { hidden: this.experiment.hidden.slice(0, -1) });
  };

  readonly #newSeed = (): void => {
    send(this, 'page-command', 'new-seed');
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-network-panel': NetworkPanel;
  }
}
