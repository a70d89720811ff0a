import { SignalWatcher } from '@lit-labs/preact-signals';
import { computed } from '@preact/signals-core';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { encodeSettings } from '../experiment/url.ts';
import type { History, View } from '../protocol/messages.ts';
import { appStyles } from './app-styles.ts';
import './data-panel.ts';
import './features-panel.ts';
import './hyperparameters.ts';
import './loss-panel.ts';
import './network/network-panel.ts';
import './notices.ts';
import './output-panel.ts';
import { Paced } from './pace.ts';
import type { PageCommand, PageEventDetails } from './page-events.ts';
import './page-header.ts';
import type { PlaygroundModel } from './playground-model.ts';
import type { Speeds } from './output-panel.ts';
import './run-bar.ts';
import { baseStyles } from './styles.ts';
import { ThemeChoice } from './theme.ts';

/** How often anything that moves is redrawn for those who asked for less motion. */
const reducedMotionIntervalMs = 500;
/** Speeds differ from view to view: written faster than this they could not be read. */
const speedsIntervalMs = 250;
const copiedMs = 2000;

/** The page. The only element that knows the model: it hands values down and takes events up. */
@customElement('chainrule-app')
export class App extends SignalWatcher(LitElement) {
  static override readonly styles = [baseStyles, appStyles];

  /** Set once, before the element is connected. */
  @property({ attribute: false }) model: PlaygroundModel | null = null;

  @state() private copied = false;
  readonly #theme = new ThemeChoice();
  readonly #reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');
  #view: Paced<View | null> | null = null;
  #history: Paced<History | null> | null = null;
  #speeds: Paced<Speeds> | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#theme.connect(document.documentElement);
    const { model } = this;
    if (model === null) return;
    const options = {
      intervalMs: () => (this.#reducedMotion.matches ? reducedMotionIntervalMs : 0),
      urgent: () => model.status.value !== 'running',
    };
    this.#view = new Paced(model.view, options);
    this.#history = new Paced(model.history, options);
    const speeds = computed(() => ({ view: model.view.value, progress: model.progress.value }));
    this.#speeds = new Paced<Speeds>(speeds, {
      intervalMs: () => (this.#reducedMotion.matches ? reducedMotionIntervalMs : speedsIntervalMs),
      urgent: () => model.status.value !== 'running' || model.view.value === null,
    });
    this.#speeds.connect();
    this.#view.connect();
    this.#history.connect();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#theme.disconnect();
    this.#view?.disconnect();
    this.#history?.disconnect();
    this.#speeds?.disconnect();
  }

  override render() {
    const { model } = this;
    if (model === null) return nothing;
    return html`<div
      class="page"
      @experiment-change=${this.#onExperimentChange}
      @view-change=${this.#onViewChange}
      @page-command=${this.#onCommand}
      @theme-change=${this.#onThemeChange}
      @notice-dismiss=${this.#onDismiss}
      @notice-action=${this.#onNoticeAction}
    >
      <chainrule-header
        .canUndo=${model.canUndo.value}
        .canRedo=${model.canRedo.value}
        .theme=${this.#theme.preference.value}
        .copied=${this.copied}
      ></chainrule-header>
      <section class="bar" aria-label="Training">
        <chainrule-run-bar
          .status=${model.status.value}
          .view=${this.#view?.value ?? null}
        ></chainrule-run-bar>
        <chainrule-hyperparameters
          .experiment=${model.experiment.value}
          .viewSettings=${model.viewSettings.value}
        ></chainrule-hyperparameters>
      </section>
      <main>${this.#renderInputs(model)} ${this.#renderResults(model)}</main>
      <chainrule-notices .notices=${model.notices.value}></chainrule-notices>
    </div>`;
  }

  #renderInputs({ experiment, thumbnails, data, network }: PlaygroundModel) {
    const theme = this.#theme.theme.value;
    return html`<div class="side">
        <chainrule-data-panel
          .experiment=${experiment.value}
          .thumbnails=${thumbnails.value}
          theme=${theme}
        ></chainrule-data-panel>
        <chainrule-features-panel
          .experiment=${experiment.value}
          .maps=${data.value?.featureMaps ?? null}
          theme=${theme}
        ></chainrule-features-panel>
      </div>
      <chainrule-network-panel
        .experiment=${experiment.value}
        .network=${network.value}
        .view=${this.#view?.value ?? null}
        .data=${data.value}
        theme=${theme}
      ></chainrule-network-panel>`;
  }

  #renderResults(model: PlaygroundModel) {
    const { experiment, viewSettings, data, evaluation, engine, engineMeasurements } = model;
    const { evaluationComparison, measuringEvaluation } = model;
    const theme = this.#theme.theme.value;
    const view = this.#view?.value ?? null;
    return html`<chainrule-output-panel
        .data=${data.value}
        .view=${view}
        .viewSettings=${viewSettings.value}
        .evaluation=${evaluation.value}
        .evaluationComparison=${evaluationComparison.value}
        .measuringEvaluation=${measuringEvaluation.value}
        .engine=${experiment.value.engine}
        .engineReport=${engine.value}
        .engineMeasurements=${engineMeasurements.value}
        .speeds=${this.#speeds?.value ?? null}
        .landscape=${model.landscape.value}
        theme=${theme}
      ></chainrule-output-panel>
      <chainrule-loss-panel
        .history=${this.#history?.value ?? null}
        .view=${view}
        .scale=${viewSettings.value.lossScale}
        .l2=${experiment.value.l2}
        theme=${theme}
      ></chainrule-loss-panel>`;
  }

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

  readonly #onCommand = ({ detail }: CustomEvent<PageCommand>): void => {
    const { model } = this;
    if (model === null) return;
    const commands = {
      play: () => model.play(),
      pause: () => model.pause(),
      step: () => model.step(),
      reset: () => model.reset(),
      'new-seed': () => model.newSeed(),
      'new-data': () => model.newData(),
      undo: () => model.undo(),
      redo: () => model.redo(),
      'measure-engines': () => model.measureEngines(),
      'measure-evaluation': () => model.measureEvaluation(),
      'copy-link': () => void this.#copyLink(model),
    } as const satisfies Readonly<Record<PageCommand, () => void>>;
    commands[detail]();
  };

  async #copyLink({ experiment, viewSettings }: PlaygroundModel): Promise<void> {
    const url = new URL(location.href);
    url.hash = encodeSettings({ experiment: experiment.value, view: viewSettings.value });
    try {
      await navigator.clipboard.writeText(url.href);
    } catch {
      // Not allowed here (an embedded page, or plain http): the address bar then is what can be copied.
      prompt('The link to these settings:', url.href);
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
