import { SignalWatcher } from '@lit-labs/preact-signals';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { encodeAddress, type Place } from '../experiment/address.ts';
import { appStyles } from './app-styles.ts';
import type { LayoutFunction } from './lab/graph/layout-keeper.ts';
import type { LabModel } from './lab/lab-model.ts';
import './notices.ts';
import type { PageCommand, PageEventDetails } from './page-events.ts';
import './page-header.ts';
import type { PlaceStore } from './place-store.ts';
import type { PlaygroundModel } from './playground-model.ts';
import './playground-page.ts';
import { baseStyles } from './styles.ts';
import { ThemeChoice } from './theme.ts';

const copiedMs = 2000;

/** What is loaded when someone goes to the graph lab. */
export interface LabParts {
  readonly model: LabModel;
  readonly layout: LayoutFunction;
}

/** The page: its header, the place one is at, and notices. It takes the events of all places up to the models. */
@customElement('chainrule-app')
export class App extends SignalWatcher(LitElement) {
  static override readonly styles = [baseStyles, appStyles];

  /** All three are set once, before the element is connected. */
  @property({ attribute: false }) model: PlaygroundModel | null = null;
  @property({ attribute: false }) places: PlaceStore | null = null;
  /** Loads the graph lab's elements and model; may be asked again after it failed. */
  @property({ attribute: false }) loadLab: (() => Promise<LabParts>) | null = null;

  @state() private copied = false;
  @state() private lab: LabParts | null = null;
  @state() private labFailure = '';
  #isLoadingLab = false;
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
    const undoable = place.name === 'graph' ? this.lab?.model : model;
    return html`<div
      class="page"
      @experiment-change=${this.#onExperimentChange}
      @view-change=${this.#onViewChange}
      @page-command=${this.#onCommand}
      @theme-change=${this.#onThemeChange}
      @notice-dismiss=${this.#onDismiss}
      @notice-action=${this.#onNoticeAction}
      @point-select=${this.#onPointSelect}
      @graph-open=${this.#onGraphOpen}
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
      <chainrule-notices .notices=${model.notices.value}></chainrule-notices>
    </div>`;
  }

  #renderPlace(model: PlaygroundModel, place: Place) {
    const theme = this.#theme.theme.value;
    if (place.name === 'playground') {
      return html`<chainrule-playground class="place" .model=${model} theme=${theme}></chainrule-playground>`;
    }
    if (this.lab !== null) {
      const { model: lab, layout } = this.lab;
      return html`<chainrule-lab
        class="place"
        .model=${lab}
        .layout=${layout}
        .playgroundAddress=${this.#addressOf({ name: 'playground' })}
        theme=${theme}
      ></chainrule-lab>`;
    }
    return this.labFailure === ''
      ? html`<p class="loading" role="status">Opening the graph lab …</p>`
      : html`<p class="loading" role="alert">
          ${this.labFailure} <button @click=${this.#openLab}>Try again</button>
        </p>`;
  }

  protected override updated(): void {
    if (this.places?.place.peek().name !== 'playground' && this.labFailure === '') void this.#openLab();
  }

  readonly #openLab = async (): Promise<void> => {
    if (this.lab !== null || this.loadLab === null || this.#isLoadingLab) return;
    this.#isLoadingLab = true;
    try {
      this.lab = await this.loadLab();
      this.labFailure = '';
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.labFailure = `The graph lab could not be loaded (${reason}).`;
    } finally {
      this.#isLoadingLab = false;
    }
  };

  /** The link to a place, with all settings of the present one. */
  readonly #addressOf = (place: Place): string => {
    const { model, places } = this;
    if (model === null || places === null) return '#';
    const settings = { experiment: model.experiment.value, view: model.viewSettings.value };
    return `#${encodeAddress({ place, lab: places.labLink.value, settings })}`;
  };

  readonly #onExperimentChange = ({ detail }: CustomEvent<PageEventDetails['experiment-change']>): void => {
    this.model?.change(detail);
  };

  readonly #onViewChange = ({ detail }: CustomEvent<PageEventDetails['view-change']>): void => {
    this.model?.changeView(detail);
  };

  readonly #onThemeChange = ({ detail }: CustomEvent<PageEventDetails['theme-change']>): void => {
    this.#theme.choose(detail);
  };

  readonly #onDismiss = ({ detail }: CustomEvent<number>): void => {
    this.model?.dismiss(detail);
  };

  readonly #onNoticeAction = ({ detail }: CustomEvent<number>): void => {
    this.model?.notices.value.find(({ id }) => id === detail)?.action?.run();
  };

  readonly #onPointSelect = ({ detail }: CustomEvent<PageEventDetails['point-select']>): void => {
    this.model?.choosePoint(detail);
  };

  /** Without a chosen point, the first train point serves. */
  readonly #onGraphOpen = ({ detail }: CustomEvent<PageEventDetails['graph-open']>): void => {
    const { split, index } = this.model?.chosenPoint.peek() ?? { split: 'train', index: 0 };
    const neuron = detail === null ? {} : { neuron: `${detail.layer + 1}.${detail.neuron + 1}` };
    this.places?.adopt({ place: { name: 'graph' }, lab: { sample: `${split}.${index}`, ...neuron } });
  };

  readonly #onCommand = ({ detail }: CustomEvent<PageCommand>): void => {
    const { model, places } = this;
    if (model === null || places === null) return;
    const edited = places.place.peek().name === 'graph' ? this.lab?.model : model;
    const commands = {
      play: () => model.play(),
      pause: () => model.pause(),
      step: () => model.step(),
      reset: () => model.reset(),
      'new-seed': () => model.newSeed(),
      'new-data': () => model.newData(),
      undo: () => edited?.undo(),
      redo: () => edited?.redo(),
      'measure-engines': () => model.measureEngines(),
      'copy-link': () => void this.#copyLink(places),
    } as const satisfies Readonly<Record<PageCommand, () => void>>;
    commands[detail]();
  };

  async #copyLink(places: PlaceStore): Promise<void> {
    const url = new URL(location.href);
    url.hash = this.#addressOf(places.place.peek());
    try {
      await navigator.clipboard.writeText(url.href);
    } catch {
      // Not allowed here (an embedded page, or plain http): the address bar then is what can be copied.
      prompt('The link to what you see:', url.href);
      return;
    }
    this.copied = true;
    setTimeout(() => {
      this.copied = false;
    }, copiedMs);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-app': App;
  }
}
