import { css, html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { BoundaryChart, nothingShown, type BoundaryChartData } from '../../../charts/boundary-chart.ts';
import type { Theme } from '../../../charts/colour-scale.ts';
import type { CrossedPoints } from '../../../charts/cross-plugin.ts';
import { outputContours, type LabelledLines } from '../../../charts/output-contours.ts';
import type { HiddenSpace } from '../../../protocol/hidden-messages.ts';
import type { DataPicture, OutputPicture } from '../../../protocol/picture-messages.ts';
import { baseStyles } from '../../controls/styles.ts';
import { OwnedChart } from '../../controls/owned-chart.ts';
import { send } from '../../page-events.ts';
import type { OpenedPoint } from '../picture/opened-point.ts';
import { linesOfPoint } from '../picture/point-words.ts';
import { axisNames, gridOf, hiddenPicture } from './picture-of.ts';

const decision = [{ level: 0, label: '', isDecision: true }] as const;

/** The points where a hidden layer puts them, over the grid of the inputs as it bends it. */
@customElement('chainrule-hidden-plot')
export class HiddenPlot extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      :host {
        position: relative;
        aspect-ratio: 1;
        border-radius: var(--radius-small);
        overflow: hidden;
        background: var(--well);
      }
      .area {
        position: absolute;
        inset: 0;
      }
    `,
  ];

  @property({ attribute: false }) data: DataPicture | null = null;
  @property({ attribute: false }) space: HiddenSpace | null = null;
  @property({ attribute: false }) outputs: OutputPicture | null = null;
  @property({ attribute: false }) crossed: CrossedPoints | null = null;
  @property({ attribute: false }) hiddenClasses: ReadonlySet<number> = new Set();
  @property({ attribute: false }) chosen: OpenedPoint | null = null;
  @property({ attribute: false }) chosenClass = 0;
  @property({ type: Boolean }) showTest = true;
  @property() theme: Theme = 'light';

  @query('canvas') private readonly canvas!: HTMLCanvasElement;
  readonly #owned = new OwnedChart(
    this,
    () => new BoundaryChart(this.canvas, this.theme, (point) => send(this, 'point-select', point)),
  );
  /** What is drawn, kept as long as it is of the same space: what is painted is painted anew for another one. */
  #drawn: {
    readonly space: HiddenSpace;
    readonly data: DataPicture;
    readonly picture: BoundaryChartData;
    readonly lines: readonly LabelledLines[];
  } | null = null;

  override render() {
    return html`<div class="area" data-testid="picture">
      <canvas
        role="img"
        data-testid="hidden-space"
        data-value=${this.#pointCount()}
        aria-label=${this.#description()}
      ></canvas>
    </div>`;
  }

  #pointCount(): number {
    const picture = this.#picture();
    if (picture === null) return 0;
    return picture.train.x1.length + (this.showTest ? picture.test.x1.length : 0);
  }

  #description(): string {
    const { space } = this;
    if (space === null) return 'Hidden space; not computed yet';
    const [across, up] = axisNames(space, this.data?.task === 'classification');
    const grid = space.gridLines.length > 0 ? ', and the grid of the inputs as it bends it' : '';
    return `${this.#pointCount()} points where the layer puts them${grid}: across ${across}, up ${up}`;
  }

  #picture(): BoundaryChartData | null {
    const { space, data } = this;
    if (space === null || data === null) return this.#drawn?.picture ?? null;
    if (this.#drawn?.space === space && this.#drawn.data === data) return this.#drawn.picture;
    const picture = hiddenPicture(data, space);
    // Others are on their way.
    if (picture === null) return this.#drawn?.picture ?? null;
    const isOneOutput = space.outputs?.values.length === (space.outputs?.resolution ?? 0) ** 2;
    const isDecided = isOneOutput && data.task === 'classification' && space.outputs !== null;
    this.#drawn = {
      space,
      data,
      picture,
      lines: [
        gridOf(space),
        ...(isDecided && space.outputs !== null ? outputContours(space.outputs, null, decision) : []),
      ],
    };
    return picture;
  }

  protected override updated(): void {
    const chart = this.#owned.current;
    if (chart === null) return;
    const { theme, data, showTest, crossed, chosen, outputs, chosenClass } = this;
    const picture = this.#picture();
    const { space, lines } = this.#drawn ?? { space: null, lines: null };
    const count = outputs?.names.length ?? 1;
    chart.show({
      ...nothingShown,
      data: picture,
      grid: space?.outputs ?? null,
      classes: count > 1 ? this.#classes(count, outputs?.low ?? -1) : null,
      chosenClass,
      hidden: this.hiddenClasses,
      theme,
      showTest,
      lines,
      crossed,
      chosen,
      wordsOf: (point) => (data === null ? [] : linesOfPoint(data, point)),
    });
  }

  #shownClasses = { count: 0, low: -1 };

  /** The same object as long as it says the same. */
  #classes(count: number, low: number) {
    const before = this.#shownClasses;
    if (before.count !== count || before.low !== low) this.#shownClasses = { count, low };
    return this.#shownClasses;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-hidden-plot': HiddenPlot;
  }
}
