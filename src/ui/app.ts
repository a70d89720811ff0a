import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { encodeAddress, type Place } from '../experiment/address.ts';
import type { LabLink } from '../experiment/lab-link.ts';
import { encodeMoment } from '../experiment/moment-link.ts';
import { encodeRow } from '../experiment/row-link.ts';
import { appStyles } from './app-styles.ts';
import type { CompareStore } from './compare/compare-store.ts';
import type { LayoutFunction } from './lab/graph/layout-keeper.ts';
import type { LabModel } from './lab/workbench/lab-model.ts';
import type { Lazy } from './controls/lazy.ts';
import type { LearnModel } from './learn/learn-model.ts';
import './playground/notices.ts';
import { packTableForLink } from './links/linked-table.ts';
import { packLink } from './links/pack-link.ts';
import type { PageCommand, PageEventDetails } from './page-events.ts';
import './page-header.ts';
import type { PlaceStore } from './links/place-store.ts';
import type { CopiedLink, Notice, PlaygroundModel } from './playground/playground-model.ts';
import './playground/playground-page.ts';
import { SignalElement } from './controls/signal-element.ts';
import { baseStyles, buttonStyles } from './controls/styles.ts';
import { ThemeChoice } from './controls/theme.ts';

const copiedMs = 2000;

/** What is loaded when someone goes to the graph lab. */
export interface LabParts {
  readonly model: LabModel;
  readonly layout: LayoutFunction;
}

/** What is loaded when someone goes to the guided path. */
export interface LearnParts {
  readonly model: LearnModel;
  readonly layout: LayoutFunction;
}

/** The page: its header, the place one is at, and notices. It takes the events of all places up to the models. */
@customElement('chainrule-app')
export class App extends SignalElement {
  static override readonly styles = [baseStyles, buttonStyles, appStyles];

  /** All are set once, before the element is connected. */
  @property({ attribute: false }) model: PlaygroundModel | null = null;
  @property({ attribute: false }) places: PlaceStore | null = null;
  /** Their elements and models. */
  @property({ attribute: false }) lab: Lazy<LabParts> | null = null;
  @property({ attribute: false }) learn: Lazy<LearnParts> | null = null;
  @property({ attribute: false }) compare: Lazy<CompareStore> | null = null;

  @state() private copied = false;
  /** A graph was asked for, and the lab is not there yet. */
  #hasOpenedGraph = false;
  readonly #theme = new ThemeChoice();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#theme.connect(document.documentElement);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#theme.disconnect();
  }

  override render() {
    const { model, places } = this;
    if (model === null || places === null) return nothing;
    const place = places.place.value;
    const undoable = this.#editedAt(place);
    return html`<div
      class="page"
      @experiment-change=${this.#onExperimentChange}
      @view-change=${this.#onViewChange}
      @drawing-change=${this.#onDrawingChange}
      @page-command=${this.#onCommand}
      @theme-change=${this.#onThemeChange}
      @notice-dismiss=${this.#onDismiss}
      @notice-action=${this.#onNoticeAction}
      @point-select=${this.#onPointSelect}
      @slice-through=${this.#onSliceThrough}
      @import-action=${this.#onImportAction}
      @row-ask=${this.#onRowAsk}
      @asked-open=${this.#onAskedOpen}
      @graph-open=${this.#onGraphOpen}
      @neuron-graph-open=${this.#onNeuronGraphOpen}
      @graph-link-copy=${this.#onGraphLinkCopy}
    >
      <chainrule-header
        .place=${place.name}
        .addressOf=${this.#addressOf}
        .canUndo=${undoable?.canUndo.value ?? false}
        .canRedo=${undoable?.canRedo.value ?? false}
        .theme=${this.#theme.preference.value}
        .copied=${this.copied}
      ></chainrule-header>
      ${this.#renderPlace(model, place)}
      <chainrule-notices .notices=${this.#notices()}></chainrule-notices>
    </div>`;
  }

  #renderPlace(model: PlaygroundModel, place: Place) {
    if (place.name === 'playground') {
      const theme = this.#theme.theme.value;
      return html`<chainrule-playground
        class="place"
        own
        .model=${model}
        theme=${theme}
      ></chainrule-playground>`;
    }
    const lazy = this.#lazyAt(place);
    if (lazy === null) return nothing;
    if (lazy.value.value === null) return renderLoading(lazy);
    if (place.name === 'compare') return this.#renderCompare();
    return place.name === 'graph' ? this.#renderLab() : this.#renderLearn();
  }

  /** What is loaded for a place; null where nothing is. */
  #lazyAt({ name }: Place): Lazy<unknown> | null {
    if (name === 'compare') return this.compare;
    return name === 'graph' ? this.lab : name === 'learn' ? this.learn : null;
  }

  #renderCompare() {
    return html`<chainrule-compare
      class="place"
      .model=${this.compare?.value.value ?? null}
      .playgroundAddress=${this.#addressOf({ name: 'playground' })}
      theme=${this.#theme.theme.value}
    ></chainrule-compare>`;
  }

  #renderLab() {
    const parts = this.lab?.value.value ?? null;
    return html`<chainrule-lab
      class="place"
      .model=${parts?.model ?? null}
      .layout=${parts?.layout ?? null}
      .playgroundAddress=${this.#addressOf({ name: 'playground' })}
      theme=${this.#theme.theme.value}
    ></chainrule-lab>`;
  }

  #renderLearn() {
    const parts = this.learn?.value.value ?? null;
    return html`<chainrule-learn
      class="place"
      .model=${parts?.model ?? null}
      .layout=${parts?.layout ?? null}
      .addressOf=${this.#addressOf}
      theme=${this.#theme.theme.value}
    ></chainrule-learn>`;
  }

  protected override updated(): void {
    const place = this.places?.place.peek();
    const lazy = place === undefined ? null : this.#lazyAt(place);
    if (lazy?.failure.peek() === '') void lazy.open();
    const lab = this.#hasOpenedGraph ? this.renderRoot.querySelector('chainrule-lab') : null;
    if (lab === null) return;
    this.#hasOpenedGraph = false;
    void lab.updateComplete.then(() => {
      lab.takeFocus();
    });
  }

  /** What undo and redo are about. */
  #editedAt({ name }: Place): LabModel | LearnModel | PlaygroundModel | null {
    if (name === 'playground') return this.model;
    if (name === 'compare') return null;
    return (name === 'graph' ? this.lab : this.learn)?.value.value?.model ?? null;
  }

  /** Takes back or does again what was done last where one is; false where there is nothing. */
  travel(direction: 'undo' | 'redo'): boolean {
    const edited = this.places === null ? null : this.#editedAt(this.places.place.peek());
    if (edited === null) return false;
    const { canUndo, canRedo } = edited;
    if (!(direction === 'undo' ? canUndo : canRedo).peek()) return false;
    void edited[direction]();
    return true;
  }

  /** A chapter's own notices are shown with the chapter. */
  #notices(): readonly Notice[] {
    const ofPage = this.model?.notices.value ?? [];
    const learn = this.learn?.value.value ?? null;
    return this.places?.place.value.name === 'learn' && learn !== null
      ? [...ofPage, ...learn.model.notices.value]
      : ofPage;
  }

  /** The link to a place, with all settings of the present one. */
  readonly #addressOf = (place: Place, lab?: LabLink, table?: string): string => {
    const { model, places } = this;
    if (model === null || places === null) return '#';
    const settings = { experiment: model.experiment.value, view: model.viewSettings.value };
    const own = table === undefined ? {} : { table };
    return `#${encodeAddress({ place, lab: lab ?? places.labLink.value, settings, ...own })}`;
  };

  readonly #onExperimentChange = ({ detail }: CustomEvent<PageEventDetails['experiment-change']>): void => {
    void this.model?.change(detail);
  };

  readonly #onViewChange = ({ detail }: CustomEvent<PageEventDetails['view-change']>): void => {
    this.model?.changeView(detail);
  };

  readonly #onDrawingChange = ({ detail }: CustomEvent<PageEventDetails['drawing-change']>): void => {
    void this.model?.draw(detail);
  };

  readonly #onThemeChange = ({ detail }: CustomEvent<PageEventDetails['theme-change']>): void => {
    this.#theme.choose(detail);
  };

  readonly #onDismiss = ({ detail }: CustomEvent<number>): void => {
    this.model?.dismiss(detail);
    this.learn?.value.peek()?.model.dismiss(detail);
  };

  readonly #onNoticeAction = ({ detail }: CustomEvent<number>): void => {
    this.#notices()
      .find(({ id }) => id === detail)
      ?.action?.run();
  };

  readonly #onPointSelect = ({ detail }: CustomEvent<PageEventDetails['point-select']>): void => {
    this.model?.choosePoint(detail);
  };

  readonly #onSliceThrough = ({ detail }: CustomEvent<PageEventDetails['slice-through']>): void => {
    this.model?.viewers.points.sliceThrough(detail);
  };

  readonly #onImportAction = ({ detail }: CustomEvent<PageEventDetails['import-action']>): void => {
    void this.model?.imports?.perform(detail);
  };

  readonly #onRowAsk = ({ detail }: CustomEvent<PageEventDetails['row-ask']>): void => {
    this.model?.viewers.asks.perform(detail);
  };

  readonly #onAskedOpen = (): void => {
    const { row = null, answer = null } = this.model?.viewers.asks.shown.peek() ?? {};
    if (row === null) return;
    // Of several outputs that of the class it says.
    const place = answer?.prediction?.kind === 'class' ? answer.prediction.place : 0;
    const output = (answer?.outputs.length ?? 1) > 1 ? place + 1 : 1;
    this.#openGraph({ row: encodeRow(row), output: String(output) });
  };

  #openGraph(link: LabLink): void {
    this.#hasOpenedGraph = true;
    this.places?.openGraph(link);
  }

  /** Without a chosen point, the first train point serves. */
  readonly #onGraphOpen = ({ detail }: CustomEvent<PageEventDetails['graph-open']>): void => {
    const { split, index } = this.model?.viewers.points.chosen.peek() ?? { split: 'train', index: 0 };
    const neuron = detail === null ? {} : { neuron: `${detail.layer + 1}.${detail.neuron + 1}` };
    this.#openGraph({ sample: `${split}.${index}`, ...neuron });
  };

  /** Where no row belongs to what is looked at, the chosen point serves, or the first train point. */
  readonly #onNeuronGraphOpen = ({ detail }: CustomEvent<PageEventDetails['neuron-graph-open']>): void => {
    const { subject, row, part } = detail;
    const neuron =
      'output' in part
        ? { output: String(part.output + 1) }
        : { neuron: `${part.layer + 1}.${part.neuron + 1}` };
    const { split, index } =
      subject?.kind === 'sample'
        ? subject
        : (this.model?.viewers.points.chosen.peek() ?? { split: 'train', index: 0 });
    const isPlace = subject?.kind === 'place' && row !== null;
    this.#openGraph({
      ...(isPlace ? { row: encodeRow(row) } : { sample: `${split}.${index}` }),
      ...neuron,
    });
  };

  readonly #onCommand = ({ detail }: CustomEvent<PageCommand>): void => {
    const { model, places } = this;
    if (model === null || places === null) return;
    const commands = {
      play: () => model.play(),
      pause: () => model.pause(),
      step: () => model.step(),
      'step-batch': () => model.step('batch'),
      reset: () => model.reset(),
      'new-seed': () => model.newSeed(),
      'new-data': () => model.newData(),
      'draw-points': () => model.drawFromPoints(),
      undo: () => this.travel('undo'),
      redo: () => this.travel('redo'),
      'measure-engines': () => model.measureEngines(),
      'measure-evaluation': () => model.measureEvaluation(),
      'copy-link': () => void this.#copyPresentLink(places),
      'copy-moment': () => void this.#copyMoment(model),
    } as const satisfies Readonly<Record<PageCommand, () => unknown>>;
    void commands[detail]();
  };

  readonly #onGraphLinkCopy = ({ detail }: CustomEvent<LabLink>): void => {
    void this.#copyLink(this.#addressOf({ name: 'graph' }, detail));
  };

  /** What is too long for the address bar is in it too. */
  async #copyPresentLink(places: PlaceStore): Promise<void> {
    const place = places.place.peek();
    const lab = place.name === 'graph' ? await packLink(places.wholeLabLink()) : undefined;
    const table = await this.#packedTable();
    await this.#copyLink(this.#addressOf(place, lab, table ?? undefined), { leavesOut: table === null });
  }

  /** The user's own table as a link carries it: undefined where there is none, null where it is too large. */
  async #packedTable(): Promise<string | null | undefined> {
    const table = await this.model?.ownTable();
    return table === undefined || table === null ? undefined : await packTableForLink(table);
  }

  /** A link to the network as it is seen: whoever opens it has it trained again to there. */
  async #copyMoment(model: PlaygroundModel): Promise<void> {
    const [{ packMoment, sayMoment }, run] = await Promise.all([
      import('./links/pack-moment.ts'),
      model.presentRun(),
    ]);
    const packed = await packMoment(run);
    if (!packed.ok) {
      model.tellOfLink({ length: 0, leavesOut: false, note: packed.message });
      return;
    }
    const { begin: experiment, moment } = packed.value;
    const table = await this.#packedTable();
    const fragment = encodeAddress({
      place: { name: 'playground' },
      lab: {},
      settings: { experiment, view: { ...model.viewSettings.peek(), follow: false } },
      moment: encodeMoment(moment),
      ...(typeof table === 'string' ? { table } : {}),
    });
    await this.#copyLink(`#${fragment}`, { leavesOut: table === null, note: sayMoment(moment) });
  }

  async #copyLink(fragment: string, about: Partial<CopiedLink> = {}): Promise<void> {
    const url = new URL(location.href);
    url.hash = fragment;
    try {
      await navigator.clipboard.writeText(url.href);
    } catch {
      // Not allowed here (an embedded page, or plain http): the address bar then is what can be copied.
      prompt('The link to what you see:', url.href);
      return;
    }
    this.model?.tellOfLink({ leavesOut: false, ...about, length: url.href.length });
    this.copied = true;
    setTimeout(() => {
      this.copied = false;
    }, copiedMs);
  }
}

function renderLoading(lazy: Lazy<unknown>) {
  const failure = lazy.failure.value;
  return failure === ''
    ? html`<p class="loading" role="status">Loading …</p>`
    : html`<div class="loading" role="alert">
        <p>
          This part of the page could not be loaded (${failure}). Without a connection, or after an update of
          the page on its host, its files cannot be had.
        </p>
        <button @click=${() => void lazy.open()}>Try again</button>
        ${lazy.failures.value > 1 ? renderReload() : nothing}
      </div>`;
}

/** Some browsers never ask again for a file that failed, and after an update the old file is gone: then only this helps. */
function renderReload() {
  return html`<button
    @click=${() => {
      location.reload();
    }}
  >
    Reload the page
  </button>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-app': App;
  }
}
