import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { isOneAgainstRest } from '../../../charts/class-pairs.ts';
import type { Theme } from '../../../charts/colour-scale.ts';
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
import type { DataPicture, NetworkPicture, OutputPicture } from '../../../protocol/picture-messages.ts';
import type { Grid, View } from '../../../protocol/snapshot-messages.ts';
import './boundary-plot.ts';
import './class-legend.ts';
import '../draw/draw-board.ts';
import './slice-axes.ts';
import { describeEvaluation, gpuCanBeChosen } from '../engine/gpu-words.ts';
import { help } from '../../controls/help.ts';
import type { HelpName } from '../../controls/help-text.ts';
import { Lazy } from '../../controls/lazy.ts';
import '../../controls/loaded-part.ts';
import { outputPanelStyles } from './output-panel-styles.ts';
import type { LookDesk } from '../look/look-desk.ts';
import type { OpenedPoint } from './opened-point.ts';
import { send } from '../../page-events.ts';
import type { LandscapeShown } from '../playground-model.ts';
import { segmented } from '../../controls/segmented.ts';
import { baseStyles, panelStyles, segmentedStyles } from '../../controls/styles.ts';

const landscapeView = new Lazy(() => import('../landscape/landscape-view.ts'));

const pictureLabels: Readonly<Record<PictureName, string>> = {
  boundary: 'Boundary',
  landscape: 'Loss landscape',
};
const evaluatorLabels: Readonly<Record<EvaluatorName, string>> = {
  cpu: 'CPU',
  gpu: 'GPU',
  auto: 'Auto',
};

const signedMarks = { [-1]: '−1', 1: '+1' } as const;

/** What the network answers over its inputs, or the loss over its weights, and where that is computed. */
@customElement('chainrule-output-panel')
export class OutputPanel extends LitElement {
  static override readonly styles = [baseStyles, panelStyles, segmentedStyles, outputPanelStyles];

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
  @property({ attribute: false }) landscape: LandscapeShown = { slice: null, path: [] };
  /** What is looked at; null where nothing can be. */
  @property({ attribute: false }) look: LookDesk | null = null;
  @property({ attribute: false }) network: NetworkPicture | null = null;
  @property() theme: Theme = 'light';

  /** The class whose own output is looked at, in the legend or in the network. */
  @property({ attribute: false }) lookedAt: number | null = null;
  /** The class that is told from the rest where there are more than have colours. */
  @property({ attribute: false }) chosenClass = 0;
  @state() private hiddenClasses: ReadonlySet<number> = new Set();

  /** The last picture, until the next run has one: points on an empty square would only flicker. */
  #grid: Grid | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('data')) return;
    const before = changed.get('data');
    // What is hidden of other classes means nothing for these, and nothing would bring it back.
    if (before?.classNames.join() !== this.data?.classNames.join()) this.hiddenClasses = new Set();
  }

  override render() {
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head">
        <h2 id="title" class="visually-hidden">Output</h2>
        ${this.#renderPictures()} ${this.#renderEvaluateOn()}
      </div>
      ${this.viewSettings.picture === 'landscape' ? this.#renderLandscape() : this.#renderBoundary()}
      ${this.#renderState()}
    </section>`;
  }

  #renderPictures() {
    return segmented({
      label: 'Picture',
      help: 'picture',
      value: this.viewSettings.picture,
      segments: pictureNames.map((value) => ({ value, label: pictureLabels[value] })),
      onSelect: (picture) => {
        send(this, 'view-change', { picture });
      },
    });
  }

  #renderLandscape() {
    return html`<chainrule-part label="The landscape" .source=${landscapeView}
      ><chainrule-landscape-view
        .landscape=${this.landscape}
        .viewSettings=${this.viewSettings}
        theme=${this.theme}
      ></chainrule-landscape-view
    ></chainrule-part>`;
  }

  #renderBoundary() {
    this.#grid = this.view?.boundary ?? this.#grid;
    const { showTestPoints, discreteOutput } = this.viewSettings;
    return html`<chainrule-draw-board .experiment=${this.experiment} theme=${this.theme}
        ><chainrule-boundary-plot
          .data=${this.data}
          .grid=${this.#grid}
          .outputs=${this.outputs}
          .lookedAt=${this.lookedAt}
          .chosenClass=${this.chosenClass}
          .hiddenClasses=${this.hiddenClasses}
          .chosen=${this.chosen}
          .look=${this.look}
          .showTest=${showTestPoints}
          .discrete=${discreteOutput}
          theme=${this.theme}
        ></chainrule-boundary-plot
      ></chainrule-draw-board>
      ${this.#renderLook()}
      <chainrule-slice-axes
        .slice=${this.data?.slice ?? null}
        .inputCount=${this.data?.inputs?.length ?? 2}
        .summary=${this.data?.summary ?? null}
        ?hasPoint=${this.chosen !== null}
        ?throughPoint=${this.throughPoint}
      ></chainrule-slice-axes>
      ${this.#renderScale()}
      <div class="toggles">
        ${this.#checkbox('Show test points', 'showTestPoints', showTestPoints, 'showTest')}
        ${this.#checkbox('Discrete output', 'discreteOutput', discreteOutput, 'discrete')}
      </div>
      ${this.#renderKey()}`;
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
      >Point at the picture: every neuron shows its value there.</chainrule-look-line
    >`;
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
    const names = this.data?.classNames ?? [];
    if (this.#hasOutputsByClass)
      return html`<chainrule-class-legend
        .names=${names}
        .byClass=${this.view === null ? null : { train: this.view.trainByClass, test: this.view.testByClass }}
        .hiddenClasses=${this.hiddenClasses}
        .chosenClass=${this.chosenClass}
        theme=${this.theme}
        @classes-hide=${({ detail }: CustomEvent<ReadonlySet<number>>) => {
          this.hiddenClasses = detail;
        }}
      ></chainrule-class-legend>`;
    const { shift, scale } = this.data?.targetScale ?? { shift: 0, scale: 1 };
    const signed = (this.data?.targetScale ?? null) === null;
    const end = (at: -1 | 1) =>
      html`<span>${signed ? signedMarks[at] : String(Number((shift + at * scale).toPrecision(3)))}</span>`;
    return html`<div class="legend" aria-hidden="true">
      ${end(-1)}
      <div class="colours"></div>
      ${end(1)}
    </div>`;
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

  #checkbox(label: string, setting: 'showTestPoints' | 'discreteOutput', checked: boolean, name: HelpName) {
    return html`<label class="check">
      <input
        type="checkbox"
        .checked=${live(checked)}
        @change=${() => {
          send(this, 'view-change', { [setting]: !checked });
        }}
        ${help(name)}
      />${label}
    </label>`;
  }

  /** Of two classes: a name of its own, or its sign as it is printed. */
  #classWords(place: number): string {
    return (this.data?.classNames[place] ?? '').replace('-1', '−1');
  }

  #renderAgainstRest() {
    if (!isOneAgainstRest(this.data?.classNames.length ?? 0)) return nothing;
    return html`<span><i class="mark positive"></i>${this.#classWords(this.chosenClass)}</span
      ><span><i class="mark negative"></i>all other classes</span>`;
  }

  /** Shapes and fillings in words. */
  #renderKey() {
    const isClassification = this.data?.task !== 'regression';
    return html`<p class="key">
      <span><i class="mark filled"></i>train</span>
      <span><i class="mark"></i>test</span>
      ${
        this.#hasOutputsByClass
          ? html`${this.#renderAgainstRest()}<span>paler: less certain</span>`
          : isClassification
            ? html`<span><i class="mark positive"></i>${this.#classWords(1)}</span
                ><span><i class="mark negative"></i>${this.#classWords(0)}</span>`
            : html`<span>colour: the label</span>`
      }
    </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-output-panel': OutputPanel;
  }
}
