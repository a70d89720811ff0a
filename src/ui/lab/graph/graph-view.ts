import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { drawGraph, type GraphDrawing } from '../../../lab/drawing.ts';
import type { LabGraph } from '../../../lab/graph.ts';
import type { NodeGroup } from '../../../lab/groups.ts';
import { closeGroup, initiallyOpen, openGroup } from '../../../lab/open-groups.ts';
import { describeBox, neighbours, walk, type Neighbours } from '../../../lab/walk.ts';
import { FrameTask } from '../../frame-task.ts';
import { icon } from '../../icons.ts';
import { send } from '../../page-events.ts';
import { baseStyles, buttonStyles } from '../../styles.ts';
import { CameraKeeper } from './camera-keeper.ts';
import {
  cardOf,
  cardSizes,
  spokenNumbers,
  titleRoom,
  type Card,
  type GraphNumbers,
  type HiddenNumbers,
  type NodeMark,
} from './cards.ts';
import { writeSvg } from './export-svg.ts';
import { Gestures } from './gestures.ts';
import { hitAt, type Hit } from './hit.ts';
import { LayoutKeeper, type LayoutFunction } from './layout-keeper.ts';
import type { Emphasis, Scene } from './scene.ts';
import { TextMeasure, titleFont } from './text-measure.ts';
import { Tiles } from './tiles.ts';
import { restingPose, Transition, type PlacedDrawing, type Pose } from './transition.ts';
import { graphViewStyles } from './view-styles.ts';

const transitionMs = 320;
const zoomStep = 1.3;
const panStep = 60;

const keyHelp =
  'Left and right arrows lead to operands and users, up and down through a column, Home and End to the first node ' +
  'and the result. Enter selects a node or opens a group, Backspace closes the group around it. ' +
  'Plus and minus zoom, 0 shows everything, Shift with an arrow moves the drawing.';

/** What is on the screen: a graph as it was when its places arrived. */
interface Shown {
  readonly graph: LabGraph;
  readonly placed: PlacedDrawing;
  readonly neighbours: Neighbours;
  readonly titles: readonly string[];
}

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

/**
 * A scalar graph, drawn as one writes it: a card for every node, with its data and gradient. It is painted on a
 * canvas, and walked node by node with the keyboard, each said aloud. Sends `node-select`.
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
  /** Places the boxes; the newest answer counts. */
  @property({ attribute: false }) layout: LayoutFunction | null = null;
  @property({ attribute: false }) theme: Theme = 'light';

  @state() private open: ReadonlySet<string> = new Set();
  @state() private spoken = '';
  @state() private isWaiting = true;

  @query('.stage') private readonly stage!: HTMLElement;
  @query('.sheet') private readonly sheet!: HTMLElement;

  #shown: Shown | null = null;
  #pose: Pose | null = null;
  #scene: Scene | null = null;
  #cards: readonly Card[] = [];
  #transition: { readonly way: Transition; readonly startedAt: number } | null = null;
  /** The node of the graph that the keyboard is on, itself or inside a closed group. */
  #cursor: number | null = null;
  #hovered = -1;
  /** Speaks of the cursor once the places of what is being drawn have arrived. */
  #speaksNext = false;
  #tiles: Tiles | null = null;
  #gestures: Gestures | null = null;
  #resizing: ResizeObserver | null = null;
  readonly #measure = new TextMeasure();
  readonly #places = new LayoutKeeper();
  readonly #camera = new CameraKeeper();
  readonly #painting = new FrameTask(() => {
    this.#paint();
  });

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#gestures?.release();
    this.#resizing?.disconnect();
    this.#painting.cancel();
    this.#places.forget();
  }

  /** The drawing as it is, all of it, as an SVG document in the light theme; empty before there is one. */
  exportSvg(): string {
    if (this.#shown === null) return '';
    const { placed } = this.#shown;
    return writeSvg({ placed, titles: this.#shown.titles, cards: this.#cards });
  }

  protected override willUpdate(changed: PropertyValues<GraphView>): void {
    if (changed.has('graph') || changed.has('groups')) {
      const graph = this.graph;
      const isKnown = this.groups.some(({ id }) => this.open.has(id));
      if (graph !== null && !isKnown) this.open = initiallyOpen(graph, this.groups);
    }
  }

  override render() {
    const count = this.graph?.values.length ?? 0;
    return html`<div
        class="stage"
        role="application"
        aria-roledescription="graph"
        aria-label="Graph of ${count} nodes"
        aria-description=${keyHelp}
        tabindex="0"
        @keydown=${this.#onKey}
        @focus=${this.#onFocus}
        @blur=${this.#refreshScene}
      >
        <div class="sheet" aria-hidden="true"></div>
      </div>
      <div class="zoom" role="group" aria-label="Zoom">
        <button class="quiet" aria-label="Zoom in" title="Zoom in (+)" @click=${() => this.#zoom(zoomStep)}>
          ${icon('plus')}
        </button>
        <button
          class="quiet"
          aria-label="Zoom out"
          title="Zoom out (−)"
          @click=${() => this.#zoom(1 / zoomStep)}
        >
          ${icon('minus')}
        </button>
        <button class="quiet" aria-label="Fit the graph" title="Fit the graph (0)" @click=${this.#fit}>
          ${icon('fit')}
        </button>
      </div>
      ${this.isWaiting && this.graph !== null ? html`<p class="waiting">Drawing the graph…</p>` : nothing}
      <p class="visually-hidden" role="status">${this.spoken}</p>`;
  }

  protected override firstUpdated(): void {
    this.#tiles = new Tiles(this.sheet);
    this.#watch();
  }

  protected override updated(changed: PropertyValues): void {
    const isOther = ['graph', 'groups', 'open'].some((name) => changed.has(name));
    if (isOther || (changed.has('layout') && this.#shown === null)) this.#draw();
    if (paintedProperties.some((name) => changed.has(name))) {
      this.#refreshCards();
      if (changed.has('active') && this.active !== null) this.#reveal(this.#boxOf(this.active));
      if (changed.has('selected') && this.selected !== null) this.#cursor = this.selected;
    }
  }

  #watch(): void {
    this.#gestures = new Gestures(this.stage, {
      pan: (dx, dy) => this.#pan(dx, dy),
      zoom: (factor, x, y) => this.#zoom(factor, x, y),
      click: (x, y) => this.#onClick(this.#hitAt(x, y)),
      hover: (x, y) => this.#onHover(this.#hitAt(x, y)),
      leave: () => this.#onHover(null),
    });
    this.#resizing = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      this.#camera.resize({ width, height });
      // Before the browser paints: what came into sight would be empty for a frame.
      this.#paint();
    });
    this.#resizing.observe(this.stage);
  }

  /** Asks for places and meanwhile leaves what is there. */
  #draw(): void {
    const { graph, layout } = this;
    if (graph === null || layout === null) {
      if (graph === null) this.#show(null);
      return;
    }
    const drawing = drawGraph(graph, this.groups, this.open);
    const sizes = cardSizes(drawing, this.#measure);
    const known = this.#places.known(drawing, sizes);
    if (known !== null) this.#show(this.#shownOf(graph, known));
    else void this.#place(graph, drawing, sizes, layout);
  }

  async #place(
    graph: LabGraph,
    drawing: GraphDrawing,
    sizes: Float32Array,
    layout: LayoutFunction,
  ): Promise<void> {
    const placed = await this.#places.place(drawing, sizes, layout);
    if (placed !== null) this.#show(this.#shownOf(graph, placed));
  }

  #shownOf(graph: LabGraph, placed: PlacedDrawing): Shown {
    const { nodes } = placed.drawing;
    const titles = nodes.map((node, box) =>
      this.#measure.fitted(node.title, titleFont, titleRoom(node, placed.sizes[2 * box], this.#measure)),
    );
    return { graph, placed, neighbours: neighbours(placed.drawing), titles };
  }

  #show(shown: Shown | null): void {
    const last = this.#shown;
    const key = last === null || this.#cursor === null ? null : keyOf(last, this.#cursor);
    this.#shown = shown;
    this.isWaiting = shown === null;
    if (shown === null) {
      this.#cursor = null;
      this.#pose = null;
      this.#refreshCards();
      return;
    }
    const { drawing, layout } = shown.placed;
    // The same node of another graph has another number, but the same key.
    if (shown.graph !== last?.graph) {
      const box = drawing.nodes.findIndex((node) => node.key === key);
      this.#cursor =
        box < 0
          ? (this.selected ?? shown.graph.root)
          : (drawing.nodes[box].node ?? drawing.nodes[box].members[0]);
    }
    this.#camera.follow(layout, last === null ? null : this.#shiftSince(last, shown));
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const isMoved = last !== null && last.placed.layout !== layout;
    const pose = this.#pose;
    if (last === null || pose === null || !isMoved || isCalm) this.#transition = null;
    else {
      const start = { drawing: last.placed.drawing, pose, isSameGraph: last.graph === shown.graph };
      this.#transition = { way: new Transition(start, shown.placed), startedAt: performance.now() };
    }
    this.#pose = this.#transition?.way.at(0) ?? restingPose(shown.placed);
    if (this.#transition === null) this.#camera.travel(1);
    else this.#camera.travel(0);
    this.#hovered = -1;
    this.#refreshCards();
    if (this.#speaksNext) this.#speak();
    this.#speaksNext = false;
  }

  /** How far the box under the cursor moves in the drawing. */
  #shiftSince(last: Shown, shown: Shown): { readonly x: number; readonly y: number } | null {
    const box = this.#boxOf(this.#cursor);
    if (box < 0) return null;
    const { nodes, boxOf } = last.placed.drawing;
    const key = shown.placed.drawing.nodes[box].key;
    const same = nodes.findIndex((node) => node.key === key);
    const old = same >= 0 || last.graph !== shown.graph ? same : boxOf[this.#cursor ?? 0];
    if (old < 0) return null;
    const [from, to] = [last.placed.layout.centres, shown.placed.layout.centres];
    return { x: to[2 * box] - from[2 * old], y: to[2 * box + 1] - from[2 * old + 1] };
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
      this.#cards = shown.placed.drawing.nodes.map((_, box) => cardOf(shown.placed.drawing, box, cardState));
    }
    this.#refreshScene();
  }

  #refreshScene(): void {
    const [shown, pose] = [this.#shown, this.#pose];
    this.#scene =
      shown === null || pose === null
        ? null
        : {
            placed: shown.placed,
            pose,
            cards: this.#cards,
            titles: shown.titles,
            emphasis: this.#emphasis(),
            theme: this.theme,
          };
    this.#painting.request();
  }

  #emphasis(): Emphasis {
    const isCurrent = this.#shown?.graph === this.graph;
    const boxOf = (node: number | null): number => (isCurrent ? this.#boxOf(node) : -1);
    return {
      active: boxOf(this.active),
      touched: new Set(this.touched.map(boxOf)),
      selected: boxOf(this.selected),
      cursor: this.stage.matches(':focus-visible') ? this.#boxOf(this.#cursor) : -1,
      hovered: this.#hovered,
    };
  }

  #paint(): void {
    if (this.#transition !== null && this.#shown !== null) {
      const { way, startedAt } = this.#transition;
      const t = Math.min(1, (performance.now() - startedAt) / transitionMs);
      this.#camera.travel(t);
      if (t >= 1) this.#transition = null;
      this.#pose = t >= 1 ? restingPose(this.#shown.placed) : way.at(t);
      this.#refreshScene();
    }
    const { camera, view } = this.#camera;
    if (this.#tiles?.paint(this.#scene, camera, view, devicePixelRatio) === true) this.#painting.request();
  }

  #boxOf(node: number | null): number {
    return node === null ? -1 : (this.#shown?.placed.drawing.boxOf[node] ?? -1);
  }

  #hitAt(x: number, y: number): Hit | null {
    if (this.#shown === null) return null;
    const { camera } = this.#camera;
    const slack = 2 / camera.scale;
    return hitAt(this.#shown.placed, (x - camera.x) / camera.scale, (y - camera.y) / camera.scale, slack);
  }

  #onClick(hit: Hit | null): void {
    if (hit === null || this.#shown === null) return;
    const { nodes, frames } = this.#shown.placed.drawing;
    if (hit.kind === 'frame') this.#close(frames[hit.index].group);
    else {
      this.#cursor = nodes[hit.index].node ?? nodes[hit.index].members[0];
      this.#speak();
      this.#choose(hit.index);
    }
  }

  #onHover(hit: Hit | null): void {
    const box = hit?.kind === 'box' ? hit.index : -1;
    this.stage.classList.toggle('on-box', box >= 0);
    this.stage.classList.toggle('on-frame', hit?.kind === 'frame');
    if (box === this.#hovered) return;
    this.#hovered = box;
    const node = this.#shown?.placed.drawing.nodes[box];
    const remarks = this.#cards[box]?.marks.map(({ text }) => text) ?? [];
    const isCut = node !== undefined && this.#shown?.titles[box] !== node.title;
    this.stage.title = [...(isCut ? [node.title] : []), ...remarks].join('\n');
    this.#refreshScene();
  }

  #onFocus(): void {
    if (this.stage.matches(':focus-visible')) this.#speak();
    this.#refreshScene();
  }

  #onKey(event: KeyboardEvent): void {
    const shown = this.#shown;
    if (shown === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = this.#boxOf(this.#cursor ?? shown.graph.root);
    if (this.#moveCamera(event) || this.#useGroups(event.key, shown, box)) {
      event.preventDefault();
      return;
    }
    const { centres } = shown.placed.layout;
    const next = walk(shown.neighbours, { centres, sizes: shown.placed.sizes }, box, event.key);
    if (next === null) return;
    event.preventDefault();
    const { node, members } = shown.placed.drawing.nodes[next];
    this.#cursor = node ?? members[0];
    this.#reveal(next);
    this.#speak();
    this.#refreshScene();
  }

  #moveCamera({ key, shiftKey }: KeyboardEvent): boolean {
    if (key === '+' || key === '=') this.#zoom(zoomStep);
    else if (key === '-' || key === '_') this.#zoom(1 / zoomStep);
    else if (key === '0' || key === 'f' || key === 'F') this.#fit();
    else if (shiftKey && key.startsWith('Arrow')) {
      const dx = key === 'ArrowLeft' ? panStep : key === 'ArrowRight' ? -panStep : 0;
      const dy = key === 'ArrowUp' ? panStep : key === 'ArrowDown' ? -panStep : 0;
      this.#pan(dx, dy);
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

  /** Opens a closed group; selects a node. */
  #choose(box: number): void {
    if (this.graph === null || this.#shown?.graph !== this.graph) return;
    const { kind, node, group } = this.#shown.placed.drawing.nodes[box];
    if (kind !== 'group' || group === null) {
      if (node !== null) send(this, 'node-select', node);
      this.#refreshScene();
      return;
    }
    const open = openGroup(this.graph, this.groups, this.open, group);
    if (open === this.open) this.spoken = 'This group has too many nodes to be drawn.';
    else this.#speaksNext = true;
    this.open = open;
  }

  #close(group: string): void {
    this.#speaksNext = true;
    this.open = closeGroup(this.groups, this.open, group);
  }

  #speak(): void {
    const shown = this.#shown;
    const box = this.#boxOf(this.#cursor);
    const card = this.#cards[box];
    if (shown === null || card === undefined) return;
    this.spoken = describeBox(shown.graph, shown.placed.drawing, shown.neighbours, box, spokenNumbers(card));
  }

  #reveal(box: number): void {
    if (this.#shown === null || box < 0) return;
    const { sizes, layout } = this.#shown.placed;
    const [width, height] = sizes.subarray(2 * box, 2 * box + 2);
    const [x, y] = layout.centres.subarray(2 * box, 2 * box + 2);
    this.#camera.reveal({ left: x - width / 2, top: y - height / 2, width, height });
    this.#painting.request();
  }

  #pan(dx: number, dy: number): boolean {
    const isMoved = this.#camera.pan(dx, dy);
    if (isMoved) this.#painting.request();
    return isMoved;
  }

  #zoom(factor: number, x?: number, y?: number): void {
    this.#camera.zoom(factor, x, y);
    this.#painting.request();
  }

  #fit(): void {
    this.#camera.fit();
    this.#painting.request();
  }
}

function keyOf({ placed: { drawing } }: Shown, node: number): string | null {
  return drawing.nodes[drawing.boxOf[node]]?.key ?? null;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-graph-view': GraphView;
  }
}
