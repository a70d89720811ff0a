import { html, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
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
import { boundaryPicture, boundaryWords, type BoundaryParts } from './boundary-picture.ts';
import { firstPen, type Pen } from '../draw/pen.ts';
import { describeEvaluation } from '../engine/gpu-words.ts';
import { hiddenPicture, hiddenWords } from '../hidden-space/hidden-picture.ts';
import type { GridIndex } from '../landscape/describe.ts';
import type { LandscapeShown } from '../landscape/landscape-feed.ts';
import { landscapePicture, landscapeWords, type LandscapeParts } from '../landscape/landscape-picture.ts';
import { outputPanelStyles } from './output-panel-styles.ts';
import type { LookDesk } from '../look/look-desk.ts';
import type { OpenedPoint } from './opened-point.ts';
import { pictureHead } from './picture-head.ts';
import { answerFigures } from '../../figures-ask.ts';
import { differsBesidesRate } from '../settings/rate-and-penalties.ts';
import type { MarkedCell } from '../quality/marked-points.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { apartStyles } from '../../controls/apart-styles.ts';
import { baseStyles, buttonStyles, panelStyles, segmentedStyles } from '../../controls/styles.ts';

/** What the network answers over its inputs, or the loss over its weights, and where that is computed. */
@customElement('chainrule-output-panel')
export class OutputPanel extends SignalElement implements BoundaryParts, LandscapeParts {
  static override readonly styles = [
    baseStyles,
    apartStyles,
    panelStyles,
    buttonStyles,
    segmentedStyles,
    outputPanelStyles,
  ];

  @property({ attribute: false }) data: DataPicture | null = null;
  @property({ attribute: false }) outputs: OutputPicture | null = null;
  @property({ attribute: false }) view: View | null = null;
  @property({ attribute: false }) figures: View | null = null;
  @property({ attribute: false }) viewSettings: ViewSettings = defaultView;
  @property({ attribute: false }) evaluation: EvaluationState | null = null;
  @property({ attribute: false, hasChanged: differsBesidesRate })
  experiment: Experiment = defaultExperiment;
  @property({ attribute: false }) chosen: OpenedPoint | null = null;
  @property({ type: Boolean }) throughPoint = false;
  @property({ attribute: false }) hiddenSpace: HiddenAnswer | null = null;
  @property({ attribute: false }) landscape: LandscapeShown = { slice: null, path: [] };
  @property({ attribute: false }) look: LookDesk | null = null;
  @property({ attribute: false }) network: NetworkPicture | null = null;
  @property() theme: Theme = 'light';
  @property({ attribute: false }) lookedAt: number | null = null;
  @property({ attribute: false }) chosenClass = 0;
  @property({ attribute: false }) cell: MarkedCell | null = null;

  @state() hiddenClasses: ReadonlySet<number> = new Set();
  @state() pen: Pen = firstPen;
  @state() landscapeCursor: GridIndex | null = null;

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

  readonly hideClasses = (hidden: ReadonlySet<number>): void => {
    this.hiddenClasses = hidden;
  };

  readonly usePen = ({ detail }: CustomEvent<Partial<Pen>>): void => {
    this.pen = { ...this.pen, ...detail };
  };

  readonly moveCursor = ({ detail }: CustomEvent<GridIndex | null>): void => {
    this.landscapeCursor = detail;
  };

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('data')) return;
    const before = changed.get('data');
    // What is hidden of other classes means nothing for these, and nothing would bring it back.
    if (before?.classNames.join() !== this.data?.classNames.join()) this.hiddenClasses = new Set();
  }

  override render() {
    const { viewSettings, evaluation } = this;
    const { square, words } = this.#picture();
    return html`<section class="panel" aria-labelledby="title">
      <div class="first">${pictureHead(this, viewSettings, evaluation)} ${square}</div>
      <div class="rest">
        ${words}
        <p class="note state" id="gpu">${evaluation === null ? '' : describeEvaluation(evaluation)}</p>
      </div>
    </section>`;
  }

  /** The square with the line under it, and what is not looked at all the time: on a phone that is below the curves. */
  #picture() {
    switch (this.viewSettings.picture) {
      case 'landscape':
        this.#slice = this.landscape.slice ?? this.#slice;
        return { square: landscapePicture(this, this.#slice), words: landscapeWords(this) };
      case 'hidden': {
        const space = (this.#space = this.#presentSpace());
        return { square: hiddenPicture(this, space), words: hiddenWords(this, space) };
      }
      default:
        this.#grid = this.view?.boundary ?? this.#grid;
        return { square: boundaryPicture(this, this.#grid), words: boundaryWords(this) };
    }
  }

  #presentSpace(): HiddenSpace | null {
    const { experiment, hiddenSpace: answer } = this;
    if (experiment.hidden.length === 0) return null;
    if (answer === null) return this.#space;
    return answer.layer === null ? null : answer;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-output-panel': OutputPanel;
  }
}
