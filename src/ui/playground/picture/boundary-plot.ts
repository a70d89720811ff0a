import { html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { BoundaryChart, type BoundaryChartState } from '../../../charts/boundary-chart.ts';
import type { Theme } from '../../../charts/colour-scale.ts';
import type { Grid } from '../../../protocol/snapshot-messages.ts';
import type { DataPicture, OutputPicture } from '../../../protocol/picture-messages.ts';
import type { CrossedPoints } from '../../../charts/cross-plugin.ts';
import { rounded } from './ask-desk.ts';
import { axesOf, curveScaleOf } from './axes.ts';
import './chosen-point.ts';
import type { OpenedPoint } from './opened-point.ts';
import { linesOfPoint } from './point-words.ts';
import type { Surface } from './surface.ts';
import { SurfaceContours } from './surface-contours.ts';
import { formatBeside } from '../../controls/format.ts';
import { OwnedChart } from '../../controls/owned-chart.ts';
import { send } from '../../page-events.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { Lazy } from '../../controls/lazy.ts';
import { baseStyles } from '../../controls/styles.ts';
import type { LookDesk } from '../look/look-desk.ts';
import { PlotPointing } from '../look/plot-pointing.ts';
import { boundaryPlotStyles } from './boundary-plot-styles.ts';

const noiseMarks = new Lazy(() => import('../../../charts/noise-marks.ts'));

/** The points over what the network answers for the plane around them. */
@customElement('chainrule-boundary-plot')
export class BoundaryPlot extends SignalElement {
  static override readonly styles = [baseStyles, boundaryPlotStyles];

  @property({ attribute: false }) data: DataPicture | null = null;
  @property({ attribute: false }) grid: Grid | null = null;
  @property({ attribute: false }) outputs: OutputPicture | null = null;
  /** The class whose own output is looked at. */
  @property({ attribute: false }) lookedAt: number | null = null;
  /** The class that is told from the rest where there are more than have colours. */
  @property({ attribute: false }) chosenClass = 0;
  /** Classes whose points are not shown. */
  @property({ attribute: false }) hiddenClasses: ReadonlySet<number> = new Set();
  /** The point that is spoken of. */
  @property({ attribute: false }) chosen: OpenedPoint | null = null;
  @property({ type: Boolean }) showTest = true;
  @property() surface: Surface = 'continuous';
  /** Points that are marked. */
  @property({ attribute: false }) crossed: CrossedPoints | null = null;
  @property() theme: Theme = 'light';

  /** Where one looks, and what is looked at; null where nothing can be. */
  @property({ attribute: false }) look: LookDesk | null = null;

  @query('canvas') private readonly canvas!: HTMLCanvasElement;
  readonly #pointing = new PlotPointing(this, (place) => {
    this.#ask(place);
  });
  readonly #owned = new OwnedChart(
    this,
    () => new BoundaryChart(this.canvas, this.theme, this.#pointing.onChoose, this.#pointing.onPoint),
  );
  readonly #contours = new SurfaceContours(() => this.requestUpdate());

  override render() {
    return html`<div
        class="area"
        data-testid="picture"
        tabindex=${this.look === null ? nothing : 0}
        role=${this.look === null ? nothing : 'application'}
        aria-label=${this.look === null ? nothing : 'Picture'}
        aria-description=${
          this.look === null
            ? nothing
            : 'Arrow keys look at a place, with Shift faster; Page Up and Page Down at one point after the other; Enter pins it.'
        }
        @pointerdown=${this.#pointing.onPointer}
        @pointermove=${this.#pointing.onPointer}
        @pointerleave=${this.#pointing.onLeave}
        @keydown=${this.#pointing.onKey}
        @focus=${this.#pointing.onFocus}
        @blur=${this.#pointing.onBlur}
      >
        <canvas role="img" data-marked=${this.#markedCount()} aria-label=${this.#description()}></canvas>
        ${this.#renderAxes()}
        <i class="mark pin" hidden></i><i class="mark cursor" hidden></i>
      </div>
      <chainrule-chosen-point
        .data=${this.data}
        .point=${this.chosen}
        ?hidden=${this.chosen === null}
      ></chainrule-chosen-point>`;
  }

  /** Of the plane of two inputs everybody knows them; of others the description says them. */
  #renderAxes() {
    const { data } = this;
    if (data === null || data.slice === null) return nothing;
    const [across, up] = axesOf(data);
    return html`<span class="axis across" aria-hidden="true">${across} →</span
      ><span class="axis up" aria-hidden="true">↑ ${up}</span>`;
  }

  #markedCount(): number {
    const { crossed } = this;
    return (crossed?.train.length ?? 0) + (this.showTest ? (crossed?.test.length ?? 0) : 0);
  }

  /** Loaded where there is noise. */
  get #noise() {
    if (this.data?.trainedLabel === undefined) return null;
    void noiseMarks.open();
    return noiseMarks.value.value;
  }

  #description(): string {
    if (this.data === null) return 'Output over x1 and x2; no data yet';
    const { train, test, window } = this.data;
    const axes = axesOf(this.data);
    const tests = this.showTest ? ` and ${test.label.length} test` : '';
    const marked = this.crossed === null ? '' : `, ${this.#markedCount()} of them marked`;
    const points = `${train.label.length} train${tests} points${marked}${this.#noise?.sayNoise(this.data) ?? ''}`;
    if (curveScaleOf(this.data) !== null)
      return `Network output as a curve over ${axes[0]} from ${range(window.x1)}, with ${points} by their ${axes[1]}`;
    return (
      `Network output over ${axes[0]} from ${range(window.x1)} and ${axes[1]} from ${range(window.x2)}, ` +
      `with ${points}`
    );
  }

  protected override updated(): void {
    const chart = this.#owned.current;
    if (chart === null) return;
    this.#pointing.placeMarks(this.renderRoot);
    // The card must not cover the point it speaks of.
    this.toggleAttribute('data-low', isInLowerHalf(this.data, this.chosen));
    chart.show(this.shownIn(this.theme));
  }

  /** What is painted, in the colours of a theme. */
  shownIn(theme: Theme): BoundaryChartState {
    const { data, grid, showTest, crossed, chosen } = this;
    const neuron = this.look?.picture.value ?? null;
    // What a neuron puts out is neither a class nor more or less certain.
    const surface = neuron === null ? this.surface : 'continuous';
    return {
      data,
      grid: neuron?.grid ?? grid,
      classes: neuron === null ? this.#classes() : null,
      lookedAt: this.lookedAt,
      chosenClass: this.chosenClass,
      axes: axesOf(data),
      curve: curveScaleOf(data),
      hidden: this.hiddenClasses,
      theme,
      showTest,
      discrete: surface === 'discrete',
      certainty: surface === 'certainty' && data?.task === 'classification',
      lines: this.#contours.of({ data, grid, classes: this.#classes(), surface }),
      crossed: neuron === null ? crossed : null,
      drawNoise: this.#noise?.drawNoise,
      chosen,
      wordsOf: this.#wordsOf,
    };
  }

  readonly #wordsOf = (point: OpenedPoint): readonly string[] =>
    this.data === null ? [] : linesOfPoint(this.data, point);

  /** The network is asked about the place that was clicked; what lies on no axis stays as it was. */
  #ask([x1, x2]: readonly [number, number]): void {
    if (this.data === null) return;
    const { window } = this.data;
    const axes = axesOf(this.data);
    const across = { [axes[0]]: rounded(x1, window.x1) };
    const values =
      curveScaleOf(this.data) === null ? { ...across, [axes[1]]: rounded(x2, window.x2) } : across;
    send(this, 'row-ask', { kind: 'values', values });
  }

  /** The same object as long as it says the same: what is painted is painted anew for another one. */
  #shownClasses: { readonly count: number; readonly low: number } | null = null;

  #classes(): { readonly count: number; readonly low: number } | null {
    const { outputs } = this;
    const count = outputs?.names.length ?? 1;
    if (outputs === null || count === 1) this.#shownClasses = null;
    else if (this.#shownClasses?.count !== count || this.#shownClasses.low !== outputs.low)
      this.#shownClasses = { count, low: outputs.low };
    return this.#shownClasses;
  }
}

function range([from, to]: readonly [number, number]): string {
  return `${formatBeside(from, to - from)} to ${formatBeside(to, to - from)}`;
}

function isInLowerHalf(data: DataPicture | null, chosen: OpenedPoint | null): boolean {
  if (data === null || chosen === null) return false;
  const [bottom, top] = data.window.x2;
  return data[chosen.split].x2[chosen.index] < (bottom + top) / 2;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-boundary-plot': BoundaryPlot;
  }
}
