import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import type { CrossedPoints } from '../../../charts/cross-plugin.ts';
import {
  evaluatorNames,
  pictureNames,
  type EvaluatorName,
  type PictureName,
} from '../../../experiment/names.ts';
import {
  defaultExperiment,
  defaultView,
  type Experiment,
  type ViewSettings,
} from '../../../experiment/schema.ts';
import type { EvaluationState } from '../../../protocol/evaluation-messages.ts';
import type { HiddenAnswer, HiddenSpace } from '../../../protocol/hidden-messages.ts';
import type { LandscapeSlice } from '../../../protocol/landscape-messages.ts';
import type { DataPicture, NetworkPicture, OutputPicture } from '../../../protocol/picture-messages.ts';
import type { Grid, View } from '../../../protocol/snapshot-messages.ts';
import { certaintyKind } from '../../../charts/certainty.ts';
import './boundary-options.ts';
import './boundary-plot.ts';
import { certaintyKey } from './certainty-key.ts';
import { drawing } from '../draw/draw-board.ts';
import { firstPen, type Pen } from '../draw/pen.ts';
import { describeEvaluation, gpuCanBeChosen } from '../engine/gpu-words.ts';
import { help } from '../../controls/help.ts';
import { icon } from '../../controls/icons.ts';
import { Lazy } from '../../controls/lazy.ts';
import '../../controls/loaded-part.ts';
import { outputPanelStyles } from './output-panel-styles.ts';
import type { LookDesk } from '../look/look-desk.ts';
import type { OpenedPoint } from './opened-point.ts';
import { outputScale, pointKey } from './picture-key.ts';
import { answerFigures } from '../../figures-ask.ts';
import { send } from '../../page-events.ts';
import type { GridIndex } from '../landscape/describe.ts';
import type { LandscapeShown } from '../landscape/landscape-feed.ts';
import { markedPoints, type MarkedCell } from '../quality/marked-points.ts';
import { segmented } from '../../controls/segmented.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { surfaceOf } from './surface.ts';
import { baseStyles, buttonStyles, panelStyles, segmentedStyles } from '../../controls/styles.ts';

const sliceAxes = new Lazy(() => import('./slice-axes.ts'));
const classLegend = new Lazy(() => import('./class-legend.ts'));
const hiddenView = new Lazy(() => import('../hidden-space/hidden-view.ts'));
const landscapeView = new Lazy(() => import('../landscape/landscape-view.ts'));

const pictureLabels: Readonly<Record<PictureName, string>> = {
  boundary: 'Boundary',
  hidden: 'Hidden space',
  landscape: 'Loss landscape',
};
/** What there is room for. */
const shortLabels: Readonly<Record<PictureName, string>> = {
  boundary: 'Boundary',
  hidden: 'Hidden',
  landscape: 'Loss',
};
const evaluatorLabels: Readonly<Record<EvaluatorName, string>> = {
  cpu: 'CPU',
  gpu: 'GPU',
  auto: 'Auto',
};

/** What the network answers over its inputs, or the loss over its weights, and where that is computed. */
@customElement('chainrule-output-panel')
export class OutputPanel extends SignalElement {
  static override readonly styles = [
    baseStyles,
    panelStyles,
    buttonStyles,
    segmentedStyles,
    outputPanelStyles,
  ];

  @property({ attribute: false }) data: DataPicture | null = null;
  @property({ attribute: false }) outputs: OutputPicture | null = null;
  @property({ attribute: false }) view: View | null = null;
  @property({ attribute: false }) viewSettings: ViewSettings = defaultView;
  @property({ attribute: false }) evaluation: EvaluationState | null = null;
  @property({ attribute: false }) experiment: Experiment = defaultExperiment;
  /** The point that is spoken of. */
  @property({ attribute: false }) chosen: OpenedPoint | null = null;
  /** Whether the slice goes through that point. */
  @property({ type: Boolean }) throughPoint = false;
  @property({ attribute: false }) hiddenSpace: HiddenAnswer | null = null;
  @property({ attribute: false }) landscape: LandscapeShown = { slice: null, path: [] };
  /** What is looked at; null where nothing can be. */
  @property({ attribute: false }) look: LookDesk | null = null;
  @property({ attribute: false }) network: NetworkPicture | null = null;
  @property() theme: Theme = 'light';

  /** The class whose own output is looked at, in the legend or in the network. */
  @property({ attribute: false }) lookedAt: number | null = null;
  /** The class that is told from the rest where there are more than have colours. */
  @property({ attribute: false }) chosenClass = 0;
  /** The cell of the confusion matrix whose points are marked. */
  @property({ attribute: false }) cell: MarkedCell | null = null;
  @state() private hiddenClasses: ReadonlySet<number> = new Set();
  @state() private pen: Pen = firstPen;
  /** Where the landscape is read off; null for its centre. */
  @state() private landscapeCursor: GridIndex | null = null;

  /** The last picture, until the next run has one: points on an empty square would only flicker. */
  #grid: Grid | null = null;
  #space: HiddenSpace | null = null;
  #slice: LandscapeSlice | null = null;

  constructor() {
    super();
    answerFigures(this, (ask) => {
      const { renderRoot } = this;
      const plot = renderRoot.querySelector('chainrule-boundary-plot');
      const other = renderRoot.querySelector('chainrule-hidden-plot, chainrule-landscape-plot');
      ask.picture = plot?.shownIn(ask.theme) ?? other?.shadowRoot?.querySelector('canvas') ?? null;
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('data')) return;
    const before = changed.get('data');
    // What is hidden of other classes means nothing for these, and nothing would bring it back.
    if (before?.classNames.join() !== this.data?.classNames.join()) this.hiddenClasses = new Set();
  }

  override render() {
    return html`<section class="panel" aria-labelledby="title">
      <div class="first">
        <div class="panel-head">
          <h2 id="title" class="visually-hidden">Output</h2>
          ${this.#renderPictures()} ${this.#renderEvaluateOn()} ${this.#renderHowWell()}
        </div>
        ${this.#renderPicture()}
      </div>
      <div class="rest">${this.#renderRest()} ${this.#renderState()}</div>
    </section>`;
  }

  /** Above the picture, where it is in view whatever is below: what it opens stands beside the picture. */
  #renderHowWell() {
    const { howWell } = this.viewSettings;
    return html`<button
      class="how-well"
      aria-label="How well?"
      aria-expanded=${howWell}
      @click=${() => send(this, 'view-change', { howWell: !howWell })}
      ${help('howWell')}
    >
      ${icon('matrix')}<span>How well?</span>
    </button>`;
  }

  #renderPictures() {
    return segmented({
      label: 'Picture',
      help: 'picture',
      value: this.viewSettings.picture,
      segments: pictureNames.map((value) => ({
        value,
        label: pictureLabels[value],
        short: shortLabels[value],
      })),
      onSelect: (picture) => {
        send(this, 'view-change', { picture });
      },
    });
  }

  /** The square, and the line that says what is looked at in it. */
  #renderPicture() {
    const { picture } = this.viewSettings;
    if (picture === 'landscape') return this.#renderLandscape();
    return picture === 'hidden' ? this.#renderHidden() : this.#renderBoundary();
  }

  /** What belongs to it and is not looked at all the time: on a phone it stands below the curves. */
  #renderRest() {
    const { picture } = this.viewSettings;
    if (picture === 'landscape') return this.#renderLandscapeWords();
    return picture === 'hidden' ? this.#renderHiddenWords() : this.#renderBoundaryOptions();
  }

  #renderHidden() {
    const { hiddenSpace: answer } = this;
    const hasSpace = this.experiment.hidden.length > 0;
    if (!hasSpace) this.#space = null;
    else if (answer !== null) this.#space = answer.layer === null ? null : answer;
    return html`<chainrule-part label="The hidden space" .source=${hiddenView}
      >${hasSpace ? this.#renderHiddenPlot() : this.#renderHiddenView()}</chainrule-part
    >`;
  }

  #renderHiddenPlot() {
    return html`<chainrule-hidden-plot
      .data=${this.data}
      .space=${this.#space}
      .outputs=${this.outputs}
      .crossed=${this.#crossed()}
      .hiddenClasses=${this.hiddenClasses}
      .chosen=${this.chosen}
      .chosenClass=${this.chosenClass}
      .showTest=${this.#showsTest}
      theme=${this.theme}
    ></chainrule-hidden-plot>`;
  }

  #renderHiddenView() {
    return html`<chainrule-hidden-view
      .data=${this.data}
      .space=${this.#space}
      .widths=${this.experiment.hidden}
      .viewSettings=${this.viewSettings}
    ></chainrule-hidden-view>`;
  }

  #renderHiddenWords() {
    const hasSpace = this.experiment.hidden.length > 0 && hiddenView.value.value !== null;
    return html`${hasSpace ? this.#renderHiddenView() : nothing}
      <chainrule-boundary-options
        without-surface
        .viewSettings=${this.viewSettings}
        .data=${this.data}
        .view=${this.view}
      ></chainrule-boundary-options>
      ${this.#hasOutputsByClass ? this.#renderClasses() : nothing} ${this.#renderKey(false)}`;
  }

  #renderLandscape() {
    this.#slice = this.landscape.slice ?? this.#slice;
    return html`<chainrule-part label="The landscape" .source=${landscapeView}
      ><chainrule-landscape-plot
        .slice=${this.#slice}
        .path=${this.landscape.path}
        theme=${this.theme}
        @cursor-change=${({ detail }: CustomEvent<GridIndex | null>) => {
          this.landscapeCursor = detail;
        }}
      ></chainrule-landscape-plot
    ></chainrule-part>`;
  }

  #renderLandscapeWords() {
    if (landscapeView.value.value === null) return nothing;
    return html`<chainrule-landscape-view
      .landscape=${this.landscape}
      .cursor=${this.landscapeCursor}
      .viewSettings=${this.viewSettings}
    ></chainrule-landscape-view>`;
  }

  #renderBoundary() {
    this.#grid = this.view?.boundary ?? this.#grid;
    const draws = this.experiment.dataSet === 'draw';
    return html`<div class=${draws ? 'drawn' : ''}>
      <chainrule-draw-board
        .experiment=${this.experiment}
        .pen=${this.pen}
        .look=${this.look}
        @pen-change=${this.#onPen}
        ><chainrule-boundary-plot
          .data=${this.data}
          .grid=${this.#grid}
          .outputs=${this.outputs}
          .lookedAt=${this.lookedAt}
          .chosenClass=${this.chosenClass}
          .hiddenClasses=${this.hiddenClasses}
          .chosen=${this.chosen}
          .look=${this.look}
          .showTest=${this.#showsTest}
          surface=${surfaceOf(this.viewSettings)}
          .crossed=${this.#crossed()}
          theme=${this.theme}
        ></chainrule-boundary-plot
      ></chainrule-draw-board>
      ${draws ? this.#renderTools() : nothing}
      ${this.#hasOutputsByClass ? this.#renderLook() : html`<div class="under">${this.#renderLook()}${this.#renderScale()}</div>`}
    </div>`;
  }

  #renderBoundaryOptions() {
    return html`<chainrule-boundary-options
        .viewSettings=${this.viewSettings}
        .data=${this.data}
        .view=${this.view}
      ></chainrule-boundary-options>
      ${this.#renderSlice(this.data)} ${this.#hasOutputsByClass ? this.#renderScale() : nothing}
      ${this.#renderKey(true)}`;
  }

  #renderSlice(data: DataPicture | null) {
    if (data === null || data.slice === null) return nothing;
    return html`<chainrule-part label="What the picture is over" .source=${sliceAxes}
      ><chainrule-slice-axes
        .slice=${data.slice}
        .inputCount=${data.inputs?.length ?? 2}
        .summary=${data.summary}
        ?hasPoint=${this.chosen !== null}
        ?throughPoint=${this.throughPoint}
      ></chainrule-slice-axes
    ></chainrule-part>`;
  }

  /** With the picture they are of, also on a phone. */
  #renderTools() {
    return html`<chainrule-part label="What draws" .source=${drawing}
      ><chainrule-draw-tools
        .drawn=${this.experiment.drawn}
        .pen=${this.pen}
        theme=${this.theme}
        @pen-change=${this.#onPen}
      ></chainrule-draw-tools
    ></chainrule-part>`;
  }

  readonly #onPen = ({ detail }: CustomEvent<Partial<Pen>>): void => {
    this.pen = { ...this.pen, ...detail };
  };

  /** Points that are marked are there to be seen. */
  get #showsTest(): boolean {
    return this.viewSettings.showTestPoints || this.cell?.split === 'test';
  }

  /** The points of the marked cell, or all that are wrong. */
  #crossed(): CrossedPoints | null {
    const { data, view, cell } = this;
    if (data === null || view === null || (cell === null && !this.viewSettings.markWrong)) return null;
    return markedPoints(data, view, cell);
  }

  /** Its place is kept, whatever is said in it. */
  #renderLook() {
    if (this.look === null) return nothing;
    return html`<chainrule-look-line
      class="note"
      .look=${this.look}
      .data=${this.data}
      .network=${this.network}
      theme=${this.theme}
      >${this.#resting()}</chainrule-look-line
    >`;
  }

  /** While nothing is looked at: what there is to do, or that this is not all there is. */
  #resting(): string {
    const { data, experiment } = this;
    if (experiment.dataSet === 'draw' && this.viewSettings.picture === 'boundary')
      return 'The tool Look tells what is here.';
    const slice = data?.slice ?? null;
    if (slice === null || (data?.inputs?.length ?? 0) < 3) return 'Point at the picture and look.';
    if (slice.axes === null) return 'A slice along two components.';
    return slice.through === null ? 'A slice: the rest at its mean.' : 'A slice through the pinned row.';
  }

  #renderState() {
    const { evaluation } = this;
    const words = evaluation === null ? '' : describeEvaluation(evaluation);
    return html`<p class="note state" id="gpu">${words}</p>`;
  }

  /** Of two classes a single output may say which. */
  get #hasOutputsByClass(): boolean {
    const count = this.data?.classNames.length ?? 0;
    return count > 2 || (count > 0 && (this.outputs?.names.length ?? 1) > 1);
  }

  /** What the colours say: classes each have one, a single output has all between its ends. */
  #renderScale() {
    const { data, outputs } = this;
    const count = outputs?.names.length ?? 1;
    const isCertainty = surfaceOf(this.viewSettings) === 'certainty' && data?.task === 'classification';
    const certainty = isCertainty
      ? certaintyKey(certaintyKind(count > 1 ? { count, low: outputs?.low ?? -1 } : null))
      : nothing;
    if (this.#hasOutputsByClass) return html`${certainty}${this.#renderClasses()}`;
    return isCertainty ? certainty : outputScale(data?.targetScale ?? null);
  }

  #renderClasses() {
    return html`<chainrule-part label="The classes" .source=${classLegend}
      ><chainrule-class-legend
        .names=${this.data?.classNames ?? []}
        .byClass=${this.view === null ? null : { train: this.view.trainByClass, test: this.view.testByClass }}
        .hiddenClasses=${this.hiddenClasses}
        .chosenClass=${this.chosenClass}
        theme=${this.theme}
        @classes-hide=${({ detail }: CustomEvent<ReadonlySet<number>>) => {
          this.hiddenClasses = detail;
        }}
      ></chainrule-class-legend
    ></chainrule-part>`;
  }

  #renderEvaluateOn() {
    const gpu = this.evaluation?.gpu ?? { kind: 'probing' };
    return segmented({
      label: 'Evaluate on',
      help: 'evaluateOn',
      describedBy: 'gpu',
      value: this.viewSettings.evaluateOn,
      segments: evaluatorNames.map((value) => ({
        value,
        label: evaluatorLabels[value],
        disabled: value === 'gpu' && !gpuCanBeChosen(gpu),
      })),
      onSelect: (evaluateOn) => {
        send(this, 'view-change', { evaluateOn });
      },
    });
  }

  #renderKey(hasAreas: boolean) {
    const { data, chosenClass } = this;
    return pointKey({
      ...{ data, hasOutputsByClass: this.#hasOutputsByClass, chosenClass, hasAreas },
      hiddenClasses: this.hiddenClasses,
      onHide: (hidden) => {
        this.hiddenClasses = hidden;
      },
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-output-panel': OutputPanel;
  }
}
