import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { drawGraph, type GraphDrawing } from '../../../lab/drawing.ts';
import type { LabGraph } from '../../../lab/graph.ts';
import type { NodeGroup } from '../../../lab/groups.ts';
import { closeGroup, mostDrawn, openedAtFirst, openGroup, outerGroups } from '../../../lab/open-groups.ts';
import { printedName, withIndices } from '../../../lab/printed-name.ts';
import { describeBox, walk } from '../../../lab/walk.ts';
import { FocusKeeper } from '../../controls/focus-keeper.ts';
import { help } from '../../controls/help.ts';
import { icon } from '../../controls/icons.ts';
import { send } from '../../page-events.ts';
import { baseStyles, buttonStyles } from '../../controls/styles.ts';
import {
  cardAbout,
  cardOf,
  cardSizes,
  spokenNumbers,
  type Card,
  type GraphNumbers,
  type HiddenNumbers,
  type NodeMark,
} from './cards.ts';
import { writeSvg } from './export-svg.ts';
import { Gestures } from './gestures.ts';
import type { Hit } from './hit.ts';
import { LayoutKeeper, type LayoutFunction } from './layout-keeper.ts';
import { Picture } from './picture.ts';
import type { Emphasis } from './scene.ts';
import { boxOf, keptBox, nodeOf, sameNode, shownOf, type Shown } from './shown.ts';
import { TextMeasure } from './text-measure.ts';
import { graphViewStyles } from './view-styles.ts';

const zoomStep = 1.3;
const panStep = 60;

const keyHelp =
  'Left and right arrows lead to operands and users, up and down through a column, Home and End to the first node ' +
  'and the result. Enter selects a node or opens a group, Backspace closes the group around it. ' +
  'Plus and minus zoom, 0 shows everything, Shift with an arrow moves the drawing.';

/** What is written on the cards, and what stands out: painted anew when one of these changes. */
const paintedProperties = [
  'numbers',
  'version',
  'active',
  'touched',
  'selected',
  'hiding',
  'revealed',
  'marks',
  'theme',
] as const;

/** The boxes and their sizes, with what they were made of; graphs that differ in numbers alone share their operands. */
interface Sketch {
  readonly operands: LabGraph['operands'];
  readonly groups: readonly NodeGroup[];
  readonly open: ReadonlySet<string>;
  readonly drawing: GraphDrawing;
  readonly sizes: Float32Array;
}

/**
 * A scalar graph, drawn as one writes it: a card for every node, with its data and gradient. It is painted on a
 * canvas, and walked node by node with the keyboard, each said aloud. Sends `node-select` and `groups-open`.
 */
@customElement('chainrule-graph-view')
export class GraphView extends LitElement {
  static override readonly styles = [baseStyles, buttonStyles, graphViewStyles];

  @property({ attribute: false }) graph: LabGraph | null = null;
  @property({ attribute: false }) groups: readonly NodeGroup[] = [];
  @property({ attribute: false }) numbers: GraphNumbers | null = null;
  /** Any change of it writes the numbers anew: their arrays change in place. */
  @property({ attribute: false }) version = 0;
  /** The node that the step is about. */
  @property({ attribute: false }) active: number | null = null;
  /** The nodes that the step has written to. */
  @property({ attribute: false }) touched: readonly number[] = [];
  @property({ attribute: false }) selected: number | null = null;
  /** What is a question mark on the cards, but for the nodes in `revealed`. */
  @property({ attribute: false }) hiding: HiddenNumbers = 'none';
  @property({ attribute: false }) revealed: ReadonlySet<number> = new Set();
  @property({ attribute: false }) marks: ReadonlyMap<number, NodeMark> = new Map();
  /** Ids of the groups that are open; null for those that open by themselves. */
  @property({ attribute: false }) openGroups: ReadonlySet<string> | null = null;
  /** Places the boxes; the newest answer counts. */
  @property({ attribute: false }) layout: LayoutFunction | null = null;
  @property({ attribute: false }) theme: Theme = 'light';

  protected readonly focusKeeper = new FocusKeeper(this, '.stage');
  @state() private spoken = '';
  @state() private isWaiting = true;

  @query('.stage') private readonly stage!: HTMLElement;
  @query('.sheet') private readonly sheet!: HTMLElement;

  #open: ReadonlySet<string> = new Set();
  #shown: Shown | null = null;
  #cards: readonly Card[] = [];
  #frameCards: readonly Card[] = [];
  /** The node of the graph that the keyboard is on, itself or inside a closed group. */
  #cursor: number | null = null;
  #hovered = -1;
  #hoveredFold = -1;
  /** Speaks of the cursor once the places of what is being drawn have arrived. */
  #speaksNext = false;
  #picture: Picture | null = null;
  #gestures: Gestures | null = null;
  #resizing: ResizeObserver | null = null;
  #lastSketch: Sketch | null = null;
  readonly #measure = new TextMeasure();
  readonly #places = new LayoutKeeper();

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#gestures?.release();
    this.#resizing?.disconnect();
    this.#picture?.stop();
    this.#places.forget();
  }

  /** The drawing as it is, all of it, as an SVG document in the light theme; empty before there is one. */
  exportSvg(): string {
    if (this.#shown === null) return '';
    const { placed } = this.#shown;
    return writeSvg({ placed, titles: this.#shown.titles, cards: this.#cards });
  }

  protected override willUpdate(changed: PropertyValues<GraphView>): void {
    if (!['graph', 'groups', 'openGroups'].some((name) => changed.has(name as keyof GraphView))) return;
    const { graph, groups, openGroups } = this;
    if (graph === null) return;
    const isKnown =
      openGroups !== null && (openGroups.size === 0 || groups.some(({ id }) => openGroups.has(id)));
    if (isKnown) this.#open = openGroups;
    else if (changed.has('groups') || changed.has('openGroups')) this.#open = openedAtFirst(graph, groups);
  }

  override render() {
    const count = this.graph?.values.length ?? 0;
    return html`<div
        class="stage"
        role="application"
        aria-roledescription="graph"
        aria-label="Graph of ${count} ${count === 1 ? 'node' : 'nodes'}"
        aria-description=${keyHelp}
        tabindex="0"
        @keydown=${this.#onKey}
        @focus=${this.#onFocus}
        @blur=${this.#refreshLooks}
      >
        <div class="sheet" aria-hidden="true"></div>
      </div>
      ${this.#renderGrouping()}
      <div class="zoom" role="group" aria-label="Zoom">
        <button
          class="quiet"
          aria-label="Zoom in"
          title="Zoom in (+)"
          @click=${() => this.#picture?.zoom(zoomStep)}
        >
          ${icon('plus')}
        </button>
        <button
          class="quiet"
          aria-label="Zoom out"
          title="Zoom out (−)"
          @click=${() => this.#picture?.zoom(1 / zoomStep)}
        >
          ${icon('minus')}
        </button>
        <button
          class="quiet"
          aria-label="Fit the graph"
          title="Fit the graph (0)"
          @click=${() => this.#picture?.fit()}
        >
          ${icon('fit')}
        </button>
      </div>
      ${this.isWaiting && this.graph !== null ? html`<p class="waiting">Drawing the graph…</p>` : nothing}
      <p class="visually-hidden" role="status">${this.spoken}</p>`;
  }

  /** Every node by itself, or a box for every neuron. */
  #renderGrouping() {
    const { graph, groups } = this;
    if (graph === null || groups.length === 0) return nothing;
    const isAll = groups.every(({ id }) => this.#open.has(id));
    const canShowAll = graph.values.length <= mostDrawn;
    if (!isAll && !canShowAll && this.#open.size === 0) return nothing;
    // Every node: as it opens by itself.
    const next = isAll ? new Set(outerGroups(groups)) : canShowAll ? null : new Set<string>();
    return html`<button class="quiet grouping" ${help('labGrouping')} @click=${() => this.#setOpen(next)}>
      ${isAll ? 'Group by neuron' : canShowAll ? 'Show every node' : 'Close all groups'}
    </button>`;
  }

  protected override firstUpdated(): void {
    this.#picture = new Picture(this.sheet);
    this.#watch();
  }

  protected override updated(changed: PropertyValues): void {
    const isOther = ['graph', 'groups', 'openGroups'].some((name) => changed.has(name));
    if (isOther || (changed.has('layout') && this.#shown === null)) void this.#draw();
    if (paintedProperties.some((name) => changed.has(name))) {
      this.#refreshCards();
      if (changed.has('active') && this.active !== null)
        this.#picture?.reveal(boxOf(this.#shown, this.active));
      if (changed.has('selected') && this.selected !== null) {
        this.#cursor = this.selected;
        this.#picture?.reveal(boxOf(this.#shown, this.selected));
      }
    }
  }

  #watch(): void {
    const picture = this.#picture;
    if (picture === null) return;
    this.#gestures = new Gestures(this.stage, {
      pan: (dx, dy) => picture.pan(dx, dy),
      showsFullHeight: () => picture.showsFullHeight,
      zoom: (factor, x, y) => picture.zoom(factor, x, y),
      click: (x, y) => this.#onClick(picture.hitAt(x, y)),
      hover: (x, y) => this.#onHover(picture.hitAt(x, y)),
      leave: () => this.#onHover(null),
    });
    this.#resizing = new ResizeObserver(([entry]) => {
      if (entry !== undefined) picture.resize(entry.contentRect);
    });
    this.#resizing.observe(this.stage);
  }

  /** Asks for places and meanwhile leaves what is there. */
  async #draw(): Promise<void> {
    const { graph, layout } = this;
    if (graph === null || layout === null) {
      if (graph === null) this.#show(null);
      return;
    }
    const { drawing, sizes } = this.#sketch(graph);
    // At once where it can be: a leaf that moves must not wait for anything.
    const placed = this.#places.known(drawing, sizes) ?? (await this.#places.place(drawing, sizes, layout));
    if (placed === null) return;
    const shown = this.#shown;
    const isSame = shown !== null && shown.placed.drawing === drawing;
    this.#show(isSame ? { ...shown, graph, placed } : shownOf(graph, placed, this.#measure));
  }

  /** What is to be drawn: the same as before where only numbers have changed. */
  #sketch(graph: LabGraph): Sketch {
    const { groups } = this;
    const open = this.#open;
    const last = this.#lastSketch;
    const isSame = last?.operands === graph.operands && last.groups === groups && last.open === open;
    if (isSame) return last;
    const drawing = drawGraph(graph, groups, open);
    const sizes = cardSizes(drawing, this.#measure);
    this.#lastSketch = { operands: graph.operands, groups, open, drawing, sizes };
    return this.#lastSketch;
  }

  #show(shown: Shown | null): void {
    const last = this.#shown;
    this.#shown = shown;
    this.isWaiting = shown === null;
    this.#hovered = -1;
    this.#hoveredFold = -1;
    // The same node of another graph has another number.
    if (shown === null) this.#cursor = null;
    else if (shown.graph !== last?.graph) {
      this.#cursor = sameNode(last, this.#cursor, shown) ?? this.selected ?? shown.graph.root;
    }
    const kept = last === null || shown === null ? null : keptBox(this.#cursor, last, shown);
    this.#picture?.show(shown && shown.placed, { kept, isSameGraph: last?.graph === shown?.graph });
    this.#refreshCards();
    if (this.#speaksNext) this.#speak();
    this.#speaksNext = false;
  }

  #refreshCards(): void {
    const shown = this.#shown;
    // The numbers are those of the newest graph: an older one keeps what was written on it.
    if (shown !== null && shown.graph === this.graph) {
      const cardState = {
        graph: shown.graph,
        numbers: this.numbers,
        hidden: this.hiding,
        revealed: this.revealed,
        marks: this.marks,
      };
      const { drawing } = shown.placed;
      this.#cards = drawing.nodes.map((_, box) => cardOf(drawing, box, cardState));
      const groups = new Map(this.groups.map((group) => [group.id, group]));
      this.#frameCards = drawing.frames.map(({ group }) => {
        const { result = null, nodes = [] } = groups.get(group) ?? {};
        return cardAbout(result, nodes, cardState);
      });
    }
    this.#refreshLooks();
  }

  #refreshLooks(): void {
    const { theme } = this;
    const titles = this.#shown?.titles ?? [];
    this.#picture?.look({
      cards: this.#cards,
      frameCards: this.#frameCards,
      titles,
      emphasis: this.#emphasis(),
      theme,
    });
  }

  #emphasis(): Emphasis {
    // Numbers of nodes are those of the newest graph too.
    const current = this.#shown?.graph === this.graph ? this.#shown : null;
    return {
      active: boxOf(current, this.active),
      touched: new Set(this.touched.map((node) => boxOf(current, node))),
      selected: boxOf(current, this.selected),
      cursor: this.stage.matches(':focus-visible') ? boxOf(this.#shown, this.#cursor) : -1,
      hovered: this.#hovered,
      hoveredFold: this.#hoveredFold,
    };
  }

  #onClick(hit: Hit | null): void {
    if (hit === null || this.#shown === null) return;
    const { nodes, frames } = this.#shown.placed.drawing;
    if (hit.kind === 'frame') this.#close(frames[hit.index].group);
    else if (hit.kind === 'fold') this.#unfold(hit.index);
    else {
      this.#cursor = nodeOf(nodes[hit.index]);
      this.#speak();
      this.#choose(hit.index);
    }
  }

  #onHover(hit: Hit | null): void {
    const box = hit?.kind === 'box' ? hit.index : -1;
    this.stage.classList.toggle('on-box', box >= 0);
    const fold = hit?.kind === 'fold' ? hit.index : -1;
    this.stage.classList.toggle('on-frame', hit?.kind === 'frame');
    this.stage.classList.toggle('on-fold', fold >= 0);
    if (box === this.#hovered && fold === this.#hoveredFold) return;
    this.#hovered = box;
    this.#hoveredFold = fold;
    const remarks = this.#cards[box]?.marks.map(({ text }) => text) ?? [];
    const group = this.#shown?.placed.drawing.frames[fold]?.title;
    this.sheet.title = [group ?? [], ...this.#fullTitle(box), ...remarks].flat().join('\n');
    this.#refreshLooks();
  }

  /** What there was no room for on a card. */
  #fullTitle(box: number): string[] {
    if (this.#shown === null || box < 0) return [];
    const { graph, placed, titles } = this.#shown;
    const { title, detail, node, kind } = placed.drawing.nodes[box];
    if (kind === 'op' && title === detail && node !== null) return [printedName(graph.names[node])];
    const whole = withIndices(title);
    return titles[box] === whole ? [] : [whole];
  }

  #onFocus(): void {
    if (this.stage.matches(':focus-visible')) this.#speak();
    this.#refreshLooks();
  }

  #onKey(event: KeyboardEvent): void {
    const shown = this.#shown;
    if (shown === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = boxOf(shown, this.#cursor ?? shown.graph.root);
    if (this.#moveCamera(event) || this.#useGroups(event.key, shown, box)) {
      event.preventDefault();
      return;
    }
    const { centres } = shown.placed.layout;
    const next = walk(shown.neighbours, { centres, sizes: shown.placed.sizes }, box, event.key);
    if (next === null) return;
    event.preventDefault();
    this.#cursor = nodeOf(shown.placed.drawing.nodes[next]);
    this.#picture?.reveal(next);
    this.#speak();
    this.#refreshLooks();
  }

  #moveCamera({ key, shiftKey }: KeyboardEvent): boolean {
    if (key === '+' || key === '=') this.#picture?.zoom(zoomStep);
    else if (key === '-' || key === '_') this.#picture?.zoom(1 / zoomStep);
    else if (key === '0' || key === 'f' || key === 'F') this.#picture?.fit();
    else if (shiftKey && key.startsWith('Arrow')) {
      const dx = key === 'ArrowLeft' ? panStep : key === 'ArrowRight' ? -panStep : 0;
      const dy = key === 'ArrowUp' ? panStep : key === 'ArrowDown' ? -panStep : 0;
      this.#picture?.pan(dx, dy);
    } else return false;
    return true;
  }

  #useGroups(key: string, { placed: { drawing } }: Shown, box: number): boolean {
    if (key === 'Enter' || key === ' ') this.#choose(box);
    else if (key === 'Backspace') {
      const { frame } = drawing.nodes[box];
      if (frame >= 0) this.#close(drawing.frames[frame].group);
    } else return false;
    return true;
  }

  /** Comes near enough to read what a neuron is made of; its result is what is spoken of. */
  #unfold(frame: number): void {
    const id = this.#shown?.placed.drawing.frames[frame]?.group;
    const result = this.groups.find((group) => group.id === id)?.result ?? null;
    if (result !== null) {
      this.#cursor = result;
      this.#speak();
      send(this, 'node-select', result);
    }
    this.#picture?.approach(frame);
  }

  /** Opens a closed group; selects a node. */
  #choose(box: number): void {
    if (this.graph === null || this.#shown?.graph !== this.graph) return;
    const { kind, node, group } = this.#shown.placed.drawing.nodes[box];
    const fold = this.#picture?.foldOf(box) ?? -1;
    if (fold >= 0) this.#picture?.approach(fold);
    if (kind !== 'group' || group === null) {
      if (node !== null) send(this, 'node-select', node);
      this.#refreshLooks();
      return;
    }
    const open = openGroup(this.graph, this.groups, this.#open, group);
    if (open === this.#open) this.spoken = 'This group has too many nodes to be drawn.';
    else this.#setOpen(open);
  }

  #close(group: string): void {
    this.#setOpen(closeGroup(this.groups, this.#open, group));
  }

  #setOpen(open: ReadonlySet<string> | null): void {
    this.#speaksNext = true;
    this.openGroups = open;
    send(this, 'groups-open', open);
  }

  #speak(): void {
    const shown = this.#shown;
    const box = boxOf(this.#shown, this.#cursor);
    const card = this.#cards[box];
    if (shown === null || card === undefined) return;
    this.spoken = describeBox(shown.graph, shown.placed.drawing, shown.neighbours, box, spokenNumbers(card));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-graph-view': GraphView;
  }
}
