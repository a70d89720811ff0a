import { computed } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Experiment } from '../../experiment/schema.ts';
import type { Theme } from '../../charts/colour-scale.ts';
import type { HiddenAnswer } from '../../protocol/hidden-messages.ts';
import type { History, MomentsRecord, View } from '../../protocol/snapshot-messages.ts';
import './data/data-panel.ts';
import './data/features-panel.ts';
import './learning/hyperparameters.ts';
import { isForThePage } from '../keys.ts';
import './plots/loss-panel.ts';
import './network/network-panel.ts';
import './picture/output-panel.ts';
import type { Speeds } from './engine/under-the-hood.ts';
import './settings/settings-column.ts';
import { send } from '../page-events.ts';
import { Lazy } from '../controls/lazy.ts';
import '../controls/loaded-part.ts';
import { Paced } from '../controls/paced.ts';
import { Remembered } from '../controls/remembered.ts';
import { drawerParts, lookParts } from './look/look-parts.ts';
import { isStepping } from './update/stepping.ts';
import { ReturnedFocus } from './look/returned-focus.ts';
import type { PlaygroundModel, WeightChange } from './playground-model.ts';
import { playgroundStyles } from './playground-styles.ts';
import { DropZone } from './import/drop-zone.ts';
import type { ImportState } from './import/import-store.ts';
import { statusOf, wordsOf } from './import/import-words.ts';
import './learning/run-bar.ts';
import type { MarkedCell } from './quality/marked-points.ts';
import './rows/rows-panel.ts';
import { SignalElement } from '../controls/signal-element.ts';
import { baseStyles, buttonStyles } from '../controls/styles.ts';

/** How often anything that moves is redrawn for those who asked for less motion. */
const reducedMotionIntervalMs = 500;
/** Speeds differ from view to view: written faster than this they could not be read. */
const speedsIntervalMs = 250;

const askParts = new Lazy(() => import('./picture/ask-form.ts'));
const importParts = new Lazy(() => import('./import/import-panel.ts'));
const narrator = new Lazy(() => import('./doctor/narrator.ts'));
const qualityParts = new Lazy(() => import('./quality/quality-panel.ts'));

/** Whether the playground was ever used here. */
const used = new Remembered('chainrule-used');

/** Data, features, network, output. Hands the model's values down to its panels; their events go up to the root. */
@customElement('chainrule-playground')
export class PlaygroundPage extends SignalElement {
  static override readonly styles = [baseStyles, buttonStyles, playgroundStyles];

  /** Set once, before the element is connected. */
  @property({ attribute: false }) model: PlaygroundModel | null = null;
  @property() theme: Theme = 'light';
  /** The user's own, not a chapter's: with what is to start from, and the large view. */
  @property({ type: Boolean, reflect: true }) own = false;

  readonly #reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #dropzone = new DropZone((action) => {
    send(this, 'import-action', action);
  });
  #view: Paced<View | null> | null = null;
  #history: Paced<History | null> | null = null;
  #hidden: Paced<HiddenAnswer | null> | null = null;
  #moments: Paced<MomentsRecord | null> | null = null;
  #speeds: Paced<Speeds> | null = null;

  /** Nobody has used the playground here, and no link has brought settings. */
  @state() private isFirstVisit = false;

  /** The class whose own output is looked at. */
  @state() private lookedAt: number | null = null;

  /** By its name: of other classes it is none, and then the first is. */
  @state() private chosenClassName: string | null = null;

  /** The cell of the confusion matrix whose points are marked, and the classes that it is of. */
  @state() private marked: { readonly cell: MarkedCell; readonly classes: string } | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    const { model } = this;
    if (model === null) return;
    this.isFirstVisit = this.own && !used.value && location.hash === '';
    const options = {
      intervalMs: () => (this.#reducedMotion.matches ? reducedMotionIntervalMs : 0),
      urgent: () => model.status.value !== 'running',
    };
    this.#view = new Paced(model.view, options);
    this.#history = new Paced(model.history, options);
    this.#hidden = new Paced(model.hiddenSpace, options);
    this.#moments = new Paced(model.plots.moments, options);
    const speeds = computed(() => ({ view: model.view.value, progress: model.progress.value }));
    this.#speeds = new Paced<Speeds>(speeds, {
      intervalMs: () => (this.#reducedMotion.matches ? reducedMotionIntervalMs : speedsIntervalMs),
      urgent: () => model.status.value !== 'running' || model.view.value === null,
    });
    this.#speeds.connect();
    this.#view.connect();
    this.#history.connect();
    this.#hidden.connect();
    this.#moments.connect();
    document.addEventListener('keydown', this.#onKey);
    this.#dropzone.connect(document);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#onKey);
    this.#dropzone.disconnect();
    this.#view?.disconnect();
    this.#history?.disconnect();
    this.#hidden?.disconnect();
    this.#moments?.disconnect();
    this.#speeds?.disconnect();
  }

  /** Where the focus returns to when a neuron is closed. */
  readonly #drawerFocus = new ReturnedFocus();

  /** Space plays and pauses, wherever it has no other meaning; Escape closes the neuron that is open. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.defaultPrevented) this.model?.look?.open(null);
    const status = this.model?.status.peek() ?? 'loading';
    if (event.key !== ' ' || !isForThePage(event) || status === 'loading' || status === 'error') return;
    // The page would scroll.
    event.preventDefault();
    if (!event.repeat) send(this, 'page-command', status === 'running' ? 'pause' : 'play');
  };

  override render() {
    const { model } = this;
    if (model === null) return nothing;
    return html`<section class="bar" aria-label="Training">
        <chainrule-run-bar
          data-testid="run-bar"
          .status=${model.status.value}
          .view=${this.#view?.value ?? null}
          .viewSettings=${model.viewSettings.value}
          >${this.own ? this.#renderFollow(model) : nothing}</chainrule-run-bar
        >
        ${this.own ? html`<chainrule-playground-menu></chainrule-playground-menu>` : nothing}
        ${this.#renderNarrator(model)}
      </section>
      <span
        class="visually-hidden"
        role="status"
        data-testid="import-status"
        data-value=${statusOf(model.importing.value)}
        >${wordsOf(model.importing.value)}</span
      >
      ${this.#renderImport(model.importing.value)}
      ${this.#dropzone.isOver.value ? html`<p class="dropping">Drop the file to look at it</p>` : nothing}
      <main
        @weights-change=${this.#onWeights}
        @update-step=${this.#onUpdateStep}
        @class-look=${this.#onLook}
        @class-choose=${this.#onChooseClass}
        @visit-end=${this.#onVisitEnd}
      >
        ${this.isFirstVisit ? html`<chainrule-first-visit .model=${model}></chainrule-first-visit>` : nothing}
        ${this.#renderSettings(model)} ${this.#renderDrawer(model)} ${this.#renderNetwork(model)}
        ${this.#renderQuality(model)} ${this.#renderResults(model)} ${this.#renderRows(model)}
      </main>`;
  }

  /** It comes with what concerns the page as a whole. */
  #renderFollow({ viewSettings, followed }: PlaygroundModel) {
    return html`<chainrule-follow
      .viewSettings=${viewSettings.value}
      .followed=${followed.value}
      .epoch=${this.#view?.value?.epoch ?? null}
    ></chainrule-follow>`;
  }

  /** A chapter says itself what there is to see. */
  #renderNarrator({ doctor, status, experiment }: PlaygroundModel) {
    if (!this.own || doctor.isHidden.value) return nothing;
    return html`<div class="narrator">
      <chainrule-part label="The narrator" .source=${narrator}
        ><chainrule-narrator
          .status=${status.value}
          .view=${this.#view?.value ?? null}
          .history=${this.#history?.value ?? null}
          .experiment=${experiment.value}
          .doctor=${doctor}
          @remedy-apply=${this.#onRemedy}
        ></chainrule-narrator
      ></chainrule-part>
    </div>`;
  }

  readonly #onRemedy = ({ detail }: CustomEvent<Partial<Experiment>>): void => {
    void this.model?.treat(detail);
  };

  /** Made once it is loaded, so that it can take the focus; then it stays, to lead back to where the user came from. */
  #renderImport(state: ImportState) {
    if (importParts.value.value !== null)
      return html`<chainrule-import ?open=${state.kind !== 'none'} .state=${state}></chainrule-import>`;
    if (state.kind === 'none') return nothing;
    return html`<chainrule-part label="What shows a file" .source=${importParts}></chainrule-part>`;
  }

  readonly #onWeights = ({ detail }: CustomEvent<WeightChange>): void => {
    void this.model?.changeWeights(detail);
  };

  /** Of the output, which every network has. */
  readonly #onUpdateStep = (): void => {
    const { look, network } = this.model ?? {};
    isStepping.value = true;
    look?.open({ layer: (network?.peek()?.layers.length ?? 1) - 1, neuron: 0 });
  };

  readonly #onLook = ({ detail }: CustomEvent<number | null>): void => {
    this.lookedAt = detail;
  };

  readonly #onVisitEnd = (): void => {
    used.value = true;
    this.isFirstVisit = false;
  };

  readonly #onChooseClass = ({ detail }: CustomEvent<number>): void => {
    this.chosenClassName = this.model?.data.peek()?.classNames[detail] ?? null;
  };

  /** The class that is told from the rest where there are more than have colours. */
  get #chosenClass(): number {
    const names = this.model?.data.value?.classNames ?? [];
    return Math.max(0, names.indexOf(this.chosenClassName ?? ''));
  }

  #renderSettings({
    experiment,
    thumbnails,
    data,
    network,
    importing,
    kept,
    doctor,
    strip,
  }: PlaygroundModel) {
    const { theme } = this;
    // What does not change is not drawn again with every view.
    const followsEpochs = experiment.value.schedule !== 'constant' || experiment.value.warmUp > 0;
    return html`<chainrule-settings>
      <chainrule-data-panel
        slot="data"
        .experiment=${experiment.value}
        .thumbnails=${thumbnails.value}
        .data=${data.value}
        .inputCount=${network.value?.inputs.length ?? null}
        ?counted=${importing.value.kind === 'none'}
        .strip=${strip.value}
        .kept=${kept.value}
        theme=${theme}
      ></chainrule-data-panel>
      <chainrule-features-panel
        slot="features"
        .experiment=${experiment.value}
        .inputs=${data.value?.inputs ?? null}
        .maps=${data.value?.featureMaps ?? null}
        theme=${theme}
      ></chainrule-features-panel>
      <chainrule-hyperparameters
        slot="learning"
        .experiment=${experiment.value}
        .epoch=${followsEpochs ? (this.#view?.value?.epoch ?? 0) : 0}
        .reductions=${doctor.reductions.value}
        .strip=${strip.value}
      ></chainrule-hyperparameters>
      ${
        this.own && doctor.isHidden.value
          ? html`<button
              slot="learning"
              class="tell"
              @click=${() => {
                doctor.show();
              }}
            >
              Show the narrator
            </button>`
          : nothing
      }
    </chainrule-settings>`;
  }

  /** Over the settings: picture, curves and network stay in sight. */
  #renderDrawer({ look, data, network, experiment }: PlaygroundModel) {
    if (look === null || look.opened.value === null) return nothing;
    return html`<chainrule-part class="drawer" label="The neuron" .source=${drawerParts}
      ><chainrule-neuron-drawer
        .look=${look}
        .data=${data.value}
        .network=${network.value}
        .experiment=${experiment.value}
        .view=${this.#view?.value ?? null}
      ></chainrule-neuron-drawer
    ></chainrule-part>`;
  }

  #renderNetwork({ experiment, data, network, viewSettings, look, doctor }: PlaygroundModel) {
    return html`<chainrule-network-panel
      .experiment=${experiment.value}
      .network=${network.value}
      .view=${this.#view?.value ?? null}
      .data=${data.value}
      .chosenClass=${this.#chosenClass}
      links=${viewSettings.value.links}
      neurons=${viewSettings.value.neurons}
      .dropped=${doctor.dropped.value}
      .look=${look}
      theme=${this.theme}
    ></chainrule-network-panel>`;
  }

  #renderQuality({ viewSettings, data, experiment }: PlaygroundModel) {
    if (!viewSettings.value.howWell) return nothing;
    return html`<div class="quality">
      <chainrule-part label="How well the network does" .source=${qualityParts}
        ><chainrule-quality-panel
          .data=${data.value}
          .view=${this.#view?.value ?? null}
          .cell=${this.#markedCell}
          .chosenClass=${this.#chosenClass}
          split=${viewSettings.value.howWellOf}
          loss=${experiment.value.loss}
          theme=${this.theme}
          @cell-mark=${this.#onMark}
        ></chainrule-quality-panel
      ></chainrule-part>
    </div>`;
  }

  readonly #onMark = ({ detail }: CustomEvent<MarkedCell | null>): void => {
    this.marked = detail === null ? null : { cell: detail, classes: this.#classes };
  };

  get #classes(): string {
    return this.model?.data.value?.classNames.join() ?? '';
  }

  /** Of other classes there is no such cell, and without the table nothing would let go of it. */
  get #markedCell(): MarkedCell | null {
    const isShown = this.model?.viewSettings.value.howWell === true;
    return isShown && this.marked?.classes === this.#classes ? this.marked.cell : null;
  }

  #renderRows({ rows, data, status, chosenPoint }: PlaygroundModel) {
    return html`<chainrule-rows-panel
      .desk=${rows}
      .data=${data.value}
      .view=${this.#view?.value ?? null}
      .status=${status.value}
      .chosen=${chosenPoint.value}
      .chosenClass=${this.#chosenClass}
      theme=${this.theme}
    ></chainrule-rows-panel>`;
  }

  protected override updated(): void {
    if (this.model?.look?.isLooking.value === true) void lookParts.open();
    this.#drawerFocus.follow(
      this.model?.look?.opened.value ?? null,
      this.renderRoot.querySelector('.drawer'),
    );
    this.toggleAttribute('data-narrator', this.own && this.model?.doctor.isHidden.value === false);
    this.toggleAttribute('data-follow', this.own && this.model?.viewSettings.value.follow === true);
    const draws =
      this.model?.experiment.value.dataSet === 'draw' && this.model.viewSettings.value.picture === 'boundary';
    this.toggleAttribute('data-draws', draws);
    this.toggleAttribute('data-rows', this.model?.rows?.isOpen.value ?? false);
  }

  #renderResults(model: PlaygroundModel) {
    const { experiment, viewSettings, data } = model;
    const { theme } = this;
    const view = this.#view?.value ?? null;
    return html`<div class="output">
        <chainrule-output-panel
          .data=${data.value}
          .outputs=${model.network.value?.outputs ?? null}
          .lookedAt=${this.lookedAt}
          .chosenClass=${this.#chosenClass}
          .view=${view}
          .chosen=${model.chosenPoint.value}
          .look=${model.look}
          .network=${model.network.value}
          ?throughPoint=${model.isSliceThroughPoint.value}
          .viewSettings=${viewSettings.value}
          .evaluation=${model.evaluation.value}
          .experiment=${experiment.value}
          .landscape=${model.landscape.value}
          .hiddenSpace=${this.#hidden?.value ?? null}
          .cell=${this.#markedCell}
          theme=${theme}
        ></chainrule-output-panel>
        <chainrule-part label="What asks the network" .source=${askParts}
          ><chainrule-ask-form
            .data=${data.value}
            .asked=${model.asked.value}
            .chosen=${model.chosenPoint.value}
            .chosenClass=${this.#chosenClass}
            theme=${theme}
          ></chainrule-ask-form
        ></chainrule-part>
        ${this.#renderHood(model)}
      </div>
      <chainrule-loss-panel
        .history=${this.#history?.value ?? null}
        .moments=${this.#moments?.value ?? null}
        .view=${view}
        .network=${model.network.value}
        .experiment=${experiment.value}
        .viewSettings=${viewSettings.value}
        .desk=${model.plots}
        .kept=${model.plots.kept.curves.value}
        .measuredRows=${data.value?.summary.measured ?? null}
        .shownAt=${model.past.value?.isShown === true ? (view?.epoch ?? null) : null}
        theme=${theme}
        >${this.own ? html`<chainrule-time .model=${model}></chainrule-time>` : nothing}</chainrule-loss-panel
      >`;
  }

  #renderHood(model: PlaygroundModel) {
    return html`<chainrule-under-the-hood
      picture=${model.viewSettings.value.picture}
      .slice=${model.landscape.value.slice}
      .evaluation=${model.evaluation.value}
      .comparison=${model.evaluationComparison.value}
      .measuring=${model.measuringEvaluation.value}
      .engine=${model.experiment.value.engine}
      .report=${model.engine.value}
      .measurements=${model.engineMeasurements.value}
      .speeds=${this.#speeds?.value ?? null}
    ></chainrule-under-the-hood>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-playground': PlaygroundPage;
  }
}
