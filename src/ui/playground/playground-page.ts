import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Theme } from '../../charts/colour-scale.ts';
import { taskFor } from '../../experiment/data-sets.ts';
import { drawerRoom, settingsRoom } from './settings/settings-room.ts';
import { isForThePage } from '../keys.ts';
import { plotsRoom } from './plots/plots-room.ts';
import './network/network-panel.ts';
import { pictureRoom } from './picture/picture-room.ts';
import { send } from '../page-events.ts';
import { waitForFrames } from '../controls/frames.ts';
import { Remembered } from '../controls/remembered.ts';
import { lookParts } from './look/look-parts.ts';
import { isStepping } from './update/stepping.ts';
import { ReturnedFocus } from './look/returned-focus.ts';
import { isMenuInHeader } from './menu-place.ts';
import type { PlaygroundModel, WeightChange } from './playground-model.ts';
import { playgroundStyles } from './playground-styles.ts';
import { DropZone } from './import/drop-zone.ts';
import { followRoom } from './follow/follow-room.ts';
import { importRoom } from './import/import-room.ts';
import './learning/run-bar.ts';
import { narratorRoom } from './doctor/narrator-room.ts';
import { PacedRun } from './paced-run.ts';
import { PickedClasses } from './picture/picked-classes.ts';
import { qualityRoom } from './quality/quality-room.ts';
import type { RoomParts } from './room-parts.ts';
import './rows/rows-panel.ts';
import { SignalElement } from '../controls/signal-element.ts';
import { baseStyles, buttonStyles } from '../controls/styles.ts';

/** Whether the playground was ever used here. */
const used = new Remembered('chainrule-used');

/** Data, features, network, output. Hands the model's values down to its rooms; their events go up to the root. */
@customElement('chainrule-playground')
export class PlaygroundPage extends SignalElement {
  static override readonly styles = [baseStyles, buttonStyles, playgroundStyles];

  /** Set once, before the element is connected. */
  @property({ attribute: false }) model: PlaygroundModel | null = null;
  @property() theme: Theme = 'light';
  /** The user's own, not a chapter's: with what is to start from, and the large view. */
  @property({ type: Boolean, reflect: true }) own = false;

  readonly #dropzone = new DropZone((action) => {
    send(this, 'import-action', action);
  });
  /** One and the same, wherever it is placed: the large view lays styles over it. */
  readonly #menu = document.createElement('chainrule-playground-menu');
  /** Where the focus returns to when a neuron is closed. */
  readonly #drawerFocus = new ReturnedFocus();
  /** null until it is connected. */
  #kept: Pick<RoomParts, 'model' | 'paced' | 'picked'> | null = null;

  /** Nobody has used the playground here, and no link has brought settings. */
  @state() private isFirstVisit = false;

  override connectedCallback(): void {
    super.connectedCallback();
    const { model } = this;
    if (model === null) return;
    this.isFirstVisit = this.own && !used.value && location.hash === '';
    const picked = this.#kept?.picked ?? new PickedClasses(model);
    this.#kept = { model, picked, paced: new PacedRun(model) };
    this.#kept.paced.connect();
    document.addEventListener('keydown', this.#onKey);
    this.#dropzone.connect(document);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#onKey);
    this.#dropzone.disconnect();
    this.#kept?.paced.disconnect();
    waitForFrames(false);
  }

  /** Space plays and pauses, wherever it has no other meaning; Escape closes the neuron that is open. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.defaultPrevented) this.model?.viewers.look?.open(null);
    const status = this.model?.status.peek() ?? 'loading';
    if (event.key !== ' ' || !isForThePage(event) || status === 'loading' || status === 'error') return;
    // The page would scroll.
    event.preventDefault();
    if (!event.repeat) send(this, 'page-command', status === 'running' ? 'pause' : 'play');
  };

  override render() {
    if (this.#kept === null) return nothing;
    const parts: RoomParts = { ...this.#kept, theme: this.theme, own: this.own };
    const { model, picked } = parts;
    return html`${this.#renderBar(parts)} ${importRoom(parts)}
      ${this.#dropzone.isOver.value ? html`<p class="dropping">Drop the file to look at it</p>` : nothing}
      <main
        @weights-change=${({ detail }: CustomEvent<WeightChange>) => void model.changeWeights(detail)}
        @update-step=${this.#onUpdateStep}
        @class-look=${({ detail }: CustomEvent<number | null>) => {
          picked.lookedAt.value = detail;
        }}
        @class-choose=${({ detail }: CustomEvent<number>) => {
          picked.choose(detail);
        }}
        @visit-end=${this.#onVisitEnd}
      >
        ${this.isFirstVisit ? html`<chainrule-first-visit .model=${model}></chainrule-first-visit>` : nothing}
        ${settingsRoom(parts)} ${drawerRoom(parts)} ${this.#renderNetwork(parts)} ${qualityRoom(parts)}
        ${pictureRoom(parts)} ${plotsRoom(parts)} ${this.#renderRows(parts)}
      </main>`;
  }

  /** What concerns the page as a whole comes with the user's own. */
  #renderBar(parts: RoomParts) {
    const { model, paced, own } = parts;
    const { status, viewSettings, experiment } = model;
    const isAbove = isMenuInHeader.value;
    return html`<section class="bar" aria-label="Training">
      ${own && isAbove ? this.#menu : nothing}
      <chainrule-run-bar
        data-testid="run-bar"
        .status=${status.value}
        .view=${paced.figures.value.view}
        ?predictsNumbers=${taskFor(experiment.value) === 'regression'}
        .viewSettings=${viewSettings.value}
        >${followRoom(parts, 'bar')}</chainrule-run-bar
      >
      ${own && !isAbove ? this.#menu : nothing} ${narratorRoom(parts)}
    </section>`;
  }

  /** Of the output, which every network has. */
  readonly #onUpdateStep = (): void => {
    const { viewers, network } = this.model ?? {};
    isStepping.value = true;
    viewers?.look?.open({ layer: (network?.peek()?.layers.length ?? 1) - 1, neuron: 0 });
  };

  readonly #onVisitEnd = (): void => {
    used.value = true;
    this.isFirstVisit = false;
  };

  #renderNetwork({ model, paced, picked, theme }: RoomParts) {
    const { experiment, data, network, viewSettings, viewers, doctor } = model;
    return html`<chainrule-network-panel
      .experiment=${experiment.value}
      .network=${network.value}
      .view=${paced.view.value}
      .data=${data.value}
      .chosenClass=${picked.chosen}
      links=${viewSettings.value.links}
      neurons=${viewSettings.value.neurons}
      .dropped=${doctor.dropped.value}
      .look=${viewers.look}
      theme=${theme}
    ></chainrule-network-panel>`;
  }

  #renderRows({ model, paced, picked, theme }: RoomParts) {
    const { rows, data, status, viewers } = model;
    return html`<chainrule-rows-panel
      .desk=${rows}
      .data=${data.value}
      .view=${paced.view.value}
      .status=${status.value}
      .chosen=${viewers.points.chosen.value}
      .chosenClass=${picked.chosen}
      theme=${theme}
    ></chainrule-rows-panel>`;
  }

  protected override updated(): void {
    const { model, own } = this;
    const look = model?.viewers.look ?? null;
    if (look?.isLooking.value === true) void lookParts.open();
    this.#drawerFocus.follow(look?.opened.value ?? null, this.renderRoot.querySelector('.drawer'));
    this.toggleAttribute('data-narrator', own && model?.doctor.isHidden.value === false);
    // Each change brings itself and, a little later, its picture.
    waitForFrames(own && model?.viewSettings.value.follow === true && this.isConnected);
    const draws =
      model?.experiment.value.dataSet === 'draw' && model.viewSettings.value.picture === 'boundary';
    this.toggleAttribute('data-draws', draws);
    this.toggleAttribute('data-rows', model?.rows?.isOpen.value ?? false);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-playground': PlaygroundPage;
  }
}
