import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, queryAll, state } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { weightAt } from '../../../nn/parameter-blocks.ts';
import type { DataPicture, NetworkPicture } from '../../../protocol/picture-messages.ts';
import type { Snapshot, View } from '../../../protocol/snapshot-messages.ts';
import { FrameTask } from '../../controls/frame-task.ts';
import { Lazy } from '../../controls/lazy.ts';
import type { NeuronQuantity } from '../../../experiment/names.ts';
import { cutName, cutNames, cutNameStyles } from '../../controls/cut-name.ts';
import { captionOf } from '../labels.ts';
import type { LookDesk } from '../look/look-desk.ts';
import { send } from '../../page-events.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { baseStyles } from '../../controls/styles.ts';
import { nameNeuron } from './name-neuron.ts';
import { networkGraphStyles } from './graph-styles.ts';
import {
  columnWidths,
  mostShown,
  neighbour,
  type Column,
  type DrawnNeuron,
  type NetworkLayout,
} from './layout.ts';
import { clearStage, linkAt, paintFan, paintLinks } from './link-painter.ts';
import { strongestLinks, type Link, type LinkMeasure } from './links.ts';
import type { NeuronCard } from './neuron-card.ts';
import { NeuronPainter } from './neuron-painter.ts';
import { placeCard, placeNeurons } from './placement.ts';

/** What the canvases show; hovering changes none of it. */
const paintedProperties = [
  'view',
  'network',
  'layout',
  'theme',
  'chosenClass',
  'featureMaps',
  'measure',
] as const;

/** Nothing that the first picture needs. */
const cardElement = new Lazy(() => import('./card-parts.ts'));

/** Nor what shows the numbers of a place that is looked at. */
const valuesElement = new Lazy(() => import('../look/neuron-values.ts'));

const droppedElement = new Lazy(() => import('./dropped-neurons.ts'));

/** The network as it is: every neuron a live picture, every drawn line a weight. */
@customElement('chainrule-network-graph')
export class NetworkGraph extends SignalElement {
  static override readonly styles = [baseStyles, networkGraphStyles, cutNameStyles];

  @property({ attribute: false }) network: NetworkPicture | null = null;
  @property({ attribute: false }) view: View | null = null;
  @property({ attribute: false }) featureMaps: DataPicture['featureMaps'] | null = null;
  @property({ attribute: false }) layout: NetworkLayout | null = null;
  /** The class that is told from the rest where there are more than have colours. */
  @property({ attribute: false }) chosenClass = 0;
  /** What the lines show; null for the weights. */
  @property({ attribute: false }) measure: LinkMeasure | null = null;
  /** What is looked at; null where nothing can be. */
  @property({ attribute: false }) look: LookDesk | null = null;
  /** By hidden layer and neuron, how much of the last batch it was dropped in; null where that is not seen. */
  @property({ attribute: false }) dropped: Snapshot['dropped'] | null = null;
  /** What the neurons show. */
  @property() neurons: NeuronQuantity = 'output';
  @property() theme: Theme = 'light';

  /** What the card speaks of: what the pointer is on, or else what the keyboard is on. */
  @state() private hovered: DrawnNeuron | Link | null = null;
  @state() private focused: DrawnNeuron | null = null;
  /** The one neuron that Tab reaches; arrow keys go on from there. */
  @state() private current: DrawnNeuron = { column: 0, index: 0 };

  @query('canvas') private readonly canvas!: HTMLCanvasElement | null;
  @query('chainrule-neuron-card') private readonly card!: NeuronCard | null;
  @queryAll('button') private readonly buttons!: NodeListOf<HTMLButtonElement>;

  #links: readonly Link[] = [];
  /** What is painted until the next view of the same network comes: an empty frame between would only flicker. */
  #lastView: View | null = null;
  readonly #neurons = new NeuronPainter();
  readonly #painting = new FrameTask(() => {
    this.#paint();
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#painting.cancel();
    this.look?.pointAtNeuron(null);
    this.look?.wantVitals(false);
  }

  protected override willUpdate(changed: PropertyValues<NetworkGraph>): void {
    if (changed.has('network') && this.network !== null) {
      const widths = columnWidths(this.network);
      const { column, index } = this.current;
      if (column >= widths.length || index >= widths[column]) this.current = { column: 0, index: 0 };
      this.hovered = null;
      this.#lastView = null;
      this.#links = [];
    }
  }

  override render() {
    const { network, layout } = this;
    if (network === null || layout === null) return nothing;
    return html`<div
      class="stage"
      role="group"
      aria-label="Network diagram; arrow keys move between neurons"
      @pointermove=${this.#onPointer}
      @pointerleave=${this.#onLeave}
      @keydown=${this.#onKey}
    >
      <canvas aria-hidden="true"></canvas>
      ${layout.columns.map(({ ys }, column) => ys.map((_, index) => this.#renderNeuron(network, { column, index })))}
      ${this.#renderNames('name', inputNames(network), layout.columns[0])}
      ${this.#renderNames('output-name', outputNames(network), layout.columns[layout.columns.length - 1])}
      ${layout.columns.map(({ hiddenCount }, column) =>
        hiddenCount > 0
          ? html`<button
              class="more ${column === layout.columns.length - 1 ? 'of-outputs' : ''}"
              aria-label="+ ${hiddenCount} more: open all of them in the graph"
              @click=${() => send(this, 'graph-open', null)}
            >
              + ${hiddenCount} more
            </button>`
          : html`<span class="more" hidden></span>`,
      )}
      ${this.#renderValues()} ${this.#renderDropped()} ${this.#renderCard(network)}
    </div>`;
  }

  /** Of those that are drawn; each is told from all the others. */
  #renderNames(kind: string, names: readonly string[], { ys }: Column) {
    const drawn = cutNames(names).slice(0, ys.length);
    return drawn.map(
      (name) => html`<span class="${kind} cut-name" aria-hidden="true">${cutName(name)}</span>`,
    );
  }

  #renderNeuron(network: NetworkPicture, address: DrawnNeuron) {
    const { column, index } = address;
    const isCurrent = column === this.current.column && index === this.current.index;
    return html`<button
      class="neuron"
      aria-label=${nameNeuron(network, address)}
      aria-describedby="card"
      tabindex=${isCurrent ? 0 : -1}
      data-column=${column}
      data-index=${index}
      @pointerdown=${(event: PointerEvent) => {
        this.#opensOnClick = event.pointerType !== 'touch' || this.#shows(address);
      }}
      @click=${(event: MouseEvent) => {
        // A click without a pointer is the keyboard's.
        if (event.detail === 0 || this.#opensOnClick) this.#open(network, address);
      }}
      @focus=${() => {
        this.current = address;
        this.focused = address;
      }}
      @blur=${() => {
        this.focused = null;
      }}
    ></button>`;
  }

  /** A finger must first see what it is about to open. */
  #opensOnClick = true;

  #shows(address: DrawnNeuron): boolean {
    const shown = this.#shown;
    return (
      shown !== null && 'index' in shown && shown.column === address.column && shown.index === address.index
    );
  }

  /** Inputs have no weights. Without anything to look with, the graph itself is what opens; the output's is the whole loss. */
  #open({ layers }: NetworkPicture, { column, index }: DrawnNeuron): void {
    if (column === 0) return;
    const neuron = { layer: column - 1, neuron: index };
    if (this.look !== null) {
      this.look.open(neuron);
      // On a phone the sheet comes over the lower half.
      this.#buttonOf({ column, index })?.scrollIntoView({ block: 'nearest' });
    } else send(this, 'graph-open', column === layers.length ? null : neuron);
  }

  /** Each neuron's number, once there is anything to say. */
  #renderValues() {
    const { look, network, layout, featureMaps, theme } = this;
    const isWanted = look !== null && (look.hasValues.value || this.neurons === 'reaction');
    if (!isWanted) return nothing;
    void valuesElement.open();
    return html`<chainrule-neuron-values
      .look=${look}
      .network=${network}
      .layout=${layout}
      .featureMaps=${featureMaps}
      neurons=${this.neurons}
      theme=${theme}
    ></chainrule-neuron-values>`;
  }

  #renderDropped() {
    if (this.dropped === null) return nothing;
    void droppedElement.open();
    return html`<chainrule-dropped-neurons
      .dropped=${this.dropped}
      .layout=${this.layout}
    ></chainrule-dropped-neurons>`;
  }

  #renderCard(network: NetworkPicture) {
    const parts = cardElement.value.value;
    const shown = this.#isOpen(this.#shown) ? null : this.#shown;
    const parameters = this.view?.parameters ?? null;
    const ofView = this.view?.vitals ?? null;
    const vitals = this.measure === null ? null : ofView;
    const numbers =
      shown === null || parts === null
        ? null
        : 'weight' in shown
          ? parts.describeLink(network, this.#refreshed(shown), ofView)
          : parts.describeNeuron(network, parameters, shown, vitals);
    return html`<chainrule-neuron-card
      id="card"
      ?hidden=${numbers === null}
      .numbers=${numbers}
    ></chainrule-neuron-card>`;
  }

  /** What stands open beside the network needs no card over it. */
  #isOpen(shown: DrawnNeuron | Link | null): boolean {
    const opened = this.look?.opened.value ?? null;
    if (opened === null || shown === null || !('index' in shown)) return false;
    return opened.layer === shown.column - 1 && opened.neuron === shown.index;
  }

  get #shown(): DrawnNeuron | Link | null {
    return this.hovered ?? this.focused;
  }

  /** The same link with its weight of now. */
  #refreshed(link: Link): Link {
    const layer = this.network?.layers[link.column];
    if (layer === undefined || this.view === null) return link;
    const weight = this.view.parameters[weightAt(layer, link.to, link.from)];
    return { ...link, weight };
  }

  /** The class of the output that is pointed at, where there are several. */
  #lookedAt: number | null = null;

  #look(network: NetworkPicture): void {
    const shown = this.#shown;
    const isOutput = shown !== null && 'index' in shown && shown.column === network.layers.length;
    const place = isOutput && network.outputs.names.length > 1 ? shown.index : null;
    if (place === this.#lookedAt) return;
    this.#lookedAt = place;
    send(this, 'class-look', place);
  }

  /** Whose map takes the picture's place; of a link, gradient and last update are wanted. */
  #tellDesk(): void {
    const shown = this.#shown;
    this.look?.pointAtNeuron(shown !== null && 'index' in shown ? shown : null);
    this.look?.wantVitals(shown !== null && 'weight' in shown);
  }

  protected override updated(changed: PropertyValues<NetworkGraph>): void {
    const { layout, network } = this;
    if (layout === null || network === null) return;
    if (changed.has('layout') || changed.has('network')) placeNeurons(this.renderRoot, layout);
    this.#look(network);
    this.#tellDesk();
    const shown = this.#shown;
    if (shown !== null && this.card !== null) void this.#placeCard(this.card, layout, shown);
    else void cardElement.open();
    if (paintedProperties.some((name) => changed.has(name))) this.#painting.request();
  }

  /** Once the card has its text, and so its width. */
  async #placeCard(card: NeuronCard, layout: NetworkLayout, shown: DrawnNeuron | Link): Promise<void> {
    await cardElement.open();
    await card.updateComplete;
    placeCard(card, layout, shown);
  }

  #paint(): void {
    const { network, view, layout, featureMaps, theme, chosenClass, canvas, measure } = this;
    if (network === null || layout === null || canvas === null) return;
    this.#lastView = view ?? this.#lastView;
    const shown = measure === null ? view?.parameters : measure.values;
    if (view !== null) this.#links = shown ? strongestLinks(network, shown) : [];
    const context = clearStage(canvas, layout);
    if (context === null) return;
    if (network.inputPicture !== null) paintFan(context, layout, theme);
    paintLinks(context, this.#links, layout, theme, measure?.strengthOf);
    this.#neurons.paint(context, layout, { network, view: this.#lastView, featureMaps, theme, chosenClass });
  }

  readonly #onPointer = (event: PointerEvent): void => {
    const button = (event.target as Element).closest('button');
    if (button !== null) {
      this.hovered = { column: Number(button.dataset['column']), index: Number(button.dataset['index']) };
      return;
    }
    const { layout } = this;
    if (layout === null || event.pointerType === 'touch') return;
    const { left, top } = this.getBoundingClientRect();
    this.hovered = linkAt(this.#links, layout, event.clientX - left, event.clientY - top);
  };

  readonly #onLeave = (): void => {
    this.hovered = null;
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      this.hovered = null;
      this.focused = null;
      return;
    }
    if (!event.key.startsWith('Arrow') || this.layout === null) return;
    event.preventDefault();
    this.#buttonOf(neighbour(this.layout, this.current, event.key))?.focus();
  };

  #buttonOf({ column, index }: DrawnNeuron): HTMLButtonElement | undefined {
    return [...this.buttons].find(
      ({ dataset }) => dataset['column'] === String(column) && dataset['index'] === String(index),
    );
  }
}

function inputNames({ inputs, inputPicture }: NetworkPicture): readonly string[] {
  return inputPicture === null
    ? inputs.map(captionOf)
    : [`${inputPicture.rows} × ${inputPicture.columns} pixels`];
}

/** The classes that they stand for; a single output needs no name. */
function outputNames({ outputs: { names } }: NetworkPicture): readonly string[] {
  return names.length > 1 ? names.slice(0, mostShown) : [];
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-network-graph': NetworkGraph;
  }
}
