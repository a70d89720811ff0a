import { html, LitElement, nothing, type PropertyValues, svg } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import type { AxisPlace } from '../../../charts/plot-chart.ts';
import type { PlotLine } from '../../../charts/plot-configuration.ts';
import { lossScales, plotNames, type LossScale, type PlotName } from '../../../experiment/names.ts';
import {
  defaultExperiment,
  defaultView,
  type Experiment,
  type ViewSettings,
} from '../../../experiment/schema.ts';
import type { NetworkPicture } from '../../../protocol/picture-messages.ts';
import type { History, MomentsRecord, View } from '../../../protocol/snapshot-messages.ts';
import { Announcer } from '../../controls/announcer.ts';
import { exact, formatLoss, formatCount } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import { lossPanelStyles } from './loss-panel-styles.ts';
import { answerFigures } from '../../figures-ask.ts';
import { send } from '../../page-events.ts';
import { segmented } from '../../controls/segmented.ts';
import { apartStyles } from '../../controls/apart-styles.ts';
import {
  baseStyles,
  buttonStyles,
  panelStyles,
  segmentedStyles,
  summaryStyles,
} from '../../controls/styles.ts';
import { PlotMaker, valueScaleOf, type PlotSources } from './plot-of.ts';
import './plot-more.ts';
import { captionOf, figuresOf, namedLines, sayPlot } from './plot-say.ts';
import { plotTable } from './plot-table.ts';
import type { PlotStore } from './plot-store.ts';
import { PlotView } from './plot-view.ts';
import { plotLabels } from './plot-words.ts';
import type { KeptCurve } from './kept-curves.ts';

const scaleLabels: Readonly<Record<LossScale, string>> = { linear: 'Linear', log: 'Log' };

/** Below this height two plots would be too flat to read. */
const leastForTwo = 230;

/** How the run went: as one plot or two, as a sentence and as a table. */
@customElement('chainrule-loss-panel')
export class LossPanel extends LitElement {
  static override readonly styles = [
    baseStyles,
    apartStyles,
    panelStyles,
    buttonStyles,
    segmentedStyles,
    summaryStyles,
    lossPanelStyles,
  ];

  @property({ attribute: false }) history: History | null = null;
  @property({ attribute: false }) moments: MomentsRecord | null = null;
  @property({ attribute: false }) view: View | null = null;
  @property({ attribute: false }) network: NetworkPicture | null = null;
  @property({ attribute: false }) experiment: Experiment = defaultExperiment;
  @property({ attribute: false }) viewSettings: ViewSettings = defaultView;
  /** Where curves are kept; null where none can be. */
  @property({ attribute: false }) desk: PlotStore | null = null;
  @property({ attribute: false }) kept: readonly KeptCurve[] = [];
  /** The moment of its past at which the run stands, in epochs; null where it stands at its end. */
  @property({ attribute: false }) shownAt: number | null = null;
  /** How many rows the curves are of; null where they are of all. */
  @property({ attribute: false }) measuredRows: number | null = null;
  @property() theme: Theme = 'light';

  @state() private tableIsOpen = false;
  @state() private announcement = '';
  @state() private hasRoomForTwo = false;
  /** Whether there is that room, or would be with a second plot. */
  @state() private mayHaveTwo = false;
  @query('.area') private readonly area!: HTMLElement;
  readonly #makers = [new PlotMaker(), new PlotMaker()];
  readonly #announcer = new Announcer(this, (text) => {
    this.announcement = text;
  });
  readonly #resizes = new ResizeObserver(() => {
    this.hasRoomForTwo = this.area.clientHeight >= leastForTwo;
    // What places the panel makes it higher where two are wanted.
    const grows = getComputedStyle(this).getPropertyValue('--grows-for-two').trim() === '1';
    this.mayHaveTwo = this.hasRoomForTwo || grows;
  });

  constructor() {
    super();
    answerFigures(this, (ask) => {
      const sources = { ...this.#sources, theme: ask.theme };
      ask.plots = this.#shownPlots.map((name) => ({
        title: plotLabels[name],
        label: sayPlot(name, sources),
        plot: new PlotMaker().make(name, sources),
      }));
    });
  }

  /** The settings tell of a penalty, of the rate and of kept curves, and of nothing else here. */
  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    if (changed.size > 1 || !changed.has('experiment') || !this.hasUpdated) return true;
    const hadPenalty = (changed.get('experiment')?.l2 ?? 0) > 0;
    return (
      hadPenalty !== this.experiment.l2 > 0 ||
      this.kept.length > 0 ||
      [this.viewSettings.plot, this.viewSettings.secondPlot].includes('rate')
    );
  }

  override render() {
    const { plot } = this.viewSettings;
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head">
        <h2 id="title">
          <span class="visually-hidden">${plotLabels[plot]}</span>
          <select class="plot" aria-label="Plot" .value=${live(plot)} @change=${this.#onPlot} ${help('plot')}>
            ${plotNames.map((name) => html`<option value=${name} ?selected=${name === plot}>${plotLabels[name]}</option>`)}
          </select>
        </h2>
        ${this.#renderLegend(plot)} ${this.#renderAsides()}
        <details @toggle=${this.#onToggle}>
          <summary ${help('lossTable')}>Table</summary>
        </details>
        ${this.#renderScale(plot)}
        <chainrule-plot-more
          .desk=${this.desk}
          .sources=${this.#sources}
          .viewSettings=${this.viewSettings}
          ?two=${this.mayHaveTwo}
          .picture=${this.#picture}
        ></chainrule-plot-more>
      </div>
      <div class="area">
        <div class="plots">
          ${this.#shownPlots.map((name, i, { length }) => this.#renderPlot(name, i, i === length - 1))}
        </div>
        ${
          this.tableIsOpen
            ? html`<div class="table" tabindex="0" role="region" aria-label="${plotLabels[plot]} in numbers">
                ${plotTable(plot, this.#sources)}
              </div>`
            : nothing
        }
      </div>
      <slot></slot>
      <p class="visually-hidden" role="status" data-testid="loss-summary">${this.announcement}</p>
    </section>`;
  }

  get #shownPlots(): readonly PlotName[] {
    const { plot, secondPlot } = this.viewSettings;
    return secondPlot !== 'none' && this.#wantsTwo && this.hasRoomForTwo ? [plot, secondPlot] : [plot];
  }

  get #wantsTwo(): boolean {
    const { plot, secondPlot } = this.viewSettings;
    return secondPlot !== 'none' && secondPlot !== plot;
  }

  get #sources(): PlotSources {
    const {
      history,
      moments,
      view,
      network,
      kept,
      experiment,
      viewSettings: settings,
      theme,
      shownAt,
    } = this;
    return { history, moments, view, network, kept, experiment, settings, theme, shownAt };
  }

  #renderPlot(name: PlotName, place: number, isLowest: boolean) {
    const sources = this.#sources;
    const plot = this.#makers[place].make(name, sources);
    const named = namedLines(name, plot.lines);
    return html`<div class="one">
      ${named.length === 0 ? nothing : html`<p class="lines" aria-hidden="true">${named.map(renderLine)}</p>`}
      <chainrule-plot
        .plot=${plot}
        label=${sayPlot(name, sources)}
        hook=${place === 0 ? 'loss-chart' : 'second-chart'}
        said=${captionOf(name, sources)}
        .onAxis=${isLowest ? this.#onAxis : null}
      ></chainrule-plot>
    </div>`;
  }

  #renderLegend(plot: PlotName) {
    const isOfBoth = plot === 'loss' || plot === 'accuracy';
    return html`<span class="legend" aria-hidden="true"
      >${isOfBoth ? html`${renderStroke()}train${renderStroke([4, 3])}test` : nothing}</span
    >`;
  }

  #renderScale(plot: PlotName) {
    const scale = valueScaleOf(plot, this.viewSettings);
    if (plot === 'weights') return nothing;
    return segmented({
      label: plot === 'loss' ? 'Loss scale' : 'Value scale',
      help: plot === 'loss' ? 'lossScale' : 'valueScale',
      value: scale,
      segments: lossScales.map((value) => ({ value, label: scaleLabels[value] })),
      onSelect: (value) => {
        send(this, 'view-change', plot === 'loss' ? { lossScale: value } : { valueScale: value });
      },
    });
  }

  /** In the head, or over the upper corner of the plot where the head has no room. */
  #renderAsides() {
    const penalty = this.#renderPenalty();
    const rows = this.measuredRows;
    if (penalty === nothing && rows === null) return nothing;
    return html`<span class="asides"
      >${penalty}${rows === null ? nothing : html`<span class="note">of a sample of ${formatCount(rows)} rows</span>`}</span
    >`;
  }

  /** Shown only where there is one. */
  #renderPenalty() {
    if (this.experiment.l2 === 0 || this.viewSettings.plot !== 'loss') return nothing;
    const penalty = this.view?.penalty;
    return html`<span class="penalty" ${help('penalty')}
      >½λΣw²
      <b data-testid="penalty" data-value=${exact(penalty)}
        >${penalty === undefined ? '–' : formatLoss(penalty)}</b
      ></span
    >`;
  }

  protected override firstUpdated(): void {
    if (this.isConnected) this.#resizes.observe(this.area);
  }

  protected override updated(): void {
    this.toggleAttribute('data-two', this.#wantsTwo);
    this.#announcer.say(figuresOf(this.viewSettings.plot, this.#sources));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#resizes.observe(this.area);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
    this.#announcer.stop();
  }

  /** What stands below the plot goes from end to end of its axis. */
  readonly #onAxis = (place: AxisPlace): void => {
    for (const key of ['left', 'right', 'below'] as const)
      if (place[key] !== this.#axis?.[key]) this.style.setProperty(`--axis-${key}`, `${place[key]}px`);
    this.#axis = place;
  };
  #axis: AxisPlace | null = null;

  readonly #picture = (): Promise<Blob | null> => {
    const first = this.renderRoot.querySelector('chainrule-plot');
    return first instanceof PlotView ? first.picture() : Promise.resolve(null);
  };

  readonly #onPlot = (event: Event): void => {
    const plot = plotNames[(event.target as HTMLSelectElement).selectedIndex];
    send(this, 'view-change', { plot });
  };

  readonly #onToggle = (event: Event): void => {
    this.tableIsOpen = (event.target as HTMLDetailsElement).open;
  };
}

/** As the curves are drawn. */
function renderStroke(dash: readonly number[] = []) {
  const looks = dash.length === 0 ? 'solid' : 'dashed';
  return html`<svg class=${looks} width="18" height="4" aria-hidden="true">
    ${svg`<line x1="0" y1="2" x2="18" y2="2" stroke-width="2" stroke-dasharray=${dash.join(' ')}></line>`}
  </svg>`;
}

/** A line as it is drawn, and what it is; of many layers all but the first are told by their numbers, in one row. */
function renderLine({ label, colour, dash = [] }: PlotLine, place: number, { length }: readonly unknown[]) {
  const isMany = length > 5;
  return html`<span
    ><svg width=${isMany ? 10 : 18} height="4" aria-hidden="true">
      ${svg`<line x1="0" y1="2" x2="18" y2="2" stroke=${colour} stroke-width="2" stroke-dasharray=${dash.join(' ')}></line>`}</svg
    >${isMany && place > 0 ? label.replace('layer ', '') : label}</span
  >`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-loss-panel': LossPanel;
  }
}
